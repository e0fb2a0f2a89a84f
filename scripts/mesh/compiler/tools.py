"""Methods as tools for assistants (Model Context Protocol, https://modelcontextprotocol.io).

Envoy's bridge turns a tool's call into the REST request of its method, so that all that holds for
that holds for the tool. Envoy marks the bridge as work in progress: `bridge` is all there is of it.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from scripts.mesh.compiler.contract import Binding, Contract, Method, field
from scripts.mesh.compiler.parameters import in_query
from scripts.mesh.compiler.schema import Schemas
from scripts.mesh.compiler.xds import Json, named, typed

PATH: Final = "/mcp"
# Where the gateway serves the list of the tools to the bridge, and to anyone else.
LIST_PATH: Final = "/mcp/tools.json"
_FILTER: Final = "envoy.filters.http.mcp_json_rest_bridge"
_KIND: Final = "extensions.filters.http.mcp_json_rest_bridge.v3"
# A schema of a tool has to stand on its own.
_DEFINITIONS: Final = "#/$defs/"


def bridge(max_response_bytes: int) -> Json:
    """The filter that serves MCP, before the transcoder; only on a route that asks for it."""
    return named(
        _FILTER,
        f"{_KIND}.McpJsonRestBridge",
        server_info={"description": "Mercado, a small market"},
        max_response_body_size=max_response_bytes,
    ) | {"disabled": True}


def of_route(contract: Contract) -> Json:
    """The `typed_per_filter_config` of the route that asks for it, with the tools."""
    tools = [
        {"name": name(method), "http_rule": _http_rule(contract, method)}
        for method in offered(contract)
    ]
    config = {
        "tools": tools,
        "tool_list_http_rule": {"get": LIST_PATH},
        "default_server_info": {"path": PATH},
    }
    return {_FILTER: typed(f"{_KIND}.McpJsonRestBridgePerRoute", tool_config=[config])}


def text(contract: Contract) -> str:
    """The answer to `tools/list`."""
    tools = [_tool(contract, method) for method in offered(contract)]
    return json.dumps({"tools": tools}, indent=1, ensure_ascii=False) + "\n"


def offered(contract: Contract) -> Iterator[Method]:
    """The methods that are tools."""
    return (method for _, method in contract.edge_methods if method.tool and method.bindings)


def name(method: Method) -> str:
    """What a tool is called: `GetProduct` is `get_product`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", method.short_name).lower()


def _tool(contract: Contract, method: Method) -> Json:
    words = name(method).replace("_", " ")
    return {
        "name": name(method),
        "title": words[:1].upper() + words[1:],
        "description": method.comment,
        "inputSchema": _input_schema(contract, method),
        "annotations": {
            "readOnlyHint": method.level == "NO_SIDE_EFFECTS",
            "idempotentHint": method.repeatable,
            "destructiveHint": method.bindings[0].verb in ("DELETE", "PATCH", "PUT"),
            "openWorldHint": False,
        },
    }


def _input_schema(contract: Contract, method: Method) -> Json:
    """The arguments: the fields of the request, as the path, the query and the body take them."""
    schemas = Schemas(contract.descriptors, _DEFINITIONS)
    message, binding = contract.descriptors.message(method.request), method.bindings[0]
    served = frozenset(_arguments(contract, schemas, method, binding))
    left = frozenset(member.name for member in message.fields) - served
    changes = binding.body_field if binding.verb == "PATCH" else ""
    schema = schemas.of_fields(method.request, without=left, changes=changes)
    schema["additionalProperties"] = False
    for variable, _ in binding.variables:
        # What the path needs of a message in the request, whatever else it may leave out.
        first, _, rest = _json_name(message, variable).partition(".")
        if rest and "." not in rest:
            schema["properties"][first]["required"] = [rest]
    return schema | ({"$defs": schemas.definitions} if schemas.definitions else {})


def _arguments(
    contract: Contract, schemas: Schemas, method: Method, binding: Binding
) -> Iterator[str]:
    if binding.body_field == "*":
        yield from method.fields
    yield from (name.split(".")[0] for name, _ in binding.variables)
    yield from filter(None, [binding.body_field])
    for parameter in in_query(contract.descriptors, schemas, method, binding):
        yield parameter["name"].split(".")[0]


def _http_rule(contract: Contract, method: Method) -> Json:
    """The rule with the names that arguments have: those of JSON."""
    binding, message = method.bindings[0], contract.descriptors.message(method.request)
    template = binding.rewritten(lambda name, p: f"{{{_json_name(message, name)}={p}}}")
    body = binding.body_field
    if body and body != "*":
        body = _json_name(message, body)
    return {binding.verb.lower(): template, **({"body": body} if body else {})}


def _json_name(message: Any, path: str) -> str:
    parts = path.split(".")
    ends = range(1, len(parts) + 1)
    return ".".join(field(message, ".".join(parts[:end])).json_name for end in ends)
