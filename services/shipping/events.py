"""What shipping tells the mesh, and what it does about what it is told."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message

from mercado.orders.v1.events_pb2 import OrderCancelled, OrderConfirmed
from mercado.orders.v1.order_pb2 import Order
from mercado.shipping.v1.events_pb2 import ShipmentDelivered, ShipmentDispatched
from services.runtime.database import Queries
from services.runtime.events import outbox
from services.runtime.events.consumer import Handler
from services.runtime.events.envelope import Event, Received
from services.shipping import usecases
from services.shipping.domain import DELIVERED, DISPATCHED, ORDERS, Shipment, prepared
from services.shipping.messages import address, items, message
from services.shipping.ports import Shipments

_EVENTS: Final[Mapping[str, type[ShipmentDispatched] | type[ShipmentDelivered]]] = {
    DISPATCHED: ShipmentDispatched,
    DELIVERED: ShipmentDelivered,
}


async def announce(queries: Queries, shipment: Shipment) -> None:
    """Tells the mesh of a shipment that changed, if its new state is news for others."""
    kind = _EVENTS.get(shipment.state)
    if kind is not None:
        event = Event(shipment.name, shipment.version, kind(shipment=message(shipment)))
        await outbox.add(queries, event)


def handlers(within: Callable[[Queries], Shipments]) -> Mapping[type[Message], Handler]:
    """What is done about each event.

    Args:
        within: the shipments, in the transaction of an event.
    """

    async def confirmed(queries: Queries, received: Received) -> None:
        order = _order(received)
        shipment = prepared(
            ORDERS.identifier(order.name),
            order.account,
            items(order),
            address(order.shipping_address),
            datetime.now(UTC),
        )
        await within(queries).add(shipment)

    async def cancelled(queries: Queries, received: Received) -> None:
        shipment_id = ORDERS.identifier(_order(received).name)
        await usecases.order_was_cancelled(within(queries), shipment_id)

    return {OrderConfirmed: confirmed, OrderCancelled: cancelled}


def _order(received: Received) -> Order:
    data: Any = received.data
    order: Order = data.order
    return order
