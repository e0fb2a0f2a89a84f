"""Whatever a caller sends, the catalog answers or refuses it; it never fails."""

from typing import Any, Final
from uuid import uuid4

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from tests.component.calls import answered, created, draft, refused
from tests.component.messages import messages, some

_SERVICE: Final = pb.DESCRIPTOR.services_by_name["CatalogService"]


def requests_of(method: str) -> st.SearchStrategy[Any]:
    return messages(_SERVICE.methods_by_name[method].input_type)


def test_every_method_of_the_contract_is_tried() -> None:
    tried = {"GetProduct", "BatchGetProducts", "ListProducts", "SearchProducts", "CreateProduct",
             "UpdateProduct", "DeleteProduct", "UndeleteProduct", "ImportProducts"}  # fmt: skip
    assert set(_SERVICE.methods_by_name) == tried


@some
@given(request=requests_of("GetProduct"))
async def test_get_never_fails(catalog: CatalogServiceStub, request: pb.GetProductRequest) -> None:
    await answered(catalog.GetProduct(request))


@some
@given(request=requests_of("BatchGetProducts"))
async def test_batch_get_never_fails(
    catalog: CatalogServiceStub, request: pb.BatchGetProductsRequest
) -> None:
    await answered(catalog.BatchGetProducts(request))


@some
@given(request=requests_of("ListProducts"), later=requests_of("ListProducts"))
async def test_list_never_fails(
    catalog: CatalogServiceStub, request: pb.ListProductsRequest, later: pb.ListProductsRequest
) -> None:
    page = await answered(catalog.ListProducts(request))
    if page is not None and page.next_page_token:
        request.page_token = later.page_token = page.next_page_token
        assert await answered(catalog.ListProducts(request)) is not None
        await answered(catalog.ListProducts(later))


@some
@given(request=requests_of("SearchProducts"), later=requests_of("SearchProducts"))
async def test_search_never_fails(
    catalog: CatalogServiceStub,
    request: pb.SearchProductsRequest,
    later: pb.SearchProductsRequest,
) -> None:
    page = await answered(catalog.SearchProducts(request))
    if page is not None and page.next_page_token:
        request.page_token = later.page_token = page.next_page_token
        assert await answered(catalog.SearchProducts(request)) is not None
        await answered(catalog.SearchProducts(later))


@some
@given(request=requests_of("CreateProduct"))
async def test_create_never_fails(
    catalog: CatalogServiceStub, request: pb.CreateProductRequest
) -> None:
    await answered(catalog.CreateProduct(request))


@some
@given(request=requests_of("UpdateProduct"))
async def test_update_never_fails(
    catalog: CatalogServiceStub, request: pb.UpdateProductRequest
) -> None:
    await answered(catalog.UpdateProduct(request))


@some
@given(request=requests_of("DeleteProduct"))
async def test_delete_never_fails(
    catalog: CatalogServiceStub, request: pb.DeleteProductRequest
) -> None:
    await answered(catalog.DeleteProduct(request))


@some
@given(request=requests_of("UndeleteProduct"))
async def test_undelete_never_fails(
    catalog: CatalogServiceStub, request: pb.UndeleteProductRequest
) -> None:
    await answered(catalog.UndeleteProduct(request))


@some
@given(stream=st.lists(requests_of("ImportProducts"), max_size=6))
async def test_import_never_fails_and_counts_all_that_came(
    catalog: CatalogServiceStub, stream: list[pb.ImportProductsRequest]
) -> None:
    report = await answered(catalog.ImportProducts(iter(stream)))
    assert report is not None
    counts = [report.created_count, report.updated_count, report.unchanged_count]
    assert sum(counts) + report.failed_count == len(stream)
    assert len(report.failures) == report.failed_count


@pytest.mark.parametrize("end", ["\n", " ", "\x00", "}"])
async def test_a_request_id_with_something_after_it_is_refused(
    catalog: CatalogServiceStub, end: str
) -> None:
    request = pb.CreateProductRequest(product=draft(), request_id=str(uuid4()) + end)
    refusal = await refused(catalog.CreateProduct(request))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.fields == ["request_id"]


async def test_a_line_break_ends_no_name_and_no_label(catalog: CatalogServiceStub) -> None:
    name = await refused(catalog.GetProduct(pb.GetProductRequest(name="products/a\n")))
    assert name.code is grpc.StatusCode.INVALID_ARGUMENT
    broken = draft(category="pantry\n", tags=["a\n"], display_name="Cup\n")
    refusal = await refused(catalog.CreateProduct(pb.CreateProductRequest(product=broken)))
    assert set(refusal.fields) == {"product.category", "product.tags[0]", "product.display_name"}


@pytest.mark.parametrize("letter", ["a", "\x00", "é", "日", "\U0001f600"])
async def test_a_request_that_is_wrong_in_many_long_ways_is_told_so(
    catalog: CatalogServiceStub, letter: str
) -> None:
    attributes = {f"{number}{letter * 400}": letter * 201 for number in range(50)}
    request = pb.CreateProductRequest(product=draft(attributes=attributes))
    refusal = await refused(catalog.CreateProduct(request))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT, refusal.message
    assert refusal.reason == "INVALID_FIELDS"
    assert refusal.fields


async def test_the_report_of_an_import_with_long_wrong_names_is_not_too_long_to_receive(
    catalog: CatalogServiceStub,
) -> None:
    stream = [pb.ImportProductsRequest(product=draft("x" * 60_000)) for _ in range(100)]
    report = await catalog.ImportProducts(iter(stream))
    assert report.failed_count == 100


async def test_what_the_database_would_take_for_a_command_is_kept_as_it_is(
    catalog: CatalogServiceStub,
) -> None:
    text = "'; drop table products; -- \\ %s $1 \\u0000 \"{}"
    product = await created(
        catalog, display_name=text, description=text + "\x01\r\n", attributes={"a": text}
    )
    found = await catalog.GetProduct(pb.GetProductRequest(name=product.name))
    assert found == product
    assert (found.display_name, found.description, found.attributes["a"]) == (
        text, text + "\x01\r\n", text,
    )  # fmt: skip


@pytest.mark.parametrize(
    "sent",
    [b"\xff\xff\xff", b"\x0a\x02\xff\xfe", b"\x0a\x7f"],
    ids=["no message", "no text", "cut off"],
)
@pytest.mark.parametrize("method", ["GetProduct", "CreateProduct", "ImportProducts"])
async def test_bytes_that_are_no_request_are_refused_as_such(
    server: grpc.aio.Channel, method: str, sent: bytes
) -> None:
    name = f"/{_SERVICE.full_name}/{method}"
    call: Any
    if method == "ImportProducts":
        many: Any = server.stream_unary(name)
        call = many(iter([sent]))
    else:
        one: Any = server.unary_unary(name)
        call = one(sent)
    refusal = await refused(call)
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT, refusal.message
    assert refusal.reason
    assert "class" not in refusal.message
