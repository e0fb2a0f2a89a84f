"""The saga of an order: its steps, what each asks of whom, and where the answer leads.

An order is always at one step, and where it stands is recorded before anything is asked. A call
whose answer is lost is made again, with the same request id, by whoever has the order then.

Up to the pivot an order can fail: a refusal, or no answer for too long, leads to the steps that
undo it. From the pivot on it is carried through, and so is undoing: for as long as it takes. What
is refused there, or cannot ever work, waits for a person (NEEDS_ATTENTION).

Undoing is safe at any moment, as a participant that is told to undo what it never did remembers
it, and refuses to do it later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Step = Literal[
    "RESERVING", "AUTHORIZING", "CONFIRMING", "CAPTURING", "CONFIRMED", "SHIPPED", "DELIVERED",
    "RECALLING", "REFUNDING", "VOIDING", "RELEASING", "CANCELLED",
]  # fmt: skip
State = Literal[
    "PENDING", "CONFIRMED", "SHIPPED", "DELIVERED", "CANCELLING", "CANCELLED", "NEEDS_ATTENTION"
]
Call = Literal[
    "inventory.ReserveStock",
    "inventory.CommitReservation",
    "inventory.ReleaseReservation",
    "payments.AuthorizePayment",
    "payments.CapturePayment",
    "payments.VoidPayment",
    "payments.RefundPayment",
    "shipping.CancelShipment",
]
Reason = Literal[
    "REQUESTED", "OUT_OF_STOCK", "PAYMENT_DECLINED", "RESERVATION_EXPIRED", "STAFF", "UNAVAILABLE"
]


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens at a step.

    Attributes:
        step: its name.
        state: what people see of it.
        call: what is asked of another service; None where an order rests.
        done: the step after that.
        refused: the step after a refusal; None if a person has to see to it.
        undo: the step that begins to undo this one; None for what cannot be undone, or does it.
        reason: why an order is cancelled that was refused here.
    """

    step: Step
    state: State
    call: Call | None = None
    done: Step | None = None
    refused: Step | None = None
    undo: Step | None = None
    reason: Reason | None = None


PIVOT: Final[Step] = "CONFIRMING"
BEFORE_PIVOT: Final[frozenset[Step]] = frozenset({"RESERVING", "AUTHORIZING"})

# fmt: off
_RULES: Final = (
    #     step           state         call                           done           refused      undo         reason
    Rule("RESERVING",   "PENDING",    "inventory.ReserveStock",      "AUTHORIZING", "RELEASING", "RELEASING", "OUT_OF_STOCK"),
    Rule("AUTHORIZING", "PENDING",    "payments.AuthorizePayment",   "CONFIRMING",  "VOIDING",   "VOIDING",   "PAYMENT_DECLINED"),
    Rule("CONFIRMING",  "PENDING",    "inventory.CommitReservation", "CAPTURING",   "VOIDING",   "VOIDING",   "RESERVATION_EXPIRED"),
    Rule("CAPTURING",   "PENDING",    "payments.CapturePayment",     "CONFIRMED",   None,        "VOIDING"),
    # Shipping hears of it, and tells what becomes of the parcel.
    Rule("CONFIRMED",   "CONFIRMED",  undo="RECALLING"),
    Rule("SHIPPED",     "SHIPPED"),
    Rule("DELIVERED",   "DELIVERED"),
    # Undoing goes backwards. A parcel that has left is not recalled, and money that was taken not voided.
    Rule("RECALLING",   "CANCELLING", "shipping.CancelShipment",      "REFUNDING",  "SHIPPED"),
    Rule("VOIDING",     "CANCELLING", "payments.VoidPayment",         "RELEASING",  "REFUNDING"),
    Rule("REFUNDING",   "CANCELLING", "payments.RefundPayment",       "RELEASING"),
    Rule("RELEASING",   "CANCELLING", "inventory.ReleaseReservation", "CANCELLED"),
    Rule("CANCELLED",   "CANCELLED"),
)
# fmt: on

SAGA: Final[Mapping[Step, Rule]] = {rule.step: rule for rule in _RULES}
