"""A request that is sent again takes effect once, and gets the original response (AIP-155)."""

import functools
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

import msgspec

from services.runtime.errors import InvalidArgument
from services.runtime.identity import caller

if TYPE_CHECKING:
    from services.runtime.database import Database, Queries

_T = TypeVar("_T")

# Of two requests with one key, the second waits here until the first is committed or undone.
_CLAIM = """
insert into requests (subject, method, request_id, fingerprint) values ($1, $2, $3, $4)
on conflict do nothing returning request_id"""
_RECALL = """
select fingerprint, response from requests where subject = $1 and method = $2 and request_id = $3"""
_RECORD = """
update requests set response = $4 where subject = $1 and method = $2 and request_id = $3"""
_FORGET = "delete from requests where create_time < clock_timestamp() - make_interval(days => $1)"

KEEP_DAYS = 7


class _Request(Protocol):
    """A request message with a `request_id`."""

    @property
    def request_id(self) -> str: ...
    @property
    def DESCRIPTOR(self) -> Any: ...  # noqa: N802
    def SerializeToString(self, *, deterministic: bool = ...) -> bytes: ...  # noqa: N802


@dataclass(frozen=True, slots=True)
class RequestKey:
    """What a repeated request is known by.

    Attributes:
        subject: the caller: nobody is answered with another's response.
        method: the full name of the request's message.
        request_id: the caller's choice.
        fingerprint: a hash of the whole request, to tell a repeat from a mistake.
    """

    subject: str
    method: str
    request_id: UUID
    fingerprint: bytes

    @classmethod
    def of(cls, request: _Request, *, secret: bytes = b"") -> "RequestKey | None":
        """The key of a request; None if it carries no `request_id`.

        Args:
            request: the request.
            secret: makes the fingerprint of it. A request with a field that is marked with
                `debug_redact` needs one: from a plain hash a password could be guessed.
        """
        if not secret and _is_secret(request.DESCRIPTOR):
            raise AssertionError(f"{request.DESCRIPTOR.full_name} needs a keyed fingerprint")
        if not request.request_id:
            return None
        content = request.SerializeToString(deterministic=True)
        return cls(
            caller().subject,
            request.DESCRIPTOR.full_name,
            UUID(request.request_id),
            hmac.digest(secret, content, "sha256") if secret else hashlib.sha256(content).digest(),
        )


async def once(
    database: "Database",
    key: RequestKey | None,
    kind: type[_T],
    effect: Callable[["Queries"], Awaitable[_T]],
) -> _T:
    """Runs an effect in a transaction, or returns what it returned when it ran before.

    An effect that raises is undone and not remembered, so that a repeat tries again.

    Args:
        database: where the effect takes place.
        key: None for a request that is never repeated.
        kind: the type of the outcome, which is stored as JSON.
        effect: called with the transaction.

    Raises:
        InvalidArgument: if the key was used before with another request.
    """
    async with database.transaction() as transaction:
        if key is None:
            return await effect(transaction)
        who = (key.subject, key.method, key.request_id)
        if await transaction.fetchrow(_CLAIM, *who, key.fingerprint) is None:
            return _recalled(await transaction.fetchrow(_RECALL, *who), key, kind)
        outcome = await effect(transaction)
        await transaction.execute(_RECORD, *who, msgspec.json.encode(outcome))
        return outcome


def reused() -> InvalidArgument:
    """The error for a `request_id` that another request had."""
    return InvalidArgument.field(
        "request_id", "was used before with another request", reason="REQUEST_ID_REUSED"
    )


async def forget(database: "Database") -> None:
    """Drops the responses that are too old to be asked for again."""
    await database.execute(_FORGET, KEEP_DAYS)


@functools.cache
def _is_secret(message: Any) -> bool:
    """Whether a type of message has a field that is marked as secret, at any depth."""
    # A message may hold another one of its own type.
    seen, left = set[str](), [message]
    while left:
        for field in left.pop().fields:
            if field.GetOptions().debug_redact:
                return True
            inner = field.message_type
            if inner is not None and inner.full_name not in seen:
                seen.add(inner.full_name)
                left.append(inner)
    return False


def _recalled(row: Any, key: RequestKey, kind: type[_T]) -> _T:
    if row["fingerprint"] != key.fingerprint:
        raise reused()
    return msgspec.json.decode(row["response"], type=kind)
