"""Handles other services' events, each with one effect."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final

import nats.errors
from google.protobuf.message import Message
from nats.aio.msg import Msg

from services.runtime import crash, telemetry
from services.runtime.database import Database, Queries
from services.runtime.errors import RetryableError, Unavailable
from services.runtime.events import deadletters
from services.runtime.events.broker import Broker
from services.runtime.events.envelope import EnvelopeError, Received, opened, topic
from services.runtime.periodic import periodically

Handler = Callable[[Queries, Any], Awaitable[None]]

# After this many deliveries an event that cannot be handled is put aside.
MAX_DELIVERIES: Final = 5
_BATCH: Final = 32
_WAIT_SECONDS: Final = 5.0
_TROUBLE_SECONDS: Final = 0.5
_MAX_BACKOFF_SECONDS: Final = 5.0
# Longer than the broker keeps events.
_KEEP_DAYS: Final = 7
_FORGET_SECONDS: Final = 3600

_NOTE: Final = """
insert into inbox (consumer, id) values ($1, $2) on conflict do nothing returning id"""
_FORGET: Final = """
delete from inbox where handle_time < clock_timestamp() - make_interval(days => $1)"""

_log: Final = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def consuming(
    database: Database, broker: Broker, *, name: str, handlers: Mapping[type[Message], Handler]
) -> AsyncIterator[None]:
    """Handles events while the block runs; all replicas that use one name share the work.

    Args:
        database: where effects take place, each in one transaction with the note that it did.
        broker: where events come from.
        name: of the durable consumer, for example `shipping`.
        handlers: for each type of event, what it leads to. Called with the transaction and the
            event (`Received`). A RetryableError is tried again until it works; any other one
            `MAX_DELIVERIES` times, and then the event is a dead letter.
    """
    consumer = _Consumer(database, broker, name, handlers)
    task = asyncio.create_task(consumer.run())
    forgetting = periodically(_FORGET_SECONDS, lambda: database.execute(_FORGET, _KEEP_DAYS))
    try:
        async with forgetting:
            yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class _Consumer:
    def __init__(
        self,
        database: Database,
        broker: Broker,
        name: str,
        handlers: Mapping[type[Message], Handler],
    ) -> None:
        self._database = database
        self._broker = broker
        self._name = name
        self._handlers = handlers
        self._topics = [*(topic(kind.DESCRIPTOR) for kind in handlers), f"replays.{name}"]

    async def run(self) -> None:
        while True:
            try:
                await self._follow()
            except (Unavailable, nats.errors.Error, OSError) as error:
                _log.warning("events wait at the broker: %s", str(error) or type(error).__name__)
            except Exception:  # noqa: BLE001  (what it is says the log; events must not stop)
                _log.exception("the consumer failed, and goes on")
            await asyncio.sleep(_TROUBLE_SECONDS)

    async def _follow(self) -> None:
        subscription = await self._broker.subscribe(self._name, self._topics)
        while True:
            try:
                messages = await subscription.fetch(_BATCH, timeout=_WAIT_SECONDS)
            except (nats.errors.TimeoutError, TimeoutError):
                if not self._broker.connected:
                    raise
                continue
            for message in messages:
                await self._take(message)

    async def _take(self, message: Msg) -> None:
        try:
            received = opened(message.data)
        except EnvelopeError as error:
            await self._put_aside(message, str(error))
            return
        with telemetry.consumed(self._name, type(received.data).__name__, received.traceparent):
            try:
                await self._handle(received)
            except RetryableError as error:
                _log.warning("%s waits: %s", received.subject, error.message)
                await message.nak(_backoff(message))
            except Exception as error:  # noqa: BLE001  (a bug of a handler, too)
                _log.exception("event %s of %s failed", received.id, received.subject)
                if message.metadata.num_delivered >= MAX_DELIVERIES:
                    await self._put_aside(message, f"{type(error).__name__}: {error}")
                else:
                    await message.nak(_backoff(message))
            else:
                crash.point("consumer.committed")
                await message.ack()

    async def _handle(self, received: Received) -> None:
        handler = self._handlers.get(type(received.data))
        if handler is None:
            raise EnvelopeError(f"no handler for {type(received.data).__name__}")
        async with self._database.transaction() as transaction:
            if await transaction.fetchrow(_NOTE, self._name, received.id) is None:
                _log.info("event %s was handled before", received.id)
                return
            await handler(transaction, received)
            crash.point("consumer.handled")

    async def _put_aside(self, message: Msg, reason: str) -> None:
        _log.error("dead letter: %s", reason)
        about = message.metadata
        headers = deadletters.headers(
            self._name, about.sequence.stream, message.subject, reason, about.num_delivered
        )
        await self._broker.publish(deadletters.topic(self._name), message.data, headers)
        await message.ack()


def _backoff(message: Msg) -> float:
    """Seconds to wait before the next delivery."""
    tries: int = message.metadata.num_delivered
    return float(min(_MAX_BACKOFF_SECONDS, 0.1 * 2 ** min(tries, 10)))
