"""Changes that wait for a product that somebody else holds."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import grpc
import pytest

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.catalog.v1.product_pb2 import Product
from services.catalog.settings import Settings
from tests.component.calls import Refusal, created, outcome, refused
from tests.conftest import eventually

_WAITING = "select pid from pg_stat_activity where usename = current_user and wait_event_type = $1"


class Holder:
    """A transaction of somebody else.

    It watches by another connection: within a transaction, what is told of activity stands still.
    """

    def __init__(self, connection: Any, watching: Any) -> None:
        self.connection = connection
        self.watching = watching

    async def hold(self, product: Product) -> None:
        """Locks the row of a product."""
        await self.connection.execute("begin")
        await self.connection.execute(
            "select 1 from products where id = $1 for update", product.name.split("/")[1]
        )

    async def waiting(self) -> list[int]:
        """The backends that wait for a lock."""
        return [row["pid"] for row in await self.watching.fetch(_WAITING, "Lock")]

    async def until_waiting(self, count: int) -> None:
        """Waits until this many do."""

        async def enough() -> bool:
            return len(await self.waiting()) >= count

        await eventually(enough, 10, f"{count} changes wait")

    async def release(self) -> None:
        """Lets go of what is held."""
        await self.connection.execute("rollback")


@pytest.fixture
async def holder(catalog: CatalogServiceStub, settings: Settings) -> AsyncIterator[Holder]:
    connections = [await asyncpg.connect(settings.database_url) for _ in range(2)]
    yield Holder(*connections)
    for connection in connections:
        await connection.close()


async def test_of_changes_that_wait_for_one_product_exactly_one_wins(
    catalog: CatalogServiceStub, holder: Holder
) -> None:
    product = await created(catalog)
    await holder.hold(product)
    calls: list[asyncio.Future[Product | Refusal]] = [
        asyncio.ensure_future(
            outcome(
                catalog.UpdateProduct(
                    pb.UpdateProductRequest(
                        product=Product(
                            name=product.name, display_name=str(number), etag=product.etag
                        )
                    )
                )
            )
        )
        for number in range(4)
    ]
    await holder.until_waiting(4)
    await holder.release()
    results = await asyncio.gather(*calls)
    winners = [result for result in results if isinstance(result, Product)]
    codes = [result.code for result in results if isinstance(result, Refusal)]
    assert codes == [grpc.StatusCode.ABORTED] * 3
    assert winners == [await catalog.GetProduct(pb.GetProductRequest(name=product.name))]


async def test_deletes_that_wait_for_one_product_delete_it_once(
    catalog: CatalogServiceStub, holder: Holder
) -> None:
    product = await created(catalog)
    await holder.hold(product)
    request = pb.DeleteProductRequest(name=product.name)
    calls = [asyncio.ensure_future(outcome(catalog.DeleteProduct(request))) for _ in range(4)]
    await holder.until_waiting(4)
    await holder.release()
    results = await asyncio.gather(*calls)
    codes = [result.code for result in results if isinstance(result, Refusal)]
    assert codes == [grpc.StatusCode.NOT_FOUND] * 3


async def test_a_change_whose_connection_is_cut_may_be_tried_again(
    catalog: CatalogServiceStub, holder: Holder
) -> None:
    product = await created(catalog)
    await holder.hold(product)
    request = pb.UpdateProductRequest(product=Product(name=product.name, display_name="Mug"))
    call = asyncio.ensure_future(refused(catalog.UpdateProduct(request)))
    await holder.until_waiting(1)
    for pid in await holder.waiting():
        await holder.watching.execute("select pg_terminate_backend($1)", pid)
    refusal = await call
    assert refusal.code is grpc.StatusCode.UNAVAILABLE
    assert refusal.reason == "DATABASE_UNAVAILABLE"
    await holder.release()
    assert (await catalog.UpdateProduct(request)).display_name == "Mug"


async def test_a_change_that_is_given_up_changes_nothing(
    catalog: CatalogServiceStub, holder: Holder
) -> None:
    product = await created(catalog)
    await holder.hold(product)
    request = pb.UpdateProductRequest(product=Product(name=product.name, display_name="Mug"))
    call = catalog.UpdateProduct(request)
    running = asyncio.ensure_future(outcome(call))
    await holder.until_waiting(1)
    call.cancel()
    await asyncio.wait([running])

    async def gone() -> bool:
        return not await holder.waiting()

    await eventually(gone, 10, "the statement is given up")
    await holder.release()
    assert await catalog.GetProduct(pb.GetProductRequest(name=product.name)) == product
