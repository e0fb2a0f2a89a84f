"""What processes have written."""

import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from scripts.mesh.commands.operator import STATE, StateOption, refuse
from scripts.mesh.compiler.words import did_you_mean
from scripts.mesh.local.state import State

_LOOK_SECONDS: Final = 0.2


def logs(
    process: Annotated[str, typer.Argument(help="For example catalog (all of it), or gateway.")],
    state: StateOption = STATE,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as it grows.")] = False,
) -> None:
    """Print the log of a process, or those of all replicas of a service."""
    kept = State(state)
    if not _logs(kept, process):
        known = sorted(log.stem for log in kept.log(process).parent.glob("*.log"))
        hint = did_you_mean(process, known) or f"; there are: {', '.join(known) or 'none'}"
        refuse(f"there is no log of {process}{hint}")
    try:
        _print(kept, process, follow=follow)
    except (KeyboardInterrupt, BrokenPipeError):
        raise typer.Exit(0) from None


def _logs(state: State, process: str) -> list[Path]:
    """The log of a process, and those of its service's other replicas."""
    first = state.log(process)
    others = itertools.chain(
        first.parent.glob(f"{process}-[0-9]*.log"), first.parent.glob(f"{process}@*.log")
    )
    return [log for log in (first, *sorted(others)) if log.exists()]


def _print(state: State, process: str, *, follow: bool) -> None:
    ends = dict[Path, int]()
    while True:
        found = _logs(state, process)
        for log in found:
            label = f"{log.stem:<12} " if len(found) > 1 else ""
            for line in _grown(log, ends):
                print(f"{label}{line}", flush=follow)
        if not follow:
            return
        # Nobody says when a file has grown.
        time.sleep(_LOOK_SECONDS)


def _grown(log: Path, ends: dict[Path, int]) -> Iterator[str]:
    """The whole lines since the last time; from the beginning, if the file is another one."""
    start = ends.get(log, 0)
    if log.stat().st_size < start:
        start = 0
    with log.open("rb") as file:
        file.seek(start)
        text = file.read()
    whole = text[: text.rfind(b"\n") + 1]
    ends[log] = start + len(whole)
    yield from whole.decode(errors="replace").splitlines()
