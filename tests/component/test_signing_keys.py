"""The keys that sign tokens, and what a replica makes at its first start."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import grpc
import jwt
import msgspec
import pytest

from mercado.accounts.v1 import accounts_service_pb2 as pb
from mercado.accounts.v1.account_pb2 import Account
from mercado.accounts.v1.accounts_service_pb2_grpc import AccountsServiceStub
from services.accounts import domain, storage
from services.accounts.settings import Settings
from services.runtime import database as databases
from services.runtime.settings import Secret, SettingsError
from tests.component.calls import DatabaseServer, refused, unique
from tests.component.people import (
    ADMINISTRATOR,
    Person,
    in_database,
    key_set,
    replica,
    signed_in,
    somebody,
    verified,
)
from tests.conftest import eventually


@pytest.fixture
async def settings(database: DatabaseServer, accounts_settings: Settings) -> Settings:
    """The settings of accounts on a database of their own, with nothing in it."""
    url = await database.make(unique("accounts"))
    return replace(accounts_settings, database_url=Secret(url))


async def _rotated(accounts: AccountsServiceStub, request_id: str = "") -> str:
    """The id of a new key."""
    request = pb.RotateSigningKeyRequest(request_id=request_id)
    key = await accounts.RotateSigningKey(request, metadata=ADMINISTRATOR)
    return key.name.removeprefix("signingKeys/")


async def _signer(accounts: AccountsServiceStub, person: Person) -> str:
    """The id of the key that signs now."""
    session = await signed_in(accounts, person)
    kid: str = jwt.get_unverified_header(session.access_token)["kid"]
    return kid


async def _pass_time(settings: Settings, seconds: float) -> None:
    """Makes all keys older."""
    await in_database(
        settings,
        "update signing_keys set create_time = create_time - make_interval(secs => $1),"
        " sign_time = sign_time - make_interval(secs => $1),"
        " expire_time = expire_time - make_interval(secs => $1)",
        seconds,
    )


async def test_the_key_set_holds_public_keys_only(accounts: AccountsServiceStub) -> None:
    body = await accounts.GetJsonWebKeySet(pb.GetJsonWebKeySetRequest())
    assert body.content_type == "application/json"
    for key in msgspec.json.decode(body.data)["keys"]:
        assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}


async def test_the_discovery_document_says_where_the_keys_are(
    accounts: AccountsServiceStub,
) -> None:
    body = await accounts.GetOpenIdConfiguration(pb.GetOpenIdConfigurationRequest())
    document = msgspec.json.decode(body.data)
    assert body.content_type == "application/json"
    assert document["issuer"] == "https://accounts.test"
    assert document["jwks_uri"] == "http://gateway.test/.well-known/jwks.json"
    assert document["id_token_signing_alg_values_supported"] == ["EdDSA"]


async def test_a_new_key_is_published_at_once_signs_later_and_the_old_one_stays_meanwhile(
    settings: Settings,
) -> None:
    lead, overlap = settings.key_lead_seconds, settings.key_overlap_seconds
    async with replica(settings) as accounts:
        person = await somebody(accounts)
        old = await _signer(accounts, person)
        early = await signed_in(accounts, person)
        new = await _rotated(accounts)
        assert list(await key_set(accounts)) == [old, new]
        assert await _signer(accounts, person) == old

        await _pass_time(settings, lead - 5)
        assert await _signer(accounts, person) == old
        await _pass_time(settings, 5)
        assert await _signer(accounts, person) == new
        assert list(await key_set(accounts)) == [old, new]
        assert await verified(accounts, early)

        await _pass_time(settings, overlap - 5)
        assert list(await key_set(accounts)) == [old, new]
        await _pass_time(settings, 5)
        assert list(await key_set(accounts)) == [new]
        async with databases.connect(settings.database_url, size=1, schema=[]) as connected:
            await storage.forget(connected)
        rows = await in_database(settings, "select id from signing_keys")
        assert [row["id"] for row in rows] == [new]
        assert await _signer(accounts, person) == new


async def test_replicas_turn_to_a_new_key_at_once_however_long_ago_they_read_it(
    settings: Settings,
) -> None:
    quick = replace(
        settings, key_lead_seconds=0.3, key_memory_seconds=3600, key_overlap_seconds=7200
    )
    async with replica(quick) as one, replica(replace(settings, key_memory_seconds=0)) as two:
        person = await somebody(one)
        old, new = await _signer(one, person), await _rotated(one)
        before = await key_set(one)
        assert list(before) == [old, new]

        async def new_signs() -> bool:
            return await _signer(two, person) == new

        await eventually(new_signs)
        assert await _signer(one, person) == new


async def test_a_key_has_to_sign_before_the_next_one_is_made(settings: Settings) -> None:
    async with replica(settings) as accounts:
        new = await _rotated(accounts)
        refusal = await refused(accounts.RotateSigningKey(pb.RotateSigningKeyRequest()))
        assert refusal.code is grpc.StatusCode.FAILED_PRECONDITION
        assert refusal.reason == "ROTATION_UNDER_WAY"
        assert new in refusal.message
        await _pass_time(settings, settings.key_lead_seconds)
        third = await _rotated(accounts)
        assert list(await key_set(accounts))[-2:] == [new, third]


async def test_a_rotation_that_is_repeated_makes_one_key(settings: Settings) -> None:
    async with replica(settings) as accounts:
        request_id = str(uuid4())
        first, *others = await asyncio.gather(*(_rotated(accounts, request_id) for _ in range(5)))
        assert set(others) == {first}
        assert len(await key_set(accounts)) == 2


async def test_replicas_that_start_for_the_first_time_at_once_make_one_key_and_one_administrator(
    settings: Settings,
) -> None:
    async def start() -> list[str]:
        async with replica(settings) as accounts:
            return list(await key_set(accounts))

    first, *others = await asyncio.gather(*(start() for _ in range(4)))
    assert len(first) == 1
    assert all(other == first for other in others)
    rows = await in_database(settings, "select email, roles from accounts")
    assert [tuple(row) for row in rows] == [("administrator@mercado.test", ["ROLE_ADMINISTRATOR"])]


async def test_the_first_administrator_may_do_everything_and_is_made_once(
    settings: Settings,
) -> None:
    async with replica(settings) as accounts:
        session = await accounts.SignIn(
            pb.SignInRequest(
                email="administrator@mercado.test", password="the administrator's password"
            )
        )
        claims = await verified(accounts, session)
        assert claims["scope"] == " ".join(sorted(domain.SCOPES[domain.ADMINISTRATOR]))
    other = replace(settings, administrator_password=Secret("another password"))
    async with replica(other) as accounts:
        again = await accounts.SignIn(
            pb.SignInRequest(
                email="administrator@mercado.test", password="the administrator's password"
            )
        )
        assert again.account == session.account


async def test_an_account_that_is_there_already_is_not_made_an_administrator(
    settings: Settings,
) -> None:
    nobody = replace(settings, administrator_email="", administrator_password=Secret(""))
    async with replica(nobody) as accounts:
        person = await somebody(accounts)
    named = replace(settings, administrator_email=person.email)
    async with replica(named) as accounts:
        account = await accounts.GetAccount(
            pb.GetAccountRequest(name=person.account.name), metadata=person.caller
        )
        assert list(account.roles) == [Account.ROLE_CUSTOMER]


async def test_another_secret_key_is_noticed_at_the_start(settings: Settings) -> None:
    async with replica(settings):
        pass
    other = replace(settings, secret_key=Secret("another secret key that is as long"))
    with pytest.raises(SettingsError, match="SECRET_KEY is not the one of this database"):
        async with replica(other):
            pass


async def test_keys_are_served_from_memory_while_the_database_is_away(
    database: DatabaseServer, settings: Settings
) -> None:
    async with replica(settings) as accounts:
        before = await key_set(accounts)
        await database.stop()
        try:
            assert await key_set(accounts) == before
        finally:
            await database.start()
