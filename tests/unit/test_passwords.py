"""Passwords, hashed beside the event loop."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from services.accounts.passwords import Argon2Passwords
from services.runtime.errors import ResourceExhausted


class _Waiting(PasswordHasher):
    """Hashes when it is let."""

    def __init__(self) -> None:
        super().__init__(1, 8, 1)
        self.let = threading.Event()
        self.let.set()
        self.threads = set[int]()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.threads.add(threading.get_ident())
        assert self.let.wait(10)
        return super().hash(password, salt=salt)


@pytest.fixture
def hasher() -> _Waiting:
    return _Waiting()


@pytest.fixture
def passwords(hasher: _Waiting) -> Iterator[Argon2Passwords]:
    with Argon2Passwords(hasher, threads=1, queue=2) as made:
        yield made
        hasher.let.set()


async def test_a_hash_is_of_its_password_only(passwords: Argon2Passwords) -> None:
    password_hash = await passwords.hash("right")
    assert password_hash.startswith("$argon2id$")
    assert await passwords.verify("right", password_hash)
    assert not await passwords.verify("wrong", password_hash)
    assert password_hash != await passwords.hash("right")


async def test_no_password_is_right_where_there_is_no_hash(passwords: Argon2Passwords) -> None:
    assert not await passwords.verify("right", None)


async def test_no_more_wait_than_may_and_a_place_is_free_again_afterwards(
    hasher: _Waiting, passwords: Argon2Passwords
) -> None:
    hasher.let.clear()
    waiting = [asyncio.ensure_future(passwords.hash("p")) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(ResourceExhausted) as busy:
        await passwords.hash("p")
    assert busy.value.reason == "PASSWORDS_BUSY"
    hasher.let.set()
    await asyncio.gather(*waiting)
    assert await passwords.hash("p")


async def test_who_gives_up_frees_a_place_only_when_the_work_is_over(
    hasher: _Waiting, passwords: Argon2Passwords
) -> None:
    hasher.let.clear()
    running = asyncio.ensure_future(passwords.hash("p"))
    await asyncio.sleep(0)
    running.cancel()
    queued = [asyncio.ensure_future(passwords.hash("p")) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(ResourceExhausted):
        await passwords.hash("p")
    hasher.let.set()
    await asyncio.gather(*queued)


async def test_the_event_loop_hashes_nothing(hasher: _Waiting, passwords: Argon2Passwords) -> None:
    hasher.threads.clear()
    await passwords.hash("p")
    assert hasher.threads
    assert threading.get_ident() not in hasher.threads


async def test_a_hash_that_cost_less_is_outdated(passwords: Argon2Passwords) -> None:
    password_hash = await passwords.hash("p")
    assert not passwords.outdated(password_hash)
    with Argon2Passwords(PasswordHasher(2, 8, 1), threads=1, queue=0) as dearer:
        assert dearer.outdated(password_hash)
