"""Events on the wire, the order in which they leave, and what a service may do at the broker."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from cloudevents.v1.cloudevents_pb2 import CloudEvent
from mercado.orders.v1.events_pb2 import OrderPlaced
from mercado.orders.v1.order_pb2 import Order
from scripts.mesh.provision import broker
from services.runtime import telemetry
from services.runtime.events import outbox
from services.runtime.events.envelope import EnvelopeError, Event, opened, sealed, topic
from services.runtime.events.relay import waves

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def _event(version: int = 3) -> Event:
    return Event("orders/1", version, OrderPlaced(order=Order(name="orders/1")))


def test_an_event_is_a_cloudevent_with_its_data_as_protobuf() -> None:
    event = _event()
    envelope = CloudEvent.FromString(sealed(event))
    assert envelope.DESCRIPTOR.full_name == "io.cloudevents.v1.CloudEvent"
    assert envelope.id == str(event.id)
    assert envelope.spec_version == "1.0"
    assert envelope.source == "//orders.mercado.mesh"
    assert envelope.type == "mercado.orders.v1.OrderPlaced"
    assert envelope.proto_data.type_url == "type.googleapis.com/mercado.orders.v1.OrderPlaced"
    attributes = {name: value.WhichOneof("attr") for name, value in envelope.attributes.items()}
    assert attributes == {
        "subject": "ce_string",
        "time": "ce_timestamp",
        "datacontenttype": "ce_string",
        "aggregateversion": "ce_string",
    }


def test_what_is_received_is_what_was_published() -> None:
    event = _event(version=1 << 40)
    with trace.use_span(trace.NonRecordingSpan(telemetry.parse_traceparent(TRACEPARENT))):
        received = opened(sealed(event))
    assert (received.id, received.subject, received.version) == (event.id, "orders/1", 1 << 40)
    assert received.data == event.data
    assert received.traceparent == TRACEPARENT
    assert timedelta() <= datetime.now(UTC) - received.time < timedelta(minutes=1)


def test_an_event_outside_any_trace_has_none() -> None:
    assert opened(sealed(_event())).traceparent is None


def test_events_of_a_service_are_published_under_its_name() -> None:
    assert topic(OrderPlaced.DESCRIPTOR) == "events.orders.OrderPlaced"


def _broken(**changes: Any) -> bytes:
    envelope = CloudEvent.FromString(sealed(_event()))
    for name, value in changes.items():
        setattr(envelope, name, value)
    data: bytes = envelope.SerializeToString()
    return data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="none"),
        pytest.param(b"\xff", id="no message"),
        pytest.param(b'{"specversion":"1.0"}', id="JSON"),
        pytest.param(_broken(type="mercado.orders.v1.OrderBurnt"), id="an unknown type"),
        pytest.param(_broken(type="mercado.orders.v1.OrderCancelled"), id="another type"),
        pytest.param(_broken(id="no uuid"), id="an id that is no UUID"),
        pytest.param(_broken(text_data="{}"), id="text"),
        pytest.param(
            CloudEvent(id=str(uuid4()), type=OrderPlaced.DESCRIPTOR.full_name).SerializeToString(),
            id="no data",
        ),
    ],
)
def test_bytes_that_are_no_event_are_refused(data: bytes) -> None:
    with pytest.raises(EnvelopeError):
        opened(data)


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused_and_nothing_worse(data: bytes) -> None:
    with pytest.raises(EnvelopeError):
        opened(data)


def test_a_statement_can_write_an_event_itself() -> None:
    names = outbox.COLUMNS.split(", ")
    values = dict(zip(names, outbox.values(_event()), strict=True))
    assert values["topic"] == "events.orders.OrderPlaced"
    assert (values["subject"], values["version"]) == ("orders/1", 3)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5))))
def test_of_one_aggregate_each_wave_has_the_next_event(found: list[tuple[str, int]]) -> None:
    rows: list[dict[str, Any]] = [
        {"subject": subject, "version": version, "sequence": sequence}
        for sequence, (subject, version) in enumerate(found)
    ]
    left = [row for wave in waves(rows) for row in wave]
    assert sorted(row["sequence"] for row in left) == list(range(len(rows)))
    for wave in waves(rows):
        assert len({row["subject"] for row in wave}) == len(wave)
    for subject in "abc":
        order = [(r["version"], r["sequence"]) for r in left if r["subject"] == subject]
        assert order == sorted(order)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(telemetry._Recorder, "tracer", provider.get_tracer("tests"))
    yield exporter
    provider.shutdown()


def _consume(traceparent: str | None) -> None:
    with telemetry.consumed("shipping", "events.orders.OrderPlaced", "1", traceparent):
        assert telemetry.current().is_valid or traceparent is None


def _only(spans: InMemorySpanExporter) -> ReadableSpan:
    (span,) = spans.get_finished_spans()
    return span


def test_handling_an_event_is_a_trace_of_its_own_that_is_linked_to_its_publisher(
    spans: InMemorySpanExporter,
) -> None:
    _consume(TRACEPARENT)
    span = _only(spans)
    assert span.name == "process events.orders.OrderPlaced"
    assert span.kind is SpanKind.CONSUMER
    assert span.parent is None
    (link,) = span.links
    assert f"{link.context.trace_id:032x}" == TRACEPARENT.split("-")[1]
    assert span.attributes is not None
    assert span.attributes["messaging.consumer.group.name"] == "shipping"
    assert span.attributes["messaging.message.id"] == "1"


def test_an_event_of_a_trace_that_is_not_recorded_is_not_recorded(
    spans: InMemorySpanExporter,
) -> None:
    _consume(TRACEPARENT[:-2] + "00")
    assert not spans.get_finished_spans()


def test_a_failure_is_seen_in_the_span(spans: InMemorySpanExporter) -> None:
    def fail() -> None:
        with telemetry.consumed("shipping", "events.orders.OrderPlaced", "1", None):
            raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        fail()
    assert _only(spans).status.status_code is StatusCode.ERROR


def _configuration() -> dict[str, Any]:
    passwords = {"operator": "a", "orders": "b", "shipping": "c"}
    found: dict[str, Any] = json.loads(
        broker.configuration("127.0.0.1", 4222, Path("/data"), passwords)
    )
    return found


def test_what_the_broker_acknowledges_is_on_disk() -> None:
    assert _configuration()["jetstream"]["sync_interval"] == "always"


def test_a_service_publishes_its_own_events_and_hears_its_own_answers() -> None:
    users = {user["user"]: user for user in _configuration()["authorization"]["users"]}
    orders = users["orders"]["permissions"]
    events = [subject for subject in orders["publish"] if not subject.startswith("$JS.")]
    assert events == ["events.orders.>", "dead-letters.orders"]
    assert orders["subscribe"] == ["_INBOX_orders.>"]
    assert "permissions" not in users["operator"]
