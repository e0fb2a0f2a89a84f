"""The few of an Envoy's own metrics that go to the collector, as those of a service."""

from typing import Final

from scripts.mesh.compiler.clusters import COLLECTOR
from scripts.mesh.compiler.topology import Deployment, Proxy
from scripts.mesh.compiler.xds import Json, named

# Envoy has hundreds: what clients of the gateway were answered, and what became of calls to each
# service.
EXPORTED: Final = (
    r"http\.gateway\.downstream_rq_([1-5]xx|time|active)"
    r"|cluster\.[^.]+\.(upstream_rq_([1-5]xx|time|retry|timeout)|membership_(healthy|total))"
)
_SINK: Final = "extensions.stat_sinks.open_telemetry.v3.SinkConfig"


def exported(proxy: Proxy, deployment: Deployment) -> Json:
    """The part of the bootstrap that sends metrics; empty without a collector."""
    if deployment.collector is None:
        return {}
    resource = {"service.name": proxy, "service.namespace": "mercado"}
    sink = named(
        "envoy.stat_sinks.open_telemetry",
        _SINK,
        grpc_service={"envoy_grpc": {"cluster_name": COLLECTOR}, "timeout": "1s"},
        prefix="envoy",
        resource_detectors=[
            named(
                "envoy.tracers.opentelemetry.resource_detectors.static_config",
                "extensions.tracers.opentelemetry.resource_detectors.v3"
                ".StaticConfigResourceDetectorConfig",
                attributes=resource,
            )
        ],
        custom_metric_conversions={"matcher_list": {"matchers": [_dropped_unless(EXPORTED)]}},
    )
    return {"stats_sinks": [sink]}


def _dropped_unless(name: str) -> Json:
    wanted = {
        "input": named(
            "stat_full_name_match_input",
            "extensions.matching.common_inputs.stats.v3.StatFullNameMatchInput",
        ),
        "value_match": {"safe_regex": {"google_re2": {}, "regex": name}},
    }
    return {
        "predicate": {"not_matcher": {"single_predicate": wanted}},
        "on_match": {"action": named("drop", f"{_SINK}.DropAction")},
    }
