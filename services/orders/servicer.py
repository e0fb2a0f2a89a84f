"""The contract of orders on its use cases. Each method: check, call, translate, answer."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

import grpc

from mercado.orders.v1 import order_pb2, orders_service_pb2_grpc
from mercado.orders.v1 import orders_service_pb2 as pb
from services.orders import usecases
from services.orders.domain import (
    ADMIN_SCOPE,
    FILTERS,
    ORDERS,
    PRODUCTS,
    Item,
    Resolution,
    Wish,
    require_account,
)
from services.orders.messages import address_of, fill_line, fill_money, money_of, order_message
from services.orders.ports import Listing
from services.orders.usecases import Ports
from services.runtime import resuming
from services.runtime.filtering import parse_filter
from services.runtime.idempotency import RequestKey
from services.runtime.identity import caller
from services.runtime.paging import PageTokens, page_size

Context = grpc.aio.ServicerContext[Any, Any]


class OrdersServicer(orders_service_pb2_grpc.OrdersServiceServicer):
    """Serves `mercado.orders.v1.OrdersService`."""

    def __init__(self, ports: Ports, tokens: PageTokens) -> None:
        self._ports = ports
        self._tokens = tokens

    async def QuoteOrder(
        self, request: pb.QuoteOrderRequest, context: Context
    ) -> pb.QuoteOrderResponse:
        quote = await usecases.quote_order(self._ports, _items(request.items))
        response = pb.QuoteOrderResponse(available=quote.available)
        for line in quote.lines:
            fill_line(response.lines.add(), line)
        fill_money(response.total, quote.total)
        return response

    async def PlaceOrder(self, request: pb.PlaceOrderRequest, context: Context) -> order_pb2.Order:
        wish = Wish(
            account=require_account(caller()),
            items=_items(request.items),
            payment_token=request.payment_token,
            address=address_of(request.shipping_address),
            expected_total=money_of(request.expected_total)
            if request.HasField("expected_total")
            else None,
        )
        key = RequestKey.of(request)
        if key is None:
            raise AssertionError("the contract requires a request_id")
        return order_message(await usecases.place_order(self._ports, wish, key))

    async def GetOrder(self, request: pb.GetOrderRequest, context: Context) -> order_pb2.Order:
        order_id = ORDERS.identifier(request.name)
        return order_message(await usecases.get_order(self._ports, order_id, caller()))

    async def ListOrders(
        self, request: pb.ListOrdersRequest, context: Context
    ) -> pb.ListOrdersResponse:
        account = require_account(caller())
        everybody = ADMIN_SCOPE in caller().scopes
        listing = Listing(None if everybody else account, parse_filter(request.filter, FILTERS))
        after = self._tokens.cursor(request)
        page = await self._ports.orders.list(listing, after, page_size(request))
        return pb.ListOrdersResponse(
            orders=map(order_message, page.items),
            next_page_token=self._tokens.token(request, page.next),
        )

    async def CancelOrder(
        self, request: pb.CancelOrderRequest, context: Context
    ) -> order_pb2.Order:
        order_id = ORDERS.identifier(request.name)
        return order_message(await usecases.cancel_order(self._ports, order_id, caller()))

    async def WatchOrder(
        self, request: pb.WatchOrderRequest, context: Context
    ) -> AsyncIterator[pb.WatchOrderResponse]:
        order_id = ORDERS.identifier(request.name)
        after = resuming.version(request.name, request.resume_token)
        async for order in usecases.watch_order(self._ports, order_id, after, caller()):
            token = resuming.token(request.name, order.version)
            yield pb.WatchOrderResponse(order=order_message(order), resume_token=token)

    async def ResolveOrder(
        self, request: pb.ResolveOrderRequest, context: Context
    ) -> order_pb2.Order:
        order_id = ORDERS.identifier(request.name)
        cancel = request.resolution == pb.ResolveOrderRequest.RESOLUTION_CANCEL
        resolution = Resolution(
            "CANCEL" if cancel else "RETRY", require_account(caller()), request.etag
        )
        key = RequestKey.of(request)
        return order_message(await usecases.resolve_order(self._ports, order_id, resolution, key))


def _items(items: Iterable[pb.OrderItem]) -> list[Item]:
    return [
        Item(PRODUCTS.identifier(item.product, field="items.product"), item.quantity)
        for item in items
    ]
