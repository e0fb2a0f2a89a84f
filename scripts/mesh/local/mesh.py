"""The mesh on this machine: PostgreSQL, NATS, the waypoint and the services, the gateway."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from grpc_health.v1 import health_pb2_grpc

from scripts.mesh.compiler import groups, topology
from scripts.mesh.compiler.topology import Address, Deployment, Proxy
from scripts.mesh.local import envoy, identities, plan, ports, processes
from scripts.mesh.local.converge import Converger, Files
from scripts.mesh.local.envoy import Envoys
from scripts.mesh.local.fleet import READY_SECONDS, Fleet, Replica
from scripts.mesh.local.nats import Nats
from scripts.mesh.local.postgres import Postgres
from scripts.mesh.local.processes import Command, Supervised
from scripts.mesh.local.state import ROOT, State
from scripts.mesh.provision import credentials
from services.runtime import probe
from services.runtime.dial import dial

# In order: the outermost first, so that nothing is called that is gone already.
_STOPPED = (Proxy.GATEWAY, "services", Proxy.WAYPOINT)

Report = Callable[[str], None]


class LocalMesh:
    """Everything that runs.

    Args:
        state: where its state is kept.
        mesh_file: the topology.
        report: told of each step.
        free_ports: whether it is on any free ports instead of the usual ones.

    Raises:
        TopologyError, OperationsError: if what is wanted makes no sense.
    """

    def __init__(
        self, state: State, mesh_file: Path, report: Report, *, free_ports: bool = False
    ) -> None:
        self._state = state
        self._mesh_file = mesh_file
        self._report = report
        files = Files(mesh_file, state.operations)
        self._wanted = wanted = files.read()
        self._mesh = wanted.mesh
        deployment = topology.laptop(groups.applied(wanted.mesh, wanted.operations))
        if free_ports:
            deployment = on_free_ports(deployment)
        self._deployment = deployment = replace(deployment, collector=_collector())
        self._postgres = Postgres(state, deployment.database.port)
        self._nats = Nats(state, deployment.broker.port)
        self._identities = identities.of(state, wanted.mesh)
        self._ready = False
        self._epochs = dict.fromkeys(Proxy, 0)
        self._base: list[Supervised] = []
        self._leaving: dict[Supervised, tuple[Proxy, asyncio.Task[None]]] = {}
        envoys = Envoys(state, deployment.admin)
        self._fleet = Fleet(deployment.endpoints, envoys, self._supervise, fixed=not free_ports)
        self._converger = Converger(files, wanted, deployment, self._fleet, self)

    @property
    def processes(self) -> list[Supervised]:
        """All that run, or are to."""
        return [*self._base, *(r.process for r in self._fleet.replicas if r.process is not None)]

    @property
    def url(self) -> str:
        """Where the gateway is."""
        scheme = "https" if self._mesh.gateway.tls else "http"
        return f"{scheme}://localhost:{self._deployment.listen.port}"

    def address(self, service: str) -> str:
        """Where a replica of a service is, for who may do as this process does."""
        return f"unix:{self._state.socket(plan.name(service, 1), Path.cwd())}"

    @property
    def administrator(self) -> str:
        """The e-mail address of the account that may do everything."""
        return f"administrator@{self._mesh.trust_domain}"

    @property
    def administrator_password(self) -> Path:
        """The file of its password."""
        return self._state.service_secret(self._mesh.identity.service, "administrator_password")

    @contextlib.asynccontextmanager
    async def running(
        self, before_ready: Callable[[], Awaitable[None]] | None = None
    ) -> AsyncIterator[None]:
        """Starts everything, and stops it at the end of the block.

        Args:
            before_ready: what else belongs to the start, when everything runs.

        Raises:
            PortTaken: if a port is in use.
            StartError: if something does not become ready.
        """
        self._require_ports()
        self._identities.renew()
        renewing = asyncio.create_task(identities.renewing(self._identities, self._report))
        try:
            await self._start()
            if before_ready is not None:
                await before_ready()
            self._ready = True
            self.publish()
            yield
        finally:
            self._ready = False
            renewing.cancel()
            await self._converger.stop()
            await self._stop()
            self.publish()

    def report(self, text: str) -> None:
        """Tells of a step."""
        self._report(text)

    async def follow(self) -> None:
        """Brings changes of the contract, of the topology and of what operators want to it."""
        await self._converger.follow()

    async def _start(self) -> None:
        await asyncio.gather(
            self._step("postgres", self._start_postgres()),
            self._step("nats", self._run(self._nats.command(list(self._mesh.services)))),
        )
        for name, service in self._mesh.services.items():
            if service.database:
                await self._postgres.make_database(name)
        replicas = [
            self._fleet.add(group, number)
            for group in self._wanted.groups.values()
            if group.cluster == group.service
            for number in range(1, group.replicas + 1)
        ]
        for replica in replicas:
            replica.listed = replica.admitted = True
        self._converger.write()
        # The waypoint is first, so that it is stopped after the services that call each other; it
        # is ready when those that it leads to are.
        waypoint = envoy.waypoint(self._state, self._deployment)
        await asyncio.gather(
            self._step(waypoint.name, self._run(waypoint)),
            *(self._step(replica.name, self._fleet.run(replica)) for replica in replicas),
        )
        gateway = envoy.gateway(self._state, self._deployment)
        await self._step(gateway.name, self._run(gateway))
        await self._converger.once()

    async def _stop(self) -> None:
        def stopped_as(process: Supervised) -> str:
            name = process.command.name
            return "services" if process not in self._base else name

        for kind in dict.fromkeys([*_STOPPED, *(p.command.name for p in reversed(self._base))]):
            processes = [p for p in self.processes if stopped_as(p) == kind]
            await asyncio.gather(*(process.stop() for process in processes))
            for process in processes:
                self._report(f"stopped {process.command.name}")
        await asyncio.gather(*(process.stop() for process in self._leaving))
        envoy.forget(self._state)

    async def succeed(self, proxy: Proxy) -> None:
        """Puts a new Envoy in the place of one, whose listening sockets it takes over."""
        self._epochs[proxy] += 1
        make = envoy.gateway if proxy is Proxy.GATEWAY else envoy.waypoint
        command = make(self._state, self._deployment, self._epochs[proxy])
        # There are never three: each has to end what it has begun.
        await asyncio.gather(*(task for name, task in self._leaving.values() if name == proxy))
        [old] = [process for process in self._base if process.command.name == proxy]
        self._leaving[old] = (proxy, asyncio.create_task(self._leave(old)))
        self._base.remove(old)
        await self._run(command)

    async def _leave(self, old: Supervised) -> None:
        await old.ended(2 * envoy.PARENT_SECONDS)
        del self._leaving[old]
        self.publish()

    async def _start_postgres(self) -> None:
        await self._postgres.prepare()
        await self._run(self._postgres.command())

    async def _run(self, command: Command) -> None:
        process = Supervised(command, self.publish)
        self._base.append(process)
        await process.first_ready(READY_SECONDS)

    def _supervise(self, replica: Replica) -> Supervised:
        return Supervised(self._service_command(replica), self.publish)

    async def _step(self, name: str, work: Any) -> None:
        started = time.monotonic()
        await work
        command = next(p.command for p in self.processes if p.command.name == name)
        seconds = time.monotonic() - started
        self._report(f"{name:<10} ready in {seconds:.1f} s on {command.address}")

    def _service_command(self, replica: Replica) -> Command:
        service, name, running = replica.group.service, replica.name, replica.running
        folder = Path(running.code.folder or ROOT)
        # One replica, one instance: telemetry tells them apart.
        resource = [f"service.instance.id={name}"]
        if running.version:
            resource.append(f"service.version={running.version}")
        environment = {
            "LISTEN": str(replica.address),
            "SOCKET": self._state.socket(name, folder),
            "IDENTITY": str(self._state.identities / service),
            "PEERS": ",".join(self._mesh.peers),
            "OTEL_RESOURCE_ATTRIBUTES": ",".join(resource),
        }
        for secret in credentials.names(service):
            environment[f"{secret.upper()}_FILE"] = str(self._state.service_secret(service, secret))
        if self._mesh.services[service].calls:
            environment["MESH_ADDRESS"] = str(self._deployment.waypoint)
        if self._mesh.services[service].database:
            environment["DATABASE_URL"] = self._postgres.url(service)
        if self._mesh.services[service].events:
            environment["NATS_URL"] = self._nats.url(service)
        if service == self._mesh.identity.service:
            environment |= {
                "ISSUER": self._mesh.identity.issuer,
                "AUDIENCE": self._mesh.identity.audience,
                "PUBLIC_URL": self.url,
                "ADMINISTRATOR_EMAIL": self.administrator,
            }
        return Command(
            name=name,
            arguments=[str(_python(folder)), "-m", f"services.{service}"],
            log=self._state.fresh_log(name),
            ready=_serving(self._state.socket(name, Path.cwd())),
            address=str(replica.address),
            environment=environment | _code(running.code.folder) | dict(running.code.environment),
            folder=folder,
        )

    def _require_ports(self) -> None:
        wanted = {
            self._deployment.listen.port: "the gateway",
            self._deployment.waypoint.port: "the waypoint",
            self._deployment.database.port: "PostgreSQL",
            self._deployment.broker.port: "NATS",
        }
        for name, addresses in self._deployment.endpoints.items():
            wanted |= {address.port: name for address in addresses}
        for port, purpose in wanted.items():
            ports.require_free(port, purpose)

    def publish(self) -> None:
        """Writes down how things stand, for other commands and for a later start."""
        self._state.publish(
            {
                "pid": os.getpid(),
                "ready": self._ready,
                "mesh": str(self._mesh_file.resolve()),
                "gateway": self.url,
                "waypoint": str(self._deployment.waypoint),
                "services": {
                    name: [str(replica.address) for replica in self._fleet.of(name)]
                    for name in self._deployment.endpoints
                },
                "processes": [
                    *map(_status, self._base),
                    *(_status(r.process) | _place(r) for r in self._fleet.replicas if r.process),
                ],
                "operations": self._converger.status,
                "pids": processes.identities(
                    {process.command.name: process for process in self.processes}
                    | {f"{process.command.name}, leaving": process for process in self._leaving}
                ),
            }
        )


def on_free_ports(deployment: Deployment) -> Deployment:
    """The same deployment on ports that nobody uses right now."""
    count = 4 + sum(map(len, deployment.endpoints.values()))
    port = iter(ports.free_ports(count))
    return replace(
        deployment,
        listen=replace(deployment.listen, port=next(port)),
        waypoint=replace(deployment.waypoint, port=next(port)),
        database=replace(deployment.database, port=next(port)),
        broker=replace(deployment.broker, port=next(port)),
        endpoints={
            name: tuple(replace(address, port=next(port)) for address in addresses)
            for name, addresses in deployment.endpoints.items()
        },
    )


def _collector() -> Address | None:
    """Where OTLP goes, by the standard variable."""
    endpoint = urlsplit(os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", ""))
    return Address(endpoint.hostname, endpoint.port or 4317) if endpoint.hostname else None


def _serving(socket: str) -> Callable[[], Awaitable[bool]]:
    """Asks a service for its health, over one connection."""
    stub = health_pb2_grpc.HealthStub(dial(f"unix:{socket}"))
    return lambda: probe.serving(stub)


def _python(folder: Path) -> Path:
    """What runs the code of a checkout: its own environment, if it has one."""
    own = folder / ".venv" / "bin" / "python"
    return own if folder != ROOT and own.exists() else Path(sys.executable)


def _code(folder: str) -> dict[str, str]:
    """The environment in which the code of another checkout is found."""
    if not folder:
        return {}
    return {"PYTHONPATH": os.pathsep.join([folder, str(Path(folder) / "generated" / "python")])}


def _place(replica: Replica) -> dict[str, Any]:
    return {
        "service": replica.group.service,
        "cluster": replica.group.cluster,
        "version": replica.running.version,
        "drained": replica.drained,
    }


def _status(process: Supervised) -> dict[str, Any]:
    return {
        "name": process.command.name,
        "health": process.health,
        "address": process.command.address,
        "pid": process.pid,
        "restarts": process.restarts,
        "since": process.since,
        "log": str(process.command.log),
    }
