"""The inventory's rules and use cases."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from services.inventory import usecases
from services.inventory.domain import (
    COMMITTED,
    EXPIRED,
    HELD,
    RELEASED,
    STOCKS,
    Reservation,
    Stock,
    insufficient,
)
from services.runtime.errors import FailedPrecondition, InvalidArgument, NotFound
from services.runtime.idempotency import RequestKey

ITEMS = {"cup": 2, "tea": 1}


def held(state: str = HELD) -> Reservation:
    return Reservation(id="a", state=state, items=ITEMS)


@pytest.mark.parametrize("state", [HELD, COMMITTED])
def test_who_reserves_again_gets_the_reservation_as_it_is(state: str) -> None:
    assert held(state).of({"tea": 1, "cup": 2}) == held(state)


@pytest.mark.parametrize("items", [{}, {"cup": 2}, {"cup": 2, "tea": 2}, {**ITEMS, "jam": 1}])
def test_a_reservation_is_of_the_items_that_it_was_made_for(items: dict[str, int]) -> None:
    with pytest.raises(InvalidArgument) as refused:
        held().of(items)
    assert refused.value.reason == "RESERVATION_REUSED"


@pytest.mark.parametrize(
    ("state", "reason"), [(RELEASED, "RESERVATION_RELEASED"), (EXPIRED, "RESERVATION_EXPIRED")]
)
def test_what_was_given_back_stays_so_whatever_is_asked_for(state: str, reason: str) -> None:
    for ask in (held(state).kept, lambda: held(state).of(ITEMS), lambda: held(state).of({})):
        with pytest.raises(FailedPrecondition) as refused:
            ask()
        assert refused.value.reason == reason
        assert refused.value.resource_name == "reservations/a"


def test_a_shortage_says_of_what_and_how_much_there_is() -> None:
    error = insufficient("cup", 3)
    assert error.metadata == {
        "resource": "products/cup/stock", "product": "products/cup", "available": "3",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["products/cup", "products/stock", "products//stock", "products/a/b/stock",
             "products/cup/stock/", "stock", "products/cup/stocks", "/stock", ""]
)  # fmt: skip
def test_a_stock_has_its_name_in_that_of_its_product(name: str) -> None:
    assert STOCKS.identifier("products/cup/stock") == "cup"
    assert STOCKS.name("cup") == "products/cup/stock"
    with pytest.raises(InvalidArgument):
        STOCKS.identifier(name)


class Fake:
    """Stock of two products, and reservations of which so many have expired."""

    def __init__(self, expired: int = 0) -> None:
        self.expired = expired
        self.batches = list[int]()

    async def get(self, product_id: str) -> Stock:
        return (await self.find([product_id]))[product_id]

    async def find(self, product_ids: Sequence[str]) -> dict[str, Stock]:
        now = datetime.now(UTC)
        return {
            p: Stock(product_id=p, available=1, reserved=0, sold=0, version=1, update_time=now)
            for p in {"cup", "tea"} & set(product_ids)
        }

    async def versions(self, product_ids: Sequence[str]) -> dict[str, int]:
        return {}

    async def adjust(self, product_id: str, change: int, key: RequestKey | None) -> Stock:
        return await self.get(product_id)

    async def reserve(
        self, reservation_id: str, items: Mapping[str, int], seconds: float
    ) -> Reservation:
        return held()

    async def commit(self, reservation_id: str) -> Reservation:
        return held(EXPIRED)

    async def release(self, reservation_id: str) -> Reservation:
        return held(RELEASED)

    async def expire(self, most: int) -> int:
        done = min(most, self.expired)
        self.expired -= done
        self.batches.append(done)
        return done


async def test_a_batch_is_in_the_order_of_its_names_or_is_none_at_all() -> None:
    found = await usecases.batch_get_stock(Fake(), ["tea", "cup", "tea"])
    assert [stock.product_id for stock in found] == ["tea", "cup", "tea"]
    with pytest.raises(NotFound):
        await usecases.batch_get_stock(Fake(), ["tea", "jam"])


async def test_a_use_case_takes_a_reservation_only_for_what_it_is() -> None:
    assert await usecases.reserve_stock(Fake(), "a", ITEMS, 60) == held()
    with pytest.raises(InvalidArgument):
        await usecases.reserve_stock(Fake(), "a", {"cup": 1}, 60)
    with pytest.raises(FailedPrecondition):
        await usecases.commit_reservation(Fake(), "a")


async def test_what_has_expired_is_given_back_in_batches_until_nothing_is_left() -> None:
    many = Fake(expired=2 * usecases.BATCH + 5)
    await usecases.expire_reservations(many)
    assert many.batches == [usecases.BATCH, usecases.BATCH, 5]
