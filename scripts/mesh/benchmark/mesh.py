"""`scripts/bench mesh`: what a hop through the waypoint costs, and what another replica brings."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Final

import grpc
import msgspec
import typer
import uvloop

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from scripts.mesh import screen
from scripts.mesh.benchmark import bare, tables
from scripts.mesh.benchmark.direct import direct
from scripts.mesh.benchmark.load import Measured, Request, measured, running
from scripts.mesh.compiler.operations import Operations
from scripts.mesh.local.operating import Operating
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.state import ROOT, State
from services.runtime.dial import dial

_CATALOG: Final = "catalog"
# Who may call it, by the topology.
_CALLER: Final = "orders"


def main(
    state: Annotated[Path, typer.Option(help="The running mesh.")] = ROOT / ".mesh",
    seconds: Annotated[float, typer.Option(min=0.5, max=60, help="For each row.")] = 3,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Calls under way.")] = 16,
) -> None:
    """Measure calls between services in the running mesh."""
    uvloop.run(_measure(running(state), seconds, workers))


async def _measure(state: State, seconds: float, workers: int) -> None:
    rows = dict[str, Measured]()

    async def measure(
        name: str, request: Request, also: dict[str, list[int]] | None = None
    ) -> None:
        watched = _pids(state) | (also or {})
        for count in (1, workers):
            row = f"{name}, {count} at a time"
            rows[row] = await measured(request, watched, workers=count, seconds=seconds)

    status = state.status()
    handler_port, envoy_port = free_ports(2)
    socket = state.socket(_CATALOG, Path.cwd())
    with tempfile.TemporaryDirectory() as folder:
        async with (
            grpc.aio.insecure_channel(f"unix:{socket}") as plain,
            direct(state, status["services"][_CATALOG][0]) as encrypted,
            bare.running(Path(folder), handler_port, envoy_port, socket) as bare_pids,
            grpc.aio.insecure_channel(f"127.0.0.1:{envoy_port}") as proxied,
            dial(status["waypoint"], str(state.identities / _CALLER)) as waypoint,
        ):
            through = _product(waypoint)
            await measure("to the replica itself, without TLS", _product(plain))
            await measure("to the replica itself", _product(encrypted))
            proxy = {"proxy": bare_pids["envoy"]}
            await measure("through a bare proxy, without TLS", _product(proxied), proxy)
            await measure("through the waypoint", through)
            async with _replicas(state, 2):
                await measure("through the waypoint, two replicas", through)
    screen.console().print(tables.compared("get one product", "the first", rows))


def _product(channel: grpc.aio.Channel) -> Request:
    """Asks for a product there."""
    method = CatalogServiceStub(channel).BatchGetProducts
    request = pb.BatchGetProductsRequest(names=["products/almond-cantuccini-bag"])
    return lambda: method(request)


@contextlib.asynccontextmanager
async def _replicas(state: State, count: int) -> AsyncIterator[None]:
    """As many replicas of the catalog, and then as many as before."""
    operating = Operating(state)
    before = operating.read().of(_CATALOG).replicas

    async def scale(replicas: int | None) -> None:
        def edit(now: Operations) -> Operations:
            changed = msgspec.structs.replace(now.of(_CATALOG), replicas=replicas)
            return msgspec.structs.replace(now, services={**now.services, _CATALOG: changed})

        since = time.time_ns()
        operating.change(edit)
        outcome = await asyncio.to_thread(operating.wait, since, lambda _: None)
        if outcome.problems:
            raise SystemExit("\n".join(outcome.problems))

    await scale(count)
    try:
        yield
    finally:
        await scale(before)


def _pids(state: State) -> dict[str, list[int]]:
    """The processes that such a call may meet."""
    found = dict[str, list[int]]()
    for process in state.status()["processes"]:
        name = process.get("service", process["name"])
        if name in (_CATALOG, "waypoint", "postgres"):
            found.setdefault(name, []).append(process["pid"])
    return found


if __name__ == "__main__":
    typer.run(main)
