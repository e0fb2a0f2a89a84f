"""Orders in PostgreSQL: one table, with the step, the fence and the lease of each."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from services.orders.domain import Address, Attention, Cancellation, Line, Order, unknown
from services.orders.ports import Listing, Recorded, Standing
from services.runtime import sql, telemetry
from services.runtime.database import Database, Queries, Row
from services.runtime.events import outbox
from services.runtime.events.envelope import Event
from services.runtime.filtering import Order as Sorting
from services.runtime.idempotency import RequestKey, once, reused
from services.runtime.money import Money
from services.runtime.paging import Cursor, Page

_log: Final = logging.getLogger(__name__)

_COLUMNS: Final = {
    "state": "state",
    "account": "account",
    "create_time": "create_time",
    "update_time": "update_time",
    "id": "id",
}
_NEWEST: Final = (Sorting("create_time", descending=True), Sorting("id", descending=True))

_FIXED: Final = (
    "account, lines, address, total_currency, total_units, total_nanos, payment_token, traceparent"
)
_MOVING: Final = (
    "step, state, version, attempt, faults, rounds, cancellation_reason, cancellation_detail, "
    "attention_reason, attention_attempts, resolved_by"
)
_ALL: Final = (
    f"id, {_FIXED}, {_MOVING}, fence, attention_time, create_time, update_time, "
    "extract(epoch from clock_timestamp() - create_time)::float8 as age"
)
# $2 is whether it runs, $3 the lease.
_NEXT: Final = "case when $2 then clock_timestamp() + make_interval(secs => $3) end"
# A lease of which half is left is left as it is, which spares all indexes the write.
_RENEWED: Final = f"""case when $2 and $3 > 0
  and next_time > clock_timestamp() + make_interval(secs => $3 / 2)
  then next_time else {_NEXT} end"""

_GET: Final = f"select {_ALL} from orders where id = $1"
_LOCK: Final = f"{_GET} for update"
_SEVERAL: Final = f"select {_ALL} from orders where id = any($1)"
_VERSIONS: Final = "select id, version from orders where id = any($1)"
_FIND: Final = f"select {_ALL}, fingerprint from orders where account = $1 and request_id = $2"
_STANDING: Final = """
select (select count(*) from orders where state = 'NEEDS_ATTENTION') as attention,
  (select coalesce(extract(epoch from clock_timestamp() - min(update_time)), 0)::float8
   from orders where next_time is not null) as under_way"""
_ADD: Final = f"""
insert into orders (id, next_time, {_FIXED}, {_MOVING}, request_id, fingerprint)
values ($1, {_NEXT}, {", ".join(f"${n}" for n in range(4, 25))})
on conflict (account, request_id) do nothing
returning {_ALL}"""
_WRITE: Final = f"""
update orders set fence = fence + 1, next_time = {_RENEWED},
  ({_MOVING}) = ({", ".join(f"${n}" for n in range(5, 16))}),
  attention_time = case when $13::text is not null
    then coalesce(attention_time, clock_timestamp()) end,
  update_time = case when version = $7 then update_time else clock_timestamp() end
where id = $1 and fence = $4
returning {_ALL}"""
_POSTPONE: Final = """
update orders set next_time = clock_timestamp() + make_interval(secs => $3), faults = $4
where id = $1 and fence = $2"""
_CLAIM: Final = f"""
update orders set fence = fence + 1, attempt = attempt + 1,
  next_time = clock_timestamp() + make_interval(secs => $2)
where id in (
  select id from orders where next_time <= clock_timestamp()
  order by next_time limit $1 for update skip locked
)
returning {_ALL}"""

# What is announced of an order, if anything is.
Announce = Callable[[Order], Event | None]


class PostgresOrders:
    """The port `Orders` on the database of orders.

    Args:
        database: where they are.
        announce: what others are told of an order that is at a new step.
    """

    def __init__(self, database: Database, announce: Announce) -> None:
        self._database = database
        self._announce = announce

    async def get(self, order_id: str) -> Order:
        """See `Orders.get`."""
        row = await self._database.fetchrow(_GET, order_id)
        if row is None:
            raise unknown(order_id)
        return _order(row)

    async def find(self, key: RequestKey) -> Order | None:
        """See `Orders.find`."""
        row = await self._database.fetchrow(_FIND, key.subject, key.request_id)
        return None if row is None else _recalled(row, key)

    async def list(self, listing: Listing, after: Cursor | None, size: int) -> Page[Order]:
        """See `Orders.list`."""
        parameters = sql.Parameters()
        conditions = list[str]()
        if listing.account is not None:
            conditions.append(f"account = {parameters.add(listing.account)}")
        if listing.filter is not None:
            conditions.append(sql.condition(listing.filter, _COLUMNS, parameters))
        if after is not None:
            conditions.append(sql.after(after, _NEWEST, _COLUMNS, parameters))
        where = f"where {' and '.join(conditions)} " if conditions else ""
        rows = await self._database.fetch(
            f"select {_ALL} from orders {where}"
            f"order by {sql.ordering(_NEWEST, _COLUMNS)} limit {parameters.add(size + 1)}",
            *parameters.values,
        )
        last = rows[size - 1] if len(rows) > size else None
        cursor = None if last is None else (last["create_time"], last["id"])
        return Page([_order(row) for row in rows[:size]], cursor)

    async def versions(self, order_ids: Sequence[str]) -> Mapping[str, int]:
        """See `Orders.versions`."""
        rows = await self._database.fetch(_VERSIONS, order_ids)
        return {row["id"]: row["version"] for row in rows}

    async def snapshots(self, order_ids: Sequence[str]) -> Mapping[str, Order]:
        """See `Orders.snapshots`."""
        rows = await self._database.fetch(_SEVERAL, order_ids)
        return {row["id"]: _order(row) for row in rows}

    async def standing(self) -> Standing:
        """See `Orders.standing`."""
        row = await self._database.fetchrow(_STANDING)
        if row is None:
            raise AssertionError("an aggregate has a row")
        return Standing(row["attention"], row["under_way"])

    async def add(self, order: Order, key: RequestKey, lease: float) -> Recorded:
        """See `Orders.add`."""
        async with self._database.transaction() as queries:
            row = await queries.fetchrow(
                _ADD, order.id, order.runs, lease, *_fixed(order), *_moving(order),
                key.request_id, key.fingerprint,
            )  # fmt: skip
            if row is not None:
                await self._tell(queries, _order(row))
        if row is not None:
            return Recorded(_order(row), changed=True)
        found = await self.find(key)
        if found is None:
            raise AssertionError("orders are never deleted")
        return Recorded(found, changed=False)

    async def change(
        self,
        order_id: str,
        change: Callable[[Order], Order],
        lease: float,
        key: RequestKey | None = None,
    ) -> Recorded:
        """See `Orders.change`."""
        changed = False

        async def effect(queries: Queries) -> Order:
            nonlocal changed
            recorded = await self.change_within(queries, order_id, change, lease)
            changed = recorded.changed
            return recorded.order

        order = await once(self._database, key, Order, effect)
        return Recorded(order, changed)

    async def change_within(
        self, queries: Queries, order_id: str, change: Callable[[Order], Order], lease: float = 0
    ) -> Recorded:
        """The same in a transaction of somebody else's."""
        row = await queries.fetchrow(_LOCK, order_id)
        if row is None:
            raise unknown(order_id)
        before = _order(row)
        after = change(before)
        if after is before:
            return Recorded(before, changed=False)
        saved = await self._write(queries, after, lease)
        if saved is None:
            raise AssertionError("a row that is locked is not changed by others")
        if after.step != before.step:
            await self._tell(queries, saved)
        return Recorded(saved, changed=True)

    async def save(self, order: Order, lease: float) -> Order | None:
        """See `Orders.save`."""
        if self._announce(order) is None:
            saved = await self._write(self._database, order, lease)
        else:
            async with self._database.transaction() as queries:
                saved = await self._write(queries, order, lease)
                if saved is not None:
                    await self._tell(queries, saved)
        return saved

    async def postpone(self, order: Order, seconds: float) -> None:
        """See `Orders.postpone`."""
        await self._database.execute(_POSTPONE, order.id, order.fence, seconds, order.faults)

    async def claim(self, most: int, lease: float) -> Sequence[Order]:
        """See `Orders.claim`."""
        claimed = list[Order]()
        for row in await self._database.fetch(_CLAIM, most, lease):
            try:
                claimed.append(_order(row))
            except (TypeError, ValueError, msgspec.MsgspecError):
                # It must not keep those back that were claimed with it.
                _log.exception("order %s cannot be read", row["id"])
        return claimed

    async def _write(self, queries: Queries, order: Order, lease: float) -> Order | None:
        row = await queries.fetchrow(
            _WRITE, order.id, order.runs, lease, order.fence, *_moving(order)
        )
        return None if row is None else _order(row)

    async def _tell(self, queries: Queries, order: Order) -> None:
        event = self._announce(order)
        if event is not None:
            await outbox.add(queries, event)


def _recalled(row: Row, key: RequestKey) -> Order:
    if row["fingerprint"] != key.fingerprint:
        raise reused()
    return _order(row)


def _fixed(order: Order) -> tuple[Any, ...]:
    """The columns of `_FIXED`, in their order."""
    return (
        order.account,
        msgspec.json.encode(order.lines).decode(),
        msgspec.json.encode(order.address).decode(),
        order.total.currency_code,
        order.total.units,
        order.total.nanos,
        order.payment_token,
        telemetry.traceparent() or "",
    )


def _moving(order: Order) -> tuple[Any, ...]:
    """The columns of `_MOVING`, in their order."""
    cancellation, attention = order.cancellation, order.attention
    return (
        order.step,
        order.state,
        order.version,
        order.attempt,
        order.faults,
        order.rounds,
        cancellation and cancellation.reason,
        cancellation and cancellation.detail,
        attention and attention.reason,
        attention and attention.attempts,
        order.resolved_by,
    )


def _order(row: Row) -> Order:
    reason, attention = row["cancellation_reason"], row["attention_reason"]
    return Order(
        id=row["id"],
        account=row["account"],
        lines=msgspec.json.decode(row["lines"], type=tuple[Line, ...]),
        total=Money(row["total_currency"], row["total_units"], row["total_nanos"]),
        payment_token=row["payment_token"],
        address=msgspec.json.decode(row["address"], type=Address),
        step=row["step"],
        fence=row["fence"],
        version=row["version"],
        attempt=row["attempt"],
        faults=row["faults"],
        rounds=row["rounds"],
        cancellation=None if reason is None else Cancellation(reason, row["cancellation_detail"]),
        attention=None
        if attention is None
        else Attention(attention, row["attention_attempts"], row["attention_time"]),
        resolved_by=row["resolved_by"],
        age=row["age"],
        traceparent=row["traceparent"],
        create_time=row["create_time"],
        update_time=row["update_time"],
    )
