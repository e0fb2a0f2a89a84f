"""What must always be true of products."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mercado.catalog.v1.product_pb2 import Product as Message
from services.catalog.domain import (
    CHANGEABLE,
    CONDITIONS,
    FILTERS,
    ORDERS,
    PRODUCTS,
    Product,
    taken,
    unknown,
)
from services.runtime.errors import (
    Aborted,
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
)
from services.runtime.money import Money

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
CUP = Product(id="cup", display_name="Cup", category="kitchen", price=Money("EUR", 5, 0))
GONE = replace(CUP, delete_time=NOW)


def test_a_product_that_has_all_it_needs_is_complete() -> None:
    assert CUP.complete() is CUP
    assert replace(CUP, price=Money("EUR", 0, 0)).complete()


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"display_name": ""}, ["product.display_name"]),
        ({"display_name": " \t\xa0"}, ["product.display_name"]),
        ({"category": ""}, ["product.category"]),
        ({"price": None}, ["product.price"]),
        (
            {"display_name": "", "category": "", "price": None},
            ["product.display_name", "product.category", "product.price"],
        ),
    ],
)
def test_everything_that_is_missing_is_told_at_once(
    change: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        replace(CUP, **change).complete()
    assert [violation.field for violation in refused.value.violations] == fields


def test_a_change_changes_only_what_it_names() -> None:
    changed = CUP.changed({"display_name": "Mug", "tags": ["big"]}, "")
    assert changed == replace(CUP, display_name="Mug", tags=["big"])
    assert CUP.display_name == "Cup"


def test_a_change_that_leaves_a_product_incomplete_is_refused() -> None:
    with pytest.raises(InvalidArgument):
        CUP.changed({"price": None}, CUP.etag)


def test_a_deleted_product_cannot_be_changed() -> None:
    with pytest.raises(FailedPrecondition) as refused:
        GONE.changed({"display_name": "Mug"}, "")
    assert refused.value.resource_name == "products/cup"


def test_a_product_is_deleted_once_and_brought_back_once() -> None:
    gone = CUP.removed(NOW, CUP.etag)
    assert gone.deleted
    assert gone.delete_time == NOW
    assert gone.restored(gone.etag) == CUP
    with pytest.raises(NotFound):
        gone.removed(NOW, "")
    with pytest.raises(AlreadyExists):
        CUP.restored("")


def test_a_stale_etag_comes_before_all_other_refusals() -> None:
    stale = CUP.etag
    gone = replace(GONE, revision=2)
    changes: list[Callable[[], Product]] = [
        lambda: gone.changed({}, stale),
        lambda: gone.removed(NOW, stale),
        lambda: replace(CUP, revision=2).restored(stale),
    ]
    for change in changes:
        with pytest.raises(Aborted):
            change()


def test_an_etag_changes_with_the_revision_and_the_id() -> None:
    etags = {CUP.etag, replace(CUP, revision=2).etag, replace(CUP, id="mug").etag}
    assert len(etags) == 3
    assert replace(CUP, display_name="Mug").etag == CUP.etag


def test_errors_name_the_product() -> None:
    for error in (unknown("cup"), taken("cup")):
        assert (error.resource_type, error.resource_name) == (PRODUCTS.kind, "products/cup")
        assert "products/cup" in error.message


def test_what_the_domain_names_is_what_the_contract_has() -> None:
    fields = Message.DESCRIPTOR.fields_by_name
    assert set(fields) >= CHANGEABLE
    assert {name.split(".")[0] for name in FILTERS} <= set(fields)
    assert set(FILTERS) > ORDERS
    assert tuple(Message.Condition.keys()) == CONDITIONS
