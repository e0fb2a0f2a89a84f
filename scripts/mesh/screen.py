"""What a person sees of a running mesh."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

_COLOURS: Final = {
    "ready": "green", "healthy": "green", "not ready": "yellow", "draining": "yellow",
    "restarting": "red", "failing": "red", "ejected": "red",
}  # fmt: skip
_COLUMNS: Final = {
    "process": "left", "version": "left", "state": "left", "for": "left", "address": "left",
    "pid": "right", "restarts": "right", "in Envoy": "left", "calls/s": "right",
    "p99 ms": "right", "ejections": "right",
}  # fmt: skip


# Not on a narrow terminal.
_IF_WIDE: Final = ("address", "pid", "ejections")
_WIDE: Final = 110
# What is written into a file or a pipe is for programs that look for words in it.
_NO_TERMINAL: Final = 200


def console(*, errors: bool = False) -> Console:
    """Where a command speaks to a person."""
    wide = None if (sys.stderr if errors else sys.stdout).isatty() else _NO_TERMINAL
    return Console(stderr=errors, highlight=False, width=wide)


@dataclass(frozen=True, slots=True)
class StatusScreen:
    """All processes in a table, and where to begin.

    Attributes:
        status: what `Observer.look` has found.
    """

    status: dict[str, Any]

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        shown = [c for c in _COLUMNS if c not in _IF_WIDE or options.max_width >= _WIDE]
        table = Table(box=None, pad_edge=False, header_style="dim")
        for column in shown:
            right = _COLUMNS[column] == "right"
            table.add_column(column, justify="right" if right else "left", no_wrap=True)
        for process in self.status.get("processes", ()):
            cells = _cells(process)
            table.add_row(*(cells[column] for column in shown))
        yield table
        for problem in self.status.get("operations", {}).get("problems", ()):
            yield Text(f"\n{problem}", "red")
        yield Text(f"\n{self.status.get('gateway', '')}/v1/products?page_size=3", "bold")


def _cells(process: dict[str, Any]) -> dict[str, RenderableType]:
    health, rate, slowest, ejections = _seen(process.get("seen", {}))
    return {
        "process": process["name"],
        "version": process.get("version", ""),
        "state": _coloured(process["health"]),
        "for": _duration(time.time() - process["since"]),
        "address": process["address"],
        "pid": str(process["pid"] or ""),
        "restarts": str(process["restarts"]),
        "in Envoy": health,
        "calls/s": rate,
        "p99 ms": slowest,
        "ejections": ejections,
    }


def _seen(views: dict[str, dict[str, Any]]) -> tuple[RenderableType, str, str, str]:
    """What the Envoys that call a replica have to say of it, together."""
    if not views:
        return "", "", "", ""
    healths = {view["health"] for view in views.values()}
    if len(healths) == 1:
        health: RenderableType = _coloured(healths.pop())
    else:
        health = Text(", ".join(f"{proxy}: {view['health']}" for proxy, view in views.items()))
    rates = [view["rps"] for view in views.values() if "rps" in view]
    slowest = [view["p99_ms"] for view in views.values() if view.get("p99_ms") is not None]
    ejections = sum(view.get("ejections", 0) for view in views.values())
    return (
        health,
        f"{sum(rates):g}" if rates else "",
        f"{max(slowest):g}" if slowest else "",
        str(ejections),
    )


def _coloured(health: str) -> Text:
    return Text(health, style=_COLOURS.get(health, "dim"))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes:02}m" if hours else f"{minutes}m{rest:02}s" if minutes else f"{rest}s"
