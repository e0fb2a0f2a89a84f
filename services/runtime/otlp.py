"""The OpenTelemetry SDK with its OTLP exporters. Imported only where they are wanted."""

import os

from opentelemetry import metrics, trace
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

# The buckets that the conventions recommend, in seconds.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)


class Providers:
    """The tracer and the instruments of a process."""

    def __init__(self, resource: Resource) -> None:
        self._tracers = TracerProvider(resource=resource)
        self._tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        reader = PeriodicExportingMetricReader(OTLPMetricExporter())
        self._meters = MeterProvider(metric_readers=[reader], resource=resource)
        self.tracer: trace.Tracer = self._tracers.get_tracer("mercado")
        self.meter: metrics.Meter = self._meters.get_meter("mercado")
        self.duration: metrics.Histogram = self.meter.create_histogram(
            "rpc.server.call.duration",
            unit="s",
            description="How long an incoming call took.",
            explicit_bucket_boundaries_advisory=_BUCKETS,
        )

    def stop(self) -> None:
        """Exports what is left; gives up after `OTEL_EXPORTER_OTLP_TIMEOUT`."""
        self._tracers.shutdown()
        self._meters.shutdown()


def start(service: str) -> Providers:
    """Starts the providers of a service."""
    # A collector that is gone must not keep a process from stopping.
    os.environ.setdefault("OTEL_EXPORTER_OTLP_TIMEOUT", "2")
    os.environ.setdefault("OTEL_EXPORTER_OTLP_INSECURE", "true")
    return Providers(Resource.create({"service.name": service, "service.namespace": "mercado"}))
