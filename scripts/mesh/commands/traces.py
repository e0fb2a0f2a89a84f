"""What became of a request: the lines that everybody on its way has written about it.

A collector has more, if there is one. This is what there is without.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table
from rich.text import Text

from scripts.mesh import screen
from scripts.mesh.commands.operator import STATE, JsonOption, StateOption, refuse, say_json
from scripts.mesh.compiler.topology import Proxy
from scripts.mesh.local.state import State

# Of each log, from its end.
_MOST_BYTES: Final = 8_000_000
# As much of an id as tells one from all others.
_SHORT: Final = 16
_NO_TRACE: Final = "00000000000000000000000000000000"

Line = dict[str, Any]


def trace(
    trace_id: Annotated[
        str, typer.Argument(help="Its id or how that begins: `x-trace-id` of an answer.")
    ] = "",
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="How many to list.")] = 20,
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """List the last requests; or with an id, follow one through the mesh."""
    kept = State(state)
    found = _followed(kept, trace_id.lower()) if trace_id else _last(kept, count)
    if trace_id and not found:
        refuse(f"no log has a trace that begins with {trace_id}")
    if as_json:
        say_json(found)
        return
    names = {p["address"]: p["name"] for p in kept.status().get("processes", ())}
    console = screen.console()
    console.print(_story(found, names) if trace_id else _list(found))


def _last(state: State, count: int) -> list[Line]:
    lines = [line for line in _read(state.log(Proxy.GATEWAY)) if _id(line)]
    return sorted(lines, key=_when)[-count:]


def _followed(state: State, beginning: str) -> list[Line]:
    """The lines of the last trace whose id begins so."""
    logs = sorted(state.log(Proxy.GATEWAY).parent.glob("*.log"))
    lines = [
        line | {"process": log.stem}
        for log in logs
        for line in _read(log, beginning)
        if _id(line).startswith(beginning)
    ]
    lines.sort(key=_when)
    return [line for line in lines if _id(line) == _id(lines[-1])]


def _read(log: Path, word: str = "") -> Iterator[Line]:
    """The JSON lines of a log that have a word."""
    if not log.exists():
        return
    with log.open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - _MOST_BYTES))
        text = file.read().decode(errors="replace")
    for line in text.splitlines():
        if line.startswith("{") and word in line:
            try:
                yield json.loads(line)
            except ValueError:
                continue


def _id(line: Mapping[str, Any]) -> str:
    found = str(line.get("trace_id") or "")
    return "" if found == _NO_TRACE else found


def _when(line: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(line["time"])


def _list(lines: Iterable[Line]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    for column in ("time", "trace", "status"):
        table.add_column(column, no_wrap=True)
    table.add_column("ms", justify="right", no_wrap=True)
    # As much of it as there is place for.
    table.add_column("request", ratio=1, no_wrap=True)
    for line in lines:
        time, status = _when(line).strftime("%H:%M:%S.%f")[:-3], _status(line)
        begins, took = _id(line)[:_SHORT], str(line["duration_ms"])
        table.add_row(time, begins, status, took, Text(line["message"]))
    return table


def _story(lines: list[Line], names: Mapping[str, str]) -> Table:
    """Who wrote what, and how long after the first."""
    first = _when(lines[0])
    table = Table(box=None, pad_edge=False, header_style="dim", title=_id(lines[0]))
    for column in ("ms", "by", "what", "status", "took ms", "where to"):
        table.add_column(column, justify="right" if "ms" in column else "left")
    for line in lines:
        after = (_when(line) - first).total_seconds() * 1000
        upstream = line.get("upstream") or ""
        tries = int(line.get("attempts") or 1)
        table.add_row(
            f"{after:.0f}",
            line["process"],
            Text(str(line.get("message", ""))),
            _status(line),
            str(line.get("duration_ms", "")),
            names.get(upstream, upstream) + (f", {tries} tries" if tries > 1 else ""),
        )
    return table


def _status(line: Mapping[str, Any]) -> str:
    if "status" not in line:
        return str(line.get("level", ""))
    # Only that of gRPC: for other failures Envoy makes one up.
    grpc = line.get("grpc_status") if line["status"] == HTTPStatus.OK else ""
    parts = [str(line["status"]), grpc, line.get("flags")]
    return " ".join(part for part in parts if part and part not in ("-", "OK"))
