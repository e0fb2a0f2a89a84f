"""Quotes, lists and streams of orders, and who may see them."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from typing import Any

import grpc
import pytest

from mercado.catalog.v1 import catalog_service_pb2
from mercado.orders.v1 import orders_service_pb2 as pb
from mercado.orders.v1.order_pb2 import Order
from mercado.orders.v1.orders_service_pb2_grpc import OrdersServiceStub
from tests.component.calls import Refusal, outcome, refused, unique
from tests.component.market import SOON, STAFF, Gate, Market, loses, state
from tests.component.orders import Shop, replica, serving_orders, wish
from tests.conftest import eventually


def _quote(*products: tuple[str, int]) -> pb.QuoteOrderRequest:
    request = pb.QuoteOrderRequest()
    for name, quantity in products:
        request.items.add(product=f"products/{name}", quantity=quantity)
    return request


async def test_a_quote_says_what_products_cost_and_whether_there_are_enough(
    market: Market, shop: Shop
) -> None:
    cup, tin = await market.product(10, 0, 999_999_999), await market.product(2, 7)
    quote = await shop.stub.QuoteOrder(_quote((cup, 3), (tin, 2)))
    assert (quote.total.units, quote.total.nanos) == (16, 999_999_997)
    assert [line.product for line in quote.lines] == [f"products/{cup}", f"products/{tin}"]
    assert quote.available
    assert not (await shop.stub.QuoteOrder(_quote((cup, 3), (tin, 3)))).available
    never = await market.product(0)
    assert not (await shop.stub.QuoteOrder(_quote((cup, 1), (never, 1)))).available
    assert await market.stock(cup) == (10, 0, 0)


async def test_what_is_not_sold_has_no_quote_and_no_order(market: Market, shop: Shop) -> None:
    free, euros = await market.product(units=0), await market.product()
    dollars, gone = await market.product(currency="USD"), await market.product()
    dear = await market.product(units=2**62)
    delete = catalog_service_pb2.DeleteProductRequest(name=f"products/{gone}")
    await market.catalog.DeleteProduct(delete)
    for products, code, why in (
        ([free], grpc.StatusCode.FAILED_PRECONDITION, "PRODUCT_NOT_SOLD"),
        ([gone], grpc.StatusCode.FAILED_PRECONDITION, "PRODUCT_NOT_SOLD"),
        ([euros, dollars], grpc.StatusCode.FAILED_PRECONDITION, "CURRENCIES_DIFFER"),
        ([dear, euros], grpc.StatusCode.FAILED_PRECONDITION, "TOTAL_TOO_LARGE"),
        (["no-such"], grpc.StatusCode.NOT_FOUND, "PRODUCT_NOT_FOUND"),
    ):
        refusal = await refused(shop.stub.QuoteOrder(_quote(*((p, 2) for p in products))))
        assert (refusal.code, refusal.reason) == (code, why)
        refusal = await refused(shop.place(wish(*((p, 2) for p in products))))
        assert (refusal.code, refusal.reason) == (code, why)
    assert not await _listed(shop)


async def test_a_quote_needs_the_catalog_and_the_inventory(market: Market, shop: Shop) -> None:
    request = _quote((await market.product(), 1))
    for method in ("BatchGetProducts", "BatchGetStock"):
        with market.mesh.on(method, "before", loses):
            refusal = await refused(shop.stub.QuoteOrder(request))
            assert refusal.code is grpc.StatusCode.UNAVAILABLE


async def test_an_order_is_its_accounts_and_the_staffs_to_see(market: Market, shop: Shop) -> None:
    order = await shop.place(wish(await market.product()))
    stranger = Shop(shop.stub)
    calls: list[Awaitable[object]] = [
        stranger.get(order.name),
        stranger.cancel(order.name),
        _first(stranger, order.name),
    ]
    for call in calls:
        refusal = await refused(call)
        assert (refusal.code, refusal.reason) == (grpc.StatusCode.NOT_FOUND, "ORDER_NOT_FOUND")
    assert await shop.by(STAFF).get(order.name) == order
    assert not await _listed(stranger)
    cancelled = await shop.by(STAFF).cancel(order.name)
    assert cancelled.cancellation.reason == cancelled.cancellation.REASON_STAFF
    nobody = shop.by(())
    calls = [nobody.place(wish("x")), _listed(nobody), nobody.resolve(order.name, "RETRY")]
    for call in calls:
        refusal = await refused(call)
        assert refusal.code is grpc.StatusCode.UNAUTHENTICATED


async def _listed(shop: Shop, text: str = "", token: str = "") -> list[Order]:
    """All orders that a filter lets through, or those from a page on."""
    request = pb.ListOrdersRequest(page_size=2, filter=text, page_token=token)
    orders = list[Order]()
    while True:
        page = await shop.stub.ListOrders(request, metadata=shop.who)
        orders += page.orders
        request.page_token = page.next_page_token
        if not request.page_token:
            return orders


async def test_orders_are_listed_page_by_page_the_newest_first(market: Market, shop: Shop) -> None:
    cup = await market.product(100)
    placed = [await shop.place(wish(cup)) for _ in range(5)]
    assert await _listed(shop) == placed[::-1]
    account = dict(shop.who)["x-auth-sub"]
    assert await _listed(shop.by(STAFF), f'account = "{account}"') == placed[::-1]
    cancelled = await shop.cancel(placed[2].name)
    assert await _listed(shop, "state = STATE_CANCELLED") == [cancelled]
    assert cancelled not in await _listed(shop, 'NOT state = "STATE_CANCELLED"')
    since = placed[3].create_time.ToJsonString()
    assert await _listed(shop, f'create_time >= "{since}"') == placed[:2:-1]
    # A filter on somebody else's account shows nothing of it.
    assert not await _listed(Shop(shop.stub), f'account = "{account}"')


async def test_a_list_is_asked_for_as_the_contract_says(shop: Shop) -> None:
    for text, token in (("state = STATE_LOST", ""), ("total.units > 5", ""), ("", "AAAA")):
        refusal = await refused(_listed(shop, text, token))
        assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT


def _watch(shop: Shop, name: str, token: str = "") -> Any:
    request = pb.WatchOrderRequest(name=name, resume_token=token)
    return shop.stub.WatchOrder(request, metadata=shop.who)


async def _first(shop: Shop, name: str, token: str = "") -> pb.WatchOrderResponse:
    told: pb.WatchOrderResponse = await _watch(shop, name, token).read()
    return told


@pytest.fixture
async def other(market: Market) -> AsyncIterator[Shop]:
    """Another replica, which only watches."""
    settings = market.settings(adopt_seconds=3600, orders_in_flight=0)
    async with replica(settings) as shop:
        yield shop


async def test_a_watch_tells_of_every_state_until_the_last_at_any_replica(
    market: Market, shop: Shop, other: Shop
) -> None:
    gate = Gate()
    with market.mesh.on("CapturePayment", "before", gate):
        order = await shop.place(wish(await market.product()), within=SOON)
        watches = [_watch(each.by(shop.who), order.name) for each in (shop, other)]
        told: list[list[str]] = [[], []]

        async def follow(number: int) -> None:
            async for each in watches[number]:
                told[number].append(state(each.order))

        following = [asyncio.ensure_future(follow(number)) for number in (0, 1)]

        async def both() -> bool:
            return told == [["PENDING"], ["PENDING"]]

        await eventually(both)
        gate.opened.set()
    await shop.rests(order.name, "CONFIRMED")

    async def confirmed() -> bool:
        return all(each[-1] == "CONFIRMED" for each in told)

    await eventually(confirmed)
    await shop.cancel(order.name)
    await asyncio.gather(*following)
    for each in told:
        assert each[:2] == ["PENDING", "CONFIRMED"]
        assert each[-1] == "CANCELLED"
        assert len(set(each)) == len(each)


async def test_a_watch_is_taken_up_where_it_broke_off(
    market: Market, shop: Shop, other: Shop
) -> None:
    order = await shop.place(wish(await market.product()))
    first = await _first(shop, order.name)
    assert first.order == order
    resumed = _watch(other.by(shop.who), order.name, first.resume_token)
    reading = asyncio.ensure_future(resumed.read())
    cancelled = await shop.cancel(order.name)
    told = await reading
    assert state(told.order) in ("CANCELLING", "CANCELLED")
    last = [each async for each in _watch(shop, order.name)]
    assert [each.order for each in last] == [cancelled]
    # There is no more to come.
    assert [each async for each in _watch(shop, order.name, last[0].resume_token)] == []


async def test_a_resume_token_is_good_for_its_order_only(market: Market, shop: Shop) -> None:
    cup = await market.product()
    one, two = await shop.place(wish(cup)), await shop.place(wish(cup))
    token = (await _first(shop, one.name)).resume_token
    for wrong in (token, "AAAA", token + "A"):
        refusal = await refused(_first(shop, two.name, wrong))
        assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
        assert refusal.reason == "RESUME_TOKEN_INVALID"


async def test_a_replica_that_stops_ends_its_watches_and_answers_who_waits(
    market: Market, shop: Shop
) -> None:
    gate, request = Gate(), wish(await market.product())
    settings = market.settings(adopt_seconds=3600, orders_in_flight=0, grace_seconds=30)
    async with AsyncExitStack() as server:
        address = await server.enter_async_context(serving_orders(settings))
        stops = Shop(OrdersServiceStub(grpc.aio.insecure_channel(address)))
        with market.mesh.on("CapturePayment", "before", gate):
            order = await shop.place(request, within=SOON)
            watch = _watch(stops.by(shop.who), order.name)
            assert state((await watch.read()).order) == "PENDING"
            waiting = asyncio.ensure_future(outcome(stops.by(shop.who).place(request)))
            await asyncio.wait([waiting], timeout=0.1)
            assert not waiting.done()
            stopping = asyncio.ensure_future(server.aclose())
            assert await watch.read() is grpc.aio.EOF
            answer = await waiting
            assert not isinstance(answer, Refusal)
            assert state(answer) == "PENDING"
            gate.opened.set()
            await stopping
    await shop.rests(order.name, "CONFIRMED")


async def test_an_order_may_be_named_only_as_the_contract_says(shop: Shop) -> None:
    for name in ("orders/", "orders/A", "products/x", f"orders/{uuid.uuid4()}/x", unique("o")):
        refusal = await refused(shop.get(name))
        assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
