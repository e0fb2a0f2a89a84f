"""The inventory's contract on its use cases. Each method: check, call, translate, answer."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Any, Final

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from mercado.inventory.v1 import inventory_service_pb2 as pb
from mercado.inventory.v1 import inventory_service_pb2_grpc, stock_pb2
from services.inventory import usecases
from services.inventory.domain import PRODUCTS, RESERVATIONS, STOCKS, Reservation, Stock
from services.inventory.ports import Reservations, Stocks
from services.runtime import resuming
from services.runtime.idempotency import RequestKey
from services.runtime.watching import Watcher

Context = grpc.aio.ServicerContext[Any, Any]

_STATE: Final = stock_pb2.Reservation.State


class InventoryServicer(inventory_service_pb2_grpc.InventoryServiceServicer):
    """Serves `mercado.inventory.v1.InventoryService`."""

    def __init__(self, stocks: Stocks, reservations: Reservations, watcher: Watcher[Stock]) -> None:
        self._stocks = stocks
        self._reservations = reservations
        self._watcher = watcher

    async def GetStock(self, request: pb.GetStockRequest, context: Context) -> stock_pb2.Stock:
        stock = await self._stocks.get(STOCKS.identifier(request.name))
        return _stock(stock)

    async def BatchGetStock(
        self, request: pb.BatchGetStockRequest, context: Context
    ) -> pb.BatchGetStockResponse:
        product_ids = [STOCKS.identifier(name, field="names") for name in request.names]
        stocks = await usecases.batch_get_stock(self._stocks, product_ids)
        return pb.BatchGetStockResponse(stocks=map(_stock, stocks))

    async def AdjustStock(
        self, request: pb.AdjustStockRequest, context: Context
    ) -> stock_pb2.Stock:
        product_id = STOCKS.identifier(request.name)
        stock = await self._stocks.adjust(product_id, request.change, RequestKey.of(request))
        return _stock(stock)

    async def WatchStock(
        self, request: pb.WatchStockRequest, context: Context
    ) -> AsyncGenerator[pb.WatchStockResponse, None]:
        product_id = STOCKS.identifier(request.name)
        told = resuming.version(request.name, request.resume_token)
        present = await self._stocks.get(product_id)
        following = self._watcher.changes(product_id, told, present=present)
        async with aclosing(following) as changes:
            async for stock in changes:
                token = resuming.token(request.name, stock.version)
                yield pb.WatchStockResponse(stock=_stock(stock), resume_token=token)

    async def ReserveStock(
        self, request: pb.ReserveStockRequest, context: Context
    ) -> stock_pb2.Reservation:
        items = {
            PRODUCTS.identifier(item.product, field="items.product"): item.quantity
            for item in request.items
        }
        reservation = await usecases.reserve_stock(
            self._reservations,
            RESERVATIONS.identifier(request.name),
            items,
            request.ttl.ToNanoseconds() / 1e9,
        )
        return _reservation(reservation)

    async def CommitReservation(
        self, request: pb.CommitReservationRequest, context: Context
    ) -> stock_pb2.Reservation:
        reservation_id = RESERVATIONS.identifier(request.name)
        reservation = await usecases.commit_reservation(self._reservations, reservation_id)
        return _reservation(reservation)

    async def ReleaseReservation(
        self, request: pb.ReleaseReservationRequest, context: Context
    ) -> stock_pb2.Reservation:
        reservation_id = RESERVATIONS.identifier(request.name)
        reservation = await self._reservations.release(reservation_id)
        return _reservation(reservation)


def _stock(stock: Stock) -> stock_pb2.Stock:
    message = stock_pb2.Stock(
        name=stock.name, available=stock.available, reserved=stock.reserved, sold=stock.sold
    )
    _fill_time(message.update_time, stock.update_time)
    return message


def _reservation(reservation: Reservation) -> stock_pb2.Reservation:
    message = stock_pb2.Reservation(name=reservation.name, state=_STATE.Value(reservation.state))
    for product_id, quantity in reservation.items.items():
        message.items.add(product=PRODUCTS.name(product_id), quantity=quantity)
    _fill_time(message.expire_time, reservation.expire_time)
    _fill_time(message.create_time, reservation.create_time)
    return message


def _fill_time(message: Timestamp, moment: datetime | None) -> None:
    if moment is not None:
        message.FromDatetime(moment)
