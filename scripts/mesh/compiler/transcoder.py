"""The filter that makes gRPC of REST, and JSON of its answers.

A stream of answers is newline-delimited JSON, or a stream of server-sent events for who accepts
that: then the filter has another configuration on the route of the request.
See https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_filters/grpc_json_transcoder_filter.
"""

from collections.abc import Sequence
from typing import Final

from scripts.mesh.compiler.contract import Contract, Method
from scripts.mesh.compiler.topology import Deployment, Mesh
from scripts.mesh.compiler.xds import Json, named, typed

_FILTER: Final = "envoy.filters.http.grpc_json_transcoder"
_KIND: Final = "extensions.filters.http.grpc_json_transcoder.v3.GrpcJsonTranscoder"


def transcoder(contract: Contract, mesh: Mesh, deployment: Deployment) -> Json:
    """The filter."""
    services = [service.name for service in contract.edge_services]
    return named(
        _FILTER, _KIND, **_config(mesh, deployment, services, {"stream_newline_delimited": True})
    )


def of_events(method: Method, mesh: Mesh, deployment: Deployment) -> Json:
    """The `typed_per_filter_config` of a route on which a stream is one of events."""
    services = [method.name.rpartition(".")[0]]
    printed = {"stream_sse_style_delimited": True}
    script = typed("extensions.filters.http.lua.v3.LuaPerRoute", filter_context={"events": True})
    return {
        _FILTER: typed(_KIND, **_config(mesh, deployment, services, printed)),
        "envoy.filters.http.lua": script,
    }


def read_again(contract: Contract) -> Json:
    """The `metadata` of a listener or route that refers to the descriptors.

    Envoy reads them anew only if something else that it is told is another.
    """
    return {"filter_metadata": {"mercado": {"descriptors": contract.digest}}}


def _config(mesh: Mesh, deployment: Deployment, services: Sequence[str], printed: Json) -> Json:
    return {
        "proto_descriptor": deployment.descriptors,
        "services": list(services),
        "convert_grpc_status": True,
        "query_param_unescape_plus": True,
        "match_unregistered_custom_verb": True,
        "url_unescape_spec": "ALL_CHARACTERS_EXCEPT_SLASH",
        "max_request_body_size": mesh.gateway.max_request_bytes,
        "max_response_body_size": mesh.gateway.max_response_bytes,
        "request_validation_options": {
            "reject_unknown_query_parameters": True,
            "reject_binding_body_field_collisions": True,
        },
        "print_options": printed,
    }
