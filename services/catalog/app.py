"""The composition root: the only place that constructs things."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mercado.catalog.v1.catalog_service_pb2_grpc import add_CatalogServiceServicer_to_server
from services.catalog.servicer import CatalogServicer
from services.catalog.settings import Settings
from services.catalog.storage import PostgresProducts
from services.runtime import database, idempotency, migrations
from services.runtime.paging import PageTokens
from services.runtime.periodic import periodically
from services.runtime.serve import Service


@asynccontextmanager
async def app(settings: Settings) -> AsyncIterator[Service]:
    """The catalog on its database."""
    async with (
        database.connect(
            settings.database_url,
            size=settings.database_pool_size,
            schema=migrations.packages("catalog"),
        ) as connected,
        periodically(3600, lambda: idempotency.forget(connected)),
    ):
        servicer = CatalogServicer(PostgresProducts(connected), PageTokens(settings.page_token_key))
        yield Service(
            domain="catalog.mercado.mesh",
            servicers=[(add_CatalogServiceServicer_to_server, servicer)],
            ready=connected.answers,
        )
