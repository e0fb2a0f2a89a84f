"""Replicas of shipping, and the orders that it is told of."""

import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from google.protobuf.message import Message
from google.type.postal_address_pb2 import PostalAddress

from mercado.orders.v1.events_pb2 import OrderCancelled, OrderConfirmed
from mercado.orders.v1.order_pb2 import Order
from mercado.shipping.v1 import shipping_service_pb2 as pb
from mercado.shipping.v1.events_pb2 import ShipmentDelivered, ShipmentDispatched
from mercado.shipping.v1.shipment_pb2 import Shipment
from mercado.shipping.v1.shipping_service_pb2_grpc import ShippingServiceStub
from scripts.mesh.local.nats import Nats
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.processes import Supervised
from scripts.mesh.local.state import State
from services.runtime.events.broker import MESSAGE_ID, Broker
from services.runtime.events.envelope import Event, opened, sealed, topic
from services.runtime.events.streams import EVENTS
from tests.component.calls import Refusal, outcome
from tests.component.people import caller
from tests.conftest import eventually

ADA = caller("accounts/ada", "orders:self")
BOB = caller("accounts/bob", "orders:self")
STAFF = caller("accounts/eva", "orders:self orders:admin")


def order(account: str = "accounts/ada") -> Order:
    """A confirmed order of three pieces."""
    made = Order(name=f"orders/{uuid4()}", account=account, state=Order.STATE_CONFIRMED)
    made.lines.add(product="products/cup", quantity=2)
    made.lines.add(product="products/tin", quantity=1)
    made.shipping_address.CopyFrom(
        PostalAddress(region_code="PT", address_lines=["Rua da Prata 1", "1100-414 Lisboa"])
    )
    return made


def shipment_of(ordered: Order) -> str:
    """The name of an order's shipment."""
    return ordered.name.replace("orders/", "shipments/")


@contextlib.asynccontextmanager
async def nats_server(folder: Path) -> AsyncIterator[Nats]:
    """NATS with its state in a folder."""
    state = State(folder)
    state.make()
    server = Nats(state, free_ports(1)[0])
    process = Supervised(server.command(["orders", "shipping"]), lambda: None)
    try:
        await process.first_ready(20)
        yield server
    finally:
        await process.stop()


class Orders:
    """What the orders service tells the mesh, and what shipping answers."""

    def __init__(self, broker: Broker, shipping: ShippingServiceStub) -> None:
        self._broker = broker
        self._shipping = shipping

    async def confirm(self, ordered: Order) -> None:
        """Tells that an order is confirmed; each time it is another event."""
        await self.publish(Event(ordered.name, 2, OrderConfirmed(order=ordered)))

    async def cancel(self, ordered: Order) -> None:
        """Tells that an order is cancelled."""
        await self.publish(Event(ordered.name, 3, OrderCancelled(order=ordered)))

    async def publish(self, event: Event, message_id: str = "") -> None:
        """Publishes an event as the relay does, or again with another message id."""
        headers = {MESSAGE_ID: message_id or str(event.id)}
        await eventually(self._connected)
        await self._broker.publish(topic(event.data.DESCRIPTOR), sealed(event), headers)

    async def _connected(self) -> bool:
        return self._broker.connected

    async def shipment(self, ordered: Order) -> Shipment | None:
        """Its shipment; None as long as there is none."""
        request = pb.GetShipmentRequest(name=shipment_of(ordered))
        found = await outcome(self._shipping.GetShipment(request, metadata=STAFF))
        return None if isinstance(found, Refusal) else found

    async def states(self, ordered: Sequence[Order]) -> set[str]:
        """The states of their shipments."""
        found = [await self.shipment(each) for each in ordered]
        return {Shipment.State.Name(each.state) if each else "" for each in found}


async def told(operator: Broker) -> Counter[tuple[type[Message], str, int]]:
    """Every event of shipping that is in the stream: its type, its shipment and the version."""
    stream = await operator.jetstream()
    found = Counter[tuple[type[Message], str, int]]()
    subscription: Any = await stream.pull_subscribe("events.shipping.>", stream=EVENTS)
    left = (await subscription.consumer_info()).num_pending
    while left:
        messages = await subscription.fetch(min(left, 100), timeout=10)
        left -= len(messages)
        for message in messages:
            event = opened(message.data)
            found[(type(event.data), event.subject, event.version)] += 1
    await subscription.unsubscribe()
    return found


def expected(ordered: Sequence[Order]) -> dict[tuple[type[Message], str, int], int]:
    """What is told of shipments that arrived: each thing once."""
    return {
        (kind, shipment_of(each), version): 1
        for each in ordered
        for kind, version in ((ShipmentDispatched, 2), (ShipmentDelivered, 4))
    }
