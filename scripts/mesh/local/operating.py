"""Changes what operators have set, and waits until the running mesh is so."""

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scripts.mesh.compiler import operations, topology
from scripts.mesh.compiler.operations import Operations
from scripts.mesh.compiler.topology import Mesh, Proxy
from scripts.mesh.local.state import ROOT, State

MESH: Final = ROOT / "envoy" / "mesh.yaml"
_HEADER: Final = (
    b"# What operators have set, beside the topology: see python -m scripts.mesh --help.\n"
)
_POLL_SECONDS: Final = 0.03
# Without any progress.
_PATIENCE_SECONDS: Final = 120


class NotRunning(Exception):  # noqa: N818  (as it may be meant)
    """The mesh has stopped, or does not answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a change.

    Attributes:
        events: what was done, in order.
        problems: what could not be.
    """

    events: tuple[str, ...]
    problems: tuple[str, ...]


class Operating:
    """What operators have set for the mesh of a state folder."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._lock = state.folder / "operations.lock"
        self.mesh: Mesh = topology.read(Path(state.status().get("mesh", MESH)))

    @property
    def running(self) -> bool:
        """Whether the mesh runs."""
        return self._state.owner() is not None

    def read(self) -> Operations:
        """What is set.

        Raises:
            OperationsError: if somebody has made a mistake in the file.
        """
        path = self._state.operations
        text = path.read_bytes() if path.exists() else b""
        return operations.read(text, self.mesh.services, list(Proxy))

    def change(self, edit: Callable[[Operations], Operations]) -> tuple[Operations, Operations]:
        """Changes it, while nobody else does; returns what was set, and what is.

        Raises:
            OperationsError: if that would make no sense; then nothing is changed.
        """
        self._state.make()
        with self._alone():
            before = self.read()
            after = edit(before)
            if after != before:
                text = _HEADER + operations.write(after)
                operations.read(text, self.mesh.services, list(Proxy))
                temporary = self._state.operations.with_suffix(".new")
                temporary.write_bytes(text)
                temporary.replace(self._state.operations)
            return before, after

    def wait(self, since: int, told: Callable[[str], None]) -> Outcome:
        """Waits until the mesh is as it should be.

        Args:
            since: the time, in nanoseconds, before which events are none of ours.
            told: called with each event.

        Raises:
            NotRunning: if it stops meanwhile, or nothing happens for long.
        """
        path = self._state.operations
        wanted = path.stat().st_mtime_ns if path.exists() else 0
        events, waited = list[str](), time.monotonic()
        while True:
            found: dict[str, Any] = self._state.status().get("operations", {})
            for event in found.get("events", ()):
                if event["time"] > since:
                    since, waited = event["time"], time.monotonic()
                    events.append(event["text"])
                    told(event["text"])
            if found.get("seen", {}).get("operations", 0) >= wanted and found.get("converged"):
                return Outcome(tuple(events), tuple(found.get("problems", ())))
            if not self.running or time.monotonic() - waited > _PATIENCE_SECONDS:
                raise NotRunning
            time.sleep(_POLL_SECONDS)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
