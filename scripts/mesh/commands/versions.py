"""Other versions of a service: a share of its calls, copies of them, and in the end all of them."""

from pathlib import Path
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
from scripts.mesh.commands.replicas import ServiceArgument
from scripts.mesh.compiler.operations import Operated, Promoted, Version

VersionOption = Annotated[
    str, typer.Option("--version", help="Which; it may be left out when there is only one.")
]


def canary(  # noqa: PLR0913, PLR0917  (each is an option)
    service: ServiceArgument,
    version: VersionOption = "",
    percent: Annotated[
        float | None, typer.Option(help="Of the calls, how many it answers.", show_default="0")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--from", help="A checkout that has its code.")
    ] = None,
    environment: Annotated[
        list[str] | None, typer.Option("--env", help="KEY=VALUE, instead of or beside that.")
    ] = None,
    header: Annotated[
        list[str] | None, typer.Option(help='Calls with it always get it: "x-canary: always".')
    ] = None,
    replicas: Annotated[int | None, typer.Option(help="How many.", show_default="1")] = None,
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Run another version of a service beside it, and give it a share of the calls."""
    operator = Operator(state, as_json=as_json)
    versions = operator.set.of(operator.known(service)).versions
    if percent is not None:
        require_percent(percent)
    if not version and len(versions) != 1:
        refuse(f"say which: --version; {_there_are(service, list(versions))}")
    name = version or next(iter(versions))
    given = {
        "folder": None if folder is None else _checkout(folder, service),
        "environment": None if environment is None else _pairs(environment, "=", "--env KEY=VALUE"),
        "headers": None if header is None else _pairs(header, ":", '--header "name: value"'),
        "replicas": replicas,
        "percent": percent,
    }
    changes = {field: value for field, value in given.items() if value is not None}

    def edit(operated: Operated) -> Operated:
        before = operated.versions.get(name, Version())
        after = msgspec.structs.replace(before, **changes)
        if not after.folder and not after.environment:
            refuse(f"{name} would be what {service} is already: add --from DIR or --env KEY=VALUE")
        return msgspec.structs.replace(operated, versions={**operated.versions, name: after})

    new = edit(operator.set.of(service)).versions[name]
    led = [f"{new.percent:g} % of the calls", *(f"{h}: {v}" for h, v in new.headers.items())]
    operator.change(
        service, edit, f"{service} {name} gets {', and those with '.join(led)}", undo=True
    )


def mirror(
    service: ServiceArgument,
    to: Annotated[str, typer.Option("--to", help="A version: see canary.")] = "",
    percent: Annotated[float, typer.Option(help="Of the calls; 0 ends it.")] = 100,
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Send copies of a service's calls to another version; its answers go nowhere.

    Only of methods without side effects: versions share their data.
    """
    operator = Operator(state, as_json=as_json)
    name = _version(operator, service, to)
    require_percent(percent)

    def edit(operated: Operated) -> Operated:
        changed = msgspec.structs.replace(operated.versions[name], mirror=percent)
        return msgspec.structs.replace(operated, versions={**operated.versions, name: changed})

    operator.change(service, edit, f"{service} {name} gets copies of {percent:g} % of the calls")


def promote(
    service: ServiceArgument,
    version: VersionOption = "",
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Make another version the one that everybody gets: its replicas are replaced by it."""
    operator = Operator(state, as_json=as_json)
    name = _version(operator, service, version)
    found = operator.set.of(service).versions[name]
    promoted = Promoted(found.folder, found.environment, name)

    def edit(operated: Operated) -> Operated:
        if operated.promoted and operated.promoted[-1] == promoted:
            return operated
        return msgspec.structs.replace(operated, promoted=(*operated.promoted, promoted))

    # The version keeps its share until every replica is of it: nobody gets the old one again.
    operator.change(service, edit, "", undo=True)
    operator.change(service, lambda o: _without(o, name), f"{service} is {name}")


def rollback(
    service: ServiceArgument,
    version: VersionOption = "",
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """End another version at once; without one, go back to the version before the current one."""
    operator = Operator(state, as_json=as_json)
    operated = operator.set.of(operator.known(service))
    if version or operated.versions:
        name = _version(operator, service, version)
        operator.change(service, lambda o: _without(o, name), f"{service} {name} is gone")
        return
    if not operated.promoted:
        refuse(f"there is nothing to go back to: {_there_are(service, [])}, nor was any promoted")
    back = operated.promoted[-2].name if len(operated.promoted) > 1 else "what it was at first"

    def edit(now: Operated) -> Operated:
        return msgspec.structs.replace(now, promoted=now.promoted[:-1])

    operator.change(service, edit, f"{service} is {back} again", undo=True)


def _version(operator: Operator, service: str, name: str) -> str:
    """A version that there is beside the current one; anything else is refused."""
    versions = list(operator.set.of(operator.known(service)).versions)
    if name:
        return known(name, versions, f"version of {service}")
    if len(versions) != 1:
        hint = "say which: --version" if versions else "start one with canary first"
        refuse(f"{_there_are(service, versions)}; {hint}")
    return versions[0]


def _there_are(service: str, versions: list[str]) -> str:
    there = f"versions {', '.join(versions)}" if versions else "no other version"
    return f"{service} has {there}"


def _without(operated: Operated, version: str) -> Operated:
    left = {name: v for name, v in operated.versions.items() if name != version}
    drained = tuple(name for name in operated.drained if f"@{version}" not in name)
    return msgspec.structs.replace(operated, versions=left, drained=drained)


def _checkout(folder: Path, service: str) -> str:
    if not (folder / "services" / service / "__main__.py").exists():
        refuse(f"{folder} has no services/{service}: --from is the folder of a checkout")
    return str(folder.resolve())


def _pairs(texts: list[str], between: str, form: str) -> dict[str, str]:
    pairs = {}
    for text in texts:
        key, found, value = text.partition(between)
        if not found or not key.strip() or not value.strip():
            refuse(f"`{text}` is not understood: write {form}")
        pairs[key.strip()] = value.strip()
    return pairs
