"""Examples of values, taken from comments: "for example `coffee`", "Example: `price.units desc`".

A type that everybody knows has an example of its own.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from google.api import field_behavior_pb2
from google.protobuf.descriptor import FieldDescriptor

from scripts.mesh.compiler.descriptors import Descriptors
from scripts.mesh.compiler.xds import Json

_IN_COMMENT: Final = re.compile(r"(?:[Ff]or example|Example:)\s+`([^`]+)`")
_KNOWN: Final[Mapping[str, Any]] = {
    "google.type.Money": {"currencyCode": "EUR", "units": "9", "nanos": 500_000_000},
}
_TEXTS: Final = ("google.protobuf.FieldMask", "google.protobuf.Timestamp")


def of_field(descriptors: Descriptors, field: Any) -> Any:
    """An example of a field's value; None if nobody gave one."""
    known = field.message_type and field.message_type.full_name
    if known in _KNOWN:
        return [_KNOWN[known]] if field.is_repeated else _KNOWN[known]
    is_text = field.type == FieldDescriptor.TYPE_STRING or known in _TEXTS
    found = _IN_COMMENT.search(descriptors.comment(field.full_name))
    if not found or not is_text:
        return None
    return [found[1]] if field.is_repeated else found[1]


def of_message(
    descriptors: Descriptors,
    name: str,
    *,
    without: frozenset[str] = frozenset(),
    partial: bool = False,
    named: bool,
    depth: int = 4,
) -> Json | None:
    """An example of a message; None if a field that it needs has none.

    Args:
        descriptors: where the message is.
        name: its full name.
        without: the fields to leave out.
        partial: whether it needs none of its fields.
        named: whether it says its own name.
        depth: how many messages may be in each other.
    """
    found: Json = {}
    for field in descriptors.message(name).fields:
        behaviours = descriptors.option(field.full_name, field_behavior_pb2.field_behavior)
        is_name = field_behavior_pb2.IDENTIFIER in behaviours
        if field_behavior_pb2.OUTPUT_ONLY in behaviours or (is_name and not named):
            continue
        if field.name in without:
            continue
        needed = field_behavior_pb2.REQUIRED in behaviours
        value = of_field(descriptors, field)
        if value is None and needed and field.message_type and not field.is_repeated and depth:
            inner = field.message_type.full_name
            value = of_message(descriptors, inner, named=named, depth=depth - 1)
        if value is None and needed and not partial:
            return None
        if value is not None:
            found[field.json_name] = value
    return found or None
