"""Publishes to JetStream without waiting for one message after the other.

The library can do that, too, but keeps to itself what JetStream refuses.
"""

import asyncio
import itertools
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import NoStreamResponseError

_ANSWER_SECONDS: Final = 5.0

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """What is published.

    Attributes:
        topic: where, which NATS calls a subject.
        payload: what.
        headers: what is told with it. A `Nats-Msg-Id` that JetStream has seen within
            `streams.REMEMBER_SECONDS` is not stored again.
    """

    topic: str
    payload: bytes
    headers: dict[str, str]


class Publisher:
    """Publishes on one connection."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._inbox = ""
        self._numbers: Iterator[int] = itertools.count()
        self._waiting = dict[str, asyncio.Future[None]]()

    async def listen(self) -> None:
        """Begins to hear of what becomes of messages."""
        self._inbox = self._client.new_inbox()
        await self._client.subscribe(f"{self._inbox}.*", cb=self._answered)

    async def publish(self, messages: Sequence[Message]) -> list[bool]:
        """Publishes messages; returns of each whether it is known to be on disk.

        Raises:
            NoStreamResponseError: if there is no stream for one of them.
            nats.errors.Error: if the connection is broken.
        """
        sent = dict[str, asyncio.Future[None]]()
        try:
            for message in messages:
                reply = f"{self._inbox}.{next(self._numbers)}"
                sent[reply] = self._waiting[reply] = asyncio.Future()
                await self._client.publish(message.topic, message.payload, reply, message.headers)
            await asyncio.wait(sent.values(), timeout=_ANSWER_SECONDS)
        finally:
            for reply, future in sent.items():
                self._waiting.pop(reply, None)
                future.cancel()
        return _outcomes(sent.values())

    def break_off(self) -> None:
        """Ends what waits for answers that cannot come any more."""
        for future in self._waiting.values():
            future.cancel()

    async def _answered(self, message: Msg) -> None:
        future = self._waiting.pop(message.subject, None)
        if future is None or future.done():
            return
        if message.headers and message.headers.get("Status") == "503":
            future.set_exception(NoStreamResponseError())
            return
        error: dict[str, Any] | None = json.loads(message.data).get("error")
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(RuntimeError(error.get("description", "an error")))


def _outcomes(futures: Iterable[asyncio.Future[None]]) -> list[bool]:
    failures = [
        TimeoutError("no answer") if future.cancelled() else future.exception()
        for future in futures
    ]
    known = [failure for failure in failures if failure is not None]
    if known:
        _log.warning("%s of %s messages were not stored: %s", len(known), len(failures), known[0])
    for failure in known:
        if isinstance(failure, NoStreamResponseError):
            raise failure
    return [failure is None for failure in failures]
