"""A running mesh for the tests that need one, and ways to talk to it."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest

from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from scripts.mesh.local.state import ROOT


@dataclass(frozen=True)
class RunningMesh:
    """A mesh on free ports, or one elsewhere that `--target` names.

    Attributes:
        url: the gateway, for example `http://127.0.0.1:8080`.
        state: its state folder; None elsewhere.
    """

    url: str
    state: Path | None

    @property
    def gateway(self) -> str:
        return self.url.removeprefix("http://")

    @property
    def status(self) -> dict[str, Any]:
        assert self.state is not None
        status: dict[str, Any] = json.loads((self.state / "status.json").read_text())
        return status

    @property
    def catalog(self) -> str:
        """The address of the catalog's only replica."""
        address: str = self.status["services"]["catalog"][0]
        return address

    def process(self, name: str) -> dict[str, Any]:
        """How a process is, as `mesh status --json` says it."""
        found: dict[str, Any] = next(p for p in self.status["processes"] if p["name"] == name)
        return found


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--target", help="run the scenarios against a gateway that runs already")


def run_mesh(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the `mesh` command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.mesh", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


async def eventually(
    condition: Callable[[], Awaitable[object]], within: float = 10, what: str = "the condition"
) -> None:
    """Waits until a condition holds; fails if it does not in time."""
    deadline = time.monotonic() + within
    while not await condition():
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not come true in {within} s")
        await asyncio.sleep(0.02)


@pytest.fixture(scope="session")
def mesh(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningMesh]:
    """The mesh with the demonstration's products. Tests add their own, and leave these alone."""
    target = request.config.getoption("--target")
    if target:
        yield RunningMesh(target.replace("localhost", "127.0.0.1"), None)
        return
    state = tmp_path_factory.mktemp("mesh")
    started = run_mesh("up", "--detach", "--free-ports", "--state", state)
    assert started.returncode == 0, started.stderr
    url = json.loads((state / "status.json").read_text())["gateway"]
    yield RunningMesh(url.replace("localhost", "127.0.0.1"), state)
    stopped = run_mesh("down", "--purge", "--state", state)
    assert stopped.returncode == 0, stopped.stderr


@pytest.fixture(scope="session")
def staff_token(mesh: RunningMesh) -> str:
    """An access token that allows `products:write`."""
    pytest.skip("nobody can sign in yet")


@pytest.fixture
async def rest(mesh: RunningMesh) -> AsyncIterator[httpx.AsyncClient]:
    """A REST client of the gateway."""
    async with httpx.AsyncClient(base_url=mesh.url, timeout=10) as client:
        yield client


@pytest.fixture
async def channel(mesh: RunningMesh) -> AsyncIterator[grpc.aio.Channel]:
    """A gRPC channel to the gateway."""
    async with grpc.aio.insecure_channel(mesh.gateway) as opened:
        yield opened


@pytest.fixture
def catalog(channel: grpc.aio.Channel) -> CatalogServiceStub:
    """The catalog, through the gateway."""
    return CatalogServiceStub(channel)
