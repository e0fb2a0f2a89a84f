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
    # What one piece costs of the product that is the example of a product.
    "google.type.Money": {"currencyCode": "EUR", "units": "5", "nanos": 900_000_000},
    "google.type.PostalAddress": {
        "regionCode": "PT",
        "postalCode": "1100-414",
        "locality": "Lisboa",
        "addressLines": ["Rua da Prata 1"],
    },
}
# Of messages in each other, which may have no end.
_MAX_DEPTH: Final = 4
_TEXTS: Final = ("google.protobuf.FieldMask", "google.protobuf.Timestamp")
# In JSON they are texts, too.
_WORDS: Final = (
    FieldDescriptor.TYPE_STRING,
    FieldDescriptor.TYPE_ENUM,
    FieldDescriptor.TYPE_INT64,
    FieldDescriptor.TYPE_UINT64,
)


def of_field(descriptors: Descriptors, field: Any) -> Any:
    """An example of a field's value; None if nobody gave one."""
    known = field.message_type and field.message_type.full_name
    if known in _KNOWN:
        return [_KNOWN[known]] if field.is_repeated else _KNOWN[known]
    found = _IN_COMMENT.search(descriptors.comment(field.full_name))
    if not found:
        return None
    if field.type in _WORDS or known in _TEXTS:
        return [found[1]] if field.is_repeated else found[1]
    return None


class Examples:
    """Examples of whole messages.

    Args:
        descriptors: where the messages are.
        named: whether a resource says its own name.
    """

    def __init__(self, descriptors: Descriptors, *, named: bool) -> None:
        self._descriptors = descriptors
        self._named = named

    def of_message(
        self,
        name: str,
        *,
        without: frozenset[str] = frozenset(),
        partial: bool = False,
        depth: int = _MAX_DEPTH,
    ) -> Json | None:
        """An example of a message; None if a field that it needs has none."""
        found: Json = {}
        for field in self._descriptors.message(name).fields:
            behaviours = self._behaviours(field)
            if field.name in without or self._is_not_sent(behaviours):
                continue
            needed = field_behavior_pb2.REQUIRED in behaviours
            value = of_field(self._descriptors, field)
            if value is None and needed and field.message_type and depth:
                value = self.of_message(field.message_type.full_name, depth=depth - 1)
                value = [value] if value is not None and field.is_repeated else value
            if value is None and needed and not partial:
                return None
            if value is not None:
                found[field.json_name] = value
        return found or None

    def _is_not_sent(self, behaviours: Any) -> bool:
        is_name = field_behavior_pb2.IDENTIFIER in behaviours
        return field_behavior_pb2.OUTPUT_ONLY in behaviours or (is_name and not self._named)

    def _behaviours(self, field: Any) -> Any:
        return self._descriptors.option(field.full_name, field_behavior_pb2.field_behavior)
