"""Publishes what is in the outbox.

Rows are deleted once the broker has them, so that none can be skipped, however late its transaction
is committed. A relay that dies in between publishes again; the broker knows the ids.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Final
from uuid import uuid4

from services.runtime import crash
from services.runtime.database import Database, Row
from services.runtime.errors import Unavailable
from services.runtime.events.broker import MESSAGE_ID, Broker

_BATCH: Final = 200
_LEASE_SECONDS: Final = 3.0
_RENEW_SECONDS: Final = 1.0
_BUSY_SECONDS, _IDLE_SECONDS = 0.02, 0.25
_TROUBLE_SECONDS: Final = 0.5

_LEASE: Final = """
insert into relays (name, holder, expire_time)
values ('outbox', $1, clock_timestamp() + make_interval(secs => $2))
on conflict (name) do update set holder = excluded.holder, expire_time = excluded.expire_time
where relays.holder = excluded.holder or relays.expire_time < clock_timestamp()
returning holder"""
_RELEASE: Final = "delete from relays where name = 'outbox' and holder = $1"
_READ: Final = """
select sequence, id, topic, subject, version, envelope from outbox order by sequence limit $1"""
_DELETE: Final = "delete from outbox where sequence = any($1)"

_log: Final = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def relaying(database: Database, broker: Broker) -> AsyncIterator[None]:
    """Publishes events while the block runs. Of several replicas one does it at a time."""
    relay = _Relay(database, broker)
    task = asyncio.create_task(relay.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        with contextlib.suppress(Unavailable):
            await relay.step_down()


class _Relay:
    def __init__(self, database: Database, broker: Broker) -> None:
        self._database = database
        self._broker = broker
        self._holder = uuid4()
        self._renew_at = 0.0

    async def run(self) -> None:
        wait = _BUSY_SECONDS
        while True:
            try:
                if not await self._leads():
                    wait = _RENEW_SECONDS
                elif await self._publish():
                    wait = _BUSY_SECONDS
                else:
                    wait = min(wait * 1.5, _IDLE_SECONDS)
            except Unavailable as error:
                _log.warning("events wait in the outbox: %s", error.message)
                wait = _TROUBLE_SECONDS
            except Exception:  # noqa: BLE001  (what it is says the log; events must not stop)
                _log.exception("the relay failed, and goes on")
                wait = _TROUBLE_SECONDS
            await asyncio.sleep(wait)

    async def step_down(self) -> None:
        """Lets another replica go on at once."""
        await self._database.execute(_RELEASE, self._holder)

    async def _leads(self) -> bool:
        if time.monotonic() < self._renew_at:
            return True
        asked = time.monotonic()
        leads = await self._database.fetchrow(_LEASE, self._holder, _LEASE_SECONDS) is not None
        self._renew_at = asked + _RENEW_SECONDS if leads else 0.0
        return leads

    async def _publish(self) -> bool:
        """Publishes a batch; returns whether there was anything."""
        if not self._broker.connected:
            return False
        rows = await self._database.fetch(_READ, _BATCH)
        for wave in waves(rows):
            results = await asyncio.gather(*map(self._publish_one, wave), return_exceptions=True)
            crash.point("relay.published")
            done = [row["sequence"] for row, r in zip(wave, results, strict=True) if r is None]
            await self._database.execute(_DELETE, done)
            for result in results:
                if result is not None:
                    raise result
        return bool(rows)

    async def _publish_one(self, row: Row) -> None:
        await self._broker.publish(row["topic"], row["envelope"], {MESSAGE_ID: str(row["id"])})


def waves(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Splits a batch so that no wave has two events of one aggregate, and each its next one.

    A wave is published at once; the next one only when the broker has all of it.
    """
    queues = dict[str, list[Row]]()
    for row in sorted(rows, key=lambda row: (row["version"], row["sequence"])):
        queues.setdefault(row["subject"], []).append(row)
    for depth in range(max(map(len, queues.values()), default=0)):
        yield [queue[depth] for queue in queues.values() if len(queue) > depth]
