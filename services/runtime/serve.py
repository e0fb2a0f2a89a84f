"""Runs a service, from its settings to its last call."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import grpc
import uvloop
from grpc_health.v1 import health_pb2_grpc

from services.runtime import health, logs, reflection, telemetry
from services.runtime.certificates import Identity, IdentityError
from services.runtime.interceptors import Handlers, Interceptors
from services.runtime.migrations import MigrationError
from services.runtime.peers import Peers
from services.runtime.settings import Settings, SettingsError

_log: Final = logging.getLogger(__name__)
_S = TypeVar("_S", bound=Settings)

_OPTIONS: Final = [
    # Let the keepalive of `dial` pass.
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    # As much as the gateway takes, with what it adds: it passes a long query on as a header.
    ("grpc.max_metadata_size", 48 * 1024),
    ("grpc.absolute_max_metadata_size", 64 * 1024),
    # Two servers on one port would share its calls, which is never meant here.
    ("grpc.so_reuseport", 0),
]


@dataclass(frozen=True, slots=True)
class Service:
    """What an app offers.

    Attributes:
        domain: who its errors come from, for example `catalog.mercado.mesh`.
        servicers: each with the generated function that adds it to a server.
        ready: whether everything is there that it needs.
        stopping: called when it takes no more calls, to end streams that would go on for long.
    """

    domain: str
    servicers: Sequence[tuple[Callable[[Any, Any], None], Any]]
    ready: health.Ready
    stopping: Callable[[], None] = lambda: None


App = Callable[[_S], AbstractAsyncContextManager[Service]]


def main(name: str, settings: Callable[[], _S], app: App[_S]) -> None:
    """Runs a service until SIGTERM or SIGINT; exits with 2 if it cannot start.

    Args:
        name: what logs and traces call it.
        settings: reads its settings.
        app: makes it, with everything that it needs, and takes it down again.
    """
    try:
        chosen = settings()
    except SettingsError as error:
        sys.exit(f"{name}: {error}")
    logs.configure(name, chosen.log_level)
    try:
        uvloop.run(_serve(name, app, chosen))
    except (IdentityError, MigrationError, OSError, SettingsError) as error:
        _log.critical("cannot start: %s", error)
        sys.exit(2)


async def _serve(name: str, app: App[_S], settings: _S) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    exporting = telemetry.configure(name)
    started = asyncio.create_task(_until(stop, app, settings))
    try:
        await started
    finally:
        await asyncio.to_thread(exporting.stop)


async def _until(stop: asyncio.Event, app: App[_S], settings: _S) -> None:
    async with app(settings) as service, serving(service, settings):
        await stop.wait()


@contextlib.asynccontextmanager
async def serving(service: Service, settings: Settings) -> AsyncIterator[list[int]]:
    """Serves while the block runs, then drains; yields the ports that were bound.

    The end is orderly: NOT_SERVING for `drain_seconds`, then no new calls, then up to
    `grace_seconds` for those that are under way.

    Raises:
        OSError: if an address cannot be bound.
        SettingsError: if it would serve without an identity, and nobody said that it should.
    """
    identity = _identity(settings)
    server = grpc.aio.server(options=_OPTIONS)
    interceptors = Interceptors(service.domain, Peers(identity, _words(settings.peers)))
    registry = _Registry(server, interceptors.wrap)
    for add, servicer in service.servicers:
        add(servicer, registry)
    state = health.Health(registry.names, service.ready)
    guarded = _Registry(server, interceptors.guard)
    health_pb2_grpc.add_HealthServicer_to_server(state.servicer, guarded)
    reflection.add_reflection(guarded, [*registry.names, health.SERVICE])
    if settings.channelz:
        from grpc_channelz.v1 import channelz  # noqa: PLC0415

        channelz.add_channelz_servicer(guarded)
    ports = [_bind(server, address, identity) for address in _words(settings.listen)]
    if settings.socket:
        _bind_socket(server, settings.socket)
    async with state.watched():
        await server.start()
        name = identity.spiffe_id(identity.name) if identity else "nobody, without TLS"
        _log.info("listening on %s as %s", settings.listen, name)
        yield ports
        _log.info("draining")
        await state.drain()
        await asyncio.sleep(settings.drain_seconds)
        service.stopping()
        await server.stop(settings.grace_seconds)
        await interceptors.finished()
    _log.info("stopped")


def _identity(settings: Settings) -> Identity | None:
    if settings.plaintext:
        return None
    if not settings.identity:
        raise SettingsError(
            "IDENTITY is not set: the folder of the certificate to serve with "
            "(PLAINTEXT=true serves without one, to anybody)"
        )
    try:
        return Identity(settings.identity)
    except IdentityError as error:
        raise SettingsError(f"IDENTITY: {error}") from error


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _bind(server: grpc.aio.Server, address: str, identity: Identity | None) -> int:
    try:
        if identity is None:
            return server.add_insecure_port(address)
        return server.add_secure_port(address, identity.server_credentials())
    except RuntimeError as error:
        raise OSError(f"cannot listen on {address}: is the port taken?") from error


def _bind_socket(server: grpc.aio.Server, path: str) -> None:
    # Nobody else may open it, from its first moment on.
    before = os.umask(0o177)
    try:
        server.add_insecure_port(f"unix:{path}")
    except RuntimeError as error:
        raise OSError(f"cannot listen on {path}: is the path too long, or no folder?") from error
    finally:
        os.umask(before)


class _Registry:
    """Takes the place of a server where generated code adds a servicer to one.

    Args:
        server: the server.
        wrap: makes of the handlers of a service those that are served.
    """

    def __init__(self, server: grpc.aio.Server, wrap: Callable[[str, Handlers], Any]) -> None:
        self._server = server
        self._wrap = wrap
        self.names: list[str] = []

    def add_registered_method_handlers(self, service: str, handlers: Handlers) -> None:
        """Adds the handlers, wrapped."""
        handler = grpc.method_handlers_generic_handler(service, self._wrap(service, handlers))
        self._server.add_generic_rpc_handlers((handler,))
        self.names.append(service)

    def add_generic_rpc_handlers(self, _: object) -> None:
        """Generated code calls both; one of them is enough."""
