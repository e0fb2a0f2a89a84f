"""What a consumer has handled, and how often it has tried what it could not."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from services.runtime.database import Queries

# Longer than the broker keeps events.
_KEEP_DAYS: Final = 14

_CLAIM: Final = """
insert into inbox (consumer, id, handle_time)
select $1, id, clock_timestamp() from unnest($2::uuid[]) as id order by id
on conflict (consumer, id) do update set handle_time = excluded.handle_time
where inbox.handle_time is null
returning id"""
_TRY: Final = """
insert into inbox (consumer, id, tries) values ($1, $2, 1)
on conflict (consumer, id) do update set tries = inbox.tries + 1 where inbox.handle_time is null
returning tries"""
_EXCUSE: Final = """
update inbox set tries = tries - 1 where consumer = $1 and id = $2 and handle_time is null"""
_DROP: Final = "delete from inbox where consumer = $1 and id = $2 and handle_time is null"
_FORGET: Final = """
delete from inbox where create_time < clock_timestamp() - make_interval(days => $1)"""


class Inbox:
    """That of one consumer.

    Args:
        consumer: its name.
    """

    def __init__(self, consumer: str) -> None:
        self._consumer = consumer

    async def claim(self, transaction: Queries, events: Sequence[UUID]) -> set[UUID]:
        """Notes that events are handled in this transaction; returns those that were not before.

        Of two transactions with one event, the second waits here for the first.
        """
        rows = await transaction.fetch(_CLAIM, self._consumer, events)
        return {row["id"] for row in rows}

    async def tried(self, queries: Queries, event: UUID) -> int:
        """Notes that an event came again; returns how often it did. 0 if it was handled."""
        row = await queries.fetchrow(_TRY, self._consumer, event)
        return 0 if row is None else int(row["tries"])

    async def excuse(self, queries: Queries, event: UUID) -> None:
        """Takes back a try that says nothing of the event."""
        await queries.execute(_EXCUSE, self._consumer, event)

    async def drop(self, queries: Queries, event: UUID) -> None:
        """Forgets the tries of an event that is put aside: a replay begins anew."""
        await queries.execute(_DROP, self._consumer, event)


async def forget(queries: Queries) -> None:
    """Drops what is older than anything that can still come."""
    await queries.execute(_FORGET, _KEEP_DAYS)
