"""Whatever a caller sends, the inventory answers or refuses it; it never fails."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from mercado.inventory.v1 import inventory_service_pb2 as pb
from mercado.inventory.v1.inventory_service_pb2_grpc import InventoryServiceStub
from tests.component.calls import answered
from tests.component.messages import messages, some

_SERVICE: Final = pb.DESCRIPTOR.services_by_name["InventoryService"]


def requests_of(method: str) -> st.SearchStrategy[Any]:
    return messages(_SERVICE.methods_by_name[method].input_type)


def test_every_method_of_the_contract_is_tried() -> None:
    tried = {"GetStock", "BatchGetStock", "AdjustStock", "WatchStock", "ReserveStock",
             "CommitReservation", "ReleaseReservation"}  # fmt: skip
    assert set(_SERVICE.methods_by_name) == tried


@some
@given(request=requests_of("GetStock"), batch=requests_of("BatchGetStock"))
async def test_get_never_fails(
    inventory: InventoryServiceStub, request: pb.GetStockRequest, batch: pb.BatchGetStockRequest
) -> None:
    await answered(inventory.GetStock(request))
    await answered(inventory.BatchGetStock(batch))


@some
@given(request=requests_of("AdjustStock"))
async def test_adjust_never_fails(
    inventory: InventoryServiceStub, request: pb.AdjustStockRequest
) -> None:
    await answered(inventory.AdjustStock(request))


@some
@given(request=requests_of("WatchStock"))
async def test_watch_never_fails(
    inventory: InventoryServiceStub, request: pb.WatchStockRequest
) -> None:
    stream = inventory.WatchStock(request)
    await answered(stream.read())
    stream.cancel()


@some
@given(
    request=requests_of("ReserveStock"),
    commit=requests_of("CommitReservation"),
    release=requests_of("ReleaseReservation"),
)
async def test_reserve_commit_and_release_never_fail(
    inventory: InventoryServiceStub,
    request: pb.ReserveStockRequest,
    commit: pb.CommitReservationRequest,
    release: pb.ReleaseReservationRequest,
) -> None:
    reserved = await answered(inventory.ReserveStock(request))
    if reserved is not None:
        # It may end at any time: a reservation of an earlier example is one of a second, perhaps.
        assert await answered(inventory.ReserveStock(request)) in (reserved, None)
    await answered(inventory.CommitReservation(commit))
    await answered(inventory.ReleaseReservation(release))
