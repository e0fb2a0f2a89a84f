"""The demonstration's stock: put in once, whoever does it and however often."""

import asyncio

import grpc
import pytest

from mercado.inventory.v1 import inventory_service_pb2 as pb
from mercado.inventory.v1.inventory_service_pb2_grpc import InventoryServiceStub
from scripts.mesh.provision import products, stock
from tests.component.stock import Stockroom, adjustment

FIRST = next(products.products()).name.removeprefix("products/")


@pytest.fixture
async def empty(stockroom: Stockroom) -> Stockroom:
    """An inventory that never had a product of the demonstration, nor a request for one."""
    ids = [product.name.removeprefix("products/") for product in products.products()]
    await stockroom.connection.execute("delete from stocks where product = any($1)", ids)
    await stockroom.connection.execute("delete from requests")
    return stockroom


async def pieces(inventory: InventoryServiceStub) -> set[int]:
    names = [f"{product.name}/stock" for product in products.products()]
    found = set()
    for start in range(0, len(names), 100):
        request = pb.BatchGetStockRequest(names=names[start : start + 100])
        found |= {one.available for one in (await inventory.BatchGetStock(request)).stocks}
    return found


async def test_two_jobs_at_once_and_a_third_stock_each_product_once(
    empty: Stockroom, inventory_server: grpc.aio.Channel
) -> None:
    await asyncio.gather(*(stock.put_if_none(inventory_server) for _ in range(2)))
    assert await pieces(empty.inventory) == {stock.PIECES}
    assert await stock.put_if_none(inventory_server) is None


async def test_a_job_that_broke_off_is_finished_and_what_there_is_stays_as_it_is(
    empty: Stockroom, inventory_server: grpc.aio.Channel
) -> None:
    await empty.inventory.AdjustStock(adjustment(FIRST, 7))
    assert await stock.put_if_none(inventory_server) == "stocked 239 products with 1000 pieces each"
    assert await pieces(empty.inventory) == {7, stock.PIECES}
    # Nothing comes back because somebody took all of it out.
    await empty.inventory.AdjustStock(adjustment(FIRST, -7))
    assert await stock.put_if_none(inventory_server) is None
    assert await pieces(empty.inventory) == {0, stock.PIECES}
