"""What the failures of the database are called."""

import asyncio
from typing import Any, NoReturn

import asyncpg
import pytest

from services.runtime.database import Database, Queries
from services.runtime.errors import Unavailable


class Broken:
    """A connection on which every statement fails."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    async def fetch(self, *_: object) -> NoReturn:
        raise self._error

    fetchrow = execute = fetch


async def _all(queries: Queries) -> list[BaseException]:
    ways = [queries.fetch("select 1"), queries.fetchrow("select 1"), queries.execute("select 1")]
    return [found for found in await asyncio.gather(*ways, return_exceptions=True) if found]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionRefusedError(), "DATABASE_UNAVAILABLE"),
        (TimeoutError(), "DATABASE_UNAVAILABLE"),
        (asyncpg.ConnectionDoesNotExistError(), "DATABASE_UNAVAILABLE"),
        (asyncpg.exceptions.InterfaceError("connection is closed"), "DATABASE_UNAVAILABLE"),
        (
            asyncpg.exceptions.InternalClientError("unknown state"),
            "DATABASE_UNAVAILABLE",
        ),
        (asyncpg.CannotConnectNowError(), "DATABASE_UNAVAILABLE"),
        (asyncpg.TooManyConnectionsError(), "DATABASE_UNAVAILABLE"),
        (asyncpg.AdminShutdownError(), "DATABASE_UNAVAILABLE"),
        (asyncpg.CrashShutdownError(), "DATABASE_UNAVAILABLE"),
        (asyncpg.QueryCanceledError(), "DATABASE_UNAVAILABLE"),
        (asyncpg.IdleInTransactionSessionTimeoutError(), "DATABASE_UNAVAILABLE"),
        (asyncpg.DeadlockDetectedError(), "DATABASE_CONFLICT"),
        (asyncpg.SerializationError(), "DATABASE_CONFLICT"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
async def test_what_passes_is_unavailable_and_keeps_its_cause(
    error: Exception, reason: str
) -> None:
    found = await _all(Queries(Broken(error)))
    assert len(found) == 3
    for each in found:
        assert isinstance(each, Unavailable)
        assert each.reason == reason
        assert each.retry_after > 0
        assert each.__cause__ is error


@pytest.mark.parametrize(
    "error",
    [asyncpg.UniqueViolationError(), asyncpg.UndefinedTableError(), ZeroDivisionError()],
    ids=lambda error: type(error).__name__,
)
async def test_what_is_wrong_with_a_statement_is_passed_on_as_it_is(error: Exception) -> None:
    assert await _all(Queries(Broken(error))) == [error, error, error]


class Silent:
    """A connection that says nothing any more."""

    async def execute(self, *_: object) -> None:
        await asyncio.Event().wait()


class Well:
    """A connection that does what it should."""

    async def execute(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    ("on", "answers"),
    [(Broken(ConnectionRefusedError()), False), (Silent(), False), (Well(), True)],
)
async def test_only_a_database_that_executes_in_time_answers(on: Any, *, answers: bool) -> None:
    assert await Database(on).answers(within=0.05) is answers
