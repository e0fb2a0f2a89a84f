"""Events as CloudEvents 1.0, in the protobuf format.

See https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/protobuf-format.md. Two
extensions are used: `traceparent` of the distributed tracing extension, and `aggregateversion`.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import DecodeError, Message

from cloudevents.v1.cloudevents_pb2 import CloudEvent
from services.runtime import telemetry

_SPEC_VERSION: Final = "1.0"
_VERSION: Final = "aggregateversion"
_TRACE: Final = "traceparent"


class EnvelopeError(ValueError):
    """Bytes are no event that this service understands."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        subject: the resource that it happened to, the aggregate, for example `orders/1`.
        version: of the resource, from then on. Later events of it have higher ones.
        data: what happened, a message of the service's `events.proto`.
        id: tells it from every other event.
    """

    subject: str
    version: int
    data: Message
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Received:
    """An event that another service published.

    Attributes:
        id, subject, version, data: as in `Event`.
        source: who published it, for example `//orders.mercado.mesh`.
        time: when it happened.
        traceparent: the trace in which it happened; None outside any.
    """

    id: UUID
    subject: str
    version: int
    data: Message
    source: str
    time: datetime
    traceparent: str | None


def topic(kind: Any) -> str:
    """Where events of a type are published: `events.orders.OrderPlaced`."""
    package, _, name = kind.full_name.rpartition(".")
    return f"events.{package.split('.')[-2]}.{name}"


def sealed(event: Event) -> bytes:
    """An event as bytes, with the current trace context."""
    descriptor: Any = event.data.DESCRIPTOR
    service = descriptor.full_name.split(".")[-3]
    envelope = CloudEvent(
        id=str(event.id),
        source=f"//{service}.mercado.mesh",
        spec_version=_SPEC_VERSION,
        type=descriptor.full_name,
    )
    attributes = envelope.attributes
    attributes["subject"].ce_string = event.subject
    attributes["time"].ce_timestamp.FromDatetime(datetime.now(UTC))
    attributes["datacontenttype"].ce_string = "application/protobuf"
    # The type of an extension is the sender's to choose; an integer would have 32 bits.
    attributes[_VERSION].ce_string = str(event.version)
    trace = telemetry.traceparent()
    if trace is not None:
        attributes[_TRACE].ce_string = trace
    envelope.proto_data.Pack(event.data)
    data: bytes = envelope.SerializeToString()
    return data


def opened(data: bytes) -> Received:
    """Reads an event.

    Raises:
        EnvelopeError: if it is none, or of a type that is not known here.
    """
    envelope = CloudEvent()
    try:
        envelope.ParseFromString(data)
        kind = message_factory.GetMessageClass(
            descriptor_pool.Default().FindMessageTypeByName(envelope.type)
        )
        message = kind()
        if not envelope.proto_data.Unpack(message):
            raise EnvelopeError(f"the data of event {envelope.id} is no {envelope.type}")
        attributes = envelope.attributes
        return Received(
            id=UUID(envelope.id),
            subject=attributes["subject"].ce_string,
            version=int(attributes[_VERSION].ce_string),
            data=message,
            source=envelope.source,
            time=attributes["time"].ce_timestamp.ToDatetime(UTC),
            traceparent=attributes[_TRACE].ce_string if _TRACE in attributes else None,
        )
    except (DecodeError, KeyError) as error:
        raise EnvelopeError(f"not an event that is known here: {error}") from error
    except ValueError as error:
        raise EnvelopeError(f"event {envelope.id}: {error}") from error
