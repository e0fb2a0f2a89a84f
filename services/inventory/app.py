"""The composition root: the only place that constructs things."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mercado.inventory.v1.inventory_service_pb2_grpc import add_InventoryServiceServicer_to_server
from services.inventory import usecases
from services.inventory.servicer import InventoryServicer
from services.inventory.settings import Settings
from services.inventory.storage import PostgresReservations, PostgresStocks
from services.runtime import database, idempotency, migrations
from services.runtime.periodic import periodically
from services.runtime.serve import Service
from services.runtime.watching import watching


@asynccontextmanager
async def app(settings: Settings) -> AsyncIterator[Service]:
    """The inventory on its database."""
    async with database.connect(
        settings.database_url,
        size=settings.database_pool_size,
        schema=migrations.packages("inventory"),
    ) as connected:
        stocks, reservations = PostgresStocks(connected), PostgresReservations(connected)
        async with (
            periodically(3600, lambda: idempotency.forget(connected)),
            periodically(
                settings.expiry_seconds, lambda: usecases.expire_reservations(reservations)
            ),
            watching(stocks.versions, stocks.find, seconds=settings.watch_seconds) as watcher,
        ):
            servicer = InventoryServicer(stocks, reservations, watcher)
            yield Service(
                domain="inventory.mercado.mesh",
                servicers=[(add_InventoryServiceServicer_to_server, servicer)],
                ready=connected.answers,
                stopping=watcher.close,
            )
