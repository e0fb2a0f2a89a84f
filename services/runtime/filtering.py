"""A subset of the filter language of AIP-160, and the order of AIP-132.

    category = "coffee" AND (price.units < 20 OR tags:"offer") AND NOT condition = CONDITION_USED

As in AIP-160, OR binds closer than AND. Functions, wildcards and bare words are
not in the subset.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import lark

from services.runtime.errors import InvalidArgument

Value = str | int | datetime

_GRAMMAR: Final = r"""
?start: expression
?expression: choice ("AND" choice)*
?choice: term ("OR" term)*
?term: simple | ("NOT" | "-") simple -> negation
?simple: comparison | "(" expression ")"
comparison: FIELD OPERATOR literal
literal: STRING | WORD
FIELD: /[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*/
OPERATOR: "<=" | ">=" | "!=" | "=" | "<" | ">" | ":"
STRING: /"(\\.|[^"\\])*"/ | /'(\\.|[^'\\])*'/
WORD: /[A-Za-z0-9_+-][A-Za-z0-9_.:+-]*/
%ignore /[ \t\n\r]+/
"""
_ORDERED: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_INT64: Final = 2**63
_MAX_DEPTH: Final = 20


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field compared with a value."""

    field: str
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of an expression."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Junction:
    """Expressions of which all (`AND`) or any (`OR`) hold."""

    word: str
    operands: tuple["Expression", ...]


Expression = Comparison | Not | Junction


@dataclass(frozen=True, slots=True)
class Field:
    """A field that may stand in a filter.

    Attributes:
        convert: makes a literal a value, or raises ValueError with what was expected.
        operators: those that it takes.
    """

    convert: Callable[[str], Value]
    operators: frozenset[str] = _ORDERED


def _integer(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise ValueError("a whole number") from None
    if not -_INT64 <= number < _INT64:
        raise ValueError("a number of 64 bits")
    return number


def _timestamp(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("a timestamp of RFC 3339, such as 2026-01-31T12:00:00Z") from None


TEXT: Final = Field(str)
INTEGER: Final = Field(_integer)
TIMESTAMP: Final = Field(_timestamp)
LABELS: Final = Field(str, frozenset({":"}))


def one_of(*names: str) -> Field:
    """A field of an enum."""

    def convert(text: str) -> str:
        if text not in names:
            raise ValueError("one of " + ", ".join(names))
        return text

    return Field(convert, frozenset({"=", "!="}))


@dataclass(frozen=True, slots=True)
class Order:
    """A field to sort by."""

    field: str
    descending: bool = False


def parse_filter(text: str, fields: Mapping[str, Field]) -> Expression | None:
    """Reads a filter; None for an empty one.

    Raises:
        InvalidArgument: if it is not in the subset, or compares what cannot be compared.
    """
    if not text.strip():
        return None
    try:
        tree = _PARSER.parse(text)
        return _Builder(fields).build(tree)
    except lark.UnexpectedEOF:
        raise _wrong("ends too early") from None
    except lark.UnexpectedInput as error:
        place = (error.pos_in_stream or 0) + 1
        raise _wrong(f"cannot be understood from character {place} on") from None
    except ValueError as error:
        raise _wrong(str(error)) from None


def parse_order(text: str, fields: frozenset[str]) -> tuple[Order, ...]:
    """Reads an order such as `price.units desc, display_name`.

    Raises:
        InvalidArgument: if it names a field that cannot be sorted by, or one twice.
    """
    orders = list[Order]()
    for part in text.split(",") if text.strip() else ():
        field, *direction = part.split() or [""]
        if field not in fields:
            known = ", ".join(sorted(fields))
            raise _wrong(f"cannot sort by '{field}'; there are: {known}", "order_by")
        if direction not in ([], ["asc"], ["desc"]):
            raise _wrong(f"after '{field}' only 'asc' or 'desc' may stand", "order_by")
        if any(order.field == field for order in orders):
            raise _wrong(f"sorts by '{field}' twice", "order_by")
        orders.append(Order(field, direction == ["desc"]))
    return tuple(orders)


class _Builder:
    """Makes a parse tree an expression, checking fields and types."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self._fields = fields

    def build(self, tree: Any, depth: int = 1) -> Expression:
        if depth > _MAX_DEPTH:
            raise ValueError(f"is nested more than {_MAX_DEPTH} deep")
        if tree.data == "comparison":
            return self._comparison(*tree.children)
        operands = tuple(self.build(child, depth + 1) for child in tree.children)
        if tree.data == "negation":
            return Not(operands[0])
        return Junction("AND" if tree.data == "expression" else "OR", operands)

    def _comparison(self, name: lark.Token, operator: lark.Token, literal: Any) -> Comparison:
        field = self._fields.get(name)
        if field is None:
            known = ", ".join(sorted(self._fields))
            raise ValueError(f"has no field '{name}'; there are: {known}")
        if operator not in field.operators:
            known = " ".join(sorted(field.operators))
            raise ValueError(f"cannot use '{operator}' on {name}; it takes {known}")
        try:
            value = field.convert(_unquoted(literal.children[0]))
        except ValueError as error:
            raise ValueError(f"compares {name} with what is not {error}") from None
        return Comparison(str(name), str(operator), value)


def _unquoted(token: lark.Token) -> str:
    if token.type != "STRING":
        return str(token)
    inner = iter(token[1:-1])
    return "".join(next(inner) if character == "\\" else character for character in inner)


def _wrong(what: str, field: str = "filter") -> InvalidArgument:
    return InvalidArgument.field(field, what, reason=f"{field.upper()}_INVALID")


_PARSER: Final = lark.Lark(_GRAMMAR, parser="lalr")
