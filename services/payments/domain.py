"""Payments: how they stand, what may become of them, and what each step posts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from services.runtime.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    ResourceError,
)
from services.runtime.money import Money
from services.runtime.names import Collection

PAYMENTS: Final = Collection("payments.mercado.mesh/Payment", "payments")
ORDERS: Final = Collection("orders.mercado.mesh/Order", "orders")


class State(StrEnum):
    """Where a payment stands, as the contract names it."""

    AUTHORIZING = "AUTHORIZING"
    AUTHORIZED = "AUTHORIZED"
    CAPTURING = "CAPTURING"
    CAPTURED = "CAPTURED"
    VOIDING = "VOIDING"
    VOIDED = "VOIDED"
    REFUNDING = "REFUNDING"
    REFUNDED = "REFUNDED"
    DECLINED = "DECLINED"


class Kind(StrEnum):
    """What the card network can be asked to do."""

    AUTHORIZE = "authorize"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"


UNDER_WAY: Final[Mapping[State, Kind]] = {
    State.AUTHORIZING: Kind.AUTHORIZE,
    State.CAPTURING: Kind.CAPTURE,
    State.VOIDING: Kind.VOID,
    State.REFUNDING: Kind.REFUND,
}


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that the card network is being asked to do.

    Attributes:
        id: by which the network knows it when it is asked again.
    """

    id: UUID
    kind: Kind
    amount: Money


@dataclass(frozen=True, slots=True)
class Answer:
    """What the card network says to an operation.

    Attributes:
        approved: whether it was done.
        authorization: the network's name for the promise.
        decline_reason: why it was not done.
    """

    approved: bool
    authorization: str = ""
    decline_reason: str = ""


class Account(StrEnum):
    """An account of the ledger."""

    ACCOUNTS_RECEIVABLE = "accounts_receivable"
    PROMISED_FUNDS = "promised_funds"
    CASH = "cash"
    SALES = "sales"
    SALES_RETURNS = "sales_returns"


# Debits are positive. What is promised is owed to us, and not earned before it is taken.
POSTINGS: Final[Mapping[Kind, Mapping[Account, int]]] = {
    Kind.AUTHORIZE: {Account.ACCOUNTS_RECEIVABLE: 1, Account.PROMISED_FUNDS: -1},
    Kind.CAPTURE: {
        Account.CASH: 1,
        Account.ACCOUNTS_RECEIVABLE: -1,
        Account.PROMISED_FUNDS: 1,
        Account.SALES: -1,
    },
    Kind.VOID: {Account.ACCOUNTS_RECEIVABLE: -1, Account.PROMISED_FUNDS: 1},
    Kind.REFUND: {Account.SALES_RETURNS: 1, Account.CASH: -1},
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be authorized.

    Attributes:
        order_id: the last part of the order's name.
        token: what stands for the card.
    """

    order_id: str
    amount: Money
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment. The methods that begin something return it as it is if it has to be waited for.

    Attributes:
        id: the last part of its name.
        draft: what was, or was to be, authorized; None if it was voided before that.
        authorization: the network's name for the promise; empty if there is none.
        operation: what is under way; None at rest.
        version: counts its changes, and fences off who was overtaken.
        create_time, update_time: None until it is stored.
    """

    id: str
    state: State
    draft: Draft | None = None
    captured: Money | None = None
    refunded: Money | None = None
    decline_reason: str = ""
    authorization: str = ""
    operation: Operation | None = None
    version: int = 1
    create_time: datetime | None = None
    update_time: datetime | None = None

    @property
    def name(self) -> str:
        """Its resource name."""
        return PAYMENTS.name(self.id)

    def authorizing(self, draft: Draft) -> "Payment":
        """The payment, if it is one for the same.

        Raises:
            AlreadyExists: if it is for something else.
            FailedPrecondition: if it is voided or declined.
        """
        if self.draft is not None and self.draft != draft:
            raise AlreadyExists(
                PAYMENTS.kind, self.name, f"{self.name} is for something else", "PAYMENT_EXISTS"
            )
        if self.state in {State.VOIDED, State.DECLINED}:
            raise self.refusal()
        return self

    def capturing(self) -> "Payment":
        """The payment, being captured; or as it is if it was.

        Raises:
            FailedPrecondition: if there is nothing to take.
        """
        if self.state is State.AUTHORIZED:
            return self._begun(State.CAPTURING, self._agreed.amount)
        if self.state in {State.AUTHORIZING, State.VOIDED, State.DECLINED, State.REFUNDED}:
            raise self.refusal()
        return self

    def voiding(self) -> "Payment":
        """The payment, being voided; or as it is if there is nothing to void.

        Raises:
            FailedPrecondition: if the money was taken.
        """
        if self.state is State.AUTHORIZED:
            return self._begun(State.VOIDING, self._agreed.amount)
        if self.state in {State.CAPTURED, State.REFUNDING, State.REFUNDED}:
            raise self._refused("PAYMENT_CAPTURED", "is captured: it can be refunded")
        return self

    def refunding(self, amount: Money | None) -> "Payment":
        """The payment, being refunded; or as it is if all that is left is nothing.

        Args:
            amount: how much; None for all that is left.

        Raises:
            FailedPrecondition: if no money was taken, or less is left.
            InvalidArgument: if the amount is in another currency.
        """
        if self.state in {State.CAPTURING, State.REFUNDING}:
            return self
        if self.captured is None or self.refunded is None or not self.captured.in_nanos:
            raise self._refused("PAYMENT_NOT_CAPTURED", "is not captured")
        left = _minus(self.captured, self.refunded)
        if amount is None:
            return self._begun(State.REFUNDING, left) if left.in_nanos else self
        if amount.currency_code != left.currency_code:
            raise InvalidArgument.field(
                "amount.currency_code",
                f"the payment is in {left.currency_code}",
                reason="CURRENCY_MISMATCH",
            )
        if amount.in_nanos > left.in_nanos:
            raise self._refused("REFUND_EXCEEDS_CAPTURE", "has less left than is to be refunded")
        return self._begun(State.REFUNDING, amount)

    def concluded(self, answer: Answer) -> "Payment":
        """The payment after its operation, at rest."""
        if self.operation is None:
            raise AssertionError(f"nothing is under way for {self.name}")
        rested, kind = replace(self, operation=None), self.operation.kind
        if kind is Kind.AUTHORIZE:
            if not answer.approved:
                return replace(rested, state=State.DECLINED, decline_reason=answer.decline_reason)
            return replace(rested, state=State.AUTHORIZED, authorization=answer.authorization)
        if not answer.approved:
            raise AssertionError(f"the card network breaks its promise: {answer.decline_reason}")
        if kind is Kind.CAPTURE:
            return replace(rested, state=State.CAPTURED, captured=self.operation.amount)
        if kind is Kind.VOID:
            return replace(rested, state=State.VOIDED)
        return _refunded(rested, self.operation.amount)

    def refusal(self) -> FailedPrecondition:
        """The error for what cannot be done in its state."""
        if self.state is State.DECLINED:
            reason = {"decline_reason": self.decline_reason}
            text = f"was declined: {self.decline_reason}"
            return self._refused("PAYMENT_DECLINED", text, reason)
        if self.state is State.VOIDED:
            return self._refused("PAYMENT_VOIDED", "was voided")
        if self.state is State.REFUNDED:
            return self._refused("PAYMENT_REFUNDED", "was refunded")
        return self._refused("PAYMENT_NOT_AUTHORIZED", "is not authorized")

    @property
    def _agreed(self) -> Draft:
        if self.draft is None:
            raise AssertionError(f"{self.name} was never authorized")
        return self.draft

    def _begun(self, state: State, amount: Money) -> "Payment":
        operation = Operation(uuid4(), UNDER_WAY[state], amount)
        return replace(self, state=state, operation=operation)

    def _refused(
        self, reason: str, what: str, metadata: Mapping[str, str] | None = None
    ) -> FailedPrecondition:
        text = f"{self.name} {what}"
        return FailedPrecondition(PAYMENTS.kind, self.name, text, reason, metadata=metadata)


def new(payment_id: str, draft: Draft) -> Payment:
    """A payment that is being authorized."""
    nothing = Money(draft.amount.currency_code, 0, 0)
    return Payment(
        id=payment_id,
        state=State.AUTHORIZING,
        draft=draft,
        captured=nothing,
        refunded=nothing,
        operation=Operation(uuid4(), Kind.AUTHORIZE, draft.amount),
    )


def void(payment_id: str) -> Payment:
    """A payment that was voided before it was authorized: a later authorization is refused."""
    return Payment(id=payment_id, state=State.VOIDED)


def unknown(payment_id: str) -> NotFound:
    """The error for a payment that is not there."""
    name = PAYMENTS.name(payment_id)
    return NotFound(PAYMENTS.kind, name, f"there is no {name}", "PAYMENT_NOT_FOUND")


def outcome(kind: Kind, payment: Payment) -> Payment | ResourceError:
    """What whoever asked for an operation is told, once the payment is at rest."""
    if kind is Kind.AUTHORIZE and payment.state is State.DECLINED:
        return payment.refusal()
    return payment


def entries(operation: Operation, answer: Answer) -> dict[Account, Money]:
    """What an operation posts to the ledger: the debits less the credits of each account."""
    if not answer.approved:
        return {}
    currency, nanos = operation.amount.currency_code, operation.amount.in_nanos
    return {
        account: Money.of_nanos(currency, sign * nanos)
        for account, sign in POSTINGS[operation.kind].items()
    }


def _minus(one: Money, other: Money) -> Money:
    return Money.of_nanos(one.currency_code, one.in_nanos - other.in_nanos)


def _refunded(payment: Payment, amount: Money) -> Payment:
    if payment.refunded is None:
        raise AssertionError(f"{payment.name} was never authorized")
    total = payment.refunded.in_nanos + amount.in_nanos
    refunded = Money.of_nanos(amount.currency_code, total)
    state = State.REFUNDED if refunded == payment.captured else State.CAPTURED
    return replace(payment, state=state, refunded=refunded)
