"""In what order payments have their effects, on ports made by hand."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from services.payments import domain, usecases
from services.payments.domain import Account, Answer, Draft, Payment, State
from services.payments.ports import Decide, Ports, Turn
from services.runtime.background import Background
from services.runtime.errors import FailedPrecondition, NotFound, ResourceError, Unavailable
from services.runtime.idempotency import RequestKey
from services.runtime.money import Money

DRAFT = Draft("order", Money("EUR", 10, 0), "tok_approve")
KEY = RequestKey("", "authorize", UUID(int=1), b"")
OTHER = RequestKey("", "other", UUID(int=2), b"")


@dataclass
class _World:
    """Payments and the network at once; notes what is asked of them, in order."""

    payment: Payment | None = None
    leader_is_gone: bool = False
    overtaken: bool = False
    replies: list[Answer | Exception] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    done: list[str] = field(default_factory=list)
    asked_by: RequestKey = KEY
    results: dict[RequestKey, Payment | ResourceError] = field(default_factory=dict)

    async def get(self, payment_id: str) -> Payment:
        raise NotImplementedError

    async def begin(self, payment_id: str, key: RequestKey, decide: Decide) -> Turn:
        result = self.results.get(key)
        if isinstance(result, ResourceError):
            raise result
        if result is not None:
            return Turn(result)
        before = self.payment
        self.payment = decide(before)
        if self.payment is not before and self.payment.operation is not None:
            self.asked_by = key
            self.done.append("intend")
            return Turn(self.payment, leading=True, asked_for=True)
        return Turn(self.payment, leading=self.leader_is_gone, asked_for=self.asked_by == key)

    async def conclude(
        self, payment: Payment, answer: Answer, posting: Mapping[Account, Money]
    ) -> Payment | ResourceError | None:
        assert payment.operation is not None
        if self.overtaken:
            self.done.append("overtaken")
            self.overtaken = False
            return None
        self.done.append(f"conclude, {len(posting)} entries")
        self.payment = payment.concluded(answer)
        outcome = domain.outcome(payment.operation.kind, self.payment)
        self.results[self.asked_by] = outcome
        return outcome

    async def release(self, payment: Payment) -> None:
        self.done.append("release")

    async def changed(self, payment: Payment) -> None:
        self.done.append("wait")
        self.meanwhile()

    async def adopt(self, most: int) -> Sequence[Payment]:
        return [self.payment] if self.payment and self.payment.operation else []

    async def authorize(self, key: UUID, token: str, amount: Money) -> Answer:
        return self._reply("authorize")

    async def capture(self, key: UUID, authorization: str) -> Answer:
        return self._reply(f"capture {authorization}")

    async def void(self, key: UUID, authorization: str) -> Answer:
        return self._reply(f"void {authorization}")

    async def refund(self, key: UUID, authorization: str, amount: Money) -> Answer:
        return self._reply(f"refund {amount.units} of {authorization}")

    def _reply(self, asked: str) -> Answer:
        self.done.append(asked)
        reply = self.replies.pop(0) if self.replies else Answer(approved=True, authorization="a")
        if isinstance(reply, Exception):
            raise reply
        return reply


def _ports(world: _World) -> Ports:
    return Ports(world, world, Background())


def _unreachable() -> Unavailable:
    return Unavailable("away", reason="CARD_NETWORK_UNAVAILABLE", retry_after=1)


def _authorized() -> Payment:
    return domain.new("p", DRAFT).concluded(Answer(approved=True, authorization="a"))


async def test_the_intent_is_recorded_before_the_network_is_asked_and_its_answer_after() -> None:
    world = _World()
    ports = _ports(world)
    await usecases.authorize(ports, "p", DRAFT, KEY)
    await usecases.capture(ports, "p", OTHER)
    refund = RequestKey("", "refund", UUID(int=3), b"")
    payment = await usecases.refund(ports, "p", Money("EUR", 4, 0), refund)
    assert payment.state is State.CAPTURED
    assert world.done == [
        "intend", "authorize", "conclude, 2 entries",
        "intend", "capture a", "conclude, 4 entries",
        "intend", "refund 4 of a", "conclude, 2 entries",
    ]  # fmt: skip


async def test_a_decline_is_recorded_posts_nothing_and_is_what_a_repeat_gets() -> None:
    world = _World(replies=[Answer(approved=False, decline_reason="card_declined")])
    for _ in range(2):
        with pytest.raises(FailedPrecondition) as refused:
            await usecases.authorize(_ports(world), "p", DRAFT, KEY)
        assert refused.value.reason == "PAYMENT_DECLINED"
    assert world.done == ["intend", "authorize", "conclude, 0 entries"]


async def test_an_answer_that_does_not_come_leaves_the_intent_for_a_repeat() -> None:
    world = _World(replies=[_unreachable()])
    with pytest.raises(Unavailable):
        await usecases.authorize(_ports(world), "p", DRAFT, KEY)
    assert world.payment is not None
    assert world.payment.state is State.AUTHORIZING
    world.leader_is_gone = True
    payment = await usecases.authorize(_ports(world), "p", DRAFT, KEY)
    assert payment.state is State.AUTHORIZED
    assert world.done == [
        "intend", "authorize", "release", "authorize", "conclude, 2 entries",
    ]  # fmt: skip


async def test_whoever_does_not_lead_waits_and_gets_the_outcome() -> None:
    world = _World(payment=domain.new("p", DRAFT))
    world.meanwhile = lambda: setattr(world, "payment", _authorized())
    payment = await usecases.authorize(_ports(world), "p", DRAFT, OTHER)
    assert payment.state is State.AUTHORIZED
    assert world.done == ["wait"]


async def test_a_void_first_ends_the_authorization_whose_leader_is_gone() -> None:
    world = _World(payment=domain.new("p", DRAFT), leader_is_gone=True)
    payment = await usecases.void(_ports(world), "p", OTHER)
    assert payment.state is State.VOIDED
    assert world.done == [
        "authorize", "conclude, 2 entries", "intend", "void a", "conclude, 2 entries",
    ]  # fmt: skip
    result = world.results[KEY]
    assert isinstance(result, Payment)
    assert result.state is State.AUTHORIZED


async def test_a_void_of_what_was_declined_meanwhile_has_nothing_to_do() -> None:
    declined = Answer(approved=False, decline_reason="card_declined")
    world = _World(payment=domain.new("p", DRAFT), leader_is_gone=True, replies=[declined])
    assert (await usecases.void(_ports(world), "p", OTHER)).state is State.DECLINED


async def test_who_was_overtaken_looks_what_came_of_it() -> None:
    world = _World(overtaken=True, leader_is_gone=True)
    assert (await usecases.authorize(_ports(world), "p", DRAFT, KEY)).state is State.AUTHORIZED
    assert world.done == [
        "intend", "authorize", "overtaken", "authorize", "conclude, 2 entries",
    ]  # fmt: skip


async def test_a_payment_that_is_not_there_can_be_voided_and_nothing_else() -> None:
    world = _World()
    with pytest.raises(NotFound):
        await usecases.capture(_ports(world), "p", KEY)
    with pytest.raises(NotFound):
        await usecases.refund(_ports(world), "p", None, KEY)
    assert (await usecases.void(_ports(world), "p", KEY)).state is State.VOIDED
    assert world.done == []


async def test_what_is_adopted_is_brought_to_its_end(caplog: pytest.LogCaptureFixture) -> None:
    world = _World(payment=domain.new("p", DRAFT))
    await usecases.adopt(_ports(world))
    assert world.payment is not None
    assert world.payment.state is State.AUTHORIZED
    assert "adopted payments/p" in caplog.text


@pytest.mark.parametrize("error", [_unreachable(), AssertionError("a fault")])
async def test_what_cannot_be_brought_to_its_end_does_not_stop_the_others(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    world = _World(payment=domain.new("p", DRAFT), replies=[error])
    await usecases.adopt(_ports(world))
    assert ("cannot be brought" in caplog.text) == isinstance(error, AssertionError)


async def test_an_operation_goes_on_when_its_caller_is_gone() -> None:
    entered, answer = asyncio.Event(), asyncio.Event()

    class _Slow(_World):
        async def authorize(self, key: UUID, token: str, amount: Money) -> Answer:
            entered.set()
            await answer.wait()
            return await super().authorize(key, token, amount)

    world = _Slow()
    async with Background() as background:
        ports = Ports(world, world, background)
        call: Awaitable[Payment] = usecases.authorize(ports, "p", DRAFT, KEY)
        caller = asyncio.ensure_future(call)
        await entered.wait()
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        answer.set()
    assert world.done == ["intend", "authorize", "conclude, 2 entries"]
