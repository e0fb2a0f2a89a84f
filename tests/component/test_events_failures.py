"""Replicas that die and hang, and a broker that loses what it had or has no room."""

import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import psutil
import pytest
from nats.js.api import StreamConfig

from mercado.orders.v1.events_pb2 import OrderPlaced
from scripts.mesh.local.processes import Supervised
from services.runtime.database import Database, Queries
from services.runtime.errors import Unavailable
from services.runtime.events import broker as brokers
from services.runtime.events import consumer, deadletters, outbox, publisher
from services.runtime.events.broker import EVENTS, Broker
from services.runtime.events.consumer import consuming
from services.runtime.events.envelope import Event, Received, sealed, topic
from services.runtime.events.relay import relaying
from tests.component.calls import DatabaseServer, unique
from tests.component.events import (
    BrokerServer,
    broker_server,
    connected,
    count_up,
    effects,
    note,
    stored,
    waiting,
)
from tests.component.events_process import replica
from tests.conftest import eventually

pytestmark = pytest.mark.long

Start = Callable[[str], Supervised]

_LEADERS = """
select pid from pg_locks where locktype = 'advisory' and granted
and database = (select oid from pg_database where datname = current_database())"""


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[BrokerServer]:
    """Each test's own, so that streams have its events only."""
    async with broker_server(tmp_path / "nats") as server:
        yield server


@pytest.fixture
async def url(database: DatabaseServer) -> str:
    return await database.make(unique("events"))


@pytest.fixture
async def here(url: str) -> AsyncIterator[Database]:
    async with connected(url) as opened:
        yield opened


@pytest.fixture
async def broker(nats: BrokerServer) -> AsyncIterator[Broker]:
    """A connection that may do everything."""
    async with brokers.connect(nats.url("operator"), "tests") as opened:
        await opened.until_connected()
        yield opened


@pytest.fixture
async def start(tmp_path: Path, url: str, nats: BrokerServer) -> AsyncIterator[Start]:
    """Starts a replica that relays or consumes; those of one kind share the work."""
    async with AsyncExitStack() as started:

        def begin(role: str) -> Supervised:
            user = "orders" if role == "relay" else "shipping"
            process = replica(
                tmp_path,
                unique(role),
                role,
                {"DATABASE_URL": url, "NATS_URL": nats.url(user), "CONSUMER": user},
            )
            started.push_async_callback(process.stop)
            return process

        yield begin


async def _drained(here: Database) -> bool:
    return await waiting(here) == 0


async def _count(here: Database, wanted: int) -> bool:
    return len(await effects(here)) >= wanted


async def _leaders(here: Database) -> set[int]:
    return {row["pid"] for row in await here.fetch(_LEADERS)}


async def test_a_relay_that_dies_after_it_has_published_leaves_no_duplicate(
    here: Database, broker: Broker, start: Start, tmp_path: Path
) -> None:
    relays = [start("relay"), start("relay")]
    for round_ in range(3):
        (tmp_path / "relay.published").touch()
        for name in "abcd":
            await count_up(here, name)

        async def died(wanted: int = round_ + 1) -> bool:
            return sum(relay.restarts for relay in relays) == wanted

        await eventually(died, 20, "a relay dies")
        await eventually(lambda: _drained(here), 20, "the other one goes on")
    assert await stored(broker) == Counter({f"orders/{name}": 3 for name in "abcd"})


async def test_a_relay_that_lost_its_lock_is_replaced_and_the_order_is_kept(
    here: Database, url: str, broker: Broker
) -> None:
    # A session in which nobody is told to stop.
    operator = await asyncpg.connect(url)
    async with AsyncExitStack() as replicas:
        for _ in range(2):
            await replicas.enter_async_context(relaying(here, broker))
        await replicas.enter_async_context(
            consuming(here, broker, name="all", handlers={OrderPlaced: note})
        )
        cut = set[int]()
        for _ in range(5):

            async def led() -> bool:
                return bool(await _leaders(here) - cut)

            await eventually(led, 10, "a relay is elected")
            for _ in range(6):
                for name in "abc":
                    await count_up(here, name)
            for pid in await _leaders(here) - cut:
                await operator.execute("select pg_terminate_backend($1)", pid)
                cut.add(pid)
            for _ in range(6):
                for name in "abc":
                    await count_up(here, name)
        await eventually(lambda: _count(here, 180), 20, "all effects")
    await operator.close()
    assert set((await stored(broker)).values()) == {60}
    for name in "abc":
        versions = [v for _, subject, v in await effects(here) if subject == f"orders/{name}"]
        assert versions == list(range(1, 61))


@pytest.mark.long
async def test_a_relay_that_hangs_is_replaced_and_may_wake_up_later(
    here: Database, broker: Broker, start: Start
) -> None:
    relays = [start("relay"), start("relay")]
    await count_up(here, "a")
    await eventually(lambda: _drained(here), 20, "the first event")
    (leader,) = await _leaders(here)
    client = "select client_port from pg_stat_activity where pid = $1"
    row = await here.fetchrow(client, leader)
    assert row is not None
    hanging = next(r for r in relays if row["client_port"] in _ports(r))
    os.kill(hanging.pid or 0, signal.SIGSTOP)
    try:
        await count_up(here, "a")
        await eventually(lambda: _drained(here), 40, "another relay takes over")
    finally:
        os.kill(hanging.pid or 0, signal.SIGCONT)
    await count_up(here, "a")
    await eventually(lambda: _drained(here), 20, "the third event")
    assert await stored(broker) == {"orders/a": 3}


def _ports(process: Supervised) -> set[int]:
    """The local ports of a process's connections."""
    return {c.laddr.port for c in psutil.Process(process.pid).net_connections("tcp")}


@pytest.mark.parametrize("point", ["consumer.handled", "consumer.committed"])
async def test_a_consumer_that_dies_before_it_acknowledges_has_one_effect(
    here: Database, broker: Broker, start: Start, tmp_path: Path, point: str
) -> None:
    (tmp_path / point).touch()
    process = start("consume")
    async with relaying(here, broker):
        for name in "ab":
            await count_up(here, name)

        async def settled() -> bool:
            stream = await broker.jetstream()
            state = await stream.consumer_info(EVENTS, "shipping")
            return process.restarts == 1 and not (state.num_ack_pending or state.num_pending)

        async def there() -> bool:
            return process.restarts == 1

        await eventually(there, 20, "the death of the consumer")
        await eventually(settled, 20, "all events are acknowledged")
    assert Counter(name for _, name, _ in await effects(here)) == {"orders/a": 1, "orders/b": 1}


@pytest.mark.long
async def test_an_event_that_kills_every_replica_is_put_aside_and_no_other_one(
    here: Database, broker: Broker, start: Start
) -> None:
    start("consume")
    async with relaying(here, broker):
        for name in ("deadly", "a", "b", "c"):
            await count_up(here, name)

        async def aside() -> bool:
            return bool(await deadletters.listed(broker)) and await _count(here, 3)

        await eventually(aside, 90, "the dead letter")
    (letter,) = await deadletters.listed(broker)
    assert letter.event is not None
    assert letter.event.subject == "orders/deadly"
    assert letter.reason == "no replica lived to handle it"
    assert letter.deliveries == consumer.MAX_DELIVERIES + 1
    assert {name for _, name, _ in await effects(here)} == {f"orders/{name}" for name in "abc"}


async def test_what_is_not_there_yet_is_waited_for_and_is_no_dead_letter(
    here: Database, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "_MAX_BACKOFF_SECONDS", 0.05)
    tries = list[int]()

    async def patient(queries: Queries, received: Received) -> None:
        tries.append(1)
        if len(tries) < 3 * consumer.MAX_DELIVERIES:
            raise Unavailable("not yet", reason="NOT_YET", retry_after=1)
        await note(queries, received)

    async with (
        relaying(here, broker),
        consuming(here, broker, name="patient", handlers={OrderPlaced: patient}),
    ):
        await count_up(here, "a")
        await eventually(lambda: _count(here, 1), 20, "the effect")
    assert len(tries) == 3 * consumer.MAX_DELIVERIES
    assert await deadletters.listed(broker) == []


async def test_streams_that_were_taken_away_are_made_again(here: Database, broker: Broker) -> None:
    async with (
        relaying(here, broker),
        consuming(here, broker, name="all", handlers={OrderPlaced: note}),
    ):
        await count_up(here, "a")
        await eventually(lambda: _count(here, 1), 10, "the first effect")
        stream = await broker.jetstream()
        await stream.delete_stream(EVENTS)
        await count_up(here, "a")
        await eventually(lambda: _count(here, 2), 20, "the second effect")
    assert await waiting(here) == 0


async def test_events_for_which_the_broker_has_no_room_wait(here: Database, broker: Broker) -> None:
    stream = await broker.jetstream()
    config = (await stream.stream_info(EVENTS)).config
    await stream.update_stream(_limited(config, 3))
    async with relaying(here, broker):
        for name in "abcde":
            await count_up(here, name)

        async def full() -> bool:
            return await waiting(here) == 2

        await eventually(full, 10, "a full stream")
        await stream.update_stream(_limited(config, -1))
        await eventually(lambda: _drained(here), 20, "an empty outbox")
    assert await stored(broker) == Counter({f"orders/{name}": 1 for name in "abcde"})


def _limited(config: StreamConfig, messages: int) -> StreamConfig:
    limited: StreamConfig = config.evolve(max_msgs=messages)
    return limited


async def test_bytes_that_are_no_event_are_put_aside_at_once(
    here: Database, broker: Broker
) -> None:
    async with consuming(here, broker, name="all", handlers={OrderPlaced: note}):
        await broker.publish(topic(OrderPlaced.DESCRIPTOR), b"\xff not an event", {})

        async def aside() -> bool:
            return bool(await deadletters.listed(broker))

        await eventually(aside, 10, "the dead letter")
    (letter,) = await deadletters.listed(broker)
    assert letter.event is None
    assert letter.data == b"\xff not an event"
    assert letter.deliveries == 1


async def test_a_replay_is_for_the_consumer_that_failed_and_has_one_effect(
    here: Database, nats: BrokerServer, broker: Broker
) -> None:
    healed, others = list[int](), list[str]()

    async def fails(queries: Queries, received: Received) -> None:
        if not healed:
            raise ValueError("a bug")
        await note(queries, received)

    async def other(_: Queries, received: Received) -> None:
        others.append(received.subject)

    async with (
        relaying(here, broker),
        consuming(here, broker, name="failing", handlers={OrderPlaced: fails}),
        consuming(here, broker, name="other", handlers={OrderPlaced: other}),
    ):
        await count_up(here, "a")

        async def aside() -> bool:
            return bool(await deadletters.listed(broker))

        await eventually(aside, 20, "the dead letter")
        (letter,) = await deadletters.listed(broker)
        healed.append(1)
        # Twice, as two people may do.
        await deadletters.replay(broker, letter)
        await deadletters.replay(broker, letter)
        await eventually(lambda: _count(here, 1), 10, "the replay")
        await count_up(here, "b")
        await eventually(lambda: _count(here, 2), 10, "the event after it")
    assert others == ["orders/a", "orders/b"]
    assert [name for _, name, _ in await effects(here)] == ["orders/a", "orders/b"]


async def test_a_service_may_do_at_the_broker_what_it_needs_and_no_more(
    nats: BrokerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is forbidden is not answered.
    for module in (brokers, publisher):
        monkeypatch.setattr(module, "_ANSWER_SECONDS", 0.5)
    event = Event("orders/1", 1, OrderPlaced())
    async with (
        brokers.connect(nats.url("orders"), "orders") as orders,
        brokers.connect(nats.url("shipping"), "shipping") as shipping,
    ):
        await orders.until_connected()
        await shipping.until_connected()
        await orders.publish(topic(OrderPlaced.DESCRIPTOR), sealed(event), {})
        with pytest.raises(Unavailable):
            await shipping.publish(topic(OrderPlaced.DESCRIPTOR), sealed(event), {})
        with pytest.raises(Unavailable):
            await shipping.publish("dead-letters.orders", b"", {})
        with pytest.raises(Unavailable):
            await shipping.subscribe("orders", ["events.>"])
        stream = await shipping.jetstream()
        for forbidden in (
            stream.delete_stream(EVENTS),
            stream.purge_stream(EVENTS),
            stream.get_msg(EVENTS, 1),
        ):
            with pytest.raises(TimeoutError):
                await forbidden


def test_an_event_that_the_broker_would_refuse_is_refused_by_the_outbox() -> None:
    event = Event("orders/" + "1" * (512 << 10), 1, OrderPlaced())
    with pytest.raises(ValueError, match="bytes"):
        outbox.values(event)
