"""Products on the real database: reading, changing, deleting them and bringing them back."""

from typing import Any
from uuid import UUID

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.rpc import error_details_pb2

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.catalog.v1.product_pb2 import Product
from tests.component.calls import created, draft, refused, unique


async def _get(catalog: CatalogServiceStub, name: str) -> Product:
    return await catalog.GetProduct(pb.GetProductRequest(name=name))


def _update(product: Product, *paths: str) -> pb.UpdateProductRequest:
    return pb.UpdateProductRequest(product=product, update_mask=FieldMask(paths=paths))


async def _full(catalog: CatalogServiceStub) -> Product:
    return await created(
        catalog,
        display_name="Cup",
        description="For espresso.",
        tags=["cup", "small"],
        weight_grams=180,
        condition=Product.CONDITION_USED,
        attributes={"colour": "white"},
    )


async def test_a_product_is_kept_as_it_was_sent(catalog: CatalogServiceStub) -> None:
    sent = draft(
        display_name="Çüp ☕", description="Line\nbreak", tags=["b", "a"], units=2**63 - 1,
        weight_grams=10**6, condition=Product.CONDITION_REFURBISHED, attributes={"a": "", "b": "ß"},
    )  # fmt: skip
    sent.price.nanos = 999_999_999
    product_id = unique("p")
    answer = await catalog.CreateProduct(
        pb.CreateProductRequest(product=sent, product_id=product_id)
    )
    assert await _get(catalog, f"products/{product_id}") == answer
    assert answer.name == f"products/{product_id}"
    assert answer.etag
    assert answer.create_time.ToNanoseconds() <= answer.update_time.ToNanoseconds()
    assert not answer.HasField("delete_time")
    for field in ("name", "etag", "create_time", "update_time"):
        answer.ClearField(field)
    assert answer == sent


async def test_a_product_without_an_id_gets_a_uuid(catalog: CatalogServiceStub) -> None:
    request = pb.CreateProductRequest(product=draft())
    names = {(await catalog.CreateProduct(request)).name for _ in range(2)}
    assert len(names) == 2
    for name in names:
        assert UUID(name.removeprefix("products/"))


async def test_what_only_the_catalog_may_say_is_ignored(catalog: CatalogServiceStub) -> None:
    sent = draft("somebody-elses", etag="made-up")
    sent.create_time.seconds = sent.update_time.seconds = sent.delete_time.seconds = 1
    answer = await catalog.CreateProduct(
        pb.CreateProductRequest(product=sent, product_id=unique("p"))
    )
    assert answer.name != sent.name
    assert answer.etag != "made-up"
    assert answer.create_time.seconds > 1
    assert answer.update_time.seconds > 1
    assert not answer.HasField("delete_time")


async def test_an_id_that_is_taken_is_refused_for_a_deleted_product_too(
    catalog: CatalogServiceStub,
) -> None:
    product = await created(catalog)
    request = pb.CreateProductRequest(
        product=draft(), product_id=product.name.removeprefix("products/")
    )
    taken = await refused(catalog.CreateProduct(request))
    await catalog.DeleteProduct(pb.DeleteProductRequest(name=product.name))
    still = await refused(catalog.CreateProduct(request))
    for refusal in (taken, still):
        assert refusal.code is grpc.StatusCode.ALREADY_EXISTS
        resource = refusal.detail(error_details_pb2.ResourceInfo)
        assert resource is not None
        assert resource.resource_name == product.name


@pytest.mark.parametrize(
    ("clear", "fields"),
    [
        (["display_name"], ["product.display_name"]),
        (["category"], ["product.category"]),
        (["price"], ["product.price"]),
        (
            ["display_name", "category", "price"],
            ["product.display_name", "product.category", "product.price"],
        ),
    ],
)
async def test_a_product_that_lacks_something_is_refused_by_its_fields(
    catalog: CatalogServiceStub, clear: list[str], fields: list[str]
) -> None:
    sent: Any = draft()
    for field in clear:
        sent.ClearField(field)
    refusal = await refused(catalog.CreateProduct(pb.CreateProductRequest(product=sent)))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.fields == fields


async def test_a_batch_has_the_order_of_its_names_and_repeats_what_they_repeat(
    catalog: CatalogServiceStub,
) -> None:
    first, second = await created(catalog), await created(catalog)
    names = [second.name, first.name, second.name]
    response = await catalog.BatchGetProducts(pb.BatchGetProductsRequest(names=names))
    assert list(response.products) == [second, first, second]


async def test_a_batch_with_a_missing_product_names_it_and_returns_none(
    catalog: CatalogServiceStub,
) -> None:
    there, missing = (await created(catalog)).name, f"products/{unique()}"
    refusal = await refused(
        catalog.BatchGetProducts(pb.BatchGetProductsRequest(names=[there, missing]))
    )
    assert refusal.code is grpc.StatusCode.NOT_FOUND
    resource = refusal.detail(error_details_pb2.ResourceInfo)
    assert resource is not None
    assert resource.resource_name == missing


@pytest.mark.parametrize("count", [0, 101])
async def test_a_batch_has_one_to_a_hundred_names(catalog: CatalogServiceStub, count: int) -> None:
    name = (await created(catalog)).name
    full = await catalog.BatchGetProducts(pb.BatchGetProductsRequest(names=[name] * 100))
    assert len(full.products) == 100
    refusal = await refused(
        catalog.BatchGetProducts(pb.BatchGetProductsRequest(names=[name] * count))
    )
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.fields == ["names"]


async def test_a_mask_changes_what_it_names_and_nothing_else(catalog: CatalogServiceStub) -> None:
    product = await _full(catalog)
    sent = draft(product.name.removeprefix("products/"), display_name="Mug", units=9)
    answer = await catalog.UpdateProduct(_update(sent, "display_name", "tags"))
    assert await _get(catalog, product.name) == answer
    assert (answer.display_name, list(answer.tags)) == ("Mug", [])
    assert answer.etag != product.etag
    assert answer.update_time.ToNanoseconds() > product.update_time.ToNanoseconds()
    assert answer.create_time == product.create_time
    for message in (answer, product):
        for field in ("display_name", "tags", "etag", "update_time"):
            message.ClearField(field)
    assert answer == product


async def test_without_a_mask_the_fields_that_are_set_are_changed(
    catalog: CatalogServiceStub,
) -> None:
    product = await _full(catalog)
    answer = await catalog.UpdateProduct(
        _update(Product(name=product.name, display_name="Mug", attributes={"size": "big"}))
    )
    assert answer.display_name == "Mug"
    assert dict(answer.attributes) == {"size": "big"}
    assert answer.description == product.description
    assert answer.price == product.price
    assert answer.condition == product.condition


async def test_a_star_resets_what_is_not_sent(catalog: CatalogServiceStub) -> None:
    product = await _full(catalog)
    sent = draft(product.name.removeprefix("products/"), display_name="Mug")
    answer = await catalog.UpdateProduct(_update(sent, "*"))
    for field in ("etag", "create_time", "update_time"):
        answer.ClearField(field)
    assert answer == sent


@pytest.mark.parametrize(
    "path", ["name", "etag", "create_time", "price.units", "displayName", "", "attributes.colour"]
)
async def test_a_mask_with_a_path_that_cannot_be_changed_changes_nothing(
    catalog: CatalogServiceStub, path: str
) -> None:
    product = await _full(catalog)
    sent = draft(product.name.removeprefix("products/"), display_name="Mug")
    refusal = await refused(catalog.UpdateProduct(_update(sent, "display_name", path)))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.fields == ["update_mask"]
    assert await _get(catalog, product.name) == product


async def test_a_star_does_not_hide_a_path_that_cannot_be_changed(
    catalog: CatalogServiceStub,
) -> None:
    product = await _full(catalog)
    sent = draft(product.name.removeprefix("products/"), display_name="Mug")
    refusal = await refused(catalog.UpdateProduct(_update(sent, "*", "create_time")))
    assert refusal.fields == ["update_mask"]
    assert await _get(catalog, product.name) == product


async def test_a_change_cannot_take_away_what_a_product_needs(catalog: CatalogServiceStub) -> None:
    product = await _full(catalog)
    refusal = await refused(catalog.UpdateProduct(_update(Product(name=product.name), "price")))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.fields == ["product.price"]
    assert await _get(catalog, product.name) == product


async def test_a_stale_etag_stops_every_kind_of_change(catalog: CatalogServiceStub) -> None:
    product = await _full(catalog)
    sent = Product(name=product.name, display_name="Mug", etag=product.etag)
    current = await catalog.UpdateProduct(_update(sent))
    stale: dict[str, Any] = {"name": product.name, "etag": product.etag}
    refusals = [
        await refused(catalog.UpdateProduct(_update(sent))),
        await refused(catalog.DeleteProduct(pb.DeleteProductRequest(**stale))),
        await refused(catalog.UndeleteProduct(pb.UndeleteProductRequest(**stale))),
    ]
    for refusal in refusals:
        assert refusal.code is grpc.StatusCode.ABORTED
        assert refusal.reason == "ETAG_MISMATCH"
    assert await _get(catalog, product.name) == current


async def test_every_change_leads_to_another_etag(catalog: CatalogServiceStub) -> None:
    product = await _full(catalog)
    etags = [product.etag]
    for _ in range(2):
        request: dict[str, Any] = {"name": product.name, "etag": etags[-1]}
        etags.append((await catalog.DeleteProduct(pb.DeleteProductRequest(**request))).etag)
        request["etag"] = etags[-1]
        etags.append((await catalog.UndeleteProduct(pb.UndeleteProductRequest(**request))).etag)
    assert len(set(etags)) == 5


async def test_a_deleted_product_refuses_changes_and_a_live_one_is_not_brought_back(
    catalog: CatalogServiceStub,
) -> None:
    product = await _full(catalog)
    live = await refused(catalog.UndeleteProduct(pb.UndeleteProductRequest(name=product.name)))
    assert live.code is grpc.StatusCode.ALREADY_EXISTS
    deleted = await catalog.DeleteProduct(pb.DeleteProductRequest(name=product.name))
    update = _update(Product(name=product.name, display_name="Mug"))
    change = await refused(catalog.UpdateProduct(update))
    assert change.code is grpc.StatusCode.FAILED_PRECONDITION
    assert change.reason == "PRODUCT_DELETED"
    again = await refused(catalog.DeleteProduct(pb.DeleteProductRequest(name=product.name)))
    assert again.code is grpc.StatusCode.NOT_FOUND
    assert await _get(catalog, product.name) == deleted
    batch = pb.BatchGetProductsRequest(names=[product.name])
    assert list((await catalog.BatchGetProducts(batch)).products) == [deleted]
    await catalog.UndeleteProduct(pb.UndeleteProductRequest(name=product.name))
    assert (await catalog.UpdateProduct(update)).display_name == "Mug"


async def test_a_product_that_never_was_is_not_found_by_any_method(
    catalog: CatalogServiceStub,
) -> None:
    name = f"products/{unique()}"
    calls: list[Any] = [
        catalog.GetProduct(pb.GetProductRequest(name=name)),
        catalog.UpdateProduct(_update(Product(name=name, display_name="Mug"))),
        catalog.DeleteProduct(pb.DeleteProductRequest(name=name)),
        catalog.UndeleteProduct(pb.UndeleteProductRequest(name=name)),
    ]
    for call in calls:
        refusal = await refused(call)
        assert refusal.code is grpc.StatusCode.NOT_FOUND
        assert refusal.reason == "PRODUCT_NOT_FOUND"
