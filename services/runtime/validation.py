"""The rules that the contract has for a message (https://protovalidate.com)."""

from typing import Any

import protovalidate
from google.protobuf.message import Message

from services.runtime.errors import Violation


def violations(message: Message) -> list[Violation]:
    """The rules that a message breaks, in the order of its fields."""
    return [
        Violation(_path(found.proto.field), found.proto.message, found.proto.rule_id)
        for found in protovalidate.collect_violations(message)
    ]


def _path(field: Any) -> str:
    """A field path as AIP-193 writes it: `product.tags[2]`."""
    text = ""
    for element in field.elements:
        text += f".{element.field_name}" if text else element.field_name
        if element.subscript is not None:
            key = element.subscript.value
            text += f"[{key}]" if isinstance(key, int) else f'["{key}"]'
    return text
