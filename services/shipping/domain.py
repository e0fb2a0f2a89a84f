"""Shipments: what they are, and what must always be true of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from services.runtime.errors import FailedPrecondition, NotFound, Unauthenticated
from services.runtime.identity import Caller
from services.runtime.names import Collection

SHIPMENTS: Final = Collection("shipping.mercado.mesh/Shipment", "shipments")
ORDERS: Final = Collection("orders.mercado.mesh/Order", "orders")
ADMIN_SCOPE: Final = "orders:admin"

PREPARING: Final = "STATE_PREPARING"
DISPATCHED: Final = "STATE_DISPATCHED"
IN_TRANSIT: Final = "STATE_IN_TRANSIT"
DELIVERED: Final = "STATE_DELIVERED"
CANCELLED: Final = "STATE_CANCELLED"

# Where each state leads by itself. What is not here is final.
NEXT: Final[Mapping[str, str]] = {
    PREPARING: DISPATCHED,
    DISPATCHED: IN_TRANSIT,
    IN_TRANSIT: DELIVERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a parcel goes; the fields are those of `google.type.PostalAddress`."""

    revision: int = 0
    region_code: str = ""
    language_code: str = ""
    postal_code: str = ""
    sorting_code: str = ""
    administrative_area: str = ""
    locality: str = ""
    sublocality: str = ""
    address_lines: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Pieces of one product, by its resource name."""

    product: str
    quantity: int


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """Where a shipment stood from a moment on, and why."""

    state: str
    description: str
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel.

    Attributes:
        id: that of its order; there is one parcel for each.
        account: whose it is; empty for one that was cancelled before its order was known here.
        tracking_number: the carrier's; empty until it has the parcel.
        events: what happened so far, the oldest first; there is at least one.
    """

    id: str
    account: str = ""
    items: tuple[Item, ...] = ()
    address: Address = field(default_factory=Address)
    state: str
    tracking_number: str = ""
    events: tuple[TrackingEvent, ...]

    @property
    def name(self) -> str:
        """Its resource name."""
        return SHIPMENTS.name(self.id)

    @property
    def order(self) -> str:
        """The resource name of its order."""
        return ORDERS.name(self.id)

    @property
    def version(self) -> int:
        """How often it has changed: each change is an event."""
        return len(self.events)

    @property
    def create_time(self) -> datetime:
        """When it was first heard of."""
        return self.events[0].time

    @property
    def update_time(self) -> datetime:
        """When it last changed."""
        return self.events[-1].time

    @property
    def final(self) -> bool:
        """Whether it stays as it is."""
        return self.state not in NEXT

    def moved(self, description: str, now: datetime, *, tracking_number: str = "") -> "Shipment":
        """The shipment in its next state."""
        state = NEXT[self.state]
        return replace(
            self,
            state=state,
            tracking_number=self.tracking_number or tracking_number,
            events=(*self.events, TrackingEvent(state, description, now)),
        )

    def cancelled(self, now: datetime) -> "Shipment":
        """The shipment, which will never leave. One that is cancelled already is the same.

        Raises:
            FailedPrecondition: if it has left.
        """
        if self.state == CANCELLED:
            return self
        if self.state != PREPARING:
            text = f"{self.name} has left"
            raise FailedPrecondition(SHIPMENTS.kind, self.name, text, "SHIPMENT_DISPATCHED")
        event = TrackingEvent(CANCELLED, "Cancelled before it left", now)
        return replace(self, state=CANCELLED, events=(*self.events, event))


def prepared(
    shipment_id: str, account: str, items: tuple[Item, ...], address: Address, now: datetime
) -> Shipment:
    """The shipment of an order that was confirmed."""
    return Shipment(
        id=shipment_id,
        account=account,
        items=items,
        address=address,
        state=PREPARING,
        events=(TrackingEvent(PREPARING, "Being packed", now),),
    )


def tombstone(shipment_id: str, now: datetime) -> Shipment:
    """What keeps a shipment from ever being made, for an order that is not known here yet."""
    event = TrackingEvent(CANCELLED, "Cancelled before there was anything to send", now)
    return Shipment(id=shipment_id, state=CANCELLED, events=(event,))


def visible(caller: Caller) -> str | None:
    """Whose shipments a caller sees; None for everybody's.

    Raises:
        Unauthenticated: if the caller is nobody.
    """
    if ADMIN_SCOPE in caller.scopes:
        return None
    if not caller.subject:
        raise Unauthenticated("sign in first", reason="NOT_SIGNED_IN")
    return caller.subject


def unknown(shipment_id: str) -> NotFound:
    """The error for a shipment that is not there."""
    name = SHIPMENTS.name(shipment_id)
    return NotFound(SHIPMENTS.kind, name, f"there is no {name}", "SHIPMENT_NOT_FOUND")
