"""The admin interface of an Envoy, on its Unix socket.

See https://www.envoyproxy.io/docs/envoy/v1.40.0/operations/admin.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_SECONDS: Final = 2


@dataclass(frozen=True, slots=True)
class Host:
    """A replica, as an Envoy sees it.

    Attributes:
        draining: whether it gets no new calls, as it was asked for.
        failing: whether it does not answer health checks.
        ejected: whether it is left alone for a while, because of its answers.
        active: calls under way.
        total, errors: calls so far.
    """

    draining: bool
    failing: bool
    ejected: bool
    active: int
    total: int
    errors: int

    @property
    def healthy(self) -> bool:
        """Whether it gets calls."""
        return not (self.draining or self.failing or self.ejected)


class Admin:
    """Asks one Envoy."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    async def text(self, path: str) -> str:
        """What is at a path; empty if Envoy does not answer."""
        # The address of a socket must be short, and this path is the shorter one as a rule.
        address = min(str(self._socket), os.path.relpath(self._socket), key=len)
        request = f"GET {path} HTTP/1.1\r\nhost: admin\r\nconnection: close\r\n\r\n"
        with contextlib.suppress(OSError, EOFError, ValueError, TimeoutError):
            async with asyncio.timeout(_SECONDS):
                reader, writer = await asyncio.open_unix_connection(address)
                try:
                    writer.write(request.encode())
                    head = await reader.readuntil(b"\r\n\r\n")
                    chunked = b"transfer-encoding: chunked" in head.lower()
                    body = await (_chunks(reader) if chunked else reader.read())
                finally:
                    writer.close()
            return body.decode(errors="replace")
        return ""

    async def data(self, path: str) -> Any:
        """The same of a path that has JSON; None if Envoy does not answer."""
        text = await self.text(path)
        return json.loads(text) if text else None

    async def hosts(self) -> Mapping[str, Mapping[str, Host]]:
        """Every cluster with its replicas, by their addresses."""
        found = await self.data("/clusters?format=json") or {}
        return {
            cluster["name"]: {
                _address(host): _host(host) for host in cluster.get("host_statuses", ())
            }
            for cluster in found.get("cluster_statuses", ())
        }

    async def versions(self) -> Mapping[str, str]:
        """What it has of each kind of resource, by the name of the counter that says so."""
        found = await self.data("/stats?type=TextReadouts&filter=version_text$&format=json") or {}
        return {stat["name"]: stat["value"] for stat in found.get("stats", ())}


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).strip() or b"0", 16):
        body += await reader.readexactly(size)
        await reader.readline()
    return body


def _address(host: Mapping[str, Any]) -> str:
    address = host["address"]
    if "pipe" in address:
        return str(address["pipe"]["path"])
    socket = address["socket_address"]
    return f"{socket['address']}:{socket['port_value']}"


def _host(host: Mapping[str, Any]) -> Host:
    status = host.get("health_status", {})
    stats = {stat["name"]: int(stat.get("value", 0)) for stat in host.get("stats", ())}
    return Host(
        draining=status.get("eds_health_status") == "DRAINING",
        failing=bool(status.get("failed_active_health_check") or status.get("pending_active_hc")),
        ejected=bool(status.get("failed_outlier_check")),
        active=stats.get("rq_active", 0),
        total=stats.get("rq_total", 0),
        errors=stats.get("rq_error", 0),
    )
