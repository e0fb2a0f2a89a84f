"""Envoy's whole configuration: a bootstrap, and a file for each kind of resource.

Envoy reads the files named `*ds.json` again whenever one is replaced (filesystem xDS), so that
everything but the bootstrap can change while it runs. Paths are relative to the folder, in which
Envoy has to be started.
See https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/overview/xds_api.
"""

import json
from collections.abc import Sequence
from typing import Final

from scripts.mesh.compiler import clusters, gateway, keys, refusals, routes, stats
from scripts.mesh.compiler.contract import Contract
from scripts.mesh.compiler.pages import Page
from scripts.mesh.compiler.topology import Deployment, Mesh
from scripts.mesh.compiler.xds import Json, named

BOOTSTRAP: Final = "bootstrap.json"
# How to start it, in any deployment.
ARGUMENTS: Final = (
    "-c", BOOTSTRAP, "--concurrency", "2", "--log-level", "warn",
    # Somebody may be looking at the access log.
    "--file-flush-interval-msec", "1000",
    # Needs shared memory under a name that every Envoy of a machine shares.
    "--disable-hot-restart",
)  # fmt: skip


def compile_files(
    contract: Contract, mesh: Mesh, deployment: Deployment, pages: Sequence[Page]
) -> dict[str, str]:
    """The files of a deployment, by their names.

    Raises:
        ContractError: if the contract, or it and the topology together, make no sense.
    """
    refusals.check(contract, mesh)
    return {
        BOOTSTRAP: _text(_bootstrap(deployment)),
        "lds.json": _resources(
            [
                gateway.listener(contract, mesh, deployment),
                keys.listener(contract, mesh, deployment),
            ]
        ),
        "rds.json": _resources([routes.route_configuration(contract, mesh, deployment, pages)]),
        "cds.json": _resources(clusters.clusters(deployment)),
        **{
            clusters.endpoints_file(name): _resources([assignment])
            for name, assignment in clusters.assignments(deployment).items()
        },
    }


def _bootstrap(deployment: Deployment) -> Json:
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
        "node": {"id": "gateway", "cluster": "mercado"},
        "admin": {"address": {"pipe": {"path": deployment.admin, "mode": 0o600}}},
        # Metrics can only go to a cluster that is there from the start.
        "static_resources": {"clusters": [clusters.collector(deployment)]},
        "dynamic_resources": {
            "lds_config": _watched("lds.json"),
            "cds_config": _watched("cds.json"),
        },
        "layered_runtime": {"layers": [{"name": "static", "static_layer": runtime}]},
        "overload_manager": {"resource_monitors": [connections]},
        **stats.exported(deployment),
    }


def _watched(path: str) -> Json:
    return {"resource_api_version": "V3", "path_config_source": {"path": f"./{path}"}}


def _resources(resources: list[Json]) -> str:
    return _text({"resources": resources})


def _text(value: Json) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
