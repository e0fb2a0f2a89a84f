"""Lists on the real database: filters, orders and pages."""

import operator
from collections.abc import Callable
from typing import Any, Final

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.catalog.v1.product_pb2 import Product
from services.catalog.domain import ORDERS
from tests.component.calls import draft, imported, listed, refused, unique

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_VALUES: Final[dict[str, Callable[[Product], Any]]] = {
    "display_name": lambda product: product.display_name,
    "category": lambda product: product.category,
    "weight_grams": lambda product: product.weight_grams,
    "price.currency_code": lambda product: product.price.currency_code,
    "price.units": lambda product: product.price.units,
    "create_time": lambda product: product.create_time.ToNanoseconds(),
    "update_time": lambda product: product.update_time.ToNanoseconds(),
}


class Shelf:
    """Products in a category of their own, by the first word of their display names."""

    def __init__(self, category: str, products: list[Product]) -> None:
        self.category = category
        self.products = products

    def names(self, products: list[Product]) -> str:
        """The display names of products, in their order."""
        return "".join(product.display_name for product in products)


@pytest.fixture(scope="module")
async def shelf(catalog: CatalogServiceStub) -> Shelf:
    """Four products: a to d."""
    category = unique("c")
    await imported(
        catalog,
        [
            draft(unique("p"), category=category, display_name="a", units=5, weight_grams=100,
                  tags=["bean", "offer"], condition=Product.CONDITION_NEW),
            draft(unique("p"), category=category, display_name="b", units=10, weight_grams=200,
                  tags=["bean"], condition=Product.CONDITION_USED),
            draft(unique("p"), category=category, display_name="c", units=10, weight_grams=200,
                  currency="USD", condition=Product.CONDITION_REFURBISHED),
            draft(unique("p"), category=category, display_name="d", units=2**63 - 1,
                  currency="USD", tags=["offer"]),
        ],
    )  # fmt: skip
    request = pb.ListProductsRequest(filter=f"category = {category}", order_by="display_name")
    return Shelf(category, await listed(catalog, request))


def _literal(value: object) -> str:
    return f'"{value}"'


@pytest.mark.parametrize("field", ["display_name", "weight_grams", "price.currency_code",
                                   "price.units", "create_time", "update_time"])  # fmt: skip
@pytest.mark.parametrize("sign", _COMPARE)
async def test_a_comparison_keeps_exactly_what_it_holds_for(
    catalog: CatalogServiceStub, shelf: Shelf, field: str, sign: str
) -> None:
    for bound in shelf.products:
        value = _VALUES[field](bound)
        if field.endswith("_time"):
            moment = Timestamp()
            moment.FromNanoseconds(value)
            literal = _literal(moment.ToJsonString())
        else:
            literal = _literal(value)
        request = pb.ListProductsRequest(
            filter=f"category = {shelf.category} AND {field} {sign} {literal}",
            order_by="display_name",
        )
        expected = [p for p in shelf.products if _COMPARE[sign](_VALUES[field](p), value)]
        assert shelf.names(await listed(catalog, request)) == shelf.names(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('tags:"bean"', "ab"),
        ("tags:nothing", ""),
        ("NOT tags:bean", "cd"),
        ("-tags:bean", "cd"),
        ("condition = CONDITION_USED", "b"),
        ("condition != CONDITION_USED", "acd"),
        ("condition = CONDITION_UNSPECIFIED", "d"),
        ("tags:bean AND tags:offer", "a"),
        ("tags:bean OR tags:offer", "abd"),
        # OR first, as AIP-160 has it: AND first would keep d too.
        ("weight_grams = 100 AND tags:bean OR tags:offer", "a"),
        ("(weight_grams = 100 AND tags:bean) OR tags:offer", "ad"),
        ("tags:offer OR tags:bean AND weight_grams = 200", "b"),
        # NOT is about what stands next to it only.
        ("NOT tags:bean AND tags:offer", "d"),
        ("NOT (tags:bean AND tags:offer)", "bcd"),
        ("NOT tags:bean OR weight_grams = 100", "acd"),
        ("NOT (NOT tags:bean)", "ab"),
        ("price.units > 5 AND price.units < 9223372036854775807", "bc"),
        ("display_name = 'a\\'b'", ""),
        ("display_name = 'a' -- ", None),
    ],
)
async def test_words_join_comparisons_as_aip_160_says(
    catalog: CatalogServiceStub, shelf: Shelf, text: str, expected: str | None
) -> None:
    request = pb.ListProductsRequest(
        filter=f"category = {shelf.category} AND ({text})", order_by="display_name"
    )
    if expected is None:
        refusal = await refused(catalog.ListProducts(request))
        assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
        assert refusal.fields == ["filter"]
    else:
        assert shelf.names(await listed(catalog, request)) == expected


def test_every_field_to_sort_by_is_tried() -> None:
    assert set(_VALUES) == ORDERS


@pytest.fixture(scope="module")
async def ties(catalog: CatalogServiceStub) -> list[Product]:
    """Thirteen products, most of which agree with others in each field that is not a time."""
    category = unique("c")
    await imported(
        catalog,
        [
            draft(
                unique("p"),
                category=category,
                display_name=["Cup", "cup", "Äpfel"][number % 3],
                units=number % 4,
                currency=["EUR", "USD"][number % 2],
                weight_grams=number // 5,
            )
            for number in range(13)
        ],
    )
    return await listed(catalog, pb.ListProductsRequest(filter=f"category = {category}"))


def _sorted(products: list[Product], order_by: str) -> list[str]:
    found = sorted(products, key=lambda product: product.name)
    for part in reversed(order_by.split(",")):
        field, *direction = part.split()
        found.sort(key=_VALUES[field], reverse=direction == ["desc"])
    return [product.name for product in found]


def _orders() -> list[str]:
    alone = [f"{field}{way}" for field in sorted(_VALUES) for way in ("", " asc", " desc")]
    return [*alone, "price.units desc, display_name", "weight_grams, price.units desc, category"]


@pytest.mark.parametrize("order_by", _orders())
async def test_pages_in_any_order_hold_each_product_once(
    catalog: CatalogServiceStub, ties: list[Product], order_by: str
) -> None:
    expected = _sorted(ties, order_by)
    for size in (1, 4, 13):
        request = pb.ListProductsRequest(
            filter=f"category = {ties[0].category}", order_by=order_by, page_size=size
        )
        assert [product.name for product in await listed(catalog, request)] == expected


@pytest.mark.parametrize("order_by", ["", *_orders()])
async def test_products_that_come_between_pages_neither_hide_nor_repeat_others(
    catalog: CatalogServiceStub, order_by: str
) -> None:
    category = unique("c")

    async def add(first: int, count: int) -> None:
        numbers = range(first, first + count)
        await imported(
            catalog,
            [draft(unique("p"), category=category, display_name=str(n % 3), units=n % 4,
                   currency=["EUR", "USD"][n % 2], weight_grams=n // 5) for n in numbers],
        )  # fmt: skip

    await add(0, 8)
    request = pb.ListProductsRequest(filter=f"category = {category}", order_by=order_by)
    before = {product.name for product in await listed(catalog, request)}
    assert len(before) == 8
    request.page_size, seen, page = 3, list[str](), 0
    while page == 0 or request.page_token:
        response = await catalog.ListProducts(request)
        seen += [product.name for product in response.products]
        request.page_token = response.next_page_token
        page += 1
        if page < 4:
            await add(page, 2)
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


async def test_a_product_that_comes_behind_the_page_is_listed_and_one_before_it_is_not(
    catalog: CatalogServiceStub,
) -> None:
    category = unique("c")
    request = pb.ListProductsRequest(
        filter=f"category = {category}", order_by="display_name", page_size=2
    )
    names = ["b", "d", "f"]
    await imported(catalog, [draft(unique("p"), category=category, display_name=n) for n in names])
    first = await catalog.ListProducts(request)
    await imported(
        catalog, [draft(unique("p"), category=category, display_name=n) for n in ("a", "e")]
    )
    request.page_token = first.next_page_token
    second = await catalog.ListProducts(request)
    assert [product.display_name for product in first.products] == ["b", "d"]
    assert [product.display_name for product in second.products] == ["e", "f"]
    assert not second.next_page_token


@pytest.mark.parametrize(
    "change",
    [{"filter": "category = tea"}, {"order_by": "display_name"}, {"show_deleted": True}],
)
async def test_a_token_continues_only_the_list_that_it_came_from(
    catalog: CatalogServiceStub, ties: list[Product], change: dict[str, Any]
) -> None:
    request = pb.ListProductsRequest(filter=f"category = {ties[0].category}", page_size=1)
    request.page_token = (await catalog.ListProducts(request)).next_page_token
    request.page_size = 200
    assert len((await catalog.ListProducts(request)).products) == 12
    request.MergeFrom(pb.ListProductsRequest(**change))
    refusal = await refused(catalog.ListProducts(request))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.reason == "PAGE_TOKEN_INVALID"


async def test_a_page_has_fifty_products_unless_asked_and_never_more_than_200(
    catalog: CatalogServiceStub,
) -> None:
    category = unique("c")
    await imported(catalog, [draft(unique("p"), category=category) for _ in range(203)])
    sizes = {}
    for asked in (0, 1, 200, 201, 2**31 - 1):
        request = pb.ListProductsRequest(filter=f"category = {category}", page_size=asked)
        sizes[asked] = len((await catalog.ListProducts(request)).products)
    assert sizes == {0: 50, 1: 1, 200: 200, 201: 200, 2**31 - 1: 200}
    refusal = await refused(catalog.ListProducts(pb.ListProductsRequest(page_size=-1)))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
