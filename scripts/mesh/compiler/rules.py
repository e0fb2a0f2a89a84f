"""What the rules of `buf.validate` say, as JSON Schema where that can say it, else in words."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

from buf.validate import validate_pb2
from scripts.mesh.compiler.descriptors import Descriptors
from scripts.mesh.compiler.xds import Json

# The name of a format's rule, and what JSON Schema calls the format.
_FORMATS: Final = {
    "email": "email",
    "hostname": "hostname",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
    "uri": "uri",
    "uri_ref": "uri-reference",
    "uuid": "uuid",
}
_BOUNDS: Final = {
    "gt": ("exclusiveMinimum", "greater than"),
    "gte": ("minimum", "at least"),
    "lt": ("exclusiveMaximum", "less than"),
    "lte": ("maximum", "at most"),
}
_NOTHING: Final = validate_pb2.FieldRules()


def of(descriptors: Descriptors, field: str) -> validate_pb2.FieldRules:
    """The rules of a field, by its full name; none at all if they are not checked there."""
    rule: validate_pb2.FieldRules = descriptors.option(field, validate_pb2.field)
    return _NOTHING if rule.ignore == validate_pb2.IGNORE_ALWAYS else rule


def of_scalar(schema: Json, rule: validate_pb2.FieldRules) -> Json:
    """The schema of a scalar, narrowed by its rules."""
    kind = rule.WhichOneof("type")
    if kind in (None, "repeated", "map", "any", "enum"):
        return dict(schema)
    typed: Any = getattr(rule, kind)
    narrowed = schema | _values(typed)
    if kind == "string":
        return narrowed | _text(typed)
    # A number of 64 bits is a string, of which a bound can say nothing but that it has no sign.
    if schema.get("type") == "string":
        unsigned = _bound(typed, "gte") in (0, 1) or _bound(typed, "gt") == 0
        return narrowed | ({"pattern": "^[0-9]+$"} if unsigned else {})
    bounds = {name: _bound(typed, bound) for bound, (name, _) in _BOUNDS.items()}
    return narrowed | {name: value for name, value in bounds.items() if value is not None}


def of_list(rule: validate_pb2.RepeatedRules) -> Json:
    """What holds of an array."""
    return (
        _if_set(rule, "min_items", "minItems")
        | _if_set(rule, "max_items", "maxItems")
        | ({"uniqueItems": True} if rule.unique else {})
    )


def of_map(rule: validate_pb2.MapRules) -> Json:
    """What holds of a map."""
    return _if_set(rule, "min_pairs", "minProperties") | _if_set(rule, "max_pairs", "maxProperties")


def of_oneofs(
    descriptors: Descriptors, message: Any, without: frozenset[str], *, partial: bool
) -> list[Json]:
    """What holds of fields together: of those in a oneof, at most one is set, or exactly one."""
    found = [
        _one_of([field.json_name for field in fields], required=required and not partial)
        for fields, required in _oneofs(descriptors, message)
        if not without & {field.name for field in fields}
    ]
    return [schema for schema in found if schema]


def in_words(rule: validate_pb2.FieldRules) -> str:
    """What a schema cannot say."""
    said = [cel.message for cel in rule.cel if cel.message]
    kind = rule.WhichOneof("type")
    if kind and kind.endswith("64"):
        typed: Any = getattr(rule, kind)
        bounds = [
            f"{words} {value}"
            for bound, (_, words) in _BOUNDS.items()
            if (value := _bound(typed, bound)) is not None
        ]
        said += [f"it must be {' and '.join(bounds)}"] if bounds else []
    return f"Rules: {'; '.join(said)}." if said else ""


def _oneofs(descriptors: Descriptors, message: Any) -> Iterator[tuple[list[Any], bool]]:
    for oneof in message.oneofs:
        # An `optional` field has a oneof of its own, which is not meant here.
        if len(oneof.fields) > 1:
            rule = descriptors.option(oneof.full_name, validate_pb2.oneof)
            yield list(oneof.fields), rule.required
    for rule in descriptors.option(message.full_name, validate_pb2.message).oneof:
        yield [message.fields_by_name[name] for name in rule.fields], rule.required


def _one_of(names: Sequence[str], *, required: bool) -> Json:
    if required:
        return {"oneOf": [{"required": [name]} for name in names]}
    pairs = [{"required": list(pair)} for pair in combinations(names, 2)]
    return {"not": {"anyOf": pairs}} if pairs else {}


def _values(typed: Any) -> Json:
    """Which values there are, whatever their type; in JSON a number of 64 bits is a string."""
    allowed = [typed.const] if typed.HasField("const") else list(getattr(typed, "in", ()))
    refused = list(getattr(typed, "not_in", ()))
    long = typed.DESCRIPTOR.name.removesuffix("Rules").endswith("64")
    if any(isinstance(value, bytes) or hasattr(value, "DESCRIPTOR") for value in allowed + refused):
        return {}
    shown = str if long else (lambda value: value)
    found: Json = {"enum": [shown(value) for value in allowed]} if allowed else {}
    return found | ({"not": {"enum": [shown(value) for value in refused]}} if refused else {})


def _text(typed: validate_pb2.StringRules) -> Json:
    found = _if_set(typed, "min_len", "minLength") | _if_set(typed, "max_len", "maxLength")
    found |= _if_set(typed, "pattern", "pattern")
    if typed.HasField("len"):
        found |= {"minLength": typed.len, "maxLength": typed.len}
    known = typed.WhichOneof("well_known")
    return found | ({"format": _FORMATS[known]} if known in _FORMATS else {})


def _bound(typed: Any, name: str) -> int | float | None:
    has = name in typed.DESCRIPTOR.fields_by_name and typed.HasField(name)
    value = getattr(typed, name) if has else None
    return value if isinstance(value, int | float) else None


def _if_set(rule: Any, name: str, keyword: str) -> Json:
    return {keyword: getattr(rule, name)} if rule.HasField(name) else {}
