"""Certificates and their authority are replaced under load; who has a wrong one is refused."""

import asyncio
import json
import os
import signal
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
import yaml

from mercado.catalog.v1.catalog_service_pb2 import GetProductRequest
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from scripts.mesh.local.state import ROOT, State
from scripts.mesh.provision.authority import Authority
from scripts.mesh.provision.identities import put
from services.runtime.certificates import Identity
from services.runtime.dial import dial
from tests.conftest import RunningMesh, eventually, run_mesh, running_mesh
from tests.load import PRODUCT, Call, everywhere, getting
from tests.operating import healthy

ORDERS = "spiffe://mercado.mesh/sa/orders"
# Of a certificate; half of it is between one and the next.
LIFE = 16


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMesh]:
    """A mesh of two catalogs, whose certificates are replaced every few seconds."""
    folder = tmp_path_factory.mktemp("short")
    found: dict[str, Any] = yaml.safe_load((ROOT / "envoy" / "mesh.yaml").read_text())
    found["services"]["catalog"]["replicas"] = 2
    found["certificates"]["seconds"] = LIFE
    (folder / "mesh.yaml").write_text(yaml.safe_dump(found))
    with running_mesh(folder / "state", "--mesh", folder / "mesh.yaml") as mesh:
        yield mesh


def _connecting(mesh: RunningMesh) -> Call:
    """A call over a connection of its own."""

    async def call() -> str:
        async with mesh.calls_of("orders") as channel:
            return await getting(channel)()

    return call


def _serial(mesh: RunningMesh, workload: str) -> bytes:
    return Identity(mesh.identity(workload)).current().chain


async def _restart(mesh: RunningMesh, name: str) -> None:
    """Kills a replica, to which both Envoys then have to connect anew."""
    before = mesh.process(name)
    os.kill(before["pid"], signal.SIGKILL)

    async def back() -> bool:
        now = mesh.process(name)
        ready = now["restarts"] > before["restarts"] and now["health"] == "ready"
        return ready and await healthy(mesh, "catalog")

    await eventually(back, 30, f"{name} is back")


@pytest.mark.long
@pytest.mark.parametrize("command", [None, ("rotate",), ("rotate", "--authority")])
async def test_no_request_is_lost_while_certificates_or_their_authority_are_replaced(
    short: RunningMesh, command: tuple[str, ...] | None
) -> None:
    async with everywhere(short, _connecting(short)) as load:
        for name in ("catalog", "catalog-2"):
            held = [_serial(short, workload) for workload in ("gateway", "waypoint", "catalog")]
            if command is not None:
                assert short.state is not None
                done = await asyncio.to_thread(run_mesh, "cert", *command, "--state", short.state)
                assert done.returncode == 0, done.stderr

            async def renewed(held: list[bytes] = held) -> bool:
                now = [_serial(short, workload) for workload in ("gateway", "waypoint", "catalog")]
                return not {*held} & {*now}

            await eventually(renewed, LIFE, "new certificates")
            await _restart(short, name)
            await load.until(400)
    assert load.failed == {}


class Waypoint:
    """The waypoint of a mesh, for callers of all kinds."""

    def __init__(self, mesh: RunningMesh, folder: Path) -> None:
        assert mesh.state is not None
        self._mesh = mesh
        self._state = State(mesh.state)
        self._folder = folder
        self._seen = self._state.log("waypoint").stat().st_size

    def workload(
        self, name: str, *, domain: str = "mercado.mesh", life: float = 60, foreign: bool = False
    ) -> str:
        """The folder of a certificate, of the authority of the mesh unless it is foreign."""
        authority = Authority(self._folder if foreign else self._state.authority, domain)
        with authority.locked():
            issued = authority.issue(name, timedelta(seconds=life))
        put(self._folder / name, issued, 0o600)
        return str(self._folder / name)

    def channel(self, identity: str) -> grpc.aio.Channel:
        held = Identity(identity).current()
        trusted = Identity(self._mesh.identity("orders")).current().authorities
        credentials = grpc.ssl_channel_credentials(trusted, held.private_key, held.chain)
        name = ("grpc.ssl_target_name_override", "waypoint.mercado.mesh")
        return grpc.aio.secure_channel(self._mesh.waypoint, credentials, [name])

    async def logged(self, **fields: str) -> None:
        """Waits until a line has these texts in its fields, since this was made."""

        async def there() -> bool:
            with self._state.log("waypoint").open("rb") as log:
                log.seek(self._seen)
                lines = [json.loads(line) for line in log if line.startswith(b"{")]
            return any(
                all(text in str(line.get(field)) for field, text in fields.items())
                for line in lines
            )

        await eventually(there, what=f"a line with {fields}")


@pytest.fixture
def waypoint(mesh: RunningMesh, tmp_path: Path) -> Waypoint:
    return Waypoint(mesh, tmp_path)


async def _refusal(channel: grpc.aio.Channel) -> grpc.aio.AioRpcError:
    async with channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await CatalogServiceStub(channel).GetProduct(GetProductRequest(name=PRODUCT), timeout=5)
    return refused.value


async def test_a_workload_that_is_no_caller_is_refused_and_named(waypoint: Waypoint) -> None:
    refused = await _refusal(waypoint.channel(waypoint.workload("shipping")))
    assert refused.code() is grpc.StatusCode.PERMISSION_DENIED
    assert "CALLER_NOT_ALLOWED" in str(refused.trailing_metadata())
    await waypoint.logged(
        caller="spiffe://mercado.mesh/sa/shipping", grpc_status="PERMISSION_DENIED"
    )


@pytest.mark.parametrize(
    ("wrong", "claimed", "why"),
    [
        ({"foreign": True}, ORDERS, "unable_to_get_local_issuer"),
        ({"domain": "other.mesh"}, "spiffe://other.mesh/sa/orders", "SAN_matcher"),
        ({"life": -1}, ORDERS, "has_expired"),
    ],
    ids=["another authority", "another trust domain", "of the past"],
)
async def test_a_wrong_certificate_opens_no_connection_and_the_log_says_whose_it_claims_to_be(
    waypoint: Waypoint, wrong: dict[str, Any], claimed: str, why: str
) -> None:
    refused = await _refusal(waypoint.channel(waypoint.workload("orders", **wrong)))
    assert refused.code() is grpc.StatusCode.UNAVAILABLE
    await waypoint.logged(claimed=claimed, refused=why)


async def test_without_tls_a_caller_is_refused_and_the_log_says_from_where(
    mesh: RunningMesh, waypoint: Waypoint
) -> None:
    refused = await _refusal(grpc.aio.insecure_channel(mesh.waypoint))
    assert refused.code() is grpc.StatusCode.UNAUTHENTICATED
    assert "CERTIFICATE_REQUIRED" in str(refused.trailing_metadata())
    await waypoint.logged(refused="no certificate", client="127.0.0.1:")


@pytest.mark.parametrize("way", ["waypoint", "gateway"])
async def test_who_forges_the_word_of_the_waypoint_is_seen_as_who_it_is(
    mesh: RunningMesh, way: str
) -> None:
    forged = (
        ("x-forwarded-client-cert", "By=x;Hash=0;URI=spiffe://mercado.mesh/sa/forged"),
        ("x-auth-sub", "accounts/forged"),
    )
    nothing = GetProductRequest(name=f"products/forged-through-the-{way}")
    channel = (
        mesh.calls_of("orders") if way == "waypoint" else grpc.aio.insecure_channel(mesh.gateway)
    )
    async with channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await CatalogServiceStub(channel).GetProduct(nothing, timeout=5, metadata=forged)
    assert refused.value.code() is grpc.StatusCode.NOT_FOUND
    assert mesh.state is not None
    log = State(mesh.state).log("catalog").read_text().splitlines()
    (line,) = [json.loads(line) for line in log if nothing.name in line]
    assert line["workload"] == ("orders" if way == "waypoint" else "gateway")


async def test_a_service_itself_takes_no_workload_but_an_operator(
    mesh: RunningMesh, tmp_path: Path
) -> None:
    address = mesh.status["services"]["catalog"][0]
    async with dial(address, mesh.identity("orders"), "catalog") as channel:
        assert (await _refusal(channel)).code() is grpc.StatusCode.PERMISSION_DENIED
    assert mesh.state is not None
    log = State(mesh.state).log("catalog").read_text()
    assert f"refused: {ORDERS} may not call this service itself" in log

    issued = run_mesh("cert", "issue", "--out", tmp_path, "--state", mesh.state)
    assert issued.returncode == 0, issued.stderr
    certificate, key, trusted = (
        (tmp_path / name).read_bytes() for name in ("tls.crt", "tls.key", "authorities.crt")
    )
    credentials = grpc.ssl_channel_credentials(trusted, key, certificate)
    option = [("grpc.ssl_target_name_override", "catalog.mercado.mesh")]
    async with grpc.aio.secure_channel(address, credentials, option) as channel:
        assert await getting(channel)() == "ok"


@pytest.mark.parametrize("place", ["catalog", "waypoint"])
async def test_tls_1_3_is_spoken_and_nothing_older(mesh: RunningMesh, place: str) -> None:
    held = f"{mesh.identity('gateway')}/current"
    address = mesh.waypoint if place == "waypoint" else mesh.status["services"]["catalog"][0]
    host, port = address.split(":")

    async def connect(version: ssl.TLSVersion) -> None:
        context = ssl.create_default_context(cafile=f"{held}/authorities.crt")
        context.minimum_version = context.maximum_version = version
        context.load_cert_chain(f"{held}/tls.crt", f"{held}/tls.key")
        context.set_alpn_protocols(["h2"])
        named = f"{place}.mercado.mesh"
        _, writer = await asyncio.open_connection(
            host, int(port), ssl=context, server_hostname=named
        )
        writer.close()

    await connect(ssl.TLSVersion.TLSv1_3)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        await connect(ssl.TLSVersion.TLSv1_2)


def test_who_has_which_certificate_is_shown(mesh: RunningMesh) -> None:
    assert mesh.state is not None
    shown = run_mesh("cert", "show", "--json", "--state", mesh.state)
    found = json.loads(shown.stdout)
    assert found["workloads"]["orders"]["identity"] == ORDERS
    assert set(found["workloads"]) >= {"gateway", "waypoint", "catalog", "orders"}
    assert len(found["authorities"]) == 1
    assert ORDERS in run_mesh("cert", "show", "--state", mesh.state).stdout


@pytest.mark.parametrize("command", ["show", "issue", "rotate"])
def test_a_command_about_certificates_says_when_there_are_none(
    tmp_path: Path, command: str
) -> None:
    refused = run_mesh("cert", command, "--state", tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.startswith("there ")
    assert "Traceback" not in refused.stderr


async def test_only_its_owner_may_open_the_socket_of_a_service(mesh: RunningMesh) -> None:
    path = Path(mesh.catalog.removeprefix("unix:"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    async with grpc.aio.insecure_channel(mesh.catalog) as channel:
        assert await getting(channel)() == "ok"
