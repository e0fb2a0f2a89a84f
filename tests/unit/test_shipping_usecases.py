"""What is done with shipments, on a store in memory."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from services.runtime.errors import FailedPrecondition, NotFound, Unavailable
from services.runtime.identity import Caller
from services.runtime.paging import Cursor, Page
from services.shipping import usecases
from services.shipping.carrier import SimulatedCarrier
from services.shipping.domain import (
    CANCELLED,
    DELIVERED,
    DISPATCHED,
    PREPARING,
    Address,
    Shipment,
    prepared,
    unknown,
)

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ADA = "accounts/ada"


class Memory:
    """The port `Shipments`, where everything is always due."""

    def __init__(self) -> None:
        self.all: dict[str, Shipment] = {}

    async def get(self, shipment_id: str) -> Shipment:
        if shipment_id not in self.all:
            raise unknown(shipment_id)
        return self.all[shipment_id]

    async def find(self, shipment_ids: Sequence[str]) -> dict[str, Shipment]:
        raise NotImplementedError

    async def versions(self, shipment_ids: Sequence[str]) -> dict[str, int]:
        raise NotImplementedError

    async def list(self, account: str | None, after: Cursor | None, size: int) -> Page[Shipment]:
        raise NotImplementedError

    async def add(self, shipment: Shipment) -> None:
        self.all.setdefault(shipment.id, shipment)

    async def change(self, shipment_id: str, change: Callable[[Shipment], Shipment]) -> Shipment:
        self.all[shipment_id] = change(await self.get(shipment_id))
        return self.all[shipment_id]

    async def replace(self, old: Shipment, new: Shipment) -> bool:
        if self.all[old.id].version != old.version:
            return False
        self.all[old.id] = new
        return True

    async def claim(self, count: int, seconds: float) -> Sequence[Shipment]:
        return [shipment for shipment in self.all.values() if not shipment.final][:count]


class BrokenCarrier(SimulatedCarrier):
    """It cannot be reached about one of the shipments."""

    async def news(self, shipment: Shipment) -> str:
        if shipment.id == "broken":
            raise Unavailable("no answer", reason="CARRIER_UNAVAILABLE", retry_after=1)
        return await super().news(shipment)


def _prepared(shipment_id: str = "a") -> Shipment:
    return prepared(shipment_id, ADA, (), Address(), NOW)


@pytest.fixture
def shipments() -> Memory:
    return Memory()


async def test_a_shipment_arrives_by_itself_with_one_tracking_number(shipments: Memory) -> None:
    await shipments.add(_prepared())
    numbers = set[str]()
    while await usecases.move_due(shipments, SimulatedCarrier(), 10):
        numbers.add(shipments.all["a"].tracking_number)
    assert shipments.all["a"].state == DELIVERED
    assert len(numbers) == 1
    assert numbers != {""}


async def test_a_carrier_that_cannot_be_reached_about_one_moves_the_others(
    shipments: Memory,
) -> None:
    await shipments.add(_prepared("broken"))
    await shipments.add(_prepared("whole"))
    assert await usecases.move_due(shipments, BrokenCarrier(), 10) == 1
    assert shipments.all["broken"].state == PREPARING
    assert shipments.all["whole"].state == DISPATCHED


async def test_cancelling_what_is_not_there_keeps_it_from_being_made(shipments: Memory) -> None:
    assert (await usecases.cancel_shipment(shipments, "a")).state == CANCELLED
    await shipments.add(_prepared())
    assert shipments.all["a"].state == CANCELLED
    assert await usecases.move_due(shipments, SimulatedCarrier(), 10) == 0


async def test_an_order_that_was_cancelled_takes_its_shipment_with_it(shipments: Memory) -> None:
    await shipments.add(_prepared())
    await usecases.order_was_cancelled(shipments, "a")
    assert shipments.all["a"].state == CANCELLED


async def test_an_order_that_was_cancelled_too_late_is_no_error(
    shipments: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    await shipments.add(_prepared())
    await usecases.move_due(shipments, SimulatedCarrier(), 10)
    with pytest.raises(FailedPrecondition):
        await usecases.cancel_shipment(shipments, "a")
    await usecases.order_was_cancelled(shipments, "a")
    assert shipments.all["a"].state == DISPATCHED
    assert "has left" in caplog.text


async def test_a_shipment_is_its_accounts_and_the_staffs_to_see(shipments: Memory) -> None:
    await shipments.add(_prepared())
    for caller in (Caller(ADA), Caller("accounts/eva", frozenset({"orders:admin"}))):
        assert await usecases.get_shipment(shipments, "a", caller) == _prepared()
    with pytest.raises(NotFound) as somebody_elses:
        await usecases.get_shipment(shipments, "a", Caller("accounts/bob"))
    with pytest.raises(NotFound) as nobodys:
        await usecases.get_shipment(shipments, "b", Caller("accounts/bob"))
    assert somebody_elses.value.message.replace("/a", "/b") == nobodys.value.message
