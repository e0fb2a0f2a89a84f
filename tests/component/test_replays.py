"""What is remembered of a request that carries a `request_id`, and of whom."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.catalog.v1.product_pb2 import Product
from services.catalog.settings import Settings
from services.runtime import database
from services.runtime.idempotency import forget
from tests.component.calls import created, draft, refused, unique

Call = Callable[[], Awaitable[Product]]


async def _prepared(catalog: CatalogServiceStub, method: str) -> tuple[Call, str | None]:
    """A change with a `request_id`, and the product that it changes."""
    request_id = str(uuid4())
    if method == "create":
        new = pb.CreateProductRequest(product=draft(), request_id=request_id)
        return lambda: catalog.CreateProduct(new), None
    name = (await created(catalog)).name
    if method == "update":
        change = pb.UpdateProductRequest(
            product=Product(name=name, display_name="Mug"), request_id=request_id
        )
        return lambda: catalog.UpdateProduct(change), name
    if method == "delete":
        end = pb.DeleteProductRequest(name=name, request_id=request_id)
        return lambda: catalog.DeleteProduct(end), name
    await catalog.DeleteProduct(pb.DeleteProductRequest(name=name))
    back = pb.UndeleteProductRequest(name=name, request_id=request_id)
    return lambda: catalog.UndeleteProduct(back), name


METHODS = ["create", "update", "delete", "undelete"]


@pytest.mark.parametrize("method", METHODS)
async def test_a_replay_gets_the_first_answer_whatever_happened_since(
    catalog: CatalogServiceStub, method: str
) -> None:
    call, _ = await _prepared(catalog, method)
    first = await call()
    assert await call() == first
    if first.HasField("delete_time"):
        await catalog.UndeleteProduct(pb.UndeleteProductRequest(name=first.name))
    later = await catalog.UpdateProduct(
        pb.UpdateProductRequest(product=Product(name=first.name, display_name="Later"))
    )
    assert await call() == first
    later = await catalog.DeleteProduct(pb.DeleteProductRequest(name=first.name))
    assert await call() == first
    assert await catalog.GetProduct(pb.GetProductRequest(name=first.name)) == later


@pytest.mark.parametrize("method", METHODS)
async def test_replays_at_once_take_effect_once(catalog: CatalogServiceStub, method: str) -> None:
    call, _ = await _prepared(catalog, method)
    answers = await asyncio.gather(*(call() for _ in range(20)))
    assert all(answer == answers[0] for answer in answers)
    found = await catalog.GetProduct(pb.GetProductRequest(name=answers[0].name))
    assert found == answers[0]


async def test_an_id_that_comes_again_with_another_request_is_refused_by_every_method(
    catalog: CatalogServiceStub,
) -> None:
    gone, there, request_id = await created(catalog), await created(catalog), str(uuid4())
    await catalog.UpdateProduct(
        pb.UpdateProductRequest(
            product=Product(name=there.name, display_name="A"), request_id=request_id
        )
    )
    await catalog.DeleteProduct(pb.DeleteProductRequest(name=gone.name, request_id=request_id))
    await catalog.UndeleteProduct(pb.UndeleteProductRequest(name=gone.name, request_id=request_id))
    other: dict[str, Any] = {"name": there.name, "request_id": request_id}
    change = pb.UpdateProductRequest(
        product=Product(name=there.name, display_name="B"), request_id=request_id
    )
    for refusal in [
        await refused(catalog.UpdateProduct(change)),
        await refused(catalog.DeleteProduct(pb.DeleteProductRequest(**other))),
        await refused(catalog.UndeleteProduct(pb.UndeleteProductRequest(**other))),
    ]:
        assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
        assert refusal.reason == "REQUEST_ID_REUSED"
        assert refusal.fields == ["request_id"]
    found = await catalog.GetProduct(pb.GetProductRequest(name=there.name))
    assert found.display_name == "A"
    assert not found.HasField("delete_time")


async def test_a_refused_request_is_not_remembered(catalog: CatalogServiceStub) -> None:
    product_id = unique("p")
    request = pb.UpdateProductRequest(
        product=Product(name=f"products/{product_id}", display_name="Mug"), request_id=str(uuid4())
    )
    refusal = await refused(catalog.UpdateProduct(request))
    assert refusal.code is grpc.StatusCode.NOT_FOUND
    await catalog.CreateProduct(pb.CreateProductRequest(product=draft(), product_id=product_id))
    assert (await catalog.UpdateProduct(request)).display_name == "Mug"


async def test_nobody_is_answered_with_what_another_caller_got(
    catalog: CatalogServiceStub,
) -> None:
    request = pb.CreateProductRequest(product=draft(), request_id=str(uuid4()))
    callers: list[tuple[tuple[str, str], ...]] = [
        (), (("x-auth-sub", "ada"),), (("x-auth-sub", "bob"),),
    ]  # fmt: skip
    first = [(await catalog.CreateProduct(request, metadata=who)).name for who in callers]
    again = [(await catalog.CreateProduct(request, metadata=who)).name for who in callers]
    assert len(set(first)) == 3
    assert again == first


async def test_without_an_id_every_request_counts(catalog: CatalogServiceStub) -> None:
    request = pb.CreateProductRequest(product=draft())
    assert await catalog.CreateProduct(request) != await catalog.CreateProduct(request)


async def test_an_answer_is_forgotten_after_a_week_and_not_before(
    catalog: CatalogServiceStub, settings: Settings
) -> None:
    requests = [pb.CreateProductRequest(product=draft(), request_id=str(uuid4())) for _ in "ab"]
    first = [(await catalog.CreateProduct(request)).name for request in requests]
    async with database.connect(
        settings.database_url, size=1, schema=["services.runtime"]
    ) as connected:
        for request, hours in zip(requests, (6 * 24 + 23, 7 * 24 + 1), strict=True):
            await connected.execute(
                "update requests set create_time = create_time - make_interval(hours => $2)"
                " where request_id = $1",
                UUID(request.request_id),
                hours,
            )
        await forget(connected)
    again = [(await catalog.CreateProduct(request)).name for request in requests]
    assert again[0] == first[0]
    assert again[1] != first[1]
