"""Whatever a caller sends, orders answer or refuse it; they never fail."""

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercado.catalog.v1 import catalog_service_pb2
from mercado.catalog.v1.product_pb2 import Product
from mercado.inventory.v1 import inventory_service_pb2
from mercado.orders.v1 import orders_service_pb2 as pb
from tests.component.calls import answered, outcome
from tests.component.market import STAFF, Market, state
from tests.component.messages import messages, some
from tests.component.orders import Shop
from tests.component.people import caller

_SERVICE: Final = pb.DESCRIPTOR.services_by_name["OrdersService"]
_ADA: Final = caller("accounts/ada", "orders:self")


def requests_of(method: str) -> st.SearchStrategy[Any]:
    return messages(_SERVICE.methods_by_name[method].input_type)


def test_every_method_of_the_contract_is_tried() -> None:
    tried = {"QuoteOrder", "PlaceOrder", "GetOrder", "ListOrders", "CancelOrder", "WatchOrder",
             "ResolveOrder"}  # fmt: skip
    assert set(_SERVICE.methods_by_name) == tried


@pytest.fixture(scope="module", autouse=True)
async def sold(market: Market) -> None:
    """Some of what the requests ask for is sold."""
    for number, name in enumerate(("a", "b", "cup")):
        product = Product(display_name=name, category="pantry")
        product.price.currency_code, product.price.units = "EUR", 5 + number
        create = catalog_service_pb2.CreateProductRequest(product=product, product_id=name)
        await outcome(market.catalog.CreateProduct(create))
        put = inventory_service_pb2.AdjustStockRequest(name=f"products/{name}/stock", change=10**6)
        await outcome(market.inventory.AdjustStock(put))


@some
@given(request=requests_of("QuoteOrder"))
async def test_quote_never_fails(orders_replica: Shop, request: pb.QuoteOrderRequest) -> None:
    await answered(orders_replica.stub.QuoteOrder(request))


@some
@given(request=requests_of("PlaceOrder"))
async def test_place_never_fails(orders_replica: Shop, request: pb.PlaceOrderRequest) -> None:
    order = await answered(orders_replica.stub.PlaceOrder(request, metadata=_ADA))
    if order is not None:
        assert state(order) in ("CONFIRMED", "CANCELLED")
        assert await answered(orders_replica.stub.PlaceOrder(request, metadata=_ADA)) == order


@some
@given(get=requests_of("GetOrder"), many=requests_of("ListOrders"))
async def test_get_and_list_never_fail(
    orders_replica: Shop, get: pb.GetOrderRequest, many: pb.ListOrdersRequest
) -> None:
    await answered(orders_replica.stub.GetOrder(get, metadata=_ADA))
    await answered(orders_replica.stub.ListOrders(many, metadata=_ADA))


@some
@given(cancel=requests_of("CancelOrder"), resolve=requests_of("ResolveOrder"))
async def test_cancel_and_resolve_never_fail(
    orders_replica: Shop, cancel: pb.CancelOrderRequest, resolve: pb.ResolveOrderRequest
) -> None:
    await answered(orders_replica.stub.CancelOrder(cancel, metadata=_ADA))
    await answered(orders_replica.stub.ResolveOrder(resolve, metadata=STAFF))


@some
@given(request=requests_of("WatchOrder"))
async def test_watch_never_fails(orders_replica: Shop, request: pb.WatchOrderRequest) -> None:
    stream = orders_replica.stub.WatchOrder(request, metadata=_ADA)
    await answered(stream.read())
    stream.cancel()
