"""Stock and reservations: what they are, and what must always be true of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from services.runtime.errors import FailedPrecondition, InvalidArgument, NotFound
from services.runtime.names import Collection

PRODUCTS: Final = Collection("catalog.mercado.mesh/Product", "products")
STOCKS: Final = Collection("inventory.mercado.mesh/Stock", "products", "stock")
RESERVATIONS: Final = Collection("inventory.mercado.mesh/Reservation", "reservations")

HELD: Final = "STATE_HELD"
COMMITTED: Final = "STATE_COMMITTED"
RELEASED: Final = "STATE_RELEASED"
EXPIRED: Final = "STATE_EXPIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """How much there is of a product. Each piece is in exactly one of the counts.

    Attributes:
        product_id: the last part of the product's name.
        version: counts its changes.
    """

    product_id: str
    available: int
    reserved: int
    sold: int
    version: int
    update_time: datetime

    @property
    def name(self) -> str:
        """Its resource name."""
        return STOCKS.name(self.product_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Stock that is kept until it is committed, released or expired.

    Attributes:
        id: the last part of its name, chosen by whoever made it.
        items: how many pieces of which product, by the products' ids.
        state: one of the four above. It is EXPIRED as soon as its time has come.
        expire_time: None if it was released before it was made.
    """

    id: str
    state: str
    items: Mapping[str, int] = field(default_factory=dict)
    expire_time: datetime | None = None
    create_time: datetime | None = None

    @property
    def name(self) -> str:
        """Its resource name."""
        return RESERVATIONS.name(self.id)

    def of(self, items: Mapping[str, int]) -> "Reservation":
        """The reservation, for somebody who asked for these items.

        Raises:
            FailedPrecondition: if it was given back.
            InvalidArgument: if it is of other items.
        """
        self.kept()
        if self.items != items:
            raise InvalidArgument.field(
                "name", f"{self.name} was made for other items", reason="RESERVATION_REUSED"
            )
        return self

    def kept(self) -> "Reservation":
        """The reservation, which is held or committed.

        Raises:
            FailedPrecondition: if it was given back.
        """
        if self.state in {RELEASED, EXPIRED}:
            became = self.state.removeprefix("STATE_")
            message = f"{self.name} was given back: it is {became.lower()}"
            reason = f"RESERVATION_{became}"
            raise FailedPrecondition(RESERVATIONS.kind, self.name, message, reason)
        return self


def never_stocked(product_id: str) -> NotFound:
    """The error for a product of which there never was any stock."""
    name = STOCKS.name(product_id)
    return NotFound(STOCKS.kind, name, f"there is no {name}", "STOCK_NOT_FOUND")


def unknown(reservation_id: str) -> NotFound:
    """The error for a reservation that is not there."""
    name = RESERVATIONS.name(reservation_id)
    return NotFound(RESERVATIONS.kind, name, f"there is no {name}", "RESERVATION_NOT_FOUND")


def insufficient(product_id: str, available: int) -> FailedPrecondition:
    """The error for a product of which there are fewer pieces than are wanted."""
    product = PRODUCTS.name(product_id)
    return FailedPrecondition(
        STOCKS.kind,
        STOCKS.name(product_id),
        f"there are only {available} of {product}",
        "INSUFFICIENT_STOCK",
        metadata={"product": product, "available": str(available)},
    )
