"""How services call each other: through the waypoint, by the terms of the contract."""

import asyncio
import os
import signal
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import grpc
import httpx
import pytest
import yaml
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from mercado.catalog.v1.catalog_service_pb2 import CreateProductRequest, GetProductRequest
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from tests.conftest import RunningMesh, eventually
from tests.operating import follow

PRODUCT = GetProductRequest(name="products/almond-cantuccini-bag")
WAYPOINT = "waypoint.mercado.mesh"


def _topology(text: str, *, calls: bool) -> str:
    """Two catalogs, which the accounts service calls or nobody does."""
    found: dict[str, Any] = yaml.safe_load(text)
    # The only other one that calls it.
    found["services"]["orders"]["calls"].remove("catalog")
    found["services"]["catalog"]["replicas"] = 2
    if calls:
        found["services"]["accounts"]["calls"] = ["catalog"]
    return yaml.safe_dump(found)


@pytest.fixture(scope="module", autouse=True)
async def plain(mesh: RunningMesh) -> AsyncIterator[str]:
    """The topology as it is otherwise; the mesh has another one for as long as these tests run."""
    before = mesh.topology.read_text()
    await follow(mesh, _topology(before, calls=True))
    yield before
    await follow(mesh, before)


@pytest.fixture
async def catalog(mesh: RunningMesh) -> AsyncIterator[CatalogServiceStub]:
    """The catalog, as another service reaches it."""
    async with mesh.calls_of("accounts") as channel:
        yield CatalogServiceStub(channel)


def _pids(mesh: RunningMesh) -> list[int]:
    return [mesh.process(name)["pid"] for name in ("catalog", "catalog-2")]


def _info(error: grpc.aio.AioRpcError) -> ErrorInfo:
    details = dict(error.trailing_metadata() or ())["grpc-status-details-bin"]
    status, info = Status.FromString(bytes(details)), ErrorInfo()
    assert status.code == error.code().value[0]
    status.details[0].Unpack(info)
    return info


async def _code(catalog: CatalogServiceStub) -> grpc.StatusCode:
    try:
        await catalog.GetProduct(PRODUCT, timeout=5)
    except grpc.aio.AioRpcError as error:
        return error.code()
    return grpc.StatusCode.OK


async def test_a_method_for_the_mesh_is_answered(catalog: CatalogServiceStub) -> None:
    assert (await catalog.GetProduct(PRODUCT, timeout=5)).name == PRODUCT.name


async def test_a_method_for_the_edge_only_is_not_implemented_inside(
    catalog: CatalogServiceStub,
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await catalog.CreateProduct(CreateProductRequest(), timeout=5)
    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED
    info = _info(refused.value)
    assert (info.reason, info.domain) == ("METHOD_NOT_FOUND", WAYPOINT)


@pytest.mark.parametrize(
    "path",
    [
        # Nobody calls that service.
        "/mercado.accounts.v1.AccountsService/GetJsonWebKeySet",
        "/mercado.catalog.v1.CatalogService/Nothing",
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        "/grpc.health.v1.Health/Check",
    ],
)
async def test_what_the_topology_and_the_contracts_do_not_name_cannot_be_called(
    mesh: RunningMesh, path: str
) -> None:
    async with mesh.calls_of("accounts") as channel:
        call: Any = channel.unary_unary(path)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call(b"", timeout=5)
    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_without_tls_there_is_nothing_but_the_waypoints_own_health(mesh: RunningMesh) -> None:
    async with httpx.AsyncClient(base_url=f"http://{mesh.waypoint}") as client:
        assert (await client.get("/healthz")).status_code == 200
        for path in ("/v1/products", "/mercado.catalog.v1.CatalogService/GetProduct", "/stats"):
            assert (await client.post(path)).status_code == 401


async def test_what_is_no_grpc_gets_nothing(mesh: RunningMesh) -> None:
    trusting = ssl.create_default_context(
        cafile=f"{mesh.identity('accounts')}/current/authorities.crt"
    )
    held = f"{mesh.identity('accounts')}/current/tls"
    trusting.load_cert_chain(f"{held}.crt", f"{held}.key")
    named = {"sni_hostname": WAYPOINT}
    async with httpx.AsyncClient(base_url=f"https://{mesh.waypoint}", verify=trusting) as client:
        for path in ("/v1/products", "/mercado.catalog.v1.CatalogService/GetProduct", "/stats"):
            assert (await client.post(path, extensions=named)).status_code == 404


async def test_a_killed_replica_costs_no_call_that_may_be_repeated(
    mesh: RunningMesh, catalog: CatalogServiceStub
) -> None:
    seen = Counter[grpc.StatusCode]()
    stop = asyncio.Event()

    async def calls() -> None:
        while not stop.is_set():
            seen[await _code(catalog)] += 1

    async def restarted() -> bool:
        return mesh.process("catalog")["restarts"] > before and seen.total() > 200

    before = mesh.process("catalog")["restarts"]
    calling = asyncio.gather(*(calls() for _ in range(8)))
    os.kill(_pids(mesh)[0], signal.SIGKILL)
    await eventually(restarted, what="the replica is started again")
    stop.set()
    await calling
    assert set(seen) == {grpc.StatusCode.OK}


async def test_a_caller_without_patience_of_its_own_waits_no_longer_than_the_contract_says(
    mesh: RunningMesh, catalog: CatalogServiceStub
) -> None:
    stopped = _pids(mesh)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            async with asyncio.timeout(20):
                await catalog.GetProduct(PRODUCT)
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    assert failed.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    info = _info(failed.value)
    assert (info.reason, info.domain) == ("DEADLINE_EXCEEDED", WAYPOINT)

    async def back() -> bool:
        return await _code(catalog) is grpc.StatusCode.OK

    await eventually(back, what="the catalog answers again")


async def test_who_calls_whom_can_be_changed_while_it_runs(
    mesh: RunningMesh, plain: str, catalog: CatalogServiceStub
) -> None:
    await follow(mesh, _topology(plain, calls=False))
    assert await _code(catalog) is grpc.StatusCode.UNIMPLEMENTED
    await follow(mesh, _topology(plain, calls=True))
    assert await _code(catalog) is grpc.StatusCode.OK
