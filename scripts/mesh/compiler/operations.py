"""What operators have set, in one file, beside what `envoy/mesh.yaml` says.

The file is `.mesh/operations.yaml`. The commands of `mesh` write it; a person may, too.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Final

import msgspec

from scripts.mesh.compiler.words import did_you_mean

# What infrastructure answers with when it fails; the number is that of gRPC.
ABORTS: Final[Mapping[str, int]] = {
    "CANCELLED": 1,
    "UNKNOWN": 2,
    "DEADLINE_EXCEEDED": 4,
    "PERMISSION_DENIED": 7,
    "RESOURCE_EXHAUSTED": 8,
    "ABORTED": 10,
    "INTERNAL": 13,
    "UNAVAILABLE": 14,
    "UNAUTHENTICATED": 16,
}
EVERY_METHOD: Final = "*"
_MOST_REPLICAS: Final = 100
_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9.-]{0,30}[a-z0-9])?")
_HEADER: Final = re.compile(r"[a-z0-9-]+")
# Taken from what clients send, as only the mesh may say it.
_STRIPPED: Final = ("x-auth-", "x-mesh-", "x-envoy-")

ALL_CALLS: Final = 100
Percent = Annotated[float, msgspec.Meta(ge=0, le=ALL_CALLS)]
Replicas = Annotated[int, msgspec.Meta(ge=0, le=_MOST_REPLICAS)]


class OperationsError(Exception):
    """What operators have set makes no sense; the text says where and why."""


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a version of a service runs: another checkout, another environment, or both."""

    folder: str = ""
    environment: Mapping[str, str] = {}


class Promoted(Code, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A version that has become the one that everybody gets."""

    name: str = ""


class Version(Code, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Another version of a service, beside the one that everybody gets.

    Attributes:
        percent: of the calls, how many it answers.
        headers: a call with any of these is answered by it.
        mirror: of the calls without side effects, how many it gets a copy of.
    """

    replicas: Annotated[int, msgspec.Meta(ge=1, le=_MOST_REPLICAS)] = 1
    percent: Percent = 0
    headers: Mapping[str, str] = {}
    mirror: Percent = 0


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What Envoy does to calls on their way: each of the two to `percent` of them."""

    percent: Percent = 100
    delay_ms: Annotated[int, msgspec.Meta(ge=0, le=3_600_000)] = 0
    abort: str = ""


class Operated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is set for one service.

    Attributes:
        replicas: instead of what the topology says.
        restarted: replicas that were started before this are to be replaced.
        promoted: the versions that have replaced each other, the last one being the current one.
        versions: those beside it.
        faults: by the method's name, or `*`.
        drained: replicas that get no calls.
    """

    replicas: Replicas | None = None
    restarted: str = ""
    promoted: tuple[Promoted, ...] = ()
    versions: Mapping[str, Version] = {}
    faults: Mapping[str, Fault] = {}
    drained: tuple[str, ...] = ()


class OperatedProxy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is set for one Envoy: one that was started before `restarted` is to be replaced."""

    restarted: str = ""


class Operations(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole file."""

    services: Mapping[str, Operated] = {}
    proxies: Mapping[str, OperatedProxy] = {}

    def of(self, service: str) -> Operated:
        """What is set for a service."""
        return self.services.get(service, Operated())


def read(text: bytes, services: Collection[str], proxies: Collection[str]) -> Operations:
    """Reads the file of a mesh with these services and Envoys; an empty one sets nothing.

    Raises:
        OperationsError: if it makes no sense; the text has a line for each mistake.
    """
    if not text.strip():
        return Operations()
    try:
        found = msgspec.yaml.decode(text, type=Operations | None) or Operations()
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise OperationsError(f"operations.yaml: {error}") from None
    problems = list(_problems(found, services, proxies))
    if problems:
        raise OperationsError("\n".join(f"operations.yaml: {problem}" for problem in problems))
    return found


def write(operations: Operations) -> bytes:
    """The file, without what sets nothing."""
    left = {n: o for n, o in operations.services.items() if o != Operated()}
    return msgspec.yaml.encode(msgspec.structs.replace(operations, services=left))


def cluster(service: str, version: str) -> str:
    """What Envoy calls a version of a service that is not the current one."""
    return f"{service}@{version}"


def service_of(cluster_name: str) -> str:
    """The service that a cluster belongs to."""
    return cluster_name.partition("@")[0]


def _problems(
    operations: Operations, services: Collection[str], proxies: Collection[str]
) -> Iterator[str]:
    for name in operations.proxies:
        if name not in proxies:
            yield f"proxies.{name}: there is no such Envoy{did_you_mean(name, proxies)}"
    for name, operated in operations.services.items():
        at = f"services.{name}"
        if name not in services:
            yield f"{at}: there is no such service{did_you_mean(name, services)}"
        for version, v in operated.versions.items():
            yield from (f"{at}.versions.{version}: {p}" for p in _of_version(version, v))
        total = sum(v.percent for v in operated.versions.values())
        if total > ALL_CALLS:
            yield f"{at}.versions: their shares come to {total:g} %"
        for method, fault in operated.faults.items():
            yield from (f"{at}.faults.{method}: {p}" for p in _of_fault(fault))


def _of_version(name: str, version: Version) -> Iterator[str]:
    if not _NAME.fullmatch(name):
        yield "a name has small letters, digits, points and hyphens, at most 32"
    for header in version.headers:
        if not _HEADER.fullmatch(header):
            yield f"`{header}` is no header: small letters, digits and hyphens"
        elif header.startswith(_STRIPPED):
            yield f"`{header}` never gets here: what begins with {', '.join(_STRIPPED)} is removed"


def _of_fault(fault: Fault) -> Iterator[str]:
    if not fault.abort and not fault.delay_ms:
        yield "it neither delays nor aborts"
    if fault.abort and fault.abort not in ABORTS:
        yield (
            f"infrastructure does not fail with {fault.abort}{did_you_mean(fault.abort, ABORTS)}; "
            f"an abort is one of {', '.join(ABORTS)}"
        )
