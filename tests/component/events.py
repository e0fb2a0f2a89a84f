"""A market of the tests' own, whose events are followed: counters that go up."""

import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from mercado.orders.v1.events_pb2 import OrderPlaced
from scripts.mesh.local.nats import Nats
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.processes import Supervised
from scripts.mesh.local.state import State
from services.runtime import database
from services.runtime.database import Database, Queries
from services.runtime.events import outbox
from services.runtime.events.broker import Broker
from services.runtime.events.envelope import Event, Received, opened
from services.runtime.events.streams import EVENTS

TABLES = """
create table if not exists counters (name text primary key, version bigint not null);
create table if not exists effects (
  place bigint generated always as identity, id uuid not null, name text not null,
  version bigint not null
)"""


class BrokerServer:
    """NATS, which a test may kill."""

    def __init__(self, nats: Nats) -> None:
        self._nats = nats
        self._process: Supervised | None = None

    def url(self, user: str) -> str:
        return self._nats.url(user)

    async def start(self) -> None:
        command = self._nats.command(["orders", "shipping"])
        self._process = Supervised(command, lambda: None)
        await self._process.first_ready(20)

    async def stop(self) -> None:
        if self._process is not None:
            await self._process.stop()

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    @property
    def restarts(self) -> int:
        assert self._process is not None
        return self._process.restarts


@contextlib.asynccontextmanager
async def broker_server(folder: Path) -> AsyncIterator[BrokerServer]:
    """NATS with its state in a folder, as the local runner starts it."""
    state = State(folder)
    state.make()
    server = BrokerServer(Nats(state, free_ports(1)[0]))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Database]:
    """A database with the tables of events, and of the tests."""
    async with database.connect(
        url, size=20, schema=["services.runtime", "services.runtime.events"]
    ) as opened:
        for statement in TABLES.split(";"):
            await opened.execute(statement)
        yield opened


async def count_up(on: Database, name: str) -> None:
    """Makes a counter one more, and an event of it, in one transaction."""
    async with on.transaction() as transaction:
        row = await transaction.fetchrow(
            "insert into counters values ($1, 1) on conflict (name) do update"
            " set version = counters.version + 1 returning version",
            name,
        )
        assert row is not None
        await outbox.add(transaction, Event(f"orders/{name}", row["version"], OrderPlaced()))


async def note(queries: Queries, received: Received) -> None:
    """A handler whose effect can be counted."""
    await queries.execute(
        "insert into effects (id, name, version) values ($1, $2, $3)",
        received.id,
        received.subject,
        received.version,
    )


async def effects(on: Database) -> list[tuple[UUID, str, int]]:
    """The effects so far, in their order."""
    rows = await on.fetch("select id, name, version from effects order by place")
    return [(row["id"], row["name"], row["version"]) for row in rows]


async def waiting(on: Database) -> int:
    """How many events are in the outbox."""
    row = await on.fetchrow("select count(*) as waiting from outbox")
    assert row is not None
    count: int = row["waiting"]
    return count


async def stored(broker: Broker) -> Counter[str]:
    """How many events the stream has of each aggregate, duplicates too."""
    stream = await broker.jetstream()
    state = (await stream.stream_info(EVENTS)).state
    found = Counter[str]()
    for sequence in range(state.first_seq, state.last_seq + 1):
        message = await stream.get_msg(EVENTS, sequence)
        assert message.data is not None
        found[opened(message.data).subject] += 1
    return found
