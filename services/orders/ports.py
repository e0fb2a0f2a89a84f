"""What orders need from outside, in their own words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.orders.domain import Offer, Order, Outcome
from services.orders.saga import Call
from services.runtime.filtering import Expression
from services.runtime.idempotency import RequestKey
from services.runtime.paging import Cursor, Page


@dataclass(frozen=True, slots=True)
class Listing:
    """Which orders to list; `account` is None for everybody's."""

    account: str | None
    filter: Expression | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An order as it is recorded now.

    Attributes:
        changed: whether it was changed, or made, by this call.
    """

    order: Order
    changed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How all orders stand together.

    Attributes:
        attention: how many need attention.
        under_way_seconds: for how long that has not moved which should have moved for longest.
    """

    attention: int
    under_way_seconds: float


class Orders(Protocol):
    """All orders.

    Whoever writes an order that runs has a lease on it: for so many seconds nobody else takes it
    up. With a lease of 0 anybody may, at once. What is announced of an order is recorded with it.
    """

    async def get(self, order_id: str) -> Order:
        """One order; NotFound if there is none."""
        ...

    async def find(self, key: RequestKey) -> Order | None:
        """The order that a request made before; InvalidArgument if it was another request."""
        ...

    async def list(self, listing: Listing, after: Cursor | None, size: int) -> Page[Order]:
        """The page after a cursor, the newest first."""
        ...

    async def versions(self, order_ids: Sequence[str]) -> Mapping[str, int]:
        """The versions of several orders, by their ids."""
        ...

    async def snapshots(self, order_ids: Sequence[str]) -> Mapping[str, Order]:
        """Several orders, by their ids."""
        ...

    async def standing(self) -> Standing:
        """How all orders stand together."""
        ...

    async def add(self, order: Order, key: RequestKey, lease: float) -> Recorded:
        """Adds an order, or finds the one that the request made before; see `find`."""
        ...

    async def change(
        self,
        order_id: str,
        change: Callable[[Order], Order],
        lease: float,
        key: RequestKey | None = None,
    ) -> Recorded:
        """Replaces an order with what `change` makes of it; NotFound if there is none.

        Whoever had a lease on it has lost it then. What `change` raises is passed on, and nothing
        is changed; nor is it if `change` returns the order itself.
        """
        ...

    async def save(self, order: Order, lease: float) -> Order | None:
        """Records the next step of an order; None if somebody else has changed it meanwhile."""
        ...

    async def postpone(self, order: Order, seconds: float) -> None:
        """Leaves an order to whoever has time, after so many seconds, as it is.

        Does nothing if somebody else has changed it meanwhile.
        """
        ...

    async def claim(self, most: int, lease: float) -> Sequence[Order]:
        """Takes so many orders that nobody has a lease on, those that wait longest first."""
        ...


class Catalog(Protocol):
    """What is sold."""

    async def offers(self, product_ids: Sequence[str]) -> Mapping[str, Offer]:
        """Products, by their ids; NotFound if there is no such one."""
        ...


class Stock(Protocol):
    """What there is of it."""

    async def available(self, product_ids: Sequence[str]) -> Mapping[str, int]:
        """How many pieces there are of each product now."""
        ...


class Participants(Protocol):
    """The services that take part in the saga."""

    async def ask(self, call: Call, order: Order) -> Outcome:
        """Makes a call for an order. However often and late that is, it has its effect once."""
        ...
