"""Work that is finished even if whoever began it is gone."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Final, Self, TypeVar

from services.runtime.errors import DomainError

_T = TypeVar("_T")
_log: Final = logging.getLogger(__name__)


class Background:
    """A set of tasks, which are waited for when the block ends."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        while self._running:
            await asyncio.wait(self._running)

    def start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        """Starts some work."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """What some work comes to. If its caller is cancelled, it goes on."""
        return await asyncio.shield(self.start(work))

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        # Nobody may be there any more to be told.
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, DomainError):
            _log.error("work in the background failed", exc_info=error)
