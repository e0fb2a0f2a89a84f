"""The waypoint: the listener through which services call each other.

Only methods for the mesh have a route, and only those of services that another one calls. Who calls
is in the certificate of the connection: it has to be one of those that the topology names, and the
service is told.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from scripts.mesh.compiler import forwarding, listeners, mtls, replies, traffic
from scripts.mesh.compiler.access import RBAC_FILTER
from scripts.mesh.compiler.contract import Contract, Method
from scripts.mesh.compiler.topology import Deployment, Mesh, Proxy
from scripts.mesh.compiler.xds import Json, named, typed

_RBAC: Final = "extensions.filters.http.rbac.v3"
# HTTP status: canonical code, reason and message.
_STATUSES: Final = {
    401: (16, "CERTIFICATE_REQUIRED", "a certificate of this mesh is required, over TLS 1.3"),
    403: (7, "CALLER_NOT_ALLOWED", "the topology does not name the caller as one of this service"),
    404: (12, "METHOD_NOT_FOUND", "no service serves this method to others"),
    431: (8, "HEADERS_TOO_LARGE", "the metadata is larger than the waypoint takes"),
    500: (13, "INTERNAL", "something went wrong on our side"),
    502: (14, "BAD_GATEWAY", "the service's answer could not be understood"),
    503: (14, "SERVICE_UNAVAILABLE", "the service cannot be reached"),
    504: (4, "DEADLINE_EXCEEDED", "the method's deadline passed"),
}

_WITHOUT: Final = {"refused": "no certificate", "client": "%DOWNSTREAM_REMOTE_ADDRESS%"}


def listener(mesh: Mesh, deployment: Deployment) -> Json:
    """The `Listener` named `waypoint`."""
    domain = f"{Proxy.WAYPOINT}.{mesh.trust_domain}"
    mappers = [
        replies.grpc_reply(status, said, domain, "content-type")
        for status, said in _STATUSES.items()
    ]
    mappers += replies.injected_into_grpc(domain, "content-type")
    replied = {"mappers": mappers}
    manager = listeners.manager(
        Proxy.WAYPOINT,
        deployment,
        {"caller": "%DOWNSTREAM_PEER_URI_SAN%"},
        # Whatever a client says of its certificate is replaced.
        forward_client_cert_details="SANITIZE_SET",
        set_current_client_cert_details={"uri": True},
        local_reply_config=replied,
        http_filters=[
            listeners.health(),
            # No policy at all: whatever a route does not allow is denied.
            named(RBAC_FILTER, f"{_RBAC}.RBAC", rules={"action": "ALLOW"}),
            traffic.fault_filter(),
            listeners.http_filter("router", "router.v3.Router"),
        ],
    )
    return listeners.listener(
        Proxy.WAYPOINT,
        deployment.waypoint,
        access_log=[_refused_connection()],
        **listeners.encrypted_or_not(mtls.downstream(mesh), manager, _refusing(replied)),
    )


def _refusing(replied: Json) -> Json:
    """Handles what comes without TLS: all but the question whether Envoy is there is refused."""
    route = {"match": {"prefix": "/"}, "direct_response": {"status": 401}}
    return listeners.plain_manager(
        "without_tls",
        http_filters=[listeners.health(), listeners.http_filter("router", "router.v3.Router")],
        route_config={"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
        local_reply_config=replied,
        access_log=[listeners.access_log(Proxy.WAYPOINT, _WITHOUT)],
    )


def _refused_connection() -> Json:
    """A line for each connection that comes to nothing, as its client's certificate is no good."""
    reason = "DOWNSTREAM_TRANSPORT_FAILURE_REASON"
    return listeners.connection_log(
        Proxy.WAYPOINT,
        {"refused": f"%{reason}%", "claimed": "%DOWNSTREAM_PEER_URI_SAN%"},
        # What comes without TLS is logged where it is answered.
        "!connection.transport_failure_reason.contains('WRONG_VERSION_NUMBER')"
        " && connection.transport_failure_reason != ''",
    )


def route_configuration(contract: Contract, mesh: Mesh, deployment: Deployment) -> Json:
    """The `RouteConfiguration` named `waypoint`."""
    routes = [
        route
        for service, method in _methods(contract, mesh)
        for route in traffic.spread(_route(method, service, mesh), service, method, deployment)
    ]
    nowhere = {"name": "nowhere", "match": {"prefix": "/"}, "route": forwarding.to_nowhere()}
    nowhere["typed_per_filter_config"] = _allowed([{"any": True}])
    return typed(
        "config.route.v3.RouteConfiguration",
        name=Proxy.WAYPOINT,
        validate_clusters=False,
        virtual_hosts=[{"name": "all", "domains": ["*"], "routes": [*routes, nowhere]}],
    )


def _methods(contract: Contract, mesh: Mesh) -> Iterator[tuple[str, Method]]:
    clusters = {mesh.services[name].package: name for name in mesh.called}
    for service in contract.services:
        for method in service.methods if service.package in clusters else ():
            if method.mesh:
                yield clusters[service.package], method


def _route(method: Method, service: str, mesh: Mesh) -> Json:
    callers = [
        {"authenticated": {"principal_name": {"exact": mesh.spiffe_id(name)}}}
        for name in mesh.callers(service)
    ]
    return {
        "name": method.path[1:],
        "match": {"path": method.path, "grpc": {}},
        "route": forwarding.of_method(method, service),
        "typed_per_filter_config": _allowed(callers),
    }


def _allowed(principals: Sequence[Json]) -> Json:
    policy = {"permissions": [{"any": True}], "principals": principals}
    rules = {"action": "ALLOW", "policies": {"callers": policy}}
    return {RBAC_FILTER: typed(f"{_RBAC}.RBACPerRoute", rbac={"rules": rules})}
