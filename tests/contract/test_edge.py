"""What every answer has, and what nobody gets to see."""

import stat

import httpx
import pytest

from tests.conftest import RunningMesh


async def test_a_large_answer_is_compressed_for_who_asks_for_it(rest: httpx.AsyncClient) -> None:
    whole = await rest.get("/v1/products", headers={"accept-encoding": "identity"})
    packed = await rest.get("/v1/products", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.json() == whole.json()
    assert "content-encoding" not in whole.headers


@pytest.mark.parametrize("path", ["/v1/products?page_size=1", "/v1/nothing", "/", "/healthz"])
async def test_every_answer_keeps_browsers_from_guessing(
    rest: httpx.AsyncClient, path: str
) -> None:
    answer = await rest.get(path)
    if path != "/healthz":
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["server"] == "mercado"
    assert "x-powered-by" not in answer.headers


async def test_the_admin_interface_is_a_socket_of_its_owner_and_nowhere_else(
    mesh: RunningMesh, rest: httpx.AsyncClient
) -> None:
    assert mesh.state is not None
    for proxy in ("gateway", "waypoint"):
        socket = (mesh.state / "envoy" / proxy / "admin.sock").stat()
        assert stat.S_ISSOCK(socket.st_mode)
        assert stat.S_IMODE(socket.st_mode) & 0o077 == 0
    for path in ("/stats", "/config_dump", "/quitquitquit", "/clusters"):
        assert (await rest.get(path)).status_code == 404
