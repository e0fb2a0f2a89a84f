"""What a running mesh keeps in its `.mesh` folder."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from scripts.mesh.compiler.topology import Proxy
from scripts.mesh.provision import credentials

ROOT: Final = Path(__file__).parents[3]
_MAX_LOG_BYTES: Final = 10_000_000


class AlreadyRunning(Exception):  # noqa: N818  (it is no error of ours)
    """A mesh is running on this state already."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"pid {pid}")
        self.pid = pid


class State:
    """The folder, by default `.mesh` in the checkout.

    Attributes:
        folder: the folder itself.
        operations: the file that has what operators have set.
        authority: where the certificate authority of this mesh has its key.
        identities: where each workload's identity is, in a folder of its name.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._envoys = self.folder / "envoy"
        self._logs = self.folder / "logs"
        self._sockets = self.folder / "sockets"
        self.authority = self.folder / "authority"
        self.identities = self.folder / "identities"
        self._secrets = self.folder / "secrets"
        self._lock = self.folder / "lock"
        self._status = self.folder / "status.json"
        self.operations = self.folder / "operations.yaml"

    def make(self) -> None:
        """Makes the folders. They hold secrets, so that only their owner may look."""
        envoys = [self.envoy(proxy) for proxy in Proxy]
        for folder in (
            self.folder,
            self._envoys,
            *envoys,
            self._logs,
            self._secrets,
            self._sockets,
        ):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Makes sure that nobody else runs a mesh on this state.

        Raises:
            AlreadyRunning: if somebody does.
        """
        with self._lock.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(self.owner() or 0) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def owner(self) -> int | None:
        """The pid of the mesh that runs on this state; None if there is none."""
        try:
            with self._lock.open() as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except BlockingIOError:
                    return int(file.read() or 0)
        except FileNotFoundError:
            pass
        return None

    def envoy(self, proxy: Proxy) -> Path:
        """The folder of an Envoy's configuration, compiled for the addresses of this run."""
        return self._envoys / proxy

    def log(self, name: str) -> Path:
        """The log of a process."""
        return self._logs / f"{name}.log"

    def fresh_log(self, name: str) -> Path:
        """The same, with a log that has grown large put aside."""
        path = self.log(name)
        if path.exists() and path.stat().st_size > _MAX_LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path

    def socket(self, name: str, seen_from: Path) -> str:
        """The Unix socket of a replica of a service, as seen from a folder."""
        path = self._sockets / f"{name}.sock"
        # The address of a socket must be short, and this path is the shorter one as a rule.
        return min(str(path), os.path.relpath(path, seen_from), key=len)

    def secret(self, name: str) -> Path:
        """The file of a secret, made up when it is first asked for."""
        return credentials.secret(self._secrets / name)

    def service_secret(self, service: str, name: str) -> Path:
        """The same for one of a service's `credentials.names`."""
        return self.secret(f"{service}-{name.replace('_', '-')}")

    def purge(self) -> None:
        """Deletes everything."""
        shutil.rmtree(self.folder)

    def publish(self, status: dict[str, Any]) -> None:
        """Lets other commands know how things stand."""
        temporary = self._status.with_suffix(".tmp")
        temporary.write_text(json.dumps(status, indent=1))
        temporary.replace(self._status)

    def status(self) -> dict[str, Any]:
        """What was last published; empty if nothing was."""
        try:
            status: dict[str, Any] = json.loads(self._status.read_text())
        except FileNotFoundError:
            return {}
        return status
