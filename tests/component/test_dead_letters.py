"""What a person does about events that could not be handled."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from mercado.orders.v1.events_pb2 import OrderPlaced
from mercado.orders.v1.order_pb2 import Order
from services.runtime.events import broker as brokers
from services.runtime.events import deadletters
from services.runtime.events.broker import EVENTS, Broker
from services.runtime.events.envelope import Event, opened, sealed
from tests.component.events import BrokerServer, broker_server
from tests.conftest import run_module

Command = Callable[..., "asyncio.Future[CompletedProcess[str]]"]


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[BrokerServer]:
    async with broker_server(tmp_path / "nats") as server:
        yield server


@pytest.fixture
async def broker(nats: BrokerServer) -> AsyncIterator[Broker]:
    async with brokers.connect(nats.url("operator"), "tests") as opened_:
        await opened_.until_connected()
        yield opened_


@pytest.fixture
def command(nats: BrokerServer) -> Command:
    """The command, as it is run in containers."""
    environment = {"NATS_URL": nats.url("operator")}

    def run(*arguments: str) -> "asyncio.Future[CompletedProcess[str]]":
        module = "scripts.mesh.deadletters"
        work = asyncio.to_thread(run_module, module, *arguments, environment=environment)
        return asyncio.ensure_future(work)

    return run


async def _put_aside(broker: Broker, count: int) -> None:
    for number in range(1, count + 1):
        event = Event(f"orders/{number}", 1, OrderPlaced(order=Order(name=f"orders/{number}")))
        kept = deadletters.headers("shipping", number, "events.orders.OrderPlaced", "a\nbug", 5)
        await broker.publish(deadletters.topic("shipping"), sealed(event), kept)


async def test_dead_letters_are_listed_with_their_reasons(broker: Broker, command: Command) -> None:
    assert (await command("list")).stdout == "there are no dead letters\n"
    await _put_aside(broker, 2)
    listed = json.loads((await command("list", "--json")).stdout)
    assert [letter["number"] for letter in listed] == [1, 2]
    assert listed[0] | {"time": ""} == {
        "number": 1,
        "consumer": "shipping",
        "type": "mercado.orders.v1.OrderPlaced",
        "subject": "orders/1",
        "time": "",
        "deliveries": 5,
        "reason": "a bug",
    }
    header, *lines = (await command("list")).stdout.splitlines()
    assert len(lines) == 2
    assert lines[1].index("orders/2") == header.index("subject")


async def test_what_is_in_a_dead_letter_is_shown(broker: Broker, command: Command) -> None:
    await _put_aside(broker, 1)
    shown = json.loads((await command("show", "1")).stdout)
    assert shown["data"] == {"order": {"name": "orders/1"}}


async def test_a_replay_goes_to_the_consumer_and_a_discarded_letter_nowhere(
    broker: Broker, command: Command
) -> None:
    await _put_aside(broker, 3)
    assert (await command("discard", "1")).stdout == "discard: 1, for shipping\n"
    assert (await command("replay", "2")).stdout == "replay: 2, for shipping\n"
    assert (await command("replay", "--all")).stdout == "replay: 3, for shipping\n"
    assert await deadletters.listed(broker) == []
    jetstream = await broker.jetstream()
    replays = [await jetstream.get_msg(EVENTS, sequence) for sequence in (1, 2)]
    assert {message.subject for message in replays} == {"replays.shipping"}
    assert [opened(message.data or b"").subject for message in replays] == ["orders/2", "orders/3"]


async def test_a_dead_letter_that_is_not_there_is_an_error(command: Command) -> None:
    done = await command("discard", "7")
    assert (done.returncode, done.stderr) == (1, "there is no dead letter 7\n")


@pytest.mark.parametrize("arguments", [["replay"], ["discard", "1", "--all"], ["replay", "one"]])
async def test_which_letters_are_meant_must_be_said(command: Command, arguments: list[str]) -> None:
    done = await command(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: dead-letters")


def test_a_broker_that_is_not_named_is_asked_for() -> None:
    done = run_module("scripts.mesh.deadletters", "list", environment={"NATS_URL": ""})
    assert done.returncode == 1
    assert "NATS_URL is not set" in done.stderr
