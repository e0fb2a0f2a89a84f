"""What can be done with shipments, and in what order it has its effects."""

import logging
from datetime import UTC, datetime
from typing import Final

from services.runtime import crash
from services.runtime.errors import FailedPrecondition, Unavailable
from services.runtime.identity import Caller
from services.shipping.domain import PREPARING, Shipment, tombstone, unknown, visible
from services.shipping.ports import Carrier, Shipments

_log: Final = logging.getLogger(__name__)

BATCH: Final = 50


async def get_shipment(shipments: Shipments, shipment_id: str, caller: Caller) -> Shipment:
    """One shipment; NotFound if there is none, or it is not the caller's to see."""
    account = visible(caller)
    shipment = await shipments.get(shipment_id)
    if account is not None and account != shipment.account:
        raise unknown(shipment_id)
    return shipment


async def cancel_shipment(shipments: Shipments, shipment_id: str) -> Shipment:
    """Makes sure that a shipment never leaves; FailedPrecondition if it has.

    One that is not there is made, so that its order, when it is confirmed later, finds it
    cancelled.
    """
    now = datetime.now(UTC)
    await shipments.add(tombstone(shipment_id, now))
    return await shipments.change(shipment_id, lambda shipment: shipment.cancelled(now))


async def order_was_cancelled(shipments: Shipments, shipment_id: str) -> None:
    """Cancels the shipment of an order that is cancelled already."""
    try:
        await cancel_shipment(shipments, shipment_id)
    except FailedPrecondition as error:
        # An order asks before it is cancelled. That this one is, nobody can change any more.
        _log.warning("its order is cancelled, but %s", error.message)


async def move_due(shipments: Shipments, carrier: Carrier, lease_seconds: float) -> int:
    """Moves on what is due; returns how many shipments that were.

    Replicas share the work. One that dies leaves its part to the others.
    """
    claimed = await shipments.claim(BATCH, lease_seconds)
    moved = 0
    for shipment in claimed:
        try:
            moved += await _move(shipments, carrier, shipment)
        except Unavailable as error:
            _log.warning("%s waits: %s", shipment.name, error.message)
    return moved


async def _move(shipments: Shipments, carrier: Carrier, shipment: Shipment) -> bool:
    """False if somebody else was first: a cancellation, or a replica that was thought dead."""
    number = await carrier.book(shipment) if shipment.state == PREPARING else ""
    news = await carrier.news(shipment)
    crash.point("shipping.carrier.answered")
    moved = shipment.moved(news, datetime.now(UTC), tracking_number=number)
    replaced = await shipments.replace(shipment, moved)
    crash.point("shipping.move.committed")
    return replaced
