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

from scripts.mesh.compiler import topology
from scripts.mesh.compiler.contract import ContractError
from scripts.mesh.compiler.pages import PageError
from scripts.mesh.compiler.topology import Address, Deployment, Mesh, TopologyError
from scripts.mesh.local import envoy, ports, processes
from scripts.mesh.local.nats import Nats
from scripts.mesh.local.postgres import Postgres
from scripts.mesh.local.processes import Command, Supervised
from scripts.mesh.local.state import ROOT, State
from scripts.mesh.provision import credentials
from services.runtime import probe
from services.runtime.dial import dial

_READY_SECONDS = 60
_FOLLOW_SECONDS = 0.25

Report = Callable[[str], None]


class LocalMesh:
    """Everything that runs.

    Args:
        state: where its state is kept.
        mesh: what there should be.
        deployment: where.
        report: told of each step.
    """

    def __init__(self, state: State, mesh: Mesh, deployment: Deployment, report: Report) -> None:
        self._state = state
        self._mesh = mesh
        self._report = report
        self._deployment = replace(deployment, collector=_collector())
        self._postgres = Postgres(state, deployment.database.port)
        self._nats = Nats(state, deployment.broker.port)
        self._ready = False
        self.processes: list[Supervised] = []

    @property
    def url(self) -> str:
        """Where the gateway is."""
        scheme = "https" if self._mesh.gateway.tls else "http"
        return f"{scheme}://localhost:{self._deployment.listen.port}"

    def address(self, service: str) -> str:
        """Where a replica of a service is."""
        return str(self._deployment.endpoints[service][0])

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
        try:
            await self._start()
            if before_ready is not None:
                await before_ready()
            self._ready = True
            self._publish()
            yield
        finally:
            self._ready = False
            # From the outside in, so that nothing is called that is gone already.
            for process in reversed(self.processes):
                await process.stop()
                self._report(f"stopped {process.command.name}")
            self._publish()

    async def follow(self, mesh_file: Path) -> None:
        """Brings changes of the contract and of the topology to both running Envoys."""
        sources = (*envoy.sources(), mesh_file)
        seen = [source.stat().st_mtime_ns for source in sources]
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            now = [source.stat().st_mtime_ns for source in sources]
            if now == seen:
                continue
            seen = now
            try:
                mesh = topology.read(mesh_file)
                envoy.write_configuration(self._state, mesh, self._deployment)
            except (ContractError, PageError, TopologyError) as error:
                self._report(f"the gateway and the waypoint stay as they are:\n{error}")
            else:
                self._report("the gateway and the waypoint follow the changed contract")

    async def _start(self) -> None:
        await asyncio.gather(
            self._step("postgres", self._start_postgres()),
            self._step("nats", self._run(self._nats.command(list(self._mesh.services)))),
        )
        for name, service in self._mesh.services.items():
            if service.database:
                await self._postgres.make_database(name)
        envoy.write_configuration(self._state, self._mesh, self._deployment)
        # The waypoint is first, so that it is stopped after the services that call each other; it
        # is ready when those that it leads to are.
        commands = [envoy.waypoint(self._state, self._deployment)]
        commands += [c for name in self._mesh.services for c in self._service_commands(name)]
        steps = (self._step(command.name, self._run(command)) for command in commands)
        await asyncio.gather(*steps)
        gateway = envoy.gateway(self._state, self._deployment)
        await self._step(gateway.name, self._run(gateway))

    async def _start_postgres(self) -> None:
        await self._postgres.prepare()
        await self._run(self._postgres.command())

    async def _run(self, command: Command) -> None:
        process = Supervised(command, self._publish)
        self.processes.append(process)
        await process.first_ready(_READY_SECONDS)

    async def _step(self, name: str, work: Any) -> None:
        started = time.monotonic()
        await work
        command = next(p.command for p in self.processes if p.command.name == name)
        seconds = time.monotonic() - started
        self._report(f"{name:<10} ready in {seconds:.1f} s on {command.address}")

    def _service_commands(self, name: str) -> list[Command]:
        addresses = self._deployment.endpoints[name]
        return [
            self._service_command(name, f"{name}-{n}" if len(addresses) > 1 else name, address)
            for n, address in enumerate(addresses)
        ]

    def _service_command(self, service: str, name: str, address: Address) -> Command:
        environment = {
            "LISTEN": str(address),
            # One replica, one instance: telemetry tells them apart.
            "OTEL_RESOURCE_ATTRIBUTES": f"service.instance.id={name}",
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
            arguments=[sys.executable, "-m", f"services.{service}"],
            log=self._state.fresh_log(name),
            ready=_serving(address),
            address=str(address),
            environment=environment,
            folder=ROOT,
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

    def _publish(self) -> None:
        """Writes down how things stand, for other commands and for a later start."""
        self._state.publish(
            {
                "pid": os.getpid(),
                "ready": self._ready,
                "gateway": self.url,
                "waypoint": str(self._deployment.waypoint),
                "services": {
                    name: [str(address) for address in addresses]
                    for name, addresses in self._deployment.endpoints.items()
                },
                "processes": [_status(process) for process in self.processes],
                "pids": {
                    process.command.name: processes.identity(process.pid)
                    for process in self.processes
                    if process.pid is not None
                },
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


def _serving(address: Address) -> Callable[[], Awaitable[bool]]:
    """Asks a service for its health, over one connection."""
    stub = health_pb2_grpc.HealthStub(dial(str(address)))
    return lambda: probe.serving(stub)


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
