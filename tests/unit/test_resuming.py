"""Tokens that take streams up again."""

import pytest

from services.runtime import resuming
from services.runtime.errors import InvalidArgument


@pytest.mark.parametrize("version", [0, 1, 255, 2**63])
def test_a_token_remembers_its_version(version: int) -> None:
    assert resuming.version("orders/a", resuming.token("orders/a", version)) == version


def test_no_token_is_the_beginning() -> None:
    assert resuming.version("orders/a", "") == 0


@pytest.mark.parametrize(
    "given",
    [
        resuming.token("orders/b", 3),
        resuming.token("orders/a", 3)[:-1],
        resuming.token("orders/a", 3)[:-1] + "A",
        resuming.token("orders/a", 3) + "A",
        resuming.token("orders/a", 3) + "=",
        "3",
        "é",
        "A" * 256,
        "\x00",
    ],
)
def test_what_is_no_token_of_this_stream_is_refused(given: str) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        resuming.version("orders/a", given)
    assert refusal.value.reason == "RESUME_TOKEN_INVALID"
