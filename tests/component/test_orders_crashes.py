"""Replicas of orders that are killed between any two steps, that hang, or have too much to do."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import grpc
import pytest

from mercado.orders.v1 import orders_service_pb2 as pb
from mercado.orders.v1.order_pb2 import Order
from services.orders.saga import SAGA
from services.runtime.settings import Secret
from tests.component.calls import DatabaseServer, Refusal, outcome, unique
from tests.component.market import SOON, Gate, Market, execute_at, fetch_at, loses, reason, state
from tests.component.orders import Process, Shop, process, replica, wish
from tests.component.people import Metadata, caller
from tests.conftest import eventually

# Each test starts processes, and kills them.
pytestmark = pytest.mark.long

PLACING = ("RESERVING", "AUTHORIZING", "CONFIRMING", "CAPTURING")
CANCELLING = ("RECALLING", "REFUNDING", "RELEASING")
ALL = {rule.step for rule in SAGA.values() if rule.call}
# Whoever is alive then adopts them; those that are to die take nothing up.
NEVER = 3600.0
# A port that nobody listens on.
NOBODY = Secret("nats://orders:nothing@127.0.0.1:9")


@asynccontextmanager
async def _doomed(market: Market, folder: Path, points: list[str]) -> AsyncIterator[list[Process]]:
    """A process for each point, which dies when it gets there."""
    # Not so short a lease that one who is only slow loses an order.
    settings = market.settings(adopt_seconds=NEVER, lease_seconds=3)
    async with AsyncExitStack() as stack:
        started = await asyncio.gather(
            *(
                stack.enter_async_context(process(settings, folder / str(number)))
                for number in range(len(points))
            )
        )
        for doomed, point in zip(started, points, strict=True):
            doomed.arm(point)
        yield started


async def _dies(doomed: Process, call: object) -> None:
    lost = await outcome(call)  # type: ignore[arg-type]
    assert isinstance(lost, Refusal), lost
    assert lost.code is grpc.StatusCode.UNAVAILABLE
    await doomed.died()


def _buyer() -> Metadata:
    return caller(f"accounts/{unique('a')}", "orders:self")


def test_every_step_is_killed() -> None:
    assert {*PLACING, *CANCELLING, "VOIDING"} == ALL


@pytest.mark.parametrize("moment", ["before_call", "called", "recorded"])
async def test_an_order_whose_replica_dies_while_it_is_placed_is_carried_through(
    market: Market, shop: Shop, tmp_path: Path, moment: str
) -> None:
    async def dies(doomed: Process) -> None:
        cup, buyer = await market.product(), _buyer()
        request = wish((cup, 2))
        await _dies(doomed, doomed.shop.by(buyer).place(request))
        # Sent again, to a replica that is alive: it is the same order, which is adopted.
        order = await shop.by(buyer).place(request)
        assert state(order) == "CONFIRMED"
        listed = await shop.stub.ListOrders(pb.ListOrdersRequest(), metadata=buyer)
        assert [each.name for each in listed.orders] == [order.name]
        assert await market.stock(cup) == (8, 0, 2)
        assert await market.told(order.name) == ["Placed", "Confirmed"]
        await market.require_whole(order)

    points = [f"orders.{step.lower()}.{moment}" for step in PLACING]
    if moment == "recorded":
        points.append("orders.placing.recorded")
    async with _doomed(market, tmp_path, points) as processes:
        await asyncio.gather(*map(dies, processes))


@pytest.mark.parametrize("moment", ["before_call", "called", "recorded"])
async def test_an_order_whose_replica_dies_while_it_is_cancelled_is_undone(
    market: Market, shop: Shop, tmp_path: Path, moment: str
) -> None:
    async def dies(doomed: Process) -> None:
        cup, buyer = await market.product(), _buyer()
        order = await shop.by(buyer).place(wish((cup, 2)))
        await _dies(doomed, doomed.shop.by(buyer).cancel(order.name))
        cancelled = await shop.by(buyer).cancel(order.name)
        assert (state(cancelled), reason(cancelled)) == ("CANCELLED", "REQUESTED")
        assert await market.stock(cup) == (10, 0, 0)
        assert await market.paid(order.name) == "REFUNDED"
        assert await market.told(order.name) == ["Placed", "Confirmed", "Cancelled"]

    points = [f"orders.{step.lower()}.{moment}" for step in CANCELLING]
    if moment == "recorded":
        points.append("orders.changing.recorded")
    async with _doomed(market, tmp_path, points) as processes:
        await asyncio.gather(*map(dies, processes))


async def test_an_order_whose_replica_dies_while_its_payment_was_declined_is_undone(
    market: Market, shop: Shop, tmp_path: Path
) -> None:
    async def dies(doomed: Process) -> None:
        cup, buyer = await market.product(), _buyer()
        request = wish((cup, 2), token="tok_decline")
        await _dies(doomed, doomed.shop.by(buyer).place(request))
        order = await shop.by(buyer).place(request)
        assert (state(order), reason(order)) == ("CANCELLED", "PAYMENT_DECLINED")
        assert await market.stock(cup) == (10, 0, 0)
        await market.require_whole(order)

    points = [f"orders.voiding.{moment}" for moment in ("before_call", "called", "recorded")]
    async with _doomed(market, tmp_path, points) as processes:
        await asyncio.gather(*map(dies, processes))


async def test_a_replica_that_is_started_again_goes_on_with_its_orders(
    market: Market, tmp_path: Path, alone: Secret
) -> None:
    settings = market.settings(database_url=alone, nats_url=NOBODY)
    buyer = _buyer()
    request = wish(await market.product())
    async with process(settings, tmp_path) as doomed:
        doomed.arm("orders.capturing.called")
        await _dies(doomed, doomed.shop.by(buyer).place(request))
    async with process(settings, tmp_path) as again:
        listed = await again.shop.stub.ListOrders(pb.ListOrdersRequest(), metadata=buyer)
        (order,) = listed.orders
        await again.shop.by(buyer).rests(order.name, "CONFIRMED")


@pytest.mark.parametrize("method", ["ReserveStock", "AuthorizePayment", "CapturePayment"])
async def test_a_replica_that_hangs_loses_its_order_and_does_no_harm_later(
    market: Market, shop: Shop, tmp_path: Path, method: str
) -> None:
    cup, gate = await market.product(), Gate()
    buyer = _buyer()
    request = wish((cup, 2))
    async with process(market.settings(adopt_seconds=NEVER), tmp_path) as hangs:
        with market.mesh.on(method, "after", gate, times=1):
            placing = asyncio.ensure_future(outcome(hangs.shop.by(buyer).place(request)))
            await gate.reached.wait()
            os.kill(hangs.process.pid, signal.SIGSTOP)
            order = await shop.by(buyer).place(request)
            assert state(order) == "CONFIRMED"
            cancelled = await shop.by(buyer).cancel(order.name)
            gate.opened.set()
            os.kill(hangs.process.pid, signal.SIGCONT)
            # It finds out that the order is not its own any more, and how it stands.
            late = await placing
            assert isinstance(late, Order), late
            assert late == cancelled
    assert await shop.by(buyer).get(order.name) == cancelled
    assert await market.stock(cup) == (10, 0, 0)
    assert await market.told(order.name) == ["Placed", "Confirmed", "Cancelled"]


@pytest.fixture
async def alone(database: DatabaseServer) -> Secret:
    """A database that no other replica works on."""
    return Secret(await database.make(unique("orders")))


async def test_a_replica_runs_no_more_orders_at_a_time_than_it_may(
    market: Market, alone: Secret
) -> None:
    gate = Gate()
    settings = market.settings(
        database_url=alone,
        nats_url=NOBODY,
        orders_in_flight=3,
        # None of them is given up meanwhile.
        step_seconds=5,
        lease_seconds=10,
    )
    async with replica(settings) as shop:
        market.mesh.busiest.clear()
        with market.mesh.on("ReserveStock", "before", gate):
            product = await market.product(100)
            placing = [
                asyncio.ensure_future(shop.place(wish(product), within=SOON)) for _ in range(12)
            ]
            orders = await asyncio.gather(*placing)
            assert {state(order) for order in orders} == {"PENDING"}
            assert market.mesh.busiest["ReserveStock"] == 3
            gate.opened.set()
        for order in orders:
            await shop.rests(order.name, "CONFIRMED")
        assert market.mesh.busiest["CapturePayment"] <= 3
        assert await market.stock(product) == (88, 0, 12)


async def test_an_order_that_nobody_can_read_keeps_no_other_one_back(
    market: Market, alone: Secret
) -> None:
    settings = market.settings(database_url=alone, nats_url=NOBODY)
    async with replica(settings) as shop:
        product = await market.product()
        with market.mesh.on("CapturePayment", "before", loses):
            poison = await shop.place(wish(product), within=SOON)
            others = [await shop.place(wish(product), within=SOON) for _ in range(3)]
            await execute_at(
                alone,
                "update orders set lines = '{}', fence = fence + 1,"
                " next_time = clock_timestamp() where id = $1",
                poison.name.partition("/")[2],
            )
        for order in others:
            await shop.rests(order.name, "CONFIRMED")
        assert state(await shop.place(wish(product))) == "CONFIRMED"


async def test_a_replica_that_stops_leaves_its_orders_to_others_at_once(
    market: Market, shop: Shop
) -> None:
    gate = Gate()
    buyer = _buyer()
    async with AsyncExitStack() as stack:
        settings = market.settings(adopt_seconds=NEVER, lease_seconds=60, grace_seconds=0.1)
        stops = await stack.enter_async_context(replica(settings))
        with market.mesh.on("AuthorizePayment", "before", gate, times=1):
            placing = asyncio.ensure_future(
                outcome(stops.by(buyer).place(wish(await market.product())))
            )
            await gate.reached.wait()
            stopping = asyncio.ensure_future(stack.aclose())
            # Its client is gone, too.
            await asyncio.wait([placing])
            gate.opened.set()
            await stopping
    listed = await shop.stub.ListOrders(pb.ListOrdersRequest(), metadata=buyer)
    (order,) = listed.orders
    await market.require_whole(await shop.by(buyer).rests(order.name, "CONFIRMED"))


async def test_orders_go_on_while_the_broker_is_away(market: Market, alone: Secret) -> None:
    settings = market.settings(database_url=alone, nats_url=NOBODY)
    async with replica(settings) as shop:
        order = await shop.place(wish(await market.product()))
        assert state(order) == "CONFIRMED"
        assert state(await shop.cancel(order.name)) == "CANCELLED"

    async def waiting() -> bool:
        rows = await fetch_at(alone, "select from outbox")
        return len(rows) == 3

    await eventually(waiting)
