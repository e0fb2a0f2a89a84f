"""Money, as `google.type.Money` has it."""

from dataclasses import dataclass
from typing import Final, Self

NANOS: Final = 10**9
# `units` is an int64 everywhere.
_MOST_UNITS: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency.

    Attributes:
        currency_code: three letters of ISO 4217.
        units: whole units.
        nanos: billionths of a unit, with the sign of `units`.
    """

    currency_code: str
    units: int
    nanos: int

    @classmethod
    def of_nanos(cls, currency_code: str, nanos: int) -> Self:
        """The amount of so many billionths of a unit.

        Raises:
            OverflowError: if it is more than an amount can be.
        """
        units, rest = divmod(abs(nanos), NANOS)
        if units > _MOST_UNITS:
            raise OverflowError(f"{currency_code} {units} is more than an amount can be")
        sign = -1 if nanos < 0 else 1
        return cls(currency_code, sign * units, sign * rest)

    @property
    def in_nanos(self) -> int:
        """The whole amount in billionths of a unit: exact, and fit to reckon with."""
        return self.units * NANOS + self.nanos

    def __add__(self, other: "Money") -> "Money":
        """The exact sum.

        Raises:
            ValueError: if the currencies differ.
            OverflowError: if it is more than an amount can be.
        """
        if self.currency_code != other.currency_code:
            raise ValueError(f"{other.currency_code} cannot be added to {self.currency_code}")
        return Money.of_nanos(self.currency_code, self.in_nanos + other.in_nanos)

    def __mul__(self, count: int) -> "Money":
        """Exactly so many times the amount.

        Raises:
            OverflowError: if it is more than an amount can be.
        """
        return Money.of_nanos(self.currency_code, self.in_nanos * count)
