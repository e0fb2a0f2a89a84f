"""What the compiler refuses, and why: the mistakes that a person can make in a contract.

Each is found before anything is written, and all of them at once.
"""

from collections.abc import Iterator

from scripts.mesh.compiler import tools
from scripts.mesh.compiler.access import JWKS_PATH, keys_method
from scripts.mesh.compiler.contract import Binding, Contract, ContractError, Method
from scripts.mesh.compiler.topology import Mesh
from scripts.mesh.compiler.words import did_you_mean

_SAFE = ("NO_SIDE_EFFECTS",)
_REPEATABLE = ("NO_SIDE_EFFECTS", "IDEMPOTENT")
_OPTION = "(mesh.policy.v1.method)"


def check(contract: Contract, mesh: Mesh) -> None:
    """Makes sure that a contract makes sense, alone and in its topology.

    Raises:
        ContractError: if it does not; its text has a line for each mistake, with the file, the
            line if the descriptors have it, and what to do.
    """
    problems = [
        f"{method.where}: {method.name.split('.')[-2]}.{method.name.split('.')[-1]} {problem}"
        for service in contract.services
        for method in service.methods
        for problem in (*_alone(method), *_in_topology(method, mesh))
    ]
    problems += [*_keys(contract), *_clashes(contract), *_tools_of_one_name(contract)]
    problems += _services(contract, mesh)
    if problems:
        raise ContractError("\n".join(problems))


def _alone(method: Method) -> Iterator[str]:
    if not method.deadline:
        yield f"has no deadline: add `deadline: {{seconds: 2}}` to its {_OPTION}"
    if not method.edge and not method.mesh:
        yield f"has no audience: add `audience: AUDIENCE_EDGE` to its {_OPTION}"
    inside = method.mesh and not method.edge
    yield from _inside(method) if inside else _at_the_edge(method)
    yield from _repeats(method)
    yield from _tool(method)
    for binding in method.bindings:
        yield from _binding(method, binding)


def _at_the_edge(method: Method) -> Iterator[str]:
    if method.scopes is None:
        yield (
            f"says nothing of who may call it: add `access: {{public: true}}`, or "
            f'`access: {{scopes: {{all_of: ["…"]}}}}`, to its {_OPTION}'
        )
    if not method.rate:
        yield f'has no rate class: add `rate: "read"` to its {_OPTION}'


def _inside(method: Method) -> Iterator[str]:
    """Who calls from inside has no token, and no bucket: a promise of either would be empty."""
    if method.scopes is not None:
        yield "has `access`, but not AUDIENCE_EDGE: tokens are for clients outside the mesh"
    if method.rate:
        yield "has `rate`, but not AUDIENCE_EDGE: only the calls of clients outside are counted"
    if method.bindings:
        yield "has an HTTP path, but not AUDIENCE_EDGE: nobody could call it there"
    if method.tool:
        yield "is a tool, but not AUDIENCE_EDGE: no assistant could call it"


def _repeats(method: Method) -> Iterator[str]:
    natural = method.idempotency == "IDEMPOTENCY_NATURAL"
    if natural and method.level not in _REPEATABLE:
        yield (
            "is IDEMPOTENCY_NATURAL, so that it is retried, but does not promise it to callers: "
            "add `option idempotency_level = NO_SIDE_EFFECTS;` or `IDEMPOTENT;`"
        )
    if method.level in _REPEATABLE and not natural:
        yield f"has idempotency_level {method.level}, but is not IDEMPOTENCY_NATURAL"
    if method.idempotency == "IDEMPOTENCY_REQUEST_ID" and "request_id" not in method.fields:
        yield "is IDEMPOTENCY_REQUEST_ID, but its request has no field `request_id`"


def _tool(method: Method) -> Iterator[str]:
    if not method.tool:
        return
    if method.streams:
        yield "is a tool, but streams: a tool has one request and one response"
    if not method.bindings:
        yield "is a tool, but has no HTTP path, which a tool is called by: add `google.api.http`"


def _binding(method: Method, binding: Binding) -> Iterator[str]:
    for name in binding.missing:
        hint = did_you_mean(name, method.fields)
        yield f"is at {binding.verb} {binding.template}, but its request has no `{name}`{hint}"
    if binding.verb == "GET" and method.level not in _SAFE:
        yield (
            f"is at GET {binding.template}, which browsers and proxies may repeat at will: add "
            "`option idempotency_level = NO_SIDE_EFFECTS;`, or use another verb"
        )


def _in_topology(method: Method, mesh: Mesh) -> Iterator[str]:
    for scope in method.scopes or ():
        if scope not in mesh.scopes:
            hint = did_you_mean(scope, mesh.scopes)
            yield f"needs the scope `{scope}`, which mesh.yaml does not have{hint}"
    if method.rate and method.rate not in mesh.rates:
        hint = did_you_mean(method.rate, mesh.rates) or f": it has {', '.join(mesh.rates)}"
        yield f"is in the rate class `{method.rate}`, which mesh.yaml does not have{hint}"


def _keys(contract: Contract) -> Iterator[str]:
    if keys_method(contract) is None:
        yield f"no method is at GET {JWKS_PATH}, where the gateway finds the keys of tokens"


def _clashes(contract: Contract) -> Iterator[str]:
    """Two methods at one path: which of them a request meets would be chance."""
    taken = dict[tuple[str, str], Method]()
    for service in contract.services:
        for method in service.methods:
            for binding in method.bindings:
                first = taken.setdefault((binding.verb, binding.path_regex), method)
                if first is not method:
                    yield (
                        f"{method.where}: {method.name} is at {binding.verb} {binding.template}, "
                        f"where {first.name} is already ({first.where})"
                    )


def _tools_of_one_name(contract: Contract) -> Iterator[str]:
    taken = dict[str, Method]()
    for method in tools.offered(contract):
        first = taken.setdefault(tools.name(method), method)
        if first is not method:
            yield (
                f"{method.where}: {method.name} is the tool `{tools.name(method)}`, "
                f"as {first.name} is already ({first.where})"
            )


def _services(contract: Contract, mesh: Mesh) -> Iterator[str]:
    packages = {service.package: name for name, service in mesh.services.items()}
    for service in contract.services:
        if service.package not in packages:
            yield f"mesh.yaml: no service has the package {service.package}"
    for_the_mesh = {s.package for s in contract.services if any(m.mesh for m in s.methods)}
    known = {service.package for service in contract.services}
    for name, called in ((n, c) for n, service in mesh.services.items() for c in service.calls):
        if (package := mesh.services[called].package) in known - for_the_mesh:
            yield (
                f"mesh.yaml: services.{name}.calls: {called} has no method with AUDIENCE_MESH "
                f"in {package}: nothing of it could be called"
            )
    for package, name in packages.items():
        if package not in known:
            yield (
                f"mesh.yaml: services.{name}.package: there is no contract {package}"
                f"{did_you_mean(package, known)}"
            )
