"""Calls to other services: deadlines, trace context, keepalive.

A channel made here passes on what is left of the current RPC's deadline, less a
margin in which the caller can still answer, and the current trace context. Neither
travels by itself in gRPC's asyncio stack.
"""

from collections.abc import Callable
from typing import Any, Final, Self

import grpc

from services.runtime import deadlines, telemetry
from services.runtime.errors import DeadlineExceeded

MARGIN_SECONDS: Final = 0.02

_OPTIONS: Final = [
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    # A service that comes back should be found at once, not after two minutes.
    ("grpc.initial_reconnect_backoff_ms", 50),
    ("grpc.max_reconnect_backoff_ms", 1_000),
]


def dial(address: str, credentials: grpc.ChannelCredentials | None = None) -> grpc.aio.Channel:
    """Opens a channel. Keep it: a channel for each call costs more than the call."""
    if credentials is None:
        return _Channel(grpc.aio.insecure_channel(address, options=_OPTIONS))
    return _Channel(grpc.aio.secure_channel(address, credentials, options=_OPTIONS))


class _Channel(grpc.aio.Channel):
    """Wraps each method once, which is far cheaper than a client interceptor per call."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._channel = channel
        self.unary_unary = _wrapping(channel.unary_unary)  # type: ignore[method-assign]
        self.unary_stream = _wrapping(channel.unary_stream)  # type: ignore[method-assign]
        self.stream_unary = _wrapping(channel.stream_unary)  # type: ignore[method-assign]
        self.stream_stream = _wrapping(channel.stream_stream)  # type: ignore[method-assign]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self, grace: float | None = None) -> None:
        """Closes the channel; calls that are under way get `grace` seconds."""
        await self._channel.close(grace)

    def get_state(self, try_to_connect: bool = False) -> grpc.ChannelConnectivity:  # noqa: FBT001, FBT002
        """The state of the connection."""
        return self._channel.get_state(try_to_connect)

    async def wait_for_state_change(self, last_observed_state: grpc.ChannelConnectivity) -> None:
        """Waits until the state is another one."""
        await self._channel.wait_for_state_change(last_observed_state)

    async def channel_ready(self) -> None:
        """Waits until the connection stands."""
        await self._channel.channel_ready()

    # The parent declares these; every instance has its own wrapped ones.
    def unary_unary(self, *_: Any, **__: Any) -> Any:
        """Set in `__init__`."""

    def unary_stream(self, *_: Any, **__: Any) -> Any:
        """Set in `__init__`."""

    def stream_unary(self, *_: Any, **__: Any) -> Any:
        """Set in `__init__`."""

    def stream_stream(self, *_: Any, **__: Any) -> Any:
        """Set in `__init__`."""


def _wrapping(make: Callable[..., Callable[..., Any]]) -> Callable[..., Callable[..., Any]]:
    def wrapped(*arguments: Any, **options: Any) -> Callable[..., Any]:
        method = make(*arguments, **options)

        def call(
            request: Any = None,
            timeout: float | None = None,
            metadata: tuple[tuple[str, str | bytes], ...] = (),
            **more: Any,
        ) -> Any:
            trace = telemetry.traceparent()
            headers = (*metadata, ("traceparent", trace)) if trace else metadata
            return method(request, timeout=_limited(timeout), metadata=headers, **more)

        return call

    return wrapped


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
