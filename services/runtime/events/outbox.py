"""Events that are to be published, written with the change that they tell of.

A statement that changes an aggregate can write its event itself: `COLUMNS` are what `values` gives.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Final

from services.runtime.database import Queries
from services.runtime.events.envelope import Event, sealed, topic

COLUMNS: Final = "id, topic, subject, version, envelope"
INSERT: Final = f"insert into outbox ({COLUMNS}) values ($1, $2, $3, $4, $5)"  # noqa: S608

# What is larger NATS would refuse, and it could never leave the outbox.
_MOST_BYTES: Final = 512 << 10

_relays: Final = set[asyncio.Event]()


async def add(queries: Queries, *events: Event) -> None:
    """Writes events in the transaction of their change, after it.

    The change has locked its aggregate: so the events of one are written, and become visible, in
    the order of their versions.

    Raises:
        ValueError: if an event is larger than half a megabyte.
    """
    for event in events:
        await queries.execute(INSERT, *values(event))
    queries.after_commit(wake)


def values(event: Event) -> tuple[object, ...]:
    """The values of `COLUMNS`."""
    envelope = sealed(event)
    if len(envelope) > _MOST_BYTES:
        raise ValueError(f"an event of {event.subject} has {len(envelope)} bytes")
    return (event.id, topic(event.data.DESCRIPTOR), event.subject, event.version, envelope)


def wake() -> None:
    """Lets the relays of this process look into the outbox, before they would by themselves."""
    for relay in _relays:
        relay.set()


@contextlib.contextmanager
def woken() -> Iterator[asyncio.Event]:
    """An event that `wake` sets, while the block runs."""
    relay = asyncio.Event()
    _relays.add(relay)
    try:
        yield relay
    finally:
        _relays.remove(relay)
