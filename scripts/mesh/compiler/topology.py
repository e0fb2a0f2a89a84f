"""What `envoy/mesh.yaml` says, and where everything is in one deployment."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

import msgspec

from scripts.mesh.compiler.operations import Operations
from scripts.mesh.names import OPERATOR

# The name of the descriptor set, wherever it is.
DESCRIPTORS: Final = "mercado.binpb"


class TopologyError(Exception):
    """`envoy/mesh.yaml` is not what it should be; the text says where and why."""


class Proxy(enum.StrEnum):
    """One of the two Envoys."""

    GATEWAY = "gateway"
    WAYPOINT = "waypoint"


class Gateway(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The gateway's own settings; `reflection` names the service that answers for all."""

    port: int
    max_request_bytes: int
    max_response_bytes: int
    max_header_kilobytes: int
    cors_origins: list[str]
    reflection: str
    tls: bool = False


class Waypoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where services call each other."""

    port: int


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose tokens the gateway takes: the service that signs them, and their `iss` and `aud`."""

    service: str
    issuer: str
    audience: str


class Certificates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What workloads prove with who they are.

    Attributes:
        seconds: how long one is good; each is replaced after half of that.
        operators: whether services take a person, too, who has one.
    """

    seconds: Annotated[float, msgspec.Meta(gt=0)] = 3600
    operators: bool = True


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token bucket: as many requests at once, and as many again over the time."""

    requests: Annotated[int, msgspec.Meta(gt=0)]
    seconds: Annotated[float, msgspec.Meta(ge=0.05)]


class Postgres(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The local runner's PostgreSQL."""

    port: int


class Nats(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The local runner's NATS."""

    port: int


class Breaker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of a service's work an Envoy lets be under way; what is more fails at once.

    Attributes:
        max_requests: calls.
        max_pending: calls that wait for a connection.
        retry_percent: of the calls under way, how many may be second tries.
        min_retries: as many always may.
    """

    max_requests: Annotated[int, msgspec.Meta(gt=0)] = 1024
    max_pending: Annotated[int, msgspec.Meta(gt=0)] = 1024
    retry_percent: Annotated[float, msgspec.Meta(ge=0, le=100)] = 20
    min_retries: Annotated[int, msgspec.Meta(ge=0)] = 50


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service: its contract's package, how much of it there is, and which others it calls.

    Attributes:
        zones: where its replicas are: in each of them in turn. Without any they are where both
            Envoys are.
        events: whether it publishes events or follows those of others.
    """

    package: str
    port: int
    replicas: int
    database: bool
    calls: Sequence[str] = ()
    events: bool = False
    breaker: Breaker = Breaker()
    zones: Sequence[str] = ()

    def zone(self, number: int) -> str:
        """Where a replica is, by its number from 1; empty where both Envoys are."""
        return self.zones[(number - 1) % len(self.zones)] if self.zones else ""


class Mesh(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; `zone` is where both Envoys are."""

    trust_domain: str
    gateway: Gateway
    waypoint: Waypoint
    identity: Identity
    scopes: Mapping[str, str]
    rates: Mapping[str, Rate]
    postgres: Postgres
    nats: Nats
    services: Mapping[str, Service]
    certificates: Certificates = Certificates()
    zone: str = "local"

    @property
    def workloads(self) -> tuple[str, ...]:
        """All that have an identity: the services and both Envoys."""
        return (*self.services, *Proxy)

    @property
    def peers(self) -> tuple[str, ...]:
        """Whose calls a service accepts, by the names of their identities."""
        return (*Proxy, *([OPERATOR] if self.certificates.operators else []))

    def spiffe_id(self, name: str) -> str:
        """What a workload is called in its certificate."""
        return f"spiffe://{self.trust_domain}/sa/{name}"

    def callers(self, called: str) -> tuple[str, ...]:
        """The services that call another one."""
        return tuple(name for name, service in self.services.items() if called in service.calls)

    @property
    def called(self) -> tuple[str, ...]:
        """The services that some other service calls, in the order of the file."""
        called = {name for service in self.services.values() for name in service.calls}
        return tuple(name for name in self.services if name in called)


@dataclass(frozen=True, slots=True)
class Address:
    """A host, by IP address or name, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where things are when the mesh runs in one way.

    Attributes:
        listen: where the gateway listens.
        waypoint: where the waypoint listens.
        database: where PostgreSQL listens.
        broker: where NATS listens.
        admin: the Unix socket of an Envoy's admin interface, as seen from its folder.
        keys: the one on which Envoy serves itself the keys of tokens.
        certificate, private_key: the gateway's for its clients, where it has TLS.
        identities: the folder of the identity of each Envoy, as seen from its own.
        descriptors: the descriptor set, as seen from the folder of the gateway's configuration.
        pages: the folder of the pages that people wrote, seen from there.
        generated: the folder of those that the compiler wrote, seen from there.
        endpoints: of each service, the addresses of its replicas; or one name that stands for all
            of them, if `by_name` is set. Another version of a service is `catalog@v2`.
        draining: those that get no new calls.
        zones: where those are that may be elsewhere than both Envoys.
        by_name: whether hosts are names, whose addresses Envoy asks DNS for again and again.
        collector: where OTLP goes; None for nowhere.
        operations: what operators have set.
    """

    listen: Address
    waypoint: Address
    database: Address
    broker: Address
    admin: str
    keys: str
    certificate: str
    private_key: str
    identities: Mapping[Proxy, str]
    descriptors: str
    pages: str
    generated: str
    endpoints: Mapping[str, tuple[Address, ...]]
    by_name: bool = False
    draining: frozenset[Address] = frozenset()
    zones: Mapping[Address, str] = field(default_factory=dict)
    collector: Address | None = None
    operations: Operations = field(default_factory=Operations)


def read(path: Path) -> Mesh:
    """Reads the topology.

    Raises:
        TopologyError: if a field is missing, unknown or of the wrong type.
    """
    try:
        mesh = msgspec.yaml.decode(path.read_bytes(), type=Mesh)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise TopologyError(f"{path.name}: {error}") from None
    if mesh.gateway.reflection not in mesh.services:
        raise TopologyError(f"{path.name}: gateway.reflection names no service")
    for name, service in mesh.services.items():
        for called in service.calls:
            if called not in mesh.services:
                raise TopologyError(f"{path.name}: services.{name}.calls: no service is `{called}`")
    return mesh


def laptop(mesh: Mesh) -> Deployment:
    """Everything on the loopback interface, on the ports of the file."""
    return Deployment(
        listen=Address("127.0.0.1", mesh.gateway.port),
        waypoint=Address("127.0.0.1", mesh.waypoint.port),
        database=Address("127.0.0.1", mesh.postgres.port),
        broker=Address("127.0.0.1", mesh.nats.port),
        admin="admin.sock",
        keys="keys.sock",
        certificate="tls.crt",
        private_key="tls.key",
        identities={proxy: f"../../identities/{proxy}" for proxy in Proxy},
        descriptors=DESCRIPTORS,
        pages="pages",
        generated=".",
        endpoints={
            name: tuple(_on_laptop(service, n) for n in range(1, service.replicas + 1))
            for name, service in mesh.services.items()
        },
        zones={
            _on_laptop(service, number): service.zone(number)
            for service in mesh.services.values()
            for number in range(1, service.replicas + 1)
        },
    )


def _on_laptop(service: Service, number: int) -> Address:
    """The usual address of a replica."""
    return Address("127.0.0.1", service.port + number - 1)


def compose(mesh: Mesh) -> Deployment:
    """Every service under its own name, as Docker's DNS has it."""
    return Deployment(
        listen=Address("0.0.0.0", mesh.gateway.port),  # noqa: S104  (of its container)
        waypoint=Address("0.0.0.0", mesh.waypoint.port),  # noqa: S104
        database=Address("postgres", 5432),
        broker=Address("nats", 4222),
        admin="/tmp/admin.sock",  # noqa: S108  (of its container)
        keys="/tmp/keys.sock",  # noqa: S108
        certificate="/run/secrets/tls.crt",
        private_key="/run/secrets/tls.key",
        identities=dict.fromkeys(Proxy, "/run/secrets/identity"),
        # All of `generated/` is mounted.
        descriptors=f"../../../descriptors/{DESCRIPTORS}",
        pages="/etc/mercado-pages",
        generated="../../..",
        endpoints={name: (Address(name, service.port),) for name, service in mesh.services.items()},
        by_name=True,
        collector=Address("collector", 4317),
    )
