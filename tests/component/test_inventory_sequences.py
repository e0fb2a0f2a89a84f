"""Calls about one reservation come late, twice and in any order: what each then comes to.

The table has a line for each state and what can happen in it. Each sequence of such steps is
walked, and after each step every piece is where the table says.
"""

import itertools
from typing import Any, Final

import pytest

from services.inventory import usecases
from services.inventory.storage import PostgresReservations
from tests.component.calls import unique
from tests.component.stock import COMMITTED, EXPIRED, HELD, RELEASED, Stockroom, stocked

# What happens: the three calls; the reservation's time comes; the worker comes by.
STEPS: Final = ("reserve", "commit", "release", "lapse", "sweep")
# None for a step that answers nothing.
TABLE: Final[dict[tuple[str, str], tuple[Any, str]]] = {
    ("nothing", "reserve"): (HELD, "held"),
    ("nothing", "commit"): ("RESERVATION_NOT_FOUND", "nothing"),
    ("nothing", "release"): (RELEASED, "released"),
    ("nothing", "lapse"): (None, "nothing"),
    ("nothing", "sweep"): (None, "nothing"),
    ("held", "reserve"): (HELD, "held"),
    ("held", "commit"): (COMMITTED, "committed"),
    ("held", "release"): (RELEASED, "released"),
    ("held", "lapse"): (None, "due"),
    ("held", "sweep"): (None, "held"),
    ("due", "reserve"): ("RESERVATION_EXPIRED", "due"),
    ("due", "commit"): ("RESERVATION_EXPIRED", "due"),
    ("due", "release"): (EXPIRED, "expired"),
    ("due", "lapse"): (None, "due"),
    ("due", "sweep"): (None, "expired"),
    ("committed", "reserve"): (COMMITTED, "committed"),
    ("committed", "commit"): (COMMITTED, "committed"),
    ("committed", "release"): (RELEASED, "released"),
    ("committed", "lapse"): (None, "committed"),
    ("committed", "sweep"): (None, "committed"),
    ("released", "reserve"): ("RESERVATION_RELEASED", "released"),
    ("released", "commit"): ("RESERVATION_RELEASED", "released"),
    ("released", "release"): (RELEASED, "released"),
    ("released", "lapse"): (None, "released"),
    ("released", "sweep"): (None, "released"),
    ("expired", "reserve"): ("RESERVATION_EXPIRED", "expired"),
    ("expired", "commit"): ("RESERVATION_EXPIRED", "expired"),
    ("expired", "release"): (EXPIRED, "expired"),
    ("expired", "lapse"): (None, "expired"),
    ("expired", "sweep"): (None, "expired"),
}
# Of ten pieces, with three in the reservation: available, reserved, sold.
COUNTS: Final = {
    "nothing": (10, 0, 0),
    "held": (7, 3, 0),
    "due": (7, 3, 0),
    "committed": (7, 0, 3),
    "released": (10, 0, 0),
    "expired": (10, 0, 0),
}
LONGEST: Final = 4


def test_the_table_is_complete() -> None:
    assert set(TABLE) == set(itertools.product(COUNTS, STEPS))


@pytest.mark.parametrize("first", STEPS)
async def test_every_sequence_of_late_and_repeated_steps_ends_as_the_table_says(
    stockroom: Stockroom, reservations: PostgresReservations, first: str
) -> None:
    products = [await stocked(stockroom.inventory, 10) for _ in range(2)]
    items = dict.fromkeys(products, 3)

    async def step(what: str, name: str) -> Any:
        if what == "reserve":
            return await stockroom.reserve(name, items)
        if what == "commit":
            return await stockroom.commit(name)
        if what == "release":
            return await stockroom.release(name)
        if what == "lapse":
            return await stockroom.lapse(name)
        return await usecases.expire_reservations(reservations)

    for length in range(1, LONGEST + 1):
        for rest in itertools.product(STEPS, repeat=length - 1):
            state, name = "nothing", unique()
            for number, what in enumerate((first, *rest), 1):
                expected, state = TABLE[state, what]
                where = f"step {number} of {(first, *rest)}"
                assert await step(what, name) == expected, where
                for product in products:
                    assert await stockroom.counts(product) == COUNTS[state], where
            # So that the next one begins with ten again.
            await stockroom.release(name)
