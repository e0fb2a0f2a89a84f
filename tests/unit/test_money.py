"""Money is reckoned with exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.money import Money

AMOUNTS = st.integers(-(10**24), 10**24).map(lambda nanos: Money.of_nanos("EUR", nanos))


@given(one=AMOUNTS, other=AMOUNTS, count=st.integers(0, 1000))
def test_sums_and_multiples_are_exact(one: Money, other: Money, count: int) -> None:
    assert (one + other).in_nanos == one.in_nanos + other.in_nanos
    assert (one * count).in_nanos == one.in_nanos * count
    total = one + other
    assert abs(total.nanos) < 10**9
    assert total.units * total.nanos >= 0


def test_what_is_more_than_an_amount_can_be_is_refused() -> None:
    most = Money("EUR", 2**63 - 1, 999_999_999)
    assert most * 1 == most
    with pytest.raises(OverflowError):
        most + Money("EUR", 0, 1)
    with pytest.raises(OverflowError):
        most * 2


def test_currencies_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="USD"):
        Money("EUR", 1, 0) + Money("USD", 1, 0)
