"""Accounts: making, reading and changing them, and who may."""

import asyncio
import hashlib
from typing import Any
from uuid import uuid4

import grpc
import jwt
import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from mercado.accounts.v1 import accounts_service_pb2 as pb
from mercado.accounts.v1.account_pb2 import Account
from mercado.accounts.v1.accounts_service_pb2_grpc import AccountsServiceStub
from services.accounts.settings import Settings
from tests.component.calls import refused
from tests.component.people import (
    ADMINISTRATOR,
    PASSWORD,
    Person,
    address,
    caller,
    in_database,
    sign_up,
    signed_in,
    somebody,
)

NOBODY = "accounts/11111111-1111-4111-8111-111111111111"


def _get(name: str) -> pb.GetAccountRequest:
    return pb.GetAccountRequest(name=name)


def _change(person: Person, *paths: str, **fields: Any) -> pb.UpdateAccountRequest:
    request_id = fields.pop("request_id", "")
    return pb.UpdateAccountRequest(
        account=Account(name=fields.pop("name", person.account.name), **fields),
        update_mask=FieldMask(paths=paths),
        request_id=request_id,
    )


async def test_who_makes_an_account_is_a_customer_whatever_they_ask_for(
    accounts: AccountsServiceStub,
) -> None:
    request = sign_up("Ada." + address().upper(), display_name="Ada L.")
    request.account.roles.append(Account.ROLE_ADMINISTRATOR)
    request.account.name = NOBODY
    account = await accounts.CreateAccount(request)
    assert account.email == request.account.email.lower()
    assert account.display_name == "Ada L."
    assert list(account.roles) == [Account.ROLE_CUSTOMER]
    assert account.name != NOBODY
    assert account.etag
    assert account.create_time == account.update_time


async def test_an_address_has_one_account_in_whatever_case_it_is_written(
    accounts: AccountsServiceStub,
) -> None:
    email = address()
    await accounts.CreateAccount(sign_up(email))
    refusal = await refused(accounts.CreateAccount(sign_up(email.upper())))
    assert refusal.code is grpc.StatusCode.ALREADY_EXISTS
    assert refusal.reason == "EMAIL_TAKEN"
    assert "accounts/" not in refusal.message


async def test_of_many_that_want_an_address_at_once_one_gets_it(
    accounts: AccountsServiceStub,
) -> None:
    email = address()
    calls = [accounts.CreateAccount(sign_up(email)) for _ in range(8)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(result, Account) for result in results) == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": ""}, {"account.email"}),
        ({"email": "ada"}, {"account.email"}),
        ({"email": "ada@example.com\n"}, {"account.email"}),
        ({"email": "ä@example.com"}, {"account.email"}),
        ({"email": "a" * 251 + "@b.c"}, {"account.email"}),
        ({"display_name": ""}, {"account.display_name"}),
        ({"display_name": "  "}, {"account.display_name"}),
        ({"display_name": "A\nda"}, {"account.display_name"}),
        ({"password": "eleven char"}, {"password"}),
        ({"password": "x" * 201}, {"password"}),
        ({"request_id": "1"}, {"request_id"}),
    ],
)
async def test_an_account_that_breaks_a_rule_is_refused_by_the_name_of_the_field(
    accounts: AccountsServiceStub, fields: dict[str, Any], wrong: set[str]
) -> None:
    request = sign_up(**({"email": address()} | fields))
    refusal = await refused(accounts.CreateAccount(request))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert set(refusal.fields) == wrong


async def test_a_repeated_sign_up_gets_the_account_that_it_made(
    accounts: AccountsServiceStub,
) -> None:
    request = sign_up(address(), request_id=str(uuid4()))
    first, *others = await asyncio.gather(*(accounts.CreateAccount(request) for _ in range(5)))
    assert all(other == first for other in others)
    request.password += "!"
    refusal = await refused(accounts.CreateAccount(request))
    assert refusal.reason == "REQUEST_ID_REUSED"


async def test_nothing_that_is_stored_is_a_password_or_lets_one_be_guessed(
    accounts: AccountsServiceStub, accounts_settings: Settings
) -> None:
    request = sign_up(address(), request_id=str(uuid4()))
    await accounts.CreateAccount(request)
    session = await accounts.SignIn(
        pb.SignInRequest(email=request.account.email, password=PASSWORD)
    )
    plain = hashlib.sha256(request.SerializeToString(deterministic=True)).hexdigest()
    for table in ("accounts", "sessions", "attempts", "requests", "signing_keys"):
        rows = await in_database(accounts_settings, f"select t::text as row from {table} t")
        text = "\n".join(row["row"] for row in rows)
        assert table == "attempts" or text
        for secret in (PASSWORD, PASSWORD.encode().hex(), plain, session.access_token,
                       session.refresh_token, session.refresh_token.split(".")[2]):  # fmt: skip
            assert secret not in text, table


async def test_an_account_is_read_by_its_owner_by_name_or_as_me(
    accounts: AccountsServiceStub,
) -> None:
    person = await somebody(accounts)
    for name in (person.account.name, "accounts/me"):
        assert await accounts.GetAccount(_get(name), metadata=person.caller) == person.account


async def test_a_stranger_learns_nothing_of_an_account_not_even_whether_it_is_there(
    accounts: AccountsServiceStub,
) -> None:
    person, stranger = await somebody(accounts), await somebody(accounts)
    seen = []
    for name in (person.account.name, NOBODY):
        refusal = await refused(accounts.GetAccount(_get(name), metadata=stranger.caller))
        assert refusal.code is grpc.StatusCode.PERMISSION_DENIED
        seen.append((refusal.reason, refusal.message.replace(name, "")))
        change = pb.UpdateAccountRequest(account=Account(name=name, display_name="Eve"))
        refusal = await refused(accounts.UpdateAccount(change, metadata=stranger.caller))
        assert refusal.code is grpc.StatusCode.PERMISSION_DENIED
        seen.append((refusal.reason, refusal.message.replace(name, "")))
    assert len(set(seen)) == 1


@pytest.mark.parametrize("who", [(), caller("accounts/me"), caller("ada"), caller("accounts/x")])
async def test_who_is_nobody_has_no_account(accounts: AccountsServiceStub, who: Any) -> None:
    person = await somebody(accounts)
    for name in ("accounts/me", person.account.name):
        refusal = await refused(accounts.GetAccount(_get(name), metadata=who))
        assert refusal.code is grpc.StatusCode.UNAUTHENTICATED
        assert refusal.reason == "NOT_SIGNED_IN"


async def test_an_administrator_reads_every_account_and_is_told_of_those_that_are_missing(
    accounts: AccountsServiceStub,
) -> None:
    person = await somebody(accounts)
    found = await accounts.GetAccount(_get(person.account.name), metadata=ADMINISTRATOR)
    assert found == person.account
    refusal = await refused(accounts.GetAccount(_get(NOBODY), metadata=ADMINISTRATOR))
    assert refusal.code is grpc.StatusCode.NOT_FOUND
    assert refusal.reason == "ACCOUNT_NOT_FOUND"


async def test_an_owner_changes_what_to_call_them(accounts: AccountsServiceStub) -> None:
    person = await somebody(accounts)
    request = _change(person, "display_name", name="accounts/me", display_name="Countess")
    changed = await accounts.UpdateAccount(request, metadata=person.caller)
    assert changed.display_name == "Countess"
    assert changed.etag != person.account.etag
    assert changed.update_time.ToNanoseconds() > changed.create_time.ToNanoseconds()
    assert await accounts.GetAccount(_get("accounts/me"), metadata=person.caller) == changed


async def test_an_account_may_be_sent_back_as_it_was_read_but_not_with_other_roles(
    accounts: AccountsServiceStub,
) -> None:
    person = await somebody(accounts)
    account = Account()
    account.CopyFrom(person.account)
    account.display_name = "Countess"
    account = await accounts.UpdateAccount(
        pb.UpdateAccountRequest(account=account), metadata=person.caller
    )
    assert account.display_name == "Countess"
    account.roles.append(Account.ROLE_STAFF)
    for mask in ([], ["*"], ["roles"]):
        request = pb.UpdateAccountRequest(account=account, update_mask=FieldMask(paths=mask))
        refusal = await refused(accounts.UpdateAccount(request, metadata=person.caller))
        assert refusal.code is grpc.StatusCode.PERMISSION_DENIED
        assert refusal.reason == "ROLES_NOT_YOURS_TO_GIVE"


async def test_an_administrator_gives_roles_and_they_count_from_the_next_token_on(
    accounts: AccountsServiceStub,
) -> None:
    person = await somebody(accounts)
    session = await signed_in(accounts, person)
    request = _change(person, "roles", roles=[Account.ROLE_STAFF, Account.ROLE_CUSTOMER])
    changed = await accounts.UpdateAccount(request, metadata=ADMINISTRATOR)
    assert list(changed.roles) == [Account.ROLE_CUSTOMER, Account.ROLE_STAFF]
    assert changed.display_name == person.account.display_name
    refreshed = await accounts.RefreshSession(
        pb.RefreshSessionRequest(refresh_token=session.refresh_token)
    )
    claims = jwt.decode(refreshed.access_token, options={"verify_signature": False})
    assert claims["scope"] == "accounts:self orders:admin orders:self products:write stock:write"


@pytest.mark.parametrize(
    "roles", [[], [Account.ROLE_UNSPECIFIED], [7], [Account.ROLE_STAFF, Account.ROLE_STAFF]]
)
async def test_roles_are_some_that_there_are(accounts: AccountsServiceStub, roles: Any) -> None:
    person = await somebody(accounts)
    request = _change(person, "roles", roles=roles)
    refusal = await refused(accounts.UpdateAccount(request, metadata=ADMINISTRATOR))
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.fields[0].startswith("account.roles")


async def test_an_administrator_cannot_become_a_customer_alone(
    accounts: AccountsServiceStub,
) -> None:
    person = await somebody(accounts)
    request = _change(person, "roles", roles=[Account.ROLE_ADMINISTRATOR])
    await accounts.UpdateAccount(request, metadata=ADMINISTRATOR)
    request = _change(person, "roles", roles=[Account.ROLE_CUSTOMER])
    own = caller(person.account.name, "accounts:self accounts:admin")
    refusal = await refused(accounts.UpdateAccount(request, metadata=own))
    assert refusal.code is grpc.StatusCode.FAILED_PRECONDITION
    changed = await accounts.UpdateAccount(request, metadata=ADMINISTRATOR)
    assert list(changed.roles) == [Account.ROLE_CUSTOMER]


async def test_a_change_for_an_older_state_is_refused(accounts: AccountsServiceStub) -> None:
    person = await somebody(accounts)
    request = _change(person, display_name="Countess", etag=person.account.etag)
    await accounts.UpdateAccount(request, metadata=person.caller)
    refusal = await refused(accounts.UpdateAccount(request, metadata=person.caller))
    assert refusal.code is grpc.StatusCode.ABORTED
    assert refusal.reason == "ETAG_MISMATCH"


async def test_a_repeated_change_gets_the_first_answer(accounts: AccountsServiceStub) -> None:
    person = await somebody(accounts)
    request = _change(
        person, display_name="Countess", etag=person.account.etag, request_id=str(uuid4())
    )
    first = await accounts.UpdateAccount(request, metadata=person.caller)
    assert await accounts.UpdateAccount(request, metadata=person.caller) == first


@pytest.mark.parametrize("path", ["email", "name", "password", "etag", "displayName", ""])
async def test_what_cannot_be_changed_cannot_be_named(
    accounts: AccountsServiceStub, path: str
) -> None:
    person = await somebody(accounts)
    request = _change(person, path, email=address())
    refusal = await refused(accounts.UpdateAccount(request, metadata=person.caller))
    assert refusal.reason == "UPDATE_MASK_INVALID"


async def test_no_mask_leaves_alone_what_cannot_be_changed(accounts: AccountsServiceStub) -> None:
    person = await somebody(accounts)
    request = _change(person, email=address(), display_name="Countess")
    changed = await accounts.UpdateAccount(request, metadata=person.caller)
    assert changed.email == person.email
