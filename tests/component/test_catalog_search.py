"""Searches on the real database."""

import grpc
import pytest

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.catalog.v1.product_pb2 import Product
from tests.component.calls import created, draft, imported, letters, refused, unique


async def _found(catalog: CatalogServiceStub, query: str, size: int = 0) -> list[Product]:
    request, products = pb.SearchProductsRequest(query=query, page_size=size), list[Product]()
    while True:
        page = await catalog.SearchProducts(request)
        products += page.products
        request.page_token = page.next_page_token
        if not request.page_token:
            return products


async def test_a_word_weighs_most_in_the_name_then_category_then_tags_then_description(
    catalog: CatalogServiceStub,
) -> None:
    word = letters()
    fields: list[dict[str, object]] = [
        {"description": f"A {word}."}, {"tags": [word]}, {"category": word},
        {"display_name": f"The {word}"},
    ]  # fmt: skip
    weakest_first = [(await created(catalog, **each)).name for each in fields]
    assert [product.name for product in await _found(catalog, word)] == weakest_first[::-1]


async def test_words_are_found_by_their_stems_in_any_case(catalog: CatalogServiceStub) -> None:
    word = letters()
    product = await created(catalog, display_name=f"Roasted beans {word}")
    assert await _found(catalog, f"ROASTING Bean {word}") == [product]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{0}", "ab"),
        ("{0} green", "a"),
        ("{0} -green", "b"),
        ("{0} green or {0} black", "ab"),
        ('"green tea {0}"', "a"),
        ('"tea green {0}"', ""),
        ("{0} absent", ""),
    ],
)
async def test_a_query_works_as_in_a_web_search(
    catalog: CatalogServiceStub, query: str, expected: str
) -> None:
    word = letters()
    names = {
        (await created(catalog, display_name=f"green tea {word}")).name: "a",
        (await created(catalog, display_name=f"black tea {word}")).name: "b",
    }
    found = await _found(catalog, query.format(word))
    assert sorted(names[product.name] for product in found) == list(expected)


@pytest.mark.parametrize("query", ["the", "the or a", "'", "!!", "-"])
async def test_a_query_without_words_finds_nothing(catalog: CatalogServiceStub, query: str) -> None:
    await created(catalog, display_name="The cup", description="It is the one.")
    assert await _found(catalog, query) == []


async def test_pages_of_equally_good_matches_hold_each_once(catalog: CatalogServiceStub) -> None:
    word = letters()
    drafts = [draft(unique("p"), display_name=word) for _ in range(7)]
    drafts += [draft(unique("p"), description=word) for _ in range(6)]
    await imported(catalog, drafts)
    by_rank = sorted(drafts, key=lambda each: (each.display_name != word, each.name))
    for size in (1, 3, 13):
        found = await _found(catalog, word, size)
        assert [product.name for product in found] == [product.name for product in by_rank]


async def test_a_deleted_product_is_not_found_until_it_is_back(
    catalog: CatalogServiceStub,
) -> None:
    word = letters()
    product = await created(catalog, display_name=word)
    await catalog.DeleteProduct(pb.DeleteProductRequest(name=product.name))
    assert await _found(catalog, word) == []
    restored = await catalog.UndeleteProduct(pb.UndeleteProductRequest(name=product.name))
    assert await _found(catalog, word) == [restored]


async def test_a_product_is_found_by_what_it_is_called_now(catalog: CatalogServiceStub) -> None:
    old, new = letters(), letters()
    product = await created(catalog, display_name=old)
    changed = await catalog.UpdateProduct(
        pb.UpdateProductRequest(product=Product(name=product.name, display_name=new))
    )
    assert await _found(catalog, old) == []
    assert await _found(catalog, new) == [changed]


async def test_a_token_continues_only_the_query_that_it_came_from(
    catalog: CatalogServiceStub,
) -> None:
    word = letters()
    await imported(catalog, [draft(unique("p"), display_name=word) for _ in range(2)])
    request = pb.SearchProductsRequest(query=word, page_size=1)
    request.page_token = (await catalog.SearchProducts(request)).next_page_token
    request.query = "cup"
    refusal = await refused(catalog.SearchProducts(request))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.reason == "PAGE_TOKEN_INVALID"
