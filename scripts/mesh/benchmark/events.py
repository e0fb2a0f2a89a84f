"""How fast events travel: from a commit to the broker, and from there to an effect.

On a PostgreSQL and a NATS of its own, both of which write to disk before they acknowledge.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final

import uvloop
from rich.table import Table

from mercado.orders.v1.events_pb2 import OrderPlaced
from scripts.mesh.local.nats import Nats
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.postgres import Postgres
from scripts.mesh.local.processes import Supervised
from scripts.mesh.local.state import State
from services.runtime import database
from services.runtime.database import Database, Queries
from services.runtime.events import broker, outbox
from services.runtime.events.broker import MESSAGE_ID, Broker
from services.runtime.events.consumer import consuming
from services.runtime.events.envelope import Event, Received, sealed, topic
from services.runtime.events.publisher import Message
from services.runtime.events.relay import relaying

_EVENTS: Final = 4000
_AGGREGATES: Final = 1000
_ONE_BY_ONE: Final = 200
_SCHEMA: Final = ["services.runtime", "services.runtime.events"]


def measure() -> Table:
    """Measures, and returns a table of it."""
    rows = asyncio.run(_on_servers())
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("events")
    for column in ("events/s", "of publishing", "p50 ms", "p99 ms"):
        table.add_column(column, justify="right")
    base = next(iter(rows.values()))[0]
    for name, (rate, latencies) in rows.items():
        told = [f"{latencies[len(latencies) * p // 100]:.1f}" for p in (50, 99) if latencies]
        table.add_row(name, f"{rate:,.0f}", f"{rate / base:.2f}", *told)
    return table


Rows = dict[str, tuple[float, list[float]]]


async def _on_servers() -> Rows:
    async with _servers() as (database_url, nats_url):
        # The services' loop, which cannot start a process as another user.
        return await asyncio.to_thread(lambda: uvloop.run(_rows(database_url, nats_url)))


@contextlib.asynccontextmanager
async def _servers() -> AsyncIterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        state = State(Path(folder))
        state.make()
        postgres_port, nats_port = free_ports(2)
        postgres, nats = Postgres(state, postgres_port), Nats(state, nats_port)
        await postgres.prepare()
        commands = [postgres.command(), nats.command(["orders"])]
        processes = [Supervised(command, lambda: None) for command in commands]
        try:
            for process in processes:
                await process.first_ready(30)
            await postgres.make_database("orders")
            yield postgres.url("orders"), nats.url("orders")
        finally:
            for process in processes:
                await process.stop()
            postgres.purge()


async def _rows(database_url: str, nats_url: str) -> Rows:
    async with (
        database.connect(database_url, size=8, schema=_SCHEMA) as connected,
        broker.connect(nats_url, "bench") as nats,
    ):
        await nats.until_connected()
        rows: Rows = {"published, nothing else": (await _published(nats), [])}
        await _write(connected, _EVENTS)
        async with relaying(connected, nats):
            rows["from the outbox to the broker"] = (await _until(_empty(connected)), [])
            handled = asyncio.Semaphore(0)

            async def handle(_: Queries, __: Received) -> None:
                handled.release()

            async with consuming(connected, nats, name="orders", handlers={OrderPlaced: handle}):
                started = time.perf_counter()
                for _ in range(2 * _EVENTS):
                    await handled.acquire()
                rate = 2 * _EVENTS / (time.perf_counter() - started)
                rows["from the broker to an effect"] = (rate, [])
                rows["from a commit to its effect"] = await _one_by_one(connected, handled)
        return rows


async def _published(nats: Broker) -> float:
    """Publishes as the relay does, from memory."""
    where = topic(OrderPlaced.DESCRIPTOR)
    started = time.perf_counter()
    for _ in range(0, _EVENTS, 200):
        events = [Event("orders/1", 1, OrderPlaced()) for _ in range(200)]
        await nats.publish_all(
            [Message(where, sealed(event), {MESSAGE_ID: str(event.id)}) for event in events]
        )
    return _EVENTS / (time.perf_counter() - started)


async def _write(connected: Database, count: int) -> None:
    async with connected.transaction() as transaction:
        for number in range(count):
            subject = f"orders/{number % _AGGREGATES}"
            await outbox.add(transaction, Event(subject, number, OrderPlaced()))


def _empty(connected: Database) -> Callable[[], Awaitable[bool]]:
    async def empty() -> bool:
        return await connected.fetchrow("select from outbox limit 1") is None

    return empty


async def _until(reached: Callable[[], Awaitable[bool]]) -> float:
    started = time.perf_counter()
    while not await reached():  # noqa: ASYNC110  (a table has no event)
        await asyncio.sleep(0.01)
    return _EVENTS / (time.perf_counter() - started)


async def _one_by_one(connected: Database, handled: asyncio.Semaphore) -> tuple[float, list[float]]:
    latencies = list[float]()
    for _ in range(_ONE_BY_ONE):
        # Its relay and its consumer are in this process, so that it starts before the commit.
        started = time.perf_counter()
        await _write(connected, 1)
        await handled.acquire()
        latencies.append((time.perf_counter() - started) * 1000)
    return _ONE_BY_ONE / sum(latencies) * 1000, sorted(latencies)
