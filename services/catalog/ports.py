"""What the catalog needs from outside, in its own words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.catalog.domain import Product
from services.runtime.filtering import Expression, Order
from services.runtime.idempotency import RequestKey
from services.runtime.paging import Cursor, Page


@dataclass(frozen=True, slots=True)
class Listing:
    """Which products to list, and in what order."""

    filter: Expression | None = None
    order: tuple[Order, ...] = ()
    show_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """How many products of a batch were new, and how many others it changed."""

    created: int
    updated: int


class Products(Protocol):
    """All products, deleted ones included."""

    async def get(self, product_id: str) -> Product:
        """One product; NotFound if there is none."""
        ...

    async def find(self, product_ids: Sequence[str]) -> dict[str, Product]:
        """Those of several products that there are, by their ids."""
        ...

    async def list(self, listing: Listing, after: Cursor | None, size: int) -> Page[Product]:
        """The page after a cursor."""
        ...

    async def search(self, query: str, after: Cursor | None, size: int) -> Page[Product]:
        """The page after a cursor, the best match first."""
        ...

    async def add(self, product: Product, key: RequestKey | None) -> Product:
        """Adds a product; AlreadyExists if its id is taken."""
        ...

    async def change(
        self, product_id: str, change: Callable[[Product], Product], key: RequestKey | None
    ) -> Product:
        """Replaces a product with what `change` makes of it; NotFound if there is none.

        Nobody else can change the product meanwhile. What `change` raises is passed on, and
        nothing is changed.
        """
        ...

    async def put(self, products: Sequence[Product]) -> Stored:
        """Adds or replaces products with different ids, all at once."""
        ...
