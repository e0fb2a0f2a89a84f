"""A page token has one spelling."""

import string
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercado.catalog.v1 import catalog_service_pb2 as pb
from services.runtime.errors import InvalidArgument
from services.runtime.paging import PageTokens

TOKENS = PageTokens("key")
LETTERS = string.ascii_letters + string.digits + "-_+/="
# Of each length modulo three, so that every way to end is among them.
CURSORS = [("cup",), ("cups",), ("a-cup",), (2.5, "cup"), (-(2**63), "日本")]


def _refused(token: str) -> bool:
    try:
        TOKENS.cursor(pb.ListProductsRequest(page_token=token))
    except InvalidArgument:
        return True
    return False


@pytest.mark.parametrize("cursor", CURSORS, ids=repr)
def test_a_token_with_another_letter_anywhere_is_refused(cursor: tuple[object, ...]) -> None:
    token = TOKENS.token(pb.ListProductsRequest(), cursor)
    accepted = [
        (place, letter)
        for place, old in enumerate(token)
        for letter in LETTERS
        if letter != old and not _refused(token[:place] + letter + token[place + 1 :])
    ]
    assert accepted == []


@pytest.mark.parametrize("cursor", CURSORS, ids=repr)
@pytest.mark.parametrize("more", ["=", "==", "A", "\n", " ", "é", "\x00"])
def test_a_token_with_more_at_either_end_is_refused(cursor: tuple[object, ...], more: str) -> None:
    token = TOKENS.token(pb.ListProductsRequest(), cursor)
    assert _refused(token + more)
    assert _refused(more + token)


@pytest.mark.parametrize("cursor", CURSORS, ids=repr)
def test_a_token_that_was_cut_short_is_refused(cursor: tuple[object, ...]) -> None:
    token = TOKENS.token(pb.ListProductsRequest(), cursor)
    assert all(_refused(token[:length]) for length in range(1, len(token)))


@settings(deadline=None, derandomize=True, database=None)
@given(text=st.text(min_size=1, max_size=60))
def test_what_is_made_up_is_refused(text: str) -> None:
    assert _refused(text)


_KEYS = st.one_of(
    st.text(max_size=20),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.datetimes(timezones=st.just(UTC)),
)


@settings(deadline=None, derandomize=True, database=None)
@given(cursor=st.lists(_KEYS, min_size=1, max_size=4).map(tuple))
def test_a_cursor_of_any_keys_comes_back_equal(cursor: tuple[object, ...]) -> None:
    token = TOKENS.token(pb.ListProductsRequest(), cursor)
    assert TOKENS.cursor(pb.ListProductsRequest(page_token=token)) == cursor


def test_the_end_has_no_token_and_no_token_is_the_beginning() -> None:
    assert TOKENS.token(pb.ListProductsRequest(), None) == ""
    assert TOKENS.cursor(pb.ListProductsRequest()) is None


def test_a_token_of_another_method_is_refused() -> None:
    token = TOKENS.token(pb.SearchProductsRequest(), ("cup",))
    assert _refused(token)
