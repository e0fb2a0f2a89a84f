"""Shipping that dies at the worst moments: each parcel still moves once, and is told of once."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2_grpc

from mercado.shipping.v1.shipping_service_pb2_grpc import ShippingServiceStub
from scripts.mesh.local.nats import Nats
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.processes import Command, Supervised
from services.runtime import probe
from services.runtime.events import broker
from tests.component.calls import DatabaseServer, unique
from tests.component.shipping import Orders, expected, nats_server, order, told
from tests.conftest import eventually

# Each test starts processes, and kills them.
pytestmark = pytest.mark.long

POINTS = (
    "consumer.handled",
    "consumer.committed",
    "shipping.carrier.answered",
    "shipping.move.committed",
    "relay.published",
)


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[Nats]:
    async with nats_server(tmp_path / "nats") as server:
        yield server


@pytest.fixture
async def shipping(
    database: DatabaseServer, nats: Nats, tmp_path: Path
) -> AsyncIterator[tuple[Supervised, ShippingServiceStub]]:
    """A process, which is started again whenever it dies."""
    (tmp_path / "points").mkdir()
    address = f"127.0.0.1:{free_ports(1)[0]}"
    health = health_pb2_grpc.HealthStub(grpc.aio.insecure_channel(address))
    command = Command(
        name="shipping",
        arguments=[sys.executable, "-m", "services.shipping"],
        log=tmp_path / "shipping.log",
        ready=lambda: probe.serving(health),
        address=address,
        environment={
            "LISTEN": address,
            "PLAINTEXT": "true",
            "DATABASE_URL": await database.make(unique("shipping")),
            "PAGE_TOKEN_KEY": "the key of the tests",
            "NATS_URL": nats.url("shipping"),
            "CARRIER_STEP_SECONDS": "0.1",
            "LEASE_SECONDS": "1",
            "DRAIN_SECONDS": "0",
            "CRASH_POINTS": str(tmp_path / "points"),
        },
    )
    process = Supervised(command, lambda: None)
    try:
        await process.first_ready(30)
        async with grpc.aio.insecure_channel(address) as channel:
            yield process, ShippingServiceStub(channel)
    finally:
        await process.stop()


async def test_whenever_it_dies_each_parcel_moves_once_and_is_told_of_once(
    shipping: tuple[Supervised, ShippingServiceStub], nats: Nats, tmp_path: Path
) -> None:
    process, stub = shipping
    for point in POINTS:
        (tmp_path / "points" / point).touch()
    ordered = [order() for _ in range(5)]
    async with (
        broker.connect(nats.url("orders"), "orders") as connection,
        broker.connect(nats.url("operator"), "operator") as operator,
    ):
        orders = Orders(connection, stub)
        for each in ordered:
            await orders.confirm(each)

        async def all_arrived() -> bool:
            return await orders.states(ordered) == {"STATE_DELIVERED"}

        async def died_everywhere() -> bool:
            return not list((tmp_path / "points").iterdir())

        await eventually(died_everywhere, 60, "it died at every point")
        await eventually(all_arrived, 60, "the parcels arrived")
        assert process.restarts == len(POINTS)

        async def published() -> bool:
            return await told(operator) == expected(ordered)

        await eventually(published, 20)
        for each in ordered:
            shipment = await orders.shipment(each)
            assert shipment is not None
            assert [event.state for event in shipment.events] == [1, 2, 3, 4]
