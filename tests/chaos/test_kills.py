"""What a client sees, and what is lost, when a process dies or hangs."""

import contextlib
import os
import signal
from collections import Counter
from typing import Any

import grpc
import httpx
import pytest

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from tests.conftest import RunningMesh, eventually

PATH = "/v1/products?page_size=1"
UNAVAILABLE = {
    "code": 14,
    "message": "the service cannot be reached",
    "details": [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "SERVICE_UNAVAILABLE",
            "domain": "gateway.mercado.mesh",
        },
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1s"},
    ],
}


async def _outcome(client: httpx.AsyncClient) -> str:
    """One request's outcome; a client that has to wait for more than 5 s fails the test."""
    try:
        answer = await client.get(PATH)
    except (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError):
        return "connection"
    if answer.status_code == 200:
        return "ok"
    assert answer.status_code == 503, answer.text
    assert answer.json()["code"] == 14
    return "unavailable"


@pytest.mark.parametrize(
    "name", ["accounts", "catalog", "inventory", "gateway", "postgres", "waypoint"]
)
async def test_a_killed_process_is_back_and_nothing_is_lost(
    mesh: RunningMesh, staff_token: str, name: str
) -> None:
    draft = {"displayName": f"Kept {name}", "category": "pantry", "price": {"currencyCode": "EUR"}}
    headers = {"authorization": f"Bearer {staff_token}"}
    async with httpx.AsyncClient(base_url=mesh.url, timeout=5, headers=headers) as client:
        created = dict[str, Any]()

        async def made() -> bool:
            """A service may still be hearing of what died before."""
            answer = await client.post("/v1/products", json=draft)
            created.clear()
            created.update(answer.json())
            return answer.status_code == httpx.codes.OK

        await eventually(made, 20, "a product is made")
        restarts = mesh.process(name)["restarts"]
        os.kill(mesh.process(name)["pid"], signal.SIGKILL)

        seen = Counter[str]()

        async def back() -> bool:
            seen[await _outcome(client)] += 1
            return mesh.process(name)["restarts"] > restarts and await _outcome(client) == "ok"

        await eventually(back, 20, f"{name} is back")

        async def kept() -> bool:
            # A service that finds its connections dead says that it is away, if only for a moment.
            return bool((await client.get(f"/v1/{created['name']}")).json() == created)

        await eventually(kept, 20, "what was written is there")
    # Only the gateway's own death may be seen as a lost connection.
    assert name == "gateway" or seen["connection"] == 0, seen


async def test_a_killed_service_is_unavailable_in_the_protocol_of_the_client(
    mesh: RunningMesh,
) -> None:
    stopped = mesh.process("catalog")["pid"]
    async with (
        httpx.AsyncClient(base_url=mesh.url, timeout=5) as client,
        grpc.aio.insecure_channel(mesh.gateway) as channel,
    ):
        answers, codes = list[httpx.Response](), list[grpc.StatusCode]()
        stub = CatalogServiceStub(channel)

        async def refused() -> bool:
            answer = await client.get(PATH)
            try:
                await stub.ListProducts(pb.ListProductsRequest(page_size=1), timeout=5)
            except grpc.aio.AioRpcError as error:
                codes.append(error.code())
            if answer.status_code != 200:
                answers.append(answer)
            return bool(answers and codes)

        os.kill(stopped, signal.SIGKILL)
        await eventually(refused, 5, "the gateway says that the service is gone")
        assert answers[0].status_code == 503
        assert answers[0].headers["content-type"] == "application/json"
        assert answers[0].json() == UNAVAILABLE
        assert set(codes) == {grpc.StatusCode.UNAVAILABLE}

        async def back() -> bool:
            return await _outcome(client) == "ok"

        await eventually(back, 10, "the catalog is back")


async def test_a_service_that_hangs_costs_its_deadline_and_no_more(mesh: RunningMesh) -> None:
    pid = mesh.process("catalog")["pid"]
    async with httpx.AsyncClient(base_url=mesh.url, timeout=10) as client:
        name = (await client.get(PATH)).json()["products"][0]["name"]
        os.kill(pid, signal.SIGSTOP)
        try:
            answer = await client.get(f"/v1/{name}")
        finally:
            os.kill(pid, signal.SIGCONT)
        # Its health check may notice first: then it is not asked at all.
        assert (answer.status_code, answer.json()["code"]) in {(504, 4), (503, 14)}
        assert answer.headers["content-type"] == "application/json"

        async def back() -> bool:
            return await _outcome(client) == "ok"

        await eventually(back, 10, "the catalog is back")


async def test_a_database_that_is_gone_is_unavailable_with_a_time_to_wait(
    mesh: RunningMesh,
) -> None:
    pid = mesh.process("postgres")["pid"]
    async with grpc.aio.insecure_channel(mesh.catalog) as channel:
        stub = CatalogServiceStub(channel)
        seen = list[grpc.aio.AioRpcError]()

        async def refused() -> bool:
            try:
                await stub.ListProducts(pb.ListProductsRequest(page_size=1), timeout=5)
            except grpc.aio.AioRpcError as error:
                seen.append(error)
            return bool(seen)

        os.kill(pid, signal.SIGKILL)
        await eventually(refused, 5, "the catalog notices")
        assert seen[0].code() is grpc.StatusCode.UNAVAILABLE
        assert "google.rpc.RetryInfo" in str(seen[0].trailing_metadata())

        async def back() -> bool:
            try:
                await stub.ListProducts(pb.ListProductsRequest(page_size=1), timeout=5)
            except grpc.aio.AioRpcError:
                return False
            return True

        await eventually(back, 10, "the database is back")


async def test_a_token_that_cannot_be_verified_yet_is_a_matter_of_time_not_of_the_token(
    mesh: RunningMesh, staff_token: str
) -> None:
    headers = {"authorization": f"Bearer {staff_token}"}
    metadata = tuple(headers.items())
    accounts = mesh.process("accounts")["pid"]
    os.kill(accounts, signal.SIGSTOP)
    try:
        os.kill(mesh.process("gateway")["pid"], signal.SIGKILL)
        async with (
            httpx.AsyncClient(base_url=mesh.url, timeout=5, headers=headers) as client,
            grpc.aio.insecure_channel(mesh.gateway) as channel,
        ):
            answers = list[httpx.Response]()

            async def answered() -> bool:
                with contextlib.suppress(httpx.TransportError):
                    answers.append(await client.get(PATH))
                return bool(answers)

            await eventually(answered, 10, "the gateway is back")
            assert answers[0].status_code == 503, answers[0].text
            assert answers[0].json() == UNAVAILABLE
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await CatalogServiceStub(channel).ListProducts(
                    pb.ListProductsRequest(page_size=1),
                    metadata=metadata,
                    timeout=5,
                    wait_for_ready=True,
                )
            assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
    finally:
        os.kill(accounts, signal.SIGCONT)
    async with httpx.AsyncClient(base_url=mesh.url, timeout=5, headers=headers) as client:

        async def back() -> bool:
            return await _outcome(client) == "ok"

        await eventually(back, 20, "tokens are verified again")
