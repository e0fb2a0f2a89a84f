"""Resume tokens: they take a stream up again after what it told already.

A token holds the version that was sent last, and a mark of it and of what the stream was about, so
that one of another stream is refused, or one that changed on its way. It is opaque, not secret:
whoever makes one up misleads nobody else.
"""

import base64
import binascii
import hashlib
from typing import Final

from services.runtime.errors import InvalidArgument

_BYTES: Final = 8


def token(name: str, version: int) -> str:
    """What takes up a stream about a resource after a version of it."""
    content = version.to_bytes(_BYTES)
    mark = hashlib.sha256(content + name.encode()).digest()[:_BYTES]
    return base64.urlsafe_b64encode(mark + content).decode().rstrip("=")


def version(name: str, given: str) -> int:
    """The version in the token of a stream about a resource; 0 if the token is empty.

    Raises:
        InvalidArgument: if it is no token of such a stream.
    """
    if not given:
        return 0
    try:
        content = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    found = int.from_bytes(content[-_BYTES:])
    # It is compared as it is written: base64 has several spellings of the same bytes.
    if token(name, found) != given:
        raise InvalidArgument.field(
            "resume_token",
            "is not one of a stream about this resource; start again without one",
            reason="RESUME_TOKEN_INVALID",
        )
    return found
