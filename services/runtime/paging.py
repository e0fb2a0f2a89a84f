"""Pages: sizes and tokens as AIP-158 wants them.

A token holds the sort keys of the last item of a page (its cursor), so that the
next page begins right after it whatever was added or removed meanwhile. It is
opaque, bound to the query that it was made for, and signed: a changed one is
refused.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec

from services.runtime.errors import InvalidArgument

_T = TypeVar("_T")

DEFAULT_SIZE: Final = 50
MAX_SIZE: Final = 200
_TAG_BYTES: Final = 16

Cursor = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
    """Some items, and where the next page begins.

    Attributes:
        items: at most as many as were asked for.
        next: the cursor of the last item; None at the end.
    """

    items: list[_T]
    next: Cursor | None


class _Request(Protocol):
    """A request for a page, as AIP-158 has it."""

    page_size: int
    page_token: str

    @property
    def DESCRIPTOR(self) -> Any: ...  # noqa: N802
    def CopyFrom(self, other: Any, /) -> None: ...  # noqa: N802
    def SerializeToString(self, *, deterministic: bool = ...) -> bytes: ...  # noqa: N802


def page_size(request: _Request) -> int:
    """How many items a page should have."""
    return min(request.page_size or DEFAULT_SIZE, MAX_SIZE)


class PageTokens:
    """Makes and reads page tokens.

    Args:
        key: known to all replicas of a service and to nobody else.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def token(self, request: _Request, cursor: Cursor | None) -> str:
        """The token for the page after `cursor`; empty at the end."""
        if cursor is None:
            return ""
        payload = msgspec.msgpack.encode(cursor)
        return spelled(self._tag(request, payload) + payload)

    def cursor(self, request: _Request) -> Cursor | None:
        """The cursor in a request's token; None for the first page.

        Raises:
            InvalidArgument: if the token is not one of ours, or was made for another query.
        """
        text = request.page_token
        if not text:
            return None
        sealed = unspelled(text)
        tag, payload = sealed[:_TAG_BYTES], sealed[_TAG_BYTES:]
        if not payload or not hmac.compare_digest(tag, self._tag(request, payload)):
            raise InvalidArgument.field(
                "page_token",
                "is not a token of this query; start again without one",
                reason="PAGE_TOKEN_INVALID",
            )
        return tuple(msgspec.msgpack.decode(payload))

    def _tag(self, request: _Request, payload: bytes) -> bytes:
        query = type(request)()
        query.CopyFrom(request)
        query.page_size, query.page_token = 0, ""
        bound = query.DESCRIPTOR.full_name.encode() + query.SerializeToString(deterministic=True)
        signed = hashlib.sha256(bound).digest() + payload
        return hmac.digest(self._key, signed, "sha256")[:_TAG_BYTES]


def spelled(sealed: bytes) -> str:
    """Bytes as a token that may stand in a query."""
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unspelled(text: str) -> bytes:
    """The bytes in such a token; none if it is not one."""
    try:
        sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
    # Base64 has several spellings of the same bytes; ours has one.
    return sealed if spelled(sealed) == text else b""
