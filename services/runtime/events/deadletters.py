"""Events that could not be handled, until a person has them handled again, or drops them."""

import contextlib
from dataclasses import dataclass
from typing import Final

import nats.js.errors

from services.runtime.events.broker import MESSAGE_ID, Broker
from services.runtime.events.envelope import EnvelopeError, Received, opened
from services.runtime.events.streams import DEAD_LETTERS

_REASON: Final = "Mercado-Reason"
_TOPIC: Final = "Mercado-Topic"
_DELIVERIES: Final = "Mercado-Deliveries"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that a consumer put aside.

    Attributes:
        number: its place in the stream of dead letters.
        consumer: who could not handle it.
        topic: where it had come from.
        reason: what it failed with.
        deliveries: how often it was tried.
        data: the event's bytes.
        event: the event; None if the bytes are none that is known here.
    """

    number: int
    consumer: str
    topic: str
    reason: str
    deliveries: int
    data: bytes
    event: Received | None


def headers(consumer: str, sequence: int, topic: str, reason: str, tries: int) -> dict[str, str]:
    """What is kept with an event that is put aside; `sequence` is its place in its stream."""
    return {
        MESSAGE_ID: f"{consumer}/{sequence}",
        # A header is one line.
        _REASON: " ".join(reason.split())[:500],
        _TOPIC: topic,
        _DELIVERIES: str(tries),
    }


def topic(consumer: str) -> str:
    """Where a consumer's dead letters are published."""
    return f"dead-letters.{consumer}"


async def listed(broker: Broker) -> list[DeadLetter]:
    """All of them, the oldest first."""
    stream = await broker.jetstream()
    state = (await stream.stream_info(DEAD_LETTERS)).state
    letters = list[DeadLetter]()
    for number in range(state.first_seq, state.last_seq + 1) if state.messages else ():
        letter = await find(broker, number)
        if letter is not None:
            letters.append(letter)
    return letters


async def find(broker: Broker, number: int) -> DeadLetter | None:
    """One of them; None if there is none of this number (any more)."""
    stream = await broker.jetstream()
    try:
        message = await stream.get_msg(DEAD_LETTERS, number)
    except nats.js.errors.NotFoundError:
        return None
    data, kept = message.data or b"", message.headers or {}
    try:
        event = opened(data)
    except EnvelopeError:
        event = None
    return DeadLetter(
        number=number,
        consumer=(message.subject or "").removeprefix(topic("")),
        topic=kept.get(_TOPIC, ""),
        reason=kept.get(_REASON, ""),
        deliveries=int(kept.get(_DELIVERIES, 0)),
        data=data,
        event=event,
    )


async def replay(broker: Broker, letter: DeadLetter) -> None:
    """Has the consumer that put an event aside, and no other, handle it again."""
    # Not the event's own id, which the stream may still remember; and the same one if somebody
    # else replays it at this moment.
    identity = f"{letter.consumer}/replay/{letter.number}"
    await broker.publish(f"replays.{letter.consumer}", letter.data, {MESSAGE_ID: identity})
    await discard(broker, letter)


async def discard(broker: Broker, letter: DeadLetter) -> None:
    """Drops an event for good."""
    stream = await broker.jetstream()
    # Somebody else may have done it by now.
    with contextlib.suppress(nats.js.errors.APIError):
        await stream.delete_msg(DEAD_LETTERS, letter.number)
