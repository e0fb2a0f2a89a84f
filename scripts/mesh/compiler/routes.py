"""The gateway's routes.

A REST request is routed twice: by its own path, to learn which message its body holds, and by its
gRPC path once the transcoder has rewritten it. gRPC, gRPC-Web and Connect come with the latter.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from scripts.mesh.compiler import access, forwarding, pages, rates, tools, traffic, transcoder
from scripts.mesh.compiler.contract import Binding, Contract, Method
from scripts.mesh.compiler.pages import Page
from scripts.mesh.compiler.replies import RPC_CONTENT_TYPES
from scripts.mesh.compiler.topology import Deployment, Mesh
from scripts.mesh.compiler.xds import Json, typed

_REFLECTION: Final = r"/grpc\.reflection\.v1(alpha)?\.ServerReflection/.*"
_REFLECTION_SECONDS: Final = 60


def route_configuration(
    contract: Contract, mesh: Mesh, deployment: Deployment, served: Sequence[Page]
) -> Json:
    """The `RouteConfiguration` named `gateway`."""
    clusters = {service.package: name for name, service in mesh.services.items()}
    routes = [
        *(
            route
            for service, method in contract.edge_methods
            if service.package in clusters
            for route in _method_routes(method, clusters[service.package], deployment)
        ),
        *(
            route
            for _, method in contract.edge_methods
            for route in _event_routes(contract, method, mesh, deployment)
        ),
        _reflection(mesh.gateway.reflection),
        *_tools(contract),
        *pages.routes(served, deployment),
        {
            "name": "nowhere",
            "match": {"prefix": "/"},
            "route": forwarding.to_nowhere(),
            "typed_per_filter_config": access.of_anything_else(),
        },
    ]
    host = {
        "name": "all",
        "domains": ["*"],
        "routes": routes,
        "typed_per_filter_config": {"envoy.filters.http.cors": _cors(mesh)},
    }
    return typed(
        "config.route.v3.RouteConfiguration",
        name="gateway",
        validate_clusters=False,
        max_direct_response_body_size_bytes=pages.MAX_BYTES,
        virtual_hosts=[host],
    )


def reached(contract: Contract, mesh: Mesh) -> tuple[str, ...]:
    """The services that some route leads to, in the order of the topology."""
    edge = {service.package for service, _ in contract.edge_methods}
    return tuple(
        name
        for name, service in mesh.services.items()
        if service.package in edge or name == mesh.gateway.reflection
    )


def _method_routes(method: Method, cluster: str, deployment: Deployment) -> Iterator[Json]:
    """The method's own path, and the REST requests that have to be looked at."""
    route = {
        "name": method.path[1:],
        "match": {
            "path": method.path,
            "headers": [_header(":method", "POST"), _content_type()],
        },
        "route": forwarding.of_method(method, cluster),
        "metadata": rates.of_method(method),
        "typed_per_filter_config": access.of_method(method),
    }
    yield from traffic.spread(route, cluster, method, deployment)
    for binding in method.bindings:
        name = f"{binding.verb} {binding.template}"
        taken = binding.query_of_taken_fields
        if taken:
            again = {"name": ":path", "string_match": {"safe_regex": {"regex": taken}}}
            refused = ", ".join(binding.taken)
            yield _checked(f"{name}, field set twice", binding, {"refuse": refused}, again)
        if binding.body:
            yield _checked(name, binding, {"message": binding.body})


def _event_routes(
    contract: Contract, method: Method, mesh: Mesh, deployment: Deployment
) -> Iterator[Json]:
    """Where a stream is asked for as server-sent events."""
    accepted = {
        "name": "accept",
        "string_match": {"contains": "text/event-stream", "ignore_case": True},
    }
    for binding in method.event_bindings:
        yield {
            "name": f"{binding.verb} {binding.template}, events",
            "match": {
                "safe_regex": {"regex": binding.path_regex},
                "headers": [_header(":method", binding.verb), accepted],
            },
            "route": forwarding.to_nowhere(),
            "metadata": transcoder.read_again(contract),
            "typed_per_filter_config": transcoder.of_events(method, mesh, deployment)
            | access.of_anything_else(),
        }


def _checked(name: str, binding: Binding, context: Json, *headers: Json) -> Json:
    """A route on which the request is looked at before it is transcoded (`request_check.lua`)."""
    look = typed("extensions.filters.http.lua.v3.LuaPerRoute", filter_context=context)
    return {
        "name": name,
        "match": {
            "safe_regex": {"regex": binding.path_regex},
            "headers": [_header(":method", binding.verb), *headers],
        },
        # While the body is waited for; afterwards the method's own route counts.
        "route": forwarding.to_nowhere() | {"idle_timeout": "15s"},
        "typed_per_filter_config": {"envoy.filters.http.lua": look} | access.of_anything_else(),
    }


def _reflection(cluster: str) -> Json:
    header = {"key": "x-mesh-reflection", "value": "all"}
    return {
        "name": "reflection",
        "match": {
            "safe_regex": {"regex": _REFLECTION},
            "headers": [_header(":method", "POST"), _content_type()],
        },
        "route": forwarding.to(cluster, _REFLECTION_SECONDS),
        "typed_per_filter_config": access.of_anything_else(),
        "request_headers_to_add": [
            {"header": header, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
        ],
    }


def _tools(contract: Contract) -> Iterator[Json]:
    """Where the bridge answers; what it passes on goes to another route, and is looked at there."""
    look = typed("extensions.filters.http.lua.v3.LuaPerRoute", filter_context={})
    filters = {"envoy.filters.http.lua": look} | tools.of_route(contract)
    filled = {"name": "content-length", "string_match": {"safe_regex": {"regex": "[1-9][0-9]*"}}}
    yield {
        "name": "tools",
        "match": {"path": tools.PATH, "headers": [_header(":method", "POST"), filled]},
        "route": forwarding.to_nowhere() | {"idle_timeout": "5s"},
        # Whether a filter runs is settled by the first route that a request has.
        "typed_per_filter_config": filters | access.of_anything_else(),
    }
    # The bridge would wait for a body even if none can come.
    yield {
        "name": "tools, no call",
        "match": {"path": tools.PATH, "headers": [_header(":method", "POST")]},
        "direct_response": {"status": 411},
        "typed_per_filter_config": access.of_anything_else(),
    }


def _content_type() -> Json:
    return {
        "name": "content-type",
        "string_match": {"safe_regex": {"regex": RPC_CONTENT_TYPES}},
    }


def _header(name: str, value: str) -> Json:
    return {"name": name, "string_match": {"exact": value}}


def _cors(mesh: Mesh) -> Json:
    return typed(
        "extensions.filters.http.cors.v3.CorsPolicy",
        allow_origin_string_match=[
            {"safe_regex": {"regex": ".*"}} if origin == "*" else {"exact": origin}
            for origin in mesh.gateway.cors_origins
        ],
        allow_methods="GET, HEAD, POST, PATCH, DELETE, OPTIONS",
        allow_headers=(
            "authorization, content-type, connect-protocol-version, connect-timeout-ms, "
            "grpc-timeout, x-grpc-web, x-user-agent, traceparent, tracestate, last-event-id"
        ),
        expose_headers=(
            "grpc-status, grpc-message, grpc-status-details-bin, x-trace-id, allow, retry-after, "
            "www-authenticate, ratelimit-limit, ratelimit-remaining, ratelimit-reset"
        ),
        max_age="7200",
    )
