"""Migrations on a real database."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.runtime.migrations import MigrationError, migrate
from tests.component.calls import DatabaseServer, unique


@pytest.fixture
async def url(database: DatabaseServer) -> str:
    """A database with nothing in it."""
    return await database.make(unique("m"))


@pytest.fixture
async def connection(url: str) -> AsyncIterator[Any]:
    opened = await asyncpg.connect(url)
    yield opened
    await opened.close()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations of the package `stall`: one, which makes the table `crates`."""
    folder = tmp_path / "stall" / "migrations"
    folder.mkdir(parents=True)
    (tmp_path / "stall" / "__init__.py").touch()
    (folder / "0001_crates.sql").write_text("create table crates (id text primary key)")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "stall", raising=False)
    return folder


async def _applied(connection: Any) -> list[int]:
    rows = await connection.fetch("select number from schema_migrations order by number")
    return [row["number"] for row in rows]


async def test_each_file_is_applied_once(connection: Any, package: Path) -> None:
    await migrate(connection, ["stall"])
    await migrate(connection, ["stall"])
    assert await _applied(connection) == [1]
    (package / "0002_more.sql").write_text("insert into crates values ('a')")
    for _ in range(2):
        await migrate(connection, ["stall"])
    assert await _applied(connection) == [1, 2]
    assert await connection.fetchval("select count(*) from crates") == 1


async def test_a_file_that_was_changed_after_it_was_applied_is_refused(
    connection: Any, package: Path
) -> None:
    await migrate(connection, ["stall"])
    (package / "0001_crates.sql").write_text("create table crates (id uuid primary key)")
    (package / "0002_more.sql").write_text("insert into crates values ('a')")
    with pytest.raises(MigrationError, match=r"stall: 0001_crates\.sql was changed"):
        await migrate(connection, ["stall"])
    assert await _applied(connection) == [1]


async def test_a_file_that_fails_leaves_nothing_behind_and_can_be_mended(
    connection: Any, package: Path
) -> None:
    second = package / "0002_more.sql"
    second.write_text("insert into crates values ('a'); insert into nowhere values (1)")
    with pytest.raises(asyncpg.UndefinedTableError):
        await migrate(connection, ["stall"])
    assert await _applied(connection) == [1]
    assert await connection.fetchval("select count(*) from crates") == 0
    second.write_text("insert into crates values ('b')")
    await migrate(connection, ["stall"])
    assert await _applied(connection) == [1, 2]


async def test_replicas_that_start_together_apply_each_file_once(url: str, package: Path) -> None:
    (package / "0002_more.sql").write_text("insert into crates values ('a')")

    async def replica() -> None:
        opened = await asyncpg.connect(url)
        try:
            await migrate(opened, ["services.runtime", "stall"])
        finally:
            await opened.close()

    await asyncio.gather(*(replica() for _ in range(6)))
    opened = await asyncpg.connect(url)
    try:
        assert await opened.fetchval("select count(*) from crates") == 1
    finally:
        await opened.close()


async def test_a_database_that_is_ahead_is_left_as_it_is(connection: Any, package: Path) -> None:
    second = package / "0002_more.sql"
    second.write_text("insert into crates values ('a')")
    await migrate(connection, ["stall"])
    second.unlink()
    await migrate(connection, ["stall"])
    assert await _applied(connection) == [1, 2]
