"""What can be done with the catalog, and in what order it has its effects."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from services.catalog.domain import Product, unknown
from services.catalog.ports import Products
from services.runtime.errors import InvalidArgument
from services.runtime.idempotency import RequestKey

BATCH: Final = 100
REPORTED_FAILURES: Final = 100


async def batch_get_products(products: Products, product_ids: Sequence[str]) -> list[Product]:
    """Several products, in the order of their ids; NotFound if any is missing."""
    found = await products.find(product_ids)
    for product_id in product_ids:
        if product_id not in found:
            raise unknown(product_id)
    return [found[product_id] for product_id in product_ids]


async def create_product(products: Products, draft: Product, key: RequestKey | None) -> Product:
    """Adds a product; InvalidArgument if it is not complete, AlreadyExists if its id is taken."""
    return await products.add(draft.complete(), key)


async def update_product(
    products: Products,
    product_id: str,
    changes: dict[str, Any],
    etag: str,
    key: RequestKey | None,
) -> Product:
    """Changes some fields of a product. The errors are those of `Product.changed`, and NotFound."""
    return await products.change(product_id, lambda p: p.changed(changes, etag), key)


async def delete_product(
    products: Products, product_id: str, now: datetime, etag: str, key: RequestKey | None
) -> Product:
    """Deletes a product. The errors are those of `Product.removed`, and NotFound."""
    return await products.change(product_id, lambda p: p.removed(now, etag), key)


async def undelete_product(
    products: Products, product_id: str, etag: str, key: RequestKey | None
) -> Product:
    """Brings a product back. The errors are those of `Product.restored`, and NotFound."""
    return await products.change(product_id, lambda p: p.restored(etag), key)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A product of an import that cannot be stored, and why."""

    name: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What became of an import."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    failures: list[tuple[int, Rejected]] = field(default_factory=list)

    def reject(self, index: int, rejected: Rejected) -> None:
        """Notes a product that was left out."""
        self.failed += 1
        if len(self.failures) < REPORTED_FAILURES:
            self.failures.append((index, rejected))


async def import_products(
    products: Products, incoming: AsyncIterator[Product | Rejected]
) -> ImportReport:
    """Stores products in batches as they come."""
    report, batch, index = ImportReport(), dict[str, Product](), 0

    async def store() -> None:
        stored = await products.put(list(batch.values()))
        report.created += stored.created
        report.updated += stored.updated
        report.unchanged += len(batch) - stored.created - stored.updated
        batch.clear()

    async for item in incoming:
        try:
            if isinstance(item, Rejected):
                report.reject(index, item)
            else:
                # The same product twice: the later one wins, as if they had come in two imports.
                if item.id in batch or len(batch) == BATCH:
                    await store()
                batch[item.id] = item.complete()
        except InvalidArgument as error:
            report.reject(index, Rejected(item.name, error.message))
        index += 1
    if batch:
        await store()
    return report
