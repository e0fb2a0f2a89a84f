"""The services as Envoy reaches them."""

from collections.abc import Iterable, Sequence
from typing import Final

from scripts.mesh.compiler.topology import Address, Deployment
from scripts.mesh.compiler.xds import Json, named, typed

COLLECTOR: Final = "collector"
# Of the requests under way, how many may be second tries; a few always may.
_RETRY_BUDGET: Final[Json] = {"budget_percent": {"value": 20}, "min_retry_concurrency": 50}


def clusters(deployment: Deployment, services: Iterable[str]) -> list[Json]:
    """One `Cluster` for each of some services."""
    return [
        typed(
            "config.cluster.v3.Cluster",
            **_cluster(name) | _found(name, deployment.endpoints[name], by_name=deployment.by_name),
        )
        for name in services
    ]


def collector(deployment: Deployment) -> Json:
    """The `Cluster` that traces and metrics go to; the tracer needs one, be it an empty one."""
    addresses = [deployment.collector] if deployment.collector else []
    return http2(COLLECTOR) | _by_name(COLLECTOR, addresses)


def assignments(deployment: Deployment, services: Iterable[str]) -> dict[str, Json]:
    """The `ClusterLoadAssignment` of each whose replicas are known by address."""
    if deployment.by_name:
        return {}
    return {
        name: typed(
            "config.endpoint.v3.ClusterLoadAssignment",
            **members(name, deployment.endpoints[name]),
        )
        for name in services
    }


def endpoints_file(name: str) -> str:
    """Where the assignment of a service is. Envoy takes one resource of this kind a file."""
    return f"{name}.eds.json"


def _cluster(name: str) -> Json:
    return http2(name) | {
        "lb_policy": "LEAST_REQUEST",
        "health_checks": [
            {
                "timeout": "1s",
                "interval": "1s",
                "no_traffic_interval": "1s",
                "unhealthy_threshold": 2,
                "healthy_threshold": 1,
                "grpc_health_check": {},
            }
        ],
        # However many fail at once, retries must not become a load of their own.
        "circuit_breakers": {"thresholds": [{"retry_budget": _RETRY_BUDGET}]},
        # A request that finds no healthy replica fails at once, as none will answer it.
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},
    }


def http2(name: str) -> Json:
    """The fields of a `Cluster` that speaks HTTP/2, as gRPC does."""
    protocol = "extensions.upstreams.http.v3.HttpProtocolOptions"
    keepalive = {"connection_keepalive": {"interval": "20s", "timeout": "5s"}}
    options = typed(protocol, explicit_http_config={"http2_protocol_options": keepalive})
    return {
        "name": name,
        "connect_timeout": "1s",
        "typed_extension_protocol_options": {f"envoy.{protocol}": options},
    }


def _found(name: str, addresses: Sequence[Address], *, by_name: bool) -> Json:
    if by_name:
        return _by_name(name, addresses)
    source = {
        "resource_api_version": "V3",
        "path_config_source": {"path": f"./{endpoints_file(name)}"},
    }
    return {"type": "EDS", "eds_cluster_config": {"eds_config": source}}


def _by_name(name: str, addresses: Sequence[Address]) -> Json:
    """Every address that DNS knows is a replica; DNS is asked again every second."""
    every_address = named(
        "envoy.cluster.dns",
        "extensions.clusters.dns.v3.DnsCluster",
        dns_refresh_rate="1s",
        respect_dns_ttl=False,
    )
    return {"cluster_type": every_address, "load_assignment": members(name, addresses)}


def members(name: str, addresses: Sequence[Address]) -> Json:
    """The `ClusterLoadAssignment` of some addresses."""
    endpoints = [
        {
            "endpoint": {
                "address": {"socket_address": {"address": a.host, "port_value": a.port}},
            }
        }
        for a in addresses
    ]
    return {"cluster_name": name, "endpoints": [{"lb_endpoints": endpoints}]}
