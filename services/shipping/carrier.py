"""A simulated parcel service: it takes what it is given, and always arrives."""

import hashlib
from collections.abc import Mapping
from typing import Final

from services.shipping.domain import DISPATCHED, IN_TRANSIT, PREPARING, Shipment

_NUMBER_DIGITS: Final = 12
_NEWS: Final[Mapping[str, str]] = {
    PREPARING: "Handed to the parcel service",
    DISPATCHED: "Left the sorting centre",
    IN_TRANSIT: "Delivered",
}


class SimulatedCarrier:
    """The port `Carrier`, from memory alone: every replica says the same of a shipment."""

    async def book(self, shipment: Shipment) -> str:
        """See `Carrier.book`."""
        digest = hashlib.sha256(shipment.id.encode()).digest()
        digits = int.from_bytes(digest[:8]) % 10**_NUMBER_DIGITS
        return f"MP{digits:0{_NUMBER_DIGITS}}"

    async def news(self, shipment: Shipment) -> str:
        """See `Carrier.news`."""
        return _NEWS[shipment.state]
