"""A running mesh for the tests that need one, and ways to talk to it."""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest

from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from scripts.mesh.local.state import ROOT, State
from services.runtime.dial import dial

# Tokens are good for three times as long.
_TOKEN_SECONDS = 300


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
        return self.url.partition("://")[2]

    @property
    def status(self) -> dict[str, Any]:
        assert self.state is not None
        status: dict[str, Any] = json.loads((self.state / "status.json").read_text())
        return status

    @property
    def catalog(self) -> str:
        """The Unix socket of the catalog's only replica."""
        assert self.state is not None
        return f"unix:{State(self.state).socket('catalog', Path.cwd())}"

    @property
    def waypoint(self) -> str:
        """Where services call each other."""
        address: str = self.status["waypoint"]
        return address

    def identity(self, workload: str) -> str:
        """The folder of the identity of a workload."""
        assert self.state is not None
        return str(State(self.state).identities / workload)

    def calls_of(self, workload: str) -> grpc.aio.Channel:
        """A channel to other services, as a workload has it."""
        return dial(self.waypoint, self.identity(workload))

    def database(self, service: str) -> str:
        """How a service reaches its database."""
        assert self.state is not None
        password = (self.state / "secrets" / f"{service}-database").read_text()
        address = self.process("postgres")["address"]
        return f"postgresql://{service}:{password}@{address}/{service}"

    @property
    def topology(self) -> Path:
        """The file of its topology, which it follows."""
        return Path(self.status["mesh"])

    def process(self, name: str) -> dict[str, Any]:
        """How a process is, as `mesh status --json` says it."""
        found: dict[str, Any] = next(p for p in self.status["processes"] if p["name"] == name)
        return found


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--target", help="run the scenarios against a gateway that runs already")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts tests that share something into a group of their own, which one worker runs."""
    for item in items:
        package = item.path.parent.name
        if "mesh" in getattr(item, "fixturenames", ()):
            group = "mesh"
        elif package == "unit":
            continue
        else:
            group = package if package in ("chaos", "component") else item.path.name
        item.add_marker(pytest.mark.xdist_group(group))


def run(
    *command: str | Path,
    folder: Path = ROOT,
    seconds: float = 60,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, in the checkout unless told otherwise."""
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def run_module(
    module: str,
    *arguments: str | Path,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a module of a checkout to its end."""
    command = (sys.executable, "-m", module, *arguments)
    return run(*command, folder=folder, seconds=120, environment=environment)


def run_mesh(
    *arguments: str | Path, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the `mesh` command to its end."""
    return run_module("scripts.mesh", *arguments, folder=folder, environment=environment)


@contextlib.contextmanager
def running_mesh(
    state: Path,
    *options: str | Path,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> Iterator[RunningMesh]:
    """A mesh on free ports, for as long as the block runs."""
    up = ["up", "--detach", "--free-ports", "--state", state, *options]
    started = run_mesh(*up, folder=folder, environment=environment)
    assert started.returncode == 0, started.stderr
    try:
        url = json.loads((state / "status.json").read_text())["gateway"]
        yield RunningMesh(url.replace("localhost", "127.0.0.1"), state)
    finally:
        stopped = run_mesh("down", "--purge", "--state", state)
        assert stopped.returncode == 0, stopped.stderr


def sign_in(mesh: RunningMesh, email: str, password: str) -> dict[str, str]:
    """A session: `accessToken`, `refreshToken` and the rest."""
    signing_in = {"email": email, "password": password}
    answer = httpx.post(f"{mesh.url}/v1/sessions:signIn", json=signing_in, timeout=10)
    assert answer.status_code == 200, answer.text
    session: dict[str, str] = answer.json()
    return session


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
    folder = tmp_path_factory.mktemp("mesh")
    # A copy, for tests of what happens when it changes.
    topology = shutil.copy(ROOT / "envoy" / "mesh.yaml", folder)
    with running_mesh(folder / "state", "--mesh", topology) as started:
        yield started


@pytest.fixture
async def rest(mesh: RunningMesh) -> AsyncIterator[httpx.AsyncClient]:
    """A REST client of the gateway."""
    async with httpx.AsyncClient(base_url=mesh.url, timeout=10) as client:
        yield client


@pytest.fixture(scope="session")
def staff_tokens(mesh: RunningMesh) -> Iterator[str]:
    """Access tokens of the administrator, whose password `MERCADO_PASSWORD` is elsewhere."""
    password = os.environ.get("MERCADO_PASSWORD", "")
    if mesh.state is not None:
        password = (mesh.state / "secrets" / "accounts-administrator-password").read_text()
    if not password:
        pytest.skip("MERCADO_PASSWORD is not set: the administrator's, of the mesh of --target")

    def tokens() -> Iterator[str]:
        while True:
            token = sign_in(mesh, "administrator@mercado.mesh", password)["accessToken"]
            signed_in = time.monotonic()
            while time.monotonic() < signed_in + _TOKEN_SECONDS:
                yield token

    return tokens()


@pytest.fixture
def staff_token(staff_tokens: Iterator[str]) -> str:
    """An access token of the administrator that is good until the end of any test."""
    return next(staff_tokens)


@pytest.fixture
async def staff(mesh: RunningMesh, staff_token: str) -> AsyncIterator[httpx.AsyncClient]:
    """A REST client of the gateway that may do everything."""
    headers = {"authorization": f"Bearer {staff_token}"}
    async with httpx.AsyncClient(base_url=mesh.url, timeout=10, headers=headers) as client:
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
