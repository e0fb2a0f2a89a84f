"""Etags (AIP-154): opaque, and another one after every change."""

import hashlib

from services.runtime.errors import Aborted


def etag(identifier: str, revision: int) -> str:
    """The etag of a resource at a revision."""
    return hashlib.blake2s(f"{identifier}@{revision}".encode(), digest_size=9).hexdigest()


def require_current(given: str, current: str, kind: str, name: str) -> None:
    """Refuses a change that was meant for another revision; an empty etag fits all.

    Raises:
        Aborted: if the etags differ.
    """
    if given and given != current:
        raise Aborted(
            kind,
            name,
            f"{name} was changed by somebody else; read it again and repeat the change",
            "ETAG_MISMATCH",
        )
