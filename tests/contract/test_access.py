"""Who may call what: every method, every kind of caller, every protocol."""

import time
from collections.abc import Mapping

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scripts.mesh.compiler import contract
from scripts.mesh.compiler.contract import Method
from scripts.mesh.local.envoy import CONTRACT
from tests.conftest import RunningMesh, eventually, sign_in
from tests.contract import rpc
from tests.contract.callers import CUSTOMER, STAFF, Signer, signer, tampered, unsigned
from tests.contract.rpc import Outcome

METHODS = [
    method
    for service in contract.read(CONTRACT).services
    for method in service.methods
    if method.edge
]
UNAUTHENTICATED, PERMISSION_DENIED = Outcome(16), Outcome(7)
ADMITTED = None


@pytest.fixture(scope="module")
def sign(mesh: RunningMesh) -> Signer:
    return signer(mesh)


@pytest.fixture(scope="module")
def callers(sign: Signer) -> Mapping[str, str | None]:
    """A token for each kind of caller; None for no token."""
    customer = sign.token(CUSTOMER)
    return {
        "anonymous": None,
        "customer": customer,
        "staff": sign.token(STAFF),
        "nobody in particular": sign.token(""),
        "expired": sign.token(STAFF, exp=int(time.time()) - 60),
        "without an end": sign.token(STAFF, exp=None),
        "of a wrong key": sign.token(STAFF, key=Ed25519PrivateKey.generate()),
        "of another issuer": sign.token(STAFF, iss="https://elsewhere.example"),
        "for another audience": sign.token(STAFF, aud="elsewhere"),
        "tampered": tampered(customer),
        "unsigned": unsigned({"iss": "https://accounts.mercado.mesh", "aud": "mercado"}),
        "no token at all": "x",
    }


def _expected(method: Method, caller: str) -> Outcome | None:
    """What the gateway answers; None if it lets the call through."""
    held = {"customer": CUSTOMER, "staff": STAFF, "nobody in particular": "", "anonymous": ""}
    if caller == "for another audience":
        return PERMISSION_DENIED
    if caller not in held or (method.scopes and caller == "anonymous"):
        return UNAUTHENTICATED
    return ADMITTED if {*(method.scopes or ())} <= {*held[caller].split()} else PERMISSION_DENIED


@pytest.mark.parametrize(
    ("method", "protocol"),
    [
        pytest.param(method, protocol, id=f"{method.name.split('.')[-1]}-{protocol}")
        for method in METHODS
        for protocol in rpc.PROTOCOLS
        if (protocol != "REST" or method.bindings) and (protocol != "MCP" or method.tool)
    ],
)
async def test_a_method_lets_through_whom_its_contract_names(
    rest: httpx.AsyncClient,
    callers: Mapping[str, str | None],
    method: Method,
    protocol: str,
) -> None:
    expected = {caller: _expected(method, caller) for caller in callers}
    found = {
        caller: await rpc.call(protocol, rest, method, token) for caller, token in callers.items()
    }
    # What a service itself says of an empty request is no business of the gateway's.
    answered = {
        c: o if o in (UNAUTHENTICATED, PERMISSION_DENIED) else None for c, o in found.items()
    }
    assert answered == expected


async def test_a_token_in_the_query_is_no_token(rest: httpx.AsyncClient, sign: Signer) -> None:
    token = sign.token(STAFF)
    path = "/mercado.accounts.v1.AccountsService/GetAccount"
    kind = {"content-type": "application/proto", "connect-protocol-version": "1"}
    answer = await rest.post(f"{path}?access_token={token}", headers=kind)
    assert answer.status_code == 401
    assert (await rest.get(f"/v1/accounts/me?access_token={token}")).status_code != 200


async def test_no_log_has_a_password_or_a_token(mesh: RunningMesh, rest: httpx.AsyncClient) -> None:
    assert mesh.state is not None
    password = (mesh.state / "secrets" / "accounts-administrator-password").read_text()
    session = sign_in(mesh, "administrator@mercado.mesh", password)
    bearer = {"authorization": f"Bearer {session['accessToken']}"}
    me = (await rest.get("/v1/accounts/me", headers=bearer)).json()["name"]
    refreshing = {"refreshToken": session["refreshToken"]}
    refreshed = (await rest.post("/v1/sessions:refresh", json=refreshing)).json()
    await rest.post("/v1/sessions:signIn", json={"email": "x@example.com", "password": password})

    def logged() -> str:
        assert mesh.state is not None
        return "".join(log.read_text() for log in (mesh.state / "logs").glob("*.log"))

    async def principal() -> bool:
        return f'"principal":"{me}"' in logged()

    await eventually(principal, what="the access log's line")
    secrets = [
        password,
        *(s[t] for s in (session, refreshed) for t in ("accessToken", "refreshToken")),
    ]
    assert not [secret for secret in secrets if secret in logged()]
