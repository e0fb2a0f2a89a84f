"""The replicas of all services: which there are, where, and how each comes and goes.

A replica gets calls only when it is healthy in both Envoys, and ends only when neither sends it
any more.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from scripts.mesh.compiler.groups import Group, Running
from scripts.mesh.compiler.topology import Address, Mesh
from scripts.mesh.local import plan, ports
from scripts.mesh.local.envoy import Envoys
from scripts.mesh.local.processes import StartError, Supervised

READY_SECONDS: Final = 60
_ADMITTED_SECONDS: Final = 20
# For calls that are under way; those that take longer still have the replica's own grace.
_IDLE_SECONDS: Final = 5
# Each service has as many ports of its own in the topology.
_PORTS: Final = 10


@dataclass(eq=False)
class Replica:
    """One process of a service.

    Attributes:
        group: what it is one of.
        listed: whether Envoy knows of it.
        draining: whether it gets no new calls.
        admitted: whether it has been healthy in Envoy.
        drained: whether it gets no calls because an operator wants it so.
    """

    group: Group
    number: int
    address: Address
    running: Running
    process: Supervised | None = None
    listed: bool = False
    draining: bool = False
    admitted: bool = False
    drained: bool = False

    @property
    def name(self) -> str:
        """What people call it."""
        return plan.name(self.group.cluster, self.number)


class Fleet:
    """All replicas.

    Args:
        endpoints: where the first ones are.
        fixed: whether there are usual ports for more.
        envoys: who calls them.
        supervise: runs one.

    Attributes:
        apply: lets Envoy know of the replicas that there are now, and waits until it does.
    """

    apply: Callable[[], Awaitable[None]]

    def __init__(
        self,
        endpoints: Mapping[str, tuple[Address, ...]],
        envoys: Envoys,
        supervise: Callable[[Replica], Supervised],
        *,
        fixed: bool,
    ) -> None:
        self._first = endpoints
        self._fixed = fixed
        self.envoys = envoys
        self._supervise = supervise
        self.replicas: list[Replica] = []

    def of(self, cluster: str) -> list[Replica]:
        """The replicas of a group, in the order of their numbers."""
        found = [r for r in self.replicas if r.group.cluster == cluster]
        return sorted(found, key=lambda replica: replica.number)

    @property
    def endpoints(self) -> dict[str, tuple[Address, ...]]:
        """The addresses that Envoy should know."""
        clusters = dict.fromkeys([*self._first, *(r.group.cluster for r in self.replicas)])
        found = {c: tuple(r.address for r in self.of(c) if r.listed) for c in clusters}
        return {c: addresses for c, addresses in found.items() if addresses or c in self._first}

    @property
    def draining(self) -> frozenset[Address]:
        """Those of them that get no new calls."""
        return frozenset(replica.address for replica in self.replicas if replica.draining)

    def zones(self, mesh: Mesh) -> dict[Address, str]:
        """Where each of them is, by a topology."""
        return {
            replica.address: mesh.services[replica.group.service].zone(replica.number)
            for replica in self.replicas
            if replica.group.service in mesh.services
        }

    def add(self, group: Group, number: int) -> Replica:
        """A replica that is still to be started, at an address that nobody has."""
        replica = Replica(group, number, self._address(group, number), group.running)
        self.replicas.append(replica)
        return replica

    async def run(self, replica: Replica) -> None:
        """Starts the process of a replica, and waits until it is ready.

        Raises:
            StartError: if it does not become ready; then nothing of it is left.
        """
        replica.process = process = self._supervise(replica)
        try:
            await process.first_ready(READY_SECONDS)
        except StartError:
            replica.process = None
            await process.stop()
            raise

    async def start(self, group: Group, number: int) -> Replica:
        """Adds a replica, and gives it calls.

        Raises:
            StartError: if it does not become ready.
        """
        replica = self.add(group, number)
        await self._bring_up(replica)
        return replica

    async def admit(self, replica: Replica) -> None:
        """Gives a replica that is ready calls.

        Raises:
            StartError: if it is not healthy in Envoy.
        """
        replica.listed, replica.draining = True, False
        await self.apply()
        cluster, address = replica.group.cluster, replica.address
        if not await self.envoys.become(
            cluster, address, lambda host: host.healthy, _ADMITTED_SECONDS
        ):
            raise StartError(f"{replica.name} is ready, but not healthy in Envoy")
        replica.admitted = True

    async def drain(self, replica: Replica) -> None:
        """Gives a replica no new calls, and waits for those that are under way."""
        replica.draining = True
        await self.apply()
        cluster, address = replica.group.cluster, replica.address
        await self.envoys.become(
            cluster, address, lambda host: host.draining and not host.active, _IDLE_SECONDS
        )

    async def replace(self, replica: Replica, group: Group) -> None:
        """Ends a replica, and starts it again as one of a group, at the same address.

        Raises:
            StartError: if it does not become ready.
        """
        await self.drain(replica)
        await self._end(replica)
        replica.group, replica.running = group, group.running
        await self._bring_up(replica)

    async def remove(self, replica: Replica) -> None:
        """Ends a replica for good."""
        await self.drain(replica)
        await self._end(replica)
        self.replicas.remove(replica)
        await self.apply()

    async def _bring_up(self, replica: Replica) -> None:
        """Runs a replica and gives it calls; one that cannot be used is gone afterwards."""
        try:
            await self.run(replica)
            await self.admit(replica)
        except StartError:
            await self._give_up(replica)
            raise

    async def _give_up(self, replica: Replica) -> None:
        self.replicas.remove(replica)
        await self.apply()
        await self._end(replica)

    async def _end(self, replica: Replica) -> None:
        if replica.process is not None:
            await replica.process.stop()
            replica.process = None

    def _address(self, group: Group, number: int) -> Address:
        taken = {replica.address for replica in self.replicas}
        first = self._first.get(group.cluster, ())
        if number <= len(first) and first[number - 1] not in taken:
            return first[number - 1]
        if self._fixed and first and number <= _PORTS:
            usual = Address(first[0].host, first[0].port + number - 1)
            if usual not in taken and ports.free(usual.port):
                return usual
        return Address("127.0.0.1", ports.free_ports(1)[0])
