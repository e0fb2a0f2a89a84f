"""The demonstration's products, put into the catalog as any client would: by ImportProducts."""

import csv
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import grpc

from mercado.catalog.v1 import catalog_service_pb2, catalog_service_pb2_grpc, product_pb2

_CSV: Final = Path(__file__).with_name("products.csv")
_NANOS: Final = 1_000_000_000


async def put(channel: grpc.aio.Channel) -> str:
    """Imports all products; says in words what changed. What is there already stays as it is.

    Raises:
        grpc.aio.AioRpcError: if the catalog cannot be reached.
    """
    stub = catalog_service_pb2_grpc.CatalogServiceStub(channel)

    async def requests() -> AsyncIterator[catalog_service_pb2.ImportProductsRequest]:
        for product in products():
            yield catalog_service_pb2.ImportProductsRequest(product=product)

    answer = await stub.ImportProducts(requests(), timeout=60)
    return (
        f"imported products: {answer.created_count} new, {answer.updated_count} changed, "
        f"{answer.unchanged_count} as they were, {answer.failed_count} refused"
    )


async def put_if_empty(channel: grpc.aio.Channel) -> str | None:
    """The same, unless there ever was a product; then None."""
    stub = catalog_service_pb2_grpc.CatalogServiceStub(channel)
    request = catalog_service_pb2.ListProductsRequest(page_size=1, show_deleted=True)
    if (await stub.ListProducts(request, timeout=10)).products:
        return None
    return await put(channel)


def products() -> Iterator[product_pb2.Product]:
    """The products of `products.csv`."""
    with _CSV.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield _product(row)


def _product(row: dict[str, str]) -> product_pb2.Product:
    amount = Decimal(row["price"])
    product = product_pb2.Product(
        name=f"products/{row['id']}",
        display_name=row["display_name"],
        description=row["description"],
        category=row["category"],
        tags=row["tags"].split(),
        weight_grams=int(row["weight_grams"]),
        condition=product_pb2.Product.Condition.Value(f"CONDITION_{row['condition']}"),
        attributes=dict(pair.split("=") for pair in row["attributes"].split(";") if pair),
    )
    product.price.currency_code = row["currency"]
    product.price.units = int(amount)
    product.price.nanos = int((amount - int(amount)) * _NANOS)
    return product
