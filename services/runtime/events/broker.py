"""NATS JetStream: two streams, and a connection that comes back by itself."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import nats
import nats.errors
import nats.js.errors
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, StorageType, StreamConfig

from services.runtime.errors import Unavailable

EVENTS: Final = "EVENTS"
DEAD_LETTERS: Final = "DEAD_LETTERS"
MESSAGE_ID: Final = "Nats-Msg-Id"

_DAY_SECONDS: Final = 86_400
# A relay that died after publishing has two minutes, as JetStream remembers ids for so long; what
# comes later is a duplicate, which consumers recognize.
_STREAMS: Final = (
    StreamConfig(
        name=EVENTS,
        subjects=["events.>", "replays.>"],
        storage=StorageType.FILE,
        max_age=3 * _DAY_SECONDS,
        max_bytes=1 << 30,
        duplicate_window=120,
    ),
    StreamConfig(
        name=DEAD_LETTERS,
        subjects=["dead-letters.>"],
        storage=StorageType.FILE,
        max_age=30 * _DAY_SECONDS,
        max_bytes=1 << 28,
        duplicate_window=120,
    ),
)
_ANSWER_SECONDS: Final = 5.0
# Longer than a handler takes; a replica that died keeps what it had for as long.
_ACK_SECONDS: Final = 5.0

_log: Final = logging.getLogger(__name__)


class Broker:
    """A connection to NATS that may be down at any time.

    Every method raises Unavailable when the broker does not answer, and whether it did what it was
    asked is then not known.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._made = False

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._client.is_connected

    async def publish(self, topic: str, payload: bytes, headers: dict[str, str]) -> None:
        """Publishes a message; returns when it is on disk.

        A message whose `Nats-Msg-Id` was published in the last two minutes is not stored again.
        """
        stream = await self._jetstream()
        with _named():
            await stream.publish(topic, payload, timeout=_ANSWER_SECONDS, headers=headers)

    async def subscribe(
        self, durable: str, topics: Sequence[str]
    ) -> JetStreamContext.PullSubscription:
        """The messages of a durable consumer, which all replicas of a service share."""
        stream = await self._jetstream()
        config = ConsumerConfig(
            durable_name=durable,
            filter_subjects=list(topics),
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=_ACK_SECONDS,
            # Put aside by the consumer itself, with the reason.
            max_deliver=-1,
            max_ack_pending=256,
        )
        with _named():
            await stream.add_consumer(EVENTS, config)
            return await stream.pull_subscribe_bind(durable=durable, stream=EVENTS)

    async def jetstream(self) -> JetStreamContext:
        """JetStream itself, for people's tools; raises what the library raises."""
        return await self._jetstream()

    async def _jetstream(self) -> JetStreamContext:
        if not self._client.is_connected:
            raise _unavailable()
        stream = self._client.jetstream(timeout=_ANSWER_SECONDS)
        if not self._made:
            with _named():
                for config in _STREAMS:
                    await _make(stream, config)
            self._made = True
        return stream


@contextlib.asynccontextmanager
async def connect(url: str, name: str) -> AsyncIterator[Broker]:
    """A broker, which need not be there yet: the connection is made and kept in the background.

    Args:
        url: `nats://user:password@host:port`.
        name: what the broker's own pages call the connection.
    """
    client = Client()
    connecting = asyncio.create_task(_keep_connecting(client, url, name))
    try:
        yield Broker(client)
    finally:
        connecting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await connecting
        with contextlib.suppress(nats.errors.Error, TimeoutError, OSError):
            await asyncio.wait_for(client.close(), 2)


async def _keep_connecting(client: Client, url: str, name: str) -> None:
    """Connects; from then on the library comes back by itself."""

    async def tell(error: Exception) -> None:
        _log.warning("broker: %s", str(error) or type(error).__name__)

    while True:
        try:
            await client.connect(
                url,
                name=name,
                connect_timeout=2,
                max_reconnect_attempts=-1,
                # Declared as whole seconds, and only ever slept.
                reconnect_time_wait=0.2,  # type: ignore[arg-type]
                ping_interval=5,
                max_outstanding_pings=2,
                error_cb=tell,
            )
        except (nats.errors.Error, OSError, TimeoutError) as error:
            await tell(error)
            await asyncio.sleep(0.5)
        else:
            return


async def _make(stream: JetStreamContext, config: StreamConfig) -> None:
    """Makes a stream, or makes it as it should be."""
    try:
        await stream.add_stream(config)
    except nats.js.errors.BadRequestError:
        await stream.update_stream(config)


@contextlib.contextmanager
def _named() -> Any:
    try:
        yield
    except (nats.errors.Error, OSError, TimeoutError) as error:
        raise _unavailable() from error


def _unavailable() -> Unavailable:
    return Unavailable("the broker cannot be reached", reason="BROKER_UNAVAILABLE", retry_after=1)
