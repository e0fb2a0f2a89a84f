"""How the gateway gets the keys that tokens are verified with.

A service speaks gRPC, and the filter that verifies tokens fetches over HTTP: a listener of its own,
on a Unix socket, turns one into the other. Nothing that is on the way in (tokens, rates, TLS) is in
between.
"""

from typing import Final

from scripts.mesh.compiler.access import JWKS_CLUSTER, keys_method
from scripts.mesh.compiler.contract import Contract
from scripts.mesh.compiler.topology import Deployment, Mesh
from scripts.mesh.compiler.xds import Json, named, typed

_MANAGER: Final = "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
_TRANSCODER: Final = "grpc_json_transcoder"


def listener(contract: Contract, mesh: Mesh, deployment: Deployment) -> Json:
    """The `Listener` named `keys`; `refusals` has made sure that a method serves them."""
    method = keys_method(contract)
    assert method is not None  # noqa: S101
    transcoder = named(
        f"envoy.filters.http.{_TRANSCODER}",
        f"extensions.filters.http.{_TRANSCODER}.v3.GrpcJsonTranscoder",
        proto_descriptor=deployment.descriptors,
        services=[method.name.rpartition(".")[0]],
    )
    router = named("envoy.filters.http.router", "extensions.filters.http.router.v3.Router")
    route = {"match": {"path": method.path}, "route": {"cluster": mesh.identity.service}}
    manager = named(
        "envoy.filters.network.http_connection_manager",
        _MANAGER,
        stat_prefix="keys",
        http_filters=[transcoder, router],
        route_config={
            "virtual_hosts": [{"name": "keys", "domains": ["*"], "routes": [route]}],
            "validate_clusters": False,
        },
    )
    return typed(
        "config.listener.v3.Listener",
        name="keys",
        address=_socket(deployment),
        filter_chains=[{"filters": [manager]}],
    )


def cluster(deployment: Deployment) -> Json:
    """The `Cluster` that leads to it."""
    endpoint = {"endpoint": {"address": _socket(deployment)}}
    return typed(
        "config.cluster.v3.Cluster",
        name=JWKS_CLUSTER,
        type="STATIC",
        connect_timeout="1s",
        load_assignment={
            "cluster_name": JWKS_CLUSTER,
            "endpoints": [{"lb_endpoints": [endpoint]}],
        },
    )


def _socket(deployment: Deployment) -> Json:
    return {"pipe": {"path": deployment.keys, "mode": 0o600}}
