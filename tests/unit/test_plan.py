"""Step by step, what runs becomes what should run."""

import random

from scripts.mesh.compiler.groups import Group, Running
from scripts.mesh.local import plan
from scripts.mesh.local.plan import Drain, Remove, Replace, Seen, Start

OLD, NEW = Running(restarted="before"), Running(restarted="now")


def group(replicas: int, running: Running = NEW) -> Group:
    return Group("catalog", "catalog", replicas, running)


def seen(*numbers: int, running: Running = NEW) -> list[Seen]:
    return [Seen(number, running) for number in numbers]


def test_nothing_is_done_when_all_is_well() -> None:
    assert plan.actions(group(2), seen(1, 2)) == []


def test_what_is_missing_is_started_together_and_what_is_too_much_ends_together() -> None:
    assert plan.actions(group(3), seen(1)) == [Start(2), Start(3)]
    assert plan.actions(group(1), seen(1, 2, 3)) == [Remove(2), Remove(3)]


def test_before_any_replica_is_replaced_another_one_shows_that_the_new_works() -> None:
    old = seen(1, 2, running=OLD)
    assert plan.actions(group(2), old) == [Start(3)]
    assert plan.actions(group(2), [*old, Seen(3, NEW)]) == [Replace(1)]
    assert plan.actions(group(2), [Seen(1, NEW), Seen(2, OLD), Seen(3, NEW)]) == [Replace(2)]
    assert plan.actions(group(2), seen(1, 2, 3)) == [Remove(3)]


def test_a_replica_that_should_be_drained_is_and_one_that_should_not_gets_calls_again() -> None:
    assert plan.actions(group(2), seen(1, 2), ["catalog-2"]) == [Drain(2, drained=True)]
    drained = [Seen(1, NEW), Seen(2, NEW, drained=True)]
    assert plan.actions(group(2), drained, ["catalog-2"]) == []
    assert plan.actions(group(2), drained) == [Drain(2, drained=False)]


def test_from_anything_to_anything_there_are_always_as_many_replicas_as_before_or_wanted() -> None:
    chance = random.Random(6)
    for _ in range(500):
        before, wanted = chance.randint(1, 6), chance.randint(1, 6)
        there = {n: Seen(n, chance.choice([OLD, NEW])) for n in range(1, before + 1)}
        for _step in range(40):
            steps = plan.actions(group(wanted), list(there.values()))
            if not steps:
                break
            away = sum(isinstance(step, Replace | Remove) for step in steps)
            assert len(there) - away >= min(before, wanted)
            for step in steps:
                if isinstance(step, Remove):
                    del there[step.number]
                else:
                    there[step.number] = Seen(step.number, NEW)
        assert sorted(there) == list(range(1, wanted + 1))
        assert all(replica.running == NEW for replica in there.values())
