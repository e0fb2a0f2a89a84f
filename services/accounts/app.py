"""The composition root: the only place that constructs things."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher

from mercado.accounts.v1.accounts_service_pb2_grpc import add_AccountsServiceServicer_to_server
from services.accounts import storage, tokens, usecases
from services.accounts.passwords import Argon2Passwords
from services.accounts.ports import Ports
from services.accounts.servicer import AccountsServicer
from services.accounts.settings import Settings
from services.runtime import database, idempotency, migrations
from services.runtime.database import Database
from services.runtime.periodic import periodically
from services.runtime.sealing import Box, derive
from services.runtime.serve import Service
from services.runtime.settings import SettingsError


@asynccontextmanager
async def app(settings: Settings) -> AsyncIterator[Service]:
    """Accounts on their database."""
    issuer = tokens.Issuer(
        settings.issuer, settings.audience, settings.access_token_seconds, settings.public_url
    )
    async with database.connect(
        settings.database_url,
        size=settings.database_pool_size,
        schema=migrations.packages("accounts"),
    ) as connected:
        with _passwords(settings) as passwords:
            ports = _ports(settings, connected, issuer, passwords)
            await _make_ready(settings, ports)
            async with (
                periodically(3600, lambda: idempotency.forget(connected)),
                periodically(3600, lambda: storage.forget(connected)),
            ):
                servicer = AccountsServicer(
                    ports,
                    fingerprint_key=derive(settings.secret_key, "request fingerprints"),
                    access_token_seconds=settings.access_token_seconds,
                    openid_configuration=tokens.openid_configuration(issuer),
                )
                yield Service(
                    domain="accounts.mercado.mesh",
                    servicers=[(add_AccountsServiceServicer_to_server, servicer)],
                    ready=connected.answers,
                )


def _passwords(settings: Settings) -> Argon2Passwords:
    hasher = PasswordHasher(
        settings.password_time_cost, settings.password_memory_kib, settings.password_lanes
    )
    return Argon2Passwords(hasher, threads=settings.password_threads, queue=settings.password_queue)


def _ports(
    settings: Settings, connected: Database, issuer: tokens.Issuer, passwords: Argon2Passwords
) -> Ports:
    return Ports(
        accounts=storage.PostgresAccounts(connected),
        attempts=storage.PostgresAttempts(connected),
        sessions=storage.PostgresSessions(connected),
        keys=storage.PostgresKeys(
            connected,
            Box(derive(settings.secret_key, "signing keys at rest")),
            lead=settings.key_lead_seconds,
            overlap=settings.key_overlap_seconds,
            memory=settings.key_memory_seconds,
        ),
        passwords=passwords,
        tokens=tokens.SignedTokens(issuer, derive(settings.secret_key, "refresh tokens")),
    )


async def _make_ready(settings: Settings, ports: Ports) -> None:
    try:
        await usecases.make_ready(
            ports, settings.administrator_email, settings.administrator_password
        )
    except ValueError as error:
        raise SettingsError(f"SECRET_KEY is not the one of this database: {error}") from error
