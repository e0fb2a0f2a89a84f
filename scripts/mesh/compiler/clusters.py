"""The services as Envoy reaches them."""

from collections.abc import Iterable, Sequence
from typing import Final

from scripts.mesh.compiler import mtls
from scripts.mesh.compiler.operations import service_of
from scripts.mesh.compiler.topology import Address, Breaker, Deployment, Mesh
from scripts.mesh.compiler.xds import Json, named, typed

COLLECTOR: Final = "collector"
_CURRENT: Final = "current"


def of(services: Iterable[str], deployment: Deployment) -> list[str]:
    """The names of the clusters of services that are somewhere: of each, and of its versions."""
    return [
        name
        for service in services
        if service in deployment.endpoints
        for name in deployment.endpoints
        if service_of(name) == service
    ]


def clusters(mesh: Mesh, deployment: Deployment, names: Iterable[str]) -> list[Json]:
    """Some `Cluster`s, each of a service or of a version of one."""
    return [
        typed(
            "config.cluster.v3.Cluster",
            **_cluster(name, mesh.services[service_of(name)].breaker)
            | {"transport_socket": mtls.upstream(mesh, service_of(name))}
            | _found(name, deployment.endpoints[name], by_name=deployment.by_name),
        )
        for name in names
    ]


def collector(deployment: Deployment) -> Json:
    """The `Cluster` that traces and metrics go to; the tracer needs one, be it an empty one."""
    addresses = [deployment.collector] if deployment.collector else []
    return http2(COLLECTOR) | _by_name(COLLECTOR, addresses)


def assignments(mesh: Mesh, deployment: Deployment, names: Iterable[str]) -> dict[str, Json]:
    """The `ClusterLoadAssignment` of each whose replicas are known by address.

    Behind the replicas in Envoy's own zone are those elsewhere, and behind the replicas of another
    version are those of the current one: when too few of the first are healthy, the second get
    their calls.
    See https://www.envoyproxy.io/docs/envoy/v1.40.0/intro/arch_overview/upstream/load_balancing/priority.
    """
    if deployment.by_name:
        return {}
    return {
        name: typed(
            "config.endpoint.v3.ClusterLoadAssignment",
            cluster_name=name,
            endpoints=[
                {"priority": priority, "locality": {"zone": zone}, "lb_endpoints": replicas}
                for priority, zones in enumerate(_choices(name, mesh, deployment))
                for zone, replicas in zones.items()
            ],
        )
        for name in names
    }


def endpoints_file(name: str) -> str:
    """Where the assignment of a service is. Envoy takes one resource of this kind a file."""
    return f"{name}.eds.json"


def _choices(name: str, mesh: Mesh, deployment: Deployment) -> list[dict[str, list[Json]]]:
    """The replicas that get the calls of a cluster, by their zones: the first choice first."""
    choices = list[dict[str, list[Json]]]()
    for part in dict.fromkeys((name, service_of(name))):
        here, elsewhere = dict[str, list[Json]](), dict[str, list[Json]]()
        for address in deployment.endpoints[part]:
            zone = deployment.zones.get(address) or mesh.zone
            choice = here if zone == mesh.zone else elsewhere
            choice.setdefault(zone, []).append(_replica(part, address, deployment))
        choices += [choice for choice in (here, elsewhere) if choice]
    return choices


def _replica(name: str, address: Address, deployment: Deployment) -> Json:
    version = name.partition("@")[2] or _CURRENT
    return (
        _endpoint(address)
        | {"metadata": {"filter_metadata": {"mercado": {"version": version}}}}
        | ({"health_status": "DRAINING"} if address in deployment.draining else {})
    )


def _cluster(name: str, breaker: Breaker) -> Json:
    # The current version stands behind another one, of which nothing needs to be left.
    other = name != service_of(name)
    return http2(name) | {
        "lb_policy": "LEAST_REQUEST",
        "health_checks": [
            {
                "timeout": "1s",
                "interval": "1s",
                "no_traffic_interval": "1s",
                # What comes back is used at once.
                "unhealthy_interval": "0.25s",
                "unhealthy_threshold": 2,
                "healthy_threshold": 1,
                "grpc_health_check": {},
            }
        ],
        "circuit_breakers": {"thresholds": [_thresholds(breaker)]},
        "outlier_detection": _outliers(most=100 if other else 50),
        # A replica that is taken out gets nothing more, however healthy it is.
        "ignore_health_on_host_removal": True,
        "common_lb_config": {
            # A request that finds no healthy replica fails at once, as none will answer it.
            "healthy_panic_threshold": {"value": 0},
            # Envoy's workers hear of a replica that comes back at once, not up to a second later.
            "update_merge_window": "0s",
        },
    }


def _thresholds(breaker: Breaker) -> Json:
    return {
        "max_requests": breaker.max_requests,
        "max_pending_requests": breaker.max_pending,
        "track_remaining": True,
        # However many fail at once, retries must not become a load of their own.
        "retry_budget": {
            "budget_percent": {"value": breaker.retry_percent},
            "min_retry_concurrency": breaker.min_retries,
        },
    }


def _outliers(most: float) -> Json:
    """When a replica that says it is healthy is left alone for a while, as its answers are not.

    Args:
        most: of all replicas, in percent; who has one only keeps it.
    """
    return {
        "consecutive_gateway_failure": 3,
        "enforcing_consecutive_gateway_failure": 100,
        "consecutive_5xx": 5,
        "enforcing_success_rate": 0,
        "interval": "0.5s",
        "base_ejection_time": "5s",
        "max_ejection_time": "30s",
        "max_ejection_percent": most,
        "successful_active_health_check_uneject_host": False,
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
    return {"cluster_name": name, "endpoints": [{"lb_endpoints": [*map(_endpoint, addresses)]}]}


def _endpoint(address: Address) -> Json:
    socket = {"address": address.host, "port_value": address.port}
    return {"endpoint": {"address": {"socket_address": socket}}}
