"""A peer that neither answers nor refuses costs a bounded time, and nothing else."""

import contextlib
import os
import signal
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.conftest import RunningMesh, eventually
from tests.contract.callers import CUSTOMER, Signer
from tests.market import stocked

pytestmark = pytest.mark.long

PENDING = {"STATE_PENDING", "STATE_CANCELLING"}


@pytest.fixture
async def customer(market: RunningMesh, sign: Signer) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who waits for no longer than ten seconds."""
    headers = {"authorization": f"Bearer {sign.token(CUSTOMER)}"}
    async with httpx.AsyncClient(base_url=market.url, timeout=10, headers=headers) as client:
        yield client


@contextlib.contextmanager
def _silent(market: RunningMesh, service: str) -> Iterator[None]:
    """Holds all replicas of a service: connections to them stand, and nothing comes back."""
    pids = [p["pid"] for p in market.status["processes"] if p["name"].startswith(service)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def _wish(product: str) -> dict[str, Any]:
    return {
        "items": [{"product": product, "quantity": 2}],
        "paymentToken": "tok_approve",
        "shippingAddress": {"regionCode": "PT", "addressLines": ["Rua da Prata 1"]},
        "requestId": str(uuid.uuid4()),
    }


@pytest.mark.parametrize("service", ["inventory", "payments", "shipping", "postgres", "nats"])
async def test_an_order_outlasts_a_peer_that_is_silent(
    market: RunningMesh, customer: httpx.AsyncClient, service: str
) -> None:
    (product,) = stocked(market, [10])
    wish = _wish(product)
    with _silent(market, service):
        # Whatever is known by then is the answer.
        hurry = {"grpc-timeout": "1500m"}
        answer = await customer.post("/v1/orders", json=wish, headers=hurry)
        assert answer.status_code in (200, 503, 504), answer.text
        if service in ("inventory", "payments") and answer.status_code == 200:
            assert answer.json()["state"] in PENDING
    told = [answer.json()["name"]] if answer.status_code == 200 else []

    async def placed() -> bool:
        again = await customer.post("/v1/orders", json=wish)
        if again.status_code == 200:
            told.append(again.json()["name"])
        return again.status_code == 200 and again.json()["state"] not in PENDING

    await eventually(placed, 30, "the order has come to rest")
    assert len({*told}) == 1

    async def delivered() -> bool:
        order = (await customer.get(f"/v1/{told[0]}")).json()
        return bool(order.get("state") == "STATE_DELIVERED")

    await eventually(delivered, 30, "the order arrives")
    stock = (await customer.get(f"/v1/{product}/stock")).json()
    assert (stock["available"], stock.get("reserved", "0"), stock["sold"]) == ("8", "0", "2")


async def test_other_products_are_sold_while_the_parcel_service_is_silent(
    market: RunningMesh, customer: httpx.AsyncClient
) -> None:
    (product,) = stocked(market, [10])
    with _silent(market, "shipping"):
        answer = await customer.post("/v1/orders", json=_wish(product))
        assert answer.json()["state"] == "STATE_CONFIRMED"
        cancelling = {"grpc-timeout": "1000m"}
        path = f"/v1/{answer.json()['name']}:cancel"
        answer = await customer.post(path, json={}, headers=cancelling)
        assert answer.status_code == 200, answer.text
        assert answer.json()["state"] == "STATE_CANCELLING"

    async def settled() -> bool:
        order = (await customer.get(path.removesuffix(":cancel"))).json()
        return bool(order.get("state") in {"STATE_CANCELLED", "STATE_DELIVERED"})

    await eventually(settled, 30, "the cancellation is decided")
