"""What a person sees of a running mesh."""

import time
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

_COLOURS: Final = {"ready": "green", "not ready": "yellow", "restarting": "red"}


def status_screen(status: dict[str, Any]) -> RenderableType:
    """All processes in a table, and where to begin."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("process", "state", "for", "address", "pid", "restarts", "log"):
        table.add_column(column, justify="right" if column in ("pid", "restarts") else "left")
    for process in status.get("processes", ()):
        health = process["health"]
        table.add_row(
            process["name"],
            Text(health, style=_COLOURS.get(health, "dim")),
            _duration(time.time() - process["since"]),
            process["address"],
            str(process["pid"] or ""),
            str(process["restarts"]),
            process["log"],
        )
    return Group(table, Text(f"\n{status.get('gateway', '')}/v1/products?page_size=3", "bold"))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes:02}m" if hours else f"{minutes}m{rest:02}s" if minutes else f"{rest}s"
