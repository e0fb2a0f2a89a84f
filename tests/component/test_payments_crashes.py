"""A replica that is killed between any two steps, and what a repeat finds then."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest
from google.protobuf.message import Message

from mercado.payments.v1.payment_pb2 import Payment
from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.state import ROOT
from services.payments.settings import Settings
from tests.component.calls import Refusal
from tests.component.payments import (
    ask,
    authorization,
    balances,
    capture,
    done,
    payments_settings_of,
    postings,
    refund,
    serving_payments,
    settled,
    state,
    submissions,
    void,
)
from tests.conftest import eventually

# Each test starts processes, and kills them.
pytestmark = pytest.mark.long

# What comes before a request, the request, and where it leads.
OPERATIONS: dict[str, tuple[list[Callable[[str], Message]], Callable[[str], Message], str]] = {
    "authorize": ([], authorization, "AUTHORIZED"),
    "capture": ([authorization], capture, "CAPTURED"),
    "void": ([authorization], void, "VOIDED"),
    "refund": ([authorization, capture], refund, "REFUNDED"),
}
# Before the intent is committed, after it, after the network did it, before the outcome is
# committed, and after it.
POINTS = ["intended", "recorded", "called", "posted", "concluded"]


@dataclass
class Replica:
    """A replica in a process of its own, which can be armed to die."""

    stub: PaymentsServiceStub
    process: asyncio.subprocess.Process
    folder: Path

    async def dies(self, point: str, request: Message) -> None:
        """Dies at a point while it serves a request."""
        (self.folder / point).touch()
        lost = await ask(self.stub, request)
        assert isinstance(lost, Refusal)
        assert lost.code is grpc.StatusCode.UNAVAILABLE
        assert await asyncio.wait_for(self.process.wait(), 10) == -signal.SIGKILL
        assert not (self.folder / point).exists()


@asynccontextmanager
async def replica(settings: Settings, folder: Path) -> AsyncIterator[Replica]:
    """Starts one. It has lost its leases as soon as it is dead for half a second."""
    folder.mkdir(exist_ok=True)
    (port,) = free_ports(1)
    environment = {
        "LISTEN": f"127.0.0.1:{port}", "PLAINTEXT": "true",
        "DATABASE_URL": settings.database_url,
        "LEASE_SECONDS": "0.5", "NETWORK_TIMEOUT_SECONDS": "0.4", "ADOPT_SECONDS": "3600",
        "CRASH_POINTS": str(folder),
    }  # fmt: skip
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.payments",
            cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            await asyncio.wait_for(channel.channel_ready(), 30)
            yield Replica(PaymentsServiceStub(channel), process, folder)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.parametrize("point", POINTS)
async def test_a_repeat_finds_out_what_became_of_a_request_whose_replica_died(
    payments: PaymentsServiceStub, payments_settings: Settings, tmp_path: Path, point: str
) -> None:
    async def dies_at(operation: str) -> None:
        before, make, reached = OPERATIONS[operation]
        url, name, folder = (
            payments_settings.database_url,
            authorization().name,
            tmp_path / operation,
        )
        for step in before:
            await done(payments, step(name))
        request = make(name)
        async with replica(payments_settings, folder) as doomed:
            await doomed.dies(f"payments.{operation}.{point}", request)
        first = await settled(payments, request)
        assert isinstance(first, Payment), first.message
        assert await state(payments, name) == reached
        assert await ask(payments, request) == first
        kinds = ["authorize", "capture"][: len(before)]
        assert await postings(url, name) == [*kinds, operation]
        assert await submissions(url, name) == [*kinds, operation]
        promised = "promised_funds" in await balances(url, name)
        assert promised == (reached == "AUTHORIZED")

    # A process takes a second to start, and most of it they can share.
    await asyncio.gather(*map(dies_at, OPERATIONS))


@pytest.mark.parametrize("point", ["recorded", "called", "posted"])
async def test_what_nobody_asks_for_again_is_brought_to_its_end_by_another_replica(
    payments_settings: Settings, tmp_path: Path, point: str
) -> None:
    url, request = payments_settings.database_url, authorization()
    adopting = payments_settings_of(url, adopt_seconds=0.05)
    async with serving_payments(adopting) as survivor:
        async with replica(payments_settings, tmp_path) as doomed:
            await doomed.dies(f"payments.authorize.{point}", request)
        await eventually(_reaches(survivor, request.name, "AUTHORIZED"), 20)
        assert isinstance(await ask(survivor, request), Payment)
    assert await submissions(url, request.name) == ["authorize"]


async def test_a_declined_card_stays_declined_after_a_crash(
    payments: PaymentsServiceStub, payments_settings: Settings, tmp_path: Path
) -> None:
    request = authorization(token="tok_decline")
    async with replica(payments_settings, tmp_path) as doomed:
        await doomed.dies("payments.authorize.called", request)
    result = await settled(payments, request)
    assert isinstance(result, Refusal)
    assert result.reason == "PAYMENT_DECLINED"


async def test_a_void_brings_to_its_end_an_authorization_whose_replica_died(
    payments: PaymentsServiceStub, payments_settings: Settings, tmp_path: Path
) -> None:
    url, request = payments_settings.database_url, authorization()
    async with replica(payments_settings, tmp_path) as doomed:
        await doomed.dies("payments.authorize.called", request)
    assert isinstance(await settled(payments, void(request.name)), Payment)
    assert await state(payments, request.name) == "VOIDED"
    assert await postings(url, request.name) == ["authorize", "void"]
    assert await balances(url, request.name) == {}


def _reaches(
    payments: PaymentsServiceStub, name: str, expected: str
) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return await state(payments, name) == expected

    return reached
