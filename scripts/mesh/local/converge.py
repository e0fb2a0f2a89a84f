"""Makes what runs what should run, while it runs: the topology, as operators have changed it.

What is wanted is in files, and is read again whenever one changes. Routes follow at once. Replicas
follow step by step (`plan`), of all services at the same time.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import format_exception
from typing import Any, Final, Protocol

import msgspec

from scripts.mesh.compiler import groups, operations, topology
from scripts.mesh.compiler.contract import ContractError
from scripts.mesh.compiler.groups import Group
from scripts.mesh.compiler.operations import Operations, OperationsError
from scripts.mesh.compiler.pages import PageError
from scripts.mesh.compiler.topology import Deployment, Mesh, Proxy, TopologyError
from scripts.mesh.local import envoy, plan
from scripts.mesh.local.envoy import ApplyError
from scripts.mesh.local.fleet import Fleet, Replica
from scripts.mesh.local.plan import Drain, Remove, Replace, Start
from scripts.mesh.local.processes import StartError

_LOOK_SECONDS: Final = 0.1
# Of the replicas that are being started or replaced; more would only wait for a processor.
_AT_ONCE: Final = 2
_EVENTS_KEPT: Final = 200
_REFUSED: Final = (ContractError, PageError, TopologyError, OperationsError)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should run.

    Attributes:
        mesh: the topology.
        operations: what operators have set.
    """

    mesh: Mesh
    operations: Operations

    @property
    def groups(self) -> dict[str, Group]:
        """The groups of replicas, by their clusters."""
        return {g.cluster: g for g in groups.groups(self.mesh, self.operations)}


@dataclass(frozen=True, slots=True)
class Files:
    """Where it is written.

    Attributes:
        mesh: the topology.
        operations: what operators have set; there may be none.
    """

    mesh: Path
    operations: Path

    def read(self) -> Wanted:
        """Reads what is wanted.

        Raises:
            TopologyError, OperationsError: if it makes no sense.
        """
        mesh = topology.read(self.mesh)
        text = self.operations.read_bytes() if self.operations.exists() else b""
        return Wanted(mesh, operations.read(text, mesh.services, list(Proxy)))


class Owner(Protocol):
    """Whom it works for."""

    def report(self, text: str) -> None:
        """Takes note of a step."""

    def publish(self) -> None:
        """Takes note of something new in `status`."""

    async def succeed(self, proxy: Proxy) -> None:
        """Puts a new Envoy in the place of one."""


class Converger:
    """Follows the files.

    Args:
        files: which.
        wanted: what is in them now.
        deployment: where things are that do not move.
        fleet: the replicas.
        owner: whom it works for.
    """

    def __init__(
        self, files: Files, wanted: Wanted, deployment: Deployment, fleet: Fleet, owner: Owner
    ) -> None:
        self._files = files
        self._wanted = wanted
        self._deployment = deployment
        self._fleet = fleet
        self._envoys = fleet.envoys
        self._owner = owner
        fleet.apply = self.apply
        self._seen = self._times()
        self._refused = ""
        self._stuck = ""
        self._failed: dict[str, tuple[Group, str]] = {}
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._wake = asyncio.Event()
        self._restarted = dict[Proxy, str]()
        self._events = list[dict[str, Any]]()
        self._converged = False
        self._remember_restarts()

    @property
    def status(self) -> dict[str, Any]:
        """How far it has come, for who waits for it.

        `seen` is when each file was last changed, as far as this is about that change.
        """
        problems = [text for _, text in self._failed.values()]
        return {
            "seen": {
                "mesh": self._seen[self._files.mesh],
                "operations": self._seen[self._files.operations],
            },
            "converged": self._converged,
            "problems": [*problems, *filter(None, [self._refused, self._stuck])],
            "events": self._events,
        }

    def write(self) -> None:
        """Compiles what is wanted, with the replicas that there are."""
        self._envoys.write(self._wanted.mesh, self._current())

    async def apply(self) -> None:
        """The same, and waits until both Envoys have it."""
        self.write()
        await self._envoys.settled()

    async def follow(self) -> None:
        """Follows the files for as long as the mesh runs."""
        while True:
            try:
                if self._times() != self._seen:
                    await self._read()
                elif self._stuck:
                    await self._settle(within=0.1)
                self._look_at_replicas()
            except Exception as error:  # noqa: BLE001  (what runs goes on, whatever this was)
                self._refused = "".join(format_exception(error))
                self._owner.report(self._refused)
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._wake.wait()

    async def once(self) -> None:
        """Goes on until nothing is left to do, at the start of the mesh."""
        self._look_at_replicas()
        while self._busy:
            await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
            self._look_at_replicas()

    async def stop(self) -> None:
        """Breaks off what is under way."""
        for task in self._busy.values():
            task.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def _times(self) -> dict[Path, int]:
        files = (self._files.mesh, self._files.operations, *envoy.sources())
        return {file: file.stat().st_mtime_ns if file.exists() else 0 for file in files}

    async def _read(self) -> None:
        """Takes over what has changed; what makes no sense changes nothing."""
        self._seen, self._converged = self._times(), False
        before = self._wanted
        try:
            self._wanted = self._files.read()
            self.write()
        except _REFUSED as error:
            self._wanted = before
            self._refused = str(error)
            self._owner.report(f"everything stays as it is:\n{error}")
            return
        self._refused = ""
        self._failed = {
            cluster: (group, text)
            for cluster, (group, text) in self._failed.items()
            if self._wanted.groups.get(cluster) == group
        }
        await self._settle()

    async def _settle(self, **within: float) -> None:
        """Waits until both Envoys have what was changed; one that is away gets it later."""
        try:
            await self._envoys.settled(**within)
        except ApplyError as error:
            if not self._stuck:
                self._owner.report(str(error))
            self._stuck = str(error)
        else:
            self._stuck = ""
            self._owner.report("the gateway and the waypoint have what was changed")

    def _current(self) -> Deployment:
        """Where everything is now. A version without a healthy replica gets no calls yet."""
        endpoints = self._fleet.endpoints
        kept = {
            name: msgspec.structs.replace(
                operated,
                versions={
                    version: v
                    for version, v in operated.versions.items()
                    if operations.cluster(name, version) in endpoints
                    and self._admitted(operations.cluster(name, version))
                },
            )
            for name, operated in self._wanted.operations.services.items()
        }
        return replace(
            self._deployment,
            endpoints=endpoints,
            draining=self._fleet.draining,
            zones=self._fleet.zones(self._wanted.mesh),
            operations=Operations(services=kept),
        )

    def _admitted(self, cluster: str) -> bool:
        return any(replica.admitted for replica in self._fleet.of(cluster))

    def _look_at_replicas(self) -> None:
        """Begins whatever can be done now."""
        # A service that the topology has only since the start has no database, nor a place.
        known = self._deployment.endpoints
        wanted = {c: g for c, g in self._wanted.groups.items() if g.service in known}
        for cluster in dict.fromkeys([*wanted, *(r.group.cluster for r in self._fleet.replicas)]):
            if cluster not in self._busy and cluster not in self._failed:
                self._begin(cluster, self._next(cluster, wanted.get(cluster)))
        for proxy in Proxy:
            if proxy not in self._busy and self._to_restart(proxy):
                self._begin(proxy, [self._replace_proxy(proxy)])
        converged = not self._busy and self._times() == self._seen
        if converged != self._converged:
            self._converged = converged
            self._owner.publish()

    def _next(self, cluster: str, group: Group | None) -> list[Any]:
        replicas = self._fleet.of(cluster)
        if group is None:
            # Nothing leads there any more: that is the first thing that was changed.
            return [self._remove(replica) for replica in replicas]
        seen = [plan.Seen(r.number, r.running, r.drained) for r in replicas]
        drained = self._wanted.operations.of(group.service).drained
        by_number = {replica.number: replica for replica in replicas}
        return [self._do(a, group, by_number) for a in plan.actions(group, seen, drained)]

    def _do(self, action: plan.Action, group: Group, replicas: dict[int, Replica]) -> Any:
        match action:
            case Start(number):
                return self._start(group, number)
            case Replace(number):
                return self._replace(replicas[number], group)
            case Remove(number):
                return self._remove(replicas[number])
            case Drain(number, drained):
                return self._drain(replicas[number], drained=drained)

    def _begin(self, name: str, steps: Sequence[Any]) -> None:
        if not steps:
            return

        async def all_of_them() -> None:
            done = await asyncio.gather(*steps, return_exceptions=True)
            del self._busy[name]
            for error in filter(None, done):
                group = self._wanted.groups.get(name)
                if group is not None:
                    self._failed[name] = (group, str(error))
                expected = isinstance(error, StartError | ApplyError)
                self._tell(str(error) if expected else "".join(format_exception(error)))
            self._wake.set()

        self._converged = False
        self._busy[name] = asyncio.create_task(all_of_them())

    async def _start(self, group: Group, number: int) -> None:
        began = time.monotonic()
        async with self._slots:
            replica = await self._fleet.start(group, number)
        seconds = time.monotonic() - began
        self._tell(f"{replica.name}: started in {seconds:.1f} s on {replica.address}")
        await self._lead_there(replica)

    async def _replace(self, replica: Replica, group: Group) -> None:
        async with self._slots:
            await self._fleet.replace(replica, group)
        self._tell(f"{replica.name}: replaced")

    async def _remove(self, replica: Replica) -> None:
        await self._fleet.remove(replica)
        self._tell(f"{replica.name}: drained and stopped")

    async def _drain(self, replica: Replica, *, drained: bool) -> None:
        if drained:
            await self._fleet.drain(replica)
            replica.drained = True
            self._tell(f"{replica.name}: gets no calls")
        else:
            await self._fleet.admit(replica)
            replica.drained = False
            self._tell(f"{replica.name}: gets calls again")

    async def _lead_there(self, replica: Replica) -> None:
        """Lets the calls go to a version that is healthy now for the first time."""
        if "@" in replica.group.cluster:
            await self.apply()

    async def _replace_proxy(self, proxy: Proxy) -> None:
        self._restarted[proxy] = self._to_restart(proxy)
        await self._owner.succeed(proxy)
        self._tell(f"{proxy}: replaced, without closing its port")

    def _to_restart(self, proxy: Proxy) -> str:
        """When an operator wanted it restarted, if that is still to be done."""
        wanted = self._wanted.operations.proxies.get(proxy)
        restarted = wanted.restarted if wanted else ""
        return restarted if restarted != self._restarted.get(proxy, "") else ""

    def _remember_restarts(self) -> None:
        for proxy in Proxy:
            self._restarted[proxy] = self._to_restart(proxy)

    def _tell(self, text: str) -> None:
        self._owner.report(text)
        self._events.append({"time": time.time_ns(), "text": text})
        del self._events[:-_EVENTS_KEPT]
        self._owner.publish()
