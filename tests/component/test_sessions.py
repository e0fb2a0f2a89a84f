"""Sessions: signing in, going on, signing out, and who is kept out."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import grpc
import jwt
import pytest
from google.rpc import error_details_pb2

from mercado.accounts.v1 import accounts_service_pb2 as pb
from mercado.accounts.v1.accounts_service_pb2_grpc import AccountsServiceStub
from mercado.accounts.v1.session_pb2 import Session
from services.accounts import storage
from services.accounts.settings import Settings
from services.runtime import database
from services.runtime.settings import Secret
from tests.component.calls import DatabaseServer, Refusal, outcome, refused, unique
from tests.component.people import (
    PASSWORD,
    Person,
    address,
    in_database,
    replica,
    sign_up,
    signed_in,
    somebody,
    verified,
)


def _attempt(email: str, password: str = "wrong") -> pb.SignInRequest:
    return pb.SignInRequest(email=email, password=password)


def _refresh(session: Session, request_id: str = "") -> pb.RefreshSessionRequest:
    return pb.RefreshSessionRequest(refresh_token=session.refresh_token, request_id=request_id)


def _retry_seconds(refusal: Refusal) -> float:
    retry = refusal.detail(error_details_pb2.RetryInfo)
    return retry.retry_delay.ToNanoseconds() / 1e9 if retry else 0


async def _unlock(settings: Settings, email: str) -> None:
    """Lets the lock of an address pass."""
    await in_database(
        settings, "update attempts set lock_time = clock_timestamp() where email = $1", email
    )


async def test_who_signs_in_gets_tokens_that_anybody_can_verify(
    accounts: AccountsServiceStub,
) -> None:
    person = await somebody(accounts)
    session = await accounts.SignIn(_attempt(person.email.upper(), PASSWORD))
    assert session.account == person.account.name
    assert session.token_type == "Bearer"
    assert session.expires_in.seconds == 900
    claims = await verified(accounts, session)
    assert claims["sub"] == person.account.name
    assert claims["scope"] == "accounts:self orders:self"
    assert claims["exp"] - claims["iat"] == 900
    assert set(claims) == {"iss", "aud", "sub", "iat", "exp", "jti", "scope"}
    other = await verified(accounts, await signed_in(accounts, person))
    assert other["jti"] != claims["jti"]


async def test_a_password_is_the_same_however_its_letters_are_composed(
    accounts: AccountsServiceStub,
) -> None:
    email = address()
    await accounts.CreateAccount(sign_up(email, "cr\u00e8me br\u00fbl\u00e9e\x00"))
    await accounts.SignIn(_attempt(email, "cre\u0300me bru\u0302le\u0301e\x00"))
    assert (await refused(accounts.SignIn(_attempt(email, "crème brûlée")))).reason


async def test_a_wrong_password_and_an_unknown_address_are_told_alike(
    accounts: AccountsServiceStub,
) -> None:
    person = await somebody(accounts)
    told = {
        (refusal.code, refusal.message, refusal.status.SerializeToString())
        for email in (person.email, address())
        for refusal in [await refused(accounts.SignIn(_attempt(email)))]
    }
    assert len(told) == 1
    ((code, _, _),) = told
    assert code is grpc.StatusCode.UNAUTHENTICATED


async def _failures(accounts: AccountsServiceStub, settings: Settings, email: str) -> list[Any]:
    """What each of twenty wrong tries is told, when every lock has passed before the next."""
    told = []
    for _ in range(20):
        first = await refused(accounts.SignIn(_attempt(email)))
        again = await refused(accounts.SignIn(_attempt(email)))
        told.append((first.reason, again.reason, round(_retry_seconds(again) + 0.5)))
        await _unlock(settings, email)
    return told


async def test_failures_lock_an_address_for_longer_and_longer_whether_it_is_known_or_not(
    accounts: AccountsServiceStub, accounts_settings: Settings
) -> None:
    person = await somebody(accounts)
    known = await _failures(accounts, accounts_settings, person.email)
    assert known == await _failures(accounts, accounts_settings, address())
    # The sixth failure is the first that locks.
    assert known[:3] == [("BAD_CREDENTIALS", "BAD_CREDENTIALS", 0)] * 3
    locks = [2**n for n in range(1, 10)]
    assert known[3:12] == [("BAD_CREDENTIALS", "SIGN_IN_LOCKED", seconds) for seconds in locks]
    assert {seconds for *_, seconds in known[12:]} == {900}


async def test_while_an_address_is_locked_the_right_password_is_not_even_looked_at(
    accounts: AccountsServiceStub, accounts_settings: Settings
) -> None:
    person = await somebody(accounts)
    session = await signed_in(accounts, person)
    for _ in range(6):
        await refused(accounts.SignIn(_attempt(person.email)))
    wrong = await refused(accounts.SignIn(_attempt(person.email)))
    right = await refused(accounts.SignIn(_attempt(person.email.upper(), PASSWORD)))
    for refusal in (wrong, right):
        assert refusal.code is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert refusal.reason == "SIGN_IN_LOCKED"
        assert 0 < _retry_seconds(refusal) <= 1
    await accounts.RefreshSession(_refresh(session))
    await _unlock(accounts_settings, person.email)
    await signed_in(accounts, person)
    # Success is a new beginning.
    for _ in range(5):
        refusal = await refused(accounts.SignIn(_attempt(person.email)))
        assert refusal.reason == "BAD_CREDENTIALS"
    await signed_in(accounts, person)


@pytest.mark.parametrize("who", ["known", "unknown"])
async def test_tries_at_once_do_not_outrun_the_count(
    accounts: AccountsServiceStub, who: str
) -> None:
    email = (await somebody(accounts)).email if who == "known" else address()
    results = await asyncio.gather(
        *(outcome(accounts.SignIn(_attempt(email, f"guess {n}"))) for n in range(40))
    )
    reasons = [result.reason for result in results if isinstance(result, Refusal)]
    assert reasons.count("BAD_CREDENTIALS") == 6
    assert reasons.count("SIGN_IN_LOCKED") == 34


async def test_old_tries_are_forgotten_and_fresh_ones_are_not(
    accounts: AccountsServiceStub, accounts_settings: Settings
) -> None:
    old, fresh = address(), address()
    for email in (old, fresh):
        await refused(accounts.SignIn(_attempt(email)))
    await in_database(
        accounts_settings,
        "update attempts set last_time = last_time - interval '25 hours' where email = $1",
        old,
    )
    async with database.connect(accounts_settings.database_url, size=1, schema=[]) as connected:
        await storage.forget(connected)
    rows = await in_database(
        accounts_settings, "select email from attempts where email = any($1)", [old, fresh]
    )
    assert [row["email"] for row in rows] == [fresh]


async def test_a_refresh_token_is_exchanged_for_the_next_one(
    accounts: AccountsServiceStub,
) -> None:
    person = await somebody(accounts)
    session = await signed_in(accounts, person)
    seen = {session.refresh_token}
    for _ in range(3):
        session = await accounts.RefreshSession(_refresh(session))
        assert session.account == person.account.name
        assert (await verified(accounts, session))["sub"] == person.account.name
        seen.add(session.refresh_token)
    assert len(seen) == 4


async def test_a_token_that_comes_twice_ends_its_session_and_no_other(
    accounts: AccountsServiceStub,
) -> None:
    person = await somebody(accounts)
    stolen, other = await signed_in(accounts, person), await signed_in(accounts, person)
    latest = await accounts.RefreshSession(_refresh(stolen))
    refusal = await refused(accounts.RefreshSession(_refresh(stolen)))
    assert refusal.code is grpc.StatusCode.UNAUTHENTICATED
    assert refusal.reason == "REFRESH_TOKEN_REUSED"
    for session in (latest, stolen):
        refusal = await refused(accounts.RefreshSession(_refresh(session)))
        assert refusal.reason == "SESSION_ENDED"
    await accounts.RefreshSession(_refresh(other))


async def test_a_lost_answer_is_had_again_with_the_same_request_id(
    accounts: AccountsServiceStub,
) -> None:
    session = await signed_in(accounts, await somebody(accounts))
    request_id = str(uuid4())
    answers = [await accounts.RefreshSession(_refresh(session, request_id)) for _ in range(3)]
    assert len({answer.refresh_token for answer in answers}) == 1
    following = await accounts.RefreshSession(_refresh(answers[0], str(uuid4())))
    # It was not lost, if the next token was used.
    refusal = await refused(accounts.RefreshSession(_refresh(session, request_id)))
    assert refusal.reason == "REFRESH_TOKEN_REUSED"
    refusal = await refused(accounts.RefreshSession(_refresh(following)))
    assert refusal.reason == "SESSION_ENDED"


@pytest.mark.parametrize(("first", "second"), [("", ""), ("a", ""), ("", "b"), ("a", "b")])
async def test_another_request_id_is_another_request(
    accounts: AccountsServiceStub, first: str, second: str
) -> None:
    ids = {"": "", "a": str(uuid4()), "b": str(uuid4())}
    session = await signed_in(accounts, await somebody(accounts))
    await accounts.RefreshSession(_refresh(session, ids[first]))
    refusal = await refused(accounts.RefreshSession(_refresh(session, ids[second])))
    assert refusal.reason == "REFRESH_TOKEN_REUSED"


async def test_of_exchanges_at_once_one_wins_and_the_others_are_a_reuse(
    accounts: AccountsServiceStub,
) -> None:
    session = await signed_in(accounts, await somebody(accounts))
    results = await asyncio.gather(
        *(outcome(accounts.RefreshSession(_refresh(session))) for _ in range(10))
    )
    assert sum(isinstance(result, Session) for result in results) == 1
    reasons = {result.reason for result in results if isinstance(result, Refusal)}
    assert "REFRESH_TOKEN_REUSED" in reasons
    assert reasons <= {"REFRESH_TOKEN_REUSED", "SESSION_ENDED"}


async def test_exchanges_at_once_with_one_request_id_are_one(
    accounts: AccountsServiceStub,
) -> None:
    session = await signed_in(accounts, await somebody(accounts))
    request = _refresh(session, str(uuid4()))
    answers = await asyncio.gather(*(accounts.RefreshSession(request) for _ in range(10)))
    assert len({answer.refresh_token for answer in answers}) == 1
    await accounts.RefreshSession(_refresh(answers[0]))


FORGERIES: dict[str, Callable[[str], str]] = {
    "nonsense": lambda _: "nonsense",
    "another sequence": lambda token: token.replace(".1.", ".2."),
    "another session": lambda token: uuid4().hex + token[32:],
    "another MAC": lambda token: token[:-5] + "AAAAA",
    "something after it": lambda token: token + "\n",
    "capitals": lambda token: token[:32].upper() + token[32:],
    "a huge number": lambda token: token.replace(".1.", f".{10**30}."),
    "other digits": lambda token: token.replace(".1.", ".\uff11."),
}


@pytest.mark.parametrize("forged", FORGERIES.values(), ids=FORGERIES)
async def test_what_was_never_given_out_is_no_token_and_harms_no_session(
    accounts: AccountsServiceStub, forged: Callable[[str], str]
) -> None:
    session = await signed_in(accounts, await somebody(accounts))
    text = forged(session.refresh_token)
    assert text != session.refresh_token
    refusal = await refused(accounts.RefreshSession(pb.RefreshSessionRequest(refresh_token=text)))
    assert refusal.code is grpc.StatusCode.UNAUTHENTICATED
    assert refusal.reason == "REFRESH_TOKEN_INVALID"
    await accounts.SignOut(pb.SignOutRequest(refresh_token=text))
    await accounts.RefreshSession(_refresh(session))


@pytest.mark.parametrize("exchanges", [0, 1])
async def test_a_session_is_over_after_signing_out_with_any_of_its_tokens(
    accounts: AccountsServiceStub, exchanges: int
) -> None:
    person = await somebody(accounts)
    first, other = await signed_in(accounts, person), await signed_in(accounts, person)
    latest = await accounts.RefreshSession(_refresh(first)) if exchanges else first
    for _ in range(2):
        await accounts.SignOut(pb.SignOutRequest(refresh_token=first.refresh_token))
    refusal = await refused(accounts.RefreshSession(_refresh(latest)))
    assert refusal.code is grpc.StatusCode.UNAUTHENTICATED
    assert refusal.reason == "SESSION_ENDED"
    await accounts.RefreshSession(_refresh(other))


async def test_a_session_is_over_after_thirty_days_however_often_it_was_refreshed(
    accounts: AccountsServiceStub, accounts_settings: Settings
) -> None:
    session = await signed_in(accounts, await somebody(accounts))
    session_id = UUID(session.refresh_token.split(".")[0])
    session = await accounts.RefreshSession(_refresh(session))
    (row,) = await in_database(
        accounts_settings,
        "update sessions set expire_time = expire_time - interval '30 days' where id = $1"
        " returning create_time - expire_time as early",
        session_id,
    )
    assert abs(row["early"].total_seconds()) < 1
    assert (await refused(accounts.RefreshSession(_refresh(session)))).reason == "SESSION_ENDED"
    async with database.connect(accounts_settings.database_url, size=1, schema=[]) as connected:
        await storage.forget(connected)
    assert (await refused(accounts.RefreshSession(_refresh(session)))).reason == "SESSION_ENDED"


async def test_a_password_is_hashed_anew_when_it_should_cost_more(
    database: DatabaseServer, accounts_settings: Settings
) -> None:
    settings = replace(
        accounts_settings,
        database_url=Secret(await database.make(unique("accounts"))),
        administrator_email="",
        administrator_password=Secret(""),
    )
    async with replica(settings) as cheap:
        person = await somebody(cheap)
    query = "select password_hash from accounts"
    (before,) = await in_database(settings, query)
    dearer = replace(settings, password_time_cost=2)
    async with replica(dearer) as accounts:
        await refused(accounts.SignIn(_attempt(person.email)))
        assert await in_database(settings, query) == [before]
        await signed_in(accounts, person)
        (after,) = await in_database(settings, query)
        assert "t=1," in before["password_hash"]
        assert "t=2," in after["password_hash"]
        await signed_in(accounts, person)
        assert await in_database(settings, query) == [after]


async def test_more_passwords_than_can_be_hashed_are_refused_and_not_counted(
    accounts_settings: Settings,
) -> None:
    # Nobody's, as an old hash would be compared at its own low cost.
    emails = [address() for _ in range(12)]
    # One takes longer than all the others need to come.
    slow = replace(
        accounts_settings, password_threads=1, password_queue=0,
        password_time_cost=10, password_memory_kib=65536,
    )  # fmt: skip
    async with replica(slow) as busy:
        results = await asyncio.gather(*(outcome(busy.SignIn(_attempt(e))) for e in emails))
    refusals = [result for result in results if isinstance(result, Refusal)]
    assert {refusal.reason for refusal in refusals} == {"BAD_CREDENTIALS", "PASSWORDS_BUSY"}
    for refusal in refusals:
        if refusal.reason == "PASSWORDS_BUSY":
            assert refusal.code is grpc.StatusCode.RESOURCE_EXHAUSTED
            assert _retry_seconds(refusal) == 1
    rows = await in_database(
        accounts_settings, "select email, count from attempts where email = any($1)", emails
    )
    counted = {row["email"]: row["count"] for row in rows}
    for email, refusal in zip(emails, refusals, strict=True):
        assert counted[email] == (0 if refusal.reason == "PASSWORDS_BUSY" else 1)


async def test_an_access_token_names_its_key_and_is_signed_with_ed25519(
    accounts: AccountsServiceStub,
) -> None:
    person: Person = await somebody(accounts)
    session = await signed_in(accounts, person)
    header = jwt.get_unverified_header(session.access_token)
    assert header["alg"] == "EdDSA"
    changed = session.access_token[:-10] + "AAAAAAAAAA"
    with pytest.raises(jwt.InvalidSignatureError):
        await verified(accounts, Session(access_token=changed))


async def test_nothing_secret_is_logged(
    accounts: AccountsServiceStub, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        person = await somebody(accounts)
        await refused(accounts.CreateAccount(sign_up(person.email)))
        await refused(accounts.SignIn(_attempt(person.email, "another password")))
        session = await signed_in(accounts, person)
        await accounts.RefreshSession(_refresh(session))
        await refused(accounts.RefreshSession(_refresh(session)))
    logged = [f"{record.getMessage()} {vars(record)}" for record in caplog.records]
    assert any("REFRESH_TOKEN_REUSED" in line for line in logged)
    mac = session.refresh_token.split(".")[2]
    for secret in (PASSWORD, "another password", session.access_token, mac):
        assert not any(secret in line for line in logged)
