"""Whatever is done at once, in whatever order: every piece is somewhere, and only once."""

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

import pytest

from services.inventory import usecases
from services.inventory.storage import PostgresReservations
from tests.component.calls import Refusal, outcome, unique
from tests.component.stock import (
    COMMITTED,
    EXPIRED,
    HELD,
    RELEASED,
    Stockroom,
    adjustment,
    stocked,
)

pytestmark = pytest.mark.long

STEPS, WORKERS = 400, 16
EXPECTED = {
    None, HELD, COMMITTED, RELEASED, EXPIRED, "INSUFFICIENT_STOCK", "RESERVATION_EXPIRED",
    "RESERVATION_NOT_FOUND", "RESERVATION_RELEASED",
}  # fmt: skip
KINDS = {"reserve": 4, "commit": 2, "release": 2, "adjust": 1, "expire": 1}


class Bustle:
    """Steps that a seed chooses; how they fall together is left to chance."""

    def __init__(
        self, seed: int, rooms: list[Stockroom], worker: PostgresReservations, products: list[str]
    ) -> None:
        self.chance = random.Random(seed)
        self.rooms = rooms
        self.worker = worker
        self.stock = dict.fromkeys(products, 12)
        self.wanted = {unique(): self.items() for _ in range(25)}
        self.alone = asyncio.Lock()  # a connection does one thing at a time

    def items(self) -> dict[str, int]:
        chosen = self.chance.sample([*self.stock], self.chance.randint(1, len(self.stock)))
        return {product: self.chance.randint(1, 3) for product in chosen}

    def step(self) -> Coroutine[Any, Any, Any]:
        room, name = self.chance.choice(self.rooms), self.chance.choice([*self.wanted])
        (kind,) = self.chance.choices([*KINDS], [*KINDS.values()])
        if kind == "reserve":
            return room.reserve(name, self.wanted[name])
        if kind == "adjust":
            change = self.chance.choice((-3, -1, 2))
            return self.adjust(room, self.chance.choice([*self.stock]), change)
        if kind == "expire":
            return self.expire(name)
        return room.commit(name) if kind == "commit" else room.release(name)

    async def adjust(self, room: Stockroom, product: str, change: int) -> Any:
        answer = await outcome(room.inventory.AdjustStock(adjustment(product, change)))
        if isinstance(answer, Refusal):
            return answer.reason
        self.stock[product] += change
        return None

    async def expire(self, name: str) -> None:
        async with self.alone:
            await self.rooms[0].lapse(name)
        await usecases.expire_reservations(self.worker)

    async def run(self) -> list[Any]:
        """What came of each step."""
        steps = [self.step() for _ in range(STEPS)]
        told = []

        async def work() -> None:
            while steps:
                told.append(await steps.pop())

        await asyncio.gather(*(work() for _ in range(WORKERS)))
        return told


@pytest.mark.parametrize("seed", range(5))
async def test_every_piece_is_somewhere_whatever_is_done_at_once(
    stockroom: Stockroom, other: Stockroom, reservations: PostgresReservations, seed: int
) -> None:
    products = [await stocked(stockroom.inventory, 12) for _ in range(5)]
    bustle = Bustle(seed, [stockroom, other], reservations, products)
    told = await bustle.run()
    assert len(told) == STEPS
    assert set(told) <= EXPECTED
    assert {HELD, COMMITTED, RELEASED} <= set(told)
    await stockroom.require_consistent(bustle.stock)
    for name in bustle.wanted:
        await stockroom.release(name)
    for product, pieces in bustle.stock.items():
        assert await stockroom.counts(product) == (pieces, 0, 0)
