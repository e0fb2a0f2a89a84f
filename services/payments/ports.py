"""What payments need from outside, in their own words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.payments.domain import Account, Answer, Payment
from services.runtime.background import Background
from services.runtime.errors import ResourceError
from services.runtime.idempotency import RequestKey
from services.runtime.money import Money

Decide = Callable[[Payment | None], Payment]


@dataclass(frozen=True, slots=True)
class Turn:
    """How a payment stands, and whose turn it is.

    Attributes:
        payment: at rest, the original result of the request.
        leading: whether what is under way is ours to bring to its end.
        asked_for: whether what is under way is what the request asked for.
    """

    payment: Payment
    leading: bool = False
    asked_for: bool = False


class Payments(Protocol):
    """All payments, the requests that were made of them, and their ledger."""

    async def get(self, payment_id: str) -> Payment:
        """One payment; NotFound if there is none."""
        ...

    async def begin(self, payment_id: str, key: RequestKey, decide: Decide) -> Turn:
        """Records what a request comes to, or what it begins.

        `decide` is given the payment, which nobody else can change meanwhile, or None. What it
        returns is stored if it is another one. If it is at rest, that is the result; if it raises
        a ResourceError, that is. Either is recorded, and what a repeat gets. What is under way
        already is taken over if whoever leads it did not finish in time.

        Raises:
            InvalidArgument: if the key was used before with another request.
            ResourceError: as decided, now or when the request was first made.
        """
        ...

    async def conclude(
        self, payment: Payment, answer: Answer, posting: Mapping[Account, Money]
    ) -> Payment | ResourceError | None:
        """Records what became of the operation that is under way, and posts it.

        Returns the outcome of the request that asked for it; None if somebody else concluded it
        first, or has taken over.
        """
        ...

    async def release(self, payment: Payment) -> None:
        """Lets others bring to its end what is under way, as its outcome is not known."""
        ...

    async def changed(self, payment: Payment) -> None:
        """Waits until a payment is another one, or whoever leads it did not finish in time."""
        ...

    async def adopt(self, most: int) -> Sequence[Payment]:
        """Takes over operations that nobody brought to their ends, as many as that."""
        ...


class CardNetwork(Protocol):
    """The card network. It does what has the same key once, and answers the same.

    Every method raises Unavailable if it cannot be reached or does not answer; then it is not
    known whether it was done.
    """

    async def authorize(self, key: UUID, token: str, amount: Money) -> Answer:
        """Promises an amount."""
        ...

    async def capture(self, key: UUID, authorization: str) -> Answer:
        """Takes what was promised."""
        ...

    async def void(self, key: UUID, authorization: str) -> Answer:
        """Gives a promise back."""
        ...

    async def refund(self, key: UUID, authorization: str, amount: Money) -> Answer:
        """Gives back money that was taken."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """All of them, and where work goes on whose caller is gone."""

    payments: Payments
    network: CardNetwork
    background: Background
