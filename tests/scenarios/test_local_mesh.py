"""Starting and stopping on one machine: `scripts/up`, `scripts/down`, Ctrl-C."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh, eventually, run_mesh, run_module


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "mesh"
    run_mesh("down", "--purge", "--state", tmp_path / "mesh")


def _pids(state: Path) -> list[int]:
    pids = json.loads((state / "status.json").read_text())["pids"]
    services = {"accounts", "catalog", "inventory", "orders", "payments", "shipping"}
    assert set(pids) == {"postgres", "nats", "waypoint", "gateway", *services}
    return [pid for pid, _ in pids.values()]


def _alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if psutil.pid_exists(pid)]


def test_a_second_start_says_that_it_runs_already(mesh: RunningMesh) -> None:
    assert mesh.state is not None
    again = run_mesh("up", "--state", mesh.state)
    assert again.returncode == 0
    assert again.stdout.startswith("already running at http://localhost:")


def test_a_taken_port_is_named_with_a_way_out(state: Path) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8080))
            taken.listen()
        except OSError:
            pass  # then somebody else has it, which is the same to us
        started = run_mesh("up", "--state", state)
    assert started.returncode == 1
    assert started.stderr.startswith("Port 8080, which the gateway needs, is taken by ")
    assert "scripts/up --free-ports" in started.stderr
    assert "Traceback" not in started.stderr


@pytest.mark.long
async def test_ctrl_c_stops_everything_and_a_later_start_has_all_data(state: Path) -> None:
    command = [sys.executable, "-m", "scripts.mesh", "up", "--free-ports", "--state", str(state)]
    up = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    async def ready() -> bool:
        published = state / "status.json"
        return published.exists() and json.loads(published.read_text())["ready"]

    await eventually(ready, 60, "the mesh is ready")
    pids = _pids(state)
    up.send_signal(signal.SIGINT)
    output, _ = await asyncio.to_thread(up.communicate)
    assert up.returncode == 0
    assert "imported products: 240 new" in output
    assert _alive(pids) == []

    again = run_mesh("up", "--detach", "--free-ports", "--state", state)
    assert again.returncode == 0, again.stderr
    assert "imported" not in again.stdout
    url = json.loads((state / "status.json").read_text())["gateway"]
    async with httpx.AsyncClient(base_url=url) as client:
        assert (await client.get("/v1/products", params={"page_size": 1})).json()["products"]


@pytest.mark.long
async def test_what_a_killed_supervisor_left_is_ended(state: Path) -> None:
    started = run_mesh("up", "--detach", "--free-ports", "--no-seed", "--state", state)
    assert started.returncode == 0, started.stderr
    pids = _pids(state)
    os.kill(json.loads((state / "status.json").read_text())["pid"], signal.SIGKILL)
    stopped = run_mesh("down", "--state", state)
    assert "ended what an earlier run left" in stopped.stdout

    async def gone() -> bool:
        return _alive(pids) == []

    await eventually(gone, 10, "all processes end")


def test_down_without_a_mesh_is_no_error(state: Path) -> None:
    assert run_mesh("down", "--state", state).stdout == "not running\n"


def test_status_shows_every_process(mesh: RunningMesh) -> None:
    assert mesh.state is not None
    shown = run_mesh("status", "--state", mesh.state, environment={"COLUMNS": "200"})
    for name in ("postgres", "catalog", "waypoint", "gateway"):
        assert name in shown.stdout


def test_a_mesh_in_which_everything_was_handled_has_no_dead_letters(mesh: RunningMesh) -> None:
    assert mesh.state is not None
    listed = run_mesh("dead-letters", "--state", mesh.state, "list", "--json")
    assert (listed.returncode, listed.stdout) == (0, "[]\n")


def test_a_container_can_ask_a_service_for_its_health(mesh: RunningMesh) -> None:
    assert run_module("services.runtime.probe", mesh.catalog).returncode == 0
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{bound.getsockname()[1]}"
        nobody = run_module("services.runtime.probe", address)
    assert nobody.returncode == 1
    assert nobody.stderr.startswith(f"{address}: ")
