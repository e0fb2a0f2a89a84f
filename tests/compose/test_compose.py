"""What docker-compose.yml promises, on a real Docker Engine; skipped where there is none."""

import asyncio
import json
import shutil
import subprocess
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import httpx
import pytest

from scripts.mesh.local.ports import free_ports
from tests.conftest import eventually, run

pytestmark = pytest.mark.compose

PRODUCT = "/v1/products/almond-cantuccini-bag"
_CONNECT = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), 3).close()
except OSError as error:
    sys.exit(f"no: {error}")
"""


def _docker(*arguments: str, port: int = 0) -> subprocess.CompletedProcess[str]:
    return run("docker", *arguments, seconds=600, environment={"MERCADO_PORT": str(port)})


def _there() -> bool:
    if shutil.which("docker") is None:
        return False
    return all(_docker(*command).returncode == 0 for command in (["info"], ["compose", "version"]))


@dataclass(frozen=True)
class Project:
    """The mesh in containers, beside any other.

    Attributes:
        name: its project's.
        port: the gateway's, on the loopback interface.
    """

    name: str
    port: int

    def compose(self, *arguments: str) -> str:
        """Runs `docker compose` on it; returns what it wrote."""
        done = _docker("compose", "-p", self.name, *arguments, port=self.port)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def replicas(self, service: str) -> list[str]:
        """The containers of a service that run."""
        return self.compose("ps", "-q", service).split()

    def requests_by_upstream(self) -> Counter[str]:
        """How many requests each replica has answered for the gateway, by its address."""
        lines = self.compose("logs", "--no-log-prefix", "gateway").splitlines()
        entries = [json.loads(line) for line in lines if line.startswith("{")]
        return Counter(entry["upstream"] for entry in entries if entry["upstream"])

    def from_the_edge(self, host: str, port: int) -> subprocess.CompletedProcess[str]:
        """Tries to connect from a container on the edge network."""
        network = f"{self.name}_edge"
        python = ["--entrypoint", "python", "mercado", "-c", _CONNECT]
        return _docker("run", "--rm", "--network", network, *python, host, str(port))


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    if not _there():
        pytest.skip("there is no Docker Engine with Compose")
    (port,) = free_ports(1)
    project = Project(f"mercado-test-{port}", port)
    try:
        project.compose("up", "--build", "--wait", "--scale", "catalog=3")
        yield project
    finally:
        project.compose("down", "--volumes", "--timeout", "5")


@pytest.fixture
async def gateway(project: Project) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{project.port}") as client:
        yield client


async def _read(gateway: httpx.AsyncClient, times: int) -> list[int]:
    """Reads a product from 16 places at once; the statuses."""
    left = iter(range(times))

    async def reader() -> list[int]:
        return [(await gateway.get(PRODUCT)).status_code for _ in left]

    return [
        status
        for statuses in await asyncio.gather(*(reader() for _ in range(16)))
        for status in statuses
    ]


async def _until_stopped(gateway: httpx.AsyncClient, stop: asyncio.Event) -> list[int]:
    statuses = []
    while not stop.is_set():
        statuses += await _read(gateway, 160)
    return statuses


async def _all_in_use(project: Project, gateway: httpx.AsyncClient) -> None:
    """Waits until requests reach every replica."""

    async def reached() -> bool:
        before = project.requests_by_upstream()
        await _read(gateway, 60)
        after = project.requests_by_upstream() - before
        return len(after) == len(project.replicas("catalog"))

    await eventually(reached, within=30, what="requests to every replica")


def test_a_second_start_changes_nothing(project: Project) -> None:
    names = ("catalog", "gateway", "waypoint")
    before = {name: project.replicas(name) for name in names}
    project.compose("up", "--wait", "--scale", "catalog=3")
    assert {name: project.replicas(name) for name in names} == before


async def test_the_replicas_share_the_load_evenly(
    project: Project, gateway: httpx.AsyncClient
) -> None:
    await _all_in_use(project, gateway)
    before = project.requests_by_upstream()
    assert set(await _read(gateway, 900)) == {200}

    async def logged() -> bool:
        return (project.requests_by_upstream() - before).total() >= 900

    await eventually(logged, what="the access log of all requests")
    shares = [count / 900 for count in (project.requests_by_upstream() - before).values()]
    assert len(shares) == 3
    assert min(shares) > 0.25, shares


async def test_a_killed_replica_costs_no_request_that_may_be_repeated(
    project: Project, gateway: httpx.AsyncClient
) -> None:
    await _all_in_use(project, gateway)
    victim = project.replicas("catalog")[0]
    load = asyncio.create_task(_read(gateway, 4000))
    killed = await asyncio.to_thread(_docker, "kill", victim)
    assert killed.returncode == 0, killed.stderr
    assert not load.done(), "the load ended before the replica did"
    assert Counter(await load) == {200: 4000}
    assert len(project.replicas("catalog")) == 2
    project.compose("up", "--wait", "--scale", "catalog=3", "--no-recreate")


async def test_scaling_to_fewer_replicas_and_back_costs_no_such_request(
    project: Project, gateway: httpx.AsyncClient
) -> None:
    await _all_in_use(project, gateway)
    load = asyncio.create_task(_until_stopped(gateway, stop := asyncio.Event()))
    for replicas in (1, 3):
        await asyncio.to_thread(
            project.compose, "up", "--wait", "--no-recreate", "--scale", f"catalog={replicas}"
        )
    stop.set()
    assert set(await load) == {200}


def test_a_container_on_the_edge_reaches_the_gateway_and_no_service(project: Project) -> None:
    assert project.from_the_edge("gateway", 8080).returncode == 0
    for service, port in (
        ("orders", 50091),
        ("waypoint", 15001),
        ("postgres", 5432),
        ("nats", 4222),
    ):
        (container, *_) = project.replicas(service)
        address = json.loads(_docker("inspect", container).stdout)[0]["NetworkSettings"]
        networks = address["Networks"]
        assert list(networks) == [f"{project.name}_mesh"]
        for host in (service, networks[f"{project.name}_mesh"]["IPAddress"]):
            assert "no: " in project.from_the_edge(host, port).stderr


def test_a_service_runs_without_privileges_and_sees_its_own_secrets_only(project: Project) -> None:
    seen = project.compose(
        "exec", "catalog", "sh", "-c", "id -u; ls /run/secrets; touch /app/x || true"
    )
    assert seen.split() == ["10001", "database_url", "identity", "nats_url", "page_token_key"]


async def test_an_order_arrives_though_the_broker_and_a_replica_of_orders_die(
    project: Project, gateway: httpx.AsyncClient
) -> None:
    person = {"email": "ada@example.com", "password": "correct horse battery staple"}
    account = {"account": {"email": person["email"], "displayName": "Ada"}}
    made = await gateway.post("/v1/accounts", json=account | {"password": person["password"]})
    assert made.status_code == 200, made.text
    session = (await gateway.post("/v1/sessions:signIn", json=person)).json()
    gateway.headers["authorization"] = f"Bearer {session['accessToken']}"
    wish = {
        "items": [{"product": PRODUCT.removeprefix("/v1/"), "quantity": 1}],
        "paymentToken": "tok_approve",
        "shippingAddress": {"regionCode": "PT", "addressLines": ["Rua da Prata 1"]},
        "requestId": str(uuid.uuid4()),
    }
    for service in ("nats", "orders"):
        killed = await asyncio.to_thread(_docker, "kill", project.replicas(service)[0])
        assert killed.returncode == 0, killed.stderr
    await asyncio.to_thread(project.compose, "start", "orders")

    async def in_state(*states: str) -> bool:
        answer = await gateway.post("/v1/orders", json=wish)
        return answer.status_code == 200 and answer.json()["state"] in states

    # The event of it waits, as there is no broker.
    await eventually(lambda: in_state("STATE_CONFIRMED"), 60, "the order is confirmed")
    await asyncio.to_thread(project.compose, "start", "nats")
    await eventually(lambda: in_state("STATE_DELIVERED"), 60, "the order arrives")
    letters = project.compose("run", "--rm", "dead-letters", "scripts.mesh.deadletters", "list")
    assert letters == "there are no dead letters\n"
