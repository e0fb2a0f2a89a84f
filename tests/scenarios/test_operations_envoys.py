"""Envoy itself: another configuration, another process in its place, breakers, retries."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest

from mercado.catalog.v1.catalog_service_pb2 import GetProductRequest
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from scripts.mesh.compiler.topology import Proxy
from tests.conftest import RunningMesh, eventually
from tests.load import PRODUCT, everywhere
from tests.operating import changed_checkout, counted, hosts, operate, pids
from tests.scenarios.conftest import Configure


@pytest.fixture
async def catalog(mesh: RunningMesh) -> AsyncIterator[CatalogServiceStub]:
    """The catalog, as another service reaches it."""
    async with mesh.calls_of("orders") as channel:
        yield CatalogServiceStub(channel)


async def _outcome(call: Any) -> str:
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return str(error.code().name)
    return "ok"


@pytest.mark.parametrize(
    "proxy", [Proxy.GATEWAY, pytest.param(Proxy.WAYPOINT, marks=pytest.mark.long)]
)
async def test_no_call_is_lost_when_an_envoy_is_replaced(mesh: RunningMesh, proxy: Proxy) -> None:
    before = mesh.process(proxy)
    async with everywhere(mesh) as load:
        await operate(mesh, "restart", proxy)
        await load.until(200)
    after = mesh.process(proxy)
    assert load.failed == {}
    assert after["address"] == before["address"]
    assert after["pid"] != before["pid"]
    # The new one is supervised like the old one was.
    os.kill(after["pid"], signal.SIGKILL)

    async def back() -> bool:
        process = mesh.process(proxy)
        return bool(process["restarts"] == 1 and process["health"] == "ready")

    await eventually(back, 20, f"the {proxy} is back")


async def test_no_call_is_lost_when_the_configuration_changes(
    mesh: RunningMesh, configure: Configure
) -> None:
    async with everywhere(mesh) as load:
        for limit in (500, 600, 700):
            await configure(breaker={"max_requests": limit})
            await load.until(100)
    assert load.failed == {}


async def test_a_breaker_opens_at_its_limit_and_closes_again(
    mesh: RunningMesh, configure: Configure, catalog: CatalogServiceStub
) -> None:
    await configure(breaker={"max_requests": 4})
    request = GetProductRequest(name=PRODUCT)
    # A stopped process would not finish a handshake.
    assert await _outcome(catalog.GetProduct(request)) == "ok"
    pid = pids(mesh, "catalog")["catalog"]
    os.kill(pid, signal.SIGSTOP)
    try:
        held = [asyncio.ensure_future(_outcome(catalog.GetProduct(request))) for _ in range(4)]

        async def full() -> bool:
            return [h.active for h in (await hosts(mesh, "catalog", Proxy.WAYPOINT)).values()] == [
                4
            ]

        await eventually(full, 1.5, "four calls are under way")
        more = await asyncio.gather(*(_outcome(catalog.GetProduct(request)) for _ in range(6)))
        assert more == ["UNAVAILABLE"] * 6
        name = "cluster.catalog.circuit_breakers.default.rq_open"
        assert await counted(mesh, name, Proxy.WAYPOINT) == 1
    finally:
        os.kill(pid, signal.SIGCONT)
    assert await asyncio.gather(*held) == ["ok"] * 4
    assert await counted(mesh, name, Proxy.WAYPOINT) == 0
    assert await _outcome(catalog.GetProduct(request)) == "ok"


async def _counters(mesh: RunningMesh, proxy: Proxy) -> Counter[str]:
    names = ("upstream_rq_retry", "upstream_rq_retry_overflow", "upstream_rq_total")
    return Counter({n: await counted(mesh, f"cluster.catalog.{n}", proxy) for n in names})


@pytest.fixture
async def failing(mesh: RunningMesh, tmp_path: Path) -> AsyncIterator[None]:
    """A catalog that is healthy, and whose answer is always that it cannot answer."""
    fails = 'await asyncio.sleep(0.3)\n        await context.abort(grpc.StatusCode.UNAVAILABLE, "")'
    checkout = changed_checkout(
        tmp_path,
        {
            "import uuid\n": "import asyncio\nimport uuid\n",
            "product = await self._products.get(product_id)": fails,
            "draft = _draft(request.product, request.product_id or str(uuid.uuid4()))": fails,
        },
    )
    await operate(mesh, "canary", "catalog", "--version", "failing", "--from", checkout)
    await operate(mesh, "promote", "catalog")
    yield
    await operate(mesh, "rollback", "catalog")


@pytest.mark.long
@pytest.mark.usefixtures("failing")
async def test_retries_have_a_budget_and_what_may_not_be_repeated_has_none(
    mesh: RunningMesh,
    configure: Configure,
    catalog: CatalogServiceStub,
    staff: httpx.AsyncClient,
) -> None:
    await configure(breaker={"retry_percent": 10, "min_retries": 2})
    before = await _counters(mesh, Proxy.WAYPOINT)
    request = GetProductRequest(name=PRODUCT)
    seen = await asyncio.gather(*(_outcome(catalog.GetProduct(request)) for _ in range(40)))
    assert seen == ["UNAVAILABLE"] * 40
    spent = await _counters(mesh, Proxy.WAYPOINT) - before
    # A tenth of forty at a time, and each is tried twice more at most.
    assert 1 <= spent["upstream_rq_retry"] <= 8, spent
    assert spent["upstream_rq_total"] == 40 + spent["upstream_rq_retry"]
    assert spent["upstream_rq_retry_overflow"] >= 32

    before = await _counters(mesh, Proxy.GATEWAY)
    draft = {"displayName": "Never", "category": "pantry", "price": {"currencyCode": "EUR"}}
    answers = await asyncio.gather(*(staff.post("/v1/products", json=draft) for _ in range(20)))
    assert [answer.status_code for answer in answers] == [503] * 20
    assert await _counters(mesh, Proxy.GATEWAY) - before == {"upstream_rq_total": 20}
