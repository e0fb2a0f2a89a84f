"""The saga as a table: whatever happens, an order comes to an end, and nothing is left undone."""

from typing import get_args

import pytest

from services.orders.saga import BEFORE_PIVOT, PIVOT, SAGA, Call, Rule, Step

RUNNING = [rule for rule in SAGA.values() if rule.call is not None]
FORWARD = [rule for rule in RUNNING if rule.state == "PENDING"]
UNDOING = [rule for rule in RUNNING if rule.state == "CANCELLING"]
RESTING = [rule for rule in SAGA.values() if rule.call is None]


def _ways(step: Step | None, path: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    """All ways that an order can take from a step on, whatever it is answered."""
    if step is None:
        return [path]
    assert step not in path, f"a circle: {path}"
    rule = SAGA[step]
    path = (*path, step)
    leads = {rule.done, rule.refused} - {None}
    return [way for lead in leads for way in _ways(lead, path)] or [path]


def test_every_step_is_in_the_table_once() -> None:
    assert list(SAGA) == [rule.step for rule in SAGA.values()]
    assert set(SAGA) == set(get_args(Step))


def test_every_call_is_made_at_one_step() -> None:
    calls = [rule.call for rule in RUNNING if rule.call is not None]
    assert sorted(calls) == sorted(get_args(Call))


@pytest.mark.parametrize("rule", RUNNING, ids=lambda rule: rule.step)
def test_a_step_that_asks_for_something_leads_on(rule: Rule) -> None:
    assert rule.done is not None


@pytest.mark.parametrize("rule", FORWARD, ids=lambda rule: rule.step)
def test_every_step_forward_can_be_undone(rule: Rule) -> None:
    assert rule.undo is not None
    assert SAGA[rule.undo].state == "CANCELLING"
    assert all(way[-1] == "CANCELLED" for way in _ways(rule.undo))


def test_a_void_that_is_refused_as_the_money_was_taken_becomes_a_refund() -> None:
    assert SAGA["VOIDING"].refused == "REFUNDING"


@pytest.mark.parametrize("step", sorted(BEFORE_PIVOT | {PIVOT}))
def test_up_to_the_pivot_a_refusal_undoes_the_order_and_says_why(step: Step) -> None:
    rule = SAGA[step]
    assert rule.refused == rule.undo
    assert rule.reason is not None


def test_after_the_pivot_nothing_but_a_person_turns_an_order_round() -> None:
    after = FORWARD[[rule.step for rule in FORWARD].index(PIVOT) + 1 :]
    assert [rule.step for rule in after] == ["CAPTURING"]
    assert all(rule.refused is None for rule in after)


def test_money_is_taken_only_when_the_stock_is_sold() -> None:
    order = [rule.call for rule in FORWARD]
    assert order.index("inventory.CommitReservation") < order.index("payments.CapturePayment")


def test_stock_is_given_back_only_when_the_money_is() -> None:
    for rule in UNDOING:
        for way in _ways(rule.step):
            calls = [SAGA[step].call for step in way if SAGA[step].call]
            if "inventory.ReleaseReservation" in calls:
                assert calls[-1] == "inventory.ReleaseReservation"


@pytest.mark.parametrize("rule", UNDOING, ids=lambda rule: rule.step)
def test_undoing_cannot_be_undone(rule: Rule) -> None:
    assert rule.undo is None


def test_every_way_ends_where_an_order_rests() -> None:
    resting = {rule.step for rule in RESTING}
    assert {way[-1] for step in SAGA for way in _ways(step)} <= resting


def test_a_parcel_that_has_left_is_not_recalled() -> None:
    assert SAGA["RECALLING"].refused == "SHIPPED"
    assert SAGA["SHIPPED"].undo is None
    assert SAGA["DELIVERED"].undo is None
