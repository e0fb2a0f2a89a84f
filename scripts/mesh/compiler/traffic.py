"""How the calls of a service are spread over its versions, and what is done to some on their way.

See https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_filters/fault_filter.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from scripts.mesh.compiler.contract import Method
from scripts.mesh.compiler.operations import (
    ABORTS,
    EVERY_METHOD,
    Fault,
    Version,
    cluster,
)
from scripts.mesh.compiler.topology import Deployment
from scripts.mesh.compiler.xds import Json, named, typed

FAULT_FILTER: Final = "envoy.filters.http.fault"
_FAULT: Final = "extensions.filters.http.fault.v3.HTTPFault"
_PRIORITIES: Final = "retry.priority.previous_priorities.v3.PreviousPrioritiesConfig"
_MILLION: Final = 1_000_000
# An abort names an HTTP status. These nobody else uses: `replies` makes of each what its code is
# in the protocol of the caller.
_FIRST_STATUS: Final = 580


def status_of_abort(code: int) -> int:
    """The HTTP status that stands for a gRPC code until `replies` sees it."""
    return _FIRST_STATUS + code


def fault_filter() -> Json:
    """The filter, which does nothing but on routes that ask for it."""
    return named(FAULT_FILTER, _FAULT)


def spread(route: Json, service: str, method: Method, deployment: Deployment) -> Iterator[Json]:
    """A method's route as operators want it: one for each header that leads elsewhere, and itself.

    A version that has no replica yet gets nothing.
    """
    operated = deployment.operations.of(service)
    versions = {
        cluster(service, name): version
        for name, version in operated.versions.items()
        if deployment.endpoints.get(cluster(service, name))
    }
    route = _with_fault(route, operated.faults.get(method.short_name))
    route = _with_fault(route, operated.faults.get(EVERY_METHOD))
    if versions:
        route = _named_version(route) | {"route": _elsewhere(route["route"])}
    for name, version in versions.items():
        yield from _pinned(route, name, version.headers)
    yield route | {
        "route": _shared(route["route"], service, versions) | _mirrored(method, versions)
    }


def _pinned(route: Json, name: str, headers: Mapping[str, str]) -> Iterator[Json]:
    for header, value in headers.items():
        has = {"name": header, "string_match": {"exact": value}}
        yield route | {
            "name": f"{route['name']}, {header}: {value}",
            "match": route["match"] | {"headers": [*route["match"].get("headers", ()), has]},
            "route": route["route"] | {"cluster": name},
        }


def _shared(action: Json, service: str, versions: Mapping[str, Version]) -> Json:
    shares = {name: round(v.percent * 100) for name, v in versions.items() if v.percent}
    if not shares:
        return action
    shares = {service: 10_000 - sum(shares.values())} | shares
    weighted = [{"name": name, "weight": weight} for name, weight in shares.items() if weight]
    left = {key: value for key, value in action.items() if key != "cluster"}
    return left | {"weighted_clusters": {"clusters": weighted}}


def _mirrored(method: Method, versions: Mapping[str, Version]) -> Json:
    """Copies of what has no effect: versions share their data, so that others would count twice."""
    policies = [
        {
            "cluster": name,
            "runtime_fraction": {"default_value": _fraction(version.mirror)},
            "trace_sampled": True,
        }
        for name, version in versions.items()
        if version.mirror and method.level == "NO_SIDE_EFFECTS" and not method.streams
    ]
    return {"request_mirror_policies": policies} if policies else {}


def _elsewhere(action: Json) -> Json:
    """A second try of a version's call goes to the current one, which is its second priority."""
    retry = action.get("retry_policy")
    if retry is None:
        return action
    priority = named(
        "envoy.retry_priorities.previous_priorities",
        f"extensions.{_PRIORITIES}",
        update_frequency=1,
    )
    return action | {"retry_policy": retry | {"retry_priority": priority}}


def _named_version(route: Json) -> Json:
    """Says which version answered."""
    header = {"key": "x-mesh-version", "value": "%UPSTREAM_METADATA(mercado:version)%"}
    added = {"header": header, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
    return route | {"response_headers_to_add": [*route.get("response_headers_to_add", ()), added]}


def _with_fault(route: Json, fault: Fault | None) -> Json:
    filters = route.get("typed_per_filter_config", {})
    if fault is None or FAULT_FILTER in filters:
        return route
    percentage = _fraction(fault.percent)
    config: dict[str, Any] = {}
    if fault.delay_ms:
        delay = f"{fault.delay_ms / 1000:g}s"
        config["delay"] = {"fixed_delay": delay, "percentage": percentage}
    if fault.abort:
        status = status_of_abort(ABORTS[fault.abort])
        config["abort"] = {"http_status": status, "percentage": percentage}
    return route | {"typed_per_filter_config": filters | {FAULT_FILTER: typed(_FAULT, **config)}}


def _fraction(percent: float) -> Json:
    return {"numerator": round(percent * _MILLION / 100), "denominator": "MILLION"}
