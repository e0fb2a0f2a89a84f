"""What the inventory needs from outside, in its own words."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from services.inventory.domain import Reservation, Stock
from services.runtime.idempotency import RequestKey


class Stocks(Protocol):
    """The stock of all products."""

    async def get(self, product_id: str) -> Stock:
        """That of one product; NotFound if there never was any."""
        ...

    async def find(self, product_ids: Sequence[str]) -> dict[str, Stock]:
        """That of those products that ever had any, by their ids."""
        ...

    async def versions(self, product_ids: Sequence[str]) -> dict[str, int]:
        """The versions of the same, by their ids."""
        ...

    async def adjust(self, product_id: str, change: int, key: RequestKey | None) -> Stock:
        """Puts pieces in, or takes available ones out; FailedPrecondition if there are too few."""
        ...


class Reservations(Protocol):
    """All reservations. Each method has its whole effect, or none; a repeat has none."""

    async def reserve(
        self, reservation_id: str, items: Mapping[str, int], seconds: float
    ) -> Reservation:
        """Holds items, or returns the reservation of that id as it is.

        FailedPrecondition if too little of a product is available.
        """
        ...

    async def commit(self, reservation_id: str) -> Reservation:
        """Sells what is held; returns what became of it. NotFound if there is no such one."""
        ...

    async def release(self, reservation_id: str) -> Reservation:
        """Gives back what is held or sold; makes a released one if there is none."""
        ...

    async def expire(self, most: int) -> int:
        """Gives back what was held for too long, of so many at most; returns of how many."""
        ...
