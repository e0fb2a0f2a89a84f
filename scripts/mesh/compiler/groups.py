"""What should run: the topology, as operators have changed it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from scripts.mesh.compiler.operations import Code, Operated, Operations, Promoted, cluster
from scripts.mesh.compiler.topology import Mesh


@dataclass(frozen=True, slots=True)
class Running:
    """What a replica was started with: where anything differs, it has to be started again."""

    version: str = ""
    code: Code = field(default_factory=Code)
    restarted: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The replicas that there should be of one version of a service; to Envoy they are a cluster.

    Attributes:
        service: whose.
        cluster: `catalog`, or `catalog@v2` of a version beside the current one.
        replicas: how many.
        running: what they run.
    """

    service: str
    cluster: str
    replicas: int
    running: Running


def groups(mesh: Mesh, operations: Operations) -> tuple[Group, ...]:
    """What should run, in the order of the topology."""
    return tuple(
        group
        for name, service in mesh.services.items()
        for group in _groups(name, service.replicas, operations.of(name))
    )


def applied(mesh: Mesh, operations: Operations) -> Mesh:
    """The topology with as many replicas as operators want."""
    wanted = {group.cluster: group.replicas for group in groups(mesh, operations)}
    services = {
        name: msgspec.structs.replace(service, replicas=wanted[name])
        for name, service in mesh.services.items()
    }
    return msgspec.structs.replace(mesh, services=services)


def _groups(name: str, replicas: int, operated: Operated) -> Iterator[Group]:
    current = operated.promoted[-1] if operated.promoted else Promoted()
    running = Running(current.name, _code(current), operated.restarted)
    wanted = replicas if operated.replicas is None else operated.replicas
    yield Group(name, name, wanted, running)
    for version, v in operated.versions.items():
        running = Running(version, _code(v), operated.restarted)
        yield Group(name, cluster(name, version), v.replicas, running)


def _code(of: Code) -> Code:
    return Code(of.folder, dict(of.environment))
