"""What a mesh is given before its first request."""

import stat
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.postgres import Postgres
from scripts.mesh.local.processes import Supervised
from scripts.mesh.local.state import State
from scripts.mesh.provision import credentials, databases, identities
from tests.conftest import run_module


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run_module("scripts.mesh.provision", *arguments)


def _read(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    known = {str(path.relative_to(folder)): path.read_text() for path in files}
    return {name: text for name, text in known.items() if not _certified(name)}


def _certified(name: str) -> bool:
    """Whether a file is of the authority, or of an identity."""
    return "/identity/" in name or name.startswith("authority/")


@pytest.fixture
async def folder(tmp_path: Path) -> AsyncIterator[Path]:
    """Credentials for a new PostgreSQL without any service's database."""
    state = State(tmp_path / "state")
    state.make()
    (port,) = free_ports(1)
    postgres = Postgres(state, port)
    await postgres.prepare()
    server = Supervised(postgres.command(), lambda: None)
    folder = tmp_path / "secrets"
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "password").write_text(state.secret("postgres").read_text())
    credentials.write(folder, f"127.0.0.1:{port}", "nats:4222", ["catalog", "orders"])
    try:
        await server.first_ready(30)
        yield folder
    finally:
        await server.stop()
        postgres.purge()


def test_credentials_are_made_up_once(tmp_path: Path) -> None:
    step: list[str | Path] = [
        "credentials",
        tmp_path,
        "--database",
        "postgres:5432",
        "--nats",
        "nats:4222",
        "--trust-domain",
        "mercado.test",
    ]
    assert _run(*step, "catalog").returncode == 0
    first = _read(tmp_path)
    assert set(first) == {
        "postgres/password",
        "gateway/tls.crt",
        "gateway/tls.key",
        "catalog/database_url",
        "catalog/page_token_key",
        "catalog/nats_url",
        "nats/nats.json",
        "operator/nats_url",
    }
    assert len(set(first.values())) == 8
    assert first["catalog/database_url"].endswith("@postgres:5432/catalog")
    assert _run(*step, "catalog", "orders").returncode == 0
    again = _read(tmp_path)
    # The server has to know of the new service.
    assert first.pop("nats/nats.json") != again.pop("nats/nats.json")
    assert first.items() <= again.items()
    assert len(set(again.values())) == 10


def test_a_service_gets_the_secrets_that_it_needs_and_no_others(tmp_path: Path) -> None:
    credentials.write(tmp_path, "postgres:5432", "nats:4222", ["accounts", "catalog"])
    assert {path.name for path in (tmp_path / "accounts").iterdir()} == {
        "database_url", "nats_url", "secret_key", "administrator_password",
    }  # fmt: skip
    assert {path.name for path in (tmp_path / "catalog").iterdir()} == {
        "database_url", "nats_url", "page_token_key",
    }  # fmt: skip


@pytest.mark.long
def test_a_container_gets_an_identity_of_its_own_which_can_be_renewed(tmp_path: Path) -> None:
    identities.of_containers(tmp_path, "mercado.test", ["catalog"]).renew()
    names = ("catalog", "gateway", "waypoint", "operator")
    links = [tmp_path / name / "identity" / "current" for name in names]

    def held() -> list[bytes]:
        return [(link / "tls.crt").read_bytes() for link in links]

    first, trusted = held(), (links[0] / "authorities.crt").read_text()
    assert len(set(first)) == 4
    assert stat.S_IMODE((tmp_path / "authority").stat().st_mode) == 0o700
    identities.of_containers(tmp_path, "mercado.test", ["catalog"]).renew()
    assert held() == first

    renewed = _run("certificates", tmp_path)
    assert (renewed.returncode, renewed.stdout.split(": ")[0]) == (0, "new certificates")
    assert not {*held()} & {*first}
    assert (links[0] / "authorities.crt").read_text() == trusted

    replaced = _run("certificates", tmp_path, "--authority")
    assert replaced.returncode == 0, replaced.stderr
    now = (links[0] / "authorities.crt").read_text()
    assert now != trusted
    assert now.count("BEGIN CERTIFICATE") == 1


def test_there_is_nothing_to_renew_before_there_is_anything(tmp_path: Path) -> None:
    renewed = _run("certificates", tmp_path)
    assert (renewed.returncode, renewed.stderr) == (
        1,
        "certificates: there are no certificates yet\n",
    )


def test_a_local_secret_is_for_its_owner_only(tmp_path: Path) -> None:
    path = credentials.secret(tmp_path / "key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(path.read_text())) == 24


async def test_a_service_gets_a_database_with_its_tables_that_no_other_can_reach(
    folder: Path,
) -> None:
    for _ in range(2):
        done = _run("databases", folder, "catalog")
        assert (done.returncode, done.stdout) == (0, "the database of catalog is up to date\n")
    url = (folder / "catalog" / "database_url").read_text()
    owner = await asyncpg.connect(url)
    assert await owner.fetchval("select count(*) from products") == 0
    await owner.close()

    superuser = await asyncpg.connect(credentials.superuser_url(folder, "catalog"))
    await databases.make_database(superuser, "orders", "word")
    await superuser.close()
    stranger = url.replace(url.split("@")[0], "postgresql://orders:word")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(stranger)


def test_a_database_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    credentials.write(tmp_path, f"127.0.0.1:{port}", "nats:4222", ["catalog"])
    done = _run("databases", tmp_path, "catalog")
    assert done.returncode == 1
    assert done.stderr.startswith("databases: ")
    assert str(port) in done.stderr
