"""The `mesh` command as an operator uses it, from tests."""

import asyncio
import json
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from scripts.mesh.cli import app
from scripts.mesh.compiler.topology import Proxy
from scripts.mesh.local.admin import Admin, Host
from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh, eventually

# What a command prints is caught where all of the process prints.
_ONE_AT_A_TIME = threading.Lock()


async def operate(mesh: RunningMesh, *arguments: str | Path) -> Any:
    """Runs a command that has to work; returns what it says to programs."""
    done = await ended(mesh, *arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


async def refused(mesh: RunningMesh, *arguments: str | Path) -> str:
    """Runs a command that has to be refused; returns the reason."""
    done = await ended(mesh, *arguments)
    assert done.exit_code == 1, done.output
    return done.stderr


async def ended(mesh: RunningMesh, *arguments: str | Path) -> Result:
    """Runs a command, whatever comes of it."""
    assert mesh.state is not None
    return await asyncio.to_thread(run_here, *arguments, "--state", mesh.state)


async def follow(mesh: RunningMesh, topology: str) -> None:
    """Changes the topology of a mesh, and waits until the mesh is so."""
    changed = mesh.topology.with_suffix(".new")
    changed.write_text(topology)
    changed.replace(mesh.topology)
    wanted = mesh.topology.stat().st_mtime_ns

    async def followed() -> bool:
        return bool(mesh.status["operations"]["seen"]["mesh"] >= wanted)

    await eventually(followed, what="the topology is followed")
    # A command waits until all has been taken over; this one changes nothing else.
    await operate(mesh, "fault", "catalog", "--clear")


def run_here(*arguments: str | Path) -> Result:
    """Runs the `mesh` command in this process, which is much faster."""
    with _ONE_AT_A_TIME:
        return CliRunner().invoke(app, list(map(str, arguments)))


def changed_checkout(folder: Path, changes: Mapping[str, str]) -> Path:
    """Another checkout, in which something in the catalog's servicer is different."""
    for name in ("services", "generated/python"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    servicer = folder / "services" / "catalog" / "servicer.py"
    text = servicer.read_text()
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    servicer.write_text(text)
    return folder


def admin(mesh: RunningMesh, proxy: Proxy) -> Admin:
    """The admin interface of one of its Envoys."""
    assert mesh.state is not None
    return Admin(mesh.state / "envoy" / proxy / "admin.sock")


async def hosts(mesh: RunningMesh, cluster: str, proxy: Proxy = Proxy.GATEWAY) -> dict[str, Host]:
    """The replicas of a cluster as an Envoy sees them, by their addresses."""
    return dict((await admin(mesh, proxy).hosts()).get(cluster, {}))


async def healthy(mesh: RunningMesh, cluster: str) -> bool:
    """Whether every replica of a cluster gets calls from both Envoys."""
    views = [await hosts(mesh, cluster, proxy) for proxy in Proxy]
    return all(view and all(host.healthy for host in view.values()) for view in views)


async def counted(mesh: RunningMesh, name: str, proxy: Proxy = Proxy.GATEWAY) -> int:
    """A counter or gauge of an Envoy."""
    found = await admin(mesh, proxy).data(f"/stats?format=json&filter=^{name}$") or {}
    return sum(int(stat.get("value", 0)) for stat in found.get("stats", ()))


def pids(mesh: RunningMesh, service: str) -> dict[str, int]:
    """The processes of a service's replicas, by their names."""
    found = mesh.status["processes"]
    return {p["name"]: p["pid"] for p in found if p.get("service") == service}
