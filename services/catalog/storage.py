"""Products in PostgreSQL."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import asyncpg
import msgspec

from services.catalog.domain import Product, taken, unknown
from services.catalog.ports import Listing, Stored
from services.runtime import sql
from services.runtime.database import Database, Queries, Row
from services.runtime.filtering import Order
from services.runtime.idempotency import RequestKey, once
from services.runtime.money import Money
from services.runtime.paging import Cursor, Page

_COLUMNS: Final = {
    "id": "id",
    "display_name": "display_name",
    "category": "category",
    "tags": "tags",
    "condition": "condition",
    "weight_grams": "weight_grams",
    "price.currency_code": "price_currency",
    "price.units": "price_units",
    "create_time": "create_time",
    "update_time": "update_time",
}
_VALUES: Final = (
    "display_name, description, category, tags, price_currency, price_units, price_nanos, "
    "weight_grams, condition, attributes, delete_time"
)
_ALL: Final = f"id, {_VALUES}, revision, create_time, update_time"

_GET: Final = f"select {_ALL} from products where id = $1"
_LOCK: Final = f"{_GET} for update"
_FIND: Final = f"select {_ALL} from products where id = any($1)"
_ADD: Final = f"""
insert into products (id, {_VALUES})
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
returning {_ALL}"""
_CHANGE: Final = f"""
update products set ({_VALUES}) = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12),
  revision = revision + 1, update_time = clock_timestamp()
where id = $1
returning {_ALL}"""
_SEARCH: Final = f"""
select {_ALL}, rank from (
  select *, ts_rank_cd(search, words)::float8 as rank
  from products, websearch_to_tsquery('english', $1) as words
  where search @@ words and delete_time is null
) as found
where $2::float8 is null or rank < $2 or (rank = $2 and id > $3)
order by rank desc, id
limit $4"""
# A row that is there already and the same is not touched, and not returned. Rows are locked in
# one order, so that imports of the same products do not wait for each other in a circle.
_PUT: Final = f"""
insert into products as old (id, {_VALUES})
select id, {_VALUES} from jsonb_populate_recordset(null::products, $1) order by id
on conflict (id) do update set
  ({_VALUES}) = ({", ".join(f"excluded.{column}" for column in _VALUES.split(", "))}),
  revision = old.revision + 1, update_time = clock_timestamp()
where ({", ".join(f"old.{column}" for column in _VALUES.split(", "))})
  is distinct from ({", ".join(f"excluded.{column}" for column in _VALUES.split(", "))})
returning old.revision = 1 as created"""


class PostgresProducts:
    """The port `Products` on the catalog's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, product_id: str) -> Product:
        """See `Products.get`."""
        row = await self._database.fetchrow(_GET, product_id)
        if row is None:
            raise unknown(product_id)
        return _product(row)

    async def find(self, product_ids: Sequence[str]) -> dict[str, Product]:
        """See `Products.find`."""
        rows = await self._database.fetch(_FIND, product_ids)
        return {row["id"]: _product(row) for row in rows}

    async def list(self, listing: Listing, after: Cursor | None, size: int) -> Page[Product]:
        """See `Products.list`."""
        parameters = sql.Parameters()
        order = (*listing.order, Order("id"))
        conditions = [] if listing.show_deleted else ["delete_time is null"]
        if listing.filter is not None:
            conditions.append(sql.condition(listing.filter, _COLUMNS, parameters))
        if after is not None:
            conditions.append(sql.after(after, order, _COLUMNS, parameters))
        where = f"where {' and '.join(conditions)} " if conditions else ""
        rows = await self._database.fetch(
            f"select {_ALL} from products {where}"
            f"order by {sql.ordering(order, _COLUMNS)} limit {parameters.add(size + 1)}",
            *parameters.values,
        )
        return _page(rows, size, [_COLUMNS[key.field] for key in order])

    async def search(self, query: str, after: Cursor | None, size: int) -> Page[Product]:
        """See `Products.search`."""
        rank, product_id = after or (None, None)
        rows = await self._database.fetch(_SEARCH, query, rank, product_id, size + 1)
        return _page(rows, size, ["rank", "id"])

    async def add(self, product: Product, key: RequestKey | None) -> Product:
        """See `Products.add`."""

        async def effect(queries: Queries) -> Product:
            try:
                row = await queries.fetchrow(_ADD, *_values(product).values())
            except asyncpg.UniqueViolationError:
                raise taken(product.id) from None
            return _product(row)

        return await once(self._database, key, Product, effect)

    async def change(
        self, product_id: str, change: Callable[[Product], Product], key: RequestKey | None
    ) -> Product:
        """See `Products.change`."""

        async def effect(queries: Queries) -> Product:
            row = await queries.fetchrow(_LOCK, product_id)
            if row is None:
                raise unknown(product_id)
            changed = change(_product(row))
            return _product(await queries.fetchrow(_CHANGE, *_values(changed).values()))

        return await once(self._database, key, Product, effect)

    async def put(self, products: Sequence[Product]) -> Stored:
        """See `Products.put`."""
        documents = [{**_values(product), "attributes": product.attributes} for product in products]
        rows = await self._database.fetch(_PUT, msgspec.json.encode(documents).decode())
        created = sum(row["created"] for row in rows)
        return Stored(created, len(rows) - created)


def _page(rows: list[Row], size: int, keys: list[str]) -> Page[Product]:
    """One row more than the page holds was asked for, to know whether there is a next one."""
    items = [_product(row) for row in rows[:size]]
    last = rows[size - 1] if len(rows) > size else None
    return Page(items, None if last is None else tuple(last[key] for key in keys))


def _values(product: Product) -> dict[str, Any]:
    """The id and the columns of `_VALUES`, in their order."""
    price = product.price or Money("", 0, 0)
    return {
        "id": product.id,
        "display_name": product.display_name,
        "description": product.description,
        "category": product.category,
        "tags": product.tags,
        "price_currency": price.currency_code,
        "price_units": price.units,
        "price_nanos": price.nanos,
        "weight_grams": product.weight_grams,
        "condition": product.condition,
        "attributes": msgspec.json.encode(product.attributes).decode(),
        "delete_time": product.delete_time,
    }


def _product(row: Row | None) -> Product:
    if row is None:
        raise AssertionError("the statement returns the row that it wrote")
    return Product(
        id=row["id"],
        display_name=row["display_name"],
        description=row["description"],
        category=row["category"],
        tags=row["tags"],
        price=Money(row["price_currency"], row["price_units"], row["price_nanos"]),
        weight_grams=row["weight_grams"],
        condition=row["condition"],
        attributes=msgspec.json.decode(row["attributes"], type=dict[str, str]),
        revision=row["revision"],
        create_time=row["create_time"],
        update_time=row["update_time"],
        delete_time=row["delete_time"],
    )
