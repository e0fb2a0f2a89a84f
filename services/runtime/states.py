"""Streams of a resource's states: what it is now, and then each time that it changed.

However many watch, there is one look at the database in an interval, for all of them and for only
what they watch. Whoever reads slowly gets the newest state next, and misses those between.
"""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Final, Generic, Protocol, TypeVar

from services.runtime.errors import InvalidArgument, Unavailable
from services.runtime.paging import spelled, unspelled

_TAG_BYTES: Final = 16
_REVISION_BYTES: Final = 8


class Revised(Protocol):
    """A state of a resource."""

    @property
    def revision(self) -> int:
        """Counts the changes of its resource, beginning above 0."""
        ...


_S = TypeVar("_S", bound=Revised)


class _Watched(Generic[_S]):
    """A resource that somebody watches."""

    def __init__(self, newest: _S) -> None:
        self.newest = newest
        self.watchers = 0
        self.changed = asyncio.Event()

    def take(self, state: _S) -> None:
        """Goes on to a state, unless it is an older one."""
        if state.revision > self.newest.revision:
            self.newest = state
            self.wake()

    def wake(self) -> None:
        """Lets everybody who waits look again."""
        self.changed.set()
        self.changed = asyncio.Event()


class Watching(Generic[_S]):
    """All that is watched in this replica.

    Args:
        changed: of the resources whose revisions it is given, the newest state of those that have
            a later one.
    """

    def __init__(self, changed: Callable[[Mapping[str, int]], Awaitable[Mapping[str, _S]]]) -> None:
        self._changed = changed
        self._watched = dict[str, _Watched[_S]]()
        self._stopped = False

    @property
    def watchers(self) -> int:
        """How many watch."""
        return sum(watched.watchers for watched in self._watched.values())

    async def look(self) -> None:
        """Learns what changed. Meant for `periodically`."""
        if not self._watched:
            return
        known = {key: watched.newest.revision for key, watched in self._watched.items()}
        for key, state in (await self._changed(known)).items():
            if key in self._watched:
                self._watched[key].take(state)

    def stop(self) -> None:
        """Ends every stream, and each one that begins later. Meant for `Service.stopping`."""
        self._stopped = True
        for watched in self._watched.values():
            watched.wake()

    async def states(self, key: str, state: _S, seen: int = 0) -> AsyncGenerator[_S, None]:
        """The states of a resource, from its present one on.

        Args:
            key: what `changed` knows it by.
            state: the present one.
            seen: the revision that the reader has already.

        Raises:
            Unavailable: when the replica stops.
        """
        watched = self._watched.setdefault(key, _Watched(state))
        watched.take(state)
        watched.watchers += 1
        try:
            while not self._stopped:
                newest = watched.newest
                if newest.revision == seen:
                    await watched.changed.wait()
                else:
                    yield newest
                    seen = newest.revision
        finally:
            watched.watchers -= 1
            if not watched.watchers:
                del self._watched[key]
        raise Unavailable(
            "this replica stops; another one takes the stream up again",
            reason="REPLICA_STOPPING",
            retry_after=0.1,
        )


class ResumeTokens:
    """Makes and reads resume tokens. One holds a revision, and is good for its resource only.

    Args:
        key: known to all replicas of a service and to nobody else.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def token(self, name: str, revision: int) -> str:
        """The token to go on after a revision of the resource of that name."""
        payload = revision.to_bytes(_REVISION_BYTES)
        return spelled(self._tag(name, payload) + payload)

    def revision(self, name: str, token: str) -> int:
        """The revision in a token; 0 if there is no token.

        Raises:
            InvalidArgument: if the token is not one of ours, or another resource's.
        """
        if not token:
            return 0
        sealed = unspelled(token)
        tag, payload = sealed[:_TAG_BYTES], sealed[_TAG_BYTES:]
        if not hmac.compare_digest(tag, self._tag(name, payload)):
            raise InvalidArgument.field(
                "resume_token",
                "is not a token of this stream; start again without one",
                reason="RESUME_TOKEN_INVALID",
            )
        return int.from_bytes(payload)

    def _tag(self, name: str, payload: bytes) -> bytes:
        signed = hashlib.sha256(f"resume {name}".encode()).digest() + payload
        return hmac.digest(self._key, signed, "sha256")[:_TAG_BYTES]
