"""The services that orders call, behind their ports."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import grpc

from mercado.catalog.v1 import catalog_service_pb2
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.inventory.v1 import inventory_service_pb2
from mercado.inventory.v1.inventory_service_pb2_grpc import InventoryServiceStub
from mercado.payments.v1 import payments_service_pb2
from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from mercado.shipping.v1 import shipping_service_pb2
from mercado.shipping.v1.shipping_service_pb2_grpc import ShippingServiceStub
from services.orders.domain import PRODUCTS, Offer, Order, Outcome
from services.orders.messages import fill_money, money_of
from services.orders.saga import Call
from services.runtime import errors, status

_REFUSED: Final = (errors.FailedPrecondition, errors.AlreadyExists)
_UNKNOWN: Final = (
    errors.Unavailable,
    errors.DeadlineExceeded,
    errors.Aborted,
    errors.ResourceExhausted,
)
_LONGEST_DETAIL: Final = 300


class MeshCatalog:
    """The port `Catalog`."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._stub = CatalogServiceStub(channel)

    async def offers(self, product_ids: Sequence[str]) -> Mapping[str, Offer]:
        """See `Catalog.offers`."""
        request = catalog_service_pb2.BatchGetProductsRequest(names=map(PRODUCTS.name, product_ids))
        try:
            answer = await self._stub.BatchGetProducts(request)
        except grpc.aio.AioRpcError as error:
            raise status.to_error(error) or error from None
        return {
            product_id: Offer(
                product.display_name,
                money_of(product.price) if product.HasField("price") else None,
                product.HasField("delete_time"),
            )
            for product_id, product in zip(product_ids, answer.products, strict=True)
        }


class MeshStock:
    """The port `Stock`."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._stub = InventoryServiceStub(channel)

    async def available(self, product_ids: Sequence[str]) -> Mapping[str, int]:
        """See `Stock.available`."""
        names = [f"{PRODUCTS.name(product_id)}/stock" for product_id in product_ids]
        request = inventory_service_pb2.BatchGetStockRequest(names=names)
        try:
            answer = await self._stub.BatchGetStock(request)
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                # There never was any of one of them, and that is all one is told then.
                return {}
            raise status.to_error(error) or error from None
        return {
            product_id: stock.available
            for product_id, stock in zip(product_ids, answer.stocks, strict=True)
        }


class MeshParticipants:
    """The port `Participants`.

    Args:
        channel: to the waypoint.
        seconds: how long an answer is waited for.
        reservation_seconds: how long stock is kept.
    """

    def __init__(
        self, channel: grpc.aio.Channel, seconds: float, reservation_seconds: float
    ) -> None:
        inventory, payments = InventoryServiceStub(channel), PaymentsServiceStub(channel)
        shipping = ShippingServiceStub(channel)
        self._seconds = seconds
        self._reservation_seconds = reservation_seconds
        self._calls: Mapping[Call, tuple[Callable[..., Awaitable[Any]], Callable[[Order], Any]]] = {
            "inventory.ReserveStock": (inventory.ReserveStock, self._reserve),
            "inventory.CommitReservation": (inventory.CommitReservation, _commit),
            "inventory.ReleaseReservation": (inventory.ReleaseReservation, _release),
            "payments.AuthorizePayment": (payments.AuthorizePayment, _authorize),
            "payments.CapturePayment": (payments.CapturePayment, _capture),
            "payments.VoidPayment": (payments.VoidPayment, _void),
            "payments.RefundPayment": (payments.RefundPayment, _refund),
            "shipping.CancelShipment": (shipping.CancelShipment, _recall),
        }

    async def ask(self, call: Call, order: Order) -> Outcome:
        """See `Participants.ask`."""
        method, request = self._calls[call]
        try:
            await method(request(order), timeout=self._seconds)
        except grpc.aio.AioRpcError as error:
            return outcome(error)
        return Outcome("done")

    def _reserve(self, order: Order) -> inventory_service_pb2.ReserveStockRequest:
        request = inventory_service_pb2.ReserveStockRequest(name=f"reservations/{order.id}")
        for line in order.lines:
            request.items.add(product=PRODUCTS.name(line.product_id), quantity=line.quantity)
        request.ttl.FromNanoseconds(int(self._reservation_seconds * 1e9))
        return request


def outcome(call: grpc.aio.AioRpcError) -> Outcome:
    """What a call that failed has come to.

    A refusal is the participant's word. What was not answered may have been done.
    """
    error = status.to_error(call)
    detail = (call.details() or call.code().name)[:_LONGEST_DETAIL]
    if isinstance(error, _REFUSED):
        return Outcome("refused", detail)
    if isinstance(error, _UNKNOWN) or call.code() is grpc.StatusCode.CANCELLED:
        return Outcome("unknown", detail)
    return Outcome("broken", f"{call.code().name}: {detail}")


def _commit(order: Order) -> inventory_service_pb2.CommitReservationRequest:
    return inventory_service_pb2.CommitReservationRequest(name=f"reservations/{order.id}")


def _release(order: Order) -> inventory_service_pb2.ReleaseReservationRequest:
    return inventory_service_pb2.ReleaseReservationRequest(name=f"reservations/{order.id}")


def _authorize(order: Order) -> payments_service_pb2.AuthorizePaymentRequest:
    request = payments_service_pb2.AuthorizePaymentRequest(
        name=f"payments/{order.id}",
        order=order.name,
        token=order.payment_token,
        request_id=order.request_id,
    )
    fill_money(request.amount, order.total)
    return request


def _capture(order: Order) -> payments_service_pb2.CapturePaymentRequest:
    return payments_service_pb2.CapturePaymentRequest(
        name=f"payments/{order.id}", request_id=order.request_id
    )


def _void(order: Order) -> payments_service_pb2.VoidPaymentRequest:
    return payments_service_pb2.VoidPaymentRequest(
        name=f"payments/{order.id}", request_id=order.request_id
    )


def _refund(order: Order) -> payments_service_pb2.RefundPaymentRequest:
    return payments_service_pb2.RefundPaymentRequest(
        name=f"payments/{order.id}", request_id=order.request_id
    )


def _recall(order: Order) -> shipping_service_pb2.CancelShipmentRequest:
    return shipping_service_pb2.CancelShipmentRequest(name=f"shipments/{order.id}")
