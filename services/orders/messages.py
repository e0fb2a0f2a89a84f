"""Orders as messages of their contract."""

from datetime import datetime
from typing import Final

from google.protobuf.timestamp_pb2 import Timestamp
from google.type import money_pb2, postal_address_pb2

from mercado.orders.v1 import order_pb2
from services.orders.domain import PRODUCTS, Address, Line, Order
from services.runtime.money import Money

_STATE: Final = order_pb2.Order.State
_REASON: Final = order_pb2.Cancellation.Reason


def order_message(order: Order) -> order_pb2.Order:
    """An order."""
    message = order_pb2.Order(
        name=order.name,
        account=order.account,
        state=_STATE.Value(f"STATE_{order.state}"),
        etag=order.etag,
    )
    for line in order.lines:
        fill_line(message.lines.add(), line)
    fill_money(message.total, order.total)
    _fill_address(message.shipping_address, order.address)
    if order.visible_cancellation is not None:
        reason = _REASON.Value(f"REASON_{order.visible_cancellation.reason}")
        message.cancellation.reason = reason
        message.cancellation.detail = order.visible_cancellation.detail
    if order.attention is not None:
        message.attention.step = order.step
        message.attention.reason = order.attention.reason
        message.attention.attempts = order.attention.attempts
        _fill_time(message.attention.since, order.attention.since)
    _fill_time(message.create_time, order.create_time)
    _fill_time(message.update_time, order.update_time)
    return message


def fill_line(message: order_pb2.OrderLine, line: Line) -> None:
    """Writes a line into a message in place."""
    message.product = PRODUCTS.name(line.product_id)
    message.display_name = line.display_name
    message.quantity = line.quantity
    fill_money(message.unit_price, line.unit_price)
    fill_money(message.amount, line.amount)


def fill_money(message: money_pb2.Money, money: Money) -> None:
    """Writes an amount into a message in place."""
    message.currency_code = money.currency_code
    message.units = money.units
    message.nanos = money.nanos


def money_of(message: money_pb2.Money) -> Money:
    """The amount in a message."""
    return Money(message.currency_code, message.units, message.nanos)


def address_of(message: postal_address_pb2.PostalAddress) -> Address:
    """The address in a message."""
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


def _fill_address(message: postal_address_pb2.PostalAddress, address: Address) -> None:
    message.revision = address.revision
    message.region_code = address.region_code
    message.language_code = address.language_code
    message.postal_code = address.postal_code
    message.sorting_code = address.sorting_code
    message.administrative_area = address.administrative_area
    message.locality = address.locality
    message.sublocality = address.sublocality
    message.address_lines.extend(address.address_lines)
    message.recipients.extend(address.recipients)
    message.organization = address.organization


def _fill_time(message: Timestamp, moment: datetime | None) -> None:
    if moment is not None:
        message.FromDatetime(moment)
