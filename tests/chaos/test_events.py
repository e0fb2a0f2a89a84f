"""Events while everything that carries them is killed: relays, consumers, NATS and PostgreSQL."""

import asyncio
import contextlib
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from scripts.mesh.local.nats import Nats
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.postgres import Postgres
from scripts.mesh.local.processes import Supervised
from scripts.mesh.local.state import State
from services.runtime.database import Database
from services.runtime.errors import Unavailable
from services.runtime.events import broker as brokers
from services.runtime.events import deadletters
from services.runtime.events.broker import EVENTS, Broker
from services.runtime.events.envelope import opened
from tests.component.events import connected, count_up, effects
from tests.component.events_process import replica
from tests.conftest import eventually

pytestmark = pytest.mark.long

SEED = int(os.environ.get("CHAOS_SEED", random.randrange(10**6)))
KILLS = 40


@dataclass(frozen=True)
class Carriers:
    """What carries events, twice where that can be.

    Attributes:
        processes: by their names.
        database: the url of the database with the outbox and the inbox.
        operator: the broker's.
    """

    processes: dict[str, Supervised]
    database: str
    operator: str

    async def kill_some(self, chance: random.Random) -> list[str]:
        """Kills one after the other; returns their names."""
        killed = list[str]()
        while len(killed) < KILLS:
            await asyncio.sleep(chance.random())
            name = chance.choice(sorted(self.processes))
            with contextlib.suppress(ProcessLookupError):
                if pid := self.processes[name].pid:
                    os.kill(pid, signal.SIGKILL)
                    killed.append(name)
        return killed


@pytest.fixture
async def carriers(tmp_path: Path) -> AsyncIterator[Carriers]:
    state = State(tmp_path)
    state.make()
    ports = free_ports(2)
    postgres, nats = Postgres(state, ports[0]), Nats(state, ports[1])
    await postgres.prepare()
    async with AsyncExitStack() as stopping:
        stopping.callback(postgres.purge)

        def run(name: str, process: Supervised) -> None:
            processes[name] = process
            stopping.push_async_callback(process.stop)

        processes = dict[str, Supervised]()
        run("postgres", Supervised(postgres.command(), lambda: None))
        run("nats", Supervised(nats.command(["orders", "shipping"]), lambda: None))
        for server in ("postgres", "nats"):
            await processes[server].first_ready(30)
        await postgres.make_database("orders")
        url = postgres.url("orders")
        for number in range(2):
            for role, user in (("relay", "orders"), ("consume", "shipping")):
                environment = {"DATABASE_URL": url, "NATS_URL": nats.url(user), "CONSUMER": user}
                name = f"{role}-{number}"
                run(name, replica(tmp_path, name, role, environment))
        yield Carriers(processes, url, nats.url("operator"))


async def _write(database: Database, names: list[str], chance: random.Random) -> None:
    while True:
        with contextlib.suppress(Unavailable, asyncpg.exceptions.PostgresError):
            await count_up(database, chance.choice(names))
        await asyncio.sleep(0.01)


async def _versions(database: Database) -> dict[str, int]:
    rows = await database.fetch("select name, version from counters")
    return {f"orders/{row['name']}": row["version"] for row in rows}


async def _published(broker: Broker) -> dict[str, list[int]]:
    """The versions of each aggregate in the stream, in its order."""
    jetstream = await broker.jetstream()
    found = dict[str, list[int]]()
    last = (await jetstream.stream_info(EVENTS)).state.last_seq
    for sequence in range(1, last + 1):
        message = await jetstream.get_msg(EVENTS, sequence)
        event = opened(message.data or b"")
        found.setdefault(event.subject, []).append(event.version)
    return found


@pytest.mark.long
async def test_whatever_is_killed_each_event_is_published_in_order_and_has_one_effect(
    carriers: Carriers,
) -> None:
    chance = random.Random(SEED)
    async with connected(carriers.database) as database:
        names = [f"c{number}" for number in range(30)]
        writers = [asyncio.create_task(_write(database, names, chance)) for _ in range(8)]
        killed = await carriers.kill_some(chance)
        for writer in writers:
            writer.cancel()
        told = f"CHAOS_SEED={SEED}, killed: {' '.join(killed)}"

        async def settled() -> bool:
            try:
                wanted = sum((await _versions(database)).values())
                return len(await effects(database)) >= wanted
            except Unavailable:
                return False

        await eventually(settled, 60, f"every effect ({told})")
        versions, seen = await _versions(database), await effects(database)
    assert Counter(name for _, name, _ in seen) == versions, told
    assert len({(name, version) for _, name, version in seen}) == len(seen), told
    async with brokers.connect(carriers.operator, "tests") as operator:
        await operator.until_connected()
        expected = {name: list(range(1, last + 1)) for name, last in versions.items()}
        assert await _published(operator) == expected, told
        assert await deadletters.listed(operator) == [], told
