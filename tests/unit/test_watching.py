"""Streams that follow changes, on a store in memory."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

import pytest

from services.runtime.errors import Unavailable
from services.runtime.watching import Watcher, watching
from tests.conftest import eventually


@dataclass(frozen=True)
class Thing:
    """Something with a version."""

    name: str
    version: int


class Store:
    """Things that change, and a count of what was asked about them."""

    def __init__(self) -> None:
        self.things: dict[str, Thing] = {}
        self.queries = 0
        self.read: list[str] = []
        self.down = False

    def put(self, name: str, version: int) -> None:
        self.things[name] = Thing(name, version)

    async def versions(self, names: Sequence[str]) -> Mapping[str, int]:
        self.queries += 1
        if self.down:
            raise Unavailable("down", reason="DOWN", retry_after=1)
        return {name: self.things[name].version for name in names if name in self.things}

    async def snapshots(self, names: Sequence[str]) -> Mapping[str, Thing]:
        self.read += names
        return {name: self.things[name] for name in names}


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
async def watcher(store: Store) -> AsyncIterator[Watcher[Thing]]:
    """It looks when it is woken only, so that a test knows when that is."""
    async with watching(store.versions, store.snapshots, seconds=3600) as made:
        yield made


async def test_a_stream_tells_how_things_stand_and_then_each_change(
    store: Store, watcher: Watcher[Thing]
) -> None:
    store.put("a", 1)
    async with aclosing(watcher.changes("a")) as changes:
        assert await anext(changes) == Thing("a", 1)
        for version in (2, 3):
            store.put("a", version)
            watcher.wake()
            assert await anext(changes) == Thing("a", version)


async def test_a_slow_reader_gets_the_newest_state_and_none_of_those_between(
    store: Store, watcher: Watcher[Thing]
) -> None:
    store.put("a", 1)
    async with aclosing(watcher.changes("a")) as slow, aclosing(watcher.changes("a")) as quick:
        assert (await anext(slow)).version == 1
        for version in range(1, 50):
            store.put("a", version)
            watcher.wake()
            assert (await anext(quick)).version == version
        assert (await anext(slow)).version == 49


async def test_a_reader_is_told_nothing_older_than_it_has_just_read(
    store: Store, watcher: Watcher[Thing]
) -> None:
    store.put("a", 6)
    first = watcher.changes("a")
    assert (await anext(first)).version == 6
    second = watcher.changes("a", present=Thing("a", 8))
    assert (await anext(second)).version == 8
    assert (await anext(first)).version == 8
    third = watcher.changes("a", present=Thing("a", 7))
    assert (await anext(third)).version == 8
    for stream in (first, second, third):
        await stream.aclose()


async def test_what_another_replica_changed_is_seen_without_a_word(store: Store) -> None:
    store.put("a", 1)
    async with (
        watching(store.versions, store.snapshots, seconds=0.01) as watcher,
        aclosing(watcher.changes("a", present=Thing("a", 1))) as changes,
    ):
        await anext(changes)
        store.put("a", 2)
        assert (await anext(changes)).version == 2


async def test_a_stream_that_is_taken_up_again_tells_nothing_twice(
    store: Store, watcher: Watcher[Thing]
) -> None:
    store.put("a", 7)
    async with aclosing(watcher.changes("a", after=7)) as changes:
        following = asyncio.ensure_future(anext(changes))

        async def looked() -> bool:
            return "a" in store.read

        await eventually(looked)
        assert not following.done()
        store.put("a", 8)
        watcher.wake()
        assert (await following).version == 8


async def test_a_hundred_streams_share_their_queries(store: Store, watcher: Watcher[Thing]) -> None:
    store.put("a", 1)
    store.put("b", 1)

    async def two(name: str) -> list[int]:
        versions = list[int]()
        async with aclosing(watcher.changes(name)) as changes:
            async for thing in changes:
                versions.append(thing.version)
                if len(versions) == 2:
                    return versions
        pytest.fail("the stream ended")

    streams = asyncio.gather(*(two("ab"[n % 2]) for n in range(100)))

    async def all_began() -> bool:
        return {"a", "b"} <= set(store.read)

    await eventually(all_began)
    store.put("a", 2)
    watcher.wake()

    async def was_read() -> bool:
        return store.read.count("a") == 2

    await eventually(was_read)
    store.put("b", 2)
    watcher.wake()
    assert await streams == [[1, 2]] * 100
    assert store.read.count("a") == store.read.count("b") == 2
    assert store.queries < 10


async def test_nothing_is_asked_when_nobody_watches(store: Store, watcher: Watcher[Thing]) -> None:
    store.put("a", 1)
    async with aclosing(watcher.changes("a")) as changes:
        await anext(changes)
    asked = store.queries
    watcher.wake()
    store.put("b", 1)
    async with aclosing(watcher.changes("b")) as changes:
        await anext(changes)
    assert store.queries <= asked + 1
    assert store.read == ["a", "b"]


async def test_a_stream_outlives_an_outage_of_the_database(store: Store) -> None:
    store.put("a", 1)
    async with (
        watching(store.versions, store.snapshots, seconds=0.01) as watcher,
        aclosing(watcher.changes("a")) as changes,
    ):
        await anext(changes)
        store.down = True
        asked = store.queries

        async def was_asked() -> bool:
            return store.queries > asked

        await eventually(was_asked)
        store.down = False
        store.put("a", 2)
        assert (await anext(changes)).version == 2


async def test_streams_end_in_order_when_the_watcher_closes(
    store: Store, watcher: Watcher[Thing]
) -> None:
    store.put("a", 1)
    async with aclosing(watcher.changes("a")) as changes:
        await anext(changes)
        ending = asyncio.ensure_future(anext(changes, None))
        await asyncio.sleep(0)
        watcher.close()
        assert await ending is None
    async with aclosing(watcher.changes("a")) as late:
        assert await anext(late, None) is None
