"""Schema changes: numbered SQL files, applied once each, in order.

`migrations/0001_products.sql` and so on, in any package. Each runs in a
transaction of its own, under an advisory lock, so that replicas may start
together. A file that was applied must not change afterwards: its checksum is kept.
"""

import hashlib
import importlib.resources
import importlib.util
import logging
import re
from typing import Any, Final, NamedTuple

_log: Final = logging.getLogger(__name__)

_FILE: Final = re.compile(r"(\d{4})_\w+\.sql")
_LOCK: Final = 0x6D657263  # "merc": any number that nothing else in the database uses
_TABLE: Final = """
create table if not exists schema_migrations (
  package text not null,
  number integer not null,
  checksum text not null,
  apply_time timestamptz not null default clock_timestamp(),
  primary key (package, number)
)"""


class MigrationError(Exception):
    """The files and the database disagree."""


class Migration(NamedTuple):
    """One file."""

    package: str
    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """The SHA-256 of the file."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def packages(service: str) -> list[str]:
    """The packages whose migrations make the database of a service, in order.

    Those of events are there for a service that has a module `events`.
    """
    package = f"services.{service}"
    has_events = importlib.util.find_spec(f"{package}.events") is not None
    return ["services.runtime", *(["services.runtime.events"] if has_events else []), package]


def read(package: str) -> list[Migration]:
    """The migrations of a package, in order.

    Raises:
        MigrationError: if their numbers are not 1, 2, 3, …
    """
    folder = importlib.resources.files(package) / "migrations"
    found = [
        Migration(package, int(match.group(1)), file.name, file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if (match := _FILE.fullmatch(file.name))
    ]
    found.sort(key=lambda migration: migration.number)
    if [m.number for m in found] != list(range(1, len(found) + 1)):
        raise MigrationError(f"{package}: migrations are not numbered 0001, 0002, …")
    return found


async def migrate(connection: Any, schema: list[str]) -> None:
    """Brings a database up to date.

    Args:
        connection: to the database, as the owner of its tables.
        schema: packages whose `migrations/` make it, in order.

    Raises:
        MigrationError: if a file that was applied has changed since.
    """
    wanted = [migration for package in schema for migration in read(package)]
    await connection.execute("select pg_advisory_lock($1)", _LOCK)
    try:
        await connection.execute(_TABLE)
        rows = await connection.fetch("select package, number, checksum from schema_migrations")
        applied = {(row["package"], row["number"]): row["checksum"] for row in rows}
        for migration in wanted:
            checksum = applied.get((migration.package, migration.number))
            if checksum is None:
                await _apply(connection, migration)
            elif checksum != migration.checksum:
                raise MigrationError(
                    f"{migration.package}: {migration.name} was changed after it was applied; "
                    "write a new migration instead"
                )
    finally:
        await connection.execute("select pg_advisory_unlock($1)", _LOCK)


async def _apply(connection: Any, migration: Migration) -> None:
    async with connection.transaction():
        await connection.execute(migration.sql)
        await connection.execute(
            "insert into schema_migrations (package, number, checksum) values ($1, $2, $3)",
            migration.package,
            migration.number,
            migration.checksum,
        )
    _log.info("applied %s of %s", migration.name, migration.package)
