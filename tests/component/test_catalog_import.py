"""Imports into the real database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.catalog.v1.product_pb2 import Product
from tests.component.calls import draft, imported, listed, refused, requests, unique


def _counts(report: pb.ImportProductsResponse) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, failed."""
    return (
        report.created_count, report.updated_count, report.unchanged_count, report.failed_count,
    )  # fmt: skip


def _drafts(count: int, category: str) -> list[Product]:
    return [draft(unique("p"), category=category) for _ in range(count)]


async def _names(catalog: CatalogServiceStub, category: str) -> list[str]:
    request = pb.ListProductsRequest(filter=f"category = {category}", page_size=200)
    return [product.name for product in await listed(catalog, request)]


async def test_an_empty_import_changes_nothing(catalog: CatalogServiceStub) -> None:
    assert _counts(await imported(catalog, [])) == (0, 0, 0, 0)


async def test_products_are_counted_by_what_became_of_them(catalog: CatalogServiceStub) -> None:
    drafts = _drafts(3, unique("c"))
    assert _counts(await imported(catalog, drafts)) == (3, 0, 0, 0)
    assert _counts(await imported(catalog, drafts)) == (0, 0, 3, 0)
    drafts[1].display_name = "Mug"
    report = await imported(catalog, [*drafts, draft(unique("p")), Product(name="nonsense")])
    assert _counts(report) == (1, 1, 2, 1)
    found = await catalog.GetProduct(pb.GetProductRequest(name=drafts[1].name))
    assert found.display_name == "Mug"


async def test_every_field_makes_a_product_a_changed_one(catalog: CatalogServiceStub) -> None:
    product = draft(unique("p"))
    await imported(catalog, [product])
    changes = [
        Product(display_name="Mug"), Product(description="Big."), Product(category="other"),
        Product(tags=["a"]), Product(weight_grams=1), Product(condition=Product.CONDITION_NEW),
        Product(attributes={"a": "b"}),
    ]  # fmt: skip
    for change in changes:
        product.MergeFrom(change)
        assert _counts(await imported(catalog, [product])) == (0, 1, 0, 0)
    for field, value in [("units", 6), ("nanos", 1), ("currency_code", "USD")]:
        setattr(product.price, field, value)
        assert _counts(await imported(catalog, [product])) == (0, 1, 0, 0)
    found: Any = await catalog.GetProduct(pb.GetProductRequest(name=product.name))
    for field in ("etag", "create_time", "update_time"):
        found.ClearField(field)
    assert found == product


async def test_an_unchanged_product_keeps_its_etag(catalog: CatalogServiceStub) -> None:
    product = draft(unique("p"))
    await imported(catalog, [product])
    request = pb.GetProductRequest(name=product.name)
    before = await catalog.GetProduct(request)
    await imported(catalog, [product])
    assert await catalog.GetProduct(request) == before


async def test_of_one_product_sent_twice_the_later_wins(catalog: CatalogServiceStub) -> None:
    product_id = unique("p")
    drafts = [draft(product_id, display_name=name) for name in ("One", "Two", "Two")]
    assert _counts(await imported(catalog, drafts)) == (1, 1, 1, 0)
    found = await catalog.GetProduct(pb.GetProductRequest(name=drafts[0].name))
    assert found.display_name == "Two"


async def test_a_bad_product_is_reported_by_its_place_and_the_others_are_kept(
    catalog: CatalogServiceStub,
) -> None:
    category = unique("c")
    good = _drafts(3, category)
    bad_name = draft("UPPER", category=category)
    bad_price = draft(unique("p"), category=category, units=-1)
    incomplete = draft(unique("p"), category=category)
    incomplete.ClearField("price")
    report = await imported(
        catalog, [good[0], bad_name, good[1], bad_price, incomplete, good[2]]
    )  # fmt: skip
    assert _counts(report) == (3, 0, 0, 3)
    assert [(failure.index, failure.name) for failure in report.failures[:2]] == [
        (1, bad_name.name), (3, bad_price.name),
    ]  # fmt: skip
    assert report.failures[2].index == 4
    assert "name" in report.failures[0].reason
    assert "price" in report.failures[1].reason
    assert "price" in report.failures[2].reason
    assert await _names(catalog, category) == sorted(product.name for product in good)


async def test_a_failure_has_the_name_that_was_sent_whatever_was_wrong(
    catalog: CatalogServiceStub,
) -> None:
    incomplete = draft(unique("p"))
    incomplete.ClearField("price")
    invalid = draft(unique("p"), units=-1)
    report = await imported(catalog, [incomplete, invalid])
    assert [failure.name for failure in report.failures] == [incomplete.name, invalid.name]


async def test_more_products_than_a_batch_are_all_stored(catalog: CatalogServiceStub) -> None:
    category = unique("c")
    drafts = _drafts(250, category)
    drafts.insert(100, Product(name="nonsense"))
    report = await imported(catalog, drafts)
    assert _counts(report) == (250, 0, 0, 1)
    assert report.failures[0].index == 100
    assert len(await _names(catalog, category)) == 250


async def test_of_many_failures_all_are_counted_and_the_first_hundred_told(
    catalog: CatalogServiceStub,
) -> None:
    report = await imported(catalog, [Product(name=str(number)) for number in range(130)])
    assert report.failed_count == 130
    assert [failure.index for failure in report.failures] == list(range(100))


async def test_a_deleted_product_is_brought_back(catalog: CatalogServiceStub) -> None:
    product = draft(unique("p"))
    await imported(catalog, [product])
    await catalog.DeleteProduct(pb.DeleteProductRequest(name=product.name))
    assert _counts(await imported(catalog, [product])) == (0, 1, 0, 0)
    found = await catalog.GetProduct(pb.GetProductRequest(name=product.name))
    assert not found.HasField("delete_time")


async def test_an_import_that_broke_off_can_be_sent_again_from_its_start(
    catalog: CatalogServiceStub,
) -> None:
    category = unique("c")
    drafts = _drafts(150, category)

    async def breaking_off(sent: Sequence[Product]) -> AsyncIterator[pb.ImportProductsRequest]:
        async for request in requests(sent):
            yield request
        call.cancel()

    call = catalog.ImportProducts(breaking_off(drafts[:120]))
    await call.code()
    report = await imported(catalog, drafts)
    assert report.created_count + report.unchanged_count == 150
    assert (report.updated_count, report.failed_count) == (0, 0)
    assert await _names(catalog, category) == sorted(product.name for product in drafts)


async def test_imports_of_the_same_products_in_opposite_orders_both_succeed(
    catalog: CatalogServiceStub,
) -> None:
    for _ in range(5):
        drafts = _drafts(100, unique("c"))
        reports = await asyncio.gather(
            *(imported(catalog, order) for order in (drafts, drafts[::-1]) * 2)
        )
        assert sum(report.created_count for report in reports) == 100
        assert sum(report.unchanged_count for report in reports) == 300


async def test_a_product_without_a_name_is_no_product(catalog: CatalogServiceStub) -> None:
    report = await imported(catalog, [Product()])
    assert _counts(report) == (0, 0, 0, 1)
    refusal = await refused(catalog.GetProduct(pb.GetProductRequest(name="")))
    assert refusal.fields == ["name"]
