"""Who is calling, as the gateway vouches for it.

The gateway strips a client's own copies of these headers and sets them from what
it has verified, so that a service can take them at their word.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller of the current RPC.

    Attributes:
        subject: the account, or empty for someone who is not signed in.
        scopes: what the caller may do.
    """

    subject: str = ""
    scopes: frozenset[str] = frozenset()


ANONYMOUS: Final = Caller()
_caller: ContextVar[Caller] = ContextVar("caller", default=ANONYMOUS)


def caller() -> Caller:
    """The caller of the current RPC."""
    return _caller.get()


def identify(metadata: Mapping[str, str | bytes]) -> None:
    """Takes the caller of the current RPC from its metadata."""
    subject = metadata.get("x-auth-sub")
    if isinstance(subject, str) and subject:
        scopes = str(metadata.get("x-auth-scope", ""))
        _caller.set(Caller(subject, frozenset(scopes.split())))
