"""Who may call a service itself, and whose word it takes."""

import asyncio
import logging
import os
import stat
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1 import product_pb2
from mercado.catalog.v1.catalog_service_pb2_grpc import (
    CatalogServiceStub,
    add_CatalogServiceServicer_to_server,
)
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.state import ROOT
from services.catalog.servicer import CatalogServicer
from services.runtime.dial import dial
from services.runtime.identity import Caller, caller
from services.runtime.serve import Service, serving
from services.runtime.settings import Settings, SettingsError
from tests.component.identities import World, stranger

REQUEST = pb.GetProductRequest(name="products/cup")
ACCOUNT = (("x-auth-sub", "accounts/ada"), ("x-auth-scope", "products:write orders:self"))
FORWARDED = (("x-forwarded-client-cert", "Hash=1;URI=spiffe://mercado.test/sa/orders"),)


class Seeing(CatalogServicer):
    """Remembers who called last."""

    def __init__(self) -> None:
        self.seen = Caller()

    async def GetProduct(self, request: pb.GetProductRequest, context: Any) -> product_pb2.Product:
        self.seen = caller()
        return product_pb2.Product(name=request.name)


@asynccontextmanager
async def serve(settings: Settings, servicer: Seeing) -> AsyncIterator[str]:
    async def ready() -> bool:
        return True

    service = Service("test", [(add_CatalogServiceServicer_to_server, servicer)], ready)
    async with serving(service, settings) as ports:
        yield f"127.0.0.1:{ports[0]}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world")


@pytest.fixture
def settings(world: World, tmp_path: Path) -> Settings:
    return Settings(
        listen="127.0.0.1:0",
        socket=str(tmp_path / "s.sock"),
        identity=world.workload("catalog"),
        peers="gateway,waypoint,operator",
        drain_seconds=0,
    )


@pytest.fixture
def servicer() -> Seeing:
    return Seeing()


@pytest.fixture
async def address(settings: Settings, servicer: Seeing) -> AsyncIterator[str]:
    async with serve(settings, servicer) as at:
        yield at


async def _ask(channel: grpc.aio.Channel, *metadata: tuple[str, str]) -> product_pb2.Product:
    answer: product_pb2.Product = await CatalogServiceStub(channel).GetProduct(
        REQUEST, timeout=5, metadata=metadata
    )
    return answer


@pytest.mark.parametrize("peer", ["gateway", "waypoint", "operator"])
async def test_the_gateway_the_waypoint_and_an_operator_are_answered(
    world: World, address: str, peer: str
) -> None:
    async with dial(address, world.workload(peer), "catalog") as channel:
        assert (await _ask(channel)).name == REQUEST.name


async def _reflect(channel: grpc.aio.Channel) -> None:
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    async for _ in stub.ServerReflectionInfo(iter([request]), timeout=5):
        pass


async def _watch(channel: grpc.aio.Channel) -> None:
    stub = health_pb2_grpc.HealthStub(channel)
    async for _ in stub.Watch(health_pb2.HealthCheckRequest(), timeout=5):
        return


@pytest.mark.parametrize(
    "ask",
    [
        _ask,
        _reflect,
        _watch,
        lambda c: health_pb2_grpc.HealthStub(c).Check(health_pb2.HealthCheckRequest()),
    ],
    ids=["method", "reflection", "health watch", "health check"],
)
@pytest.mark.parametrize("domain", ["mercado.test", "other.test"])
async def test_another_workload_is_refused_whatever_it_asks_and_the_log_names_it(
    world: World,
    address: str,
    caplog: pytest.LogCaptureFixture,
    ask: Callable[[grpc.aio.Channel], Any],
    domain: str,
) -> None:
    # Of the same authority, and of the name of one that may call, in another trust domain.
    name = "orders" if domain == world.domain else "gateway"
    folder = World(world.folder, domain).workload(name)
    async with stranger(world, folder, address, "catalog") as channel:
        with caplog.at_level(logging.INFO), pytest.raises(grpc.aio.AioRpcError) as refused:
            await ask(channel)
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
    details = dict(refused.value.trailing_metadata() or ())["grpc-status-details-bin"]
    info = ErrorInfo()
    Status.FromString(bytes(details)).details[0].Unpack(info)
    assert info.reason == "PEER_NOT_ALLOWED"
    assert info.metadata["peer"] == f"spiffe://{domain}/sa/{name}"
    assert f"refused: spiffe://{domain}/sa/{name} may not call" in caplog.text


def _foreign(world: World, folder: Path) -> str:
    return World(folder / "foreign").workload("gateway")


def _expired(world: World, folder: Path) -> str:
    return world.workload("gateway", timedelta(seconds=-1))


@pytest.mark.parametrize("made", [_foreign, _expired])
async def test_a_certificate_of_another_authority_or_of_the_past_opens_no_connection(
    world: World,
    address: str,
    servicer: Seeing,
    tmp_path: Path,
    made: Callable[[World, Path], str],
) -> None:
    async with stranger(world, made(world, tmp_path), address, "catalog") as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await _ask(channel)
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
    assert servicer.seen == Caller()


async def test_who_shows_no_certificate_or_uses_no_tls_gets_no_connection(
    world: World, address: str
) -> None:
    nobody = grpc.ssl_channel_credentials(world.authority.authorities)
    option = [("grpc.ssl_target_name_override", f"catalog.{world.domain}")]
    for channel in (
        grpc.aio.secure_channel(address, nobody, option),
        grpc.aio.insecure_channel(address),
    ):
        async with channel:
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await _ask(channel)
        assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


async def test_a_caller_does_not_speak_to_another_service_than_it_means(
    world: World, address: str
) -> None:
    async with dial(address, world.workload("waypoint"), "payments") as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await _ask(channel)
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


@pytest.mark.parametrize(
    ("peer", "seen"),
    [
        (
            "gateway",
            Caller("accounts/ada", frozenset({"products:write", "orders:self"}), "gateway"),
        ),
        ("waypoint", Caller(workload="orders")),
        ("operator", Caller(workload="operator")),
        ("", Caller("accounts/ada", frozenset({"products:write", "orders:self"}))),
    ],
)
async def test_an_account_is_believed_of_the_gateway_only_and_a_workload_of_the_waypoint(
    world: World, settings: Settings, servicer: Seeing, peer: str, seen: Caller
) -> None:
    async with serve(settings, servicer) as address:
        at = address if peer else f"unix:{settings.socket}"
        async with dial(at, world.workload(peer) if peer else "", "catalog") as channel:
            await _ask(channel, *ACCOUNT, *FORWARDED)
    assert servicer.seen == seen


async def test_only_its_owner_may_open_the_unix_socket(settings: Settings, address: str) -> None:
    found = Path(settings.socket).stat()
    assert stat.S_ISSOCK(found.st_mode)
    assert stat.S_IMODE(found.st_mode) == 0o600
    assert found.st_uid == os.getuid()


@pytest.mark.parametrize("identity", ["", "/nowhere"])
async def test_a_service_does_not_start_without_an_identity(
    servicer: Seeing, identity: str
) -> None:
    with pytest.raises(SettingsError, match="IDENTITY"):
        async with serve(Settings(listen="127.0.0.1:0", identity=identity), servicer):
            pass


async def test_a_process_without_an_identity_ends_with_a_reason(database: Any) -> None:
    (port,) = free_ports(1)
    environment = {
        "LISTEN": f"127.0.0.1:{port}",
        "DATABASE_URL": database.url("catalog"),
        "PAGE_TOKEN_KEY": "the key of the tests",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.catalog",
        cwd=ROOT, env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 2
    assert b"cannot start: IDENTITY is not set" in output


async def _load(channel: grpc.aio.Channel, stop: asyncio.Event, seen: Counter[str]) -> None:
    while not stop.is_set():
        try:
            await _ask(channel)
            seen["ok"] += 1
        except grpc.aio.AioRpcError as error:
            seen[f"{error.code()}: {error.details()}"] += 1


async def _connections(address: str, folder: str, stop: asyncio.Event, seen: Counter[str]) -> None:
    """A handshake for each call."""
    while not stop.is_set():
        async with dial(address, folder, "catalog") as channel:
            try:
                await _ask(channel)
                seen["ok, anew"] += 1
            except grpc.aio.AioRpcError as error:
                seen[f"{error.code()}: {error.details()}"] += 1


@pytest.mark.parametrize("replaced", ["certificates", "authority"])
async def test_no_call_is_lost_while_certificates_or_their_authority_are_replaced(
    world: World, settings: Settings, servicer: Seeing, replaced: str
) -> None:
    identities = world.folders("catalog", "gateway")
    identities.renew(all_of_them=True)
    seen, stop = Counter[str](), asyncio.Event()
    async with (
        serve(settings, servicer) as address,
        dial(address, world.path("gateway"), "catalog") as channel,
    ):
        load = [
            *(asyncio.create_task(_load(channel, stop, seen)) for _ in range(4)),
            asyncio.create_task(_connections(address, world.path("gateway"), stop, seen)),
        ]

        async def used() -> None:
            """Waits until every connection was begun after now, and until there were some."""
            before = seen["ok"], seen["ok, anew"]
            while seen["ok"] < before[0] + 40 or seen["ok, anew"] < before[1] + 10:
                assert set(seen) <= {"ok", "ok, anew"}, seen
                await asyncio.sleep(0)

        loop = asyncio.get_running_loop()
        for _ in range(5):
            if replaced == "certificates":
                await asyncio.to_thread(identities.renew, all_of_them=True)
            else:
                await asyncio.to_thread(
                    identities.replace_authority,
                    lambda: asyncio.run_coroutine_threadsafe(used(), loop).result(),
                    lambda _: None,
                )
            await used()
        stop.set()
        await asyncio.gather(*load)
    assert set(seen) == {"ok", "ok, anew"}, seen
    assert seen["ok"] >= 200
    assert seen["ok, anew"] >= 50
