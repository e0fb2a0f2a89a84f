"""Replicas of orders on a market, and those who buy there."""

import asyncio
import contextlib
import os
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc

from mercado.orders.v1 import orders_service_pb2 as pb
from mercado.orders.v1.order_pb2 import Order
from mercado.orders.v1.orders_service_pb2_grpc import OrdersServiceStub
from scripts.mesh.local.state import ROOT
from services.orders.app import app
from services.orders.settings import Settings
from services.runtime.serve import serving
from tests.component.calls import unique
from tests.component.market import state
from tests.component.people import Metadata, caller
from tests.conftest import eventually


class Shop:
    """Somebody's view of a replica of orders."""

    def __init__(self, stub: OrdersServiceStub, who: Metadata | None = None) -> None:
        self.stub = stub
        self.who = caller(f"accounts/{unique('a')}", "orders:self") if who is None else who

    def by(self, who: Metadata) -> "Shop":
        """The same replica, as somebody else."""
        return Shop(self.stub, who)

    async def place(self, request: pb.PlaceOrderRequest, within: float = 10) -> Order:
        return await self.stub.PlaceOrder(request, metadata=self.who, timeout=within)

    async def get(self, name: str) -> Order:
        return await self.stub.GetOrder(pb.GetOrderRequest(name=name), metadata=self.who)

    async def cancel(self, name: str, within: float = 10) -> Order:
        request = pb.CancelOrderRequest(name=name)
        return await self.stub.CancelOrder(request, metadata=self.who, timeout=within)

    async def resolve(self, name: str, resolution: str, **fields: Any) -> Order:
        request = pb.ResolveOrderRequest(
            name=name,
            resolution=pb.ResolveOrderRequest.Resolution.Value(f"RESOLUTION_{resolution}"),
            **fields,
        )
        return await self.stub.ResolveOrder(request, metadata=self.who, timeout=10)

    async def rests(self, name: str, *states: str, within: float = 15) -> Order:
        """The order, once it is in one of some states."""
        found = list[Order]()

        async def there() -> bool:
            found.append(await self.get(name))
            return state(found[-1]) in states

        await eventually(there, within, f"{name} {' or '.join(states)}")
        return found[-1]


def wish(*products: str | tuple[str, int], **fields: Any) -> pb.PlaceOrderRequest:
    """A request for an order, with an id of its own."""
    request = pb.PlaceOrderRequest(
        payment_token=fields.pop("token", "tok_approve"),
        request_id=fields.pop("request_id", str(uuid.uuid4())),
        **fields,
    )
    for product in products:
        name, quantity = (product, 1) if isinstance(product, str) else product
        request.items.add(product=f"products/{name}", quantity=quantity)
    request.shipping_address.region_code = "PT"
    request.shipping_address.address_lines.extend(["Rua da Prata 1", "1100-414 Lisboa"])
    return request


@asynccontextmanager
async def serving_orders(settings: Settings) -> AsyncIterator[str]:
    """A replica of orders in this process: where it listens."""
    async with app(settings) as service, serving(service, settings) as (port,):
        yield f"127.0.0.1:{port}"


@asynccontextmanager
async def replica(settings: Settings) -> AsyncIterator[Shop]:
    """The same, and a view of it."""
    async with (
        serving_orders(settings) as address,
        grpc.aio.insecure_channel(address) as channel,
    ):
        yield Shop(OrdersServiceStub(channel))


@dataclass
class Process:
    """A replica of orders in a process of its own, which can be armed to die."""

    shop: Shop
    process: asyncio.subprocess.Process
    points: Path
    log: Path = field(repr=False)

    def arm(self, point: str) -> None:
        """Has it die at a point."""
        (self.points / point).touch()

    async def died(self) -> None:
        """Waits until it has."""
        await asyncio.wait_for(self.process.wait(), 20)
        assert not list(self.points.iterdir())


@asynccontextmanager
async def process(settings: Settings, folder: Path) -> AsyncIterator[Process]:
    """Starts one."""
    points = folder / "points"
    points.mkdir(parents=True, exist_ok=True)
    # No port, which somebody else might take meanwhile.
    address = f"unix:{folder / 'socket'}"
    environment = {
        **{
            name.upper(): str(getattr(settings, name))
            for name in (
                "database_url", "nats_url", "mesh_address", "page_token_key", "lease_seconds",
                "step_seconds", "adopt_seconds", "step_attempts", "first_wait_seconds",
                "longest_wait_seconds", "watch_seconds",
            )
        },
        "LISTEN": address,
        "PLAINTEXT": "true",
        "CRASH_POINTS": str(points),
    }  # fmt: skip
    with (folder / "log").open("ab") as log:
        started = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.orders",
            cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        async with grpc.aio.insecure_channel(address) as channel:
            await asyncio.wait_for(channel.channel_ready(), 90)
            yield Process(Shop(OrdersServiceStub(channel)), started, points, folder / "log")
    finally:
        if started.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                started.kill()
        await started.wait()
