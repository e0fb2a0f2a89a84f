"""Many want the same at once: nothing is sold twice, nothing is lost, and nobody waits for ever."""

import asyncio
import random
from collections import Counter

from services.inventory import usecases
from services.inventory.settings import Settings
from services.inventory.storage import PostgresReservations
from services.runtime.database import connect
from tests.component.calls import outcome, unique
from tests.component.stock import (
    COMMITTED,
    HELD,
    RELEASED,
    Stockroom,
    adjustment,
    reservation,
    stocked,
)
from tests.conftest import eventually

_WAITING = """
select count(*) from pg_stat_activity
where usename = current_user and wait_event_type = 'Lock'"""


async def _until_waiting(stockroom: Stockroom, count: int) -> None:
    """Waits until so many wait for a lock."""

    async def waiting() -> bool:
        # Within a transaction, what is told of activity stands still.
        await stockroom.connection.execute("select pg_stat_clear_snapshot()")
        return bool(await stockroom.connection.fetchval(_WAITING) == count)

    await eventually(waiting, what=f"{count} who wait for a lock")


async def test_of_fifty_buyers_of_twenty_pieces_twenty_get_one(
    stockroom: Stockroom, other: Stockroom
) -> None:
    product = await stocked(stockroom.inventory, 20)
    found = await asyncio.gather(
        *((stockroom, other)[n % 2].reserve(unique(), {product: 1}) for n in range(50))
    )
    assert Counter(found) == {HELD: 20, "INSUFFICIENT_STOCK": 30}
    assert await stockroom.counts(product) == (0, 20, 0)


async def test_repeats_of_the_order_that_got_the_last_piece_all_hear_so(
    stockroom: Stockroom, other: Stockroom
) -> None:
    for _ in range(10):
        product, name = await stocked(stockroom.inventory, 1), unique()
        found = await asyncio.gather(
            *((stockroom, other)[n % 2].reserve(name, {product: 1}) for n in range(12))
        )
        assert found == [HELD] * 12
        assert await stockroom.counts(product) == (0, 1, 0)


async def test_who_waits_for_the_last_piece_gets_it_if_it_is_given_back(
    stockroom: Stockroom, other: Stockroom
) -> None:
    product = await stocked(stockroom.inventory, 1)
    await stockroom.connection.execute("begin")
    await stockroom.connection.execute(
        "update stocks set available = 0, reserved = 1 where product = $1", product
    )
    waiting = asyncio.ensure_future(other.reserve(unique(), {product: 1}))
    await _until_waiting(stockroom, 1)
    await stockroom.connection.execute("rollback")
    assert await waiting == HELD


async def test_who_waits_for_the_last_pieces_is_refused_if_they_are_gone(
    stockroom: Stockroom, other: Stockroom
) -> None:
    product, name = await stocked(stockroom.inventory, 5), unique()
    another = await stocked(stockroom.inventory, 5)
    await stockroom.connection.execute("begin")
    await stockroom.connection.execute(
        "update stocks set available = 1, sold = 4 where product = $1", product
    )
    waiting = asyncio.ensure_future(other.reserve(name, {another: 1, product: 2}))
    await _until_waiting(stockroom, 1)
    await stockroom.connection.execute("commit")
    assert await waiting == "INSUFFICIENT_STOCK"
    assert await stockroom.counts(another) == (5, 0, 0)
    # Nothing is left of it: the name is still free.
    assert await stockroom.commit(name) == "RESERVATION_NOT_FOUND"
    assert await stockroom.reserve(name, {another: 1, product: 1}) == HELD


async def test_who_waits_to_take_pieces_out_gets_those_that_were_put_in(
    stockroom: Stockroom, other: Stockroom
) -> None:
    product = await stocked(stockroom.inventory, 1)
    await stockroom.connection.execute("begin")
    await stockroom.connection.execute(
        "update stocks set available = 4, stocked = 4 where product = $1", product
    )
    taking = asyncio.ensure_future(other.inventory.AdjustStock(adjustment(product, -2)))
    await _until_waiting(stockroom, 1)
    await stockroom.connection.execute("commit")
    assert (await taking).available == 2


async def test_a_release_that_overtakes_the_reservation_it_is_for_has_the_last_word(
    stockroom: Stockroom, other: Stockroom
) -> None:
    for _ in range(40):
        product, name = await stocked(stockroom.inventory, 5), unique()
        reserved, released = await asyncio.gather(
            stockroom.reserve(name, {product: 5}), other.release(name)
        )
        assert released == RELEASED
        assert reserved in (HELD, "RESERVATION_RELEASED")
        assert await stockroom.reserve(name, {product: 5}) == "RESERVATION_RELEASED"
        assert await stockroom.counts(product) == (5, 0, 0)


async def test_a_commit_and_a_release_at_once_sell_and_give_back_in_either_order(
    stockroom: Stockroom, other: Stockroom
) -> None:
    for _ in range(20):
        product, name = await stocked(stockroom.inventory, 5), unique()
        await stockroom.reserve(name, {product: 2})
        found = await asyncio.gather(
            *(stockroom.commit(name) for _ in range(3)), *(other.release(name) for _ in range(3))
        )
        assert set(found[:3]) <= {COMMITTED, "RESERVATION_RELEASED"}
        assert found[3:] == [RELEASED] * 3
        assert await stockroom.counts(product) == (5, 0, 0)


async def test_repeats_and_releases_of_one_reservation_never_wait_in_a_circle(
    stockroom: Stockroom, other: Stockroom
) -> None:
    """A repeat that does not see the reservation yet has none of its stock in hand."""
    products = [await stocked(stockroom.inventory, 1000) for _ in range(2)]
    items = dict.fromkeys(products, 1)
    allowed = {HELD, COMMITTED, RELEASED, "RESERVATION_RELEASED", "RESERVATION_NOT_FOUND"}
    for _ in range(30):
        name = unique()
        found = await asyncio.gather(
            *((stockroom, other)[n % 2].reserve(name, items) for n in range(6)),
            other.commit(name),
            *(room.release(name) for room in (stockroom, other)),
            *(room.reserve(unique(), items) for room in (stockroom, other)),
        )
        assert set(found) <= allowed
    await stockroom.require_consistent(dict.fromkeys(products, 1000))


async def test_orders_of_the_same_products_in_any_order_never_wait_in_a_circle(
    stockroom: Stockroom, other: Stockroom
) -> None:
    products = [await stocked(stockroom.inventory, 1000) for _ in range(6)]
    names = [unique() for _ in range(60)]

    async def order(number: int, name: str) -> None:
        one, another = (stockroom, other) if number % 2 else (other, stockroom)
        mixed = random.Random(number).sample(products, len(products))
        assert await one.reserve(name, dict.fromkeys(mixed, 2)) == HELD
        if number % 3:
            assert await another.commit(name) == COMMITTED
        if number % 3 != 1:
            assert await one.release(name) == RELEASED

    await asyncio.gather(*(order(number, name) for number, name in enumerate(names)))
    await stockroom.require_consistent(dict.fromkeys(products, 1000))
    assert await stockroom.counts(products[0]) == (960, 0, 40)


async def test_workers_at_once_give_each_expired_reservation_back_once(
    stockroom: Stockroom, reservations: PostgresReservations, inventory_settings: Settings
) -> None:
    products = [await stocked(stockroom.inventory, 1000) for _ in range(3)]
    names = [unique() for _ in range(250)]
    for name in names:
        await stockroom.reserve(name, dict.fromkeys(products, 2))
    kept = names.pop()
    await stockroom.connection.execute(
        "update reservations set expire_time = clock_timestamp() where id = any($1)", names
    )
    async with connect(inventory_settings.database_url, size=4, schema=[]) as connected:
        workers = [reservations, PostgresReservations(connected)] * 2
        found = await asyncio.gather(*(worker.expire(60) for worker in workers))
        assert sum(found) <= 240
        await asyncio.gather(*(usecases.expire_reservations(worker) for worker in workers))
        assert [await worker.expire(60) for worker in workers] == [0] * 4
    for product in products:
        assert await stockroom.counts(product) == (998, 2, 0)
    assert await stockroom.commit(names[0]) == "RESERVATION_EXPIRED"
    assert await stockroom.commit(kept) == COMMITTED


async def test_a_worker_passes_by_what_somebody_else_has_in_hand(
    stockroom: Stockroom, reservations: PostgresReservations
) -> None:
    product = await stocked(stockroom.inventory, 10)
    held, free = unique(), unique()
    for name in (held, free):
        await stockroom.reserve(name, {product: 1})
        await stockroom.lapse(name)
    await stockroom.connection.execute("begin")
    lock = "select from reservations where id = $1 for update"
    await stockroom.connection.execute(lock, held)
    await usecases.expire_reservations(reservations)
    await stockroom.connection.execute("rollback")
    assert await stockroom.counts(product) == (9, 1, 0)
    await usecases.expire_reservations(reservations)
    assert await stockroom.counts(product) == (10, 0, 0)


async def test_a_call_that_is_given_up_while_it_waits_changes_nothing(
    stockroom: Stockroom, other: Stockroom
) -> None:
    product, name = await stocked(stockroom.inventory, 3), unique()
    await stockroom.connection.execute("begin")
    lock = "select from stocks where product = $1 for update"
    await stockroom.connection.execute(lock, product)
    call = other.inventory.ReserveStock(reservation(name, {product: 1}))
    waiting = asyncio.ensure_future(outcome(call))
    await _until_waiting(stockroom, 1)
    call.cancel()
    await asyncio.wait([waiting])
    await _until_waiting(stockroom, 0)
    await stockroom.connection.execute("rollback")
    assert await stockroom.commit(name) == "RESERVATION_NOT_FOUND"
    assert await stockroom.counts(product) == (3, 0, 0)
