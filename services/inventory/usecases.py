"""What can be done with the inventory, and in what order it has its effects."""

from collections.abc import Mapping, Sequence
from typing import Final

from services.inventory.domain import Reservation, Stock, never_stocked
from services.inventory.ports import Reservations, Stocks

# Few enough that nobody waits long for a row of theirs.
BATCH: Final = 100


async def batch_get_stock(stocks: Stocks, product_ids: Sequence[str]) -> list[Stock]:
    """Several products' stock, in the order of their ids; NotFound if any never had one."""
    found = await stocks.find(product_ids)
    for product_id in product_ids:
        if product_id not in found:
            raise never_stocked(product_id)
    return [found[product_id] for product_id in product_ids]


async def reserve_stock(
    reservations: Reservations, reservation_id: str, items: Mapping[str, int], seconds: float
) -> Reservation:
    """Holds items. The errors are those of `Reservation.of`, and of `Reservations.reserve`."""
    return (await reservations.reserve(reservation_id, items, seconds)).of(items)


async def commit_reservation(reservations: Reservations, reservation_id: str) -> Reservation:
    """Sells what is held. The errors are those of `Reservation.kept`, and NotFound."""
    return (await reservations.commit(reservation_id)).kept()


async def expire_reservations(reservations: Reservations) -> None:
    """Gives back everything that was held for too long."""
    while await reservations.expire(BATCH) == BATCH:
        pass
