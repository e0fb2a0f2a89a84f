"""Messages as JSON Schema: what their JSON form is, and what their rules and comments say."""

import re
from typing import Any

import pytest

from scripts.mesh.compiler.schema import Schemas
from tests.unit.contracts import compiled


def schema(fields: str, more: str = "", *, partial: bool = False) -> Any:
    """The schema of a message with some fields."""
    descriptors = compiled(f"message Thing {{ {fields} }}\n{more}").descriptors
    return Schemas(descriptors).of_fields("mercado.catalog.v1.Thing", partial=partial)


def field(declared: str, more: str = "") -> Any:
    """The schema of the only field of a message."""
    (found,) = schema(declared, more)["properties"].values()
    return found


INT64 = {"type": "string", "format": "int64", "pattern": "^-?[0-9]+$"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("string", {"type": "string"}),
        ("bool", {"type": "boolean"}),
        ("bytes", {"type": "string", "contentEncoding": "base64"}),
        ("double", {"type": "number", "format": "double"}),
        ("int32", {"type": "integer", "format": "int32"}),
        ("uint32", {"type": "integer", "minimum": 0, "maximum": 4294967295}),
        ("int64", INT64),
        ("sfixed64", INT64),
        ("uint64", {"type": "string", "format": "uint64", "pattern": "^[0-9]+$"}),
        ("google.protobuf.Int64Value", INT64),
        ("google.protobuf.BoolValue", {"type": "boolean"}),
        ("google.protobuf.Timestamp", {"type": "string", "format": "date-time"}),
        ("google.protobuf.FieldMask", {"type": "string", "format": "google-fieldmask"}),
        ("google.protobuf.Struct", {"type": "object", "additionalProperties": True}),
        ("google.protobuf.Value", {}),
        ("google.protobuf.Empty", {"type": "object"}),
        ("repeated int32", {"type": "array", "items": {"type": "integer", "format": "int32"}}),
        ("map<string, int64>", {"type": "object", "additionalProperties": INT64}),
    ],
)
def test_a_field_has_the_type_of_its_json_form(kind: str, expected: Any) -> None:
    assert field(f"{kind} x = 1;") == expected


@pytest.mark.parametrize("value", ["1s", "1.5s", "-0.000000001s"])
def test_a_duration_is_seconds(value: str) -> None:
    found = field("google.protobuf.Duration x = 1;")
    assert found["format"] == "google-duration"
    assert re.fullmatch(found["pattern"], value)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ('string x = 1 [(buf.validate.field).string.pattern = "^a"];', {"pattern": "^a"}),
        (
            "string x = 1 [(buf.validate.field).string = {min_len: 1, max_len: 9}];",
            {"minLength": 1, "maxLength": 9},
        ),
        ("string x = 1 [(buf.validate.field).string.uuid = true];", {"format": "uuid"}),
        ("string x = 1 [(buf.validate.field).string.email = true];", {"format": "email"}),
        ('string x = 1 [(buf.validate.field).string = {in: ["a", "b"]}];', {"enum": ["a", "b"]}),
        (
            "int32 x = 1 [(buf.validate.field).int32 = {gte: 0, lt: 5}];",
            {"minimum": 0, "exclusiveMaximum": 5},
        ),
        ("double x = 1 [(buf.validate.field).double.gt = 0.5];", {"exclusiveMinimum": 0.5}),
        ("int64 x = 1 [(buf.validate.field).int64.gte = 0];", {"pattern": "^[0-9]+$"}),
        (
            "repeated string x = 1 [(buf.validate.field).repeated = {min_items: 1, unique: true}];",
            {"minItems": 1, "uniqueItems": True},
        ),
        (
            """map<string, string> x = 1 [(buf.validate.field).map = {
                 max_pairs: 2
                 keys: {string: {pattern: "^k"}}
                 values: {string: {max_len: 3}}
               }];""",
            {
                "maxProperties": 2,
                "propertyNames": {"type": "string", "pattern": "^k"},
                "additionalProperties": {"type": "string", "maxLength": 3},
            },
        ),
    ],
)
def test_a_rule_narrows_the_schema(declared: str, expected: dict[str, Any]) -> None:
    assert field(declared).items() >= expected.items()


def test_what_a_schema_cannot_say_is_said_in_words() -> None:
    bounds = field("int64 x = 1 [(buf.validate.field).int64 = {gt: 0, lte: 5}];")
    assert bounds["description"] == "Rules: it must be greater than 0 and at most 5."
    cel = '{id: "a", message: "x is prime", expression: "true"}'
    checked = field(f"int32 x = 1 [(buf.validate.field).cel = {cel}];")
    assert checked["description"] == "Rules: x is prime."


def test_rules_that_are_not_checked_are_not_told() -> None:
    rule = '(buf.validate.field).string.pattern = "^a", (buf.validate.field).ignore = IGNORE_ALWAYS'
    assert field(f"string x = 1 [{rule}];") == {"type": "string"}


def test_an_enum_is_its_names_each_with_its_comment() -> None:
    found = field(
        "Kind x = 1 [(buf.validate.field).enum = {not_in: [0]}];",
        """enum Kind {
             // None.
             KIND_UNSPECIFIED = 0;
             // Small.
             KIND_SMALL = 1;
           }""",
    )
    assert found == {
        "type": "string",
        "enum": ["KIND_SMALL"],
        "description": "- `KIND_SMALL`: Small.",
    }


def test_a_field_says_who_may_set_it_and_whether_it_must_be_set() -> None:
    found = schema("""
        string a = 1 [(google.api.field_behavior) = REQUIRED];
        Thing b = 2 [(buf.validate.field).required = true];
        string c = 3 [(google.api.field_behavior) = OUTPUT_ONLY];
        string d = 4 [(google.api.field_behavior) = INPUT_ONLY, debug_redact = true];
        string e = 5 [deprecated = true];
    """)
    assert found["required"] == ["a", "b"]
    assert found["properties"]["c"]["readOnly"]
    assert found["properties"]["d"]["writeOnly"]
    assert found["properties"]["d"]["format"] == "password"
    assert found["properties"]["e"]["deprecated"]


def test_a_message_of_changes_needs_none_of_its_fields() -> None:
    declared = "string a = 1 [(google.api.field_behavior) = REQUIRED];"
    assert "required" not in schema(declared, partial=True)


def test_at_most_one_field_of_a_oneof_is_set_or_exactly_one() -> None:
    oneof = "oneof kind {{ {} string a = 1; string b = 2; }}"
    both = {"not": {"anyOf": [{"required": ["a", "b"]}]}}
    assert schema(oneof.format(""))["allOf"] == [both]
    needed = schema(oneof.format("option (buf.validate.oneof).required = true;"))
    assert needed["allOf"] == [{"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}]
    assert "allOf" not in schema("optional string a = 1;")


def test_a_message_that_holds_itself_is_defined_once() -> None:
    descriptors = compiled("message Node { repeated Node children = 1; }").descriptors
    schemas = Schemas(descriptors, "#/$defs/")
    assert schemas.of_message("mercado.catalog.v1.Node") == {"$ref": "#/$defs/catalog.v1.Node"}
    (node,) = schemas.definitions.values()
    assert node["properties"]["children"]["items"] == {"$ref": "#/$defs/catalog.v1.Node"}


def test_a_comment_loses_its_wrapping_and_gives_an_example() -> None:
    found = field("""
        // What it is called, for
        // example `cup`.
        //
        // - one
        // - two
        string x = 1;
    """)
    assert found["description"] == "What it is called, for example `cup`.\n\n- one\n- two"
    assert found["examples"] == ["cup"]
