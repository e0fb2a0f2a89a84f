"""The composition root: the only place that constructs things."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from mercado.orders.v1.orders_service_pb2_grpc import add_OrdersServiceServicer_to_server
from services.orders import events
from services.orders.clients import MeshCatalog, MeshParticipants, MeshStock
from services.orders.domain import Patience
from services.orders.runner import Limits, Runner, running
from services.orders.servicer import OrdersServicer
from services.orders.settings import Settings
from services.orders.storage import PostgresOrders
from services.orders.usecases import Ports
from services.runtime import database, idempotency, migrations, telemetry
from services.runtime.dial import dial
from services.runtime.events import broker
from services.runtime.events.consumer import consuming
from services.runtime.events.relay import relaying
from services.runtime.paging import PageTokens
from services.runtime.periodic import periodically
from services.runtime.serve import Service
from services.runtime.watching import watching

_REPORT_SECONDS: Final = 10.0


@asynccontextmanager
async def app(settings: Settings) -> AsyncIterator[Service]:
    """Orders on their database, the broker and the mesh."""
    async with (
        database.connect(
            settings.database_url,
            size=settings.database_pool_size,
            schema=migrations.packages("orders"),
        ) as connected,
        broker.connect(settings.nats_url, "orders") as connection,
        dial(settings.mesh_address, settings.identity) as mesh,
    ):
        orders = PostgresOrders(connected, events.announcement)
        participants = MeshParticipants(mesh, settings.step_seconds, settings.reservation_seconds)
        handlers = events.handlers(orders.change_within)
        async with (
            watching(orders.versions, orders.snapshots, seconds=settings.watch_seconds) as watcher,
            relaying(connected, connection),
            consuming(connected, connection, name="orders", handlers=handlers),
            running(
                Runner(orders, participants, _limits(settings), watcher.wake, telemetry.continued)
            ) as runner,
            periodically(3600, lambda: idempotency.forget(connected)),
            periodically(_REPORT_SECONDS, lambda: _report(orders)),
        ):
            ports = Ports(orders, MeshCatalog(mesh), MeshStock(mesh), runner, watcher)
            servicer = OrdersServicer(ports, PageTokens(settings.page_token_key))
            yield Service(
                domain="orders.mercado.mesh",
                servicers=[(add_OrdersServiceServicer_to_server, servicer)],
                ready=connected.answers,
                stopping=watcher.close,
            )


async def _report(orders: PostgresOrders) -> None:
    """What alerts look at: each replica reports the same."""
    standing = await orders.standing()
    telemetry.measured("mercado.orders.attention", standing.attention, "{order}")
    telemetry.measured("mercado.orders.under_way", standing.under_way_seconds, "s")


def _limits(settings: Settings) -> Limits:
    return Limits(
        patience=Patience(
            attempts=settings.step_attempts,
            seconds=settings.give_up_seconds,
            first_wait=settings.first_wait_seconds,
            longest_wait=settings.longest_wait_seconds,
        ),
        lease_seconds=settings.lease_seconds,
        in_flight=settings.orders_in_flight,
        look_seconds=settings.adopt_seconds,
    )
