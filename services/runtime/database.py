"""PostgreSQL: a pool whose statements are spans and whose failures have a name."""

import asyncio
import functools
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Final

import asyncpg

from services.runtime import migrations, telemetry
from services.runtime.errors import Unavailable

Row = Mapping[str, Any]

_log: Final = logging.getLogger(__name__)

# asyncpg raises InternalClientError, outside its documented classes, when the server dies
# in the middle of a protocol exchange (MagicStack/asyncpg #784).
_DOWN: Final = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.InterfaceError,
    asyncpg.exceptions.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.IdleInTransactionSessionTimeoutError,
)
_CONFLICT: Final = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)

_TABLE: Final = re.compile(r"\b(?:from|into|update|table)\s+([a-z_][\w.]*)", re.IGNORECASE)


class Queries:
    """Runs SQL on a pool or a connection.

    Every method raises Unavailable when the database cannot be reached or gives up, and passes on
    what is wrong with a statement (such as `asyncpg.UniqueViolationError`) as it is.
    """

    def __init__(self, on: Any) -> None:
        self._on = on

    async def fetch(self, sql: str, *arguments: object) -> list[Row]:
        """All rows."""
        rows: list[Row] = await _run(self._on.fetch, sql, arguments)
        return rows

    async def fetchrow(self, sql: str, *arguments: object) -> Row | None:
        """The first row, or None."""
        row: Row | None = await _run(self._on.fetchrow, sql, arguments)
        return row

    async def execute(self, sql: str, *arguments: object) -> None:
        """Runs a statement for its effect."""
        await _run(self._on.execute, sql, arguments)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Calls back once what was written is there for others: outside a transaction, at once."""
        call()


class _Transaction(Queries):
    def __init__(self, on: Any) -> None:
        super().__init__(on)
        self.calls: list[Callable[[], None]] = []

    def after_commit(self, call: Callable[[], None]) -> None:
        self.calls.append(call)


class Database(Queries):
    """A service's own database."""

    def __init__(self, pool: asyncpg.Pool, url: str = "") -> None:
        super().__init__(pool)
        self._pool = pool
        self._url = url

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Queries]:
        """A transaction, rolled back if the block raises. No remote call belongs into one."""
        with _named_failures():
            async with self._pool.acquire() as connection:
                transaction = _Transaction(connection)
                async with connection.transaction():
                    yield transaction
        for call in transaction.calls:
            call()

    @asynccontextmanager
    async def session(self, **settings: str) -> AsyncIterator[Queries]:
        """A connection of its own, for what lasts as long as one does, like an advisory lock.

        Args:
            settings: PostgreSQL's, for this session.
        """
        with _named_failures():
            connection = await asyncpg.connect(
                self._url, timeout=5, command_timeout=60, server_settings=settings
            )
        try:
            yield Queries(connection)
        finally:
            with suppress(*_DOWN):
                await connection.close(timeout=2)

    async def answers(self, within: float = 2.0) -> bool:
        """Whether a statement comes back in `within` seconds."""
        try:
            async with asyncio.timeout(within):
                await self.execute("select 1")
        except (Unavailable, TimeoutError):
            return False
        return True


@asynccontextmanager
async def connect(url: str, *, size: int, schema: list[str]) -> AsyncIterator[Database]:
    """Opens a pool, once the database answers and its schema is up to date.

    Args:
        url: `postgresql://user:password@host:port/database`.
        size: the most connections at a time.
        schema: packages whose `migrations/` make the schema, in order.

    Raises:
        migrations.MigrationError: if the schema cannot be brought up to date.
    """
    await _once_reachable(url, schema)
    async with asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        timeout=5,
        command_timeout=60,
        # Handlers leave no session state, and the reset costs a round trip each time. The pool
        # still rolls back a transaction that was left open.
        reset=_keep,
        server_settings={"statement_timeout": "60s", "idle_in_transaction_session_timeout": "30s"},
    ) as pool:
        yield Database(pool, url)


async def _keep(_: object) -> None:
    pass


async def _once_reachable(url: str, schema: list[str]) -> None:
    wait = 0.05
    while True:
        try:
            with _named_failures():
                connection = await asyncpg.connect(url, timeout=5)
                try:
                    await migrations.migrate(connection, schema)
                finally:
                    await connection.close(timeout=5)
        except Unavailable as error:
            _log.warning("waiting for the database: %s", error.__cause__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 1.0)
        else:
            return


async def _run(
    method: Callable[..., Awaitable[Any]], sql: str, arguments: tuple[object, ...]
) -> Any:
    with _named_failures():
        if not telemetry.recording():
            return await method(sql, *arguments)
        with telemetry.client_span(*_described(sql)):
            return await method(sql, *arguments)


@contextmanager
def _named_failures() -> Iterator[None]:
    try:
        yield
    except _DOWN as error:
        raise Unavailable(
            "the database cannot be reached", reason="DATABASE_UNAVAILABLE", retry_after=1
        ) from error
    except _CONFLICT as error:
        raise Unavailable(
            "the database was busy with a conflicting change",
            reason="DATABASE_CONFLICT",
            retry_after=0.1,
        ) from error


@functools.lru_cache(maxsize=512)
def _described(sql: str) -> tuple[str, dict[str, str]]:
    """The name and attributes of a statement's span.

    See https://opentelemetry.io/docs/specs/semconv/database/database-spans/.
    """
    operation = sql.split(None, 1)[0].upper()
    table = _TABLE.search(sql)
    summary = f"{operation} {table.group(1)}" if table else operation
    attributes = {
        "db.system.name": "postgresql",
        "db.operation.name": operation,
        "db.query.summary": summary,
        "db.query.text": sql,
    }
    return summary, attributes
