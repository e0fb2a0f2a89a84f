"""A request that is sent again, alone or at the same time, takes effect once."""

import asyncio
import uuid

import grpc
import pytest

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.catalog.v1.product_pb2 import Product


def _draft(name: str) -> Product:
    product = Product(display_name=name, category="kitchen")
    product.price.currency_code = "EUR"
    return product


async def test_twenty_creates_at_once_with_one_id_make_one_product(
    catalog: CatalogServiceStub,
) -> None:
    name = f"Once {uuid.uuid4()}"
    request = pb.CreateProductRequest(product=_draft(name), request_id=str(uuid.uuid4()))
    answers = await asyncio.gather(*(catalog.CreateProduct(request) for _ in range(20)))
    assert all(answer == answers[0] for answer in answers)
    listed = await catalog.ListProducts(pb.ListProductsRequest(filter=f'display_name = "{name}"'))
    assert len(listed.products) == 1


async def test_a_repeat_gets_the_original_answer_even_after_a_later_change(
    catalog: CatalogServiceStub,
) -> None:
    created = await catalog.CreateProduct(pb.CreateProductRequest(product=_draft("A")))
    change = pb.UpdateProductRequest(
        product=Product(name=created.name, display_name="B"), request_id=str(uuid.uuid4())
    )
    first = await catalog.UpdateProduct(change)
    later = Product(name=created.name, display_name="C")
    await catalog.UpdateProduct(pb.UpdateProductRequest(product=later))
    assert await catalog.UpdateProduct(change) == first
    found = await catalog.GetProduct(pb.GetProductRequest(name=created.name))
    assert found.display_name == "C"


async def test_an_id_that_was_used_for_another_request_is_refused(
    catalog: CatalogServiceStub,
) -> None:
    request_id = str(uuid.uuid4())
    await catalog.CreateProduct(pb.CreateProductRequest(product=_draft("A"), request_id=request_id))
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await catalog.CreateProduct(
            pb.CreateProductRequest(product=_draft("B"), request_id=request_id)
        )
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT


async def test_of_changes_with_one_etag_exactly_one_wins(catalog: CatalogServiceStub) -> None:
    created = await catalog.CreateProduct(pb.CreateProductRequest(product=_draft("A")))

    async def change(number: int) -> grpc.StatusCode:
        product = Product(name=created.name, display_name=str(number), etag=created.etag)
        try:
            await catalog.UpdateProduct(pb.UpdateProductRequest(product=product))
        except grpc.aio.AioRpcError as error:
            return error.code()
        return grpc.StatusCode.OK

    codes = await asyncio.gather(*(change(number) for number in range(10)))
    assert codes.count(grpc.StatusCode.OK) == 1
    assert codes.count(grpc.StatusCode.ABORTED) == 9


async def test_a_deleted_product_is_hidden_found_and_brought_back(
    catalog: CatalogServiceStub,
) -> None:
    created = await catalog.CreateProduct(pb.CreateProductRequest(product=_draft("Gone")))
    by_name = pb.ListProductsRequest(filter='display_name = "Gone"')
    deleted = await catalog.DeleteProduct(pb.DeleteProductRequest(name=created.name))
    assert deleted.HasField("delete_time")
    assert not (await catalog.ListProducts(by_name)).products
    by_name.show_deleted = True
    assert len((await catalog.ListProducts(by_name)).products) == 1
    found = await catalog.GetProduct(pb.GetProductRequest(name=created.name))
    assert found == deleted
    with pytest.raises(grpc.aio.AioRpcError) as again:
        await catalog.DeleteProduct(pb.DeleteProductRequest(name=created.name))
    assert again.value.code() is grpc.StatusCode.NOT_FOUND
    restored = await catalog.UndeleteProduct(pb.UndeleteProductRequest(name=created.name))
    assert not restored.HasField("delete_time")
