"""NATS JetStream: a connection that comes back by itself, and the streams that are made with it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

import nats.errors
import nats.js.errors
from nats.aio.client import Client
from nats.js import JetStreamContext

from services.runtime.errors import Unavailable
from services.runtime.events import streams
from services.runtime.events.publisher import Message, Publisher
from services.runtime.events.subscription import Subscription

EVENTS: Final = streams.EVENTS
MESSAGE_ID: Final = "Nats-Msg-Id"

_ANSWER_SECONDS: Final = 5.0
_CONNECT_SECONDS: Final = 2
# A connection that is silent for as long is given up: NATS answers pings.
_PING_SECONDS, _PINGS = 5, 2
_RETRY_SECONDS: Final = 0.2

_log: Final = logging.getLogger(__name__)


class Broker:
    """A connection to NATS that may be down at any time.

    Methods raise Unavailable when the broker does not answer; whether it did what it was asked is
    then not known.
    """

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._up = asyncio.Event()
        self._connection: _Connection | None = None

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._up.is_set()

    async def until_connected(self) -> None:
        """Waits until there is a connection."""
        await self._up.wait()

    async def publish(self, topic: str, payload: bytes, headers: dict[str, str]) -> None:
        """Publishes a message; returns when it is on disk. See `Message`."""
        (stored,) = await self.publish_all([Message(topic, payload, headers)])
        if not stored:
            raise _unavailable("it did not take a message")

    async def publish_all(self, messages: Sequence[Message]) -> list[bool]:
        """Publishes messages together; returns of each whether it is known to be on disk.

        What became of the others is not known: they may be published again, with the same ids.
        """
        connection = self._connected()
        with connection.named_failures():
            return await connection.publisher.publish(messages)

    async def subscribe(self, durable: str, topics: Sequence[str]) -> Subscription:
        """The messages of a durable consumer, which all replicas of a service share."""
        connection = self._connected()
        with connection.named_failures():
            config = streams.consumer_of(durable, topics)
            await connection.stream.add_consumer(EVENTS, config)
            return await Subscription.open(connection.client, EVENTS, durable)

    async def jetstream(self) -> JetStreamContext:
        """JetStream itself, for people's tools; it raises what the library raises."""
        return self._connected().stream

    async def keep(self) -> None:
        """Connects again and again, until it is cancelled."""
        told = False
        while True:
            try:
                connection = await _Connection.open(self._url, self._name)
            except (nats.errors.Error, OSError) as error:
                # Once an outage, however long it is.
                if not told:
                    _log.warning("the broker cannot be reached: %s", _text(error))
                    told = True
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            _log.info("connected to the broker")
            told = False
            self._connection = connection
            self._up.set()
            try:
                await connection.closed.wait()
                _log.warning("the connection to the broker is lost")
            finally:
                self._up.clear()
                self._connection = None
                await connection.close()

    def _connected(self) -> "_Connection":
        if self._connection is None:
            raise _unavailable("there is no connection")
        return self._connection


@contextlib.asynccontextmanager
async def connect(url: str, name: str) -> AsyncIterator[Broker]:
    """A broker, which need not be there yet: the connection is made and kept in the background.

    Args:
        url: `nats://user:password@host:port`.
        name: what the broker's own pages call the connection.
    """
    broker = Broker(url, name)
    keeping = asyncio.create_task(broker.keep())
    try:
        yield broker
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


class _Connection:
    """One connection, until it breaks.

    The library could connect again by itself, but gives up for good after some errors, publishes
    what it had kept at a time when nobody waits for it any more, and lets calls wait for answers
    that cannot come.
    """

    def __init__(self) -> None:
        self.client = Client()
        self.closed = asyncio.Event()
        self.stream: JetStreamContext = self.client.jetstream(timeout=_ANSWER_SECONDS)
        self.publisher = Publisher(self.client)

    @classmethod
    async def open(cls, url: str, name: str) -> "_Connection":
        """Connects, and makes the streams if they are not there.

        Raises:
            nats.errors.Error, OSError: if that does not work.
        """
        connection = cls()
        user = urlsplit(url).username or "anybody"
        try:
            await connection.client.connect(
                url,
                name=name,
                # Nobody else may read the answers.
                inbox_prefix=f"_INBOX_{user}",
                allow_reconnect=False,
                max_reconnect_attempts=1,
                # Declared as whole seconds, and only ever slept.
                reconnect_time_wait=_RETRY_SECONDS,  # type: ignore[arg-type]
                connect_timeout=_CONNECT_SECONDS,
                ping_interval=_PING_SECONDS,
                max_outstanding_pings=_PINGS,
                error_cb=connection.tell,
                closed_cb=connection.break_off,
            )
            await connection.publisher.listen()
            await streams.make(connection.stream)
        except BaseException:
            await connection.close()
            raise
        return connection

    @contextlib.contextmanager
    def named_failures(self) -> Iterator[None]:
        """Calls whatever the library raises Unavailable."""
        try:
            yield
        except (nats.js.errors.NotFoundError, nats.js.errors.NoStreamResponseError) as error:
            # Somebody took the streams away: they are made again with the next connection.
            self.closed.set()
            raise _unavailable(_text(error)) from error
        except (nats.errors.Error, OSError, TimeoutError) as error:
            raise _unavailable(_text(error)) from error

    async def break_off(self) -> None:
        """Ends what waits for the other side, which is gone."""
        self.closed.set()
        self.publisher.break_off()

    async def tell(self, error: Exception) -> None:
        """Notes what went wrong beside any call, such as a lack of permission."""
        if self.client.is_connected:
            _log.warning("broker: %s", _text(error))

    async def close(self) -> None:
        """Closes the connection, whatever state it is in."""
        with contextlib.suppress(nats.errors.Error, OSError, AssertionError, AttributeError):
            async with asyncio.timeout(_CONNECT_SECONDS):
                await self.client.close()


def _text(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _unavailable(why: str) -> Unavailable:
    return Unavailable(
        f"the broker cannot be reached: {why}", reason="BROKER_UNAVAILABLE", retry_after=1
    )
