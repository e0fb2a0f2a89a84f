"""Events that are to be published, written with the change that they tell of.

A statement that changes an aggregate can write its event itself: `COLUMNS` are what `values` gives.
"""

from typing import Final

from services.runtime.database import Queries
from services.runtime.events.envelope import Event, sealed, topic

COLUMNS: Final = "id, topic, subject, version, envelope"
INSERT: Final = f"insert into outbox ({COLUMNS}) values ($1, $2, $3, $4, $5)"  # noqa: S608


async def add(queries: Queries, *events: Event) -> None:
    """Writes events in the transaction of their change, after it.

    The change has locked its aggregate: so the events of one are written, and become visible, in
    the order of their versions.
    """
    for event in events:
        await queries.execute(INSERT, *values(event))


def values(event: Event) -> tuple[object, ...]:
    """The values of `COLUMNS`."""
    return (event.id, topic(event.data.DESCRIPTOR), event.subject, event.version, sealed(event))
