"""TLS on the gateway's port: one line of the topology."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import grpc
import httpx
import pytest

from mercado.catalog.v1.catalog_service_pb2 import ListProductsRequest
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh, running_mesh

# With a mesh of its own.
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMesh]:
    folder = tmp_path_factory.mktemp("tls")
    usual = (ROOT / "envoy" / "mesh.yaml").read_text()
    (folder / "mesh.yaml").write_text(usual.replace("tls: false", "tls: true"))
    with running_mesh(folder / "state", "--no-seed", "--mesh", folder / "mesh.yaml") as mesh:
        yield mesh


@pytest.fixture(scope="module")
def certificate(encrypted: RunningMesh) -> Path:
    assert encrypted.state is not None
    return encrypted.state / "envoy" / "gateway" / "tls.crt"


@pytest.mark.parametrize("version", ["HTTP/1.1", "HTTP/2"])
async def test_rest_is_served_over_tls(
    encrypted: RunningMesh, certificate: Path, version: str
) -> None:
    http2 = version == "HTTP/2"
    trusting = ssl.create_default_context(cafile=str(certificate))
    async with httpx.AsyncClient(verify=trusting, http2=http2, base_url=encrypted.url) as client:
        answer = await client.get("/v1/products")
    assert (answer.status_code, answer.http_version) == (200, version)


async def test_grpc_is_served_over_tls(encrypted: RunningMesh, certificate: Path) -> None:
    credentials = grpc.ssl_channel_credentials(certificate.read_bytes())
    async with grpc.aio.secure_channel(encrypted.gateway, credentials) as channel:
        await CatalogServiceStub(channel).ListProducts(ListProductsRequest(), timeout=5)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_old_versions_of_tls_are_refused(encrypted: RunningMesh, certificate: Path) -> None:
    old = ssl.create_default_context(cafile=str(certificate))
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    async with httpx.AsyncClient(verify=old) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"{encrypted.url}/v1/products")


async def test_who_comes_without_tls_is_told_where_to_go(encrypted: RunningMesh) -> None:
    plain = encrypted.url.replace("https://", "http://")
    async with httpx.AsyncClient(base_url=plain) as client:
        answer = await client.get("/v1/products?page_size=1")
        assert answer.status_code == 301
        assert answer.headers["location"] == f"{encrypted.url}/v1/products?page_size=1"
        assert (await client.get("/healthz")).status_code == 200
