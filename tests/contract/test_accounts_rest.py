"""Accounts over REST: what goes in, and exactly what comes out."""

from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest

from tests.conftest import RunningMesh

PASSWORD = "correct horse battery staple"
TYPE = "type.googleapis.com/google.rpc."
DOMAIN, GATEWAY = "accounts.mercado.mesh", "gateway.mercado.mesh"


def _draft(email: str, **fields: Any) -> dict[str, Any]:
    return {"account": {"email": email, "displayName": "Ada"}, "password": PASSWORD, **fields}


def _address() -> str:
    return f"{uuid4().hex}@example.com"


def _info(reason: str, domain: str = DOMAIN) -> dict[str, str]:
    return {"@type": TYPE + "ErrorInfo", "reason": reason, "domain": domain}


@pytest.fixture(scope="module")
def email(mesh: RunningMesh) -> str:
    """The address of somebody with an account."""
    made = _address()
    httpx.post(f"{mesh.url}/v1/accounts", json=_draft(made)).raise_for_status()
    return made


async def _signed_in(rest: httpx.AsyncClient, email: str) -> dict[str, Any]:
    answer = await rest.post("/v1/sessions:signIn", json={"email": email, "password": PASSWORD})
    session: dict[str, Any] = answer.raise_for_status().json()
    return session


async def test_an_account_is_made_once_however_often_it_is_asked_for(
    rest: httpx.AsyncClient,
) -> None:
    email = _address()
    draft = _draft(email.upper(), requestId=str(uuid4()))
    first, again = [await rest.post("/v1/accounts", json=draft) for _ in range(2)]
    assert first.status_code == 200, first.text
    account = first.json()
    assert set(account) == {"name", "email", "displayName", "roles", "etag", "createTime",
                            "updateTime"}  # fmt: skip
    assert account["email"] == email
    assert account["roles"] == ["ROLE_CUSTOMER"]
    assert again.json() == account


async def test_an_address_that_is_taken_is_a_conflict(rest: httpx.AsyncClient, email: str) -> None:
    answer = await rest.post("/v1/accounts", json=_draft(email))
    text = "there is an account with this e-mail address"
    assert answer.status_code == 409
    assert answer.json() == {
        "code": 6,
        "message": text,
        "details": [
            _info("EMAIL_TAKEN") | {"metadata": {"resource": "accounts"}},
            {
                "@type": TYPE + "ResourceInfo",
                "resourceType": "accounts.mercado.mesh/Account",
                "resourceName": "accounts",
                "description": text,
            },
        ],
    }


@pytest.mark.parametrize(
    ("path", "body", "field", "reason"),
    [
        ("/v1/accounts", _draft("ada"), "account.email", "string.email"),
        ("/v1/accounts", _draft("a@b.c", password="short"), "password", "string.min_len"),
        ("/v1/accounts", {"password": PASSWORD}, "account", "required"),
        ("/v1/accounts", _draft("a@b.c", pasword="x"), "pasword", "UNKNOWN_FIELD"),
        ("/v1/sessions:signIn", {"email": "a@b.c"}, "password", "string.min_len"),
        ("/v1/sessions:refresh", {}, "refresh_token", "string.min_len"),
        ("/v1/sessions:signOut", {"refreshToken": "x" * 257}, "refresh_token", "string.max_len"),
    ],
)
async def test_what_breaks_a_rule_is_named(
    rest: httpx.AsyncClient, path: str, body: dict[str, Any], field: str, reason: str
) -> None:
    answer = await rest.post(path, json=body)
    assert answer.status_code == 400
    (violation,) = answer.json()["details"][1]["fieldViolations"]
    assert (violation["field"], violation["reason"]) == (field, reason)
    assert PASSWORD not in answer.text


async def test_a_password_is_not_taken_from_the_query(rest: httpx.AsyncClient) -> None:
    answer = await rest.post("/v1/sessions:signIn?password=x", json={"email": "a@b.c"})
    assert answer.status_code == 400
    assert answer.json()["details"][0] == _info("FIELD_SET_TWICE", GATEWAY)


async def test_who_signs_in_gets_a_token_that_the_published_keys_verify(
    rest: httpx.AsyncClient, email: str
) -> None:
    session = await _signed_in(rest, email)
    assert set(session) == {"accessToken", "tokenType", "expiresIn", "refreshToken", "account"}
    assert (session["tokenType"], session["expiresIn"]) == ("Bearer", "900s")
    discovery = await rest.get("/.well-known/openid-configuration")
    assert discovery.headers["content-type"] == "application/json"
    document = discovery.json()
    port = rest.base_url.port
    assert document["jwks_uri"] == f"http://localhost:{port}/.well-known/jwks.json"
    published = await rest.get("/.well-known/jwks.json")
    assert published.headers["content-type"] == "application/json"
    keys = jwt.PyJWKSet.from_dict(published.json())
    key = keys[jwt.get_unverified_header(session["accessToken"])["kid"]]
    claims = jwt.decode(
        session["accessToken"], key, ["EdDSA"], audience="mercado", issuer=document["issuer"]
    )
    assert claims["sub"] == session["account"]


async def test_a_wrong_password_is_a_401_that_says_no_more(
    rest: httpx.AsyncClient, email: str
) -> None:
    for address in (email, _address()):
        body = {"email": address, "password": "wrong"}
        answer = await rest.post("/v1/sessions:signIn", json=body)
        assert answer.status_code == 401
        assert answer.json() == {
            "code": 16,
            "message": "there is no account with this e-mail address and password",
            "details": [_info("BAD_CREDENTIALS")],
        }


async def test_too_many_tries_are_a_429_that_says_how_long_to_wait(
    rest: httpx.AsyncClient,
) -> None:
    body = {"email": _address(), "password": "wrong"}
    codes = [(await rest.post("/v1/sessions:signIn", json=body)).status_code for _ in range(6)]
    assert codes == [401] * 6
    answer = await rest.post("/v1/sessions:signIn", json=body)
    assert answer.status_code == 429
    reason, retry = answer.json()["details"]
    assert reason == _info("SIGN_IN_LOCKED")
    assert 0 < float(retry["retryDelay"].rstrip("s")) <= 1


async def test_a_session_goes_on_and_ends(rest: httpx.AsyncClient, email: str) -> None:
    first = await _signed_in(rest, email)
    body = {"refreshToken": first["refreshToken"], "requestId": str(uuid4())}
    second, again = [await rest.post("/v1/sessions:refresh", json=body) for _ in range(2)]
    assert second.json()["refreshToken"] == again.json()["refreshToken"] != first["refreshToken"]
    body = {"refreshToken": second.json()["refreshToken"]}
    ended = await rest.post("/v1/sessions:signOut", json=body)
    assert (ended.status_code, ended.json()) == (200, {})
    answer = await rest.post("/v1/sessions:refresh", json=body)
    assert answer.status_code == 401
    assert answer.json()["details"] == [_info("SESSION_ENDED")]


@pytest.mark.parametrize(
    "path", ["/v1/accounts/me", "/v1/accounts/00000000-0000-4000-8000-000000000000"]
)
async def test_nobody_has_no_account(rest: httpx.AsyncClient, path: str) -> None:
    headers = {"x-auth-sub": f"accounts/{uuid4()}", "x-auth-scope": "accounts:admin"}
    for answer in (await rest.get(path), await rest.get(path, headers=headers)):
        assert answer.status_code == 401
        assert answer.json()["code"] == 16


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/v1/accounts", "OPTIONS, POST"),
        ("DELETE", "/v1/accounts/me", "GET, OPTIONS, PATCH"),
        ("GET", "/v1/sessions:signIn", "OPTIONS, POST"),
        ("POST", "/.well-known/jwks.json", "GET, OPTIONS"),
    ],
)
async def test_another_method_than_those_that_are_served_is_told_which_are(
    rest: httpx.AsyncClient, method: str, path: str, allow: str
) -> None:
    answer = await rest.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allow
