"""A role and a database per service, which nobody else can reach, and its tables."""

from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from scripts.mesh.provision import credentials
from services.runtime import migrations


async def prepare(folder: Path, service: str) -> None:
    """Makes the database that a service's `database_url` names, and brings it up to date.

    Args:
        folder: as `credentials.write` wrote it.
        service: its name.

    Raises:
        MigrationError: if a migration was changed after it was applied.
        asyncpg.PostgresError, OSError: if the server cannot be reached or refuses.
    """
    url = (folder / service / "database_url").read_text()
    superuser = await asyncpg.connect(credentials.superuser_url(folder, service), timeout=5)
    try:
        await make_database(superuser, service, urlsplit(url).password or "")
    finally:
        await superuser.close()
    owner = await asyncpg.connect(url, timeout=5)
    try:
        await migrations.migrate(owner, migrations.packages(service))
    finally:
        await owner.close()


async def make_database(superuser: asyncpg.Connection, service: str, password: str) -> None:
    """Makes a role and a database of the same name, which only that role can reach."""
    known = "select 1 from pg_roles where rolname = $1"
    if await superuser.fetchval(known, service) is None:
        await superuser.execute(f"create role \"{service}\" login password '{password}'")
    known = "select 1 from pg_database where datname = $1"
    if await superuser.fetchval(known, service) is None:
        await superuser.execute(f'create database "{service}" owner "{service}"')
        await superuser.execute(f'revoke connect on database "{service}" from public')
