"""Faults that are let into the mesh on purpose."""

import re
from typing import Annotated

import msgspec
import typer

from scripts.mesh.commands.operator import (
    STATE,
    JsonOption,
    Operator,
    StateOption,
    known,
    refuse,
    require_percent,
)
from scripts.mesh.compiler import contract
from scripts.mesh.compiler.operations import ABORTS, EVERY_METHOD, Fault, Operated
from scripts.mesh.compiler.words import did_you_mean
from scripts.mesh.local.envoy import CONTRACT

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")
_MILLISECONDS = {"ms": 1, "s": 1000}


def fault(  # noqa: PLR0913, PLR0917  (each is an option)
    target: Annotated[str, typer.Argument(help="A service, or SERVICE/METHOD.")],
    delay: Annotated[str, typer.Option(help="For example 200ms.")] = "",
    abort: Annotated[str, typer.Option(help="A canonical code, for example UNAVAILABLE.")] = "",
    percent: Annotated[float, typer.Option(help="Of the calls, each of the two.")] = 100,
    clear: Annotated[bool, typer.Option("--clear", help="No more of it.")] = False,
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Let calls of a service fail or take longer, wherever they come from."""
    operator = Operator(state, as_json=as_json)
    service, _, method = target.partition("/")
    operator.known(service)
    if method:
        known(method, _methods(operator.mesh.services[service].package), f"method of {service}")
    if clear:
        operator.change(service, lambda o: _cleared(o, method), f"{target} has no fault")
        return
    require_percent(percent)
    if not delay and not abort:
        refuse("say what should happen: --delay 200ms, --abort UNAVAILABLE, or both; or --clear")
    if abort and abort not in ABORTS:
        refuse(f"{abort} is not one of {', '.join(ABORTS)}{did_you_mean(abort, ABORTS)}")
    wanted = Fault(percent, _milliseconds(delay) if delay else 0, abort)

    def edit(operated: Operated) -> Operated:
        faults = {**operated.faults, method or EVERY_METHOD: wanted}
        return msgspec.structs.replace(operated, faults=faults)

    what = [*([f"take {delay} longer"] if delay else []), *([f"end with {abort}"] if abort else [])]
    operator.change(service, edit, f"{percent:g} % of {target} {' and '.join(what)}")


def _cleared(operated: Operated, method: str) -> Operated:
    """Without the fault of a method, or without any."""
    left = {name: f for name, f in operated.faults.items() if method and name != method}
    return msgspec.structs.replace(operated, faults=left)


def _methods(package: str) -> list[str]:
    services = contract.read(CONTRACT).services
    return [m.short_name for s in services if s.package == package for m in s.methods]


def _milliseconds(duration: str) -> int:
    found = _DURATION.fullmatch(duration)
    if not found:
        refuse(f"`{duration}` is no duration: write 200ms or 1.5s")
    return round(float(found[1]) * _MILLISECONDS[found[2]])
