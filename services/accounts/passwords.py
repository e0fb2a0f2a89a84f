"""Passwords as argon2id hashes, made beside the event loop."""

import asyncio
import functools
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Final, Self, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from services.runtime.errors import ResourceExhausted

_T = TypeVar("_T")

_RETRY_SECONDS: Final = 1.0


class Argon2Passwords:
    """The port `Passwords`. One hash takes much memory and time, so that few are made at once.

    Args:
        hasher: with the cost of a hash.
        threads: how many are made at a time.
        queue: how many more may wait.
    """

    def __init__(self, hasher: PasswordHasher, *, threads: int, queue: int) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="passwords")
        self._places = BoundedSemaphore(threads + queue)
        # Nobody's: an unknown e-mail address is compared with it, and takes as long.
        self._dummy = hasher.hash(secrets.token_hex())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        """See `Passwords.hash`."""
        return await self._aside(functools.partial(self._hasher.hash, password))

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """See `Passwords.verify`."""
        against = password_hash or self._dummy
        right = await self._aside(functools.partial(self._matches, against, password))
        return right and password_hash is not None

    def outdated(self, password_hash: str) -> bool:
        """See `Passwords.outdated`."""
        return self._hasher.check_needs_rehash(password_hash)

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except VerifyMismatchError:
            return False

    async def _aside(self, work: Callable[[], _T]) -> _T:
        if not self._places.acquire(blocking=False):
            raise ResourceExhausted(
                "too many passwords are being checked; try again",
                reason="PASSWORDS_BUSY",
                retry_after=_RETRY_SECONDS,
            )
        future = self._threads.submit(work)
        # A caller who gives up does not stop a thread: the place is free when the work is over.
        future.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(future)
