"""Publishes what is in the outbox.

Rows are deleted once the broker has them, so that none can be skipped, however late its transaction
is committed. A relay that dies in between publishes again; the broker knows the ids.

One replica publishes, the one that holds an advisory lock: PostgreSQL takes it away with the
session, when the process dies or the session is silent for too long. A replica that does not know
yet that it lost the lock can publish only what its successor finds in the outbox, too, and under
the same ids: of two events of an aggregate the second is never published before the first.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Final

from services.runtime import crash
from services.runtime.database import Database, Queries, Row
from services.runtime.errors import Unavailable
from services.runtime.events import outbox
from services.runtime.events.broker import MESSAGE_ID, Broker
from services.runtime.events.publisher import Message

_BATCH: Final = 200
_LOCK: Final = 0x6F757462  # "outb"
# Longer than a batch takes to publish at worst, for which the session is silent.
_SILENCE: Final = "15s"
_STANDBY_SECONDS: Final = 0.5
_SHORTEST_SECONDS, _LONGEST_SECONDS = 0.02, 0.2
_MAX_TROUBLE_SECONDS: Final = 2.0

_ELECT: Final = "select pg_try_advisory_lock($1) as elected"
_READ: Final = """
select sequence, id, topic, subject, version, envelope from outbox order by sequence limit $1"""
_DELETE: Final = "delete from outbox where sequence = any($1)"

_log: Final = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def relaying(database: Database, broker: Broker) -> AsyncIterator[None]:
    """Publishes events while the block runs. Of several replicas one does it at a time."""
    with outbox.woken() as woken:
        task = asyncio.create_task(_Relay(database, broker, woken).run())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


class _Relay:
    def __init__(self, database: Database, broker: Broker, woken: asyncio.Event) -> None:
        self._database = database
        self._broker = broker
        self._woken = woken
        self._trouble = 0.0

    async def run(self) -> None:
        while True:
            # Who has no broker leaves the lock to somebody who has.
            await self._broker.until_connected()
            try:
                async with self._database.session(idle_session_timeout=_SILENCE) as session:
                    await self._elected(session)
                    await self._lead(session)
            except Unavailable as error:
                _log.warning("events wait in the outbox: %s", error.message)
            except Exception:  # noqa: BLE001  (what it is says the log; events must not stop)
                _log.exception("the relay failed, and goes on")
            self._trouble = min(max(0.1, self._trouble * 2), _MAX_TROUBLE_SECONDS)
            await asyncio.sleep(self._trouble)

    async def _elected(self, session: Queries) -> None:
        """Waits until this replica is the one that publishes."""
        while True:
            row = await session.fetchrow(_ELECT, _LOCK)
            if row is not None and row["elected"]:
                return
            await asyncio.sleep(_STANDBY_SECONDS)

    async def _lead(self, session: Queries) -> None:
        wait = _SHORTEST_SECONDS
        while self._broker.connected:
            self._woken.clear()
            rows = await session.fetch(_READ, _BATCH)
            if rows:
                await self._publish(session, rows)
                wait = _SHORTEST_SECONDS
            self._trouble = 0.0
            if len(rows) < _BATCH:
                await self._pause(wait)
                wait = min(wait * 1.5, _LONGEST_SECONDS)

    async def _publish(self, session: Queries, rows: Sequence[Row]) -> None:
        for wave in waves(rows):
            stored = await self._broker.publish_all([_message(row) for row in wave])
            crash.point("relay.published")
            done = [row["sequence"] for row, there in zip(wave, stored, strict=True) if there]
            await session.execute(_DELETE, done)
            if len(done) < len(wave):
                raise Unavailable(
                    f"the broker took {len(done)} of {len(wave)}",
                    reason="BROKER_UNAVAILABLE",
                    retry_after=1,
                )

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()


def _message(row: Row) -> Message:
    return Message(row["topic"], row["envelope"], {MESSAGE_ID: str(row["id"])})


def waves(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Splits a batch so that no wave has two events of one aggregate, and each its next one.

    A wave is published at once; the next one only when the broker has all of it.
    """
    queues = dict[str, list[Row]]()
    for row in sorted(rows, key=lambda row: (row["version"], row["sequence"])):
        queues.setdefault(row["subject"], []).append(row)
    for depth in range(max(map(len, queues.values()), default=0)):
        yield [queue[depth] for queue in queues.values() if len(queue) > depth]
