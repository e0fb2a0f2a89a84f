"""In what order orders have their effects, on ports made by hand."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest

from services.orders import usecases
from services.orders.domain import Address, Item, Offer, Order, Wish
from services.orders.ports import Recorded
from services.orders.runner import Begun, Record
from services.orders.usecases import Ports
from services.runtime.errors import FailedPrecondition, NotFound, Unavailable
from services.runtime.idempotency import RequestKey
from services.runtime.identity import Caller
from services.runtime.money import Money
from tests.unit.orders import order

KEY = RequestKey("accounts/ada", "PlaceOrder", UUID(int=1), b"")
WISH = Wish("accounts/ada", [Item("cup", 2)], "tok_approve", Address(region_code="PT"))
ADA = Caller("accounts/ada", frozenset({"orders:self"}))


@dataclass
class _World:
    """All ports at once; notes what is asked of them, in order."""

    known: Order | None = None
    offer: Offer | Exception = field(
        default_factory=lambda: Offer("Cup", Money("EUR", 5, 0), deleted=False)
    )
    steps: list[Order] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    async def find(self, key: RequestKey) -> Order | None:
        self.done.append("find")
        return self.known

    async def get(self, order_id: str) -> Order:
        self.done.append("get")
        assert self.known is not None
        return self.known

    async def add(self, placed: Order, key: RequestKey, lease: float) -> Recorded:
        self.done.append("add")
        return Recorded(placed, changed=True)

    async def change(self, order_id: str, change: Any, lease: float, key: Any = None) -> Recorded:
        self.done.append("change")
        assert self.known is not None
        return Recorded(change(self.known), changed=True)

    async def offers(self, product_ids: Sequence[str]) -> Mapping[str, Offer]:
        self.done.append("offers")
        if isinstance(self.offer, Exception):
            raise self.offer
        return dict.fromkeys(product_ids, self.offer)

    async def available(self, product_ids: Sequence[str]) -> Mapping[str, int]:
        self.done.append("available")
        return dict.fromkeys(product_ids, 1)

    async def begin(self, record: Record) -> Begun:
        self.done.append("begin")
        return Begun((await record(8)).order, None)

    async def changes(self, key: str, after: int = 0) -> AsyncGenerator[Order, None]:
        self.done.append("watch")
        for step in self.steps:
            yield step
        await asyncio.Event().wait()

    @property
    def ports(self) -> Ports:
        this: Any = self
        return Ports(this, this, this, this, this)


async def test_prices_are_asked_for_before_anything_is_recorded() -> None:
    confirmed = order(step="CONFIRMED", version=2)
    world = _World(steps=[confirmed])
    assert await usecases.place_order(world.ports, WISH, KEY) == confirmed
    assert world.done == ["find", "offers", "begin", "add", "watch"]


async def test_a_request_that_is_known_asks_for_no_prices() -> None:
    known = order(step="CONFIRMED")
    world = _World(known, Unavailable("down", reason="TEST", retry_after=1))
    assert await usecases.place_order(world.ports, WISH, KEY) == known
    assert world.done == ["find"]


async def test_what_has_no_price_or_another_one_is_not_recorded() -> None:
    dearer = replace(WISH, expected_total=Money("EUR", 9, 0))
    world = _World()
    with pytest.raises(FailedPrecondition):
        await usecases.place_order(world.ports, dearer, KEY)
    assert world.done == ["find", "offers"]


async def test_a_quote_says_whether_there_are_enough() -> None:
    world = _World()
    quote = await usecases.quote_order(world.ports, [Item("cup", 1)])
    assert quote.available
    assert not (await usecases.quote_order(world.ports, [Item("cup", 2)])).available


async def test_a_cancellation_waits_until_it_is_through() -> None:
    cancelling, cancelled = order(step="RELEASING"), order(step="CANCELLED", version=4)
    world = _World(order(step="CONFIRMED"), steps=[cancelling, cancelled])
    assert await usecases.cancel_order(world.ports, order().id, ADA) == cancelled
    assert world.done == ["begin", "change", "watch"]


async def test_a_cancellation_that_comes_to_nothing_says_so() -> None:
    world = _World(order(step="CONFIRMED"), steps=[order(step="SHIPPED", version=4)])
    with pytest.raises(FailedPrecondition) as refused:
        await usecases.cancel_order(world.ports, order().id, ADA)
    assert refused.value.reason == "ORDER_SHIPPED"


def test_who_cancels_is_part_of_the_reason() -> None:
    for caller, reason in (
        (ADA, "REQUESTED"),
        (Caller("accounts/eva", frozenset({"orders:admin"})), "STAFF"),
    ):
        cancellation = usecases._cancelled(order(), caller).cancellation
        assert cancellation is not None
        assert cancellation.reason == reason


async def test_nobody_acts_on_somebody_elses_order() -> None:
    bob = Caller("accounts/bob", frozenset({"orders:self"}))
    world = _World(order())
    calls: list[Awaitable[Order]] = [
        usecases.get_order(world.ports, order().id, bob),
        usecases.cancel_order(world.ports, order().id, bob),
        anext(usecases.watch_order(world.ports, order().id, 0, bob)),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call


async def test_a_watch_begins_with_what_is_news_and_ends_with_the_order() -> None:
    confirmed, delivered = order(step="CONFIRMED", version=2), order(step="DELIVERED", version=4)
    world = _World(confirmed, steps=[delivered])
    told = [each async for each in usecases.watch_order(world.ports, order().id, 0, ADA)]
    assert told == [confirmed, delivered]
    told = [each async for each in usecases.watch_order(world.ports, order().id, 2, ADA)]
    assert told == [delivered]
    world = _World(delivered)
    assert [each async for each in usecases.watch_order(world.ports, order().id, 4, ADA)] == []
