"""Money, as `google.type.Money` has it."""

from dataclasses import dataclass
from typing import Final, Self

NANOS: Final = 10**9


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
        """The amount of so many billionths of a unit."""
        units, rest = divmod(abs(nanos), NANOS)
        sign = -1 if nanos < 0 else 1
        return cls(currency_code, sign * units, sign * rest)

    @property
    def in_nanos(self) -> int:
        """The whole amount in billionths of a unit: exact, and fit to reckon with."""
        return self.units * NANOS + self.nanos
