"""Page tokens."""

import base64

import pytest

from mercado.catalog.v1 import catalog_service_pb2 as pb
from services.runtime.errors import InvalidArgument
from services.runtime.paging import PageTokens, page_size

CURSOR = (3, "espresso-cup")


def _request(**fields: str | int) -> pb.ListProductsRequest:
    return pb.ListProductsRequest(**fields)  # type: ignore[arg-type]


def test_a_token_leads_back_to_its_cursor_whatever_the_page_size() -> None:
    tokens = PageTokens("key")
    token = tokens.token(_request(filter="a = 1"), CURSOR)
    assert tokens.cursor(_request(filter="a = 1", page_token=token, page_size=7)) == CURSOR


def test_a_token_that_was_changed_anywhere_is_refused() -> None:
    tokens = PageTokens("key")
    token = tokens.token(_request(), CURSOR)
    sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        forged = base64.urlsafe_b64encode(bytes(changed)).rstrip(b"=").decode()
        with pytest.raises(InvalidArgument):
            tokens.cursor(_request(page_token=forged))


@pytest.mark.parametrize("other", [{"filter": "b = 1"}, {"order_by": "name"}])
def test_a_token_of_another_query_is_refused(other: dict[str, str]) -> None:
    tokens = PageTokens("key")
    token = tokens.token(_request(), CURSOR)
    with pytest.raises(InvalidArgument):
        tokens.cursor(_request(page_token=token, **other))


def test_a_token_of_another_key_is_refused() -> None:
    token = PageTokens("key").token(_request(), CURSOR)
    with pytest.raises(InvalidArgument):
        PageTokens("other").cursor(_request(page_token=token))


def test_a_page_size_has_a_default_and_a_most() -> None:
    sizes = [page_size(_request(page_size=size)) for size in (0, 1, 200, 201)]
    assert sizes == [50, 1, 200, 200]
