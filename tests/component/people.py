"""People with accounts, and what the gateway says of those who call."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import grpc
import jwt
import msgspec

from mercado.accounts.v1 import accounts_service_pb2 as pb
from mercado.accounts.v1.account_pb2 import Account
from mercado.accounts.v1.accounts_service_pb2_grpc import AccountsServiceStub
from mercado.accounts.v1.session_pb2 import Session
from services.accounts.app import app
from services.accounts.settings import Settings
from services.runtime.serve import serving
from tests.component.calls import unique

PASSWORD = "correct horse battery staple"

Metadata = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Person:
    """Somebody with an account whose password is `PASSWORD`."""

    account: Account

    @property
    def email(self) -> str:
        return self.account.email

    @property
    def caller(self) -> Metadata:
        """What the gateway says when they call."""
        return caller(self.account.name)


def caller(name: str, scopes: str = "accounts:self") -> Metadata:
    """What the gateway says of a caller."""
    return (("x-auth-sub", name), ("x-auth-scope", scopes))


ADMINISTRATOR = caller(
    "accounts/00000000-0000-4000-8000-000000000000", "accounts:self accounts:admin keys:rotate"
)


def address() -> str:
    """An e-mail address that nobody has."""
    return f"{unique('a')}@example.com"


def sign_up(email: str, password: str = PASSWORD, **fields: Any) -> pb.CreateAccountRequest:
    """The request for an account."""
    account = Account(email=email, display_name=fields.pop("display_name", "Ada"))
    return pb.CreateAccountRequest(account=account, password=password, **fields)


async def somebody(accounts: AccountsServiceStub) -> Person:
    """Somebody new."""
    return Person(await accounts.CreateAccount(sign_up(address())))


async def signed_in(
    accounts: AccountsServiceStub, person: Person, password: str = PASSWORD
) -> Session:
    """A session of theirs."""
    return await accounts.SignIn(pb.SignInRequest(email=person.email, password=password))


async def key_set(accounts: AccountsServiceStub) -> dict[str, Any]:
    """The published keys, by their ids."""
    body = await accounts.GetJsonWebKeySet(pb.GetJsonWebKeySetRequest())
    return {key["kid"]: key for key in msgspec.json.decode(body.data)["keys"]}


async def verified(accounts: AccountsServiceStub, session: Session) -> dict[str, Any]:
    """The claims of an access token, verified as anybody could."""
    kid = jwt.get_unverified_header(session.access_token)["kid"]
    key = jwt.PyJWK((await key_set(accounts))[kid])
    claims: dict[str, Any] = jwt.decode(
        session.access_token,
        key,
        algorithms=["EdDSA"],
        audience="tests",
        issuer="https://accounts.test",
    )
    return claims


@contextlib.asynccontextmanager
async def replica(settings: Settings) -> AsyncIterator[AccountsServiceStub]:
    """Another replica."""
    async with (
        app(settings) as service,
        serving(service, settings) as (port,),
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel,
    ):
        yield AccountsServiceStub(channel)


async def in_database(settings: Settings, sql: str, *arguments: object) -> list[Any]:
    """Runs a statement in the service's database."""
    connection = await asyncpg.connect(settings.database_url, timeout=5)
    try:
        rows: list[Any] = await connection.fetch(sql, *arguments)
        return rows
    finally:
        await connection.close(timeout=5)
