"""Placing orders, and what becomes of them when somebody refuses."""

import pytest

from mercado.orders.v1 import orders_service_pb2 as pb
from tests.component.calls import refused
from tests.component.market import Market, reason, state
from tests.component.orders import Shop, wish


async def test_an_order_is_confirmed_paid_for_and_sold(market: Market, shop: Shop) -> None:
    cup, tin = await market.product(10, 5, 500_000_000), await market.product(10, 3)
    order = await shop.place(wish((cup, 2), (tin, 3)))
    assert state(order) == "CONFIRMED"
    assert (order.total.currency_code, order.total.units, order.total.nanos) == ("EUR", 20, 0)
    assert [(line.product, line.quantity) for line in order.lines] == [
        (f"products/{cup}", 2), (f"products/{tin}", 3),
    ]  # fmt: skip
    assert order.lines[0].amount.units == 11
    assert order.lines[0].display_name == f"Cup {cup}"
    assert order.account == dict(shop.who)["x-auth-sub"]
    assert order.shipping_address.address_lines[0] == "Rua da Prata 1"
    assert not order.HasField("cancellation")
    assert not order.HasField("attention")
    assert await shop.get(order.name) == order
    assert await market.stock(cup) == (8, 0, 2)
    assert await market.stock(tin) == (7, 0, 3)
    assert await market.told(order.name) == ["Placed", "Confirmed"]
    await market.require_whole(order)


@pytest.mark.parametrize(
    ("token", "expected", "why"),
    [
        ("tok_approve", "CONFIRMED", ""),
        ("tok_slow", "CONFIRMED", ""),
        ("tok_flaky", "CONFIRMED", ""),
        ("tok_duplicate", "CONFIRMED", ""),
        ("tok_decline", "CANCELLED", "card_declined"),
        ("tok_insufficient_funds", "CANCELLED", "insufficient_funds"),
        ("tok_unheard_of", "CANCELLED", "unknown_token"),
    ],
)
async def test_every_card_leads_where_it_should(
    market: Market, shop: Shop, token: str, expected: str, why: str
) -> None:
    cup = await market.product()
    order = await shop.place(wish((cup, 2), token=token))
    assert state(order) == expected
    if why:
        assert reason(order) == "PAYMENT_DECLINED"
        assert why in order.cancellation.detail
    assert await market.stock(cup) == ((8, 0, 2) if expected == "CONFIRMED" else (10, 0, 0))
    await market.require_whole(order)


async def test_an_order_of_more_than_there_is_leaves_nothing_behind(
    market: Market, shop: Shop
) -> None:
    plenty, few = await market.product(10), await market.product(1)
    order = await shop.place(wish((plenty, 2), (few, 2)))
    assert (state(order), reason(order)) == ("CANCELLED", "OUT_OF_STOCK")
    assert few in order.cancellation.detail
    assert await market.stock(plenty) == (10, 0, 0)
    assert await market.stock(few) == (1, 0, 0)
    assert await market.paid(order.name) == "NONE"
    assert await market.told(order.name) == ["Placed", "Cancelled"]


async def test_a_confirmed_order_is_shipped_and_delivered(market: Market, shop: Shop) -> None:
    order = await shop.place(wish(await market.product()))
    for expected in ("SHIPPED", "SHIPPED", "DELIVERED"):
        await market.parcel_moves(order.name)
        order = await shop.rests(order.name, expected)
    assert await market.told(order.name) == ["Placed", "Confirmed", "Shipped", "Delivered"]


async def test_a_confirmed_order_can_be_cancelled(market: Market, shop: Shop) -> None:
    cup = await market.product()
    order = await shop.place(wish((cup, 3)))
    cancelled = await shop.cancel(order.name)
    assert (state(cancelled), reason(cancelled)) == ("CANCELLED", "REQUESTED")
    assert await market.stock(cup) == (10, 0, 0)
    assert await market.paid(order.name) == "REFUNDED"
    assert await shop.cancel(order.name) == cancelled
    await market.require_whole(cancelled)


async def test_an_order_that_was_never_placed_is_not_found(market: Market, shop: Shop) -> None:
    refusal = await refused(shop.get("orders/no-such"))
    assert refusal.reason == "ORDER_NOT_FOUND"
    request = pb.CancelOrderRequest(name="orders/no-such")
    refusal = await refused(shop.stub.CancelOrder(request, metadata=shop.who))
    assert refusal.reason == "ORDER_NOT_FOUND"
