"""Replicas come and go, and are replaced, and nobody who calls notices."""

import asyncio
import os
import signal

import grpc
import pytest

from scripts.mesh.compiler.topology import Proxy
from tests.conftest import RunningMesh, eventually, run_mesh
from tests.load import everywhere, getting, loaded
from tests.operating import healthy, hosts, operate, pids
from tests.scenarios.conftest import Configure


async def test_no_call_is_lost_when_replicas_come_and_go(mesh: RunningMesh) -> None:
    async with everywhere(mesh) as load:
        assert (await operate(mesh, "scale", "catalog", "4"))["changed"]
        for proxy in Proxy:
            views = await hosts(mesh, "catalog", proxy)
            assert len(views) == 4
            assert all(host.healthy for host in views.values())
        await load.until(200)
        assert (await operate(mesh, "scale", "catalog", "1"))["changed"]
        assert list(pids(mesh, "catalog")) == ["catalog"]
    assert load.failed == {}


@pytest.mark.long
async def test_every_replica_gets_its_share(mesh: RunningMesh) -> None:
    await operate(mesh, "scale", "catalog", "3")
    try:
        async with (
            grpc.aio.insecure_channel(mesh.gateway) as channel,
            loaded(getting(channel), workers=8) as load,
        ):
            before = await hosts(mesh, "catalog")
            await load.until(1000)
            after = await hosts(mesh, "catalog")
        shares = [after[address].total - before[address].total for address in before]
        # Who is slower for a while gets less.
        assert min(shares) > 50, shares
    finally:
        await operate(mesh, "scale", "catalog", "1")


@pytest.mark.long
async def test_no_call_is_lost_when_every_service_is_restarted(mesh: RunningMesh) -> None:
    before = {name: pids(mesh, name) for name in mesh.status["services"]}
    async with everywhere(mesh) as load:
        await operate(mesh, "restart", "--all", "--rolling")
    assert load.failed == {}
    for name, old in before.items():
        new = pids(mesh, name)
        assert new.keys() == old.keys()
        assert not set(new.values()) & set(old.values())


@pytest.mark.long
async def test_no_call_is_lost_when_a_replica_is_replaced_and_it_keeps_its_address(
    mesh: RunningMesh,
) -> None:
    before, addresses = pids(mesh, "catalog"), mesh.status["services"]
    async with everywhere(mesh) as load:
        await operate(mesh, "restart", "catalog")
    assert load.failed == {}
    assert pids(mesh, "catalog") != before
    assert mesh.status["services"] == addresses


async def test_a_drained_replica_runs_and_gets_no_calls(mesh: RunningMesh) -> None:
    await operate(mesh, "scale", "catalog", "2")
    try:
        async with everywhere(mesh) as load:
            await operate(mesh, "drain", "catalog", "catalog-2")
            address = mesh.process("catalog-2")["address"]
            before = {p: (await hosts(mesh, "catalog", p))[address] for p in Proxy}
            await load.until(300)
            after = {p: (await hosts(mesh, "catalog", p))[address] for p in Proxy}
            assert after == before
            assert mesh.process("catalog-2")["health"] == "ready"
            assert not (await operate(mesh, "drain", "catalog", "catalog-2"))["changed"]
            await operate(mesh, "drain", "catalog", "catalog-2", "--undo")

            async def used() -> bool:
                return (await hosts(mesh, "catalog"))[address].total > after[Proxy.GATEWAY].total

            await eventually(used, what="it gets calls again")
        assert load.failed == {}
    finally:
        await operate(mesh, "scale", "catalog", "1")


async def test_a_killed_replica_of_three_costs_no_call_that_may_be_repeated(
    mesh: RunningMesh,
) -> None:
    await operate(mesh, "scale", "catalog", "3")
    try:
        async with everywhere(mesh) as load:
            await load.until(100)
            restarts = mesh.process("catalog-2")["restarts"]
            os.kill(pids(mesh, "catalog")["catalog-2"], signal.SIGKILL)

            async def back() -> bool:
                """Started again, and as good as the others in both Envoys."""
                process = mesh.process("catalog-2")
                ready = process["restarts"] > restarts and process["health"] == "ready"
                return ready and await healthy(mesh, "catalog")

            await eventually(back, 30, "the replica is back")
        assert load.failed == {}
    finally:
        await operate(mesh, "scale", "catalog", "1")


@pytest.mark.long
async def test_a_replica_elsewhere_gets_calls_when_none_here_can_take_them(
    mesh: RunningMesh, configure: Configure
) -> None:
    await configure(zones=["local", "elsewhere"])
    await operate(mesh, "scale", "catalog", "2")
    try:
        here, elsewhere = (mesh.process(name)["address"] for name in ("catalog", "catalog-2"))
        before = {p: await hosts(mesh, "catalog", p) for p in Proxy}
        async with everywhere(mesh) as load:
            await load.until(300)
            for proxy in Proxy:
                after = await hosts(mesh, "catalog", proxy)
                assert after[elsewhere].total == before[proxy][elsewhere].total
                assert after[here].total > before[proxy][here].total
            await operate(mesh, "drain", "catalog", "catalog")
            await load.until(300)
            for proxy in Proxy:
                after = await hosts(mesh, "catalog", proxy)
                assert after[elsewhere].total > before[proxy][elsewhere].total
            await operate(mesh, "drain", "catalog", "catalog", "--undo")
        assert load.failed == {}
    finally:
        await operate(mesh, "scale", "catalog", "1")


async def test_what_is_so_already_changes_nothing(mesh: RunningMesh) -> None:
    before = pids(mesh, "catalog")
    assert not (await operate(mesh, "scale", "catalog", "1"))["changed"]
    assert pids(mesh, "catalog") == before


@pytest.mark.long
async def test_several_commands_at_once_all_hold(mesh: RunningMesh) -> None:
    assert mesh.state is not None
    done = await asyncio.gather(
        *(
            asyncio.to_thread(run_mesh, "scale", name, "2", "--state", mesh.state)
            for name in ("accounts", "catalog")
        )
    )
    assert [each.stdout.splitlines()[-1] for each in done] == [
        "accounts has 2 replicas",
        "catalog has 2 replicas",
    ]
    assert {len(pids(mesh, name)) for name in ("accounts", "catalog")} == {2}
    for name in ("accounts", "catalog"):
        await operate(mesh, "scale", name, "1")
