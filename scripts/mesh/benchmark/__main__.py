"""The `scripts/bench` command."""

import tempfile
from pathlib import Path
from typing import Annotated

import grpc
import typer
import uvloop

from mercado.accounts.v1.accounts_service_pb2 import SignInRequest
from mercado.accounts.v1.accounts_service_pb2_grpc import AccountsServiceStub
from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from scripts.mesh import screen
from scripts.mesh.benchmark import bare, events, tables
from scripts.mesh.benchmark.direct import direct
from scripts.mesh.benchmark.http import Connections
from scripts.mesh.benchmark.load import Request, measured, running
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.state import ROOT, State


def main(
    state: Annotated[Path, typer.Option(help="The running mesh.")] = ROOT / ".mesh",
    seconds: Annotated[float, typer.Option(min=0.5, max=60, help="For each of them.")] = 3,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Requests under way.")] = 16,
) -> None:
    """Measure the running mesh, beside an empty handler and a bare Envoy in the same run."""
    kept = running(state)
    password = kept.service_secret("accounts", "administrator_password").read_text()
    uvloop.run(_measure(kept, password, seconds, workers))
    screen.console().print("", events.measure())


async def _measure(state: State, password: str, seconds: float, workers: int) -> None:
    status = state.status()
    pids = {process["name"]: [process["pid"]] for process in status["processes"]}
    gateway = status["gateway"].removeprefix("http://")
    socket = state.socket("catalog", Path.cwd())
    handler_port, envoy_port = free_ports(2)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            bare.running(Path(folder), handler_port, envoy_port, socket) as bare_pids,
            grpc.aio.insecure_channel(gateway) as through,
            direct(state, status["services"]["catalog"][0]) as encrypted,
            grpc.aio.insecure_channel(f"unix:{socket}") as plain,
            grpc.aio.insecure_channel(f"127.0.0.1:{envoy_port}") as proxied,
            grpc.aio.insecure_channel(f"127.0.0.1:{handler_port}") as empty,
            Connections(int(gateway.rpartition(":")[2]), workers) as rest,
            Connections(envoy_port, workers) as alone,
        ):
            product = (
                await CatalogServiceStub(encrypted).ListProducts(pb.ListProductsRequest())
            ).products[0]
            token = await _token(through, password)
            rows = {
                "empty handler, gRPC": (_get(empty, product.name), bare_pids),
                "bare Envoy, HTTP/1.1": (lambda: alone.get("/"), bare_pids),
                "get one, gRPC to the service": (_get(encrypted, product.name), pids),
                "the same, by its Unix socket, without TLS": (_get(plain, product.name), pids),
                "get one, gRPC through a bare proxy": (
                    _get(proxied, product.name),
                    {"proxy": bare_pids["envoy"], "catalog": pids["catalog"]},
                ),
                "get one, gRPC through the gateway": (_get(through, product.name), pids),
                "the same, signed in": (_get(through, product.name, token), pids),
                "get one, REST": (lambda: rest.get(f"/v1/{product.name}"), pids),
                "list 20, gRPC to the service": (_list(encrypted), pids),
                "list 20, gRPC through the gateway": (_list(through), pids),
                "list 20, REST": (lambda: rest.get("/v1/products?page_size=20"), pids),
            }
            found = {
                name: await measured(request, watched, workers=workers, seconds=seconds)
                for name, (request, watched) in rows.items()
            }
    screen.console().print(tables.compared("request", "empty", found))


async def _token(gateway: grpc.aio.Channel, password: str) -> str:
    request = SignInRequest(email="administrator@mercado.mesh", password=password)
    return (await AccountsServiceStub(gateway).SignIn(request)).access_token


def _get(channel: grpc.aio.Channel, name: str, token: str = "") -> Request:
    method, request = CatalogServiceStub(channel).GetProduct, pb.GetProductRequest(name=name)
    metadata = (("authorization", f"Bearer {token}"),) if token else ()
    return lambda: method(request, metadata=metadata)


def _list(channel: grpc.aio.Channel) -> Request:
    method, request = CatalogServiceStub(channel).ListProducts, pb.ListProductsRequest(page_size=20)
    return lambda: method(request)


if __name__ == "__main__":
    typer.run(main)
