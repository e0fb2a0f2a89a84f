"""One look for all who watch, and the newest state for each of them."""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field

import pytest

from services.runtime.errors import InvalidArgument, Unavailable
from services.runtime.watching import ResumeTokens, Watching


@dataclass(frozen=True)
class State:
    revision: int


@dataclass
class Table:
    """What there is, and what it was asked for."""

    revisions: dict[str, int]
    asked: list[dict[str, int]] = field(default_factory=list)

    async def changed(self, known: Mapping[str, int]) -> dict[str, State]:
        self.asked.append(dict(known))
        return {k: State(self.revisions[k]) for k, r in known.items() if self.revisions[k] > r}


async def test_however_many_watch_there_is_one_look_for_what_they_watch() -> None:
    table = Table({"a": 1, "b": 1, "c": 1})
    watching = Watching(table.changed)
    streams = [watching.states(key, State(1)) for key in ("a", "b") for _ in range(50)]
    assert [(await anext(stream)).revision for stream in streams] == [1] * 100
    waiting = [asyncio.ensure_future(anext(stream)) for stream in streams]
    await asyncio.sleep(0)
    table.revisions["b"] = 2
    await watching.look()
    assert table.asked == [{"a": 1, "b": 1}]
    assert {(await future).revision for future in waiting[50:]} == {2}
    assert not any(future.done() for future in waiting[:50])
    await watching.look()
    assert table.asked[1:] == [{"a": 1, "b": 2}]
    watching.stop()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_nothing_is_looked_for_when_nobody_watches() -> None:
    table = Table({"a": 1})
    watching = Watching(table.changed)
    await watching.look()
    async with aclosing(watching.states("a", State(1))) as states:
        await anext(states)
        assert watching.watchers == 1
    assert watching.watchers == 0
    await watching.look()
    assert table.asked == []


async def test_a_slow_reader_gets_the_newest_state_and_none_of_those_between() -> None:
    table = Table({"a": 1})
    watching = Watching(table.changed)
    states = watching.states("a", State(1))
    assert await anext(states) == State(1)
    for revision in range(2, 1000):
        table.revisions["a"] = revision
        await watching.look()
    assert await anext(states) == State(999)
    await states.aclose()


async def test_a_state_that_was_read_earlier_does_not_take_the_place_of_a_later_one() -> None:
    watching = Watching(Table({"a": 7}).changed)
    first = watching.states("a", State(7))
    assert await anext(first) == State(7)
    second = watching.states("a", State(6))
    assert await anext(second) == State(7)
    third = watching.states("a", State(8))
    assert await anext(third) == State(8)
    assert await anext(first) == State(8)
    for states in (first, second, third):
        await states.aclose()


async def test_who_has_seen_the_present_state_waits_for_the_next() -> None:
    table = Table({"a": 3})
    watching = Watching(table.changed)
    states = watching.states("a", State(3), seen=3)
    waiting = asyncio.ensure_future(anext(states))
    await asyncio.sleep(0)
    await watching.look()
    assert not waiting.done()
    table.revisions["a"] = 4
    await watching.look()
    assert await waiting == State(4)
    await states.aclose()


async def test_streams_end_when_the_replica_stops_and_none_begins() -> None:
    watching = Watching(Table({"a": 1}).changed)
    waiting, reading = watching.states("a", State(1), seen=1), watching.states("a", State(1))
    assert await anext(reading) == State(1)
    held = asyncio.ensure_future(anext(waiting))
    await asyncio.sleep(0)
    watching.stop()
    for ended in (held, anext(reading), anext(watching.states("a", State(1)))):
        with pytest.raises(Unavailable) as refused:
            await ended
        assert refused.value.reason == "REPLICA_STOPPING"
    assert watching.watchers == 0


TOKENS = ResumeTokens("a key")


@pytest.mark.parametrize("revision", [1, 2, 2**40, 2**63 - 1])
def test_a_token_holds_a_revision(revision: int) -> None:
    token = TOKENS.token("products/a/stock", revision)
    assert ResumeTokens("a key").revision("products/a/stock", token) == revision
    assert len(token) <= 256


def test_no_token_is_the_beginning() -> None:
    assert TOKENS.revision("products/a/stock", "") == 0


GOOD = TOKENS.token("products/a/stock", 5)


@pytest.mark.parametrize(
    "token",
    [
        TOKENS.token("products/b/stock", 5),
        ResumeTokens("another key").token("products/a/stock", 5),
        GOOD[:-1], GOOD + "A", GOOD + "=", f" {GOOD}", GOOD[::-1], "A", "AAAA", "=", "é", "\x00",
        "A" * 256,
    ],
)  # fmt: skip
def test_a_token_of_anything_else_is_refused(token: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        TOKENS.revision("products/a/stock", token)
    assert refused.value.reason == "RESUME_TOKEN_INVALID"
