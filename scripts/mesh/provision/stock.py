"""The demonstration's stock, put in as any client would: by AdjustStock."""

import itertools
import uuid
from collections.abc import Iterable
from typing import Final

import grpc

from mercado.inventory.v1 import inventory_service_pb2, inventory_service_pb2_grpc
from scripts.mesh.provision import products

PIECES: Final = 1000
_BATCH: Final = 100
# What requests are named after, so that two who do this at once do it once.
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "demonstration.inventory.mercado.mesh")


async def put_if_none(channel: grpc.aio.Channel) -> str | None:
    """Stocks each product of the demonstration that never was; says so in words, or None.

    Raises:
        grpc.aio.AioRpcError: if the inventory cannot be reached.
    """
    stub = inventory_service_pb2_grpc.InventoryServiceStub(channel)
    names = [f"{product.name}/stock" for product in products.products()]
    stocked = [
        await _put(stub, name)
        for batch in _batches(names)
        if await _lacking(stub, batch)
        for name in batch
        if await _lacking(stub, [name])
    ]
    return f"stocked {len(stocked)} products with {PIECES} pieces each" if stocked else None


async def _lacking(stub: inventory_service_pb2_grpc.InventoryServiceStub, names: list[str]) -> bool:
    """Whether there never was any stock of some of them."""
    request = inventory_service_pb2.BatchGetStockRequest(names=names)
    try:
        await stub.BatchGetStock(request, timeout=10)
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND:
            return True
        raise
    return False


async def _put(stub: inventory_service_pb2_grpc.InventoryServiceStub, name: str) -> str:
    request_id = str(uuid.uuid5(_NAMESPACE, name))
    request = inventory_service_pb2.AdjustStockRequest(
        name=name, change=PIECES, request_id=request_id
    )
    return (await stub.AdjustStock(request, timeout=10)).name


def _batches(names: Iterable[str]) -> Iterable[list[str]]:
    left = iter(names)
    return iter(lambda: list(itertools.islice(left, _BATCH)), [])
