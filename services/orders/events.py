"""What orders tell others, and what they hear of shipments."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from google.protobuf.message import Message

from mercado.orders.v1 import events_pb2
from mercado.shipping.v1 import events_pb2 as shipping
from services.orders.domain import ORDERS, Order
from services.orders.messages import order_message
from services.orders.saga import Step
from services.runtime.database import Queries
from services.runtime.events.consumer import Handler
from services.runtime.events.envelope import Event, Received

# Of an order that has come to a step. No other steps are anybody else's business.
_ANNOUNCED: Final[Mapping[Step, Any]] = {
    "RESERVING": events_pb2.OrderPlaced,
    "CONFIRMED": events_pb2.OrderConfirmed,
    "SHIPPED": events_pb2.OrderShipped,
    "DELIVERED": events_pb2.OrderDelivered,
    "CANCELLED": events_pb2.OrderCancelled,
}

Change = Callable[[Order], Order]
Apply = Callable[[Queries, str, Change], Awaitable[object]]


def announcement(order: Order) -> Event | None:
    """What is told of an order that has come to its step."""
    kind = _ANNOUNCED.get(order.step)
    if kind is None:
        return None
    return Event(order.name, order.version, kind(order=order_message(order)))


def handlers(apply: Apply) -> dict[type[Message], Handler]:
    """What is done about each kind of event.

    Args:
        apply: changes an order in the transaction of the event.
    """

    def handler(change: Change) -> Handler:
        async def handle(queries: Queries, received: Received) -> None:
            order_id = ORDERS.identifier(received.data.shipment.order)  # type: ignore[attr-defined]
            await apply(queries, order_id, change)

        return handle

    return {
        shipping.ShipmentDispatched: handler(Order.dispatched),
        shipping.ShipmentDelivered: handler(Order.delivered),
    }
