"""The composition root: the only place that constructs things."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from mercado.shipping.v1.shipping_service_pb2_grpc import add_ShippingServiceServicer_to_server
from services.runtime import database, migrations
from services.runtime.events import broker
from services.runtime.events.consumer import consuming
from services.runtime.events.relay import relaying
from services.runtime.paging import PageTokens
from services.runtime.periodic import periodically
from services.runtime.serve import Service
from services.runtime.watching import Watcher, watching
from services.shipping import events, usecases
from services.shipping.carrier import SimulatedCarrier
from services.shipping.domain import Shipment
from services.shipping.ports import Shipments
from services.shipping.servicer import ShippingServicer
from services.shipping.settings import Settings
from services.shipping.storage import PostgresShipments

_LONGEST_POLL_SECONDS: Final = 0.25


@asynccontextmanager
async def app(settings: Settings) -> AsyncIterator[Service]:
    """Shipping on its database and the broker."""
    async with (
        database.connect(
            settings.database_url,
            size=settings.database_pool_size,
            schema=migrations.packages("shipping"),
        ) as connected,
        broker.connect(settings.nats_url, "shipping") as connection,
    ):
        step = settings.carrier_step_seconds
        shipments = PostgresShipments.on(connected, events.announce, step)
        async with (
            watching(shipments.versions, shipments.find) as watcher,
            relaying(connected, connection),
            consuming(
                connected,
                connection,
                name="shipping",
                handlers=events.handlers(shipments.within),
            ),
            periodically(
                min(_LONGEST_POLL_SECONDS, step / 4),
                _moving(shipments, watcher, settings.lease_seconds),
            ),
        ):
            servicer = ShippingServicer(shipments, watcher, PageTokens(settings.page_token_key))
            yield Service(
                domain="shipping.mercado.mesh",
                servicers=[(add_ShippingServiceServicer_to_server, servicer)],
                ready=connected.answers,
                stopping=watcher.close,
            )


def _moving(
    shipments: Shipments, watcher: Watcher[Shipment], lease_seconds: float
) -> Callable[[], Awaitable[None]]:
    carrier = SimulatedCarrier()

    async def move() -> None:
        while await usecases.move_due(shipments, carrier, lease_seconds):
            watcher.wake()

    return move
