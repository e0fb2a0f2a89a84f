"""Shipping between a real broker and a real database, with two replicas."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercado.orders.v1.events_pb2 import OrderConfirmed
from mercado.orders.v1.order_pb2 import Order
from mercado.shipping.v1 import shipping_service_pb2 as pb
from mercado.shipping.v1.shipment_pb2 import Shipment, ShipmentItem
from mercado.shipping.v1.shipping_service_pb2_grpc import ShippingServiceStub
from scripts.mesh.local.nats import Nats
from services.runtime.database import connect
from services.runtime.events import broker
from services.runtime.events.broker import Broker
from services.runtime.events.envelope import Event
from services.runtime.serve import serving
from services.runtime.settings import Secret
from services.shipping.app import app
from services.shipping.domain import Address, prepared
from services.shipping.events import announce
from services.shipping.settings import Settings
from services.shipping.storage import PostgresShipments
from tests.component.calls import DatabaseServer, Refusal, answered, outcome, refused, unique
from tests.component.messages import messages, some
from tests.component.people import Metadata
from tests.component.shipping import (
    ADA,
    BOB,
    STAFF,
    Orders,
    expected,
    nats_server,
    order,
    shipment_of,
    told,
)
from tests.conftest import eventually

_SERVICE = pb.DESCRIPTOR.services_by_name["ShippingService"]


@pytest.fixture(scope="module")
async def nats(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nats]:
    async with nats_server(tmp_path_factory.mktemp("nats")) as server:
        yield server


@pytest.fixture(scope="module")
async def quick(database: DatabaseServer, nats: Nats) -> Settings:
    """The settings of a replica whose parcels fly."""
    return Settings(
        listen="127.0.0.1:0",
        plaintext=True,
        drain_seconds=0,
        grace_seconds=5,
        database_url=Secret(await database.make(unique("shipping"))),
        page_token_key=Secret("the key of the tests"),
        nats_url=Secret(nats.url("shipping")),
        carrier_step_seconds=0.05,
    )


@pytest.fixture(scope="module")
async def replicas(quick: Settings) -> AsyncIterator[list[ShippingServiceStub]]:
    """Two replicas, served in this process."""
    async with AsyncExitStack() as stack:
        stubs = []
        for _ in range(2):
            service = await stack.enter_async_context(app(quick))
            (port,) = await stack.enter_async_context(serving(service, quick))
            channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}")
            stubs.append(ShippingServiceStub(await stack.enter_async_context(channel)))
        yield stubs


@pytest.fixture
async def lasting(
    quick: Settings, replicas: list[ShippingServiceStub]
) -> AsyncIterator[Callable[[], Awaitable[str]]]:
    """Makes a shipment that is not due for an hour; returns its name."""
    async with connect(quick.database_url, size=1, schema=[]) as connected:

        async def make() -> str:
            shipment = prepared(str(uuid4()), "accounts/ada", (), Address(), datetime.now(UTC))
            await PostgresShipments.on(connected, announce, 3600).add(shipment)
            return shipment.name

        yield make


@pytest.fixture(scope="module")
async def operator(nats: Nats) -> AsyncIterator[Broker]:
    async with broker.connect(nats.url("operator"), "tests") as connection:
        yield connection


@pytest.fixture(scope="module")
def shipping(replicas: list[ShippingServiceStub]) -> ShippingServiceStub:
    return replicas[0]


@pytest.fixture(scope="module")
async def orders(nats: Nats, replicas: list[ShippingServiceStub]) -> AsyncIterator[Orders]:
    async with broker.connect(nats.url("orders"), "tests") as connection:
        yield Orders(connection, replicas[0])


async def _become(orders: Orders, ordered: list[Order], *states: str) -> None:
    async def they_are() -> bool:
        return await orders.states(ordered) <= set(states)

    await eventually(they_are, 20, f"{states}")


async def _track(
    shipping: ShippingServiceStub, name: str, resume_token: str = "", who: Metadata = ADA
) -> list[pb.TrackShipmentResponse]:
    request = pb.TrackShipmentRequest(name=name, resume_token=resume_token)
    return [told async for told in shipping.TrackShipment(request, metadata=who)]


async def test_a_confirmed_order_arrives_and_the_mesh_is_told_of_it_once(
    orders: Orders, operator: Broker
) -> None:
    ordered = [order() for _ in range(10)]
    for each in ordered:
        event = Event(each.name, 2, OrderConfirmed(order=each))
        await orders.publish(event)
        # Delivered again: the inbox knows it. Confirmed again: the shipment is there.
        await orders.publish(event, message_id=unique("again"))
        await orders.confirm(each)
    await _become(orders, ordered, "STATE_DELIVERED")

    async def published() -> bool:
        return expected(ordered).items() <= (await told(operator)).items()

    await eventually(published)
    shipment = await orders.shipment(ordered[0])
    assert shipment is not None
    assert shipment.order == ordered[0].name
    assert shipment.account == "accounts/ada"
    assert shipment.address == ordered[0].shipping_address
    assert list(shipment.items) == [
        ShipmentItem(product="products/cup", quantity=2),
        ShipmentItem(product="products/tin", quantity=1),
    ]
    assert shipment.tracking_number
    assert [event.state for event in shipment.events] == [1, 2, 3, 4]
    assert shipment.create_time == shipment.events[0].time
    assert shipment.update_time == shipment.events[-1].time


async def test_tracking_tells_each_state_and_ends_with_the_delivery(
    orders: Orders, replicas: list[ShippingServiceStub]
) -> None:
    ordered = order()
    await orders.confirm(ordered)

    async def there() -> bool:
        return await orders.shipment(ordered) is not None

    await eventually(there)
    streams = [_track(replica, shipment_of(ordered)) for replica in replicas for _ in range(5)]
    for stream in await asyncio.gather(*streams):
        states = [response.shipment.state for response in stream]
        assert states == sorted(set(states))
        assert states[-1] == Shipment.STATE_DELIVERED
        # Taken up again after any message, it tells the rest; after the last, nothing.
        for place, response in enumerate(stream):
            rest = await _track(replicas[0], shipment_of(ordered), response.resume_token)
            assert bool(rest) == (place < len(stream) - 1)
            assert all(later.shipment.state > response.shipment.state for later in rest)


async def test_a_token_of_another_shipment_takes_up_nothing(
    orders: Orders, shipping: ShippingServiceStub
) -> None:
    ordered = [order(), order()]
    for each in ordered:
        await orders.confirm(each)
    await _become(orders, ordered, "STATE_DELIVERED")
    (last,) = (await _track(shipping, shipment_of(ordered[0])))[-1:]
    for token in (last.resume_token, "x", last.resume_token[:-1]):
        request = pb.TrackShipmentRequest(name=shipment_of(ordered[1]), resume_token=token)
        refusal = await refused(shipping.TrackShipment(request, metadata=ADA).read())
        assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
        assert refusal.reason == "RESUME_TOKEN_INVALID"


async def test_a_stream_ends_in_order_when_its_replica_stops(
    quick: Settings, lasting: Callable[[], Awaitable[str]]
) -> None:
    stops = replace(quick, grace_seconds=60)
    name = await lasting()
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(app(stops))
        (port,) = await stack.enter_async_context(serving(service, stops))
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            request = pb.TrackShipmentRequest(name=name)
            stream = ShippingServiceStub(channel).TrackShipment(request, metadata=ADA)
            first: Any = await stream.read()
            assert first.shipment.state == Shipment.STATE_PREPARING
            stopping = asyncio.ensure_future(stack.aclose())
            # Long before the time that is left to calls which are under way.
            async with asyncio.timeout(20):
                assert await stream.read() is grpc.aio.EOF
            assert await stream.code() is grpc.StatusCode.OK
            await stopping


async def test_one_sees_ones_own_shipments_and_staff_sees_all(
    orders: Orders, shipping: ShippingServiceStub
) -> None:
    ordered = order("accounts/bob")
    await orders.confirm(ordered)
    await _become(orders, [ordered], "STATE_DELIVERED")
    get = pb.GetShipmentRequest(name=shipment_of(ordered))
    track = pb.TrackShipmentRequest(name=shipment_of(ordered))
    for who in (BOB, STAFF):
        assert (await shipping.GetShipment(get, metadata=who)).order == ordered.name
        assert len(await _track(shipping, get.name, who=who)) == 1
    unknown = pb.GetShipmentRequest(name=f"shipments/{unique('s')}")
    hidden = [
        await refused(shipping.GetShipment(get, metadata=ADA)),
        await refused(shipping.TrackShipment(track, metadata=ADA).read()),
        await refused(shipping.GetShipment(unknown, metadata=ADA)),
    ]
    assert {refusal.code for refusal in hidden} == {grpc.StatusCode.NOT_FOUND}
    assert {refusal.reason for refusal in hidden} == {"SHIPMENT_NOT_FOUND"}
    for call in (
        shipping.GetShipment(get),
        shipping.GetShipment(unknown),
        shipping.TrackShipment(track).read(),
        shipping.ListShipments(pb.ListShipmentsRequest()),
    ):
        assert (await refused(call)).code is grpc.StatusCode.UNAUTHENTICATED
    everybodys = await _listed(shipping, STAFF)
    assert {"accounts/ada", "accounts/bob"} <= {shipment.account for shipment in everybodys}
    assert [shipment.name for shipment in await _listed(shipping, BOB)] == [get.name]


async def _listed(shipping: ShippingServiceStub, who: Metadata) -> list[Shipment]:
    shipments, request = list[Shipment](), pb.ListShipmentsRequest(page_size=3)
    while True:
        page = await shipping.ListShipments(request, metadata=who)
        shipments += page.shipments
        request.page_token = page.next_page_token
        if not request.page_token:
            return shipments


async def test_pages_hold_every_shipment_once_the_newest_first(
    orders: Orders, shipping: ShippingServiceStub
) -> None:
    account = f"accounts/{unique('a')}"
    who = (("x-auth-sub", account), ("x-auth-scope", "orders:self"))
    ordered = [order(account) for _ in range(8)]
    for each in ordered:
        await orders.confirm(each)
    await _become(orders, ordered, "STATE_DELIVERED")
    listed = await _listed(shipping, who)
    assert {shipment.order for shipment in listed} == {each.name for each in ordered}
    assert len(listed) == 8
    times = [shipment.create_time.ToNanoseconds() for shipment in listed]
    assert times == sorted(times, reverse=True)
    bad = pb.ListShipmentsRequest(page_token="bad")
    refusal = await refused(shipping.ListShipments(bad, metadata=who))
    assert refusal.reason == "PAGE_TOKEN_INVALID"


async def test_what_is_cancelled_before_it_is_confirmed_makes_no_parcel(
    orders: Orders, shipping: ShippingServiceStub, operator: Broker
) -> None:
    ordered, other = order(), order()
    cancel = pb.CancelShipmentRequest(name=shipment_of(ordered))
    cancelled = await shipping.CancelShipment(cancel)
    assert cancelled.state == Shipment.STATE_CANCELLED
    assert await shipping.CancelShipment(cancel) == cancelled
    # The event says the same of another one.
    await orders.cancel(other)
    await _become(orders, [other], "STATE_CANCELLED")
    for each in (ordered, other, ordered):
        await orders.confirm(each)
    after = order()
    await orders.confirm(after)
    await _become(orders, [after], "STATE_DELIVERED")
    assert await orders.states([ordered, other]) == {"STATE_CANCELLED"}
    names = {name for _, name, _ in await told(operator)}
    assert not {shipment_of(ordered), shipment_of(other)} & names


async def test_what_is_being_packed_is_cancelled_by_a_call_and_with_its_order(
    orders: Orders, shipping: ShippingServiceStub, lasting: Callable[[], Awaitable[str]]
) -> None:
    called, ordered = await lasting(), await lasting()
    tracking = [asyncio.create_task(_track(shipping, name)) for name in (called, ordered)]
    cancelled = await shipping.CancelShipment(pb.CancelShipmentRequest(name=called))
    assert cancelled.state == Shipment.STATE_CANCELLED
    assert [event.state for event in cancelled.events] == [1, 5]
    await orders.cancel(Order(name=ordered.replace("shipments/", "orders/")))
    for stream in await asyncio.gather(*tracking):
        assert stream[-1].shipment.state == Shipment.STATE_CANCELLED


async def test_either_the_cancellation_or_the_parcel_wins(
    orders: Orders, replicas: list[ShippingServiceStub], operator: Broker
) -> None:
    chance = random.Random(7)
    ordered = [order() for _ in range(80)]
    cancelled = dict[str, bool]()

    async def hesitate(each: Order) -> None:
        await orders.confirm(each)
        await asyncio.sleep(chance.random())
        request = pb.CancelShipmentRequest(name=shipment_of(each))
        result = await outcome(chance.choice(replicas).CancelShipment(request))
        if isinstance(result, Refusal):
            assert result.code is grpc.StatusCode.FAILED_PRECONDITION
            assert result.reason == "SHIPMENT_DISPATCHED"
        cancelled[each.name] = not isinstance(result, Refusal)

    await asyncio.gather(*map(hesitate, ordered))
    await _become(orders, ordered, "STATE_DELIVERED", "STATE_CANCELLED")
    for each in ordered:
        shipment = await orders.shipment(each)
        assert shipment is not None
        assert (shipment.state == Shipment.STATE_CANCELLED) == cancelled[each.name]
    assert Counter(cancelled.values()).keys() == {True, False}
    arrived = [each for each in ordered if not cancelled[each.name]]
    mine = {shipment_of(each) for each in ordered}

    async def published() -> bool:
        found = {event: n for event, n in (await told(operator)).items() if event[1] in mine}
        return found == expected(arrived)

    await eventually(published)


def test_every_method_of_the_contract_is_tried() -> None:
    assert set(_SERVICE.methods_by_name) == {
        "GetShipment", "ListShipments", "TrackShipment", "CancelShipment",
    }  # fmt: skip


@some
@given(data=st.data(), who=st.sampled_from([(), ADA, STAFF]))
@pytest.mark.parametrize("method", ["GetShipment", "ListShipments", "CancelShipment"])
async def test_no_request_of_anybody_makes_a_method_fail(
    shipping: ShippingServiceStub, method: str, data: st.DataObject, who: Metadata
) -> None:
    request: Any = data.draw(messages(_SERVICE.methods_by_name[method].input_type))
    await answered(getattr(shipping, method)(request, metadata=who))


@some
@given(request=messages(_SERVICE.methods_by_name["TrackShipment"].input_type))
async def test_no_request_makes_tracking_fail(
    shipping: ShippingServiceStub, request: pb.TrackShipmentRequest
) -> None:
    stream = shipping.TrackShipment(request, metadata=STAFF)
    await answered(stream.read())
    stream.cancel()
