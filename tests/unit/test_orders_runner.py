"""Running sagas: who owns an order, how many run, and what becomes of one that fails."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from services.orders.domain import Order, Outcome
from services.orders.ports import Recorded
from services.orders.runner import Limits, Runner, running
from services.orders.saga import Call
from services.runtime.errors import Unavailable
from tests.conftest import eventually
from tests.unit.orders import BROKEN, DONE, PATIENCE, UNKNOWN, order

LIMITS = Limits(
    replace(PATIENCE, first_wait=0.001, longest_wait=0.002),
    lease_seconds=8,
    in_flight=2,
    look_seconds=0.01,
)
DOWN = Unavailable("down", reason="TEST", retry_after=0)


@dataclass
class _Orders:
    """Orders in memory, of which those in `due` may be claimed."""

    stored: dict[str, Order] = field(default_factory=dict)
    due: list[str] = field(default_factory=list)
    leases: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    down: int = 0

    async def save(self, order: Order, lease: float) -> Order | None:
        if self.down:
            self.down -= 1
            raise DOWN
        if self.stored[order.id].fence != order.fence:
            return None
        self.stored[order.id] = replace(order, fence=order.fence + 1)
        return self.stored[order.id]

    async def postpone(self, order: Order, seconds: float) -> None:
        if self.stored[order.id].fence == order.fence:
            self.stored[order.id] = order
            self.waits.append(seconds)
            self.due.append(order.id)

    async def claim(self, most: int, lease: float) -> Sequence[Order]:
        taken, self.due = self.due[:most], self.due[most:]
        for order_id in taken:
            found = self.stored[order_id]
            self.stored[order_id] = replace(found, fence=found.fence + 1, attempt=found.attempt + 1)
        return [self.stored[order_id] for order_id in taken]

    def recorded(self, order: Order) -> Callable[[float], Any]:
        async def record(lease: float) -> Recorded:
            self.leases.append(lease)
            self.stored[order.id] = order
            if not lease:
                self.due.append(order.id)
            return Recorded(order, changed=True)

        return record


class _Participants:
    """Answers what it is told to, and then that all is done."""

    def __init__(self, *outcomes: Outcome | Exception) -> None:
        self.asked = list[tuple[Call, str]]()
        self.busy = self.busiest = 0
        self.open = asyncio.Event()
        self.open.set()
        self._outcomes = list(outcomes)

    async def ask(self, call: Call, order: Order) -> Outcome:
        self.asked.append((call, order.id))
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        await self.open.wait()
        self.busy -= 1
        outcome = self._outcomes.pop(0) if self._outcomes else DONE
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@contextlib.asynccontextmanager
async def _running(orders: Any, participants: _Participants) -> AsyncIterator[Runner]:
    runner = Runner(orders, participants, LIMITS, lambda: None, lambda _: contextlib.nullcontext())
    async with running(runner):
        yield runner


def _numbered(number: int) -> Order:
    return order(id=f"00000000-0000-4000-8000-{number:012d}")


async def _ends(orders: _Orders, order_id: str, step: str) -> None:
    async def there() -> bool:
        return orders.stored[order_id].step == step

    await eventually(there, what=f"{order_id} {step}")


async def test_a_saga_runs_where_it_began_if_there_is_room() -> None:
    orders, participants = _Orders(), _Participants()
    async with _running(orders, participants) as runner:
        begun = await runner.begin(orders.recorded(order()))
        assert begun.run is not None
        assert (await begun.run).step == "CONFIRMED"
    assert orders.leases == [8]
    assert [call for call, _ in participants.asked] == [
        "inventory.ReserveStock",
        "payments.AuthorizePayment",
        "inventory.CommitReservation",
        "payments.CapturePayment",
    ]


async def test_what_there_is_no_room_for_is_left_to_whoever_has_some() -> None:
    orders, participants = _Orders(), _Participants()
    participants.open.clear()
    async with _running(orders, participants) as runner:
        begun = [await runner.begin(orders.recorded(_numbered(n))) for n in range(4)]
        assert orders.leases == [8, 8, 0, 0]
        assert [each.run is None for each in begun] == [False, False, True, True]

        async def full() -> bool:
            return participants.busy == 2

        await eventually(full)
        participants.open.set()
        for each in begun:
            await _ends(orders, each.order.id, "CONFIRMED")
    assert participants.busiest == 2


async def test_what_was_not_changed_is_not_run() -> None:
    orders, participants = _Orders(), _Participants()

    async def found(lease: float) -> Recorded:
        return Recorded(order(), changed=False)

    async with _running(orders, participants) as runner:
        for _ in range(LIMITS.in_flight + 1):
            assert (await runner.begin(found)).run is None
        assert (await runner.begin(orders.recorded(order()))).run is not None


async def test_a_failure_to_record_takes_no_room() -> None:
    orders, participants = _Orders(), _Participants()

    async def fails(lease: float) -> Recorded:
        raise DOWN

    async with _running(orders, participants) as runner:
        for _ in range(LIMITS.in_flight + 1):
            with pytest.raises(Unavailable):
                await runner.begin(fails)
        assert (await runner.begin(orders.recorded(order()))).run is not None


async def test_whoever_goes_away_leaves_the_order_on_its_way() -> None:
    orders, participants = _Orders(), _Participants()
    entered, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly(lease: float) -> Recorded:
        entered.set()
        await goes_on.wait()
        recorded: Recorded = await orders.recorded(order())(lease)
        return recorded

    async with _running(orders, participants) as runner:
        asking = asyncio.ensure_future(runner.begin(slowly))
        await entered.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        goes_on.set()

        async def known() -> bool:
            return bool(orders.stored)

        await eventually(known)
        await _ends(orders, order().id, "CONFIRMED")


@pytest.mark.parametrize("lost", [UNKNOWN, BROKEN, RuntimeError("a fault of ours")])
async def test_a_step_that_fails_is_tried_again_after_a_while(lost: Any) -> None:
    orders, participants = _Orders(), _Participants(DONE, lost, lost)
    async with _running(orders, participants) as runner:
        begun = await runner.begin(orders.recorded(order()))
        await _ends(orders, begun.order.id, "CONFIRMED")
    assert len(orders.waits) == 2
    calls = [call for call, _ in participants.asked]
    assert calls.count("payments.AuthorizePayment") == 3


async def test_whoever_was_overtaken_stops() -> None:
    orders, participants = _Orders(), _Participants()
    participants.open.clear()
    async with _running(orders, participants) as runner:
        begun = await runner.begin(orders.recorded(order()))
        taken = replace(begun.order, step="RELEASING", fence=7)
        orders.stored[taken.id] = taken
        participants.open.set()
        assert begun.run is not None
        assert await begun.run == begun.order
    assert orders.stored[taken.id] == taken
    assert [call for call, _ in participants.asked] == ["inventory.ReserveStock"]


async def test_a_database_that_is_away_leaves_the_order_to_the_end_of_its_lease() -> None:
    orders, participants = _Orders(down=1), _Participants()
    async with _running(orders, participants) as runner:
        begun = await runner.begin(orders.recorded(order()))
        assert begun.run is not None
        assert (await begun.run).step == "RESERVING"
        # Its lease ends.
        orders.due.append(begun.order.id)
        await _ends(orders, begun.order.id, "CONFIRMED")


async def test_a_claim_that_fails_is_made_again(caplog: pytest.LogCaptureFixture) -> None:
    orders, participants = _Orders(), _Participants()
    claim, failures = orders.claim, [DOWN]

    async def fails_once(most: int, lease: float) -> Sequence[Order]:
        if failures:
            raise failures.pop()
        return await claim(most, lease)

    orders.claim = fails_once  # type: ignore[method-assign]
    orders.stored[order().id] = order()
    orders.due.append(order().id)
    async with _running(orders, participants):
        await _ends(orders, order().id, "CONFIRMED")
    assert "orders wait: down" in caplog.text


async def test_a_runner_that_stops_ends_the_step_under_way_and_leaves_the_rest() -> None:
    orders, participants = _Orders(), _Participants()
    participants.open.clear()
    async with _running(orders, participants) as runner:
        begun = await runner.begin(orders.recorded(order()))

        async def asked() -> bool:
            return participants.busy == 1

        await eventually(asked)
        runner.stop()
        participants.open.set()
        assert begun.run is not None
        assert (await begun.run).step == "AUTHORIZING"
        assert (await runner.begin(orders.recorded(_numbered(1)))).run is None
    assert orders.waits == [0]
    assert orders.due == [begun.order.id, _numbered(1).id]


async def test_an_order_that_cannot_go_on_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    orders = _Orders()
    participants = _Participants(DONE, DONE, DONE, Outcome("refused", "no such card"))
    async with _running(orders, participants) as runner:
        begun = await runner.begin(orders.recorded(order()))
        assert begun.run is not None
        assert (await begun.run).state == "NEEDS_ATTENTION"
    assert "needs attention at CAPTURING: no such card" in caplog.text
