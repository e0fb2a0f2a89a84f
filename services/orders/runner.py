"""Runs sagas: those that this replica begins, and those that nobody else goes on with.

A replica has a lease on each order that it runs. Every record of a step renews it, and is fenced:
it fails if anybody else has written the order meanwhile, and then the order is theirs. A replica
that dies leaves its leases to end; the others adopt its orders.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from services.orders.domain import Order, Outcome, Patience
from services.orders.ports import Orders, Participants, Recorded
from services.orders.saga import SAGA
from services.runtime import crash, deadlines
from services.runtime.background import Background
from services.runtime.errors import Unavailable

_log: Final = logging.getLogger(__name__)
_REST_SECONDS: Final = 1.0

Record = Callable[[float], Awaitable[Recorded]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a replica takes on.

    Attributes:
        patience: how often a step is tried.
        lease_seconds: how long an order is left to the replica that runs it.
        in_flight: how many orders a replica runs at a time.
        look_seconds: how often it looks for orders that nobody runs.
    """

    patience: Patience
    lease_seconds: float
    in_flight: int
    look_seconds: float


@dataclass(frozen=True, slots=True)
class Begun:
    """An order as it was recorded, and its saga, if it runs here: what that comes to."""

    order: Order
    run: "asyncio.Future[Order] | None"


class Runner:
    """Runs sagas in this replica, while it is `running`.

    Args:
        orders: where they are recorded.
        participants: whom their steps ask.
        limits: how much it takes on.
        written: called when an order was changed here.
        continued: makes what it does for an order part of the trace in which that was placed.
    """

    def __init__(
        self,
        orders: Orders,
        participants: Participants,
        limits: Limits,
        written: Callable[[], None],
        continued: Callable[[str], AbstractContextManager[None]],
    ) -> None:
        self._orders = orders
        self._participants = participants
        self._limits = limits
        self._written = written
        self._continued = continued
        self._taken = 0
        self._due = asyncio.Event()
        self._stopping = False
        self.background = Background()

    async def begin(self, record: Record) -> Begun:
        """Records an order, and runs its saga if there is room; else anybody may.

        It is not cut short if whoever asked for it is gone.

        Args:
            record: called with the lease that the order gets.
        """
        return await self.background.run(self._begin(record))

    async def _begin(self, record: Record) -> Begun:
        deadlines.lift()
        mine = self._take()
        try:
            recorded = await record(self._limits.lease_seconds if mine else 0)
        except BaseException:
            self._give_back(mine)
            raise
        if recorded.changed:
            self._written()
        if mine and recorded.changed and recorded.order.runs:
            return Begun(recorded.order, self.background.start(self._run(recorded.order)))
        self._give_back(mine)
        if recorded.changed:
            self._due.set()
        return Begun(recorded.order, None)

    async def adopt(self) -> None:
        """Takes up orders that nobody runs, as many as there is room for, again and again."""
        while not self._stopping:
            try:
                found = await self._claim()
            except Unavailable as error:
                _log.warning("orders wait: %s", error.message)
                await asyncio.sleep(_REST_SECONDS)
                continue
            except Exception:  # noqa: BLE001  (whatever it is, orders must not wait for ever)
                _log.exception("orders wait")
                await asyncio.sleep(_REST_SECONDS)
                continue
            if not found:
                await self._until_due()

    def stop(self) -> None:
        """Takes up nothing more; each saga ends with the step that is under way."""
        self._stopping = True
        self._due.set()

    async def _claim(self) -> bool:
        """Whether there was anything to take up."""
        free = self._limits.in_flight - self._taken
        if free <= 0:
            return False
        # Those that begin meanwhile need room, too.
        room = (free + 1) // 2
        self._taken += room
        started = 0
        try:
            for order in await self._orders.claim(room, self._limits.lease_seconds):
                self.background.start(self._adopted(order))
                started += 1
        finally:
            self._taken -= room - started
        return started > 0

    async def _until_due(self) -> None:
        # Not all replicas at the same time.
        seconds = self._limits.look_seconds * random.uniform(0.5, 1.5)  # noqa: S311
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._due.wait()
        self._due.clear()

    async def _adopted(self, order: Order) -> Order:
        with self._continued(order.traceparent):
            return await self._run(order)

    async def _run(self, order: Order) -> Order:
        """Runs an order that is this replica's, until it rests, waits, or is somebody else's."""
        deadlines.lift()
        try:
            while order.runs:
                after = await self._step(order)
                if after is None:
                    break
                order = after
        except Unavailable as error:
            # Its lease ends, and somebody finds out what was recorded.
            _log.warning("%s is left at %s: %s", order.name, order.step, error.message)
        except Exception:  # noqa: BLE001  (whoever waits for it is told how it stands)
            _log.exception("%s is left at %s", order.name, order.step)
        finally:
            self._give_back(mine=True)
        return order

    async def _step(self, order: Order) -> Order | None:
        """The order after one step; None if it is not to go on here."""
        if self._stopping:
            await self._orders.postpone(order, 0)
            return None
        point = f"orders.{order.step.lower()}"
        crash.point(f"{point}.before_call")
        outcome = await self._ask(order)
        crash.point(f"{point}.called")
        after = order.answered(outcome, self._limits.patience)
        if after.step == order.step and after.runs:
            await self._retry(after, outcome)
            return None
        saved = await self._orders.save(after, self._limits.lease_seconds)
        crash.point(f"{point}.recorded")
        self._written()
        if saved is None:
            _log.info("%s was taken over at %s", order.name, order.step)
        elif saved.attention:
            _attend(saved)
        return saved

    async def _ask(self, order: Order) -> Outcome:
        call = SAGA[order.step].call
        if call is None:
            raise AssertionError(f"nothing is asked at {order.step}")
        try:
            return await self._participants.ask(call, order)
        except Exception:  # noqa: BLE001  (one order's fault must not be all orders')
            _log.exception("%s at %s", order.name, order.step)
            return Outcome("broken", "something went wrong on our side")

    async def _retry(self, order: Order, outcome: Outcome) -> None:
        wait = self._limits.patience.wait(order.attempt, random.random())  # noqa: S311
        _log.info(
            "%s tries %s again in %.2f s: %s", order.name, order.step, wait, outcome.detail,
            extra={"order": order.name, "step": order.step, "attempt": order.attempt},
        )  # fmt: skip
        await self._orders.postpone(order, wait)
        asyncio.get_running_loop().call_later(wait, self._due.set)

    def _take(self) -> bool:
        """Takes room for one order, if there is any."""
        if self._stopping or self._taken >= self._limits.in_flight:
            return False
        self._taken += 1
        return True

    def _give_back(self, mine: bool) -> None:  # noqa: FBT001
        if mine:
            if self._taken >= self._limits.in_flight:
                self._due.set()
            self._taken -= 1


@contextlib.asynccontextmanager
async def running(runner: Runner) -> AsyncIterator[Runner]:
    """Has a runner adopt orders while the block runs, and then end what is under way."""
    async with runner.background:
        adopting = asyncio.create_task(runner.adopt())
        try:
            yield runner
        finally:
            runner.stop()
            await adopting


def _attend(order: Order) -> None:
    if order.attention is not None:
        _log.error(
            "%s needs attention at %s: %s", order.name, order.step, order.attention.reason,
            extra={"order": order.name, "step": order.step, "attempts": order.attention.attempts},
        )  # fmt: skip
