"""The composition root: the only place that constructs things."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mercado.payments.v1.payments_service_pb2_grpc import add_PaymentsServiceServicer_to_server
from services.payments import usecases
from services.payments.network import Computer, SimulatedCardNetwork
from services.payments.ports import Ports
from services.payments.servicer import PaymentsServicer
from services.payments.settings import Settings
from services.payments.storage import PostgresPayments
from services.runtime import database, idempotency, migrations
from services.runtime.background import Background
from services.runtime.database import Database
from services.runtime.periodic import periodically
from services.runtime.serve import Service


@asynccontextmanager
async def app(settings: Settings) -> AsyncIterator[Service]:
    """Payments on their database."""
    async with (
        database.connect(
            settings.database_url,
            size=settings.database_pool_size,
            schema=migrations.packages("payments"),
        ) as connected,
        Background() as background,
    ):
        ports = Ports(
            payments=PostgresPayments(connected, settings.lease_seconds),
            network=_network(settings, connected),
            background=background,
        )
        async with (
            periodically(settings.adopt_seconds, lambda: usecases.adopt(ports)),
            periodically(3600, lambda: idempotency.forget(connected)),
        ):
            yield Service(
                domain="payments.mercado.mesh",
                servicers=[(add_PaymentsServiceServicer_to_server, PaymentsServicer(ports))],
                ready=connected.answers,
            )


def _network(settings: Settings, connected: Database) -> SimulatedCardNetwork:
    computer = Computer(connected, settings.network_latency_seconds, settings.network_slow_seconds)
    return SimulatedCardNetwork(computer, settings.network_timeout_seconds)
