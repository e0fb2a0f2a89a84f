"""`scripts/bench orders`: what an order costs, beside its parts, and how fast events leave.

The parts are what every order is made of, and nothing else: as many calls of an empty handler and
as many commits of one row, one after the other.
"""

import asyncio
import contextlib
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import asyncpg
import grpc
import typer
import uvloop
from rich.table import Table

from mercado.accounts.v1.accounts_service_pb2 import SignInRequest
from mercado.accounts.v1.accounts_service_pb2_grpc import AccountsServiceStub
from mercado.catalog.v1 import catalog_service_pb2, product_pb2
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.inventory.v1.inventory_service_pb2 import AdjustStockRequest
from mercado.inventory.v1.inventory_service_pb2_grpc import InventoryServiceStub
from mercado.orders.v1.events_pb2 import OrderPlaced
from mercado.orders.v1.order_pb2 import Order
from mercado.orders.v1.orders_service_pb2 import PlaceOrderRequest
from mercado.orders.v1.orders_service_pb2_grpc import OrdersServiceStub
from scripts.mesh import screen
from scripts.mesh.benchmark import bare, tables
from scripts.mesh.benchmark.load import Measured, Request, load, running
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.postgres import Postgres
from scripts.mesh.local.state import ROOT, State
from services.runtime.events import outbox
from services.runtime.events.envelope import Event

# PlaceOrder, BatchGetProducts, ReserveStock, AuthorizePayment, CommitReservation, CapturePayment.
_CALLS: Final = 6
# Five of orders, two of the inventory, and three for each of two calls of payments.
_COMMITS: Final = 13
_PIECES: Final = 1_000_000
_BACKLOG: Final = 10_000
_DRAIN_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Market:
    """The running mesh, and who buys in it."""

    state: State
    status: dict[str, Any]
    metadata: tuple[tuple[str, str], ...]

    @property
    def postgres(self) -> Postgres:
        """Its PostgreSQL."""
        (address,) = (p["address"] for p in self.status["processes"] if p["name"] == "postgres")
        return Postgres(self.state, int(address.rpartition(":")[2]))

    @property
    def pids(self) -> dict[str, list[int]]:
        """The processes, by what they are; the replicas of a service are one."""
        found = dict[str, list[int]]()
        for process in self.status["processes"]:
            name, _, number = process["name"].rpartition("-")
            found.setdefault(name if number.isdigit() else process["name"], []).append(
                process["pid"]
            )
        return found


def main(
    state: Annotated[Path, typer.Option(help="The running mesh.")] = ROOT / ".mesh",
    seconds: Annotated[float, typer.Option(min=0.5, max=60, help="For each row.")] = 4,
) -> None:
    """Measure orders in the running mesh."""
    uvloop.run(_measure(running(state), seconds))


async def _measure(state: State, seconds: float) -> None:
    status = state.status()
    gateway = status["gateway"].partition("://")[2]
    async with grpc.aio.insecure_channel(gateway) as channel:
        password = state.service_secret("accounts", "administrator_password").read_text()
        signing_in = SignInRequest(email="administrator@mercado.mesh", password=password)
        session = await AccountsServiceStub(channel).SignIn(signing_in)
        metadata = (("authorization", f"Bearer {session.access_token}"),)
        market = Market(state, status, metadata)
        place = await _placing(channel, market)
        rows = dict[str, Measured]()
        async with _parts(market) as parts:
            await load(place, market.pids, workers=16, seconds=1)
            rows["parts, 16 clients"] = await load(parts, {}, workers=16, seconds=seconds)
            for clients in (1, 4, 16, 64):
                name = f"{clients} client{'s' if clients > 1 else ''}"
                rows[name] = await load(place, market.pids, workers=clients, seconds=seconds)
    console = screen.console()
    console.print(tables.compared("order", "its parts", rows, with_cpu=False))
    console.print()
    console.print(_cpu_table(rows))
    console.print(f"\n{await _drained(market):,.0f} events/s leave a backlog of {_BACKLOG:,}")


async def _placing(channel: grpc.aio.Channel, market: Market) -> Request:
    """Places an order of one product, of which there is enough."""
    product = product_pb2.Product(display_name="Measured", category="bench")
    product.price.currency_code, product.price.units = "EUR", 3
    creating = catalog_service_pb2.CreateProductRequest(product=product)
    made = await CatalogServiceStub(channel).CreateProduct(creating, metadata=market.metadata)
    adjusting = AdjustStockRequest(name=f"{made.name}/stock", change=_PIECES)
    await InventoryServiceStub(channel).AdjustStock(adjusting, metadata=market.metadata)
    method = OrdersServiceStub(channel).PlaceOrder

    async def place() -> None:
        request = PlaceOrderRequest(payment_token="tok_approve", request_id=str(uuid.uuid4()))  # noqa: S106
        request.items.add(product=made.name, quantity=1)
        request.shipping_address.region_code = "PT"
        request.shipping_address.address_lines.append("Rua da Prata 1")
        order = await method(request, metadata=market.metadata)
        if order.state != Order.STATE_CONFIRMED:
            raise RuntimeError(f"{order.name} is {Order.State.Name(order.state)}")

    return place


@contextlib.asynccontextmanager
async def _parts(market: Market) -> AsyncIterator[Request]:
    """As many empty calls and commits as an order has."""
    await market.postgres.make_database("bench")
    handler_port, envoy_port = free_ports(2)
    catalog = market.state.socket("catalog", Path.cwd())
    with tempfile.TemporaryDirectory() as folder:
        async with (
            bare.running(Path(folder), handler_port, envoy_port, catalog),
            grpc.aio.insecure_channel(f"127.0.0.1:{handler_port}") as channel,
            asyncpg.create_pool(market.postgres.url("bench"), min_size=1, max_size=8) as pool,
        ):
            await pool.execute("create table if not exists commits (id bigint generated always as"
                               " identity primary key, text text)")  # fmt: skip
            empty = CatalogServiceStub(channel).GetProduct
            request = catalog_service_pb2.GetProductRequest(name="products/x")

            async def parts() -> None:
                for _ in range(_CALLS):
                    await empty(request)
                for _ in range(_COMMITS):
                    await pool.execute("insert into commits (text) values ($1)", "x" * 200)

            yield parts
            await pool.execute("drop table commits")


async def _drained(market: Market) -> float:
    """Events per second that a replica's relay publishes, when many are waiting."""
    connection = await asyncpg.connect(market.postgres.url("orders"), timeout=5)
    try:
        # Nobody follows this kind of event.
        events = [Event(f"orders/bench-{n}", 1, OrderPlaced()) for n in range(_BACKLOG)]
        started = time.perf_counter()
        async with connection.transaction():
            await connection.executemany(outbox.INSERT, map(outbox.values, events))
            started = time.perf_counter()
        async with asyncio.timeout(_DRAIN_SECONDS):
            while await connection.fetchval("select exists (select from outbox)"):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return _BACKLOG / (time.perf_counter() - started)
    finally:
        await connection.close(timeout=5)


def _cpu_table(rows: dict[str, Measured]) -> Table:
    measured = {name: row.cpu for name, row in rows.items() if row.cpu}
    table = tables.empty("CPU ms each", *measured)
    last = list(measured.values())[-1]
    for process in sorted(last, key=last.__getitem__, reverse=True):
        table.add_row(process, *(f"{cpu[process]:.1f}" for cpu in measured.values()))
    table.add_row("all", *(f"{sum(cpu.values()):.1f}" for cpu in measured.values()))
    return table


if __name__ == "__main__":
    typer.run(main)
