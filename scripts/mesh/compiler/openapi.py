"""The contract as OpenAPI 3.1: what the gateway serves over REST (https://spec.openapis.org/oas/)."""

import json
import re
from typing import Final

from scripts.mesh.compiler import failures, parameters
from scripts.mesh.compiler.contract import ANY_BYTES, Binding, Contract, Method, Service
from scripts.mesh.compiler.examples import Examples
from scripts.mesh.compiler.schema import Schemas
from scripts.mesh.compiler.topology import Mesh
from scripts.mesh.compiler.xds import Json

_STATUS: Final = "google.rpc.Status"
_SCHEME: Final = "bearer"
_ABOUT: Final = """\
Everything here is derived from the protobuf contracts. The same methods are served as gRPC,
gRPC-Web, Connect and MCP.

Names of fields are taken in both forms, `displayName` and `display_name`. Numbers of 64 bits are
strings. Fields that have their default value (0, false, an empty text or list) are left out of an
answer. What a message does not have is refused.

Every failure is a `google.rpc.Status`; its details have a `google.rpc.ErrorInfo` whose `reason` a
program can rely on. Every answer has an `x-trace-id` to ask about."""
_LINES: Final = (
    "A stream of answers as they come, one JSON value to a line (NDJSON). Its media type is "
    "`application/json` all the same."
)
_EVENTS: Final = (
    "With `accept: text/event-stream` it is a stream of server-sent events, as a browser's "
    "`EventSource` reads it."
)
_LAST_EVENT: Final[Json] = {
    "name": "last-event-id",
    "in": "header",
    "description": (
        "With `accept: text/event-stream`, the `id` of the last event that was seen: goes before "
        "`resume_token`."
    ),
    "schema": {"type": "string"},
}
_HEADERS: Final[Json] = {
    "retry-after": {
        "description": "After how many seconds another try makes sense.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "www-authenticate": {
        "description": "What kind of token is needed (RFC 6750).",
        "schema": {"type": "string"},
    },
}


def document(contract: Contract, mesh: Mesh, version: str) -> Json:
    """The document; its texts are the comments, if the descriptors have them."""
    schemas = Schemas(contract.descriptors)
    schemas.of_message(_STATUS)
    paths = dict[str, Json]()
    for service, method in contract.edge_methods:
        for number, binding in enumerate(method.bindings, 1):
            path = parameters.path(contract.descriptors, method, binding)
            operation = _operation(contract, mesh, schemas, service, method, binding)
            operation["operationId"] = _operation_id(service, method, number)
            paths.setdefault(path, {})[binding.verb.lower()] = operation
    served = [s for s in contract.services if any(m.edge and m.bindings for m in s.methods)]
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Mercado",
            "version": version,
            "summary": "A small market.",
            "description": _unwrapped(_ABOUT),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "The gateway that serves this document"}],
        "tags": [{"name": s.short_name, "description": s.comment} for s in served],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.definitions.items())),
            "responses": failures.components(),
            "headers": _HEADERS,
            "securitySchemes": {_SCHEME: _security_scheme(mesh)},
        },
    }


def text(contract: Contract, mesh: Mesh, version: str) -> str:
    """The document as it is served."""
    return json.dumps(document(contract, mesh, version), indent=1, ensure_ascii=False) + "\n"


def _operation(  # noqa: PLR0913, PLR0917
    contract: Contract,
    mesh: Mesh,
    schemas: Schemas,
    service: Service,
    method: Method,
    binding: Binding,
) -> Json:
    where = contract.descriptors, schemas, method, binding
    found = [*parameters.in_path(*where), *parameters.in_query(*where)]
    events = binding in method.event_bindings
    if events and method.resumable:
        found.append(_LAST_EVENT)
    body = _body(contract, schemas, binding)
    summary, _, description = method.comment.partition("\n\n")
    return {
        "operationId": "",
        "tags": [service.short_name],
        # Plain text, unlike a description.
        "summary": _first_sentence(summary).replace("`", ""),
        "description": "\n\n".join(
            filter(None, (_rest(summary), description, _terms(method, mesh)))
        ),
        **({"parameters": found} if found else {}),
        **({"requestBody": body} if body else {}),
        "responses": {
            "200": _answer(schemas, method, events=events),
            **failures.of_method(service, method, mesh, body=body is not None),
        },
        "security": [{_SCHEME: list(method.scopes)}] if method.scopes else [],
    }


def _operation_id(service: Service, method: Method, number: int) -> str:
    return f"{service.short_name}.{method.short_name}" + (f".{number}" if number > 1 else "")


def _body(contract: Contract, schemas: Schemas, binding: Binding) -> Json | None:
    if binding.body is None:
        return None
    changes = binding.verb == "PATCH"
    inner = "" if binding.body_field == "*" else f"{binding.body_field}."
    # What the path holds already, in the words of the body's message.
    held = frozenset(
        name.removeprefix(inner) for name, _ in binding.variables if name.startswith(inner)
    )
    if binding.body_field == "*" and held:
        schema = schemas.of_fields(binding.body, without=held, partial=changes)
    else:
        schema = schemas.of_message(binding.body, partial=changes)
    media: Json = {"schema": {"type": "array", "items": schema} if binding.streamed else schema}
    example = Examples(contract.descriptors, named=binding.streamed).of_message(
        binding.body, without=held, partial=changes
    )
    if example is not None:
        media["example"] = [example] if binding.streamed else example
    fields = contract.descriptors.message(binding.body).fields
    needed = any(schemas.is_required(field) for field in fields if field.name not in held)
    return {
        **({"required": True} if needed or binding.body_field != "*" else {}),
        "content": {"application/json": media},
    }


def _answer(schemas: Schemas, method: Method, *, events: bool) -> Json:
    if method.response == ANY_BYTES:
        return {"description": "The bytes, with their own media type.", "content": {"*/*": {}}}
    media = {"schema": schemas.of_message(method.response)}
    if not method.server_streams:
        return {"description": "OK", "content": {"application/json": media}}
    if not events:
        return {"description": _LINES, "content": {"application/json": media}}
    name = method.response.rpartition(".")[2]
    shown = f"The `data` of each event is a `{name}`."
    if method.resumable:
        shown += " Its `id` is the message's `resumeToken`."
    return {
        "description": f"{_LINES} {_EVENTS}",
        "content": {
            "application/json": media,
            "text/event-stream": {"schema": {"type": "string", "description": shown}},
        },
    }


def _terms(method: Method, mesh: Mesh) -> str:
    """What holds of every call, in a line."""
    scopes = ", ".join(f"`{scope}`" for scope in method.scopes or ())
    rate = mesh.rates.get(method.rate)
    terms = [
        f"Access: {scopes or 'public'}",
        f"rate class: `{method.rate}`"
        + (f" ({rate.requests} in {rate.seconds:g} s)" if rate else ""),
        f"deadline: {method.deadline:g} s",
        f"gRPC: `{method.name}`",
    ]
    return " · ".join(terms)


def _security_scheme(mesh: Mesh) -> Json:
    scopes = "\n".join(f"- `{scope}`: {text}" for scope, text in mesh.scopes.items())
    about = f"An access token of `{mesh.identity.issuer}`. What a token can allow:"
    return {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": f"{about}\n\n{scopes}",
    }


def _first_sentence(paragraph: str) -> str:
    return re.split(r"(?<=[.!?])\s", paragraph, maxsplit=1)[0].removesuffix(".")


def _rest(paragraph: str) -> str:
    return paragraph[len(_first_sentence(paragraph)) :].removeprefix(".").strip()


def _unwrapped(paragraphs: str) -> str:
    return re.sub(r"(?<!\n)\n(?!\n)", " ", paragraphs)
