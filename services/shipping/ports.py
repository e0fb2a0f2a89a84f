"""What shipping needs from outside, in its own words."""

from collections.abc import Callable, Sequence
from typing import Protocol

from services.runtime.paging import Cursor, Page
from services.shipping.domain import Shipment


class Shipments(Protocol):
    """All shipments."""

    async def get(self, shipment_id: str) -> Shipment:
        """One shipment; NotFound if there is none."""
        ...

    async def find(self, shipment_ids: Sequence[str]) -> dict[str, Shipment]:
        """Those of several shipments that there are, by their ids."""
        ...

    async def versions(self, shipment_ids: Sequence[str]) -> dict[str, int]:
        """The versions of those of several shipments that there are, by their ids."""
        ...

    async def list(self, account: str | None, after: Cursor | None, size: int) -> Page[Shipment]:
        """An account's shipments after a cursor, or with None everybody's; the newest first."""
        ...

    async def add(self, shipment: Shipment) -> None:
        """Adds a shipment. One with its id that is there already stays as it is."""
        ...

    async def change(self, shipment_id: str, change: Callable[[Shipment], Shipment]) -> Shipment:
        """Replaces a shipment with what `change` makes of it, and tells the mesh of it.

        Whoever changes it meanwhile comes first, and `change` sees what they made of it. What it
        raises is passed on, and nothing is changed.
        """
        ...

    async def replace(self, old: Shipment, new: Shipment) -> bool:
        """The same for a shipment as it was seen; False if it has changed since."""
        ...

    async def claim(self, count: int, seconds: float) -> Sequence[Shipment]:
        """Some shipments that are due to move on.

        Nobody else is given them for as many `seconds`; then they are due again.
        """
        ...


class Carrier(Protocol):
    """Whoever brings parcels to where they belong."""

    async def book(self, shipment: Shipment) -> str:
        """Announces a parcel; returns its tracking number, the same one however often it is asked.

        It binds nobody: a parcel that then never comes costs nothing.
        """
        ...

    async def news(self, shipment: Shipment) -> str:
        """What has happened to a parcel since it was last heard of, for a person."""
        ...
