"""Whoever wants an order cancelled, and whatever happens to it just then: one of them wins."""

import asyncio

import grpc
import pytest

from mercado.orders.v1 import orders_service_pb2 as pb
from mercado.orders.v1.order_pb2 import Order
from mercado.shipping.v1.events_pb2 import ShipmentDelivered, ShipmentDispatched
from mercado.shipping.v1.shipment_pb2 import Shipment
from services.runtime.events.broker import MESSAGE_ID
from services.runtime.events.broker import connect as connect_broker
from services.runtime.events.envelope import Event, sealed, topic
from tests.component.calls import Refusal, outcome, refused
from tests.component.market import SOON, STAFF, Gate, Market, reason, state
from tests.component.orders import Shop, wish
from tests.conftest import eventually

pytestmark = pytest.mark.long


async def _only(shop: Shop) -> Order:
    """Their only order."""
    listed = await shop.stub.ListOrders(pb.ListOrdersRequest(), metadata=shop.who)
    (order,) = listed.orders
    return order


@pytest.mark.parametrize("method", ["ReserveStock", "AuthorizePayment"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_before_the_pivot_a_cancellation_does_not_wait_for_the_call_under_way(
    market: Market, shop: Shop, method: str, when: str
) -> None:
    cup, gate = await market.product(), Gate()
    with market.mesh.on(method, when, gate, times=1):
        placing = asyncio.ensure_future(shop.place(wish((cup, 2))))
        await gate.reached.wait()
        cancelled = await shop.cancel((await _only(shop)).name)
        assert (state(cancelled), reason(cancelled)) == ("CANCELLED", "REQUESTED")
        # Now what was asked for arrives, or its answer does.
        gate.opened.set()
        assert (await placing).name == cancelled.name

        async def idle() -> bool:
            return not market.mesh.busy[method]

        await eventually(idle)
    assert await shop.get(cancelled.name) == cancelled
    assert await market.stock(cup) == (10, 0, 0)
    assert await market.told(cancelled.name) == ["Placed", "Cancelled"]
    await market.require_whole(cancelled)


@pytest.mark.parametrize("method", ["CommitReservation", "CapturePayment"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_from_the_pivot_on_a_cancellation_is_kept_until_the_call_is_answered(
    market: Market, shop: Shop, method: str, when: str
) -> None:
    cup, gate = await market.product(), Gate()
    with market.mesh.on(method, when, gate):
        placing = asyncio.ensure_future(shop.place(wish((cup, 2))))
        await gate.reached.wait()
        name = (await _only(shop)).name
        waiting = await shop.cancel(name, within=SOON)
        assert state(waiting) == "PENDING"
        assert not waiting.HasField("cancellation")
        cancelling = asyncio.ensure_future(shop.cancel(name))
        gate.opened.set()
        cancelled = await cancelling
        assert await placing == cancelled
    assert (state(cancelled), reason(cancelled)) == ("CANCELLED", "REQUESTED")
    assert await market.stock(cup) == (10, 0, 0)
    captured = method == "CapturePayment"
    assert await market.paid(name) == ("REFUNDED" if captured else "VOIDED")
    # Nobody was told that it was sure.
    assert await market.told(name) == ["Placed", "Cancelled"]


@pytest.mark.parametrize("method", ["CancelShipment", "RefundPayment", "ReleaseReservation"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_many_who_cancel_at_once_get_the_same_order(
    market: Market, shop: Shop, method: str, when: str
) -> None:
    cup, gate = await market.product(), Gate()
    order = await shop.place(wish((cup, 2)))
    with market.mesh.on(method, when, gate):
        first = asyncio.ensure_future(shop.cancel(order.name))
        await gate.reached.wait()
        others = [asyncio.ensure_future(shop.cancel(order.name)) for _ in range(5)]
        others.append(asyncio.ensure_future(shop.by(STAFF).cancel(order.name)))
        waiting = await shop.cancel(order.name, within=SOON)
        assert state(waiting) == "CANCELLING"
        gate.opened.set()
        cancelled = await first
        assert all(other == cancelled for other in await asyncio.gather(*others))
    assert (state(cancelled), reason(cancelled)) == ("CANCELLED", "REQUESTED")
    assert await market.stock(cup) == (10, 0, 0)
    assert await market.told(order.name) == ["Placed", "Confirmed", "Cancelled"]


async def test_an_order_that_has_left_is_not_cancelled(market: Market, shop: Shop) -> None:
    order = await shop.place(wish(await market.product()))
    await market.parcel_moves(order.name)
    await shop.rests(order.name, "SHIPPED")
    refusal = await refused(shop.cancel(order.name))
    assert refusal.code is grpc.StatusCode.FAILED_PRECONDITION
    assert refusal.reason == "ORDER_SHIPPED"


async def test_a_recall_that_comes_too_late_is_refused_before_the_news_is_here(
    market: Market, shop: Shop
) -> None:
    order = await shop.place(wish(await market.product()))
    shipment = order.name.replace("orders/", "")

    async def has_left() -> bool:
        left = "update shipments set state = 'STATE_DISPATCHED' where id = $1"
        return await market.execute("shipping", left, shipment) == "UPDATE 1"

    await eventually(has_left)
    refusal = await refused(shop.cancel(order.name))
    assert refusal.reason == "ORDER_SHIPPED"
    shipped = await shop.get(order.name)
    assert state(shipped) == "SHIPPED"
    assert not shipped.HasField("cancellation")
    assert await market.told(order.name) == ["Placed", "Confirmed", "Shipped"]


async def test_news_that_the_parcel_has_left_ends_a_recall_that_is_under_way(
    market: Market, shop: Shop
) -> None:
    cup, gate = await market.product(), Gate()
    order = await shop.place(wish((cup, 2)))
    with market.mesh.on("CancelShipment", "before", gate):
        cancelling = asyncio.ensure_future(outcome(shop.cancel(order.name)))
        await gate.reached.wait()
        await market.parcel_moves(order.name)
        await shop.rests(order.name, "SHIPPED")
        gate.opened.set()
        refusal = await cancelling
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "ORDER_SHIPPED"
    assert await market.stock(cup) == (8, 0, 2)
    assert await market.paid(order.name) == "CAPTURED"
    assert await market.told(order.name) == ["Placed", "Confirmed", "Shipped"]


async def test_a_parcel_and_a_cancellation_at_the_same_time_agree_on_who_was_first(
    market: Market, shop: Shop
) -> None:
    cup = await market.product(100)
    orders = [await shop.place(wish(cup)) for _ in range(6)]

    async def race(order: Order) -> str:
        cancelling = asyncio.ensure_future(outcome(shop.cancel(order.name)))
        moving = "update shipments set next_at = clock_timestamp() where id = $1"
        await market.execute("shipping", moving, order.name.partition("/")[2])
        result = await cancelling
        if isinstance(result, Refusal):
            assert result.reason == "ORDER_SHIPPED"
            await shop.rests(order.name, "SHIPPED")
            return "SHIPPED"
        assert state(result) == "CANCELLED"
        return "CANCELLED"

    async def known() -> bool:
        rows = await market.fetch(
            "shipping",
            "select id from shipments where id = any($1)",
            [order.name.partition("/")[2] for order in orders],
        )
        return len(rows) == len(orders)

    await eventually(known)
    ends = await asyncio.gather(*(race(order) for order in orders))
    kept = ends.count("SHIPPED")
    assert await market.stock(cup) == (100 - kept, 0, kept)
    for order, end in zip(orders, ends, strict=True):
        expected = "CAPTURED" if end == "SHIPPED" else "REFUNDED"
        assert await market.paid(order.name) == expected


async def test_news_of_a_parcel_may_come_in_any_order_and_twice(market: Market, shop: Shop) -> None:
    order = await shop.place(wish(await market.product()))
    shipment = Shipment(name=order.name.replace("orders/", "shipments/"), order=order.name)
    delivered = Event(shipment.name, 4, ShipmentDelivered(shipment=shipment))
    dispatched = Event(shipment.name, 2, ShipmentDispatched(shipment=shipment))
    last = Event(shipment.name, 4, ShipmentDelivered(shipment=shipment))
    async with connect_broker(market.nats.url("shipping"), "tests") as broker:

        async def connected() -> bool:
            return broker.connected

        await eventually(connected)
        for number, event in enumerate((delivered, delivered, dispatched, dispatched, last)):
            headers = {MESSAGE_ID: f"{event.id}/{number}"}
            await broker.publish(topic(event.data.DESCRIPTOR), sealed(event), headers)
        await shop.rests(order.name, "DELIVERED")

        async def handled() -> bool:
            rows = await market.fetch("orders", "select from inbox where id = $1", last.id)
            return bool(rows)

        await eventually(handled)
    assert state(await shop.get(order.name)) == "DELIVERED"
    assert await market.told(order.name) == ["Placed", "Confirmed", "Delivered"]
