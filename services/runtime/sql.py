"""Makes filters, orders and cursors SQL. Values always travel as parameters.

`columns` maps the fields of a message to columns; a field that is not in it
cannot be named.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.runtime.filtering import Comparison, Expression, Not, Order
from services.runtime.paging import Cursor

_OPERATORS: Final = {"!=": "<>"}


class Parameters:
    """The values of a statement, for its `$1`, `$2` and so on."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def add(self, value: object) -> str:
        """Adds a value; returns its placeholder."""
        self.values.append(value)
        return f"${len(self.values)}"


def condition(expression: Expression, columns: Mapping[str, str], parameters: Parameters) -> str:
    """A filter as a condition."""
    if isinstance(expression, Comparison):
        column, value = columns[expression.field], parameters.add(expression.value)
        if expression.operator == ":":
            return f"{value} = any({column})"
        return f"{column} {_OPERATORS.get(expression.operator, expression.operator)} {value}"
    if isinstance(expression, Not):
        return f"not ({condition(expression.operand, columns, parameters)})"
    parts = [condition(operand, columns, parameters) for operand in expression.operands]
    return "(" + f" {expression.word.lower()} ".join(parts) + ")"


def ordering(order: Sequence[Order], columns: Mapping[str, str]) -> str:
    """An order as the items of an `order by`."""
    return ", ".join(columns[o.field] + (" desc" if o.descending else "") for o in order)


def after(
    cursor: Cursor, order: Sequence[Order], columns: Mapping[str, str], parameters: Parameters
) -> str:
    """The condition that a row comes after `cursor` in an order whose last field is unique."""
    text = ""
    for key, value in reversed(list(zip(order, cursor, strict=True))):
        column, bound = columns[key.field], parameters.add(value)
        beyond = f"{column} {'<' if key.descending else '>'} {bound}"
        text = f"({beyond} or ({column} = {bound} and {text}))" if text else beyond
    return text
