"""Streams of a product's stock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import grpc
import pytest

from mercado.inventory.v1 import inventory_service_pb2 as pb
from mercado.inventory.v1.inventory_service_pb2_grpc import InventoryServiceStub
from services.inventory.app import app
from services.inventory.settings import Settings
from services.runtime.serve import serving
from tests.component.calls import DatabaseServer, Refusal, outcome, refused, unique
from tests.component.stock import Stockroom, adjustment, stocked


def watch(inventory: InventoryServiceStub, product: str, token: str = "") -> Any:
    name = f"products/{product}/stock"
    return inventory.WatchStock(pb.WatchStockRequest(name=name, resume_token=token), timeout=20)


async def available(stream: Any) -> int:
    """What is available by the next message."""
    message = await stream.read()
    assert isinstance(message, pb.WatchStockResponse)
    return message.stock.available


@asynccontextmanager
async def replica(settings: Settings) -> AsyncIterator[InventoryServiceStub]:
    """One that ends with the block."""
    async with app(settings) as service, serving(service, settings) as (port,):
        channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}")
        yield InventoryServiceStub(channel)


async def test_a_stream_begins_with_the_stock_as_it_is_and_goes_on_with_its_changes(
    stockroom: Stockroom,
) -> None:
    product = await stocked(stockroom.inventory, 5)
    stream = watch(stockroom.inventory, product)
    assert await available(stream) == 5
    await stockroom.inventory.AdjustStock(adjustment(product, 2))
    assert await available(stream) == 7
    await stockroom.reserve(unique(), {product: 3})
    stock = (await stream.read()).stock
    assert (stock.available, stock.reserved) == (4, 3)
    name = f"products/{product}/stock"
    assert stock == await stockroom.inventory.GetStock(pb.GetStockRequest(name=name))
    stream.cancel()


async def test_all_who_watch_hear_of_a_change_through_any_replica(
    stockroom: Stockroom, other: Stockroom
) -> None:
    product = await stocked(stockroom.inventory, 5)
    rooms = (stockroom, other)
    streams = [watch(rooms[number % 2].inventory, product) for number in range(30)]
    assert await asyncio.gather(*map(available, streams)) == [5] * 30
    await other.inventory.AdjustStock(adjustment(product, 1))
    assert await asyncio.gather(*map(available, streams)) == [6] * 30
    for stream in streams:
        stream.cancel()


async def test_who_watches_one_product_hears_nothing_of_another(stockroom: Stockroom) -> None:
    one, another = [await stocked(stockroom.inventory, 5) for _ in range(2)]
    streams = watch(stockroom.inventory, one), watch(stockroom.inventory, another)
    assert [await available(stream) for stream in streams] == [5, 5]
    await stockroom.inventory.AdjustStock(adjustment(another, 1))
    assert await available(streams[1]) == 6
    await stockroom.inventory.AdjustStock(adjustment(one, 2))
    assert await available(streams[0]) == 7
    for stream in streams:
        stream.cancel()


async def test_a_stream_is_taken_up_where_it_broke_off_at_any_replica(
    stockroom: Stockroom, other: Stockroom
) -> None:
    product = await stocked(stockroom.inventory, 5)
    stream = watch(stockroom.inventory, product)
    token = (await stream.read()).resume_token
    stream.cancel()
    again = watch(other.inventory, product, token)
    await stockroom.inventory.AdjustStock(adjustment(product, 1))
    # Not 5, which it was told already.
    assert await available(again) == 6
    again.cancel()
    await stockroom.inventory.AdjustStock(adjustment(product, 1))
    later = watch(other.inventory, product, token)
    assert await available(later) == 7
    later.cancel()


@pytest.mark.parametrize("change", ["another product's", "cut off", "made up"])
async def test_a_token_of_something_else_is_refused(
    inventory: InventoryServiceStub, change: str
) -> None:
    product, other = await stocked(inventory, 5), await stocked(inventory, 5)
    stream = watch(inventory, product)
    token = (await stream.read()).resume_token
    stream.cancel()
    given = {
        "another product's": token,
        "cut off": token[:-4],
        "made up": "AAAA",
    }[change]
    watched = other if change == "another product's" else product
    refusal = await refused(watch(inventory, watched, given).read())
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.reason == "RESUME_TOKEN_INVALID"
    assert refusal.fields == ["resume_token"]


async def test_what_never_was_in_stock_cannot_be_watched(inventory: InventoryServiceStub) -> None:
    refusal = await refused(watch(inventory, unique("p")).read())
    assert refusal.code is grpc.StatusCode.NOT_FOUND
    assert refusal.reason == "STOCK_NOT_FOUND"


async def test_streams_end_when_their_replica_stops_and_do_not_hold_it_up(
    stockroom: Stockroom, inventory_settings: Settings
) -> None:
    product = await stocked(stockroom.inventory, 5)
    patient = replace(inventory_settings, grace_seconds=3600)
    async with asyncio.timeout(60), replica(patient) as stopping:
        streams = [watch(stopping, product) for _ in range(5)]
        assert await asyncio.gather(*map(available, streams)) == [5] * 5
    for stream in streams:
        # In order: whoever has the last token goes on at another replica.
        assert await stream.read() is grpc.aio.EOF
        assert await stream.code() is grpc.StatusCode.OK


async def test_whoever_watches_when_the_database_is_away_hears_of_changes_when_it_is_back(
    stockroom: Stockroom, database: DatabaseServer
) -> None:
    product = await stocked(stockroom.inventory, 5)
    stream = watch(stockroom.inventory, product)
    assert await available(stream) == 5
    for _ in range(3):
        await database.kill_connections("inventory")
        refusal = await outcome(stockroom.inventory.AdjustStock(adjustment(product, 1)))
        if isinstance(refusal, Refusal):
            assert refusal.code is grpc.StatusCode.UNAVAILABLE
            await stockroom.inventory.AdjustStock(adjustment(product, 1))
    found = 0
    while found < 8:
        found = await available(stream)
    stream.cancel()


async def test_a_reservation_that_nobody_commits_is_given_back_by_itself(
    stockroom: Stockroom, inventory_settings: Settings
) -> None:
    product, name = await stocked(stockroom.inventory, 5), unique()
    async with replica(replace(inventory_settings, expiry_seconds=0.02)) as busy:
        stream = watch(busy, product)
        await available(stream)
        await stockroom.reserve(name, {product: 2})
        assert await available(stream) == 3
        await stockroom.lapse(name)
        assert await available(stream) == 5
        stream.cancel()
    assert await stockroom.commit(name) == "RESERVATION_EXPIRED"
