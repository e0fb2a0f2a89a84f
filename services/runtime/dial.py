"""Calls to other services: deadlines, trace context, keepalive, and who calls.

A channel made here passes on what is left of the current RPC's deadline, less a
margin in which the caller can still answer, and the current trace context. Neither
travels by itself in gRPC's asyncio stack.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, Self

import grpc

from services.runtime import deadlines, telemetry
from services.runtime.certificates import Identity, channel_credentials
from services.runtime.errors import DeadlineExceeded
from services.runtime.peers import WAYPOINT

MARGIN_SECONDS: Final = 0.02

_OPTIONS: Final = [
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    # A service that comes back should be found at once, not after two minutes.
    ("grpc.initial_reconnect_backoff_ms", 50),
    ("grpc.max_reconnect_backoff_ms", 1_000),
]
# How long calls may go on over connections that were made with a certificate that is replaced.
_LINGER_SECONDS: Final = 600


def dial(address: str, identity: str = "", peer: str = WAYPOINT) -> grpc.aio.Channel:
    """Opens a channel. Keep it: a channel for each call costs more than the call.

    Args:
        address: `host:port`, or `unix:path`.
        identity: the folder of the certificate to call with. Without one there is no TLS, which
            only a Unix socket takes, or a service that was told to.
        peer: who has to answer.

    Raises:
        IdentityError: if there is none in that folder.
    """
    if not identity:
        plain = grpc.aio.insecure_channel(address, options=_OPTIONS)
        return _Channel(_Fixed(plain))
    return _Channel(_Renewed(address, Identity(identity), peer))


class _Fixed:
    """A connection without TLS."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._channel = channel

    def now(self) -> grpc.aio.Channel:
        """The channel to call over."""
        return self._channel

    async def close(self, grace: float | None) -> None:
        """Closes it."""
        await self._channel.close(grace)


class _Renewed:
    """Connections with the certificate of their time: gRPC's own keep the one they began with."""

    def __init__(self, address: str, identity: Identity, peer: str) -> None:
        self._address = address
        self._identity = identity
        # The name in its certificate; that of the host tells nothing.
        name = ("grpc.ssl_target_name_override", f"{peer}.{identity.trust_domain}")
        self._options = [*_OPTIONS, name]
        self._used = identity.current()
        self._channel = self._open()
        self._retiring: dict[asyncio.Task[None], grpc.aio.Channel] = {}

    def now(self) -> grpc.aio.Channel:
        """The channel to call over; another one when there is another certificate."""
        if (certificate := self._identity.current()) is not self._used:
            self._used, old = certificate, self._channel
            self._channel = self._open()
            retiring = asyncio.create_task(_retire(old))
            self._retiring[retiring] = old
            retiring.add_done_callback(self._retiring.pop)
        return self._channel

    async def close(self, grace: float | None) -> None:
        """Closes them all."""
        channels = [self._channel, *self._retiring.values()]
        for task in list(self._retiring):
            task.cancel()
        await asyncio.gather(*(channel.close(grace) for channel in channels))

    def _open(self) -> grpc.aio.Channel:
        credentials = channel_credentials(self._used)
        return grpc.aio.secure_channel(self._address, credentials, self._options)


async def _retire(channel: grpc.aio.Channel) -> None:
    # A channel that is closed does not know of all its calls, so that it could wait for them.
    await asyncio.sleep(_LINGER_SECONDS)
    await channel.close()


class _Channel(grpc.aio.Channel):
    """Wraps each method once, which is far cheaper than a client interceptor per call."""

    def __init__(self, connection: _Fixed | _Renewed) -> None:
        self._connection = connection
        self.unary_unary = self._wrapping("unary_unary")  # type: ignore[method-assign]
        self.unary_stream = self._wrapping("unary_stream")  # type: ignore[method-assign]
        self.stream_unary = self._wrapping("stream_unary")  # type: ignore[method-assign]
        self.stream_stream = self._wrapping("stream_stream")  # type: ignore[method-assign]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self, grace: float | None = None) -> None:
        """Closes the channel; calls that are under way get `grace` seconds."""
        await self._connection.close(grace)

    def get_state(self, try_to_connect: bool = False) -> grpc.ChannelConnectivity:  # noqa: FBT001, FBT002
        """The state of the connection."""
        return self._connection.now().get_state(try_to_connect)

    async def wait_for_state_change(self, last_observed_state: grpc.ChannelConnectivity) -> None:
        """Waits until the state is another one."""
        await self._connection.now().wait_for_state_change(last_observed_state)

    async def channel_ready(self) -> None:
        """Waits until the connection stands."""
        await self._connection.now().channel_ready()

    # The parent declares these; every instance has its own wrapped ones.
    def unary_unary(self, *_: Any, **__: Any) -> Any:
        """Set in `__init__`."""

    def unary_stream(self, *_: Any, **__: Any) -> Any:
        """Set in `__init__`."""

    def stream_unary(self, *_: Any, **__: Any) -> Any:
        """Set in `__init__`."""

    def stream_stream(self, *_: Any, **__: Any) -> Any:
        """Set in `__init__`."""

    def _wrapping(self, kind: str) -> Callable[..., Callable[..., Any]]:
        def wrapped(*arguments: Any, **options: Any) -> Callable[..., Any]:
            def make(channel: grpc.aio.Channel) -> Callable[..., Any]:
                method: Callable[..., Any] = getattr(channel, kind)(*arguments, **options)
                return method

            return _calling(self._connection.now, make)

        return wrapped


def _calling(
    now: Callable[[], grpc.aio.Channel], make: Callable[[grpc.aio.Channel], Callable[..., Any]]
) -> Callable[..., Any]:
    """A method, of whichever channel is the one of now."""
    used = now()
    method = make(used)

    def call(
        request: Any = None,
        timeout: float | None = None,
        metadata: tuple[tuple[str, str | bytes], ...] = (),
        **more: Any,
    ) -> Any:
        nonlocal used, method
        if (channel := now()) is not used:
            used, method = channel, make(channel)
        trace = telemetry.traceparent()
        headers = (*metadata, ("traceparent", trace)) if trace else metadata
        return method(request, timeout=_limited(timeout), metadata=headers, **more)

    return call


def _limited(timeout: float | None) -> float | None:
    left = deadlines.remaining()
    if left is None:
        return timeout
    left -= MARGIN_SECONDS
    if left <= 0:
        raise DeadlineExceeded(
            "no time is left to call another service", reason="DEADLINE_EXCEEDED"
        )
    return left if timeout is None else min(timeout, left)
