"""What orders cost."""

import functools
import operator
from collections.abc import Iterable, Mapping

from services.orders.domain import ORDERS, PRODUCTS, Item, Line, Offer
from services.runtime.errors import FailedPrecondition
from services.runtime.money import Money


def priced(items: Iterable[Item], offers: Mapping[str, Offer]) -> tuple[tuple[Line, ...], Money]:
    """What items cost, each and together.

    Raises:
        FailedPrecondition: if one of them is not sold, or they cannot be added up.
    """
    lines = tuple(_line(item, offers[item.product_id]) for item in items)
    for line in lines:
        if line.unit_price.currency_code != lines[0].unit_price.currency_code:
            raise _unsold(line.product_id, "CURRENCIES_DIFFER", "is sold in another currency")
    try:
        return lines, functools.reduce(operator.add, (line.amount for line in lines))
    except OverflowError:
        raise FailedPrecondition(
            ORDERS.kind, ORDERS.name("-"), "the total is more than can be paid", "TOTAL_TOO_LARGE"
        ) from None


def require_expected(total: Money, expected: Money | None) -> None:
    """Refuses another price than was expected.

    Raises:
        FailedPrecondition: if it is another one.
    """
    if expected is None:
        return
    same_currency = total.currency_code == expected.currency_code
    if not same_currency or total.in_nanos != expected.in_nanos:
        raise FailedPrecondition(
            ORDERS.kind,
            ORDERS.name("-"),
            "the products cost another sum now; ask for a quote again",
            "PRICE_CHANGED",
        )


def _line(item: Item, offer: Offer) -> Line:
    if offer.deleted or offer.price is None or offer.price.in_nanos <= 0:
        raise _unsold(item.product_id, "PRODUCT_NOT_SOLD", "is not for sale")
    return Line(item.product_id, offer.display_name, item.quantity, offer.price)


def _unsold(product_id: str, reason: str, what: str) -> FailedPrecondition:
    name = PRODUCTS.name(product_id)
    return FailedPrecondition(PRODUCTS.kind, name, f"{name} {what}", reason)
