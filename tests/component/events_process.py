"""A replica that can be killed: `python -m tests.component.events_process relay|consume`.

`DATABASE_URL`, `NATS_URL` and the name of the `CONSUMER` are in the environment. It dies of an
event whose subject begins with `orders/deadly`.
"""

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

from mercado.orders.v1.events_pb2 import OrderPlaced
from scripts.mesh.local.processes import Command, Supervised
from services.runtime.database import Queries
from services.runtime.events import broker as brokers
from services.runtime.events.consumer import consuming
from services.runtime.events.envelope import Received
from services.runtime.events.relay import relaying
from tests.component.events import connected, note


def replica(folder: Path, name: str, role: str, environment: dict[str, str]) -> Supervised:
    """Such a process, started again whenever it dies.

    It dies at each crash point that has a file in the folder.
    """

    async def ready() -> bool:
        return True

    command = Command(
        name=name,
        arguments=[sys.executable, "-m", "tests.component.events_process", role],
        log=folder / f"{name}.log",
        ready=ready,
        address="",
        environment={"CRASH_POINTS": str(folder), **environment},
    )
    return Supervised(command, lambda: None)


async def _note_or_die(queries: Queries, received: Received) -> None:
    if received.subject.startswith("orders/deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    await note(queries, received)


async def _run(role: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with (
        connected(os.environ["DATABASE_URL"]) as database,
        brokers.connect(os.environ["NATS_URL"], role) as broker,
    ):
        if role == "relay":
            working = relaying(database, broker)
        else:
            name = os.environ["CONSUMER"]
            working = consuming(database, broker, name=name, handlers={OrderPlaced: _note_or_die})
        async with working:
            await stop.wait()


if __name__ == "__main__":
    logging.basicConfig(level="INFO")
    asyncio.run(_run(sys.argv[1]))
