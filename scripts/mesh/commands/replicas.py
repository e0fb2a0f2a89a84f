"""How many replicas there are, and how each is taken out and started anew."""

from datetime import UTC, datetime
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
)
from scripts.mesh.compiler.groups import groups
from scripts.mesh.compiler.operations import Operated, OperatedProxy, Operations
from scripts.mesh.compiler.topology import Proxy
from scripts.mesh.local import plan

ServiceArgument = Annotated[str, typer.Argument(help="A service, for example catalog.")]


def scale(
    service: ServiceArgument,
    replicas: Annotated[int, typer.Argument(min=0, max=100, help="How many there should be.")],
    state: StateOption = STATE,
    yes: Annotated[bool, typer.Option("--yes", help="Even none at all.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Have more or fewer replicas of a service. No call is lost."""
    operator = Operator(state, as_json=as_json)
    operator.known(service)
    if replicas == 0 and not yes:
        refuse(f"without a replica nobody answers for {service}: if that is meant, add --yes")
    usual = operator.mesh.services[service].replicas
    wanted = None if replicas == usual else replicas

    def edit(operated: Operated) -> Operated:
        kept = [plan.name(service, number) for number in range(1, replicas + 1)]
        others = tuple(name for name in operated.drained if "@" in name or name in kept)
        return msgspec.structs.replace(operated, replicas=wanted, drained=others)

    operator.change(service, edit, f"{service} has {_counted(replicas)}")


def restart(
    name: Annotated[
        str, typer.Argument(help="A service, the gateway or the waypoint.", show_default=False)
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Every service.")] = False,
    rolling: Annotated[  # noqa: ARG001  (there is no other way, but it may be said)
        bool, typer.Option("--rolling", help="One replica after the other, as always.")
    ] = False,
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Replace processes by new ones, one after the other. No call is lost."""
    operator = Operator(state, as_json=as_json)
    if bool(name) == everything:
        refuse("say what to restart: a service, the gateway or the waypoint; or --all")
    names = list(operator.mesh.services) if everything else [name]
    known(names[0], [*operator.mesh.services, *Proxy], "service")
    now = datetime.now(UTC).isoformat(timespec="milliseconds")

    def edit(found: Operations) -> Operations:
        if name in list(Proxy):
            proxies = {**found.proxies, name: OperatedProxy(restarted=now)}
            return msgspec.structs.replace(found, proxies=proxies)
        anew = {n: msgspec.structs.replace(found.of(n), restarted=now) for n in names}
        return msgspec.structs.replace(found, services={**found.services, **anew})

    operator.change_all(edit, f"restarted {', '.join(names)}")


def drain(
    service: ServiceArgument,
    replica: Annotated[str, typer.Argument(help="For example catalog-2.")],
    undo: Annotated[bool, typer.Option("--undo", help="Give it calls again.")] = False,
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Give a replica no more calls, but let it run: to look at it, for example."""
    operator = Operator(state, as_json=as_json)
    operator.known(service)
    names = {
        group.cluster: [plan.name(group.cluster, n) for n in range(1, group.replicas + 1)]
        for group in groups(operator.mesh, operator.set)
        if group.service == service
    }
    known(replica, [name for some in names.values() for name in some], "replica")

    def edit(operated: Operated) -> Operated:
        drained = set(operated.drained) - {replica} if undo else {*operated.drained, replica}
        [siblings] = [some for some in names.values() if replica in some]
        if "@" not in replica and not set(siblings) - drained:
            refuse(f"no other replica of {service} gets calls: scale it up first")
        return msgspec.structs.replace(operated, drained=tuple(sorted(drained)))

    operator.change(service, edit, f"{replica} gets {'calls again' if undo else 'no calls'}")


def _counted(replicas: int) -> str:
    return "1 replica" if replicas == 1 else f"{replicas} replicas"
