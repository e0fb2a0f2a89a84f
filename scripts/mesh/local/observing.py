"""What both Envoys see of the replicas: how each is, how much it does, and how fast."""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from scripts.mesh.compiler.topology import Proxy
from scripts.mesh.local.admin import Admin, Host
from scripts.mesh.local.state import State

_SOCKET: Final = "admin.sock"
_P99: Final = 99
_TIMES: Final = r"^cluster\.([^.]+)\.upstream_rq_time$"
_EJECTIONS: Final = r"^cluster\.([^.]+)\.outlier_detection\.ejections_enforced_total$"

Hosts = Mapping[str, Mapping[str, Host]]


@dataclass(frozen=True, slots=True)
class Sample:
    """What one Envoy said at one time.

    Attributes:
        hosts: the replicas of each cluster, by their addresses.
        p99: milliseconds, of each cluster; over the last seconds, or ever if there was nothing.
        ejections: so far, of each cluster.
    """

    time: float
    hosts: Hosts
    p99: Mapping[str, float]
    ejections: Mapping[str, int]


class Observer:
    """Looks again and again; rates are since the last time.

    Args:
        state: of the mesh.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._admin = {proxy: Admin(state.envoy(proxy) / _SOCKET) for proxy in Proxy}
        self._last: dict[Proxy, Sample] = {}

    async def look(self) -> dict[str, Any]:
        """What was published, with what Envoys see of each replica (`seen`)."""
        samples = dict(zip(Proxy, await asyncio.gather(*map(self._sample, Proxy)), strict=True))
        before, self._last = self._last, samples
        status = self._state.status()
        for process in status.get("processes", ()):
            if "cluster" in process:
                process["seen"] = {
                    proxy: _seen(process, before.get(proxy), sample)
                    for proxy, sample in samples.items()
                    if process["cluster"] in sample.hosts
                }
        return status

    async def _sample(self, proxy: Proxy) -> Sample:
        admin = self._admin[proxy]
        hosts, times, ejections = await asyncio.gather(
            admin.hosts(),
            admin.data(f"/stats?format=json&filter={_TIMES}"),
            admin.data(f"/stats?format=json&filter={_EJECTIONS}"),
        )
        counted = {
            found[1]: int(stat["value"])
            for stat in (ejections or {}).get("stats", ())
            if (found := re.match(_EJECTIONS, stat.get("name", "")))
        }
        return Sample(time.monotonic(), hosts, _p99(times or {}), counted)


def _seen(process: Mapping[str, Any], before: Sample | None, now: Sample) -> dict[str, Any]:
    cluster, address = process["cluster"], process["address"]
    host = now.hosts[cluster].get(address)
    if host is None:
        return {"health": "unknown"}
    seen: dict[str, Any] = {
        "health": _health(host),
        "active": host.active,
        "total": host.total,
        "errors": host.errors,
        "ejections": now.ejections.get(cluster, 0),
        "p99_ms": now.p99.get(cluster),
    }
    last = before.hosts.get(cluster, {}).get(address) if before else None
    if before and last:
        elapsed = now.time - before.time
        seen["rps"] = round(max(0, host.total - last.total) / elapsed, 1)
    return seen


def _health(host: Host) -> str:
    if host.draining:
        return "draining"
    if host.ejected:
        return "ejected"
    return "failing" if host.failing else "healthy"


def _p99(stats: Mapping[str, Any]) -> dict[str, float]:
    for stat in stats.get("stats", ()):
        if "histograms" in stat:
            histograms = stat["histograms"]
            which = histograms["supported_quantiles"].index(_P99)
            found = {
                re.sub(_TIMES, r"\1", each["name"]): each["values"][which]
                for each in histograms["computed_quantiles"]
            }
            p99 = {
                cluster: value["interval"] if value["interval"] is not None else value["cumulative"]
                for cluster, value in found.items()
            }
            return {cluster: round(value, 1) for cluster, value in p99.items() if value is not None}
    return {}
