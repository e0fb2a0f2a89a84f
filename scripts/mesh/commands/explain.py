"""What holds of one method: what people have written, where, and what Envoy makes of it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from scripts.mesh import screen
from scripts.mesh.commands.operator import STATE, JsonOption, StateOption, refuse, say_json
from scripts.mesh.compiler import contract, envoy, origins, topology
from scripts.mesh.compiler.contract import Method
from scripts.mesh.compiler.operations import EVERY_METHOD, Operations, OperationsError
from scripts.mesh.compiler.topology import Mesh, Proxy, TopologyError
from scripts.mesh.compiler.words import did_you_mean
from scripts.mesh.local.envoy import CONTRACT
from scripts.mesh.local.operating import MESH, Operating
from scripts.mesh.local.state import ROOT, State

_PROTOS: Final = ROOT / "protos"

# What it is about, what holds, and where that is written.
Line = tuple[str, str, str]


def explain(
    method: Annotated[str, typer.Argument(help="GetProduct, catalog/GetProduct, or in full.")],
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Say what holds of a method, which file and line says so, and what Envoy does about it."""
    kept = State(state)
    try:
        operating = Operating(kept)
        operations = operating.read()
    except (OperationsError, TopologyError) as error:
        refuse(str(error))
    service, found = _find(method, operating.mesh)
    written = Path(kept.status().get("mesh", MESH))
    place = _Places(found, written, kept.operations)
    parts = {
        "the contract": list(_contract(found, operating.mesh, place)),
        "the topology": list(_topology(service, operating.mesh, place)),
        "operators": list(_operators(service, found, operations, place)),
        **{f"the {proxy}": list(_envoy(kept, found, proxy, operating.mesh)) for proxy in Proxy},
    }
    if as_json:
        say_json({"method": found.name, "where": place.method()} | _as_data(parts))
    else:
        screen.console().print(_screen(found, place.method(), parts))


class _Places:
    """Where things are written."""

    def __init__(self, method: Method, mesh: Path, operations: Path) -> None:
        self._method = method
        self._mesh = mesh
        self._operations = operations

    def method(self, word: str = "") -> str:
        """In the contract."""
        file = self._method.where.partition(":")[0]
        return origins.of_method(_PROTOS, file, self._method.name, word)

    def mesh(self, *keys: str) -> str:
        """In the topology."""
        return origins.of_key(self._mesh, _shown(self._mesh), *keys)

    def operations(self, *keys: str) -> str:
        """In what operators have set."""
        return origins.of_key(self._operations, _shown(self._operations), *keys)


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _find(text: str, mesh: Mesh) -> tuple[str, Method]:
    """A method by any of its names, with its service; anything else is refused."""
    packages = {service.package: name for name, service in mesh.services.items()}
    methods = {
        method.name: (packages[service.package], method)
        for service in contract.read(CONTRACT).services
        if service.package in packages
        for method in service.methods
    }
    wanted = text.strip("/").replace("/", ".")
    names = {
        name: {name, m.short_name, f"{s}.{m.short_name}", ".".join(name.split(".")[-2:])}
        for name, (s, m) in methods.items()
    }
    found = [name for name, forms in names.items() if wanted in forms]
    if not found:
        forms = [form for some in names.values() for form in some]
        refuse(f"there is no method `{text}`{did_you_mean(wanted, forms)}")
    if len(found) > 1:
        refuse(f"`{text}` could be any of {', '.join(sorted(found))}")
    return methods[found[0]]


def _contract(method: Method, mesh: Mesh, place: _Places) -> Iterator[Line]:
    yield "deadline", f"{method.deadline:g} s", place.method("deadline")
    repeat = {
        "IDEMPOTENCY_NATURAL": "safe to repeat, so that Envoy does",
        "IDEMPOTENCY_REQUEST_ID": "safe to repeat with the same request_id, by the caller",
    }.get(method.idempotency, "not safe to repeat")
    yield "repeats", f"{repeat} ({method.level})", place.method("idempotency")
    audience = [name for name, can in (("edge", method.edge), ("mesh", method.mesh)) if can]
    yield "audience", ", ".join(audience), place.method("audience")
    if method.edge:
        scopes = " and ".join(method.scopes or ())
        yield "access", f"tokens with {scopes}" if scopes else "anyone", place.method("access")
        bucket = mesh.rates[method.rate]
        rate = f"{method.rate}: {bucket.requests} in {bucket.seconds:g} s for each caller"
        yield "rate", rate, f"{place.method('rate')}, {place.mesh('rates', method.rate)}"
    for binding in method.bindings:
        yield "path", f"{binding.verb} {binding.template}", place.method("google.api.http")
    if method.tool:
        yield "tool", "offered to assistants", place.method("tool")


def _topology(service: str, mesh: Mesh, place: _Places) -> Iterator[Line]:
    at = ("services", service)
    yield "service", service, place.mesh(*at)
    yield "replicas", str(mesh.services[service].replicas), place.mesh(*at, "replicas")
    if zones := mesh.services[service].zones:
        said = f"{', '.join(zones)}, in turn; the Envoys are in {mesh.zone}"
        yield "zones", said, place.mesh(*at, "zones")
    for name in mesh.callers(service):
        yield "called by", name, place.mesh("services", name, "calls")
    breaker = mesh.services[service].breaker
    limits = (
        f"opens at {breaker.max_requests} calls under way; of them, second tries may be "
        f"{breaker.retry_percent:g} %, or {breaker.min_retries}"
    )
    written = place.mesh(*at, "breaker")
    default = written == place.mesh(*at)
    yield "breaker", limits, "by default" if default else written


def _operators(
    service: str, method: Method, operations: Operations, place: _Places
) -> Iterator[Line]:
    operated, at = operations.of(service), ("services", service)
    if operated.replicas is not None:
        yield "replicas", str(operated.replicas), place.operations(*at, "replicas")
    for promoted in operated.promoted[-1:]:
        yield "promoted", promoted.name, place.operations(*at, "promoted")
    for name, version in operated.versions.items():
        parts = [f"{version.percent:g} %", *(f"{h}: {v}" for h, v in version.headers.items())]
        parts += [f"copies of {version.mirror:g} %"] if version.mirror else []
        yield "version", f"{name}: {', '.join(parts)}", place.operations(*at, "versions", name)
    for name in (method.short_name, EVERY_METHOD):
        if fault := operated.faults.get(name):
            parts = [f"{fault.delay_ms} ms longer"] if fault.delay_ms else []
            parts += [fault.abort] if fault.abort else []
            said = f"{fault.percent:g} %: {', '.join(parts)}"
            yield "fault", said, place.operations(*at, "faults", name)


def _envoy(state: State, method: Method, proxy: Proxy, mesh: Mesh) -> Iterator[Line]:
    """What the configuration says that this Envoy has, or would have."""
    resources = _configuration(state, proxy, mesh)
    found = [r for r in _routes(resources) if r["match"].get("path") == method.path]
    if not found:
        yield "route", "none: it cannot be reached here", ""
    for route in found:
        action = route["route"]
        yield "route", route["name"], ""
        limit = action["max_stream_duration"]
        yield "ends after", f"{limit['max_stream_duration']}, or grpc-timeout if sooner", ""
        yield "leads to", _led(action), ""
        retry = action.get("retry_policy")
        tried = f"{retry['num_retries']} more times, at other replicas" if retry else "once"
        yield "tried", f"{tried}{', on ' + retry['retry_on'] if retry else ''}", ""


def _configuration(state: State, proxy: Proxy, mesh: Mesh) -> Any:
    running = state.envoy(proxy) / "rds.json"
    if state.owner() is not None and running.exists():
        return json.loads(running.read_text())
    described, deployment = contract.read(CONTRACT), topology.laptop(mesh)
    return json.loads(envoy.compile_files(proxy, described, mesh, deployment, ())["rds.json"])


def _routes(resources: Mapping[str, Any]) -> list[Any]:
    [configuration] = resources["resources"]
    return [route for host in configuration["virtual_hosts"] for route in host["routes"]]


def _led(action: Mapping[str, Any]) -> str:
    shares = action.get("weighted_clusters", {}).get("clusters")
    if not shares:
        return str(action["cluster"])
    return ", ".join(f"{share['weight'] / 100:g} % {share['name']}" for share in shares)


def _as_data(parts: Mapping[str, list[Line]]) -> dict[str, Any]:
    return {
        name: [{"what": what, "holds": holds, "where": where} for what, holds, where in lines]
        for name, lines in parts.items()
    }


def _screen(method: Method, where: str, parts: Mapping[str, list[Line]]) -> Group:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    table.add_column(style="dim", overflow="fold")
    for name, lines in parts.items():
        if lines:
            table.add_row(Text(name, "bold"), "", "")
        for what, holds, place in lines:
            table.add_row(f"  {what}", Text(holds), Text(place))
    return Group(Text.assemble((method.name, "bold"), "  ", (where, "dim")), table)
