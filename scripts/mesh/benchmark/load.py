"""Closed-loop load: some workers, each with one request under way, for some seconds."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from scripts.mesh.local.state import State

_MOST: Final = 200_000
_WARM_UP_SECONDS: Final = 0.5

Request = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a load.

    Attributes:
        rate: requests per second.
        p50, p99: milliseconds.
        cpu: milliseconds of CPU per request, of each process that was watched.
        failed: requests that raised.
    """

    rate: float
    p50: float
    p99: float
    cpu: dict[str, float]
    failed: int


def running(folder: Path) -> State:
    """The mesh of a state folder; the program ends if it does not run."""
    state = State(folder)
    if state.owner() is None:
        raise SystemExit("not running; start it with scripts/up")
    return state


async def measured(
    request: Request, watched: dict[str, list[int]], *, workers: int, seconds: float
) -> Measured:
    """What comes of a load, after a short one that does not count."""
    await load(request, watched, workers=workers, seconds=_WARM_UP_SECONDS)
    return await load(request, watched, workers=workers, seconds=seconds)


async def load(
    request: Request, watched: dict[str, list[int]], *, workers: int, seconds: float
) -> Measured:
    """Sends requests from `workers` loops for `seconds`; at most 200,000 of them."""
    latencies, failed = list[float](), 0
    end = time.perf_counter() + seconds

    async def worker() -> None:
        nonlocal failed
        while (started := time.perf_counter()) < end and len(latencies) < _MOST:
            try:
                await request()
            except Exception:  # noqa: BLE001  (whatever it was, the table counts it)
                failed += 1
            latencies.append(time.perf_counter() - started)

    before, started = _cpu(watched), time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(workers)))
    elapsed, after = time.perf_counter() - started, _cpu(watched)
    latencies.sort()
    count = len(latencies)
    return Measured(
        rate=count / elapsed,
        p50=latencies[count // 2] * 1000,
        p99=latencies[min(count - 1, count * 99 // 100)] * 1000,
        cpu={name: (after[name] - before[name]) / count * 1000 for name in watched},
        failed=failed,
    )


def _cpu(watched: dict[str, list[int]]) -> dict[str, float]:
    """Seconds of CPU so far, of each group of processes with their children."""
    return {name: sum(map(_seconds, pids)) for name, pids in watched.items()}


def _seconds(pid: int) -> float:
    process = psutil.Process(pid)
    times = [process.cpu_times()]
    for child in process.children():
        # Those of PostgreSQL come and go with its connections.
        with contextlib.suppress(psutil.NoSuchProcess):
            times.append(child.cpu_times())
    return sum(t.user + t.system for t in times)
