"""What may become of a payment, and what each step posts."""

from dataclasses import replace
from fractions import Fraction

import pytest

from services.payments.domain import (
    POSTINGS,
    Account,
    Answer,
    Draft,
    Kind,
    Operation,
    Payment,
    State,
    entries,
    new,
    outcome,
    void,
)
from services.runtime.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from services.runtime.money import Money

TEN = Money("EUR", 10, 0)
DRAFT = Draft("order", TEN, "tok_approve")
APPROVED = Answer(approved=True, authorization="auth")
DECLINED = Answer(approved=False, decline_reason="card_declined")


def _payments() -> dict[State, Payment]:
    """A payment in each state, as it gets there."""
    authorizing = new("p", DRAFT)
    authorized = authorizing.concluded(APPROVED)
    capturing, voiding = authorized.capturing(), authorized.voiding()
    captured = capturing.concluded(APPROVED)
    refunding = captured.refunding(None)
    made = [authorizing, authorized, capturing, voiding, captured, refunding,
            authorizing.concluded(DECLINED), voiding.concluded(APPROVED),
            refunding.concluded(APPROVED)]  # fmt: skip
    return {payment.state: payment for payment in made}


PAYMENTS = _payments()
SAME = "as it is"
# State: what comes of authorizing, capturing, voiding and refunding it.
TRANSITIONS = {
    State.AUTHORIZING: (SAME, "PAYMENT_NOT_AUTHORIZED", SAME, "PAYMENT_NOT_CAPTURED"),
    State.AUTHORIZED: (SAME, State.CAPTURING, State.VOIDING, "PAYMENT_NOT_CAPTURED"),
    State.CAPTURING: (SAME, SAME, SAME, SAME),
    State.CAPTURED: (SAME, SAME, "PAYMENT_CAPTURED", State.REFUNDING),
    State.VOIDING: (SAME, SAME, SAME, "PAYMENT_NOT_CAPTURED"),
    State.VOIDED: ("PAYMENT_VOIDED", "PAYMENT_VOIDED", SAME, "PAYMENT_NOT_CAPTURED"),
    State.REFUNDING: (SAME, SAME, "PAYMENT_CAPTURED", SAME),
    State.REFUNDED: (SAME, "PAYMENT_REFUNDED", "PAYMENT_CAPTURED", SAME),
    State.DECLINED: ("PAYMENT_DECLINED", "PAYMENT_DECLINED", SAME, "PAYMENT_NOT_CAPTURED"),
}


def _asked(kind: Kind, payment: Payment) -> Payment:
    if kind is Kind.AUTHORIZE:
        return payment.authorizing(DRAFT)
    if kind is Kind.CAPTURE:
        return payment.capturing()
    return payment.voiding() if kind is Kind.VOID else payment.refunding(None)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("state", State)
def test_what_may_be_done_depends_on_the_state(state: State, kind: Kind) -> None:
    payment, expected = PAYMENTS[state], TRANSITIONS[state][list(Kind).index(kind)]
    if expected == SAME:
        assert _asked(kind, payment) is payment
    elif isinstance(expected, State):
        begun = _asked(kind, payment)
        assert begun.state is expected
        assert (_operation(begun).kind, _operation(begun).amount) == (kind, TEN)
    else:
        with pytest.raises(FailedPrecondition) as refusal:
            _asked(kind, payment)
        assert refusal.value.reason == expected


def test_only_a_payment_with_something_under_way_is_not_at_rest() -> None:
    under_way = {state for state, payment in PAYMENTS.items() if payment.operation}
    assert under_way == {State.AUTHORIZING, State.CAPTURING, State.VOIDING, State.REFUNDING}


def test_a_void_before_the_authorization_refuses_whatever_comes_then() -> None:
    tombstone = void("p")
    assert tombstone.voiding() is tombstone
    for kind in (Kind.AUTHORIZE, Kind.CAPTURE, Kind.REFUND):
        with pytest.raises(FailedPrecondition):
            _asked(kind, tombstone)


@pytest.mark.parametrize(
    "other",
    [
        Draft("other", TEN, "tok_approve"),
        Draft("order", Money("EUR", 10, 1), "tok_approve"),
        Draft("order", Money("USD", 10, 0), "tok_approve"),
        Draft("order", TEN, "tok_flaky"),
    ],
)
@pytest.mark.parametrize("state", State)
def test_a_payment_is_for_one_thing_only(state: State, other: Draft) -> None:
    with pytest.raises(AlreadyExists):
        PAYMENTS[state].authorizing(other)


def test_refunds_add_up_to_what_was_captured_and_no_more() -> None:
    payment = PAYMENTS[State.CAPTURED]
    for _ in range(3):
        payment = payment.refunding(Money("EUR", 3, 300_000_000)).concluded(APPROVED)
    assert payment.state is State.CAPTURED
    assert payment.refunded == Money("EUR", 9, 900_000_000)
    with pytest.raises(FailedPrecondition) as error:
        payment.refunding(Money("EUR", 0, 100_000_001))
    assert error.value.reason == "REFUND_EXCEEDS_CAPTURE"
    whole = payment.refunding(None).concluded(APPROVED)
    assert (whole.state, whole.refunded, whole.captured) == (State.REFUNDED, TEN, TEN)


def test_a_refund_is_in_the_currency_of_the_payment() -> None:
    with pytest.raises(InvalidArgument):
        PAYMENTS[State.CAPTURED].refunding(Money("USD", 1, 0))


def test_whoever_asked_for_what_was_declined_is_refused_with_the_reason() -> None:
    refusal = outcome(Kind.AUTHORIZE, PAYMENTS[State.DECLINED])
    assert isinstance(refusal, FailedPrecondition)
    assert refusal.metadata["decline_reason"] == "card_declined"
    assert outcome(Kind.CAPTURE, PAYMENTS[State.CAPTURED]) is PAYMENTS[State.CAPTURED]


def test_a_network_that_refuses_what_it_promised_is_a_fault() -> None:
    for state in (State.CAPTURING, State.VOIDING, State.REFUNDING):
        with pytest.raises(AssertionError):
            PAYMENTS[state].concluded(DECLINED)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "amount", [TEN, Money("EUR", 0, 1), Money("JPY", 2**63 - 1, 999_999_999), Money("USD", 0, 7)]
)
def test_every_posting_sums_to_zero(kind: Kind, amount: Money) -> None:
    operation = replace(_operation(PAYMENTS[State.AUTHORIZING]), kind=kind, amount=amount)
    posted = entries(operation, APPROVED)
    assert len(posted) >= 2
    assert sum(money.in_nanos for money in posted.values()) == 0
    assert {money.currency_code for money in posted.values()} == {amount.currency_code}
    assert entries(operation, DECLINED) == {}


@pytest.mark.parametrize(
    ("kinds", "left"),
    [
        ([Kind.AUTHORIZE, Kind.VOID], {}),
        ([Kind.AUTHORIZE, Kind.CAPTURE], {Account.CASH: 1, Account.SALES: -1}),
        (
            [Kind.AUTHORIZE, Kind.CAPTURE, Kind.REFUND],
            {Account.SALES: -1, Account.SALES_RETURNS: 1},
        ),
    ],
)
def test_at_rest_nothing_is_promised_and_cash_is_what_was_captured_less_what_was_refunded(
    kinds: list[Kind], left: dict[Account, int]
) -> None:
    totals = {account: sum(POSTINGS[k].get(account, 0) for k in kinds) for account in Account}
    assert {account: total for account, total in totals.items() if total} == left


@pytest.mark.parametrize("nanos", [0, 1, -1, 10**9, -(10**9) - 1, 2**90])
def test_money_is_reckoned_exactly(nanos: int) -> None:
    money = Money.of_nanos("EUR", nanos)
    assert money.in_nanos == nanos
    assert Fraction(money.units) + Fraction(money.nanos, 10**9) == Fraction(nanos, 10**9)
    assert abs(money.nanos) < 10**9
    assert money.units * money.nanos >= 0


def _operation(payment: Payment) -> Operation:
    assert payment.operation is not None
    return payment.operation
