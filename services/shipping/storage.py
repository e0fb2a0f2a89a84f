"""Shipments in PostgreSQL."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

import msgspec

from services.runtime import sql
from services.runtime.database import Database, Queries, Row
from services.runtime.filtering import Order
from services.runtime.paging import Cursor, Page
from services.shipping.domain import Address, Item, Shipment, TrackingEvent, unknown

_ALL: Final = "id, account, items, address, state, tracking_number, events, create_time"
_NEWEST_FIRST: Final = (Order("create_time", descending=True), Order("id", descending=True))
_KEYS: Final = {"create_time": "create_time", "id": "id"}

_GET: Final = f"select {_ALL} from shipments where id = $1"
_FIND: Final = f"select {_ALL} from shipments where id = any($1)"
_VERSIONS: Final = "select id, version from shipments where id = any($1)"
_ADD: Final = f"""
insert into shipments ({_ALL}, version, next_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + make_interval(secs => $10))
on conflict (id) do nothing"""
_REPLACE: Final = """
update shipments set state = $3, tracking_number = $4, events = $5, version = $6,
  next_at = clock_timestamp() + make_interval(secs => $7)
where id = $1 and version = $2
returning id"""
_CLAIM: Final = f"""
update shipments set next_at = clock_timestamp() + make_interval(secs => $2)
where id in (
  select id from shipments where next_at <= clock_timestamp()
  order by next_at limit $1 for update skip locked
)
returning {_ALL}"""

Announce = Callable[[Queries, Shipment], Awaitable[None]]


class PostgresShipments:
    """The port `Shipments` on shipping's database, or in a transaction there.

    Args:
        transaction: begins a transaction, or yields the one that there is.
        announce: tells the mesh of a change, in its transaction.
        step_seconds: how long after a change a shipment is due for the next.
    """

    def __init__(
        self,
        queries: Queries,
        transaction: Callable[[], AbstractAsyncContextManager[Queries]],
        announce: Announce,
        step_seconds: float,
    ) -> None:
        self._queries = queries
        self._transaction = transaction
        self._announce = announce
        self._step_seconds = step_seconds

    @classmethod
    def on(cls, database: Database, announce: Announce, step_seconds: float) -> "PostgresShipments":
        """Each change in a transaction of its own."""
        return cls(database, database.transaction, announce, step_seconds)

    def within(self, queries: Queries) -> "PostgresShipments":
        """The same in somebody else's transaction."""

        @asynccontextmanager
        async def joined() -> Any:
            yield queries

        return PostgresShipments(queries, joined, self._announce, self._step_seconds)

    async def get(self, shipment_id: str) -> Shipment:
        """See `Shipments.get`."""
        row = await self._queries.fetchrow(_GET, shipment_id)
        if row is None:
            raise unknown(shipment_id)
        return _shipment(row)

    async def find(self, shipment_ids: Sequence[str]) -> dict[str, Shipment]:
        """See `Shipments.find`."""
        rows = await self._queries.fetch(_FIND, shipment_ids)
        return {row["id"]: _shipment(row) for row in rows}

    async def versions(self, shipment_ids: Sequence[str]) -> dict[str, int]:
        """See `Shipments.versions`."""
        rows = await self._queries.fetch(_VERSIONS, shipment_ids)
        return {row["id"]: row["version"] for row in rows}

    async def list(self, account: str | None, after: Cursor | None, size: int) -> Page[Shipment]:
        """See `Shipments.list`."""
        parameters = sql.Parameters()
        # What was cancelled before its order was known is nobody's, and no parcel.
        whose = "<> ''" if account is None else f"= {parameters.add(account)}"
        beyond = ""
        if after is not None:
            beyond = f"and {sql.after(after, _NEWEST_FIRST, _KEYS, parameters)} "
        rows = await self._queries.fetch(
            f"select {_ALL} from shipments where account {whose} {beyond}"
            f"order by {sql.ordering(_NEWEST_FIRST, _KEYS)} limit {parameters.add(size + 1)}",
            *parameters.values,
        )
        last = rows[size - 1] if len(rows) > size else None
        cursor = None if last is None else (last["create_time"], last["id"])
        return Page([_shipment(row) for row in rows[:size]], cursor)

    async def add(self, shipment: Shipment) -> None:
        """See `Shipments.add`."""
        await self._queries.execute(
            _ADD,
            shipment.id,
            shipment.account,
            _json(shipment.items),
            _json(shipment.address),
            shipment.state,
            shipment.tracking_number,
            _json(shipment.events),
            shipment.create_time,
            shipment.version,
            self._next_in(shipment),
        )

    async def change(self, shipment_id: str, change: Callable[[Shipment], Shipment]) -> Shipment:
        """See `Shipments.change`."""
        while True:
            old = await self.get(shipment_id)
            new = change(old)
            if new is old or await self.replace(old, new):
                return new

    async def replace(self, old: Shipment, new: Shipment) -> bool:
        """See `Shipments.replace`."""
        async with self._transaction() as queries:
            replaced = await queries.fetchrow(
                _REPLACE,
                old.id,
                old.version,
                new.state,
                new.tracking_number,
                _json(new.events),
                new.version,
                self._next_in(new),
            )
            if replaced is not None:
                await self._announce(queries, new)
        return replaced is not None

    async def claim(self, count: int, seconds: float) -> Sequence[Shipment]:
        """See `Shipments.claim`."""
        return [_shipment(row) for row in await self._queries.fetch(_CLAIM, count, seconds)]

    def _next_in(self, shipment: Shipment) -> float | None:
        return None if shipment.final else self._step_seconds


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _shipment(row: Row) -> Shipment:
    return Shipment(
        id=row["id"],
        account=row["account"],
        items=msgspec.json.decode(row["items"], type=tuple[Item, ...]),
        address=msgspec.json.decode(row["address"], type=Address),
        state=row["state"],
        tracking_number=row["tracking_number"],
        events=msgspec.json.decode(row["events"], type=tuple[TrackingEvent, ...]),
    )
