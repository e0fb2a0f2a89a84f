"""The waypoint: the listener through which services call each other.

Only methods for the mesh have a route, and only those of services that another one calls. It
leaves headers as they are: who calls whom is not known here, but to the network.
"""

from collections.abc import Iterator
from typing import Final

from scripts.mesh.compiler import forwarding, listeners, replies
from scripts.mesh.compiler.contract import Contract, Method
from scripts.mesh.compiler.topology import Deployment, Mesh, Proxy
from scripts.mesh.compiler.xds import Json, typed

# HTTP status: canonical code, reason and message.
_STATUSES: Final = {
    404: (12, "METHOD_NOT_FOUND", "no service serves this method to others"),
    431: (8, "HEADERS_TOO_LARGE", "the metadata is larger than the waypoint takes"),
    500: (13, "INTERNAL", "something went wrong on our side"),
    502: (14, "BAD_GATEWAY", "the service's answer could not be understood"),
    503: (14, "SERVICE_UNAVAILABLE", "the service cannot be reached"),
    504: (4, "DEADLINE_EXCEEDED", "the method's deadline passed"),
}


def listener(mesh: Mesh, deployment: Deployment) -> Json:
    """The `Listener` named `waypoint`."""
    domain = f"{Proxy.WAYPOINT}.{mesh.trust_domain}"
    mappers = [
        replies.grpc_reply(status, said, domain, "content-type")
        for status, said in _STATUSES.items()
    ]
    manager = listeners.manager(
        Proxy.WAYPOINT,
        deployment,
        local_reply_config={"mappers": mappers},
        http_filters=[listeners.health(), listeners.http_filter("router", "router.v3.Router")],
    )
    chains = [{"filters": [manager]}]
    return listeners.listener(Proxy.WAYPOINT, deployment.waypoint, filter_chains=chains)


def route_configuration(contract: Contract, mesh: Mesh) -> Json:
    """The `RouteConfiguration` named `waypoint`."""
    routes = [_route(method, cluster) for cluster, method in _methods(contract, mesh)]
    nowhere = {"name": "nowhere", "match": {"prefix": "/"}, "route": forwarding.to_nowhere()}
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


def _route(method: Method, cluster: str) -> Json:
    return {
        "name": method.path[1:],
        "match": {"path": method.path, "grpc": {}},
        "route": forwarding.of_method(method, cluster),
    }
