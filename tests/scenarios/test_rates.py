"""How much a caller may ask for, and what buys no more."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import grpc
import httpx
import pytest
from google.rpc.status_pb2 import Status

from mercado.catalog.v1.catalog_service_pb2 import SearchProductsRequest
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh, eventually, running_mesh
from tests.contract.callers import CUSTOMER, Signer, signer

# With a mesh of its own.
pytestmark = pytest.mark.long

SEARCH = "/v1/products:search?query=tea"
ALLOWED = 5


@pytest.fixture(scope="module")
def topology(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The topology with a bucket that a test can empty and that does not fill in its time."""
    file = tmp_path_factory.mktemp("topology") / "mesh.yaml"
    usual = (ROOT / "envoy" / "mesh.yaml").read_text()
    changed = usual.replace(
        "search: {requests: 1000, seconds: 1}", f"search: {{requests: {ALLOWED}, seconds: 3600}}"
    )
    assert changed != usual
    file.write_text(changed)
    return file


@pytest.fixture(scope="module")
def strict(topology: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMesh]:
    with running_mesh(tmp_path_factory.mktemp("strict"), "--mesh", topology) as mesh:
        yield mesh


@pytest.fixture(scope="module")
def sign(strict: RunningMesh) -> Signer:
    return signer(strict)


@pytest.fixture
async def client(strict: RunningMesh) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=strict.url) as opened:
        yield opened


async def _search(client: httpx.AsyncClient, times: int, **headers: str) -> list[int]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return [(await client.get(SEARCH, headers=sent)).status_code for _ in range(times)]


async def test_who_is_not_signed_in_is_counted_by_address_and_forged_headers_buy_nothing(
    client: httpx.AsyncClient,
) -> None:
    assert await _search(client, ALLOWED + 2) == [200] * ALLOWED + [429] * 2
    assert await _search(client, 1, x_forwarded_for="203.0.113.7") == [429]
    assert await _search(client, 1, x_auth_sub="accounts/somebody") == [429]
    assert await _search(client, 1, x_envoy_external_address="203.0.113.7") == [429]


async def test_each_account_has_a_bucket_of_its_own(
    client: httpx.AsyncClient, sign: Signer
) -> None:
    for account in ("accounts/one", "accounts/two"):
        bearer = f"Bearer {sign.token(CUSTOMER, sub=account)}"
        counted = await _search(client, ALLOWED + 1, authorization=bearer)
        assert counted == [200] * ALLOWED + [429]


async def test_a_refusal_says_when_to_come_back_in_every_protocol(
    strict: RunningMesh, client: httpx.AsyncClient, sign: Signer
) -> None:
    bearer = f"Bearer {sign.token(CUSTOMER, sub='accounts/three')}"
    first = await client.get(SEARCH, headers={"authorization": bearer})
    assert first.headers["ratelimit-limit"] == str(ALLOWED)
    assert first.headers["ratelimit-remaining"] == str(ALLOWED - 1)
    await _search(client, ALLOWED, authorization=bearer)
    refused = await client.get(SEARCH, headers={"authorization": bearer})
    assert refused.headers["ratelimit-remaining"] == "0"
    seconds = int(refused.headers["retry-after"])
    assert seconds > 0
    error = refused.json()
    assert (error["code"], error["details"][0]["reason"]) == (8, "TOO_MANY_REQUESTS")
    assert error["details"][1]["retryDelay"] == f"{seconds}s"

    async with grpc.aio.insecure_channel(strict.gateway) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await CatalogServiceStub(channel).SearchProducts(
                SearchProductsRequest(query="tea"), metadata=(("authorization", bearer),)
            )
    assert failed.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    details = dict(failed.value.trailing_metadata() or ())["grpc-status-details-bin"]
    assert Status.FromString(bytes(details)).details[1].type_url.endswith("google.rpc.RetryInfo")


async def test_a_live_change_of_the_configuration_refills_no_bucket(
    client: httpx.AsyncClient, sign: Signer, topology: Path
) -> None:
    bearer = f"Bearer {sign.token(CUSTOMER, sub='accounts/four')}"
    assert await _search(client, ALLOWED, authorization=bearer) == [200] * ALLOWED
    origin = "https://only.example"
    topology.write_text(
        topology.read_text().replace('cors_origins: ["*"]', f"cors_origins: [{origin}]")
    )

    async def applied() -> bool:
        answer = await client.get("/v1/products", headers={"origin": "https://other.example"})
        return "access-control-allow-origin" not in answer.headers

    await eventually(applied, what="the changed configuration")
    assert await _search(client, 1, authorization=bearer) == [429]
