"""Every status that the OpenAPI document names can be had, each with a body as documented."""

import asyncio
import os
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh, eventually, running_mesh
from tests.contract.callers import STAFF, Signer, signer
from tests.contract.test_openapi import OPERATIONS, check, send

BY_ID = {operation["operationId"]: (verb, path, operation) for verb, path, operation in OPERATIONS}
TAKEN = "almond-cantuccini-bag"
EMAIL = "administrator@mercado.mesh"
DRAFT = {"displayName": "X", "category": "x", "price": {"currencyCode": "EUR"}}
STALE = {"displayName": "X", "etag": "stale"}
# What the state of the market has to be asked for, as no rule tells.
CONFLICTS: dict[str, tuple[str, Any]] = {
    "AccountsService.CreateAccount": (
        "/v1/accounts",
        {"account": {"email": EMAIL, "displayName": "X"}, "password": "correct horse battery"},
    ),
    "AccountsService.UpdateAccount": ("/v1/accounts/me", STALE),
    "CatalogService.CreateProduct": (f"/v1/products?product_id={TAKEN}", DRAFT),
    "CatalogService.UpdateProduct": (f"/v1/products/{TAKEN}", STALE),
    "CatalogService.DeleteProduct": (f"/v1/products/{TAKEN}?etag=stale", None),
    "CatalogService.UndeleteProduct": (f"/v1/products/{TAKEN}:undelete", {}),
    "OrdersService.ResolveOrder": (
        "/v1/{order}:resolve",
        {"resolution": "RESOLUTION_RETRY", "etag": "stale"},
    ),
}
# The last part of a name that nobody has.
NOBODYS_ID = "00000000-0000-4000-8000-000000000000"
NOBODY = {"product": "none", "account": NOBODYS_ID, "order": NOBODYS_ID, "shipment": NOBODYS_ID}
SOMEBODY = NOBODY | {"product": TAKEN, "account": "me"}
STRANGER = {"email": "nobody@example.com", "password": "correct horse battery"}


def ordered() -> dict[str, Any]:
    """The request for an order."""
    return {
        "items": [{"product": f"products/{TAKEN}", "quantity": 1}],
        "paymentToken": "tok_approve",
        "shippingAddress": {"regionCode": "PT", "addressLines": ["Rua da Prata 1"]},
        "requestId": str(uuid.uuid4()),
    }


def _with(status: str) -> list[Any]:
    found = [name for name, (_, _, o) in BY_ID.items() if status in o["responses"]]
    assert found
    return [pytest.param(*BY_ID[name], id=name) for name in found]


@pytest.fixture(scope="module")
def sign(mesh: RunningMesh) -> Signer:
    return signer(mesh)


async def _answered(answer: httpx.Response, status: int, operation: Any) -> None:
    assert answer.status_code == status, answer.text
    check(answer, operation)


@pytest.mark.parametrize(("verb", "path", "operation"), _with("400"))
async def test_an_unknown_parameter_is_a_documented_400(
    staff: httpx.AsyncClient, verb: str, path: str, operation: Any
) -> None:
    body: dict[str, str] | None = {} if "requestBody" in operation else None
    path = path.format(**SOMEBODY)
    answer = await staff.request(verb, path, params={"nope": "1"}, json=body)
    await _answered(answer, 400, operation)


@pytest.mark.parametrize(("verb", "path", "operation"), _with("401"))
async def test_who_cannot_be_verified_gets_a_documented_401(
    rest: httpx.AsyncClient, verb: str, path: str, operation: Any
) -> None:
    if operation["operationId"] == "AccountsService.SignIn":
        answer = await rest.post(path, json=STRANGER)
    else:
        answer = await send(rest, verb, path, operation)
    await _answered(answer, 401, operation)


@pytest.mark.parametrize(("verb", "path", "operation"), _with("403"))
async def test_who_lacks_the_scope_gets_a_documented_403(
    rest: httpx.AsyncClient, sign: Signer, verb: str, path: str, operation: Any
) -> None:
    rest.headers["authorization"] = f"Bearer {sign.token('')}"
    await _answered(await send(rest, verb, path, operation), 403, operation)


@pytest.mark.parametrize(("verb", "path", "operation"), _with("404"))
async def test_a_name_that_nobody_has_is_a_documented_404(
    staff: httpx.AsyncClient, verb: str, path: str, operation: Any
) -> None:
    batches = {
        "/v1/products:batchGet": "products/none",
        "/v1/stock:batchGet": "products/none/stock",
    }
    query = {"names": batches[path]} if path in batches else {}
    path = path.format(**NOBODY)
    bodies = {
        "/v1/orders:quote": {"items": [{"product": "products/none", "quantity": 1}]},
        f"/v1/orders/{NOBODYS_ID}:resolve": {"resolution": "RESOLUTION_RETRY"},
    }
    changes = {"displayName": "X"} if verb == "patch" else bodies.get(path, {})
    sent = changes if "requestBody" in operation else None
    await _answered(await staff.request(verb, path, params=query, json=sent), 404, operation)


@pytest.mark.parametrize(("verb", "path", "operation"), _with("409"))
async def test_a_conflict_is_a_documented_409(
    staff: httpx.AsyncClient, verb: str, path: str, operation: Any
) -> None:
    path, body = CONFLICTS[operation["operationId"]]
    if "{order}" in path:
        path = path.format(order=(await staff.post("/v1/orders", json=ordered())).json()["name"])
    await _answered(await staff.request(verb, path, json=body), 409, operation)


@pytest.mark.parametrize(("verb", "path", "operation"), _with("413"))
async def test_a_request_that_is_too_large_is_a_documented_413(
    staff: httpx.AsyncClient, verb: str, path: str, operation: Any
) -> None:
    path = path.format(**SOMEBODY)
    answer = await staff.request(verb, path, content="{" + " " * 1_200_000 + "}")
    await _answered(answer, 413, operation)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMesh]:
    """A mesh that takes one request an hour."""
    folder: Path = tmp_path_factory.mktemp("narrow")
    topology = yaml.safe_load((ROOT / "envoy" / "mesh.yaml").read_text())
    topology["rates"] = {name: {"requests": 1, "seconds": 3600} for name in topology["rates"]}
    (folder / "mesh.yaml").write_text(yaml.safe_dump(topology))
    with running_mesh(folder / "state", "--no-seed", "--mesh", folder / "mesh.yaml") as mesh:
        yield mesh


@pytest.fixture(scope="module")
def sign_narrow(narrow: RunningMesh) -> Signer:
    return signer(narrow)


@pytest.mark.long
@pytest.mark.parametrize(("verb", "path", "operation"), _with("429"))
async def test_one_request_too_many_is_a_documented_429(
    narrow: RunningMesh, sign_narrow: Signer, verb: str, path: str, operation: Any
) -> None:
    token = sign_narrow.token(STAFF, sub=f"accounts/{operation['operationId']}")
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=narrow.url, headers=headers) as client:
        await send(client, verb, path, operation)
        await _answered(await send(client, verb, path, operation), 429, operation)


@pytest.mark.parametrize(
    "service",
    [
        "catalog",
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ("accounts", "inventory", "orders", "shipping")
        ),
    ],
)
async def test_a_service_that_hangs_is_a_documented_504_and_then_a_503(
    mesh: RunningMesh, staff: httpx.AsyncClient, service: str
) -> None:
    concerned = [operation for name, operation in BY_ID.items() if name.lower().startswith(service)]
    pid = mesh.process(service)["pid"]
    os.kill(pid, signal.SIGSTOP)
    try:
        staff.headers["grpc-timeout"] = "300m"
        late = await asyncio.gather(*(send(staff, *found) for found in concerned))
        for answer, (_, _, operation) in zip(late, concerned, strict=True):
            await _answered(answer, 504, operation)

        async def seen() -> bool:
            return bool((await send(staff, *concerned[0])).status_code == 503)

        await eventually(seen, what="the gateway's health check")
        away = await asyncio.gather(*(send(staff, *found) for found in concerned))
        for answer, (_, _, operation) in zip(away, concerned, strict=True):
            await _answered(answer, 503, operation)
    finally:
        os.kill(pid, signal.SIGCONT)

    async def back() -> bool:
        return bool((await send(staff, *concerned[0])).status_code != 503)

    await eventually(back, what="the service")
