"""How an order moves along its saga, whatever is answered, lost, cancelled or decided."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orders.domain import (
    Attention,
    Cancellation,
    Item,
    Offer,
    Order,
    Outcome,
    Resolution,
    may_see,
    require_account,
)
from services.orders.pricing import priced, require_expected
from services.orders.saga import BEFORE_PIVOT, SAGA, Step
from services.runtime.errors import Aborted, FailedPrecondition, Unauthenticated
from services.runtime.identity import Caller
from services.runtime.money import Money
from tests.unit.orders import BROKEN, DONE, PATIENCE, REFUSED, UNKNOWN, order

EUR5 = Money("EUR", 5, 0)
RUNNING = [rule.step for rule in SAGA.values() if rule.call]
CARRIED_THROUGH = [step for step in RUNNING if step not in BEFORE_PIVOT]


@dataclass(frozen=True)
class World:
    """What the participants have."""

    stock: str = "none"
    money: str = "none"
    parcel: str = "none"


# What each call is about, and for every state of that, all that may be said, and is so then.
ANSWERS: dict[str, tuple[str, dict[str, list[tuple[str, str]]]]] = {
    "inventory.ReserveStock": (
        "stock",
        {"none": [("done", "held"), ("refused", "none")], "held": [("done", "held")]},
    ),
    "inventory.CommitReservation": (
        "stock",
        {
            # Its time may be over.
            "held": [("done", "sold"), ("refused", "none")],
            "sold": [("done", "sold")],
            "none": [("refused", "none")],
        },
    ),
    "inventory.ReleaseReservation": (
        "stock",
        {"none": [("done", "none")], "held": [("done", "none")], "sold": [("done", "none")]},
    ),
    "payments.AuthorizePayment": (
        "money",
        {"none": [("done", "promised"), ("refused", "none")], "promised": [("done", "promised")]},
    ),
    "payments.CapturePayment": (
        "money",
        {"promised": [("done", "taken")], "taken": [("done", "taken")]},
    ),
    "payments.VoidPayment": (
        "money",
        {
            "none": [("done", "none")],
            "promised": [("done", "none")],
            "taken": [("refused", "taken")],
        },
    ),
    "payments.RefundPayment": ("money", {"taken": [("done", "none")], "none": [("done", "none")]}),
    "shipping.CancelShipment": (
        "parcel",
        {
            "none": [("done", "cancelled")],
            "cancelled": [("done", "cancelled")],
            "left": [("refused", "left")],
        },
    ),
}


def _asked(world: World, call: str) -> Iterator[tuple[str, World]]:
    about, answers = ANSWERS[call]
    for said, then in answers[getattr(world, about)]:
        yield said, replace(world, **{about: then})


def _next(now: Order, world: World) -> Iterator[tuple[Order, World]]:
    """All that may happen next."""
    call = SAGA[now.step].call
    if call is not None and now.runs:
        for kind, then in _asked(world, call):
            outcome: Any = Outcome(kind)  # type: ignore[arg-type]
            yield now.answered(outcome, PATIENCE), then
            for patience in (PATIENCE, replace(PATIENCE, attempts=1)):
                # Done or not, nobody hears of it; the last time, or not.
                for lost in (UNKNOWN, BROKEN):
                    yield now.answered(lost, patience), then
                    yield now.answered(lost, patience), world
    if now.attention:
        for kind in ("RETRY", "CANCEL"):
            yield now.resolved(Resolution(kind, "accounts/eva", "")), world  # type: ignore[arg-type]
    if now.step not in ("SHIPPED", "DELIVERED"):
        yield now.cancelled("REQUESTED", ""), world
    if now.step in ("CONFIRMED", "RECALLING") and world.parcel == "none":
        left = replace(world, parcel="left")
        yield now, left
    if now.step in ("CONFIRMED", "RECALLING", "SHIPPED") and world.parcel == "left":
        yield now.dispatched(), world
        yield now.delivered(), world


def _essence(now: Order) -> Order:
    """Without what only counts, so that there is an end to it."""
    cancellation = now.cancellation and Cancellation("REQUESTED", "")
    attention = now.attention and Attention("", 0)
    return replace(
        now, fence=1, version=1, attempt=1, faults=0, rounds=0, resolved_by="",
        cancellation=cancellation, attention=attention,
    )  # fmt: skip


def test_whatever_happens_stock_and_money_are_as_the_order_says() -> None:
    """Every state that an order can come to, whoever answers what, in whatever order."""
    start = _essence(order()), World()
    seen, left = {start}, deque([start])
    while left:
        now, world = left.popleft()
        if now.state in ("CONFIRMED", "SHIPPED", "DELIVERED"):
            assert (world.stock, world.money) == ("sold", "taken"), now.step
        if now.step in ("SHIPPED", "DELIVERED"):
            assert world.parcel == "left"
        if now.step == "CANCELLED":
            assert (world.stock, world.money) == ("none", "none")
            assert world.parcel != "left"
        for then, after in _next(now, world):
            found = _essence(then), after
            if found not in seen:
                seen.add(found)
                left.append(found)
    steps = {now.step for now, _ in seen}
    assert steps == set(SAGA)
    parked = {now.step for now, _ in seen if now.attention}
    assert parked == set(CARRIED_THROUGH)


def test_an_order_that_is_answered_ends_confirmed() -> None:
    now, states = order(), list[str]()
    while now.runs:
        now = now.answered(DONE, PATIENCE)
        states.append(now.step)
    assert states == ["AUTHORIZING", "CONFIRMING", "CAPTURING", "CONFIRMED"]
    assert now.version == 2


@pytest.mark.parametrize("step", sorted(BEFORE_PIVOT))
def test_before_the_pivot_an_answer_is_not_waited_for_for_ever(step: Step) -> None:
    for lost in (UNKNOWN, BROKEN):
        again = order(step=step, attempt=2).answered(lost, PATIENCE)
        assert (again.step, again.attention) == (step, None)
        for last in (order(step=step, attempt=3), order(step=step, age=61)):
            given_up = last.answered(lost, PATIENCE)
            assert given_up.step == SAGA[step].undo
            assert given_up.cancellation == Cancellation("UNAVAILABLE", lost.detail)


@pytest.mark.parametrize("step", CARRIED_THROUGH)
def test_from_the_pivot_on_an_answer_is_waited_for_for_ever(step: Step) -> None:
    tired = order(step=step, attempt=10_000, age=1e9)
    assert tired.answered(UNKNOWN, PATIENCE) == tired


@pytest.mark.parametrize("step", CARRIED_THROUGH)
def test_from_the_pivot_on_what_is_broken_waits_for_a_person_after_some_attempts(
    step: Step,
) -> None:
    once = order(step=step, attempt=7).answered(BROKEN, PATIENCE)
    assert (once.faults, once.attention) == (1, None)
    parked = replace(once, faults=2, attempt=9).answered(BROKEN, PATIENCE)
    assert parked.step == step
    assert parked.attention == Attention(BROKEN.detail, 9)
    assert parked.state == "NEEDS_ATTENTION"
    assert not parked.runs
    assert parked.version == once.version + 1


@pytest.mark.parametrize("step", ["CAPTURING", "REFUNDING", "RELEASING"])
def test_a_refusal_that_nobody_expects_waits_for_a_person_at_once(step: Step) -> None:
    parked = order(step=step).answered(REFUSED, PATIENCE)
    assert parked.attention == Attention("no", 1)


@pytest.mark.parametrize(
    ("step", "to", "why"),
    [
        ("RESERVING", "RELEASING", "OUT_OF_STOCK"),
        ("AUTHORIZING", "VOIDING", "PAYMENT_DECLINED"),
        ("CONFIRMING", "VOIDING", "RESERVATION_EXPIRED"),
    ],
)
def test_a_refusal_up_to_the_pivot_says_why(step: Step, to: Step, why: Any) -> None:
    refused = order(step=step).answered(REFUSED, PATIENCE)
    assert refused.step == to
    assert refused.cancellation == Cancellation(why, "no")
    assert refused.state == "CANCELLING"


@pytest.mark.parametrize("step", sorted(BEFORE_PIVOT))
def test_before_the_pivot_a_cancellation_takes_the_order_at_once(step: Step) -> None:
    cancelled = order(step=step).cancelled("REQUESTED", "please")
    assert cancelled.step == SAGA[step].undo
    assert cancelled.visible_cancellation == Cancellation("REQUESTED", "please")


@pytest.mark.parametrize(("step", "to"), [("CONFIRMING", "VOIDING"), ("CAPTURING", "RECALLING")])
def test_a_cancellation_waits_for_the_answer_to_a_step_that_counts(step: Step, to: Step) -> None:
    noted = order(step=step).cancelled("REQUESTED", "please")
    assert (noted.step, noted.state, noted.version) == (step, "PENDING", 1)
    assert noted.visible_cancellation is None
    assert noted.answered(DONE, PATIENCE).step == to
    assert noted.cancelled("STAFF", "again") is noted


def test_a_refusal_does_not_change_why_an_order_was_cancelled() -> None:
    noted = order(step="CONFIRMING").cancelled("REQUESTED", "please")
    refused = noted.answered(REFUSED, PATIENCE)
    assert refused.cancellation == Cancellation("REQUESTED", "please")


@pytest.mark.parametrize("step", ["SHIPPED", "DELIVERED"])
def test_an_order_that_is_on_its_way_cannot_be_cancelled(step: Step) -> None:
    with pytest.raises(FailedPrecondition) as refused:
        order(step=step).cancelled("REQUESTED", "")
    assert refused.value.reason == "ORDER_SHIPPED"


@pytest.mark.parametrize("step", ["RECALLING", "VOIDING", "REFUNDING", "RELEASING", "CANCELLED"])
def test_an_order_that_is_being_cancelled_is_left_as_it_is(step: Step) -> None:
    undone = order(step=step)
    assert undone.cancelled("REQUESTED", "") is undone


def test_a_recall_that_comes_too_late_leaves_the_order_on_its_way() -> None:
    recalled = order(step="CONFIRMED").cancelled("REQUESTED", "please")
    refused = recalled.answered(REFUSED, PATIENCE)
    assert (refused.step, refused.cancellation) == ("SHIPPED", None)


@pytest.mark.parametrize("step", ["CONFIRMED", "RECALLING"])
def test_news_of_the_parcel_ends_a_recall(step: Step) -> None:
    now = order(step=step, cancellation=Cancellation("REQUESTED", ""))
    for then in (now.dispatched(), now.delivered()):
        assert then.state == then.step
        assert then.cancellation is None


def test_news_of_the_parcel_may_come_late_or_twice() -> None:
    delivered = order(step="CONFIRMED").delivered()
    assert delivered.delivered() is delivered
    assert delivered.dispatched() is delivered
    shipped = order(step="CONFIRMED").dispatched()
    assert shipped.dispatched() is shipped
    assert shipped.delivered().step == "DELIVERED"


@pytest.mark.parametrize("step", ["RESERVING", "CAPTURING", "REFUNDING", "RELEASING", "CANCELLED"])
def test_news_of_a_parcel_that_cannot_be_is_not_taken_as_read(step: Step) -> None:
    with pytest.raises(AssertionError):
        order(step=step).dispatched()


def _parked(step: Step) -> Order:
    return order(step=step, attention=Attention("no", 4), attempt=4, faults=3)


def test_staff_can_have_a_step_tried_again_as_often_as_at_first() -> None:
    parked = _parked("CAPTURING")
    retried = parked.resolved(Resolution("RETRY", "accounts/eva", parked.etag))
    assert (retried.step, retried.attempt, retried.faults) == ("CAPTURING", 1, 0)
    assert retried.runs
    assert retried.resolved_by == "accounts/eva"
    assert retried.request_id != parked.request_id


def test_staff_can_have_an_order_undone() -> None:
    cancelled = _parked("CAPTURING").resolved(Resolution("CANCEL", "accounts/eva", ""))
    assert cancelled.step == "VOIDING"
    assert cancelled.cancellation is not None
    assert cancelled.cancellation.reason == "STAFF"
    assert cancelled.attention is None


@pytest.mark.parametrize("step", ["VOIDING", "REFUNDING", "RELEASING", "RECALLING"])
def test_undoing_what_is_being_undone_is_to_try_again(step: Step) -> None:
    retried = _parked(step).resolved(Resolution("CANCEL", "accounts/eva", ""))
    assert retried.step == step
    assert retried.runs


def test_staff_decides_only_what_waits_for_it() -> None:
    with pytest.raises(FailedPrecondition) as refused:
        order().resolved(Resolution("RETRY", "accounts/eva", ""))
    assert refused.value.reason == "ORDER_NEEDS_NO_ATTENTION"
    with pytest.raises(Aborted):
        _parked("CAPTURING").resolved(Resolution("RETRY", "accounts/eva", "stale"))


def test_a_call_is_known_by_its_order_and_its_step() -> None:
    ids = {order(step=step).request_id for step in RUNNING}
    assert len(ids) == len(RUNNING)
    assert order(attempt=1).request_id == order(attempt=5, fence=9).request_id


@given(attempt=st.integers(1, 10_000), chance=st.floats(0, 1))
def test_waits_grow_and_stay_within_their_bounds(attempt: int, chance: float) -> None:
    wait = PATIENCE.wait(attempt, chance)
    full = min(0.05 * 2 ** min(attempt - 1, 32), 5)
    assert full / 2 <= wait <= full


def test_prices_add_up_exactly() -> None:
    offers = {
        "cup": Offer("Cup", Money("EUR", 0, 333_333_333), deleted=False),
        "tin": Offer("Tin", Money("EUR", 1, 1), deleted=False),
    }
    lines, total = priced([Item("cup", 3), Item("tin", 1000)], offers)
    assert [line.amount for line in lines] == [
        Money("EUR", 0, 999_999_999), Money("EUR", 1000, 1000),
    ]  # fmt: skip
    assert total == Money("EUR", 1001, 999)


@pytest.mark.parametrize(
    ("offer", "why"),
    [
        (Offer("Cup", EUR5, deleted=True), "PRODUCT_NOT_SOLD"),
        (Offer("Cup", None, deleted=False), "PRODUCT_NOT_SOLD"),
        (Offer("Cup", Money("EUR", 0, 0), deleted=False), "PRODUCT_NOT_SOLD"),
        (Offer("Cup", Money("USD", 5, 0), deleted=False), "CURRENCIES_DIFFER"),
        (Offer("Cup", Money("EUR", 2**63 - 1, 0), deleted=False), "TOTAL_TOO_LARGE"),
    ],
)
def test_what_cannot_be_sold_together_has_no_price(offer: Offer, why: str) -> None:
    offers = {"tin": Offer("Tin", EUR5, deleted=False), "cup": offer}
    with pytest.raises(FailedPrecondition) as refused:
        priced([Item("tin", 1), Item("cup", 2)], offers)
    assert refused.value.reason == why


def test_another_price_than_was_expected_is_refused() -> None:
    require_expected(EUR5, None)
    require_expected(EUR5, Money("EUR", 4, 10**9))
    for other in (Money("EUR", 5, 1), Money("USD", 5, 0)):
        with pytest.raises(FailedPrecondition) as refused:
            require_expected(EUR5, other)
        assert refused.value.reason == "PRICE_CHANGED"


def test_an_account_sees_its_own_orders_and_staff_all() -> None:
    assert may_see(Caller("accounts/ada", frozenset({"orders:self"})), "accounts/ada")
    assert not may_see(Caller("accounts/bob", frozenset({"orders:self"})), "accounts/ada")
    assert may_see(Caller("accounts/eva", frozenset({"orders:admin"})), "accounts/ada")
    with pytest.raises(Unauthenticated):
        require_account(Caller())
