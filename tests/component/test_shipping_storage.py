"""Shipments in a real database, with replicas that do not know of each other."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.runtime.database import Database, Queries, connect
from services.runtime.errors import FailedPrecondition, Unavailable
from services.shipping import usecases
from services.shipping.carrier import SimulatedCarrier
from services.shipping.domain import (
    CANCELLED,
    DELIVERED,
    DISPATCHED,
    IN_TRANSIT,
    Address,
    Item,
    Shipment,
    prepared,
)
from services.shipping.storage import PostgresShipments
from tests.component.calls import DatabaseServer
from tests.conftest import eventually

ADA = "accounts/ada"
ADDRESS = Address(region_code="PT", address_lines=("Rua da Prata 1", "1100-414 Lisboa"))


class Replica:
    """A replica's shipments, and what it told the mesh of them."""

    def __init__(self, database: Database, step_seconds: float) -> None:
        self.told: list[tuple[str, str]] = []
        self.fails = False
        self.shipments = PostgresShipments.on(database, self._announce, step_seconds)

    async def work(self) -> int:
        return await usecases.move_due(self.shipments, SimulatedCarrier(), 10)

    async def _announce(self, queries: Queries, shipment: Shipment) -> None:
        if self.fails:
            raise Unavailable("down", reason="DOWN", retry_after=1)
        self.told.append((shipment.id, shipment.state))


@pytest.fixture
async def replicas(database: DatabaseServer) -> AsyncIterator[list[Replica]]:
    """Two of them, for which everything is due at once, on an empty database."""
    url = await database.make(f"shipments-{uuid4()}")
    async with AsyncExitStack() as stack:
        yield [
            Replica(
                await stack.enter_async_context(connect(url, size=4, schema=["services.shipping"])),
                step_seconds=0,
            )
            for _ in range(2)
        ]


def _parcel(account: str = ADA) -> Shipment:
    items = (Item("products/cup", 2), Item("products/tin", 1))
    return prepared(str(uuid4()), account, items, ADDRESS, datetime.now(UTC))


async def test_a_shipment_is_found_as_it_was_stored(replicas: list[Replica]) -> None:
    first, second = replicas
    parcel = _parcel()
    await first.shipments.add(parcel)
    assert await second.shipments.get(parcel.id) == parcel
    assert await second.shipments.find([parcel.id, "none"]) == {parcel.id: parcel}
    assert await second.shipments.versions([parcel.id, "none"]) == {parcel.id: 1}


async def test_an_order_that_is_confirmed_twice_has_one_shipment(replicas: list[Replica]) -> None:
    parcel = _parcel()
    again = prepared(parcel.id, ADA, (), ADDRESS, datetime.now(UTC))
    await asyncio.gather(*(replica.shipments.add(parcel) for replica in replicas for _ in range(5)))
    await replicas[0].shipments.add(again)
    assert (await replicas[0].shipments.list(ADA, None, 10)).items == [parcel]


async def test_replicas_move_each_shipment_once_through_every_state(
    replicas: list[Replica],
) -> None:
    parcels = [_parcel() for _ in range(120)]
    for parcel in parcels:
        await replicas[0].shipments.add(parcel)

    async def work(replica: Replica) -> None:
        for _ in range(12):
            await replica.work()

    await asyncio.gather(*(work(replica) for replica in replicas for _ in range(2)))
    told = Counter(told for replica in replicas for told in replica.told)
    expected = {(p.id, state) for p in parcels for state in (DISPATCHED, IN_TRANSIT, DELIVERED)}
    assert told == dict.fromkeys(expected, 1)
    found = await replicas[0].shipments.find([parcel.id for parcel in parcels])
    assert {shipment.state for shipment in found.values()} == {DELIVERED}
    assert {shipment.version for shipment in found.values()} == {4}
    assert all(replica.told for replica in replicas), "one replica had nothing to do"


async def test_what_is_not_due_yet_stays(replicas: list[Replica], database: DatabaseServer) -> None:
    url = await database.make(f"shipments-{uuid4()}")
    async with connect(url, size=1, schema=["services.shipping"]) as connected:
        patient = Replica(connected, step_seconds=3600)
        await patient.shipments.add(_parcel())
        assert await patient.work() == 0


async def test_either_the_cancellation_or_the_dispatch_wins(replicas: list[Replica]) -> None:
    ended, chance = Counter[str](), random.Random(3)

    async def linger(replica: Replica) -> None:
        for _ in range(chance.randrange(6)):
            await replica.shipments.versions([])

    async def cancel(shipment_id: str) -> bool:
        await linger(replicas[1])
        try:
            await usecases.cancel_shipment(replicas[1].shipments, shipment_id)
        except FailedPrecondition:
            return False
        return True

    async def dispatch(seen: Shipment) -> bool:
        moved = seen.moved("Handed over", datetime.now(UTC), tracking_number="MP1")
        await linger(replicas[0])
        return await replicas[0].shipments.replace(seen, moved)

    async def race() -> None:
        parcel = _parcel()
        await replicas[0].shipments.add(parcel)
        seen = await replicas[0].shipments.get(parcel.id)
        dispatched, cancelled = await asyncio.gather(dispatch(seen), cancel(parcel.id))
        assert dispatched != cancelled, "one of them wins"
        shipment = await replicas[0].shipments.get(parcel.id)
        ended[shipment.state] += 1
        assert shipment.version == 2
        assert (shipment.state == DISPATCHED) == dispatched
        told = [told for replica in replicas for told in replica.told if told[0] == parcel.id]
        assert told == [(parcel.id, shipment.state)]

    for _ in range(50):
        await asyncio.gather(*(race() for _ in range(4)))
    assert ended.keys() == {DISPATCHED, CANCELLED}, "neither always wins"


async def test_a_cancellation_before_the_confirmation_makes_no_parcel(
    replicas: list[Replica],
) -> None:
    parcel = _parcel()
    for _ in range(2):
        cancelled = await usecases.cancel_shipment(replicas[0].shipments, parcel.id)
        assert cancelled.state == CANCELLED
    await replicas[1].shipments.add(parcel)
    assert await replicas[1].work() == 0
    assert await replicas[1].shipments.get(parcel.id) == cancelled
    for account in (ADA, None):
        assert not (await replicas[0].shipments.list(account, None, 10)).items


async def test_a_confirmation_and_its_cancellation_in_any_order_make_no_parcel_that_leaves(
    replicas: list[Replica],
) -> None:
    for number in range(60):
        parcel = _parcel()
        both = [
            replicas[0].shipments.add(parcel),
            usecases.cancel_shipment(replicas[1].shipments, parcel.id),
        ]
        await asyncio.gather(*(both if number % 2 else reversed(both)))
        assert (await replicas[0].shipments.get(parcel.id)).state == CANCELLED


async def test_a_move_that_cannot_be_told_is_not_made(replicas: list[Replica]) -> None:
    parcel = _parcel()
    await replicas[0].shipments.add(parcel)
    replicas[0].fails = True
    assert await replicas[0].work() == 0
    assert await replicas[0].shipments.get(parcel.id) == parcel


async def test_what_a_dead_replica_had_claimed_is_moved_by_another(
    replicas: list[Replica],
) -> None:
    parcel = _parcel()
    await replicas[0].shipments.add(parcel)
    assert await replicas[0].shipments.claim(10, 0.2) == [parcel]
    assert await replicas[1].work() == 0

    async def adopted() -> bool:
        return bool(await replicas[1].work())

    await eventually(adopted)
    # The other one was only slow, and comes too late.
    late = parcel.moved("Handed over", datetime.now(UTC))
    assert not await replicas[0].shipments.replace(parcel, late)
    assert replicas[0].told == []


async def test_a_page_after_another_has_the_next_older_shipments(replicas: list[Replica]) -> None:
    shipments = replicas[0].shipments
    parcels = [_parcel(f"accounts/{n % 2}") for n in range(10)]
    for parcel in parcels:
        await shipments.add(parcel)
    newest_first = sorted(parcels, key=lambda p: (p.create_time, p.id), reverse=True)
    for account in ("accounts/0", "accounts/1", None):
        found, after = list[Shipment](), None
        while True:
            page = await shipments.list(account, after, 3)
            found += page.items
            if page.next is None:
                break
            after = page.next
        assert found == [p for p in newest_first if account in (None, p.account)]


async def test_a_shipment_in_a_transaction_that_is_undone_was_never_there(
    replicas: list[Replica], database: DatabaseServer
) -> None:
    url = await database.make(f"shipments-{uuid4()}")
    parcel = _parcel()
    async with connect(url, size=2, schema=["services.shipping"]) as connected:
        replica = Replica(connected, step_seconds=0)

        async def undone() -> None:
            async with connected.transaction() as queries:
                within = replica.shipments.within(queries)
                await within.add(parcel)
                await usecases.order_was_cancelled(within, parcel.id)
                assert (await within.get(parcel.id)).state == CANCELLED
                raise ValueError("undone")

        with pytest.raises(ValueError, match="undone"):
            await undone()
        assert await replica.shipments.find([parcel.id]) == {}
