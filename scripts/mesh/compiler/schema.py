"""JSON Schema (2020-12) of messages as their JSON form is.

See https://protobuf.dev/programming-guides/json/ and https://spec.openapis.org/oas/v3.1.1.
What the rules of `buf.validate` say is in `rules`.
"""

from typing import Any, Final

from google.api import field_behavior_pb2
from google.protobuf.descriptor import FieldDescriptor

from buf.validate import validate_pb2
from scripts.mesh.compiler import examples, rules
from scripts.mesh.compiler.descriptors import Descriptors
from scripts.mesh.compiler.xds import Json

_INT64: Final[Json] = {"type": "string", "format": "int64", "pattern": "^-?[0-9]+$"}
_UINT64: Final[Json] = {"type": "string", "format": "uint64", "pattern": "^[0-9]+$"}
_SCALARS: Final[dict[int, Json]] = {
    FieldDescriptor.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.TYPE_BYTES: {"type": "string", "contentEncoding": "base64"},
    FieldDescriptor.TYPE_DOUBLE: {"type": "number", "format": "double"},
    FieldDescriptor.TYPE_FIXED32: {"type": "integer", "minimum": 0, "maximum": 2**32 - 1},
    FieldDescriptor.TYPE_FIXED64: _UINT64,
    FieldDescriptor.TYPE_FLOAT: {"type": "number", "format": "float"},
    FieldDescriptor.TYPE_INT32: {"type": "integer", "format": "int32"},
    FieldDescriptor.TYPE_INT64: _INT64,
    FieldDescriptor.TYPE_SFIXED32: {"type": "integer", "format": "int32"},
    FieldDescriptor.TYPE_SFIXED64: _INT64,
    FieldDescriptor.TYPE_SINT32: {"type": "integer", "format": "int32"},
    FieldDescriptor.TYPE_SINT64: _INT64,
    FieldDescriptor.TYPE_STRING: {"type": "string"},
    FieldDescriptor.TYPE_UINT32: {"type": "integer", "minimum": 0, "maximum": 2**32 - 1},
    FieldDescriptor.TYPE_UINT64: _UINT64,
}
# Formats are those of https://spec.openapis.org/registry/format/.
WELL_KNOWN: Final[dict[str, Json]] = {
    "google.protobuf.Any": {
        "type": "object",
        "properties": {"@type": {"type": "string", "description": "Which message it is."}},
        "required": ["@type"],
        "additionalProperties": True,
    },
    "google.protobuf.BoolValue": {"type": "boolean"},
    "google.protobuf.BytesValue": {"type": "string", "contentEncoding": "base64"},
    "google.protobuf.DoubleValue": {"type": "number", "format": "double"},
    "google.protobuf.Duration": {
        "type": "string",
        "format": "google-duration",
        "pattern": r"^-?[0-9]+(\.[0-9]{1,9})?s$",
    },
    "google.protobuf.Empty": {"type": "object"},
    "google.protobuf.FieldMask": {"type": "string", "format": "google-fieldmask"},
    "google.protobuf.FloatValue": {"type": "number", "format": "float"},
    "google.protobuf.Int32Value": {"type": "integer", "format": "int32"},
    "google.protobuf.Int64Value": _INT64,
    "google.protobuf.ListValue": {"type": "array", "items": {}},
    "google.protobuf.StringValue": {"type": "string"},
    "google.protobuf.Struct": {"type": "object", "additionalProperties": True},
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.UInt32Value": {"type": "integer", "minimum": 0, "maximum": 2**32 - 1},
    "google.protobuf.UInt64Value": _UINT64,
    "google.protobuf.Value": {},
}
_OUR_PACKAGES: Final = "mercado."


class Schemas:
    """Schemas of messages, each defined once and referred to: a message may hold itself.

    Args:
        descriptors: where the messages are.
        place: what a reference to a definition begins with.

    Attributes:
        definitions: what was referred to so far, by names.
    """

    def __init__(self, descriptors: Descriptors, place: str = "#/components/schemas/") -> None:
        self._descriptors = descriptors
        self._place = place
        self.definitions: Json = {}

    def of_message(self, name: str, *, partial: bool = False) -> Json:
        """A reference to the schema of a message; a partial one needs none of its fields."""
        if name in WELL_KNOWN:
            return WELL_KNOWN[name]
        key = name.removeprefix(_OUR_PACKAGES) + (".Changes" if partial else "")
        if key not in self.definitions:
            # Before it is complete, as it may refer to itself.
            self.definitions[key] = {}
            self.definitions[key] = self.of_fields(name, partial=partial)
        return {"$ref": self._place + key}

    def of_fields(
        self,
        name: str,
        *,
        without: frozenset[str] = frozenset(),
        changes: str = "",
        partial: bool = False,
    ) -> Json:
        """The schema itself, if need be without some fields, and with one that may be partial."""
        message = self._descriptors.message(name)
        fields = [field for field in message.fields if field.name not in without]
        required = [field.json_name for field in fields if self.is_required(field)]
        schema = _described({"type": "object"}, self._descriptors.comment(name))
        schema["properties"] = {
            field.json_name: self.of_field(field, partial=field.name == changes) for field in fields
        }
        if required and not partial:
            schema["required"] = required
        together = rules.of_oneofs(self._descriptors, message, without, partial=partial)
        return schema | ({"allOf": together} if together else {})

    def of_field(self, field: Any, *, partial: bool = False) -> Json:
        """The schema of a field's value; of a partial message if it is one."""
        name = field.full_name
        rule = rules.of(self._descriptors, name)
        if _is_map(field):
            value = self._single(field.message_type.fields_by_name["value"], rule.map.values)
            keys = rules.of_scalar(_SCALARS[FieldDescriptor.TYPE_STRING], rule.map.keys)
            schema = {"type": "object", "additionalProperties": value}
            if len(keys) > 1:
                schema["propertyNames"] = keys
            schema |= rules.of_map(rule.map)
        elif field.is_repeated:
            items = self._single(field, rule.repeated.items)
            schema = {"type": "array", "items": items} | rules.of_list(rule.repeated)
        else:
            schema = self._single(field, rule, partial=partial)
        schema |= self._behaviour(name)
        said = "\n\n".join(filter(None, (self._descriptors.comment(name), rules.in_words(rule))))
        example = examples.of_field(self._descriptors, field)
        return _described(schema, said) | ({} if example is None else {"examples": [example]})

    def is_required(self, field: Any) -> bool:
        """Whether a message is not valid without a field."""
        return (
            field_behavior_pb2.REQUIRED in self._behaviours(field.full_name)
            or rules.of(self._descriptors, field.full_name).required
        )

    def _single(self, field: Any, rule: validate_pb2.FieldRules, *, partial: bool = False) -> Json:
        if field.message_type:
            return dict(self.of_message(field.message_type.full_name, partial=partial))
        if field.enum_type:
            return self._enum(field.enum_type, rule.enum)
        return rules.of_scalar(_SCALARS[field.type], rule)

    def _enum(self, enum: Any, rule: validate_pb2.EnumRules) -> Json:
        allowed = [
            value
            for value in enum.values
            if value.number not in rule.not_in
            and (value.number in getattr(rule, "in") or not getattr(rule, "in"))
            and (not rule.HasField("const") or value.number == rule.const)
        ]
        comments = [
            f"- `{value.name}`: {self._descriptors.comment(f'{enum.full_name}.{value.name}')}"
            for value in allowed
        ]
        values = {"type": "string", "enum": [value.name for value in allowed]}
        return _described(values, "\n".join(comments))

    def _behaviour(self, name: str) -> Json:
        behaviours = self._behaviours(name)
        found: Json = {}
        if field_behavior_pb2.OUTPUT_ONLY in behaviours:
            found["readOnly"] = True
        if field_behavior_pb2.INPUT_ONLY in behaviours:
            found["writeOnly"] = True
        if self._descriptors.options(name).deprecated:
            found["deprecated"] = True
        if self._descriptors.options(name).debug_redact:
            found["format"] = "password"
        return found

    def _behaviours(self, name: str) -> Any:
        return self._descriptors.option(name, field_behavior_pb2.field_behavior)


def _is_map(field: Any) -> bool:
    return bool(field.message_type and field.message_type.GetOptions().map_entry)


def _described(schema: Json, text: str) -> Json:
    """The schema with a text, after which comes what it says of its values already."""
    text = "\n\n".join(filter(None, (text, schema.get("description", ""))))
    return schema | ({"description": text} if text else {})
