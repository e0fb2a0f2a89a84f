"""What runs, and how it is."""

import asyncio
from typing import Annotated, Final

import typer
from rich.live import Live

from scripts.mesh import screen
from scripts.mesh.commands.operator import STATE, JsonOption, StateOption, refuse, say_json
from scripts.mesh.local.observing import Observer
from scripts.mesh.local.state import State

_LOOK_SECONDS: Final = 1.0


def status(
    state: StateOption = STATE,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Until Ctrl-C.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what runs: each replica, how Envoy sees it, its calls per second and its version."""
    kept = State(state)
    if kept.owner() is None:
        refuse("not running; start it with scripts/up")
    try:
        asyncio.run(_show(kept, watch=watch, as_json=as_json))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


async def _show(state: State, *, watch: bool, as_json: bool) -> None:
    observer, console = Observer(state), screen.console()
    await observer.look()
    await asyncio.sleep(_LOOK_SECONDS)
    if as_json:
        say_json(await observer.look())
        return
    if not watch:
        console.print(screen.StatusScreen(await observer.look()))
        return
    with Live(console=console, auto_refresh=False) as live:
        while state.owner() is not None:
            live.update(screen.StatusScreen(await observer.look()), refresh=True)
            await asyncio.sleep(_LOOK_SECONDS)
