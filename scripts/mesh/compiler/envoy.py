"""The whole configuration of either Envoy: a bootstrap, and a file for each kind of resource.

Envoy reads the files named `*ds.json` again whenever one is replaced (filesystem xDS), so that
everything but the bootstrap can change while it runs. Paths are relative to the folder, in which
Envoy has to be started.
See https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/overview/xds_api.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from scripts.mesh.compiler import clusters, gateway, keys, mtls, refusals, routes, stats, waypoint
from scripts.mesh.compiler.contract import Contract
from scripts.mesh.compiler.pages import Page
from scripts.mesh.compiler.topology import Deployment, Mesh, Proxy
from scripts.mesh.compiler.xds import Json, named

BOOTSTRAP: Final = "bootstrap.json"
# How to start it, in any deployment.
ARGUMENTS: Final = (
    "-c", BOOTSTRAP, "--concurrency", "2", "--log-level", "warn",
    # Somebody may be looking at the access log.
    "--file-flush-interval-msec", "1000",
)  # fmt: skip
# Its successor would need the shared memory and the sockets of this one.
ALONE: Final = ("--disable-hot-restart",)


def compile_files(
    proxy: Proxy, contract: Contract, mesh: Mesh, deployment: Deployment, pages: Sequence[Page]
) -> dict[str, str]:
    """The files of one Envoy in a deployment, by their names.

    Raises:
        ContractError: if the contract, or it and the topology together, make no sense.
    """
    refusals.check(contract, mesh)
    resources = (
        _of_waypoint(contract, mesh, deployment)
        if proxy is Proxy.WAYPOINT
        else _of_gateway(contract, mesh, deployment, pages)
    )
    return {
        BOOTSTRAP: _text(_bootstrap(proxy, deployment)),
        **{name: _text({"resources": some}) for name, some in resources.items()},
    }


# Both in an order in which files can be replaced: nothing names what is not there yet.


def _of_gateway(
    contract: Contract, mesh: Mesh, deployment: Deployment, pages: Sequence[Page]
) -> dict[str, list[Json]]:
    services = routes.reached(contract, mesh)
    return {
        **mtls.secrets(Proxy.GATEWAY, deployment),
        **_services(mesh, deployment, services, keys.cluster(deployment)),
        "lds.json": [
            gateway.listener(contract, mesh, deployment),
            keys.listener(contract, mesh, deployment),
        ],
        "rds.json": [routes.route_configuration(contract, mesh, deployment, pages)],
    }


def _of_waypoint(contract: Contract, mesh: Mesh, deployment: Deployment) -> dict[str, list[Json]]:
    return {
        **mtls.secrets(Proxy.WAYPOINT, deployment),
        **_services(mesh, deployment, mesh.called),
        "lds.json": [waypoint.listener(mesh, deployment)],
        "rds.json": [waypoint.route_configuration(contract, mesh, deployment)],
    }


def _services(
    mesh: Mesh, deployment: Deployment, services: Sequence[str], *more: Json
) -> dict[str, list[Json]]:
    # What the topology has only since the mesh was started is nowhere yet.
    there = clusters.of(services, deployment)
    assignments = clusters.assignments(mesh, deployment, there)
    return {
        **{clusters.endpoints_file(name): [found] for name, found in assignments.items()},
        "cds.json": [*clusters.clusters(mesh, deployment, there), *more],
    }


def _bootstrap(proxy: Proxy, deployment: Deployment) -> Json:
    runtime = {
        # Spans leave as they end, rather than every five seconds.
        "tracing.opentelemetry.flush_interval_ms": 500,
        # What Envoy has is for patterns that somebody else may write.
        "re2.max_program_size.error_level": 1000,
        "re2.max_program_size.warn_level": 1000,
    }
    connections = named(
        "envoy.resource_monitors.global_downstream_max_connections",
        "extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
        max_active_downstream_connections=10_000,
    )
    return {
        "node": {"id": proxy, "cluster": "mercado"},
        "admin": {"address": {"pipe": {"path": deployment.admin, "mode": 0o600}}},
        # Metrics can only go to a cluster that is there from the start.
        "static_resources": {"clusters": [clusters.collector(deployment)]},
        "dynamic_resources": {
            "lds_config": _watched("lds.json"),
            "cds_config": _watched("cds.json"),
        },
        "layered_runtime": {"layers": [{"name": "static", "static_layer": runtime}]},
        "overload_manager": {"resource_monitors": [connections]},
        **stats.exported(proxy, deployment),
    }


def _watched(path: str) -> Json:
    return {"resource_api_version": "V3", "path_config_source": {"path": f"./{path}"}}


def _text(value: Json) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"
