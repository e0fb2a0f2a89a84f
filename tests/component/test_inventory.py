"""Stock as its clients see it."""

import asyncio
from uuid import uuid4

import grpc
import pytest
from google.rpc import error_details_pb2

from mercado.inventory.v1 import inventory_service_pb2 as pb
from mercado.inventory.v1.inventory_service_pb2_grpc import InventoryServiceStub
from tests.component.calls import refused, unique
from tests.component.stock import Stockroom, adjustment, reservation, stocked


async def test_a_product_is_stocked_by_its_first_adjustment(
    inventory: InventoryServiceStub,
) -> None:
    product = unique("p")
    name = f"products/{product}/stock"
    missing = await refused(inventory.GetStock(pb.GetStockRequest(name=name)))
    assert (missing.code, missing.reason) == (grpc.StatusCode.NOT_FOUND, "STOCK_NOT_FOUND")
    stock = await inventory.AdjustStock(adjustment(product, 7))
    assert (stock.name, stock.available, stock.reserved, stock.sold) == (name, 7, 0, 0)
    assert await inventory.GetStock(pb.GetStockRequest(name=name)) == stock


async def test_available_pieces_are_taken_out_and_no_others(stockroom: Stockroom) -> None:
    product = await stocked(stockroom.inventory, 10)
    await stockroom.reserve(unique(), {product: 4})
    await stockroom.inventory.AdjustStock(adjustment(product, -5))
    assert await stockroom.counts(product) == (1, 4, 0)
    refusal = await refused(stockroom.inventory.AdjustStock(adjustment(product, -2)))
    assert refusal.code is grpc.StatusCode.FAILED_PRECONDITION
    info = refusal.detail(error_details_pb2.ErrorInfo)
    assert info is not None
    assert info.reason == "INSUFFICIENT_STOCK"
    assert info.metadata["product"] == f"products/{product}"
    assert info.metadata["available"] == "1"
    assert await stockroom.counts(product) == (1, 4, 0)


async def test_nothing_can_be_taken_of_what_never_was_in_stock(
    inventory: InventoryServiceStub,
) -> None:
    product = unique("p")
    refusal = await refused(inventory.AdjustStock(adjustment(product, -1)))
    assert refusal.reason == "INSUFFICIENT_STOCK"
    name = f"products/{product}/stock"
    assert (await refused(inventory.GetStock(pb.GetStockRequest(name=name)))).code is (
        grpc.StatusCode.NOT_FOUND
    )


async def test_twenty_adjustments_at_once_with_one_id_are_one(
    inventory: InventoryServiceStub, other_inventory: InventoryServiceStub
) -> None:
    request = adjustment(unique("p"), 5, str(uuid4()))
    replicas = [inventory, other_inventory]
    answers = await asyncio.gather(*(replicas[n % 2].AdjustStock(request) for n in range(20)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0].available == 5


async def test_a_repeated_adjustment_gets_the_answer_of_then(stockroom: Stockroom) -> None:
    product = await stocked(stockroom.inventory, 3)
    taken = adjustment(product, -3, str(uuid4()))
    first = await stockroom.inventory.AdjustStock(taken)
    await stockroom.inventory.AdjustStock(adjustment(product, 8))
    assert await stockroom.inventory.AdjustStock(taken) == first
    assert await stockroom.counts(product) == (8, 0, 0)


async def test_a_refused_adjustment_may_be_sent_again_when_there_is_more(
    inventory: InventoryServiceStub,
) -> None:
    product = await stocked(inventory, 1)
    request = adjustment(product, -2, str(uuid4()))
    assert (await refused(inventory.AdjustStock(request))).reason == "INSUFFICIENT_STOCK"
    await inventory.AdjustStock(adjustment(product, 1))
    assert (await inventory.AdjustStock(request)).available == 0


async def test_the_id_of_another_adjustment_is_refused(inventory: InventoryServiceStub) -> None:
    product, request_id = await stocked(inventory, 1), str(uuid4())
    await inventory.AdjustStock(adjustment(product, 1, request_id))
    refusal = await refused(inventory.AdjustStock(adjustment(product, 2, request_id)))
    assert refusal.reason == "REQUEST_ID_REUSED"


async def test_several_products_stock_comes_in_the_order_of_the_request_or_not_at_all(
    inventory: InventoryServiceStub,
) -> None:
    products = [await stocked(inventory, pieces) for pieces in (3, 1, 2)]
    names = [f"products/{product}/stock" for product in (*products, products[0])]
    answer = await inventory.BatchGetStock(pb.BatchGetStockRequest(names=names))
    assert [stock.name for stock in answer.stocks] == names
    assert [stock.available for stock in answer.stocks] == [3, 1, 2, 3]
    missing = pb.BatchGetStockRequest(names=[*names, f"products/{unique('p')}/stock"])
    assert (await refused(inventory.BatchGetStock(missing))).code is grpc.StatusCode.NOT_FOUND


async def test_all_of_a_reservation_is_kept_or_nothing(stockroom: Stockroom) -> None:
    plenty = await stocked(stockroom.inventory, 10)
    few = await stocked(stockroom.inventory, 2)
    none, name = unique("z"), unique()
    for items, short, available in (
        ({plenty: 1, few: 3}, few, "2"),
        ({plenty: 1, none: 1}, none, "0"),
        ({plenty: 11, few: 1}, plenty, "10"),
    ):
        call = stockroom.inventory.ReserveStock(reservation(name, items))
        refusal = await refused(call)
        assert refusal.code is grpc.StatusCode.FAILED_PRECONDITION
        info = refusal.detail(error_details_pb2.ErrorInfo)
        assert info is not None
        assert info.reason == "INSUFFICIENT_STOCK"
        assert info.metadata["product"] == f"products/{short}"
        assert info.metadata["available"] == available
        assert await stockroom.counts(plenty) == (10, 0, 0)
        assert await stockroom.counts(few) == (2, 0, 0)
    # A refusal leaves nothing behind: the name is still free.
    call = stockroom.inventory.ReserveStock(reservation(name, {few: 2, plenty: 10}))
    kept = await call
    assert {i.product: i.quantity for i in kept.items} == {
        f"products/{few}": 2, f"products/{plenty}": 10,
    }  # fmt: skip
    assert (kept.expire_time.ToDatetime() - kept.create_time.ToDatetime()).seconds in {59, 60}


async def test_a_name_is_for_the_items_that_it_was_first_used_for(stockroom: Stockroom) -> None:
    product = await stocked(stockroom.inventory, 10)
    other = await stocked(stockroom.inventory, 10)
    name = unique()
    first = await stockroom.inventory.ReserveStock(reservation(name, {product: 2, other: 1}))
    # In whatever order they are named.
    again = await stockroom.inventory.ReserveStock(reservation(name, {other: 1, product: 2}))
    assert again == first
    for items in ({product: 2}, {product: 2, other: 2}, {product: 3, other: 1}):
        call = stockroom.inventory.ReserveStock(reservation(name, items))
        refusal = await refused(call)
        assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
        assert refusal.reason == "RESERVATION_REUSED"
    assert await stockroom.counts(product) == (8, 2, 0)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda r: r.items[1].CopyFrom(r.items[0]), id="a product twice"),
        pytest.param(lambda r: r.ClearField("items"), id="no items"),
        pytest.param(lambda r: setattr(r.items[0], "quantity", 0), id="no pieces"),
        pytest.param(lambda r: setattr(r.items[0], "quantity", 1001), id="too many pieces"),
        pytest.param(lambda r: r.ClearField("ttl"), id="no end"),
        pytest.param(lambda r: setattr(r.ttl, "seconds", 3601), id="too far an end"),
        pytest.param(lambda r: setattr(r, "name", "reservations/A"), id="a bad name"),
        pytest.param(lambda r: setattr(r.items[0], "product", "x"), id="a bad product"),
    ],
)
async def test_a_reservation_that_breaks_a_rule_is_refused(
    inventory: InventoryServiceStub, change: object
) -> None:
    request = reservation(unique(), {"a": 1, "b": 1})
    assert callable(change)
    change(request)
    assert (await refused(inventory.ReserveStock(request))).reason == "INVALID_FIELDS"
