"""The gateway's listener: what a request passes through on its way in."""

import json
from pathlib import Path
from typing import Final

from scripts.mesh.compiler import access, listeners, rates, tls, tools, traffic, transcoder
from scripts.mesh.compiler.contract import Contract
from scripts.mesh.compiler.listeners import http_filter
from scripts.mesh.compiler.replies import CONTENT_TYPE, local_replies
from scripts.mesh.compiler.topology import Deployment, Mesh, Proxy
from scripts.mesh.compiler.xds import Json, named

_RESPONSE_HEADERS: Final = {
    "x-trace-id": "%TRACE_ID%",
    "x-content-type-options": "nosniff",
    # Envoy still has the names of an early draft.
    "ratelimit-limit": "%RESP(X-RATELIMIT-LIMIT)%",
    "ratelimit-remaining": "%RESP(X-RATELIMIT-REMAINING)%",
    "ratelimit-reset": "%RESP(X-RATELIMIT-RESET)%",
}
# HTTP lets a header be called so, gRPC does not: its server would take it for a fault of its own.
_NO_METADATA: Final = r"[^:].*[^0-9a-z_.-].*|[^:0-9a-z_.-].*"
_SCRIPTS: Final = [Path(__file__).with_name(f"{name}.lua") for name in ("events", "request_check")]


def listener(contract: Contract, mesh: Mesh, deployment: Deployment) -> Json:
    """The `Listener` named `gateway`."""
    manager = _manager(contract, mesh, deployment)
    return listeners.listener(
        Proxy.GATEWAY,
        deployment.listen,
        per_connection_buffer_limit_bytes=mesh.gateway.max_request_bytes,
        metadata=transcoder.read_again(contract),
        **(
            tls.listener_parts(manager, listeners.health(), deployment)
            if mesh.gateway.tls
            else {"filter_chains": [{"filters": [manager]}]}
        ),
    )


def _manager(contract: Contract, mesh: Mesh, deployment: Deployment) -> Json:
    return listeners.manager(
        Proxy.GATEWAY,
        deployment,
        {"principal": f"%REQ({access.SUBJECT_HEADER})%"},
        normalize_path=True,
        merge_slashes=False,
        # An encoded slash stays what the client wrote: part of a segment.
        path_with_escaped_slashes_action="KEEP_UNCHANGED",
        max_request_headers_kb=mesh.gateway.max_header_kilobytes,
        request_headers_timeout="10s",
        # The whole request, to its last byte: longer than any method may take to read it.
        request_timeout=f"{_longest(contract) + 5:g}s",
        common_http_protocol_options={
            "idle_timeout": "3600s",
            "max_headers_count": 100,
            # A header `x_auth_sub` could pass for `x-auth-sub` further on.
            "headers_with_underscores_action": "REJECT_REQUEST",
        },
        http_protocol_options={"enable_trailers": True},
        http2_protocol_options={"max_concurrent_streams": 256},
        local_reply_config=local_replies(contract),
        http_filters=_filters(contract, mesh, deployment),
    )


def _longest(contract: Contract) -> float:
    """A stream of answers may last long, but what asks for it is as short as any request."""
    asked = (m for _, m in contract.edge_methods if m.client_streams or not m.server_streams)
    return max((method.deadline for method in asked), default=0)


def _filters(contract: Contract, mesh: Mesh, deployment: Deployment) -> list[Json]:
    """In the order that a request meets them."""
    return [
        http_filter("cors", "cors.v3.Cors"),
        listeners.health(),
        _compressor(),
        http_filter("header_mutation", "header_mutation.v3.HeaderMutation", mutations=_mutations()),
        http_filter("grpc_web", "grpc_web.v3.GrpcWeb"),
        # Marked as work in progress by Envoy: on its own here, so that it is easily replaced.
        http_filter("connect_grpc_bridge", "connect_grpc_bridge.v3.FilterConfig"),
        tools.bridge(mesh.gateway.max_response_bytes),
        # Only on the routes of REST requests that need a look.
        http_filter("lua", "lua.v3.Lua", default_source_code=_scripts(contract))
        | {"disabled": True},
        transcoder.transcoder(contract, mesh, deployment),
        *access.filters(mesh),
        rates.rate_limit(mesh),
        traffic.fault_filter(),
        http_filter("router", "router.v3.Router"),
    ]


def _compressor() -> Json:
    library = "extensions.compression.gzip.compressor.v3.Gzip"
    return http_filter(
        "compressor",
        "compressor.v3.Compressor",
        compressor_library=named("gzip", library, window_bits=15),
        response_direction_config={
            "common_config": {"min_content_length": 1024},
            "weaken_etag_on_compress": True,
        },
    )


def _mutations() -> Json:
    """Takes away what only the mesh may say, and keeps what later filters overwrite."""
    return {
        "request_mutations": [
            {"remove_on_match": {"key_matcher": {"prefix": "x-auth-"}}},
            {"remove_on_match": {"key_matcher": {"prefix": "x-mesh-"}}},
            {"remove_on_match": {"key_matcher": {"safe_regex": {"regex": _NO_METADATA}}}},
            # The client's own goes first: an empty value would leave it as it is.
            {"remove": CONTENT_TYPE},
            _set(CONTENT_TYPE, "%REQ(CONTENT-TYPE)%"),
        ],
        "response_mutations": [
            *(_set(name, value) for name, value in _RESPONSE_HEADERS.items()),
            {"remove_on_match": {"key_matcher": {"prefix": "x-ratelimit-"}}},
        ],
    }


def _set(name: str, value: str) -> Json:
    header = {"key": name, "value": value}
    return {"append": {"header": header, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}}


def _scripts(contract: Contract) -> Json:
    """What the Lua filter runs, with the messages that it checks against."""
    messages = [
        f"  [{json.dumps(message)}] = {{"
        + ", ".join(f"[{json.dumps(k)}] = {json.dumps(v)}" for k, v in sorted(fields.items()))
        + "},"
        for message, fields in sorted(contract.fields.items())
    ]
    table = "\n".join(["local FIELDS = {", *messages, "}"])
    return {"inline_string": "\n\n".join([table, *(script.read_text() for script in _SCRIPTS)])}
