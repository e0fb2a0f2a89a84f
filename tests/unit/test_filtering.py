"""The filter language and the order."""

import pytest

from services.catalog.domain import FILTERS, ORDERS
from services.runtime.errors import InvalidArgument
from services.runtime.filtering import (
    Comparison,
    Junction,
    Not,
    Order,
    parse_filter,
    parse_order,
)

TEA = Comparison("category", "=", "tea")
CHEAP = Comparison("price.units", "<", 20)
OFFER = Comparison("tags", ":", "offer")


def test_or_binds_closer_than_and() -> None:
    text = 'category = "tea" AND price.units < 20 OR tags:offer'
    assert parse_filter(text, FILTERS) == Junction("AND", (TEA, Junction("OR", (CHEAP, OFFER))))


def test_parentheses_and_not_turn_it_round() -> None:
    text = "(category = 'tea' AND price.units < 20) OR NOT tags:offer"
    both = Junction("AND", (TEA, CHEAP))
    assert parse_filter(text, FILTERS) == Junction("OR", (both, Not(OFFER)))


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_filter_is_none(text: str) -> None:
    assert parse_filter(text, FILTERS) is None


@pytest.mark.parametrize(
    "text",
    [
        "category",
        'category = "tea',
        "nope = 1",
        "tags = tea",
        "weight_grams = heavy",
        "weight_grams = 9223372036854775808",
        "create_time > yesterday",
        "condition = WORN",
        "condition < CONDITION_NEW",
        'category = "tea" price.units < 20',
        "(" * 40 + "category = tea" + ")" * 39,
        "NOT (" * 30 + "category = tea" + ")" * 30,
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_field(text: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        parse_filter(text, FILTERS)
    assert refused.value.violations[0].field == "filter"


def test_an_order_has_directions() -> None:
    orders = parse_order("price.units desc, display_name", ORDERS)
    assert orders == (Order("price.units", descending=True), Order("display_name"))


@pytest.mark.parametrize("text", ["nope", "category up", "category,", "category, category desc"])
def test_an_order_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgument):
        parse_order(text, ORDERS)
