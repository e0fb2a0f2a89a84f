"""The card network, simulated: the other company's computer, and our connection to it.

Of the computer only this is real: it keeps what it did, whatever happens to us, and does what it
is asked with the same key once. What a token stands for is in the contract.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid4

from services.payments.domain import Answer, Kind
from services.runtime import telemetry
from services.runtime.database import Database, Queries, Row
from services.runtime.errors import Unavailable
from services.runtime.money import Money

_DECLINED: Final = {
    "tok_decline": "card_declined",
    "tok_insufficient_funds": "insufficient_funds",
}
_APPROVED: Final = frozenset({"tok_approve", "tok_slow", "tok_flaky", "tok_duplicate"})

_SUBMIT: Final = """
insert into card_network.submissions (key, kind) values ($1, $2)
on conflict do nothing returning key"""
_SETTLE: Final = """
update card_network.submissions set authorization_id = $2, decline_reason = $3 where key = $1"""
_FIND: Final = """
select s.authorization_id, s.decline_reason, a.token from card_network.submissions s
left join card_network.authorizations a on a.id = s.authorization_id
where s.key = $1"""
_IS_FIRST: Final = """
select from card_network.submissions s
join card_network.submissions other using (authorization_id, kind)
where s.key = $1
having count(*) = 1"""
_DONE: Final = "returning id as authorization_id, '' as decline_reason, token"
_AUTHORIZE: Final = f"""
insert into card_network.authorizations (id, token, currency, amount) values ($1, $2, $3, $4)
{_DONE}"""
_CAPTURE: Final = f"""
update card_network.authorizations set captured = amount
where id = $1 and captured = 0 and not voided
{_DONE}"""
_VOID: Final = f"""
update card_network.authorizations set voided = true
where id = $1 and captured = 0 and not voided
{_DONE}"""
_REFUND: Final = f"""
update card_network.authorizations set refunded = refunded + $3
where id = $1 and currency = $2 and refunded + $3 <= captured
{_DONE}"""

_Effect = Callable[[Queries], Awaitable[Row | None]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the network sends back.

    Attributes:
        duplicate: whether it says only that it was asked the same before.
    """

    answer: Answer
    duplicate: bool = False


class Computer:
    """The other company's. What it did stays done, whether its answer arrives or not.

    Args:
        database: where its own schema is.
        latency: how many seconds an answer takes.
        slow: how many where a token wants it to be late.
    """

    def __init__(self, database: Database, latency: float, slow: float) -> None:
        self._database = database
        self._latency = latency
        self._slow = slow

    async def authorize(self, key: UUID, token: str, amount: Money) -> Reply:
        """Promises an amount, or declines."""
        reason = _DECLINED.get(token, "" if token in _APPROVED else "unknown_token")

        async def effect(queries: Queries) -> Row | None:
            if reason:
                return None
            name = f"auth_{uuid4().hex}"
            return await queries.fetchrow(
                _AUTHORIZE, name, token, amount.currency_code, _decimal(amount)
            )

        return await self._once(key, Kind.AUTHORIZE, effect, reason)

    async def capture(self, key: UUID, authorization: str) -> Reply:
        """Takes what was promised."""
        return await self._once(key, Kind.CAPTURE, lambda q: q.fetchrow(_CAPTURE, authorization))

    async def void(self, key: UUID, authorization: str) -> Reply:
        """Gives a promise back."""
        return await self._once(key, Kind.VOID, lambda q: q.fetchrow(_VOID, authorization))

    async def refund(self, key: UUID, authorization: str, amount: Money) -> Reply:
        """Gives money back."""
        values = authorization, amount.currency_code, _decimal(amount)
        return await self._once(key, Kind.REFUND, lambda q: q.fetchrow(_REFUND, *values))

    async def inquire(self, key: UUID) -> Answer:
        """What became of what was asked with a key.

        Raises:
            LookupError: if nothing was.
        """
        await asyncio.sleep(self._latency)
        row = await self._database.fetchrow(_FIND, key)
        if row is None:
            raise LookupError(f"nothing was asked with the key {key}")
        return _answer(row)

    async def _once(
        self, key: UUID, kind: Kind, effect: _Effect, reason: str = "not_possible"
    ) -> Reply:
        await asyncio.sleep(self._latency)
        async with self._database.transaction() as queries:
            new = await queries.fetchrow(_SUBMIT, key, kind) is not None
            row = await effect(queries) if new else await queries.fetchrow(_FIND, key)
            if new:
                authorization = None if row is None else row["authorization_id"]
                await queries.execute(_SETTLE, key, authorization, "" if row else reason)
        token = None if row is None else row["token"]
        if new:
            await self._misbehave(key, kind, token)
        answer = _answer(row) if row else Answer(approved=False, decline_reason=reason)
        return Reply(answer, duplicate=token == "tok_duplicate")  # noqa: S105  (no password)

    async def _misbehave(self, key: UUID, kind: Kind, token: str | None) -> None:
        if token == "tok_slow" and kind is Kind.AUTHORIZE:  # noqa: S105  (no password)
            await asyncio.sleep(self._slow)
        if token == "tok_flaky" and await self._database.fetchrow(_IS_FIRST, key) is not None:  # noqa: S105
            raise ConnectionError("the answer got lost")


class SimulatedCardNetwork:
    """The port `CardNetwork`.

    Args:
        computer: the other end.
        timeout: how many seconds an answer is waited for.
    """

    def __init__(self, computer: Computer, timeout: float) -> None:
        self._computer = computer
        self._timeout = timeout

    async def authorize(self, key: UUID, token: str, amount: Money) -> Answer:
        """See `CardNetwork.authorize`."""
        return await self._asked(
            Kind.AUTHORIZE, key, lambda: self._computer.authorize(key, token, amount)
        )

    async def capture(self, key: UUID, authorization: str) -> Answer:
        """See `CardNetwork.capture`."""
        return await self._asked(
            Kind.CAPTURE, key, lambda: self._computer.capture(key, authorization)
        )

    async def void(self, key: UUID, authorization: str) -> Answer:
        """See `CardNetwork.void`."""
        return await self._asked(Kind.VOID, key, lambda: self._computer.void(key, authorization))

    async def refund(self, key: UUID, authorization: str, amount: Money) -> Answer:
        """See `CardNetwork.refund`."""
        return await self._asked(
            Kind.REFUND, key, lambda: self._computer.refund(key, authorization, amount)
        )

    async def _asked(self, kind: Kind, key: UUID, ask: Callable[[], Awaitable[Reply]]) -> Answer:
        attributes = {"server.address": "card-network", "card_network.operation": kind}
        try:
            with telemetry.client_span(f"card-network/{kind}", attributes):
                async with asyncio.timeout(self._timeout):
                    reply = await ask()
                    # That it was asked before says nothing of what it answered then.
                    return await self._computer.inquire(key) if reply.duplicate else reply.answer
        except (OSError, Unavailable) as error:
            raise Unavailable(
                "the card network does not answer",
                reason="CARD_NETWORK_UNAVAILABLE",
                retry_after=0.1,
            ) from error


def _answer(row: Row) -> Answer:
    approved = row["authorization_id"] is not None
    return Answer(approved, row["authorization_id"] or "", row["decline_reason"])


def _decimal(money: Money) -> Decimal:
    return Decimal(f"{money.in_nanos}e-9")
