"""Work that is done again and again beside the calls."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from services.runtime.errors import Unavailable

_log: Final = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def periodically(seconds: float, work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Does some work every `seconds`, while the block runs. A failure waits for the next time."""

    async def loop() -> None:
        put_off = False
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except Unavailable as error:
                # Once, however often it fails in a row.
                if not put_off:
                    _log.warning("put off: %s", error.message)
                put_off = True
            except Exception:  # noqa: BLE001  (work that ended for good would go unnoticed)
                _log.exception("put off")
            else:
                put_off = False

    task = asyncio.create_task(loop())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
