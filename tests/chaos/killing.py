"""Ends processes of a mesh without warning, one after the other, as a seed says."""

import asyncio
import os
import random
import signal
from dataclasses import dataclass, field

from tests.conftest import RunningMesh, eventually


@dataclass
class Killer:
    """Kills one process after the other.

    Attributes:
        seed: decides which and when. The same seed kills the same processes in the same order.
        pauses: the shortest and the longest time between two of them, in seconds.
        killed: their names, in order.
    """

    mesh: RunningMesh
    seed: int
    pauses: tuple[float, float] = (0.3, 1.5)
    killed: list[str] = field(default_factory=list)

    async def kill(self, times: int) -> None:
        """Kills as many processes, each while it runs."""
        chance = random.Random(self.seed)
        names = sorted(process["name"] for process in self.mesh.status["processes"])
        # Each of them once, and then any.
        order = [*chance.sample(names, len(names)), *chance.choices(names, k=times)][:times]
        for name in order:
            await asyncio.sleep(chance.uniform(*self.pauses))
            os.kill(await self._pid(name), signal.SIGKILL)
            self.killed.append(name)

    async def _pid(self, name: str) -> int:
        """The pid of a process, when it runs (again)."""

        async def runs() -> bool:
            process = self.mesh.process(name)
            return process["pid"] is not None and process["health"] in ("ready", "not ready")

        await eventually(runs, 60, f"{name} is there to be killed")
        pid: int = self.mesh.process(name)["pid"]
        return pid
