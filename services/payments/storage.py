"""Payments, their requests and their ledger in PostgreSQL."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from services.payments import domain
from services.payments.domain import (
    PAYMENTS,
    UNDER_WAY,
    Account,
    Answer,
    Draft,
    Operation,
    Payment,
    State,
)
from services.payments.ports import Decide, Turn
from services.runtime import crash, idempotency
from services.runtime.database import Database, Queries, Row
from services.runtime.errors import AlreadyExists, FailedPrecondition, NotFound, ResourceError
from services.runtime.idempotency import RequestKey
from services.runtime.money import NANOS, Money

_VALUES: Final = (
    "order_id, token, currency, amount, captured, refunded, state, decline_reason, "
    "network_authorization, operation_id, operation_amount"
)
_ALL: Final = (
    f"id, {_VALUES}, request_method, request_id, version, create_time, update_time, "
    "lease_time <= clock_timestamp() as lapsed"
)
_PLACES: Final = "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12"
_GET: Final = f"select {_ALL} from payments where id = $1"
_LOCK: Final = f"{_GET} for update"
_ADD: Final = f"""
insert into payments (id, {_VALUES}, request_method, request_id, lease_time, retry_time)
values ($1, {_PLACES}, $13, $14, clock_timestamp() + make_interval(secs => $15),
  clock_timestamp() + make_interval(secs => $15))
returning {_ALL}"""
_BEGIN: Final = f"""
update payments set ({_VALUES}) = ({_PLACES}), request_method = $13, request_id = $14,
  lease_time = clock_timestamp() + make_interval(secs => $15),
  retry_time = clock_timestamp() + make_interval(secs => $15),
  attempt = 0, version = version + 1, update_time = clock_timestamp()
where id = $1
returning {_ALL}"""
# Of two who lead by mistake, the one who was overtaken changes nothing.
_CONCLUDE: Final = f"""
update payments set ({_VALUES}) = ({_PLACES}), version = version + 1,
  update_time = clock_timestamp()
where id = $1 and version = $13
returning {_ALL}"""
_TAKE_OVER: Final = f"""
update payments set version = version + 1,
  lease_time = clock_timestamp() + make_interval(secs => $2),
  retry_time = clock_timestamp() + make_interval(secs => $2)
where id = $1
returning {_ALL}"""
_RELEASE: Final = """
update payments set attempt = attempt + 1, lease_time = clock_timestamp(),
  retry_time = clock_timestamp() + make_interval(secs => 0.1 * 2 ^ least(attempt, 8))
where id = $1 and version = $2"""
_ADOPT: Final = f"""
update payments set version = version + 1,
  lease_time = clock_timestamp() + make_interval(secs => $1),
  retry_time = clock_timestamp() + make_interval(secs => $1)
where id in (
  select id from payments where operation_id is not null and retry_time <= clock_timestamp()
  order by retry_time limit $2 for update skip locked
)
returning {_ALL}"""
_UNCHANGED: Final = """
select from payments where id = $1 and version = $2 and lease_time > clock_timestamp()"""

_POST: Final = """
with posted as (
  insert into ledger_transactions (payment_id, kind, operation_id) values ($1, $2, $3)
  returning id
)
insert into ledger_entries (transaction_id, account, currency, amount)
select posted.id, entry.* from posted, unnest($4::text[], $5::text[], $6::numeric[]) as entry"""

# Whoever calls, a repeat is a repeat: those who call are services, which may have a user or none.
_CLAIM: Final = """
insert into requests (subject, method, request_id, fingerprint) values ('', $1, $2, $3)
on conflict do nothing returning request_id"""
_RECALL: Final = """
select fingerprint, response from requests
where subject = '' and method = $1 and request_id = $2"""
_RECORD: Final = """
update requests set response = $3 where subject = '' and method = $1 and request_id = $2"""

_FIRST_LOOK: Final = 0.005
_LAST_LOOK: Final = 0.05

_REFUSALS: Final = {kind.__name__: kind for kind in (AlreadyExists, FailedPrecondition, NotFound)}


@dataclass(frozen=True, slots=True)
class _Refusal:
    kind: str
    name: str
    message: str
    reason: str
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What a request came to: a payment, or a refusal."""

    payment: Payment | None = None
    refusal: _Refusal | None = None


class PostgresPayments:
    """The port `Payments`.

    Args:
        database: where they are.
        lease: how many seconds an operation is left to whoever leads it.
    """

    def __init__(self, database: Database, lease: float) -> None:
        self._database = database
        self._lease = lease

    async def get(self, payment_id: str) -> Payment:
        """See `Payments.get`."""
        row = await self._database.fetchrow(_GET, payment_id)
        if row is None:
            raise domain.unknown(payment_id)
        return _payment(row)

    async def begin(self, payment_id: str, key: RequestKey, decide: Decide) -> Turn:
        """See `Payments.begin`."""
        while True:
            try:
                async with self._database.transaction() as queries:
                    turn = await self._begin(queries, payment_id, key, decide)
            except asyncpg.UniqueViolationError:
                # Made by somebody else since it was looked for.
                continue
            if isinstance(turn, ResourceError):
                raise turn
            return turn

    async def conclude(
        self, payment: Payment, answer: Answer, posting: Mapping[Account, Money]
    ) -> Payment | ResourceError | None:
        """See `Payments.conclude`."""
        after, operation = payment.concluded(answer), payment.operation
        if operation is None:
            raise AssertionError(f"nothing is under way for {payment.name}")
        async with self._database.transaction() as queries:
            row = await queries.fetchrow(_CONCLUDE, *_values(after), payment.version)
            if row is None:
                return None
            if posting:
                await queries.execute(
                    _POST, payment.id, operation.kind, operation.id, *_columns(posting)
                )
            outcome = domain.outcome(operation.kind, _payment(row))
            await _record(queries, row["request_method"], row["request_id"], outcome)
            crash.point(f"payments.{operation.kind}.posted")
        return outcome

    async def release(self, payment: Payment) -> None:
        """See `Payments.release`."""
        await self._database.execute(_RELEASE, payment.id, payment.version)

    async def changed(self, payment: Payment) -> None:
        """See `Payments.changed`."""
        wait = _FIRST_LOOK
        while await self._database.fetchrow(_UNCHANGED, payment.id, payment.version) is not None:
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LAST_LOOK)

    async def adopt(self, most: int) -> list[Payment]:
        """See `Payments.adopt`."""
        return [_payment(row) for row in await self._database.fetch(_ADOPT, self._lease, most)]

    async def _begin(
        self, queries: Queries, payment_id: str, key: RequestKey, decide: Decide
    ) -> Turn | ResourceError:
        who = key.method, key.request_id
        claimed = await queries.fetchrow(_CLAIM, *who, key.fingerprint)
        row = await queries.fetchrow(_LOCK, payment_id)
        # Not before the payment is locked: until then somebody may record what it came to.
        recalled = None if claimed else _recalled(await queries.fetchrow(_RECALL, *who), key)
        if recalled is not None:
            return Turn(recalled) if isinstance(recalled, Payment) else recalled
        before = None if row is None else _payment(row)
        try:
            after = decide(before)
        except ResourceError as refusal:
            await _record(queries, *who, refusal)
            return refusal
        if row is None or after is not before:
            statement = _ADD if row is None else _BEGIN
            row = _written(await queries.fetchrow(statement, *_values(after), *who, self._lease))
            turn = Turn(_payment(row), leading=after.operation is not None, asked_for=True)
        else:
            turn = await self._under_way(queries, row, key)
        if turn.payment.operation is None:
            await _record(queries, *who, turn.payment)
        elif turn.leading:
            crash.point(f"payments.{turn.payment.operation.kind}.intended")
        return turn

    async def _under_way(self, queries: Queries, row: Row, key: RequestKey) -> Turn:
        """The turn of whoever finds a payment as it is."""
        payment = _payment(row)
        asked_for = (row["request_method"], row["request_id"]) == (key.method, key.request_id)
        if payment.operation is None or not row["lapsed"]:
            return Turn(payment, asked_for=asked_for)
        taken = _written(await queries.fetchrow(_TAKE_OVER, payment.id, self._lease))
        return Turn(_payment(taken), leading=True, asked_for=asked_for)


async def _record(
    queries: Queries, method: str, request_id: UUID, outcome: Payment | ResourceError
) -> None:
    if isinstance(outcome, Payment):
        recorded = _Recorded(payment=outcome)
    else:
        kind, name = type(outcome).__name__, outcome.resource_name
        recorded = _Recorded(
            refusal=_Refusal(kind, name, outcome.message, outcome.reason, outcome.metadata)
        )
    await queries.execute(_RECORD, method, request_id, msgspec.json.encode(recorded))


def _recalled(row: Row | None, key: RequestKey) -> Payment | ResourceError | None:
    """What a request came to before; None if it came to nothing yet."""
    row = _written(row)
    if row["fingerprint"] != key.fingerprint:
        raise idempotency.reused()
    if row["response"] is None:
        return None
    recorded = msgspec.json.decode(row["response"], type=_Recorded)
    refusal = recorded.refusal
    if refusal is None:
        return recorded.payment
    return _REFUSALS[refusal.kind](
        PAYMENTS.kind, refusal.name, refusal.message, refusal.reason, metadata=refusal.metadata
    )


def _columns(posting: Mapping[Account, Money]) -> tuple[list[Any], ...]:
    """Accounts, currencies and amounts."""
    currencies = [money.currency_code for money in posting.values()]
    return list(posting), currencies, [_decimal(money) for money in posting.values()]


def _values(payment: Payment) -> tuple[object, ...]:
    """The id and the columns of `_VALUES`, in their order."""
    draft, operation = payment.draft, payment.operation
    return (
        payment.id,
        draft and draft.order_id,
        draft and draft.token,
        draft and draft.amount.currency_code,
        draft and _decimal(draft.amount),
        payment.captured and _decimal(payment.captured),
        payment.refunded and _decimal(payment.refunded),
        payment.state,
        payment.decline_reason,
        payment.authorization,
        operation and operation.id,
        operation and _decimal(operation.amount),
    )


def _payment(row: Row) -> Payment:
    currency, state = row["currency"], State(row["state"])

    def money(column: str) -> Money:
        return Money.of_nanos(currency, int(row[column] * NANOS))

    none = currency is None
    operation = row["operation_id"]
    return Payment(
        id=row["id"],
        state=state,
        draft=None if none else Draft(row["order_id"], money("amount"), row["token"]),
        captured=None if none else money("captured"),
        refunded=None if none else money("refunded"),
        decline_reason=row["decline_reason"],
        authorization=row["network_authorization"],
        operation=operation and Operation(operation, UNDER_WAY[state], money("operation_amount")),
        version=row["version"],
        create_time=row["create_time"],
        update_time=row["update_time"],
    )


def _decimal(money: Money) -> Decimal:
    """Exact: made of a string, it knows of no precision."""
    return Decimal(f"{money.in_nanos}e-9")


def _written(row: Row | None) -> Row:
    if row is None:
        raise AssertionError("the statement returns the row that it wrote")
    return row
