"""One request is one order, however often, late and impatiently it is sent."""

import asyncio
import uuid

import grpc

from mercado.catalog.v1 import catalog_service_pb2
from mercado.catalog.v1.product_pb2 import Product
from mercado.orders.v1 import orders_service_pb2 as pb
from tests.component.calls import refused
from tests.component.market import SOON, Gate, Market, breaks, loses, state
from tests.component.orders import Shop, wish


async def _reprice(market: Market, product: str, units: int) -> None:
    changed = Product(name=f"products/{product}")
    changed.price.currency_code, changed.price.units = "EUR", units
    await market.catalog.UpdateProduct(catalog_service_pb2.UpdateProductRequest(product=changed))


async def test_a_repeat_gets_the_order_as_it_now_stands(market: Market, shop: Shop) -> None:
    cup = await market.product()
    request = wish((cup, 2))
    first = await shop.place(request)
    assert await shop.place(request) == first
    cancelled = await shop.cancel(first.name)
    assert await shop.place(request) == cancelled
    assert await market.stock(cup) == (10, 0, 0)


async def test_twenty_requests_at_once_with_one_id_make_one_order(
    market: Market, shop: Shop
) -> None:
    cup = await market.product()
    request = wish((cup, 2))
    orders = await asyncio.gather(*(shop.place(request) for _ in range(20)))
    assert all(order == orders[0] for order in orders)
    assert state(orders[0]) == "CONFIRMED"
    assert await market.stock(cup) == (8, 0, 2)
    assert await market.told(orders[0].name) == ["Placed", "Confirmed"]


async def test_an_id_that_was_used_for_something_else_is_refused(
    market: Market, shop: Shop
) -> None:
    cup, request_id = await market.product(), str(uuid.uuid4())
    await shop.place(wish((cup, 1), request_id=request_id))
    for other in (
        wish((cup, 2), request_id=request_id),
        wish((cup, 1), request_id=request_id, token="tok_decline"),
    ):
        refusal = await refused(shop.place(other))
        assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
        assert refusal.reason == "REQUEST_ID_REUSED"
    assert await market.stock(cup) == (9, 0, 1)


async def test_the_id_of_somebody_elses_request_is_free(market: Market, shop: Shop) -> None:
    request = wish(await market.product())
    mine = await shop.place(request)
    theirs = await Shop(shop.stub).place(request)
    assert mine.name != theirs.name


async def test_a_repeat_finds_its_order_though_prices_are_others_or_the_catalog_is_gone(
    market: Market, shop: Shop
) -> None:
    cup = await market.product(units=5)
    request = wish(cup)
    request.expected_total.currency_code, request.expected_total.units = "EUR", 5
    first = await shop.place(request)
    await _reprice(market, cup, 6)
    assert await shop.place(request) == first
    with market.mesh.on("BatchGetProducts", "before", loses):
        assert await shop.place(request) == first


async def test_another_price_than_was_expected_places_nothing(market: Market, shop: Shop) -> None:
    cup = await market.product(units=5)
    request = wish((cup, 2))
    request.expected_total.currency_code, request.expected_total.units = "EUR", 10
    await _reprice(market, cup, 6)
    refusal = await refused(shop.place(request))
    assert refusal.code is grpc.StatusCode.FAILED_PRECONDITION
    assert refusal.reason == "PRICE_CHANGED"
    # It was not placed, so that the same request may be sent when the price is right again.
    await _reprice(market, cup, 5)
    assert state(await shop.place(request)) == "CONFIRMED"


async def test_without_the_catalog_nothing_is_placed(market: Market, shop: Shop) -> None:
    request = wish(await market.product())
    with market.mesh.on("BatchGetProducts", "before", loses):
        refusal = await refused(shop.place(request))
    assert refusal.code is grpc.StatusCode.UNAVAILABLE
    with market.mesh.on("BatchGetProducts", "before", breaks):
        refusal = await refused(shop.place(request))
    assert refusal.code is grpc.StatusCode.INTERNAL
    listed = await shop.stub.ListOrders(pb.ListOrdersRequest(), metadata=shop.who)
    assert not listed.orders


async def test_a_deadline_that_ends_sooner_gets_the_order_as_it_stands(
    market: Market, shop: Shop
) -> None:
    gate = Gate()
    with market.mesh.on("CapturePayment", "before", gate):
        order = await shop.place(wish(await market.product()), within=SOON)
        assert state(order) == "PENDING"
        assert gate.reached.is_set()
        gate.opened.set()
    await market.require_whole(await shop.rests(order.name, "CONFIRMED"))


async def test_a_client_that_goes_away_does_not_stop_its_order(market: Market, shop: Shop) -> None:
    gate = Gate()
    with market.mesh.on("AuthorizePayment", "before", gate):
        call = shop.stub.PlaceOrder(wish(await market.product()), metadata=shop.who)
        await gate.reached.wait()
        call.cancel()
        gate.opened.set()
    listed = await shop.stub.ListOrders(pb.ListOrdersRequest(), metadata=shop.who)
    (order,) = listed.orders
    await market.require_whole(await shop.rests(order.name, "CONFIRMED"))
