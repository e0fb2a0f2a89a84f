"""How much time the current RPC has left.

A client's deadline and the one of the contract both hold, whichever is sooner.
What is left is passed on to the next service, less a margin (`dial`).
"""

import asyncio
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from services.runtime.errors import DeadlineExceeded

if TYPE_CHECKING:
    import grpc

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


def remaining() -> float | None:
    """Seconds until the current RPC's deadline; None outside an RPC."""
    deadline = _deadline.get()
    return None if deadline is None else deadline - time.monotonic()


def lift() -> None:
    """Takes the deadline away from the current task: what it does outlives the RPC."""
    _deadline.set(None)


class within:  # noqa: N801  (reads as a statement: `async with within(limit, context)`)
    """Ends the block with DeadlineExceeded when the contract's deadline passes.

    gRPC itself ends a call at the client's deadline, so that a timer is needed
    only for a client that set none, or a later one.
    """

    __slots__ = ("_limit", "_timeout")

    def __init__(self, limit: float | None, context: "grpc.aio.ServicerContext[Any, Any]") -> None:
        given = context.time_remaining()
        self._limit = limit
        self._timeout: asyncio.Timeout | None = None
        if limit is not None and (given is None or given > limit):
            self._timeout = asyncio.timeout(limit)
            given = limit
        if given is not None:
            _deadline.set(time.monotonic() + given)

    async def __aenter__(self) -> None:
        if self._timeout is not None:
            await self._timeout.__aenter__()

    async def __aexit__(self, *exc_info: object) -> None:
        if self._timeout is not None:
            try:
                await self._timeout.__aexit__(*exc_info)  # type: ignore[arg-type]
            except TimeoutError:
                raise DeadlineExceeded(
                    f"the method's deadline of {self._limit:g} s passed",
                    reason="DEADLINE_EXCEEDED",
                ) from None
