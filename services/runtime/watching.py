"""Changes as they come: many streams, and one query for all of them.

A replica asks its database for the versions of everything that is watched there, a few times a
second and at once after a commit of its own, and reads what has changed. It sees what other
replicas have done, too, and a stream costs no query of its own.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Final, Generic, Protocol, TypeVar

from services.runtime.errors import Unavailable

_log: Final = logging.getLogger(__name__)
_RETRY_SECONDS: Final = 1.0
_SPACING_SECONDS: Final = 0.01


class Versioned(Protocol):
    """Something whose version grows with every change."""

    @property
    def version(self) -> int:
        """Which of two is newer."""
        ...


_S = TypeVar("_S", bound=Versioned)

Versions = Callable[[Sequence[str]], Awaitable[Mapping[str, int]]]
Snapshots = Callable[[Sequence[str]], Awaitable[Mapping[str, _S]]]


class _Watched(Generic[_S]):
    """One key: how many streams watch it, what was last seen of it, and who waits for more."""

    def __init__(self) -> None:
        self.streams = 0
        self.latest: _S | None = None
        self.changed = asyncio.Event()

    def take(self, snapshot: _S) -> None:
        """Goes on to a snapshot, unless it is an older one."""
        if self.latest is None or self.latest.version < snapshot.version:
            self.latest = snapshot
            self.tell()

    def tell(self) -> None:
        """Wakes all who wait. Each wait is for an event of its own, so that none is missed."""
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()


class Watcher(Generic[_S]):
    """Lets streams follow things by their keys. Made by `watching`."""

    def __init__(self, versions: Versions, snapshots: Snapshots[_S]) -> None:
        self._versions = versions
        self._snapshots = snapshots
        self._watched: dict[str, _Watched[_S]] = {}
        self._closed = False
        self._due = asyncio.Event()

    async def changes(
        self, key: str, after: int = 0, *, present: _S | None = None
    ) -> AsyncGenerator[_S, None]:
        """What has the key now, if its version is above `after`, and then whenever it changed.

        Changes that follow each other closely may be one. It ends only with `close`: use it in
        `contextlib.aclosing`, and leave when there is nothing more to come.

        Args:
            key: what the database knows it by.
            after: the version that the reader has already.
            present: what it was read to be just now; it is then told nothing older.
        """
        watched = self._watched.setdefault(key, _Watched())
        watched.streams += 1
        if present is not None:
            watched.take(present)
        self.wake()
        try:
            while not self._closed:
                latest = watched.latest
                if latest is not None and latest.version > after:
                    after = latest.version
                    yield latest
                else:
                    await watched.changed.wait()
        finally:
            watched.streams -= 1
            if not watched.streams:
                del self._watched[key]

    def wake(self) -> None:
        """Looks now: something was committed here."""
        self._due.set()

    def close(self) -> None:
        """Ends all streams, in order; those that come later end at once."""
        self._closed = True
        for watched in self._watched.values():
            watched.tell()

    async def poll(self, seconds: float) -> None:
        """Looks every `seconds`, or when woken, for as long as anything is watched."""
        while True:
            with contextlib.suppress(TimeoutError):
                # `wait_for` of Python 3.11 may take a cancellation for the end of its waiting.
                async with asyncio.timeout(seconds if self._watched else None):
                    await self._due.wait()
            self._due.clear()
            try:
                await self._look()
                # Many streams that begin at once are one query.
                await asyncio.sleep(_SPACING_SECONDS)
            except Unavailable as error:
                _log.warning("streams wait: %s", error.message)
                await asyncio.sleep(_RETRY_SECONDS)
            except Exception:  # noqa: BLE001  (whatever it is, others are not to end)
                _log.exception("streams wait")
                await asyncio.sleep(_RETRY_SECONDS)

    async def _look(self) -> None:
        if not self._watched:
            return
        versions = await self._versions(list(self._watched))
        behind = [key for key, version in versions.items() if self._is_behind(key, version)]
        if behind:
            for key, snapshot in (await self._snapshots(behind)).items():
                # Its last stream may have left meanwhile.
                if key in self._watched:
                    self._watched[key].take(snapshot)

    def _is_behind(self, key: str, version: int) -> bool:
        watched = self._watched.get(key)
        latest = watched.latest if watched else None
        return watched is not None and (latest is None or latest.version < version)


@contextlib.asynccontextmanager
async def watching(
    versions: Versions, snapshots: Snapshots[_S], *, seconds: float = 0.1
) -> AsyncIterator[Watcher[_S]]:
    """A watcher that looks every `seconds`, while the block runs.

    Args:
        versions: the versions of those of some keys that there are, in one cheap query.
        snapshots: those of some keys that there are.
        seconds: how late a stream may learn what another replica did.
    """
    watcher = Watcher(versions, snapshots)
    polling = asyncio.create_task(watcher.poll(seconds))
    try:
        yield watcher
    finally:
        watcher.close()
        polling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await polling
