"""TLS on the gateway's port; what comes without it is told where to go."""

from typing import Final

from scripts.mesh.compiler import listeners
from scripts.mesh.compiler.topology import Deployment
from scripts.mesh.compiler.xds import Json, named

_SOCKET: Final = "extensions.transport_sockets.tls.v3.DownstreamTlsContext"
_MANAGER: Final = "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"


def listener_parts(manager: Json, health: Json, deployment: Deployment) -> Json:
    """The `filter_chains` of a listener, and what tells them apart.

    Args:
        manager: the filter that handles HTTP.
        health: the HTTP filter that answers health checks, which come without TLS.
        deployment: where the certificate is.
    """
    socket = named("envoy.transport_sockets.tls", _SOCKET, **_context(deployment))
    return listeners.encrypted_or_not(socket, manager, _redirecting(health))


def _context(deployment: Deployment) -> Json:
    return {
        "common_tls_context": {
            "tls_params": {"tls_minimum_protocol_version": "TLSv1_2"},
            "alpn_protocols": ["h2", "http/1.1"],
            "tls_certificates": [
                {
                    "certificate_chain": {"filename": deployment.certificate},
                    "private_key": {"filename": deployment.private_key},
                }
            ],
        }
    }


def _redirecting(health: Json) -> Json:
    route = {"match": {"prefix": "/"}, "redirect": {"https_redirect": True}}
    return named(
        "envoy.filters.network.http_connection_manager",
        _MANAGER,
        stat_prefix="without_tls",
        http_filters=[
            health,
            named("envoy.filters.http.router", "extensions.filters.http.router.v3.Router"),
        ],
        route_config={"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
    )
