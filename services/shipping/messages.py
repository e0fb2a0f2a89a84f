"""Shipments as the contract writes them."""

from dataclasses import asdict
from typing import Final

from google.type.postal_address_pb2 import PostalAddress

from mercado.orders.v1.order_pb2 import Order
from mercado.shipping.v1 import shipment_pb2 as pb
from services.shipping.domain import Address, Item, Shipment

_STATE: Final = pb.Shipment.State


def fill(message: pb.Shipment, shipment: Shipment) -> None:
    """Writes a shipment into a message in place."""
    message.name = shipment.name
    message.order = shipment.order
    message.account = shipment.account
    for item in shipment.items:
        message.items.add(product=item.product, quantity=item.quantity)
    if shipment.account:
        message.address.CopyFrom(PostalAddress(**asdict(shipment.address)))
    message.state = _STATE.Value(shipment.state)
    message.tracking_number = shipment.tracking_number
    for event in shipment.events:
        told = message.events.add(state=_STATE.Value(event.state), description=event.description)
        told.time.FromDatetime(event.time)
    message.create_time.FromDatetime(shipment.create_time)
    message.update_time.FromDatetime(shipment.update_time)


def message(shipment: Shipment) -> pb.Shipment:
    """A shipment as a message."""
    made = pb.Shipment()
    fill(made, shipment)
    return made


def items(order: Order) -> tuple[Item, ...]:
    """What is in the parcel of an order."""
    return tuple(Item(line.product, line.quantity) for line in order.lines)


def address(message: PostalAddress) -> Address:
    """A message as an address."""
    return Address(
        revision=message.revision,
        region_code=message.region_code,
        language_code=message.language_code,
        postal_code=message.postal_code,
        sorting_code=message.sorting_code,
        administrative_area=message.administrative_area,
        locality=message.locality,
        sublocality=message.sublocality,
        address_lines=tuple(message.address_lines),
        recipients=tuple(message.recipients),
        organization=message.organization,
    )
