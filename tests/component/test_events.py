"""Nothing that was committed is lost on its way, and each event has its effect once."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from mercado.orders.v1.events_pb2 import OrderPlaced
from services.runtime.database import Database, Queries
from services.runtime.events import broker as brokers
from services.runtime.events import consumer, deadletters, outbox
from services.runtime.events.broker import MESSAGE_ID, Broker
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
from tests.conftest import eventually


@pytest.fixture(scope="module")
async def nats(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrokerServer]:
    async with broker_server(tmp_path_factory.mktemp("nats")) as server:
        yield server


@pytest.fixture
async def here(database: DatabaseServer) -> AsyncIterator[Database]:
    """A database with an outbox and an inbox, each test's own."""
    async with connected(await database.make(unique("events"))) as opened_:
        yield opened_


@pytest.fixture
async def broker(nats: BrokerServer) -> AsyncIterator[Broker]:
    """A connection that may do everything, such as follow events under any name."""
    async with brokers.connect(nats.url("operator"), "tests") as opened_:
        await opened_.until_connected()
        yield opened_


async def _drained(here: Database) -> bool:
    return await waiting(here) == 0


def _name() -> str:
    return unique("c")


async def test_every_event_of_sixteen_writers_arrives_once_and_in_order(
    here: Database, broker: Broker
) -> None:
    names = [_name() for _ in range(5)]
    chance = random.Random(1)

    async def write() -> None:
        for _ in range(20):
            await count_up(here, chance.choice(names))

    mine = _only(names)
    async with AsyncExitStack() as replicas:
        for _ in range(2):
            await replicas.enter_async_context(relaying(here, broker))
        await replicas.enter_async_context(
            consuming(here, broker, name=unique("all"), handlers={OrderPlaced: mine})
        )
        await asyncio.gather(*(write() for _ in range(16)))

        async def all_there() -> bool:
            return len(await effects(here)) >= 320 and await _drained(here)

        await eventually(all_there, 20, "all effects")
    seen = await effects(here)
    assert len(seen) == len({event for event, _, _ in seen}) == 320
    for name in names:
        versions = [version for _, subject, version in seen if subject == f"orders/{name}"]
        assert versions == list(range(1, len(versions) + 1))
    assert sum(_of(names, await stored(broker)).values()) == 320


def _of(names: list[str], found: Counter[str]) -> Counter[str]:
    return Counter({f"orders/{name}": found[f"orders/{name}"] for name in names})


def _only(names: list[str], of: consumer.Handler = note) -> consumer.Handler:
    """A handler that leaves other tests' events alone."""
    subjects = {f"orders/{name}" for name in names}

    async def handle(queries: Queries, received: Received) -> None:
        if received.subject in subjects:
            await of(queries, received)

    return handle


async def test_what_is_not_committed_is_not_published(here: Database, broker: Broker) -> None:
    name = _name()

    async def fails() -> None:
        async with here.transaction() as transaction:
            await outbox.add(transaction, Event(f"orders/{name}", 1, OrderPlaced()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    await count_up(here, name)
    async with relaying(here, broker):
        await eventually(lambda: _drained(here))
    assert _of([name], await stored(broker)) == {f"orders/{name}": 1}


async def test_events_wait_in_the_outbox_while_the_broker_is_dead(
    here: Database, nats: BrokerServer, broker: Broker
) -> None:
    name = _name()
    mine = _only([name])
    async with (
        relaying(here, broker),
        consuming(here, broker, name=unique("late"), handlers={OrderPlaced: mine}),
    ):
        for round_ in range(3):
            restarts = nats.restarts
            os.kill(nats.pid, signal.SIGKILL)
            for _ in range(10):
                await count_up(here, name)

            async def back(before: int = restarts, wanted: int = 10 * (round_ + 1)) -> bool:
                return nats.restarts > before and len(await effects(here)) == wanted

            await eventually(back, 30, "all effects after the broker died")
    assert [version for _, _, version in await effects(here)] == list(range(1, 31))


async def test_an_event_that_comes_again_has_no_second_effect(
    here: Database, broker: Broker
) -> None:
    name = _name()
    event = Event(f"orders/{name}", 1, OrderPlaced())
    mine = _only([name, f"{name}-end"])
    async with consuming(here, broker, name=unique("twice"), handlers={OrderPlaced: mine}):
        for attempt in range(3):
            headers = {MESSAGE_ID: f"{event.id}/{attempt}"}
            await broker.publish(topic(OrderPlaced.DESCRIPTOR), sealed(event), headers)
        await count_up(here, f"{name}-end")
        async with relaying(here, broker):

            async def over() -> bool:
                return f"orders/{name}-end" in {subject for _, subject, _ in await effects(here)}

            await eventually(over, 10, "the event after it")
    seen = await effects(here)
    assert [subject for _, subject, _ in seen] == [f"orders/{name}", f"orders/{name}-end"]
    assert seen[0][0] == event.id


async def test_an_effect_that_fails_is_undone_and_tried_again(
    here: Database, broker: Broker
) -> None:
    name, tries = _name(), list[int]()

    async def fails_twice(queries: Queries, received: Received) -> None:
        await note(queries, received)
        tries.append(1)
        if len(tries) < 3:
            raise RuntimeError("not yet")

    mine = _only([name], fails_twice)
    async with (
        relaying(here, broker),
        consuming(here, broker, name=unique("again"), handlers={OrderPlaced: mine}),
    ):
        await count_up(here, name)

        async def done() -> bool:
            return len(await effects(here)) == 1 and len(tries) == 3

        await eventually(done, 10, "the third try")


async def test_a_poison_event_is_put_aside_and_can_be_replayed_or_discarded(
    here: Database, nats: BrokerServer, broker: Broker
) -> None:
    poison, sound, consumer_name = _name(), _name(), "shipping"
    broken = [True]

    async def chokes(queries: Queries, received: Received) -> None:
        if broken[0] and received.subject == f"orders/{poison}":
            raise ValueError("cannot be understood")
        await note(queries, received)

    mine = _only([poison, sound], chokes)
    async with (
        brokers.connect(nats.url("shipping"), "shipping") as shipping,
        relaying(here, broker),
        consuming(here, shipping, name=consumer_name, handlers={OrderPlaced: mine}),
    ):
        await count_up(here, poison)
        await count_up(here, sound)

        async def aside() -> bool:
            return len(await deadletters.listed(broker)) == 1

        await eventually(aside, 20, "the dead letter")
        # What comes after it is not held up.
        assert [name for _, name, _ in await effects(here)] == [f"orders/{sound}"]
        (letter,) = await deadletters.listed(broker)
        assert letter.consumer == consumer_name
        assert letter.reason == "ValueError: cannot be understood"
        assert letter.deliveries == consumer.MAX_DELIVERIES
        assert letter.event is not None
        assert letter.event.subject == f"orders/{poison}"
        broken[0] = False
        await deadletters.replay(broker, letter)

        async def replayed() -> bool:
            return len(await effects(here)) == 2

        await eventually(replayed, 10, "the replay")
        assert await deadletters.listed(broker) == []
