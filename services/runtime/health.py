"""Health, as `grpc.health.v1` has it: true to what a service needs, and first to know of a stop."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

from grpc_health.v1 import health_pb2
from grpc_health.v1._async import HealthServicer

_log: Final = logging.getLogger(__name__)

SERVICE: Final = "grpc.health.v1.Health"
INTERVAL_SECONDS: Final = 1.0

Ready = Callable[[], Awaitable[bool]]


class Health:
    """The health of a server and of each of its services.

    Args:
        services: their full names; the server itself has the empty one.
        ready: whether everything is there that they need.
    """

    def __init__(self, services: Sequence[str], ready: Ready) -> None:
        self.servicer = HealthServicer()
        self._names = ["", *services]
        self._ready = ready
        self._serving: bool | None = None

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Looks every second, while the block runs."""
        await self._look()
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()

    async def drain(self) -> None:
        """Says NOT_SERVING from now on, whatever comes."""
        await self.servicer.enter_graceful_shutdown()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL_SECONDS)
            await self._look()

    async def _look(self) -> None:
        serving = await self._ready()
        if serving == self._serving:
            return
        self._serving = serving
        status = health_pb2.HealthCheckResponse
        state = status.SERVING if serving else status.NOT_SERVING
        _log.info("now %s", status.ServingStatus.Name(state))
        for name in self._names:
            await self.servicer.set(name, state)
