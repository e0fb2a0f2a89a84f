"""The catalog while its database comes and goes, and what a server tells of itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from services.catalog.app import app
from services.catalog.settings import Settings
from services.runtime.serve import serving
from tests.component.calls import DatabaseServer, created, draft, outcome, refused
from tests.conftest import eventually

STATES = health_pb2.HealthCheckResponse
SERVICE = "mercado.catalog.v1.CatalogService"


async def _health(channel: grpc.aio.Channel, service: str = SERVICE) -> str:
    answer = await health_pb2_grpc.HealthStub(channel).Check(
        health_pb2.HealthCheckRequest(service=service)
    )
    return STATES.ServingStatus.Name(answer.status)


async def _becomes(channel: grpc.aio.Channel, state: str) -> None:
    async def it_is() -> bool:
        return await _health(channel) == state

    await eventually(it_is, 20, f"health {state}")


@pytest.fixture
async def outage(database: DatabaseServer) -> AsyncIterator[None]:
    """The database is stopped; started again at the end if the test did not."""
    await database.stop()
    yield
    if not database.running:
        await database.start()


async def test_a_catalog_without_its_database_says_so_and_comes_back_by_itself(
    server: grpc.aio.Channel, catalog: CatalogServiceStub, database: DatabaseServer
) -> None:
    product = await created(catalog)
    request = pb.GetProductRequest(name=product.name)
    assert await _health(server) == await _health(server, "") == "SERVING"
    await database.stop()
    try:
        await _becomes(server, "NOT_SERVING")
        assert await _health(server, "") == "NOT_SERVING"
        for call in (
            catalog.GetProduct(request),
            catalog.ListProducts(pb.ListProductsRequest()),
            catalog.SearchProducts(pb.SearchProductsRequest(query="cup")),
            catalog.CreateProduct(pb.CreateProductRequest(product=draft())),
            catalog.DeleteProduct(pb.DeleteProductRequest(name=product.name)),
        ):
            refusal = await refused(call)
            assert refusal.code is grpc.StatusCode.UNAVAILABLE
            assert refusal.reason == "DATABASE_UNAVAILABLE"
            retry = refusal.detail(error_details_pb2.RetryInfo)
            assert retry is not None
            assert retry.retry_delay.ToNanoseconds() > 0
    finally:
        await database.start()
    await _becomes(server, "SERVING")
    assert await catalog.GetProduct(request) == product


async def test_a_catalog_that_is_up_before_its_database_waits_for_it(
    settings: Settings, database: DatabaseServer, outage: None, caplog: pytest.LogCaptureFixture
) -> None:
    async with AsyncExitStack() as stack:
        starting = asyncio.ensure_future(stack.enter_async_context(app(settings)))

        async def waits() -> bool:
            return "waiting for the database" in caplog.text

        await eventually(waits, 10, "a word in the log")
        assert not starting.done()
        await database.start()
        service = await starting
        assert await service.ready()


async def test_connections_that_are_cut_do_no_lasting_harm(
    catalog: CatalogServiceStub, database: DatabaseServer
) -> None:
    product = await created(catalog)
    request = pb.GetProductRequest(name=product.name)
    await asyncio.gather(*(catalog.GetProduct(request) for _ in range(20)))
    await database.kill_connections("catalog")

    async def answered() -> bool:
        return await outcome(catalog.GetProduct(request)) == product

    await eventually(answered, 10, "an answer")


async def test_a_server_says_that_it_stops_before_it_refuses_calls(settings: Settings) -> None:
    slowly = replace(settings, drain_seconds=3)
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(app(settings))
        (port,) = await stack.enter_async_context(serving(service, slowly))
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            await _becomes(channel, "SERVING")
            stopping = asyncio.ensure_future(stack.aclose())
            await _becomes(channel, "NOT_SERVING")
            await CatalogServiceStub(channel).ListProducts(pb.ListProductsRequest(page_size=1))
            assert not stopping.done()
            await stopping


async def _reflected(
    channel: grpc.aio.Channel, request: reflection_pb2.ServerReflectionRequest
) -> reflection_pb2.ServerReflectionResponse:
    call = reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(iter([request]))
    async for answer in call:
        found: reflection_pb2.ServerReflectionResponse = answer
        return found
    pytest.fail("no answer")


async def test_reflection_lists_what_the_server_offers(server: grpc.aio.Channel) -> None:
    answer = await _reflected(server, reflection_pb2.ServerReflectionRequest(list_services="*"))
    assert {service.name for service in answer.list_services_response.service} == {
        SERVICE, "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection",
    }  # fmt: skip


@pytest.mark.parametrize("symbol", [SERVICE, f"{SERVICE}.GetProduct", "mercado.catalog.v1.Product"])
async def test_reflection_knows_services_methods_and_messages(
    server: grpc.aio.Channel, symbol: str
) -> None:
    answer = await _reflected(
        server, reflection_pb2.ServerReflectionRequest(file_containing_symbol=symbol)
    )
    assert answer.file_descriptor_response.file_descriptor_proto


async def test_reflection_refuses_what_it_does_not_know(server: grpc.aio.Channel) -> None:
    answer = await _reflected(
        server, reflection_pb2.ServerReflectionRequest(file_containing_symbol="mercado.No.Such")
    )
    assert answer.error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0]


async def test_a_port_that_is_taken_is_an_error_that_names_it(settings: Settings) -> None:
    async with app(settings) as service, serving(service, settings) as (port,):
        taken = replace(settings, listen=f"127.0.0.1:{port}")
        with pytest.raises(OSError, match=str(port)):
            async with serving(service, taken):
                pytest.fail("served on a port that is taken")
