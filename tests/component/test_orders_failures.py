"""What becomes of an order whose participants fail, for a moment or for good."""

import contextlib
from collections.abc import AsyncIterator

import grpc
import pytest

from mercado.orders.v1.order_pb2 import Order
from tests.component.calls import refused
from tests.component.market import SOON, STAFF, Behaviour, Market, breaks, loses, reason, state
from tests.component.orders import Shop, wish

pytestmark = pytest.mark.long

FORWARD = ("ReserveStock", "AuthorizePayment", "CommitReservation", "CapturePayment")
BACKWARD = ("CancelShipment", "RefundPayment", "ReleaseReservation")


@pytest.mark.parametrize("method", FORWARD)
@pytest.mark.parametrize("fails", [loses, breaks])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_failure_that_passes_is_not_noticed(
    market: Market, shop: Shop, method: str, fails: Behaviour, when: str
) -> None:
    cup = await market.product()
    with market.mesh.on(method, when, fails, times=2):
        order = await shop.place(wish((cup, 2)))
    assert state(order) == "CONFIRMED"
    assert await market.stock(cup) == (8, 0, 2)
    await market.require_whole(order)


@pytest.mark.parametrize("method", BACKWARD)
@pytest.mark.parametrize("fails", [loses, breaks])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_undoing_survives_a_failure_that_passes(
    market: Market, shop: Shop, method: str, fails: Behaviour, when: str
) -> None:
    cup = await market.product()
    order = await shop.place(wish((cup, 2)))
    with market.mesh.on(method, when, fails, times=2):
        cancelled = await shop.cancel(order.name)
    assert (state(cancelled), reason(cancelled)) == ("CANCELLED", "REQUESTED")
    assert await market.stock(cup) == (10, 0, 0)
    assert await market.paid(order.name) == "REFUNDED"


@pytest.mark.parametrize("method", ["ReserveStock", "AuthorizePayment"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_before_the_pivot_an_order_is_given_up_when_answers_stay_out(
    market: Market, shop: Shop, method: str, when: str
) -> None:
    cup = await market.product()
    with market.mesh.on(method, when, loses):
        order = await shop.place(wish((cup, 2)))
    assert (state(order), reason(order)) == ("CANCELLED", "UNAVAILABLE")
    assert await market.stock(cup) == (10, 0, 0)
    await market.require_whole(order)


@pytest.mark.parametrize("method", ["CommitReservation", "CapturePayment"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_from_the_pivot_on_an_order_waits_as_long_as_it_takes(
    market: Market, shop: Shop, method: str, when: str
) -> None:
    calls = market.mesh.calls[method]
    with market.mesh.on(method, when, loses):
        order = await shop.place(wish(await market.product()), within=SOON)
        assert state(order) == "PENDING"
    assert market.mesh.calls[method] - calls > 4
    await market.require_whole(await shop.rests(order.name, "CONFIRMED"))


async def test_a_reservation_that_ends_too_soon_ends_the_order(market: Market, shop: Shop) -> None:
    cup = await market.product()

    async def too_late() -> None:
        await market.execute("inventory", "update reservations set expire_time = create_time")

    with market.mesh.on("CommitReservation", "before", too_late):
        order = await shop.place(wish((cup, 2)))
    assert (state(order), reason(order)) == ("CANCELLED", "RESERVATION_EXPIRED")
    assert await market.stock(cup) == (10, 0, 0)
    assert await market.paid(order.name) == "VOIDED"


@contextlib.asynccontextmanager
async def _parked(market: Market, shop: Shop, method: str, when: str) -> AsyncIterator[Order]:
    """An order whose `method` is broken, for as long as the block runs."""
    with market.mesh.on(method, when, breaks):
        order = await shop.place(wish(await market.product()))
        if state(order) == "CONFIRMED":
            order = await shop.cancel(order.name)
        assert state(order) == "NEEDS_ATTENTION"
        yield order


@pytest.mark.parametrize(
    ("method", "step"), [("CommitReservation", "CONFIRMING"), ("CapturePayment", "CAPTURING")]
)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_what_cannot_go_on_waits_for_staff_who_may_have_it_tried_again(
    market: Market, shop: Shop, method: str, step: str, when: str
) -> None:
    async with _parked(market, shop, method, when) as order:
        assert order.attention.step == step
        assert order.attention.attempts == 4
        assert "INTERNAL" in order.attention.reason
        assert order.attention.HasField("since")
        assert await shop.get(order.name) == order
        again = await shop.by(STAFF).resolve(order.name, "RETRY")
        assert state(again) == "PENDING"
        parked = await shop.rests(order.name, "NEEDS_ATTENTION")
    await shop.by(STAFF).resolve(order.name, "RETRY", etag=parked.etag)
    await market.require_whole(await shop.rests(order.name, "CONFIRMED"))
    rows = await market.fetch(
        "orders", "select resolved_by from orders where id = $1", order.name.partition("/")[2]
    )
    assert rows[0]["resolved_by"] == "accounts/eva"


@pytest.mark.parametrize("method", ["CommitReservation", "CapturePayment"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_what_cannot_go_on_may_be_undone_by_staff(
    market: Market, shop: Shop, method: str, when: str
) -> None:
    """Also if the money was taken, and nobody was told of it."""
    async with _parked(market, shop, method, when) as order:
        resolved = await shop.by(STAFF).resolve(order.name, "CANCEL")
        assert state(resolved) == "CANCELLING"
        cancelled = await shop.rests(order.name, "CANCELLED")
    assert reason(cancelled) == "STAFF"
    taken = method == "CapturePayment" and when == "after"
    assert await market.paid(order.name) == ("REFUNDED" if taken else "VOIDED")
    await market.require_whole(cancelled)


@pytest.mark.parametrize("method", ["CommitReservation", "CapturePayment"])
async def test_a_cancellation_of_what_waits_for_staff_is_kept_until_it_goes_on(
    market: Market, shop: Shop, method: str
) -> None:
    async with _parked(market, shop, method, "after") as order:
        assert await shop.cancel(order.name) == order
    await shop.by(STAFF).resolve(order.name, "RETRY")
    cancelled = await shop.rests(order.name, "CANCELLED")
    assert reason(cancelled) == "REQUESTED"
    await market.require_whole(cancelled)


@pytest.mark.parametrize("method", BACKWARD)
@pytest.mark.parametrize("resolution", ["RETRY", "CANCEL"])
async def test_undoing_that_cannot_go_on_waits_for_staff_too(
    market: Market, shop: Shop, method: str, resolution: str
) -> None:
    async with _parked(market, shop, method, "before") as order:
        assert reason(order) == "REQUESTED"
    await shop.by(STAFF).resolve(order.name, resolution)
    cancelled = await shop.rests(order.name, "CANCELLED")
    assert reason(cancelled) == "REQUESTED"
    await market.require_whole(cancelled)


async def test_a_resolution_that_is_sent_again_is_one(market: Market, shop: Shop) -> None:
    request_id = "6b4d3f6e-0000-4000-8000-0123456789ab"
    async with _parked(market, shop, "CapturePayment", "before") as order:
        first = await shop.by(STAFF).resolve(order.name, "RETRY", request_id=request_id)
        await shop.rests(order.name, "NEEDS_ATTENTION")
        assert await shop.by(STAFF).resolve(order.name, "RETRY", request_id=request_id) == first
        assert state(await shop.get(order.name)) == "NEEDS_ATTENTION"
    await shop.by(STAFF).resolve(order.name, "CANCEL")
    await shop.rests(order.name, "CANCELLED")


async def test_only_what_waits_for_staff_is_theirs_to_resolve(market: Market, shop: Shop) -> None:
    order = await shop.place(wish(await market.product()))
    refusal = await refused(shop.by(STAFF).resolve(order.name, "RETRY"))
    assert refusal.code is grpc.StatusCode.FAILED_PRECONDITION
    assert refusal.reason == "ORDER_NEEDS_NO_ATTENTION"
    refusal = await refused(shop.by(STAFF).resolve(order.name, "RETRY", etag="stale"))
    assert refusal.code is grpc.StatusCode.ABORTED
