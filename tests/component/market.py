"""A whole market in this process but for orders, and what can happen to calls in it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import grpc

from mercado.catalog.v1 import catalog_service_pb2
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.catalog.v1.product_pb2 import Product
from mercado.inventory.v1 import inventory_service_pb2
from mercado.inventory.v1.inventory_service_pb2_grpc import InventoryServiceStub
from mercado.orders.v1.order_pb2 import Cancellation, Order
from mercado.payments.v1 import payments_service_pb2
from mercado.payments.v1.payment_pb2 import Payment
from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from mercado.shipping.v1.shipping_service_pb2_grpc import ShippingServiceStub
from scripts.mesh.local.nats import Nats
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.processes import Supervised
from scripts.mesh.local.state import State
from services.catalog.app import app as catalog_app
from services.catalog.settings import Settings as CatalogSettings
from services.inventory.app import app as inventory_app
from services.inventory.settings import Settings as InventorySettings
from services.orders.settings import Settings
from services.payments.app import app as payments_app
from services.payments.settings import Settings as PaymentsSettings
from services.runtime.errors import Unavailable
from services.runtime.events.broker import connect as connect_broker
from services.runtime.events.envelope import opened
from services.runtime.events.streams import EVENTS
from services.runtime.serve import Service, serving
from services.runtime.settings import Secret
from services.shipping.app import app as shipping_app
from services.shipping.settings import Settings as ShippingSettings
from tests.component.calls import DatabaseServer, Refusal, outcome, unique
from tests.component.people import caller
from tests.conftest import eventually

STAFF = caller("accounts/eva", "orders:self orders:admin")
# Long enough to begin something, and over before a test lets it end.
SOON = 1.5
KEPT = ("CONFIRMED", "SHIPPED", "DELIVERED")
KEY = Secret("the key of the tests")

Behaviour = Callable[[], Awaitable[None]]


def state(order: Order) -> str:
    return Order.State.Name(order.state).removeprefix("STATE_")


def reason(order: Order) -> str:
    return Cancellation.Reason.Name(order.cancellation.reason).removeprefix("REASON_")


async def loses() -> None:
    """What was done is not answered."""
    raise Unavailable("the answer got lost", reason="TEST", retry_after=0)


async def breaks() -> None:
    """Something fails that should not."""
    raise RuntimeError("broken by a test")


class Gate:
    """Holds calls up."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def __call__(self) -> None:
        self.reached.set()
        await self.opened.wait()


class Interposed:
    """Stands where the waypoint would: passes calls on, and does to them what a test wants."""

    def __init__(self) -> None:
        self.calls = Counter[str]()
        self.busy, self.busiest = Counter[str](), Counter[str]()
        self._rules = list[tuple[str, str, Behaviour, list[int]]]()

    @contextmanager
    def on(
        self, method: str, when: str, behaviour: Behaviour, times: int = 1_000_000
    ) -> Iterator[None]:
        """Has something happen `before` or `after` so many calls of a method."""
        rule = (method, when, behaviour, [times])
        self._rules.append(rule)
        try:
            yield
        finally:
            self._rules.remove(rule)

    def around(self, servicer: Any) -> Any:
        """A servicer, with this between it and its callers."""
        interposed = self

        class Proxy:
            def __getattr__(self, name: str) -> Any:
                method = getattr(servicer, name)
                if name.startswith(("Watch", "Track", "Import")):
                    return method

                async def call(request: Any, context: Any) -> Any:
                    # It arrives even if whoever sent it has given up.
                    passing = asyncio.create_task(
                        interposed._pass(name, lambda: method(request, context))
                    )
                    return await asyncio.shield(passing)

                return call

        return Proxy()

    async def _pass(self, name: str, call: Callable[[], Awaitable[Any]]) -> Any:
        self.calls[name] += 1
        self.busy[name] += 1
        self.busiest[name] = max(self.busiest[name], self.busy[name])
        rules = [rule for rule in self._rules if rule[0] == name and rule[3][0]]
        for rule in rules:
            rule[3][0] -= 1
        try:
            for _, when, behaviour, _ in rules:
                if when == "before":
                    await behaviour()
            answer = await call()
            for _, when, behaviour, _ in rules:
                if when == "after":
                    await behaviour()
            return answer
        finally:
            self.busy[name] -= 1


@dataclass
class Market:
    """All services but orders, and where a replica of orders finds them."""

    mesh: Interposed
    address: str
    nats: Nats
    urls: dict[str, str]
    catalog: CatalogServiceStub
    inventory: InventoryServiceStub
    payments: PaymentsServiceStub
    shipping: ShippingServiceStub

    def settings(self, **other: Any) -> Settings:
        """The settings of a replica of orders. It gives up soon, and its leases end soon."""
        given: dict[str, Any] = {
            "listen": "127.0.0.1:0",
            "plaintext": True,
            "drain_seconds": 0,
            "grace_seconds": 5,
            "lease_seconds": 2,
            "step_seconds": 1,
            "adopt_seconds": 0.05,
            "step_attempts": 4,
            "first_wait_seconds": 0.01,
            "longest_wait_seconds": 0.05,
            "watch_seconds": 0.02,
            "database_url": Secret(self.urls["orders"]),
            "mesh_address": self.address,
            "nats_url": Secret(self.nats.url("orders")),
            "page_token_key": KEY,
            **other,
        }
        return Settings(**given)

    async def product(self, pieces: int = 10, units: int = 5, nanos: int = 0, **more: Any) -> str:
        """The id of a new product, of which there are some pieces."""
        product = unique("p")
        made = Product(display_name=f"Cup {product}", category="pantry")
        made.price.currency_code = more.get("currency", "EUR")
        made.price.units, made.price.nanos = units, nanos
        await self.catalog.CreateProduct(
            catalog_service_pb2.CreateProductRequest(product=made, product_id=product)
        )
        if pieces:
            await self.inventory.AdjustStock(
                inventory_service_pb2.AdjustStockRequest(
                    name=f"products/{product}/stock", change=pieces
                )
            )
        return product

    async def stock(self, product: str) -> tuple[int, int, int]:
        """How many pieces are available, reserved and sold."""
        request = inventory_service_pb2.GetStockRequest(name=f"products/{product}/stock")
        found = await self.inventory.GetStock(request)
        return found.available, found.reserved, found.sold

    async def payment(self, order: str) -> Payment | None:
        """The payment of an order; None if there is none."""
        name = order.replace("orders/", "payments/")
        found = await outcome(
            self.payments.GetPayment(payments_service_pb2.GetPaymentRequest(name=name))
        )
        return None if isinstance(found, Refusal) else found

    async def paid(self, order: str) -> str:
        """Where the payment of an order stands; NONE if there is none."""
        found = await self.payment(order)
        return "NONE" if found is None else Payment.State.Name(found.state).removeprefix("STATE_")

    async def parcel_moves(self, order: str) -> None:
        """Has the parcel of an order go to its next state, once shipping knows of it."""
        found, due = "select version from shipments where id = $1", "next_at = clock_timestamp()"
        parcel = order.removeprefix("orders/")

        async def known() -> bool:
            return bool(await self.fetch("shipping", found, parcel))

        await eventually(known, what=f"a parcel of {order}")
        (before,) = await self.fetch("shipping", found, parcel)
        await self.execute("shipping", f"update shipments set {due} where id = $1", parcel)

        async def moved() -> bool:
            (now,) = await self.fetch("shipping", found, parcel)
            return bool(now["version"] > before["version"])

        await eventually(moved, what=f"the next state of the parcel of {order}")

    async def execute(self, service: str, sql: str, *arguments: object) -> str:
        """Runs a statement in a service's database."""
        return await execute_at(self.urls[service], sql, *arguments)

    async def fetch(self, service: str, sql: str, *arguments: object) -> list[Any]:
        """What is in a service's database."""
        return await fetch_at(self.urls[service], sql, *arguments)

    async def told(self, order: str) -> list[str]:
        """What the mesh was told of an order, in order, once the outbox is empty."""

        async def relayed() -> bool:
            return not await self.fetch("orders", "select from outbox where subject = $1", order)

        await eventually(relayed, what="an empty outbox")
        found = list[tuple[int, str]]()
        async with connect_broker(self.nats.url("operator"), "tests") as operator:

            async def connected() -> bool:
                return operator.connected

            await eventually(connected)
            stream = await operator.jetstream()
            subscription: Any = await stream.pull_subscribe("events.orders.>", stream=EVENTS)
            left = (await subscription.consumer_info()).num_pending
            while left:
                messages = await subscription.fetch(min(left, 100), timeout=10)
                left -= len(messages)
                for message in messages:
                    event = opened(message.data)
                    if event.subject == order:
                        found.append((event.version, type(event.data).__name__))
            await subscription.unsubscribe()
        assert len({version for version, _ in found}) == len(found)
        return [kind.removeprefix("Order") for _, kind in sorted(found)]

    async def require_whole(self, order: Order) -> None:
        """Fails unless an order at rest was carried through, or has left nothing behind."""
        kept = state(order) in KEPT
        assert kept or state(order) == "CANCELLED", order
        paid = await self.payment(order.name)
        if kept:
            assert paid is not None
            assert paid.state == Payment.STATE_CAPTURED
            assert paid.captured_amount == order.total
        else:
            assert await self.paid(order.name) in ("NONE", "VOIDED", "DECLINED", "REFUNDED")
        held = await self.fetch(
            "inventory",
            "select state from reservations where id = $1",
            order.name.removeprefix("orders/"),
        )
        states = {row["state"].removeprefix("STATE_") for row in held}
        assert states == {"COMMITTED"} if kept else states <= {"RELEASED", "EXPIRED"}
        assert (await self.told(order.name))[-1] == ("Cancelled" if not kept else "Confirmed")


async def execute_at(url: str, sql: str, *arguments: object) -> str:
    """Runs a statement in a database."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        status: str = await connection.execute(sql, *arguments)
        return status
    finally:
        await connection.close(timeout=5)


async def fetch_at(url: str, sql: str, *arguments: object) -> list[Any]:
    """What is in a database."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        rows: list[Any] = await connection.fetch(sql, *arguments)
        return rows
    finally:
        await connection.close(timeout=5)


@asynccontextmanager
async def market_on(database: DatabaseServer, folder: Path) -> AsyncIterator[Market]:
    """A market with databases and a broker of its own."""
    services = ("catalog", "inventory", "orders", "payments", "shipping")
    urls = {name: await database.make(f"market_{name}") for name in services}
    async with AsyncExitStack() as stack:
        nats = await stack.enter_async_context(_nats(folder))
        mesh = Interposed()
        servicers = list[Any]()
        for service in await _services(stack, urls, nats):
            servicers += [(add, mesh.around(servicer)) for add, servicer in service.servicers]
        combined = Service("mesh.test", servicers, _ready)
        listening = CatalogSettings(
            listen="127.0.0.1:0", plaintext=True, drain_seconds=0, grace_seconds=1,
            database_url=Secret(urls["catalog"]), page_token_key=KEY,
        )  # fmt: skip
        (port,) = await stack.enter_async_context(serving(combined, listening))
        address = f"127.0.0.1:{port}"
        channel = await stack.enter_async_context(grpc.aio.insecure_channel(address))
        yield Market(
            mesh, address, nats, urls,
            CatalogServiceStub(channel), InventoryServiceStub(channel),
            PaymentsServiceStub(channel), ShippingServiceStub(channel),
        )  # fmt: skip


async def _services(stack: AsyncExitStack, urls: dict[str, str], nats: Nats) -> list[Service]:
    common: Any = {
        "listen": "127.0.0.1:0",
        "plaintext": True,
        "drain_seconds": 0,
        "grace_seconds": 1,
    }
    url = {name: Secret(url) for name, url in urls.items()}
    apps: list[Any] = [
        catalog_app(CatalogSettings(database_url=url["catalog"], page_token_key=KEY, **common)),
        inventory_app(
            InventorySettings(database_url=url["inventory"], expiry_seconds=0.1, **common)
        ),
        payments_app(
            PaymentsSettings(
                database_url=url["payments"], network_timeout_seconds=0.2, lease_seconds=0.5,
                network_slow_seconds=0.4, network_latency_seconds=0, adopt_seconds=0.2, **common
            )
        ),
        shipping_app(
            ShippingSettings(
                database_url=url["shipping"], page_token_key=KEY, carrier_step_seconds=3600,
                nats_url=Secret(nats.url("shipping")), **common
            )
        ),
    ]  # fmt: skip
    return [await stack.enter_async_context(each) for each in apps]


async def _ready() -> bool:
    return True


@asynccontextmanager
async def _nats(folder: Path) -> AsyncIterator[Nats]:
    made = State(folder)
    made.make()
    server = Nats(made, free_ports(1)[0])
    process = Supervised(server.command(["orders", "shipping"]), lambda: None)
    try:
        await process.first_ready(20)
        yield server
    finally:
        await process.stop()
