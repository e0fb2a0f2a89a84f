"""Orders for the tests of what becomes of them."""

from typing import Any

from services.orders.domain import Address, Line, Order, Outcome, Patience
from services.runtime.money import Money

PATIENCE = Patience(attempts=3, seconds=60, first_wait=0.05, longest_wait=5)

DONE = Outcome("done")
REFUSED = Outcome("refused", "no")
UNKNOWN = Outcome("unknown", "lost")
BROKEN = Outcome("broken", "INTERNAL: broken")


def order(**fields: Any) -> Order:
    """An order of two cups."""
    line = Line("cup", "Cup", 2, Money("EUR", 5, 0))
    given: dict[str, Any] = {
        "id": "11111111-1111-4111-8111-111111111111",
        "account": "accounts/ada",
        "lines": (line,),
        "total": line.amount,
        "payment_token": "tok_approve",
        "address": Address(region_code="PT"),
        **fields,
    }
    return Order(**given)
