"""What can be done with payments, and in what order it has its effects.

The intent is recorded, then the card network is asked, then the outcome is recorded, each in a
transaction of its own. Whoever finds an intent without an outcome may ask again: the network does
it once.
"""

import asyncio
import logging
from typing import Final

from services.payments import domain
from services.payments.domain import Answer, Draft, Kind, Payment
from services.payments.ports import CardNetwork, Decide, Ports
from services.runtime import crash
from services.runtime.errors import ResourceError, Unavailable
from services.runtime.idempotency import RequestKey
from services.runtime.money import Money

_ADOPTED_AT_ONCE: Final = 20
_log: Final = logging.getLogger(__name__)


async def authorize(ports: Ports, payment_id: str, draft: Draft, key: RequestKey) -> Payment:
    """Has an amount promised. The errors are those of `Payment.authorizing`."""

    def decide(payment: Payment | None) -> Payment:
        return payment.authorizing(draft) if payment else domain.new(payment_id, draft)

    return await _perform(ports, payment_id, key, decide)


async def capture(ports: Ports, payment_id: str, key: RequestKey) -> Payment:
    """Takes what was promised; NotFound, and the errors of `Payment.capturing`."""
    return await _perform(ports, payment_id, key, lambda p: _known(payment_id, p).capturing())


async def void(ports: Ports, payment_id: str, key: RequestKey) -> Payment:
    """Gives a promise back. The errors are those of `Payment.voiding`."""

    def decide(payment: Payment | None) -> Payment:
        return payment.voiding() if payment else domain.void(payment_id)

    return await _perform(ports, payment_id, key, decide)


async def refund(ports: Ports, payment_id: str, amount: Money | None, key: RequestKey) -> Payment:
    """Gives money back; NotFound, and the errors of `Payment.refunding`."""
    return await _perform(ports, payment_id, key, lambda p: _known(payment_id, p).refunding(amount))


async def adopt(ports: Ports) -> None:
    """Brings operations to their ends whose leaders are gone."""
    adopted = await ports.payments.adopt(_ADOPTED_AT_ONCE)
    for payment in adopted:
        _log.warning("adopted %s, which is %s", payment.name, payment.state)
    results = await asyncio.gather(*(_lead(ports, p) for p in adopted), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Unavailable):
            _log.error("an operation cannot be brought to its end", exc_info=result)


async def _perform(ports: Ports, payment_id: str, key: RequestKey, decide: Decide) -> Payment:
    while True:
        turn = await ports.payments.begin(payment_id, key, decide)
        if turn.payment.operation is None:
            return turn.payment
        if not turn.leading:
            await ports.payments.changed(turn.payment)
            continue
        # A caller that gives up does not take the answer with it.
        outcome = await ports.background.run(_lead(ports, turn.payment))
        if turn.asked_for and outcome is not None:
            return _answered(outcome)


async def _lead(ports: Ports, payment: Payment) -> Payment | ResourceError | None:
    """Brings what is under way to its end; see `Payments.conclude` for what it returns."""
    operation = payment.operation
    if operation is None:
        raise AssertionError(f"nothing is under way for {payment.name}")
    crash.point(f"payments.{operation.kind}.recorded")
    try:
        answer = await _ask(ports.network, payment)
    except Unavailable:
        await ports.payments.release(payment)
        raise
    crash.point(f"payments.{operation.kind}.called")
    posting = domain.entries(operation, answer)
    outcome = await ports.payments.conclude(payment, answer, posting)
    crash.point(f"payments.{operation.kind}.concluded")
    return outcome


async def _ask(network: CardNetwork, payment: Payment) -> Answer:
    operation, authorization = payment.operation, payment.authorization
    if operation is None or payment.draft is None:
        raise AssertionError(f"{payment.name} has nothing to ask for")
    if operation.kind is Kind.AUTHORIZE:
        return await network.authorize(operation.id, payment.draft.token, operation.amount)
    if operation.kind is Kind.CAPTURE:
        return await network.capture(operation.id, authorization)
    if operation.kind is Kind.VOID:
        return await network.void(operation.id, authorization)
    return await network.refund(operation.id, authorization, operation.amount)


def _known(payment_id: str, payment: Payment | None) -> Payment:
    if payment is None:
        raise domain.unknown(payment_id)
    return payment


def _answered(outcome: Payment | ResourceError) -> Payment:
    if isinstance(outcome, ResourceError):
        raise outcome
    return outcome
