"""One request is one trace, from the gateway to the statement."""

import asyncio
from collections.abc import AsyncIterator

import grpc
import httpx
import pytest
from opentelemetry.proto.collector.metrics.v1 import (
    metrics_service_pb2,
    metrics_service_pb2_grpc,
)
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.conftest import RunningMesh, eventually, running_mesh


class Sink:
    """An OTLP collector that keeps what it gets."""

    def __init__(self) -> None:
        self.spans: list[tuple[str, Span]] = []
        self.metrics: list[str] = []
        self.address = ""

    def trace(self, trace_id: str) -> list[tuple[str, Span]]:
        return [(service, s) for service, s in self.spans if s.trace_id.hex() == trace_id]


@pytest.fixture(scope="module")
async def sink() -> AsyncIterator[Sink]:
    kept = Sink()

    class Traces(trace_service_pb2_grpc.TraceServiceServicer):
        async def Export(
            self,
            request: trace_service_pb2.ExportTraceServiceRequest,
            context: object,
        ) -> trace_service_pb2.ExportTraceServiceResponse:
            for resource in request.resource_spans:
                names = {a.key: a.value.string_value for a in resource.resource.attributes}
                for scope in resource.scope_spans:
                    kept.spans += [(names["service.name"], span) for span in scope.spans]
            return trace_service_pb2.ExportTraceServiceResponse()

    class Metrics(metrics_service_pb2_grpc.MetricsServiceServicer):
        async def Export(
            self,
            request: metrics_service_pb2.ExportMetricsServiceRequest,
            context: object,
        ) -> metrics_service_pb2.ExportMetricsServiceResponse:
            for resource in request.resource_metrics:
                for scope in resource.scope_metrics:
                    kept.metrics += [metric.name for metric in scope.metrics]
            return metrics_service_pb2.ExportMetricsServiceResponse()

    server = grpc.aio.server()
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(Traces(), server)
    metrics_service_pb2_grpc.add_MetricsServiceServicer_to_server(Metrics(), server)
    kept.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    yield kept
    await server.stop(0)


@pytest.fixture(scope="module")
async def traced(
    sink: Sink, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningMesh]:
    environment = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{sink.address}",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
        "OTEL_METRIC_EXPORT_INTERVAL": "200",
    }
    folder = tmp_path_factory.mktemp("traced")
    running = running_mesh(folder, "--no-seed", environment=environment)
    # Meanwhile the collector answers.
    mesh = await asyncio.to_thread(running.__enter__)
    yield mesh
    await asyncio.to_thread(running.__exit__, None, None, None)


async def test_a_request_is_one_trace_from_the_gateway_to_sql(
    traced: RunningMesh, sink: Sink
) -> None:
    async with httpx.AsyncClient(base_url=traced.url) as client:
        answer = await client.get("/v1/products?page_size=1")
    trace_id = answer.headers["x-trace-id"]

    async def complete() -> bool:
        spans = sink.trace(trace_id)
        ids = {span.span_id for _, span in spans}
        roots = [span for _, span in spans if not span.parent_span_id]
        orphans = [s for _, s in spans if s.parent_span_id and s.parent_span_id not in ids]
        return len(roots) == 1 and not orphans and len(spans) >= 4

    await eventually(complete, 10, "every span has arrived")
    by_id = {span.span_id: (service, span) for service, span in sink.trace(trace_id)}
    statement = next(s for service, s in by_id.values() if s.name == "SELECT products")
    path = list[tuple[str, str]]()
    current: tuple[str, Span] | None = ("catalog", statement)
    while current is not None:
        service, span = current
        path.append((service, span.name))
        current = by_id.get(span.parent_span_id)
    method = "mercado.catalog.v1.CatalogService/ListProducts"
    assert path == [
        ("catalog", "SELECT products"),
        ("catalog", method),
        ("gateway", f"/{method}"),
        ("gateway", f"GET /{method}"),
    ]
    attributes = {a.key: a.value.string_value for a in statement.attributes}
    assert attributes["db.system.name"] == "postgresql"

    async def measured() -> bool:
        return {"rpc.server.call.duration", "envoy.http.downstream_rq_xx"} <= set(sink.metrics)

    await eventually(measured, 10, "the service's and the gateway's metrics have arrived")


async def test_a_refused_call_is_a_span_with_its_code(traced: RunningMesh, sink: Sink) -> None:
    async with httpx.AsyncClient(base_url=traced.url) as client:
        answer = await client.get("/v1/products/none")
    assert answer.status_code == 404

    def served() -> list[Span]:
        spans = sink.trace(answer.headers["x-trace-id"])
        return [s for service, s in spans if service == "catalog" and s.kind == s.SPAN_KIND_SERVER]

    async def arrived() -> bool:
        return bool(served())

    await eventually(arrived, 10, "the catalog's span has arrived")
    [span] = served()
    codes = {a.key: a.value.string_value for a in span.attributes}
    assert codes["rpc.response.status_code"] == "NOT_FOUND"
    assert "error.type" not in codes
