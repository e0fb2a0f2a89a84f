"""What the OpenAPI document says is what the gateway does."""

import json
import uuid
from typing import Any

import httpx
import jsonschema
import pytest

from scripts.mesh.generate.documents import OPENAPI
from tests.conftest import eventually

DOCUMENT = json.loads(OPENAPI.read_text())
OPERATIONS = [
    (verb, path, operation)
    for path, verbs in DOCUMENT["paths"].items()
    for verb, operation in verbs.items()
]
NAMED = "almond-cantuccini-bag"
ORDERED = "7b0c4f1e-5d0e-4c1c-9b57-3f1a6d1f2a10"
# Good requests that may be refused, as things stand.
AS_IT_STANDS: dict[str, tuple[int, str]] = {
    # Another test may have made a new key, which has to sign before there is another.
    "AccountsService.RotateSigningKey": (400, "ROTATION_UNDER_WAY"),
    "OrdersService.ResolveOrder": (400, "ORDER_NEEDS_NO_ATTENTION"),
}


def _cases(*, signed_in: bool) -> list[Any]:
    return [
        pytest.param(verb, path, operation, id=operation["operationId"])
        for verb, path, operation in OPERATIONS
        if bool(operation["security"]) is signed_in
    ]


async def send(client: httpx.AsyncClient, verb: str, path: str, operation: Any) -> Any:
    """Sends the request that the document has as its example."""
    query = {}
    for parameter in operation.get("parameters", []):
        example = parameter.get("example")
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", example)
        elif example is not None:
            query[parameter["name"]] = example
    media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if not operation["responses"]["200"]["description"].startswith("A stream "):
        return await client.request(verb, path, params=query, json=media.get("example"))
    async with client.stream(verb, path, params=query, json=media.get("example")) as answer:
        if not answer.is_success:
            await answer.aread()
            return answer
        # It has no end. A line is an answer.
        line = await anext(answer.aiter_lines())
        headers = {"content-type": answer.headers["content-type"]}
        return httpx.Response(answer.status_code, headers=headers, text=line)


def check(answer: httpx.Response, operation: Any) -> None:
    """Makes sure that an answer is one of those that the document has for its status."""
    response = operation["responses"][str(answer.status_code)]
    assert answer.headers["content-type"] == "application/json"
    if "*/*" in response["content"]:
        return
    schema = response["content"]["application/json"]["schema"]
    whole = {**schema, "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer.json())


@pytest.mark.parametrize(("verb", "path", "operation"), _cases(signed_in=False))
async def test_a_documented_example_is_answered_as_documented(
    rest: httpx.AsyncClient, verb: str, path: str, operation: Any
) -> None:
    answer = await send(rest, verb, path, operation)
    # The example of a refresh token is none that is good.
    refreshed = operation["operationId"] == "AccountsService.RefreshSession"
    assert answer.status_code == (401 if refreshed else 200), answer.text
    check(answer, operation)


@pytest.mark.parametrize(("verb", "path", "operation"), _cases(signed_in=True))
async def test_a_documented_example_needs_a_token_and_works_with_one(
    rest: httpx.AsyncClient, staff_token: str, verb: str, path: str, operation: Any
) -> None:
    refused = await send(rest, verb, path, operation)
    assert refused.status_code == 401
    check(refused, operation)
    rest.headers["authorization"] = f"Bearer {staff_token}"
    tag = operation["tags"][0]
    named, made = (
        (ORDERED, await _ordered(rest))
        if tag in ("OrdersService", "ShippingService")
        # Not the demonstration's product, which other tests read.
        else (NAMED, await _made(rest, deleted=path.endswith(":undelete")))
    )
    answer = await send(rest, verb, path, json.loads(json.dumps(operation).replace(named, made)))
    if answer.status_code != 200:
        reason = answer.json()["details"][0]["reason"]
        assert (answer.status_code, reason) == AS_IT_STANDS.get(operation["operationId"]), (
            answer.text
        )
    check(answer, operation)


async def _made(rest: httpx.AsyncClient, *, deleted: bool) -> str:
    """A product, or one that is no longer there; returns its id."""
    draft = {"displayName": "X", "category": "x", "price": {"currencyCode": "EUR"}}
    name: str = (await rest.post("/v1/products", json=draft)).json()["name"]
    if deleted:
        await rest.delete(f"/v1/{name}")
    return name.removeprefix("products/")


async def _ordered(rest: httpx.AsyncClient) -> str:
    """An order whose shipment is there, too; returns the id of both."""
    place = DOCUMENT["paths"]["/v1/orders"]["post"]["requestBody"]["content"]["application/json"]
    body = place["example"] | {"requestId": str(uuid.uuid4())}
    placed = await rest.post("/v1/orders", json=body)
    assert placed.status_code == 200, placed.text
    order: str = placed.json()["name"].removeprefix("orders/")

    async def shipped() -> bool:
        return (await rest.get(f"/v1/shipments/{order}")).status_code == 200

    await eventually(shipped, what="the shipment")
    return order


async def test_the_document_is_served(rest: httpx.AsyncClient) -> None:
    assert (await rest.get("/openapi.json")).json() == DOCUMENT
