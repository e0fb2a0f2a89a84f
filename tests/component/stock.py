"""Stock of a test's own, and what can be done with it."""

from collections.abc import Mapping
from typing import Any

import asyncpg

from mercado.inventory.v1 import inventory_service_pb2 as pb
from mercado.inventory.v1 import stock_pb2
from mercado.inventory.v1.inventory_service_pb2_grpc import InventoryServiceStub
from tests.component.calls import Refusal, outcome, unique

HELD = stock_pb2.Reservation.STATE_HELD
COMMITTED = stock_pb2.Reservation.STATE_COMMITTED
RELEASED = stock_pb2.Reservation.STATE_RELEASED
EXPIRED = stock_pb2.Reservation.STATE_EXPIRED

_COUNTS = "select available, reserved, sold from stocks where product = $1"
_LAPSE = "update reservations set expire_time = clock_timestamp() where id = $1"
# What the reservations say that each product has, beside what the product says itself.
_BOUND = """
select product, reserved, sold,
  coalesce(sum(quantity) filter (where state = 'STATE_HELD'), 0)::int as held,
  coalesce(sum(quantity) filter (where state = 'STATE_COMMITTED'), 0)::int as committed
from stocks left join (
  select product, quantity, state
  from reservations, unnest(products, quantities) as item (product, quantity)
) as items using (product)
where product = any($1) group by product, reserved, sold"""


async def stocked(inventory: InventoryServiceStub, pieces: int) -> str:
    """The id of a new product, of which there are some pieces."""
    product = unique("p")
    await inventory.AdjustStock(adjustment(product, pieces))
    return product


def adjustment(product: str, change: int, request_id: str = "") -> pb.AdjustStockRequest:
    """A request to put pieces in, or to take some out."""
    name = f"products/{product}/stock"
    return pb.AdjustStockRequest(name=name, change=change, request_id=request_id)


def reservation(name: str, items: Mapping[str, int], seconds: int = 60) -> pb.ReserveStockRequest:
    """A request to reserve items, in their order."""
    request = pb.ReserveStockRequest(name=f"reservations/{name}")
    request.ttl.seconds = seconds
    for product, quantity in items.items():
        request.items.add(product=f"products/{product}", quantity=quantity)
    return request


async def told(call: Any) -> Any:
    """The state that a reservation is in by an answer, or the reason of a refusal."""
    result = await outcome(call)
    return result.reason if isinstance(result, Refusal) else result.state


class Stockroom:
    """The inventory, and a look at its tables past it."""

    def __init__(self, inventory: InventoryServiceStub, connection: asyncpg.Connection) -> None:
        self.inventory = inventory
        self.connection = connection

    async def reserve(self, name: str, items: Mapping[str, int]) -> Any:
        """What becomes of a reservation that is made, or of the call."""
        return await told(self.inventory.ReserveStock(reservation(name, items)))

    async def commit(self, name: str) -> Any:
        """What becomes of a reservation that is committed, or of the call."""
        request = pb.CommitReservationRequest(name=f"reservations/{name}")
        return await told(self.inventory.CommitReservation(request))

    async def release(self, name: str) -> Any:
        """What becomes of a reservation that is released, or of the call."""
        request = pb.ReleaseReservationRequest(name=f"reservations/{name}")
        return await told(self.inventory.ReleaseReservation(request))

    async def lapse(self, name: str) -> None:
        """Lets a reservation's time come."""
        await self.connection.execute(_LAPSE, name)

    async def counts(self, product: str) -> tuple[int, int, int]:
        """How many pieces of a product are available, reserved and sold."""
        return tuple(await self.connection.fetchrow(_COUNTS, product))

    async def require_consistent(self, stock: Mapping[str, int]) -> None:
        """Fails unless each product has as many pieces as said, bound as reservations say."""
        for row in await self.connection.fetch(_BOUND, list(stock)):
            assert row["reserved"] == row["held"], row
            assert row["sold"] == row["committed"], row
        for product, pieces in stock.items():
            assert sum(await self.counts(product)) == pieces
