"""Handles other services' events, each with one effect.

An event that comes again, because its acknowledgement was lost or a replica died, is known by the
inbox. A replica handles one event after the other, but several replicas, and an event that failed
and comes later, can invert the order of two: a handler compares the version of what it is told of.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import nats.errors
from google.protobuf.message import Message
from nats.aio.msg import Msg

from services.runtime import crash, telemetry
from services.runtime.database import Database, Queries
from services.runtime.errors import RetryableError, Unavailable
from services.runtime.events import deadletters, inbox
from services.runtime.events.broker import Broker
from services.runtime.events.envelope import EnvelopeError, Received, opened, topic
from services.runtime.periodic import periodically

Handler = Callable[[Queries, Any], Awaitable[None]]

# After this many deliveries an event that cannot be handled is put aside.
MAX_DELIVERIES: Final = 5
_BATCH: Final = 16
_TROUBLE_SECONDS: Final = 0.5
_MAX_BACKOFF_SECONDS: Final = 5.0
_FORGET_SECONDS: Final = 3600

_log: Final = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def consuming(
    database: Database, broker: Broker, *, name: str, handlers: Mapping[type[Message], Handler]
) -> AsyncIterator[None]:
    """Handles events while the block runs; all replicas that use one name share the work.

    Args:
        database: where effects take place, each in one transaction with the note that it did.
        broker: where events come from.
        name: of the durable consumer: that of the service, whose credentials allow no other.
        handlers: for each type of event, what it leads to. Called with the transaction and the
            event (`Received`). A RetryableError is tried again until it works; any other one
            `MAX_DELIVERIES` times, and then the event is a dead letter.
    """
    consumer = _Consumer(database, broker, name, handlers)
    task = asyncio.create_task(consumer.run())
    try:
        async with periodically(_FORGET_SECONDS, lambda: inbox.forget(database)):
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
        self._inbox = inbox.Inbox(name)
        self._handlers = handlers
        self._topics = [*(topic(kind.DESCRIPTOR) for kind in handlers), f"replays.{name}"]

    async def run(self) -> None:
        while True:
            await self._broker.until_connected()
            try:
                subscription = await self._broker.subscribe(self._name, self._topics)
                while True:
                    await self._take(await subscription.next(_BATCH))
            except (Unavailable, nats.errors.Error, OSError) as error:
                _log.warning("events wait at the broker: %s", str(error) or type(error).__name__)
            except Exception:  # noqa: BLE001  (what it is says the log; events must not stop)
                _log.exception("the consumer failed, and goes on")
            await asyncio.sleep(_TROUBLE_SECONDS)

    async def _take(self, messages: Sequence[Msg]) -> None:
        for message in messages:
            if message.metadata.num_delivered > 1:
                await self._take_one(message)
        new = [message for message in messages if message.metadata.num_delivered == 1]
        if len(new) > 1 and await self._take_together(new):
            return
        for message in new:
            await self._take_one(message)

    async def _take_together(self, messages: Sequence[Msg]) -> bool:
        """Handles events in one transaction, for a third of the cost; False if any of them fails.

        Then nothing has happened yet.
        """
        try:
            await self._handle([(message, opened(message.data)) for message in messages])
        except Exception as error:  # noqa: BLE001  (which it is, and what of it, is found one by one)
            _log.info("%s events are handled one by one: %s", len(messages), error)
            return False
        await _acknowledge(messages)
        return True

    async def _take_one(self, message: Msg) -> None:
        try:
            received = opened(message.data)
        except EnvelopeError as error:
            await self._put_aside(message, None, str(error))
            return
        try:
            await self._try(message, received)
        except RetryableError as error:
            _log.warning("event %s of %s waits: %s", received.id, received.subject, error.message)
            await message.nak(_backoff(message))

    async def _try(self, message: Msg, received: Received) -> None:
        """Handles an event, or has it come again, or puts it aside."""
        tries = 1
        if message.metadata.num_delivered > 1:
            tries += await self._inbox.tried(self._database, received.id)
        if tries > MAX_DELIVERIES:
            # Nobody lived to say what is wrong with it.
            await self._put_aside(message, received.id, "no replica lived to handle it")
            return
        try:
            await self._handle([(message, received)])
        except RetryableError:
            if tries > 1:
                await self._inbox.excuse(self._database, received.id)
            raise
        except Exception as error:  # noqa: BLE001  (a bug of a handler, too)
            _log.exception("event %s of %s failed", received.id, received.subject)
            if tries < MAX_DELIVERIES:
                await message.nak(_backoff(message))
            else:
                await self._put_aside(message, received.id, f"{type(error).__name__}: {error}")
        else:
            await _acknowledge([message])

    async def _handle(self, events: Sequence[tuple[Msg, Received]]) -> None:
        """Has the effects of events, and notes that, or does nothing at all."""
        async with self._database.transaction() as transaction:
            new = await self._inbox.claim(transaction, [received.id for _, received in events])
            for message, received in events:
                if received.id not in new:
                    _log.info("event %s was handled before", received.id)
                    continue
                trace = (str(received.id), received.traceparent)
                with telemetry.consumed(self._name, message.subject, *trace):
                    await self._handler(received)(transaction, received)
                crash.point("consumer.handled")

    def _handler(self, received: Received) -> Handler:
        handler = self._handlers.get(type(received.data))
        if handler is None:
            raise EnvelopeError(f"no handler for {type(received.data).__name__}")
        return handler

    async def _put_aside(self, message: Msg, event: UUID | None, reason: str) -> None:
        _log.error("dead letter: %s", reason)
        about = message.metadata
        headers = deadletters.headers(
            self._name, about.sequence.stream, message.subject, reason, about.num_delivered
        )
        await self._broker.publish(deadletters.topic(self._name), message.data, headers)
        if event is not None:
            await self._inbox.drop(self._database, event)
        await message.ack()


async def _acknowledge(messages: Sequence[Msg]) -> None:
    crash.point("consumer.committed")
    for message in messages:
        await message.ack()


def _backoff(message: Msg) -> float:
    """Seconds to wait before the next delivery."""
    deliveries: int = message.metadata.num_delivered
    return float(min(_MAX_BACKOFF_SECONDS, 0.1 * 2 ** min(deliveries, 10)))
