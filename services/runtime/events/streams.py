"""The streams of the mesh, and how they are followed."""

import dataclasses
from collections.abc import Sequence
from typing import Final

import nats.js.errors
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DiscardPolicy,
    StorageType,
    StoreCompression,
    StreamConfig,
)

EVENTS: Final = "EVENTS"
DEAD_LETTERS: Final = "DEAD_LETTERS"

# What a relay that died has published is known for so long; after that it would be there twice,
# which consumers recognize.
REMEMBER_SECONDS: Final = 300
# A replica that died keeps what it was handling for as long.
ACK_SECONDS: Final = 5.0

_DAY_SECONDS: Final = 86_400
# What is full refuses instead of forgetting: then events wait in the outboxes, and can be seen.
_STREAMS: Final = (
    StreamConfig(
        name=EVENTS,
        subjects=["events.>", "replays.>"],
        storage=StorageType.FILE,
        compression=StoreCompression.S2,
        discard=DiscardPolicy.NEW,
        max_age=3 * _DAY_SECONDS,
        max_bytes=8 << 30,
        duplicate_window=REMEMBER_SECONDS,
    ),
    # They leave by a person's hand only.
    StreamConfig(
        name=DEAD_LETTERS,
        subjects=["dead-letters.>"],
        storage=StorageType.FILE,
        compression=StoreCompression.S2,
        discard=DiscardPolicy.NEW,
        max_bytes=1 << 30,
        duplicate_window=REMEMBER_SECONDS,
    ),
)
# More than all of them may have.
STORAGE_BYTES: Final = 10 << 30


async def make(jetstream: JetStreamContext) -> None:
    """Makes the streams that are not there, and those that are there as they should be."""
    for wanted in _STREAMS:
        try:
            # To make one again that is there is harmless, but counts as room for another one.
            found = await jetstream.stream_info(wanted.name or "")
        except nats.js.errors.NotFoundError:
            await jetstream.add_stream(wanted)
        else:
            if _differs(found.config, wanted):
                await jetstream.update_stream(wanted)


def _differs(found: StreamConfig, wanted: StreamConfig) -> bool:
    """Whether a stream has other settings than those that are given here."""
    settings = dataclasses.asdict(found)
    given = {name: value for name, value in dataclasses.asdict(wanted).items() if value is not None}
    return any(settings[name] != value for name, value in given.items())


def consumer_of(name: str, topics: Sequence[str]) -> ConsumerConfig:
    """How events are followed: all that there are, each until it is acknowledged."""
    return ConsumerConfig(
        name=name,
        durable_name=name,
        filter_subjects=list(topics),
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_SECONDS,
        # Those that cannot be handled are put aside by the consumer itself, with the reason.
        max_deliver=-1,
        max_ack_pending=1000,
    )
