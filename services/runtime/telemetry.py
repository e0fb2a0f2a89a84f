"""Traces and metrics, by OTLP when `OTEL_EXPORTER_OTLP_ENDPOINT` is set.

Every RPC is a span, whatever its outcome, with the conventions of
https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/. Without an endpoint,
or in a trace that is not sampled, nothing is recorded and only the caller's trace
context is kept: logs name it, and `dial` passes it on.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final, Protocol

import grpc
from opentelemetry import context as context_api
from opentelemetry import trace
from opentelemetry.metrics import Histogram, Meter
from opentelemetry.trace import Link, SpanKind, Status, StatusCode

TraceContext = trace.SpanContext

_FAULTS: Final = frozenset({"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL",
                            "UNAVAILABLE", "DATA_LOSS"})  # fmt: skip
_CODES: Final = {code.value[0]: code.name for code in grpc.StatusCode}
_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


class _Recorder:
    """The tracer and the instruments in use; none of them until `configure`."""

    tracer: trace.Tracer | None = None
    duration: Histogram | None = None
    meter: Meter | None = None
    gauges: ClassVar[dict[str, Any]] = {}


def configure(service: str) -> "Telemetry":
    """Starts exporting if an endpoint is set in the environment.

    The SDK reads the rest of the standard variables by itself, such as
    `OTEL_TRACES_SAMPLER` and `OTEL_METRIC_EXPORT_INTERVAL`.
    """
    if not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return _Off()
    # Late, because the SDK and its exporter triple the time that a service takes to start.
    from services.runtime import otlp  # noqa: PLC0415

    providers = otlp.start(service)
    _Recorder.tracer = providers.tracer
    _Recorder.duration = providers.duration
    _Recorder.meter = providers.meter
    return providers


class Telemetry(Protocol):
    """What has to be stopped at the end, so that nothing recorded is lost."""

    def stop(self) -> None:
        """Exports what is left."""


class _Off:
    def stop(self) -> None:
        pass


def current() -> TraceContext:
    """The trace context of the current block; not `is_valid` outside any."""
    return trace.get_current_span().get_span_context()


def traceparent() -> str | None:
    """The current trace context as a W3C `traceparent` header, if there is one."""
    span = current()
    if not span.is_valid:
        return None
    return f"00-{span.trace_id:032x}-{span.span_id:016x}-{span.trace_flags:02x}"


def parse_traceparent(header: str | bytes | None) -> TraceContext:
    """Reads a `traceparent` header (https://www.w3.org/TR/trace-context/).

    Anything else than version 00 in full is taken as no header, as it asks.
    """
    found = _TRACEPARENT.fullmatch(header) if isinstance(header, str) else None
    if found is None:
        return trace.INVALID_SPAN_CONTEXT
    trace_id, span_id, flags = (int(part, 16) for part in found.groups())
    return TraceContext(trace_id, span_id, is_remote=True, trace_flags=trace.TraceFlags(flags))


class observed:  # noqa: N801  (reads as a statement: `with observed(method, …)`)
    """The server span and the `rpc.server.call.duration` of one RPC."""

    __slots__ = ("_context", "_method", "_parent", "_span", "_started", "_token")

    def __init__(
        self,
        method: str,
        context: "grpc.aio.ServicerContext[Any, Any]",
        metadata: Mapping[str, str | bytes],
    ) -> None:
        self._method = method
        self._context = context
        self._parent = parse_traceparent(metadata.get("traceparent"))

    def __enter__(self) -> None:
        self._started = time.perf_counter()
        remote = trace.NonRecordingSpan(self._parent)
        unsampled = self._parent.is_valid and not self._parent.trace_flags.sampled
        if _Recorder.tracer is None or unsampled:
            self._span: trace.Span = remote
        else:
            self._span = _Recorder.tracer.start_span(
                self._method,
                trace.set_span_in_context(remote),
                SpanKind.SERVER,
                {"rpc.system.name": "grpc", "rpc.method": self._method},
            )
        self._token = context_api.attach(trace.set_span_in_context(self._span))

    def __exit__(self, kind: type[BaseException] | None, error: object, _: object) -> None:
        if _Recorder.tracer is not None:
            code = self._code(kind)
            if _Recorder.duration is not None:
                attributes = {
                    "rpc.system.name": "grpc",
                    "rpc.method": self._method,
                    "rpc.response.status_code": code,
                }
                if code in _FAULTS:
                    attributes["error.type"] = code
                _Recorder.duration.record(time.perf_counter() - self._started, attributes)
            if self._span.is_recording():
                self._span.set_attribute("rpc.response.status_code", code)
                if code in _FAULTS:
                    self._span.set_attribute("error.type", code)
                    self._span.set_status(Status(StatusCode.ERROR, self._context.details() or code))
                self._span.end()
        # A stream that its client left is closed from elsewhere, where this context is not.
        if kind is not GeneratorExit:
            context_api.detach(self._token)

    def _code(self, kind: type[BaseException] | None) -> str:
        if kind is not None and not issubclass(kind, grpc.aio.AbortError):
            return "CANCELLED"
        code = self._context.code() or 0
        return code.name if isinstance(code, grpc.StatusCode) else _CODES[code]


@contextmanager
def continued(traceparent: str) -> Iterator[None]:
    """Makes what a block does part of an earlier trace, if there was one."""
    parent = parse_traceparent(traceparent)
    if not parent.is_valid:
        yield
        return
    token = context_api.attach(trace.set_span_in_context(trace.NonRecordingSpan(parent)))
    try:
        yield
    finally:
        context_api.detach(token)


def measured(name: str, value: float, unit: str) -> None:
    """Reports how much there is of something now, for example `mercado.orders.attention`."""
    if _Recorder.meter is None:
        return
    if name not in _Recorder.gauges:
        _Recorder.gauges[name] = _Recorder.meter.create_gauge(name, unit=unit)
    _Recorder.gauges[name].set(value)


def recording() -> bool:
    """Whether spans of the current trace are recorded."""
    return _Recorder.tracer is not None and trace.get_current_span().is_recording()


@contextmanager
def client_span(name: str, attributes: Mapping[str, str]) -> Iterator[None]:
    """A span around a call to something outside. Only while `recording`."""
    if _Recorder.tracer is None:
        yield
        return
    with _Recorder.tracer.start_as_current_span(name, kind=SpanKind.CLIENT, attributes=attributes):
        yield


@contextmanager
def consumed(consumer: str, topic: str, event: str, traceparent: str | None) -> Iterator[None]:
    """A span around the handling of an event, linked to the trace in which it was written.

    See https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/. While nothing is
    recorded the writer's trace goes on, so that logs name it.
    """
    producer = parse_traceparent(traceparent)
    unsampled = producer.is_valid and not producer.trace_flags.sampled
    if _Recorder.tracer is None or unsampled:
        with trace.use_span(trace.NonRecordingSpan(producer)):
            yield
        return
    attributes = {
        "messaging.system": "nats",
        "messaging.operation.type": "process",
        "messaging.operation.name": "process",
        "messaging.consumer.group.name": consumer,
        "messaging.destination.name": topic,
        "messaging.message.id": event,
    }
    with _Recorder.tracer.start_as_current_span(
        f"process {topic}",
        context_api.Context(),
        SpanKind.CONSUMER,
        attributes,
        [Link(producer)] if producer.is_valid else [],
    ):
        yield
