"""Money, as `google.type.Money` has it."""

from dataclasses import dataclass


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
