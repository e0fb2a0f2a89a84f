"""Another version of a service: its share, its headers, and what happens when it is bad."""

import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import httpx
import pytest

from scripts.mesh.compiler.topology import Proxy
from tests.conftest import RunningMesh, eventually
from tests.load import PRODUCT, everywhere, getting, repeated, versions
from tests.operating import changed_checkout, counted, hosts, operate, pids, refused

# A version that differs from the current one in nothing that a caller could see.
SAME = ("--env", "LOG_LEVEL=WARNING")
ALWAYS = (("x-canary", "always"),)


@pytest.fixture(autouse=True)
async def one_version(mesh: RunningMesh) -> AsyncIterator[None]:
    """Takes all versions away at the end."""
    yield
    for version in {p["version"] for p in mesh.status["processes"] if p.get("version")}:
        await operate(mesh, "rollback", "catalog", "--version", version)


@pytest.fixture
async def edge(mesh: RunningMesh) -> AsyncIterator[grpc.aio.Channel]:
    async with grpc.aio.insecure_channel(mesh.gateway) as channel:
        yield channel


@pytest.fixture
async def inside(mesh: RunningMesh) -> AsyncIterator[grpc.aio.Channel]:
    async with mesh.calls_of("orders") as channel:
        yield channel


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A checkout in which the catalog is healthy, but cannot answer."""
    fails = 'await context.abort(grpc.StatusCode.UNAVAILABLE, "broken")'
    return changed_checkout(tmp_path, {"product = await self._products.get(product_id)": fails})


def canary(*arguments: str | Path) -> tuple[str | Path, ...]:
    return ("canary", "catalog", *arguments)


async def _shares(seen: Counter[str], percent: float) -> None:
    total = seen.total()
    assert set(seen) <= {"current", "v2"}, seen
    deviation = (total * percent / 100 * (1 - percent / 100)) ** 0.5
    # Once in two million times it is further off.
    assert abs(seen["v2"] - total * percent / 100) < 5 * deviation, seen


async def test_a_version_gets_its_share_in_both_envoys(
    mesh: RunningMesh, edge: grpc.aio.Channel, inside: grpc.aio.Channel
) -> None:
    await operate(mesh, *canary("--version", "v2", *SAME, "--percent", "10"))
    address = mesh.process("catalog@v2")["address"]
    for proxy, channel in ((Proxy.GATEWAY, edge), (Proxy.WAYPOINT, inside)):
        seen = await repeated(versions(channel), 1500)
        await _shares(seen, 10)
        # What callers were told is what Envoy has counted.
        assert (await hosts(mesh, "catalog@v2", proxy))[address].total == seen["v2"]


async def test_a_call_with_the_header_always_gets_the_version(
    mesh: RunningMesh, edge: grpc.aio.Channel, inside: grpc.aio.Channel
) -> None:
    await operate(mesh, *canary("--version", "v2", *SAME, "--header", "x-canary: always"))
    for channel in (edge, inside):
        assert await repeated(versions(channel, ALWAYS), 200) == {"v2": 200}
        assert await repeated(versions(channel), 200) == {"current": 200}
    async with httpx.AsyncClient(base_url=mesh.url, timeout=10) as client:
        answer = await client.get(f"/v1/{PRODUCT}", headers=dict(ALWAYS))
        assert (answer.status_code, answer.headers["x-mesh-version"]) == (200, "v2")


async def test_no_call_is_lost_as_a_share_grows_and_shrinks(
    mesh: RunningMesh, edge: grpc.aio.Channel
) -> None:
    async with everywhere(mesh) as load:
        await operate(mesh, *canary("--version", "v2", *SAME))
        for percent in ("10", "50", "100", "50", "0"):
            await operate(mesh, *canary("--percent", percent))
            await load.until(100)
            if percent == "100":
                assert await repeated(versions(edge), 100) == {"v2": 100}
        await operate(mesh, "rollback", "catalog")
    assert load.failed == {}
    assert list(pids(mesh, "catalog")) == ["catalog"]


@pytest.mark.long
async def test_a_promoted_version_replaces_the_one_before_and_can_be_taken_back(
    mesh: RunningMesh, edge: grpc.aio.Channel
) -> None:
    before = pids(mesh, "catalog")
    async with everywhere(mesh) as load:
        await operate(mesh, *canary("--version", "v2", *SAME, "--percent", "100"))
        await operate(mesh, "promote", "catalog")
        promoted = pids(mesh, "catalog")
        assert mesh.process("catalog")["version"] == "v2"
        assert promoted.keys() == before.keys()
        assert promoted != before
        await operate(mesh, "rollback", "catalog")
        assert mesh.process("catalog")["version"] == ""
    assert load.failed == {}
    assert await repeated(versions(edge), 50) == {"": 50}


@pytest.mark.long
async def test_the_share_of_a_version_that_dies_goes_to_the_current_one(
    mesh: RunningMesh, edge: grpc.aio.Channel
) -> None:
    header = ("--header", "x-canary: always")
    await operate(mesh, *canary("--version", "v2", *SAME, "--percent", "50", *header))
    pid = pids(mesh, "catalog")["catalog@v2"]
    async with everywhere(mesh) as load:
        os.kill(pid, signal.SIGKILL)
        await load.until(300)
    assert load.failed == {}

    async def back() -> bool:
        process = mesh.process("catalog@v2")
        running = process["restarts"] == 1 and process["health"] == "ready"
        return running and await versions(edge, ALWAYS)() == "v2"

    await eventually(back, 15, "the version is used again")
    assert await repeated(versions(edge, ALWAYS), 20) == {"v2": 20}


async def test_a_broken_version_is_ejected_and_its_share_goes_to_the_current_one(
    mesh: RunningMesh, edge: grpc.aio.Channel, broken: Path
) -> None:
    await operate(mesh, *canary("--version", "v2", "--from", broken, "--percent", "50"))
    address = mesh.process("catalog@v2")["address"]
    # It says that it is healthy, and what may be repeated is repeated elsewhere.
    seen = await repeated(versions(edge), 300)
    assert seen == {"current": 300}
    found = (await hosts(mesh, "catalog@v2"))[address]
    assert found.ejected
    assert not found.failing
    assert await counted(mesh, "cluster.catalog@v2.outlier_detection.ejections_active") == 1
    # Three failures were enough, of those that were under way at the time.
    assert 3 <= found.errors < 40


@pytest.mark.long
async def test_a_version_that_does_not_start_is_taken_back(mesh: RunningMesh) -> None:
    before = pids(mesh, "catalog")
    nowhere = "PAGE_TOKEN_KEY_FILE=/nowhere"
    reason = await refused(mesh, *canary("--version", "v2", "--env", nowhere))
    assert "catalog@v2 ended with code" in reason
    assert "/nowhere" in reason
    assert "nothing was changed" in reason
    assert pids(mesh, "catalog") == before
    assert "v2" not in (mesh.state or Path()).joinpath("operations.yaml").read_text()


async def test_copies_of_reads_go_to_a_version_and_those_of_changes_do_not(
    mesh: RunningMesh, edge: grpc.aio.Channel
) -> None:
    await operate(mesh, *canary("--version", "v2", *SAME))
    await operate(mesh, "mirror", "catalog", "--to", "v2", "--percent", "100")
    address = mesh.process("catalog@v2")["address"]
    assert await repeated(getting(edge), 100) == {"ok": 100}

    async def copied() -> bool:
        return (await hosts(mesh, "catalog@v2"))[address].total == 100

    await eventually(copied, what="a hundred copies")
    routes = (mesh.state or Path()).joinpath("envoy", "gateway", "rds.json").read_text()
    assert routes.count("request_mirror_policies") == 4
