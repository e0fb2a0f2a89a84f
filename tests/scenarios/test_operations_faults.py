"""Faults that an operator lets in: who calls gets them in a form it knows, and nobody else does."""

from collections.abc import AsyncIterator
from typing import Any

import grpc
import httpx
import pytest
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from mercado.catalog.v1.catalog_service_pb2 import GetProductRequest, ListProductsRequest
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.payments.v1.payments_service_pb2 import GetPaymentRequest
from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from scripts.mesh.compiler.topology import Proxy
from tests.conftest import RunningMesh
from tests.load import PRODUCT, fetching, getting, repeated
from tests.operating import hosts, operate

INJECTED = "an operator lets some of these calls fail"


@pytest.fixture(autouse=True)
async def no_faults(mesh: RunningMesh) -> AsyncIterator[None]:
    yield
    for service in ("catalog", "payments"):
        await operate(mesh, "fault", service, "--clear")


@pytest.fixture
async def client(mesh: RunningMesh) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=mesh.url, timeout=10) as opened:
        yield opened


async def test_an_abort_has_the_form_of_every_failure(
    mesh: RunningMesh, client: httpx.AsyncClient
) -> None:
    await operate(mesh, "fault", "catalog/GetProduct", "--abort", "ABORTED")
    answer = await client.get(f"/v1/{PRODUCT}")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "code": 10,
        "message": INJECTED,
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "FAULT_INJECTED",
                "domain": "gateway.mercado.mesh",
            }
        ],
    }
    edge = grpc.aio.insecure_channel(mesh.gateway)
    for opened, domain in ((edge, "gateway"), (mesh.calls_of("orders"), "waypoint")):
        async with opened as channel:
            stub = CatalogServiceStub(channel)
            with pytest.raises(grpc.aio.AioRpcError) as failed:
                await stub.GetProduct(GetProductRequest(name=PRODUCT), timeout=5)
            assert failed.value.code() is grpc.StatusCode.ABORTED
            assert failed.value.details() == INJECTED
            trailers: dict[str, Any] = dict(failed.value.trailing_metadata() or ())
            status, info = Status.FromString(trailers["grpc-status-details-bin"]), ErrorInfo()
            status.details[0].Unpack(info)
            assert (info.reason, info.domain) == ("FAULT_INJECTED", f"{domain}.mercado.mesh")
            # Other methods are as they were.
            await stub.ListProducts(ListProductsRequest(page_size=1), timeout=5)


async def test_a_fault_of_one_service_leaves_the_others_alone(
    mesh: RunningMesh, client: httpx.AsyncClient
) -> None:
    await operate(mesh, "fault", "payments", "--abort", "UNAVAILABLE")
    before = await hosts(mesh, "payments", Proxy.WAYPOINT)
    async with mesh.calls_of("orders") as channel:
        with pytest.raises(grpc.aio.AioRpcError, match=INJECTED):
            await PaymentsServiceStub(channel).GetPayment(GetPaymentRequest(), timeout=5)
        assert await repeated(getting(channel), 100) == {"ok": 100}
    assert await repeated(fetching(client), 100) == {"ok": 100}
    # It was never asked: the fault is Envoy's.
    after = await hosts(mesh, "payments", Proxy.WAYPOINT)
    assert [host.total for host in after.values()] == [host.total for host in before.values()]


async def test_a_fault_meets_as_many_calls_as_it_should(mesh: RunningMesh) -> None:
    await operate(mesh, "fault", "catalog", "--abort", "INTERNAL", "--percent", "20")
    async with grpc.aio.insecure_channel(mesh.gateway) as channel:
        seen = await repeated(getting(channel), 1000)
    assert set(seen) == {"ok", f"INTERNAL: {INJECTED}"}
    # 200, and five times the deviation of 12.6.
    assert 137 < seen[f"INTERNAL: {INJECTED}"] < 263


async def test_a_delay_counts_towards_the_deadline(
    mesh: RunningMesh, client: httpx.AsyncClient
) -> None:
    await operate(mesh, "fault", "catalog/GetProduct", "--delay", "10s")
    before = {p: await hosts(mesh, "catalog", p) for p in Proxy}
    answer = await client.get(f"/v1/{PRODUCT}")
    # The contract gives it two seconds.
    assert (answer.status_code, answer.json()["code"]) == (504, 4)
    after = {p: await hosts(mesh, "catalog", p) for p in Proxy}
    assert [h.total for v in after.values() for h in v.values()] == [
        h.total for v in before.values() for h in v.values()
    ]


async def test_a_cleared_fault_is_gone(mesh: RunningMesh, client: httpx.AsyncClient) -> None:
    await operate(mesh, "fault", "catalog", "--abort", "UNAVAILABLE")
    assert (await client.get(f"/v1/{PRODUCT}")).status_code == 503
    assert (await operate(mesh, "fault", "catalog", "--clear"))["changed"]
    assert await repeated(fetching(client), 50) == {"ok": 50}
    assert not (await operate(mesh, "fault", "catalog", "--clear"))["changed"]
