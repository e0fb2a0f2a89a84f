"""What bounds the mesh: a handler that does nothing, and an Envoy that does no more than it must.

The Envoy answers by itself, or passes gRPC on to the catalog through no filter.
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import uvloop

from mercado.catalog.v1 import catalog_service_pb2_grpc, product_pb2
from scripts.mesh.compiler.clusters import http2
from scripts.mesh.compiler.xds import named
from scripts.mesh.local.envoy import installed


class Empty(catalog_service_pb2_grpc.CatalogServiceServicer):
    """Answers at once, with nothing."""

    async def GetProduct(self, request: Any, context: Any) -> product_pb2.Product:  # noqa: ARG002, N802  (named by the contract)
        """Returns an empty product."""
        return product_pb2.Product()


def _empty() -> Any:
    # The other methods are left to the parent, which refuses them.
    kind: Any = Empty
    return kind()


async def serve(port: int) -> None:
    """Serves the empty handler."""
    server = grpc.aio.server()
    catalog_service_pb2_grpc.add_CatalogServiceServicer_to_server(_empty(), server)
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    await server.wait_for_termination()


@contextlib.asynccontextmanager
async def running(
    folder: Path, handler: int, envoy: int, catalog: str
) -> AsyncIterator[dict[str, list[int]]]:
    """Runs both on two ports, beside a catalog at a Unix socket; yields their pids."""
    configuration = folder / "envoy.json"
    configuration.write_text(json.dumps(_bootstrap(envoy, catalog)))
    commands = [
        [sys.executable, "-m", "scripts.mesh.benchmark.bare", str(handler)],
        [str(installed()), "-c", str(configuration), "--concurrency", "2", "-l", "off",
         "--disable-hot-restart"],
    ]  # fmt: skip
    processes = [await asyncio.create_subprocess_exec(*command) for command in commands]
    try:
        for port in (handler, envoy):
            await _listening(port)
        yield {"handler": [processes[0].pid], "envoy": [processes[1].pid]}
    finally:
        for process in processes:
            process.terminate()
            await process.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


def _bootstrap(port: int, catalog: str) -> dict[str, Any]:
    passed = {"match": {"prefix": "/mercado."}, "route": {"cluster": "catalog"}}
    answered = {"match": {"prefix": "/"}, "direct_response": {"status": 200}}
    router = named("envoy.filters.http.router", "extensions.filters.http.router.v3.Router")
    manager = named(
        "envoy.filters.network.http_connection_manager",
        "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        stat_prefix="bare",
        route_config={
            "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [passed, answered]}]
        },
        http_filters=[router],
    )
    listener = {
        "name": "bare",
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": port}},
        "filter_chains": [{"filters": [manager]}],
    }
    endpoint = {"endpoint": {"address": {"pipe": {"path": catalog}}}}
    members = {"cluster_name": "catalog", "endpoints": [{"lb_endpoints": [endpoint]}]}
    cluster = http2("catalog") | {"load_assignment": members}
    return {"static_resources": {"listeners": [listener], "clusters": [cluster]}}


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
