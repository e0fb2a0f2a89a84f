"""Processes that are started, watched, started again when they die, and stopped."""

import asyncio
import contextlib
import enum
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

_POLL_SECONDS: Final = 0.05
_WATCH_SECONDS: Final = 1.0
_STARTS: Final = 8
_MAX_WAIT_SECONDS: Final = 2.0
_STEADY_SECONDS: Final = 10.0
_LOG_TAIL_LINES: Final = 15
_LEFTOVERS_SECONDS: Final = 10


class StartError(Exception):
    """A process did not become ready; the text has the end of its log."""


class Health(enum.StrEnum):
    """How a process is."""

    STARTING = "starting"
    READY = "ready"
    NOT_READY = "not ready"
    RESTARTING = "restarting"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Command:
    """How to run a process.

    Attributes:
        name: what people call it.
        arguments: the program and its arguments.
        log: where its output goes.
        ready: whether it does its work now.
        address: where it can be reached, for people.
        stop: the signal that ends it in order.
        stop_seconds: how long that may take before it is killed.
        user: who runs it, if somebody else.
    """

    name: str
    arguments: Sequence[str]
    log: Path
    ready: Callable[[], Awaitable[bool]]
    address: str
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    stop: signal.Signals = signal.SIGTERM
    stop_seconds: float = 15
    user: int | None = None


class Supervised:
    """One process, kept alive until it is stopped.

    Args:
        command: how to run it.
        changed: called whenever its state is another one.
    """

    def __init__(self, command: Command, changed: Callable[[], None]) -> None:
        self.command = command
        self.health = Health.STARTING
        self.restarts = 0
        self.since = time.time()
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False
        self._failed_starts = 0
        self._first = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._keep_alive())
        self._task.add_done_callback(self._told)

    @property
    def pid(self) -> int | None:
        """The pid, while it runs."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process and running else None

    async def first_ready(self, within: float) -> None:
        """Waits until the process is ready for the first time.

        Raises:
            StartError: if it dies again and again, or is not ready in time.
        """
        try:
            async with asyncio.timeout(within):
                await asyncio.shield(self._first)
        except TimeoutError:
            raise self._error(f"was not ready after {within:.0f} s") from None

    async def ended(self, within: float) -> None:
        """Waits until the process ends by itself; ends it if it does not in time."""
        self._stopping = True
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(within):
                    await self._process.wait()
        await self.stop()

    async def stop(self) -> None:
        """Ends the process in order, or by force if that takes too long."""
        self._stopping = True
        process = self._process
        if process is not None and process.returncode is None:
            process.send_signal(self.command.stop)
            try:
                async with asyncio.timeout(self.command.stop_seconds):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._become(Health.STOPPED)

    async def _keep_alive(self) -> None:
        wait = 0.0
        while not self._stopping:
            started = time.monotonic()
            self._process = process = await self._spawn()
            self._changed()
            watch = asyncio.create_task(self._watch())
            code = await process.wait()
            watch.cancel()
            if self._stopping:
                return
            self.restarts += 1
            self._become(Health.RESTARTING)
            if not self._first.done():
                self._failed_starts += 1
                if self._failed_starts == _STARTS:
                    self._first.set_exception(self._error(f"ended with code {code}"))
                    return
            steady = time.monotonic() - started > _STEADY_SECONDS
            wait = 0.0 if steady else min(max(0.1, wait * 2), _MAX_WAIT_SECONDS)
            await asyncio.sleep(wait)

    def _told(self, task: asyncio.Task[None]) -> None:
        """Nobody waits for the task while all is well."""
        if not task.cancelled() and (error := task.exception()):
            told = {"message": f"{self.command.name} is kept alive no longer", "exception": error}
            asyncio.get_running_loop().call_exception_handler(told)

    async def _spawn(self) -> asyncio.subprocess.Process:
        command = self.command
        with command.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *command.arguments,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=command.folder,
                env={**os.environ, **command.environment},
                user=command.user,
                group=command.user,
                extra_groups=None if command.user is None else [],
                # Ctrl-C in the terminal is for us, who then stop everything in order.
                start_new_session=True,
            )

    async def _watch(self) -> None:
        while True:
            ready = await self.command.ready()
            if ready:
                self._become(Health.READY)
                if not self._first.done():
                    self._first.set_result(None)
            elif self.health is Health.READY:
                self._become(Health.NOT_READY)
            await asyncio.sleep(_WATCH_SECONDS if ready else _POLL_SECONDS)

    def _become(self, health: Health) -> None:
        if health is not self.health:
            self.health, self.since = health, time.time()
            self._changed()

    def _error(self, what: str) -> StartError:
        tail = self.command.log.read_text(errors="replace").splitlines()[-_LOG_TAIL_LINES:]
        lines = "\n".join(f"  | {line}" for line in tail)
        return StartError(f"{self.command.name} {what}. The end of {self.command.log}:\n{lines}")


def end_leftovers(pids: Mapping[str, Sequence[float]]) -> list[str]:
    """Ends processes of a mesh whose supervisor was killed; returns their names.

    Args:
        pids: the pid of each, with the time at which it was started: a pid alone may by now
            belong to somebody else's process.
    """
    ended, family = [], list[psutil.Process]()
    for name, (pid, created) in pids.items():
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(int(pid))
            if abs(process.create_time() - created) < 1:
                family += [process, *process.children(recursive=True)]
                process.terminate()
                ended.append(name)
    # All at once, as some of them wait for others to go.
    _, alive = psutil.wait_procs(family, timeout=_LEFTOVERS_SECONDS)
    for survivor in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            survivor.kill()
    return ended


def identities(running: Mapping[str, Supervised]) -> dict[str, tuple[int, float]]:
    """The pid of each process that runs, and when that was started."""
    found = {}
    for name, process in running.items():
        # One that has just died may not have been waited for yet.
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.pid is not None:
                found[name] = process.pid, psutil.Process(process.pid).create_time()
    return found
