"""Field masks, resource names and etags."""

import pytest

from services.runtime.errors import Aborted, InvalidArgument
from services.runtime.etag import etag, require_current
from services.runtime.masks import masked
from services.runtime.names import Collection

CHANGEABLE = frozenset({"title", "price", "tags"})
BOOKS = Collection("shop/Book", "books")


def test_a_mask_names_what_is_changed() -> None:
    assert masked(["title", "tags", "title"], CHANGEABLE, ["price"]) == {"title", "tags"}


def test_without_a_mask_what_is_present_and_changeable_is_changed() -> None:
    assert masked([], CHANGEABLE, ["name", "price", "etag"]) == {"price"}
    assert masked([], CHANGEABLE, []) == set()


def test_a_star_stands_for_all_that_can_be_changed() -> None:
    assert masked(["*"], CHANGEABLE, ["name"]) == CHANGEABLE


@pytest.mark.parametrize("path", ["name", "price.units", "Title", "", " title", "**"])
def test_a_path_that_cannot_be_changed_is_refused_and_named(path: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        masked(["title", path], CHANGEABLE, ["title"])
    assert refused.value.reason == "UPDATE_MASK_INVALID"
    (violation,) = refused.value.violations
    assert violation.field == "update_mask"
    assert f"'{path}'" in violation.description


def test_a_name_leads_to_its_identifier_and_back() -> None:
    assert BOOKS.name("emma") == "books/emma"
    assert BOOKS.identifier("books/emma") == "emma"


@pytest.mark.parametrize(
    "name", ["", "emma", "books", "books/", "/books/emma", "books/emma/pages", "shelves/emma",
             "books//", "Books/emma"]
)  # fmt: skip
def test_what_is_no_name_of_the_collection_is_refused_by_its_field(name: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        BOOKS.identifier(name, field="book.name")
    assert refused.value.violations[0].field == "book.name"


def test_an_etag_is_another_for_each_resource_and_revision() -> None:
    made = [etag(name, revision) for name in ("a", "b", "a@1") for revision in (1, 2, 11)]
    assert len(set(made)) == 9
    assert etag("a", 1) == made[0]
    assert all(0 < len(each) <= 64 for each in made)


def test_the_current_etag_and_none_at_all_are_let_through() -> None:
    require_current("", "now", BOOKS.kind, "books/emma")
    require_current("now", "now", BOOKS.kind, "books/emma")


@pytest.mark.parametrize("given", ["before", "NOW", "now ", " "])
def test_another_etag_is_a_conflict_about_the_resource(given: str) -> None:
    with pytest.raises(Aborted) as refused:
        require_current(given, "now", BOOKS.kind, "books/emma")
    assert refused.value.reason == "ETAG_MISMATCH"
    assert (refused.value.resource_type, refused.value.resource_name) == (BOOKS.kind, "books/emma")
