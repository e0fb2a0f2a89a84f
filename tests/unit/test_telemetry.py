"""Trace context."""

import pytest
from opentelemetry import context, trace

from services.runtime import telemetry
from services.runtime.telemetry import parse_traceparent, traceparent

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.mark.parametrize(("flags", "sampled"), [("01", True), ("00", False), ("03", True)])
def test_a_header_is_read_in_full(flags: str, sampled: bool) -> None:  # noqa: FBT001
    found = parse_traceparent(f"00-{TRACE}-{SPAN}-{flags}")
    assert found.is_valid
    assert found.is_remote
    assert (f"{found.trace_id:032x}", f"{found.span_id:016x}") == (TRACE, SPAN)
    assert found.trace_flags.sampled is sampled


@pytest.mark.parametrize(
    "header",
    [
        None,
        b"",
        f"00-{TRACE}-{SPAN}-01".encode(),
        "",
        "00",
        f"00-{TRACE}-{SPAN}",
        f"00-{TRACE}-{SPAN}-01-extra",
        f"00-{TRACE}-{SPAN}-1",
        f"01-{TRACE}-{SPAN}-01",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE[:-1]}g-{SPAN}-01",
        f"00-{TRACE}{SPAN}--01",
        f"00_{TRACE}_{SPAN}_01",
        "-" * 55,
        "0" * 55,
    ],
)
def test_anything_else_is_taken_as_no_header(header: str | bytes | None) -> None:
    assert not parse_traceparent(header).is_valid


@pytest.mark.parametrize(
    "header",
    [
        f"00-{TRACE[:-2]}-{SPAN}00-01",
        f"00-{TRACE}a-{SPAN[:-1]}-01",
        f"00-{TRACE}-{SPAN[:-1]}-001",
        f"00-{TRACE}-{SPAN[:-2]}-0fff",
        f"00-+{TRACE[1:]}-{SPAN}-01",
        f"00- {TRACE[1:]}-{SPAN}-01",
        f"00-{TRACE[:1]}_{TRACE[2:]}-{SPAN}-01",
        f"00-0x{TRACE[2:]}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}- 1",
        f"00-{TRACE.upper()}-{SPAN}-01",
    ],
)
def test_a_header_with_parts_that_are_not_lower_hex_of_their_length_is_no_header(
    header: str,
) -> None:
    assert len(header) == 55
    assert not parse_traceparent(header).is_valid


def test_a_context_that_was_read_is_passed_on_as_it_came() -> None:
    header = f"00-{TRACE}-{SPAN}-01"
    span = trace.NonRecordingSpan(parse_traceparent(header))
    token = context.attach(trace.set_span_in_context(span))
    try:
        assert traceparent() == header
        assert telemetry.current().is_valid
        assert not telemetry.recording()
    finally:
        context.detach(token)


def test_outside_any_trace_nothing_is_passed_on() -> None:
    assert traceparent() is None
    assert not telemetry.current().is_valid
