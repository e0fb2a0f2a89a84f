"""What a REST request says outside its body: where a path has its variables, and the query."""

from collections.abc import Iterator
from typing import Any, Final

from google.api import resource_pb2

from scripts.mesh.compiler.contract import Binding, Method, field
from scripts.mesh.compiler.descriptors import Descriptors
from scripts.mesh.compiler.schema import WELL_KNOWN, Schemas
from scripts.mesh.compiler.xds import Json

_WILDCARDS: Final = ("*", "**")
# Of fields in fields. The transcoder takes more, and nobody can write them.
_MAX_DEPTH: Final = 4


def path(descriptors: Descriptors, method: Method, binding: Binding) -> str:
    """The path as OpenAPI has it: `/v1/{name=products/*}` is `/v1/products/{product}`."""

    def filled(name: str, pattern: str) -> str:
        names = iter(_names(descriptors, method, name, pattern))
        segments = pattern.split("/")
        return "/".join(f"{{{next(names)}}}" if s in _WILDCARDS else s for s in segments)

    return binding.rewritten(filled)


def in_path(
    descriptors: Descriptors, schemas: Schemas, method: Method, binding: Binding
) -> Iterator[Json]:
    """The parameters of the path, each of which is one segment of a field."""
    for name, pattern in binding.variables:
        found = _field(descriptors, method, name)
        schema = schemas.of_field(found)
        for segment in _names(descriptors, method, name, pattern):
            yield {
                "name": segment,
                "in": "path",
                "required": True,
                **_described(schema),
                "schema": _of_segment(schema, pattern),
                **_example(_of_segment_example(schema, pattern)),
            }


def in_query(
    descriptors: Descriptors, schemas: Schemas, method: Method, binding: Binding
) -> Iterator[Json]:
    """The fields that neither the path nor the body holds; those of a field have dots."""
    if binding.body_field == "*":
        return
    message = descriptors.message(method.request)
    for name, found in _leaves(message, "", binding.taken, ()):
        schema = schemas.of_field(found)
        required = "." not in name and schemas.is_required(found)
        yield {
            "name": name,
            "in": "query",
            **({"required": True} if required else {}),
            **_described(schema),
            "schema": _plain(schema),
            **_example(schema.get("examples", [None])[0]),
        }


def _leaves(
    message: Any, prefix: str, taken: tuple[str, ...], within: tuple[str, ...]
) -> Iterator[tuple[str, Any]]:
    """The fields that a query can set: scalars and lists of them, in messages, too."""
    for member in message.fields:
        name = prefix + member.name
        inner = member.message_type
        if name in taken:
            continue
        if inner is None or (inner.full_name in WELL_KNOWN and not member.is_repeated):
            yield name, member
        elif not member.is_repeated and inner.full_name not in within and len(within) < _MAX_DEPTH:
            yield from _leaves(inner, f"{name}.", taken, (*within, inner.full_name))


def _names(descriptors: Descriptors, method: Method, name: str, pattern: str) -> list[str]:
    """What to call the wildcards of a variable: as its resource does, if it names one."""
    segments = pattern.split("/")
    resource = _resource_pattern(descriptors, _field(descriptors, method, name)).split("/")
    if resource != [""] and len(resource) == len(segments):
        pairs = zip(segments, resource, strict=True)
        return [called.strip("{}") for segment, called in pairs if segment in _WILDCARDS]
    found = []
    for index, segment in enumerate(segments):
        if segment in _WILDCARDS:
            before = segments[index - 1] if index else ""
            found.append(before.removesuffix("s") or name.replace(".", "_"))
    return found


def _resource_pattern(descriptors: Descriptors, found: Any) -> str:
    reference = descriptors.option(found.full_name, resource_pb2.resource_reference).type
    if reference:
        return descriptors.resource_patterns.get(reference, "")
    own = descriptors.option(found.containing_type.full_name, resource_pb2.resource)
    return own.pattern[0] if own.pattern and found.name == (own.name_field or "name") else ""


def _field(descriptors: Descriptors, method: Method, name: str) -> Any:
    return field(descriptors.message(method.request), name)


def _of_segment(schema: Json, pattern: str) -> Json:
    """The schema of the one wildcard of a pattern, of which the rest is always the same."""
    before, wildcard, after = _around(pattern)
    plain = _plain(schema)
    rule = plain.pop("pattern", "")
    if not wildcard:
        return {"type": plain["type"]}
    whole = before or after
    if rule.startswith(f"^{before}") and rule.endswith(f"{after}$"):
        return plain | {"pattern": f"^{rule[1 + len(before) : -1 - len(after)]}$"}
    return {"type": plain["type"], "minLength": 1} if whole else plain


def _of_segment_example(schema: Json, pattern: str) -> str | None:
    before, wildcard, after = _around(pattern)
    example = schema.get("examples", [None])[0]
    if not wildcard or not isinstance(example, str):
        return None
    return example.removeprefix(before).removesuffix(after)


def _around(pattern: str) -> tuple[str, str, str]:
    """What is before the only wildcard, the wildcard, and what is after; nothing of several."""
    before, wildcard, after = pattern.partition("*")
    return ("", "", "") if "*" in after.removeprefix("*") else (before, wildcard, after.lstrip("*"))


def _plain(schema: Json) -> Json:
    """Without what a parameter says itself."""
    return {k: v for k, v in schema.items() if k not in ("description", "examples", "readOnly")}


def _described(schema: Json) -> Json:
    return {"description": schema["description"]} if "description" in schema else {}


def _example(value: Any) -> Json:
    return {} if value is None else {"example": value}
