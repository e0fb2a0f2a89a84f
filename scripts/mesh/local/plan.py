"""What to do next so that what runs becomes what should run. Pure: it starts and stops nothing.

Replicas of a group are numbered from 1, and keep their number and address when they are replaced.
While any is replaced there is one more of them, which shows first that what is new works at all.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scripts.mesh.compiler.groups import Group, Running


@dataclass(frozen=True, slots=True)
class Seen:
    """A replica that is there.

    Attributes:
        running: what it was started with.
        drained: whether it gets no calls.
    """

    number: int
    running: Running
    drained: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """Start a replica, and give it calls when it is healthy."""

    number: int


@dataclass(frozen=True, slots=True)
class Replace:
    """End a replica in order, and start it again with what it should run."""

    number: int


@dataclass(frozen=True, slots=True)
class Remove:
    """End a replica in order."""

    number: int


@dataclass(frozen=True, slots=True)
class Drain:
    """Give a replica no more calls, or calls again."""

    number: int
    drained: bool


Action = Start | Replace | Remove | Drain


def name(cluster: str, number: int) -> str:
    """What people call a replica: `catalog`, `catalog-2`, `catalog@v2`."""
    return cluster if number == 1 else f"{cluster}-{number}"


def actions(group: Group, seen: Sequence[Seen], drained: Collection[str] = ()) -> list[Action]:
    """What can be done for a group now, all of it at the same time; empty when all is well.

    Args:
        group: what there should be.
        seen: what there is.
        drained: the names of replicas that should get no calls.
    """
    there = {replica.number: replica for replica in seen}
    missing = [n for n in range(1, group.replicas + 1) if n not in there]
    if missing:
        return [Start(number) for number in missing]
    stale = [n for n in range(1, group.replicas + 1) if there[n].running != group.running]
    if stale:
        return [_next_of_roll(group, there, stale)]
    surplus = [Remove(number) for number in sorted(there) if number > group.replicas]
    return [*surplus, *_drains(group, there, drained)]


def _next_of_roll(group: Group, there: Mapping[int, Seen], stale: Sequence[int]) -> Action:
    number = group.replicas + 1
    while number in there:
        if there[number].running == group.running:
            return Replace(stale[0])
        number += 1
    return Start(number)


def _drains(group: Group, there: Mapping[int, Seen], drained: Collection[str]) -> Iterator[Drain]:
    for number in range(1, group.replicas + 1):
        wanted = name(group.cluster, number) in drained
        if wanted != there[number].drained:
            yield Drain(number, wanted)
