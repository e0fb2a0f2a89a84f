"""Orders: what they are, and how they move along their saga."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal, get_args

from services.orders.saga import BEFORE_PIVOT, SAGA, Reason, State, Step
from services.runtime import etag
from services.runtime.errors import FailedPrecondition, NotFound, Unauthenticated
from services.runtime.filtering import TEXT, TIMESTAMP, Field, one_of
from services.runtime.identity import Caller
from services.runtime.money import Money
from services.runtime.names import Collection

ORDERS: Final = Collection("orders.mercado.mesh/Order", "orders")
PRODUCTS: Final = Collection("catalog.mercado.mesh/Product", "products")
ACCOUNTS: Final = Collection("accounts.mercado.mesh/Account", "accounts")

ADMIN_SCOPE: Final = "orders:admin"

_STATE: Final = one_of(*(f"STATE_{state}" for state in get_args(State)))

FILTERS: Final = {
    "state": Field(lambda text: str(_STATE.convert(text)).removeprefix("STATE_"), _STATE.operators),
    "account": TEXT,
    "create_time": TIMESTAMP,
    "update_time": TIMESTAMP,
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What staff decides about an order that cannot go on.

    Attributes:
        by: their account.
        etag: of the order that they have seen; empty for any.
    """

    kind: Literal["RETRY", "CANCEL"]
    by: str
    etag: str


@dataclass(frozen=True, slots=True)
class Item:
    """So many pieces of a product."""

    product_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as the catalog has it; its price is None if it has none."""

    display_name: str
    price: Money | None
    deleted: bool


@dataclass(frozen=True, slots=True)
class Line:
    """So many pieces of a product, and what one of them costs."""

    product_id: str
    display_name: str
    quantity: int
    unit_price: Money

    @property
    def amount(self) -> Money:
        """What all of them cost."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an order goes, as `google.type.PostalAddress` has it."""

    region_code: str
    language_code: str = ""
    postal_code: str = ""
    sorting_code: str = ""
    administrative_area: str = ""
    locality: str = ""
    sublocality: str = ""
    address_lines: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    organization: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to have.

    Attributes:
        payment_token: what stands for their card.
        expected_total: what they expect it to cost; None for whatever it does.
    """

    account: str
    items: Sequence[Item]
    payment_token: str
    address: Address
    expected_total: Money | None = None


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Why an order is cancelled, or is to be."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Attention:
    """What keeps an order from going on; `since` is None until it is stored."""

    reason: str
    attempts: int
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking another service.

    Attributes:
        kind: `done`; `refused`, for good; `unknown`, as the answer was lost or never given; or
            `broken`, which asking again will not mend.
        detail: what was answered, for a person.
    """

    kind: Literal["done", "refused", "unknown", "broken"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is tried.

    Attributes:
        attempts: of a step before the pivot; after it, of one that is broken.
        seconds: how old an order may become before the pivot, when answers stay out.
        first_wait, longest_wait: between two attempts, in seconds. It doubles.
    """

    attempts: int
    seconds: float
    first_wait: float
    longest_wait: float

    def wait(self, attempt: int, chance: float) -> float:
        """How long to wait after an attempt: of the full time, between half and all.

        Args:
            attempt: 1 for the first.
            chance: between 0 and 1, so that not all come back at once.
        """
        doublings = min(attempt - 1, 32)
        full: float = min(self.first_wait * 2**doublings, self.longest_wait)
        return full * (1 + chance) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order.

    Attributes:
        id: the last part of its name, a UUID. Its reservation, payment and shipment have it too.
        account: whose it is, `accounts/{account}`.
        total: what all lines cost.
        step: where it is in its saga.
        fence: counts its writes: whoever has seen another one is not its owner any more.
        version: counts what people can see of its changes; its etag is made of it.
        attempt: which one at this step it is.
        faults: how many of them were broken.
        rounds: how often staff had a step tried again.
        cancellation: set as soon as somebody asks for it, or it is decided.
        attention: set while it cannot go on by itself.
        resolved_by: who decided last what becomes of it then.
        age: how many seconds ago it was placed, when it was read.
        traceparent: the trace in which it was placed.
        create_time, update_time: None until it is stored.
    """

    id: str
    account: str
    lines: tuple[Line, ...]
    total: Money
    payment_token: str = field(repr=False)
    address: Address = field(repr=False)
    step: Step = "RESERVING"
    fence: int = 1
    version: int = 1
    attempt: int = 1
    faults: int = 0
    rounds: int = 0
    cancellation: Cancellation | None = None
    attention: Attention | None = None
    resolved_by: str = ""
    age: float = 0
    traceparent: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None

    @property
    def name(self) -> str:
        """Its resource name."""
        return ORDERS.name(self.id)

    @property
    def etag(self) -> str:
        """Its etag at this version."""
        return etag.etag(self.id, self.version)

    @property
    def state(self) -> State:
        """Where it stands, for people."""
        return "NEEDS_ATTENTION" if self.attention else SAGA[self.step].state

    @property
    def visible_cancellation(self) -> Cancellation | None:
        """Why it is cancelled, once that is what happens."""
        undone = SAGA[self.step].state in ("CANCELLING", "CANCELLED")
        return self.cancellation if undone else None

    @property
    def runs(self) -> bool:
        """Whether there is something to ask of another service."""
        return SAGA[self.step].call is not None and self.attention is None

    @property
    def final(self) -> bool:
        """Whether nothing happens to it any more."""
        return self.step in ("DELIVERED", "CANCELLED")

    @property
    def request_id(self) -> str:
        """What the call of this step is known by, whoever makes it, and however often."""
        # What staff has tried again is another request: a participant may keep its refusal.
        again = f" {self.rounds}" if self.rounds else ""
        return str(uuid.uuid5(uuid.UUID(self.id), self.step + again))

    def answered(self, outcome: Outcome, patience: Patience) -> "Order":
        """The order after its step was answered: at another one, or at the same, to be retried."""
        rule = SAGA[self.step]
        if outcome.kind == "done":
            return self._done()
        if outcome.kind == "refused" and rule.refused is not None:
            return self.moved(rule.refused, rule.reason, outcome.detail)
        faults = self.faults + (outcome.kind == "broken")
        if self.step in BEFORE_PIVOT:
            if self.attempt >= patience.attempts or self.age >= patience.seconds:
                return self.moved(rule.undo, "UNAVAILABLE", outcome.detail)
        elif outcome.kind == "refused" or faults >= patience.attempts:
            return self.changed(attention=Attention(outcome.detail, self.attempt), faults=faults)
        return replace(self, faults=faults)

    def cancelled(self, reason: Reason, detail: str) -> "Order":
        """The order when somebody wants it cancelled; as it is if it is, or will be.

        While a step is under way that cannot be taken back, it is only noted: see `answered`.

        Raises:
            FailedPrecondition: if the parcel service has it.
        """
        rule = SAGA[self.step]
        if rule.state in ("SHIPPED", "DELIVERED"):
            raise shipped(self)
        if rule.undo is None or self.cancellation is not None:
            return self
        if self.step in BEFORE_PIVOT or rule.call is None:
            return self.moved(rule.undo, reason, detail)
        return replace(self, cancellation=Cancellation(reason, detail))

    def resolved(self, resolution: Resolution) -> "Order":
        """The order when staff has decided what becomes of it.

        Raises:
            Aborted: if the etag is not current.
            FailedPrecondition: if nobody has to.
        """
        etag.require_current(resolution.etag, self.etag, ORDERS.kind, self.name)
        if self.attention is None:
            text = f"{self.name} goes on by itself"
            raise FailedPrecondition(ORDERS.kind, self.name, text, "ORDER_NEEDS_NO_ATTENTION")
        undo = SAGA[self.step].undo
        decided = replace(self, resolved_by=resolution.by)
        if resolution.kind == "CANCEL" and undo is not None:
            return decided.moved(undo, "STAFF", "cancelled by staff")
        return decided.changed(attention=None, attempt=1, faults=0, rounds=self.rounds + 1)

    def dispatched(self) -> "Order":
        """The order when its parcel has left; as it is if that is known."""
        return self._on_its_way("SHIPPED", known=("SHIPPED", "DELIVERED"))

    def delivered(self) -> "Order":
        """The order when its parcel has arrived, even if it was not heard to leave."""
        return self._on_its_way("DELIVERED", known=("DELIVERED",))

    def _on_its_way(self, to: Step, known: Sequence[Step]) -> "Order":
        if self.step in known:
            return self
        # Shipping decides between a recall and a dispatch; one that it tells of was not recalled.
        if self.step not in ("CONFIRMED", "SHIPPED", "RECALLING"):
            raise AssertionError(f"{self.name} is {self.step}: it cannot be {to}")
        return self.moved(to)

    def _done(self) -> "Order":
        rule = SAGA[self.step]
        if rule.done is None:
            raise AssertionError(f"nothing is done at {self.step}")
        undo = SAGA[rule.done].undo
        if self.cancellation is not None and undo is not None:
            return self.moved(undo)
        return self.moved(rule.done)

    def moved(self, to: Step | None, reason: Reason | None = None, detail: str = "") -> "Order":
        """The order at the beginning of another step. The first reason to cancel it is kept."""
        if to is None:
            raise AssertionError(f"nothing undoes {self.step}")
        cancellation = self.cancellation
        if cancellation is None and reason is not None:
            cancellation = Cancellation(reason, detail)
        if to in ("SHIPPED", "DELIVERED"):
            cancellation = None
        values = {"attempt": 1, "faults": 0, "attention": None, "cancellation": cancellation}
        return self.changed(step=to, **values)

    def changed(self, **values: Any) -> "Order":
        """The order with other values, at its next version if people can see that."""
        after = replace(self, **values)
        return replace(after, version=self.version + (_visible(after) != _visible(self)))


def may_see(caller: Caller, account: str) -> bool:
    """Whether somebody may see the orders of an account."""
    return account == caller.subject or ADMIN_SCOPE in caller.scopes


def require_account(caller: Caller) -> str:
    """The account of a caller.

    Raises:
        Unauthenticated: if there is none.
    """
    if not caller.subject:
        raise Unauthenticated("sign in first", reason="NOT_SIGNED_IN")
    return caller.subject


def unknown(order_id: str) -> NotFound:
    """The error for an order that is not there, or not to be seen."""
    name = ORDERS.name(order_id)
    return NotFound(ORDERS.kind, name, f"there is no {name}", "ORDER_NOT_FOUND")


def shipped(order: Order) -> FailedPrecondition:
    """The error for an order that cannot be cancelled any more."""
    text = f"{order.name} is on its way"
    return FailedPrecondition(ORDERS.kind, order.name, text, "ORDER_SHIPPED")


def _visible(order: Order) -> tuple[object, ...]:
    return order.state, order.visible_cancellation, order.attention
