"""How a server lives: health, deadlines, faults, and an orderly end."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1 import product_pb2
from mercado.catalog.v1.catalog_service_pb2_grpc import (
    CatalogServiceStub,
    add_CatalogServiceServicer_to_server,
)
from services.catalog.servicer import CatalogServicer
from services.runtime import deadlines
from services.runtime.dial import MARGIN_SECONDS, dial
from services.runtime.serve import Service, serving
from services.runtime.settings import Settings
from tests.conftest import eventually

REQUEST = pb.GetProductRequest(name="products/cup")


class Fake(CatalogServicer):
    """Waits, fails or calls on, as a test wants it."""

    def __init__(self) -> None:
        self.entered = asyncio.Event()
        self.leave = asyncio.Event()
        self.left: float | None = None
        self.next: CatalogServiceStub | None = None
        self.fault: Exception | None = None

    async def GetProduct(self, request: pb.GetProductRequest, context: Any) -> product_pb2.Product:
        self.left = deadlines.remaining()
        self.entered.set()
        if self.fault is not None:
            raise self.fault
        if self.next is not None:
            return await self.next.GetProduct(request)
        await self.leave.wait()
        return product_pb2.Product(name=request.name)


@asynccontextmanager
async def served(fake: Fake, ready: Any = None) -> AsyncIterator[str]:
    async def always() -> bool:
        return True

    service = Service("test", [(add_CatalogServiceServicer_to_server, fake)], ready or always)
    settings = Settings(listen="127.0.0.1:0", plaintext=True, drain_seconds=0)
    async with serving(service, settings) as ports:
        yield f"127.0.0.1:{ports[0]}"


async def test_a_call_under_way_is_finished_and_a_new_one_refused() -> None:
    fake, stop = Fake(), asyncio.Event()
    address = asyncio.get_running_loop().create_future()

    async def server() -> None:
        async with served(fake) as at:
            address.set_result(at)
            await stop.wait()

    running = asyncio.create_task(server())
    async with grpc.aio.insecure_channel(await address) as channel:
        stub = CatalogServiceStub(channel)
        call = asyncio.ensure_future(stub.GetProduct(REQUEST))
        await fake.entered.wait()
        stop.set()

        async def refused() -> bool:
            async with grpc.aio.insecure_channel(await address) as other:
                try:
                    await CatalogServiceStub(other).GetProduct(REQUEST, timeout=0.2)
                except grpc.aio.AioRpcError as error:
                    return error.code() is grpc.StatusCode.UNAVAILABLE
            return False

        await eventually(refused, 5, "new calls are refused")
        assert not running.done()
        fake.leave.set()
        assert (await call).name == REQUEST.name
        await running


async def test_health_follows_what_the_service_needs() -> None:
    there = True

    async def ready() -> bool:
        return there

    async with served(Fake(), ready) as address, grpc.aio.insecure_channel(address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)

        def becomes(state: Any) -> Any:
            async def asked() -> bool:
                name = "mercado.catalog.v1.CatalogService"
                answer = await stub.Check(health_pb2.HealthCheckRequest(service=name))
                return bool(answer.status == state)

            return asked

        states = health_pb2.HealthCheckResponse
        await eventually(becomes(states.SERVING), 5)
        there = False
        await eventually(becomes(states.NOT_SERVING), 5)
        there = True
        await eventually(becomes(states.SERVING), 5)


async def test_the_contracts_deadline_holds_for_a_client_that_sets_none() -> None:
    fake = Fake()
    async with served(fake) as address, grpc.aio.insecure_channel(address) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as late:
            await CatalogServiceStub(channel).GetProduct(REQUEST)
    assert late.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert late.value.details() == "the method's deadline of 2 s passed"


async def test_what_is_left_of_a_deadline_is_passed_on_less_a_margin() -> None:
    first, second = Fake(), Fake()
    second.leave.set()
    async with served(second) as behind, dial(behind) as onwards, served(first) as front:
        first.next = CatalogServiceStub(onwards)
        async with grpc.aio.insecure_channel(front) as channel:
            await CatalogServiceStub(channel).GetProduct(REQUEST, timeout=1)
    assert first.left is not None
    assert second.left is not None
    # On its way a deadline is rounded to milliseconds.
    assert 0 < second.left < first.left - MARGIN_SECONDS / 2


async def test_a_fault_says_nothing_of_itself_and_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fake = Fake()
    fake.fault = ValueError("a secret")
    async with served(fake) as address, grpc.aio.insecure_channel(address) as channel:
        with caplog.at_level(logging.ERROR), pytest.raises(grpc.aio.AioRpcError) as failed:
            await CatalogServiceStub(channel).GetProduct(REQUEST)
    assert failed.value.code() is grpc.StatusCode.INTERNAL
    assert "secret" not in f"{failed.value.details()}{failed.value.trailing_metadata()}"
    assert "a secret" in caplog.text
