"""Stock and reservations in PostgreSQL.

Whatever is done about a reservation has its row first, and then the stock of its products, in
their order: no circle of waiting can come of this. A row that was waited for is read anew, so that
a count is always right.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import asyncpg

from services.inventory.domain import Reservation, Stock, insufficient, never_stocked, unknown
from services.runtime.database import Database, Queries, Row
from services.runtime.idempotency import RequestKey, once

_STOCK: Final = "product, available, reserved, sold, version, update_time"

_GET: Final = f"select {_STOCK} from stocks where product = $1"
_FIND: Final = f"select {_STOCK} from stocks where product = any($1)"
_VERSIONS: Final = "select product, version from stocks where product = any($1)"
_LOCK: Final = f"{_GET} for no key update"
_PUT_IN: Final = f"""
insert into stocks (product, available, stocked) values ($1, $2, $2)
on conflict (product) do update set
  available = stocks.available + excluded.available, stocked = stocks.stocked + excluded.stocked,
  version = stocks.version + 1, update_time = clock_timestamp()
returning {_STOCK}"""
_TAKE_OUT: Final = f"""
update stocks set available = available - $2, stocked = stocked - $2,
  version = version + 1, update_time = clock_timestamp()
where product = $1
returning {_STOCK}"""

# One whose time has come is at its end, even if it was not given back yet.
_RESERVATION: Final = """
id, products, quantities, expire_time, create_time, case
  when state = 'STATE_HELD' and expire_time <= clock_timestamp() then 'STATE_EXPIRED' else state
end as state"""

_GET_RESERVATION: Final = f"select {_RESERVATION} from reservations where id = $1"
_LOCK_RESERVATION: Final = "select * from reservations where id = $1 for no key update"
_SHORTAGE: Final = """
select product, coalesce(available, 0) as available
from unnest($1::text[], $2::bigint[]) as wanted (product, quantity)
left join stocks using (product)
where coalesce(available, 0) < quantity order by product limit 1"""


def _moved(available: str, reserved: str, sold: str) -> str:
    """Moves pieces of the stock in `locked` from one count to another.

    Every value comes from there. PostgreSQL checks a row first as the statement's snapshot has it,
    and what was right of the row that was waited for may be wrong of that one.
    """
    return f"""
  update stocks set available = locked.available {available},
    reserved = locked.reserved {reserved}, sold = locked.sold {sold},
    stocked = locked.stocked, version = locked.version + 1, update_time = clock_timestamp()
  from locked where stocks.product = locked.product"""


# If somebody who was waited for has taken too much, the table refuses the row, and all is undone.
_RESERVE: Final = f"""
with existing as (
  {_GET_RESERVATION}
), wanted as (
  select * from unnest($2::text[], $3::bigint[]) as wanted (product, quantity)
), made as (
  insert into reservations (id, state, products, quantities, expire_time)
  select $1, 'STATE_HELD', $2, $3, clock_timestamp() + make_interval(secs => $4)
  where not exists (select from existing) and cardinality($2::text[]) = (
    select count(*) from stocks join wanted using (product) where available >= quantity
  )
  on conflict (id) do nothing
  returning *
), locked as (
  select stocks.*, quantity from stocks join wanted using (product)
  where exists (select from made)
  order by stocks.product for no key update of stocks
), moved as ({_moved("- quantity", "+ quantity", "")}
)
select * from existing union all select {_RESERVATION} from made"""

# What the reservations of `changed` hold, with its stock locked.
_HOLDINGS: Final = """
  select stocks.*, quantity, was from stocks join (
    select item.product, sum(item.quantity)::bigint as quantity, was
    from changed, unnest(products, quantities) as item (product, quantity)
    group by item.product, was
  ) as held using (product)
  order by stocks.product for no key update of stocks"""
_COMMIT: Final = f"""
with found as (
  {_LOCK_RESERVATION}
), changed as (
  update reservations set state = 'STATE_COMMITTED' from found
  where reservations.id = $1 and reservations.state = 'STATE_HELD'
    and reservations.expire_time > clock_timestamp()
  returning reservations.*, found.state as was
), locked as ({_HOLDINGS}
), moved as ({_moved("", "- quantity", "+ quantity")}
)
select {_RESERVATION} from changed
union all select {_RESERVATION} from found where not exists (select from changed)"""
_RELEASE: Final = f"""
with found as (
  {_LOCK_RESERVATION}
), changed as (
  update reservations set state = case
    when found.state = 'STATE_HELD' and found.expire_time <= clock_timestamp()
    then 'STATE_EXPIRED' else 'STATE_RELEASED' end
  from found
  where reservations.id = $1 and reservations.state in ('STATE_HELD', 'STATE_COMMITTED')
  returning reservations.*, found.state as was
), made as (
  insert into reservations (id, state, products, quantities)
  select $1, 'STATE_RELEASED', '{{}}', '{{}}' where not exists (select from found)
  on conflict (id) do nothing
  returning *
), locked as ({_HOLDINGS}
), moved as ({
    _moved(
        "+ quantity",
        "- case was when 'STATE_HELD' then quantity else 0 end",
        "- case was when 'STATE_COMMITTED' then quantity else 0 end",
    )
}
)
select {_RESERVATION} from changed
union all select {_RESERVATION} from made
union all select {_RESERVATION} from found where not exists (select from changed)"""
# Several workers take different ones. The clock is read once, so that the index can be used.
_EXPIRE: Final = f"""
with found as (
  select id, state from reservations
  where state = 'STATE_HELD' and expire_time <= statement_timestamp()
  order by expire_time limit $1 for no key update skip locked
), changed as (
  update reservations set state = 'STATE_EXPIRED' from found
  where reservations.id = found.id
  returning reservations.*, found.state as was
), locked as ({_HOLDINGS}
), moved as ({_moved("+ quantity", "- quantity", "")}
)
select count(*)::int as expired from changed"""


class PostgresStocks:
    """The port `Stocks` on the inventory's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, product_id: str) -> Stock:
        """See `Stocks.get`."""
        row = await self._database.fetchrow(_GET, product_id)
        if row is None:
            raise never_stocked(product_id)
        return _stock(row)

    async def find(self, product_ids: Sequence[str]) -> dict[str, Stock]:
        """See `Stocks.find`."""
        rows = await self._database.fetch(_FIND, product_ids)
        return {row["product"]: _stock(row) for row in rows}

    async def versions(self, product_ids: Sequence[str]) -> dict[str, int]:
        """See `Stocks.versions`."""
        rows = await self._database.fetch(_VERSIONS, product_ids)
        return {row["product"]: row["version"] for row in rows}

    async def adjust(self, product_id: str, change: int, key: RequestKey | None) -> Stock:
        """See `Stocks.adjust`."""

        async def effect(queries: Queries) -> Stock:
            if change > 0:
                return _stock(await queries.fetchrow(_PUT_IN, product_id, change))
            present = await queries.fetchrow(_LOCK, product_id)
            available = present["available"] if present else 0
            if available + change < 0:
                raise insufficient(product_id, available)
            return _stock(await queries.fetchrow(_TAKE_OUT, product_id, -change))

        return await once(self._database, key, Stock, effect)


class PostgresReservations:
    """The port `Reservations` on the inventory's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(
        self, reservation_id: str, items: Mapping[str, int], seconds: float
    ) -> Reservation:
        """See `Reservations.reserve`."""
        wanted = list(items), list(items.values())
        while True:
            row = await self._reserved(reservation_id, *wanted, seconds)
            if row is None:
                # A call with the same name may have been first, even for the last pieces.
                row = await self._database.fetchrow(_GET_RESERVATION, reservation_id)
            if row is not None:
                return _reservation(row)
            short = await self._database.fetchrow(_SHORTAGE, *wanted)
            if short is not None:
                raise insufficient(short["product"], short["available"])

    async def _reserved(self, *arguments: object) -> Row | None:
        try:
            return await self._database.fetchrow(_RESERVE, *arguments)
        except asyncpg.CheckViolationError:
            return None

    async def commit(self, reservation_id: str) -> Reservation:
        """See `Reservations.commit`."""
        row = await self._database.fetchrow(_COMMIT, reservation_id)
        if row is None:
            raise unknown(reservation_id)
        return _reservation(row)

    async def release(self, reservation_id: str) -> Reservation:
        """See `Reservations.release`."""
        while True:
            row = await self._database.fetchrow(_RELEASE, reservation_id)
            # None if it was made while the statement ran: it sees it the next time.
            if row is not None:
                return _reservation(row)

    async def expire(self, most: int) -> int:
        """See `Reservations.expire`."""
        row = await self._database.fetchrow(_EXPIRE, most)
        return row["expired"] if row else 0


def _stock(row: Row | None) -> Stock:
    if row is None:
        raise AssertionError("the statement returns the row that it wrote")
    return Stock(
        product_id=row["product"],
        available=row["available"],
        reserved=row["reserved"],
        sold=row["sold"],
        version=row["version"],
        update_time=row["update_time"],
    )


def _reservation(row: Row) -> Reservation:
    return Reservation(
        id=row["id"],
        state=row["state"],
        items=dict(zip(row["products"], row["quantities"], strict=True)),
        expire_time=row["expire_time"],
        create_time=row["create_time"],
    )
