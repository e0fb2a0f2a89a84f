"""The `mesh` command."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import psutil
import typer
from rich.live import Live

from scripts.mesh import deadletters, screen
from scripts.mesh.commands import cert, explain, faults, logs, replicas, status, traces, versions
from scripts.mesh.commands.operator import STATE as _STATE
from scripts.mesh.commands.operator import StateOption
from scripts.mesh.compiler.contract import ContractError
from scripts.mesh.compiler.operations import OperationsError
from scripts.mesh.compiler.topology import TopologyError
from scripts.mesh.local import envoy, processes
from scripts.mesh.local.mesh import LocalMesh
from scripts.mesh.local.nats import Nats
from scripts.mesh.local.observing import Observer
from scripts.mesh.local.ports import PortTaken
from scripts.mesh.local.postgres import Postgres
from scripts.mesh.local.processes import StartError
from scripts.mesh.local.state import ROOT, AlreadyRunning, State
from scripts.mesh.names import OPERATOR
from scripts.mesh.provision import products, stock
from services.runtime.dial import dial

app = typer.Typer(
    help="Mercado's mesh on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(cert.app, name="cert")
_console = screen.console()
_errors = screen.console(errors=True)

_STOP_SECONDS: Final = 60
_REFUSED: Final = (PortTaken, StartError, ContractError, TopologyError, OperationsError)
_MESH: Final = ROOT / "envoy" / "mesh.yaml"

for _command in (
    replicas.scale,
    replicas.restart,
    replicas.drain,
    versions.canary,
    versions.mirror,
    versions.promote,
    versions.rollback,
    faults.fault,
    status.status,
    explain.explain,
    traces.trace,
    logs.logs,
):
    app.command()(_command)


@app.command()
def up(
    state: StateOption = _STATE,
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Return when it is ready; stop it with down.")
    ] = False,
    free_ports: Annotated[
        bool, typer.Option("--free-ports", help="Use any free ports instead of the usual ones.")
    ] = False,
    seed: Annotated[
        bool, typer.Option(help="Fill an empty market with the demonstration's products.")
    ] = True,
    mesh_file: Annotated[
        Path, typer.Option("--mesh", help="The topology.", show_default="envoy/mesh.yaml")
    ] = _MESH,
) -> None:
    """Start the mesh, and keep it running until Ctrl-C."""
    kept = State(state)
    kept.make()
    if detach:
        options = [*(["--free-ports"] if free_ports else []), *([] if seed else ["--no-seed"])]
        _detach(kept, [*options, "--mesh", str(mesh_file.resolve())])
        return
    try:
        with kept.locked():
            _end_leftovers(kept)
            local = LocalMesh(kept, mesh_file, _console.print, free_ports=free_ports)
            asyncio.run(_up(local, kept, seed=seed))
    except AlreadyRunning as running:
        _already_running(kept, running.pid)
    except _REFUSED as error:
        _errors.print(str(error), markup=False)
        raise typer.Exit(1) from None


@app.command()
def down(
    state: StateOption = _STATE,
    purge: Annotated[bool, typer.Option("--purge", help="Delete all data, too.")] = False,
) -> None:
    """Stop the mesh."""
    kept = State(state)
    owner = kept.owner()
    if owner is not None:
        os.kill(owner, signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while kept.owner() is not None and time.monotonic() < deadline:
            time.sleep(0.05)
        if kept.owner() is not None:
            _errors.print(f"pid {owner} did not stop in {_STOP_SECONDS} s")
            raise typer.Exit(1)
    ended = _end_leftovers(kept)
    _console.print("stopped" if owner is not None or ended else "not running")
    if purge and kept.folder.exists():
        Postgres(kept, 0).purge()
        kept.purge()
        _console.print(f"deleted {kept.folder}")


@app.command(
    "dead-letters",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    add_help_option=False,
)
def dead_letters(context: typer.Context, state: StateOption = _STATE) -> None:
    """List, show, replay or discard events that could not be handled: dead-letters --help."""
    kept = State(state)
    addresses = {p["name"]: p["address"] for p in kept.status().get("processes", ())}
    if "nats" not in addresses:
        _errors.print("not running; start it with scripts/up")
        raise typer.Exit(1)
    port = int(addresses["nats"].rpartition(":")[2])
    raise typer.Exit(deadletters.main(context.args, Nats(kept, port).url(OPERATOR)))


@app.command()
def seed(
    state: StateOption = _STATE,
) -> None:
    """Put in the demonstration's products, and stock of those that never had any."""
    kept = State(state)
    if kept.owner() is None:
        _errors.print("not running; start it with scripts/up")
        raise typer.Exit(1)
    catalog, inventory = (kept.socket(name, Path.cwd()) for name in ("catalog", "inventory"))
    asyncio.run(_seed(f"unix:{catalog}", f"unix:{inventory}"))


async def _seed(catalog: str, inventory: str) -> None:
    async with dial(catalog) as channel:
        _console.print(await products.put(channel))
    async with dial(inventory) as channel:
        _console.print(await stock.put_if_none(channel) or "all of them have been in stock already")


async def _up(local: LocalMesh, state: State, *, seed: bool) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stopped = asyncio.ensure_future(stop.wait())
    running = asyncio.ensure_future(_run(local, state, stop, seed=seed))
    await asyncio.wait({stopped, running}, return_when=asyncio.FIRST_COMPLETED)
    if not running.done() and not state.status().get("ready"):
        running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def _run(local: LocalMesh, state: State, stop: asyncio.Event, *, seed: bool) -> None:
    async with local.running(before_ready=_seeding(local) if seed else None):
        _console.print(f"ready at [bold]{local.url}[/bold] (Ctrl-C or scripts/down stops it)")
        password = local.administrator_password
        password = password.relative_to(ROOT) if password.is_relative_to(ROOT) else password
        told = f"sign in as {local.administrator}; the password is in {password}\n"
        _console.print(told, soft_wrap=True)
        following = asyncio.create_task(local.follow())
        await _show(state, stop)
        following.cancel()


def _seeding(local: LocalMesh) -> Callable[[], Any]:
    async def fill() -> None:
        # Past the gateway, where nobody has signed in yet.
        async with dial(local.address("catalog")) as channel:
            if imported := await products.put_if_empty(channel):
                _console.print(imported)
        async with dial(local.address("inventory")) as channel:
            if stocked := await stock.put_if_none(channel):
                _console.print(stocked)

    return fill


async def _show(state: State, stop: asyncio.Event) -> None:
    """Keeps a table on a terminal; elsewhere a line whenever something changes is enough."""
    if not _console.is_terminal:
        await stop.wait()
        return
    observer = Observer(state)
    with Live(console=_console, auto_refresh=False) as live:
        while not stop.is_set():
            live.update(screen.StatusScreen(await observer.look()), refresh=True)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await stop.wait()


def _detach(state: State, options: list[str]) -> None:
    """Starts `up` in the background, and waits until it is ready."""
    running = state.owner()
    if running is not None:
        _already_running(state, running)
        return
    log = state.fresh_log("mesh")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "scripts.mesh", "up", "--state", str(state.folder), *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=ROOT,
            start_new_session=True,
        )
    while process.poll() is None:
        if state.status().get("pid") == process.pid and state.status().get("ready"):
            _console.print(log.read_text(), end="", markup=False, soft_wrap=True)
            return
        time.sleep(0.05)
    _errors.print(log.read_text(), end="", markup=False)
    raise typer.Exit(process.returncode or 1)


def _already_running(state: State, pid: int) -> None:
    url = state.status().get("gateway", "")
    _console.print(f"already running at {url} (pid {pid}); stop it with scripts/down")


def _end_leftovers(state: State) -> list[str]:
    """Ends what a supervisor that was killed left running."""
    pids = {
        name: identity
        for name, identity in state.status().get("pids", {}).items()
        if psutil.pid_exists(identity[0])
    }
    ended = processes.end_leftovers(pids)
    if ended:
        envoy.forget(state)
        _console.print(f"ended what an earlier run left: {', '.join(ended)}")
    return ended
