"""What a call that failed says of what was done."""

from typing import Any

import grpc
import pytest

from services.orders.clients import outcome
from services.runtime import errors, status


def _failed(code: grpc.StatusCode, trailers: Any = ()) -> grpc.aio.AioRpcError:
    metadata = grpc.aio.Metadata(*trailers)
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), metadata, details="so it is")


@pytest.mark.parametrize("code", list(grpc.StatusCode)[1:], ids=lambda code: code.name)
def test_only_a_participants_word_is_a_refusal_and_only_silence_is_unknown(
    code: grpc.StatusCode,
) -> None:
    refused = {grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.ALREADY_EXISTS}
    unknown = {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.ABORTED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.CANCELLED,
    }
    expected = "refused" if code in refused else "unknown" if code in unknown else "broken"
    found = outcome(_failed(code))
    assert found.kind == expected
    assert "so it is" in found.detail


def test_what_is_broken_is_named() -> None:
    assert outcome(_failed(grpc.StatusCode.INTERNAL)).detail == "INTERNAL: so it is"


def test_what_is_told_is_kept_short() -> None:
    call = grpc.aio.AioRpcError(
        grpc.StatusCode.INTERNAL, grpc.aio.Metadata(), grpc.aio.Metadata(), details="x" * 10_000
    )
    assert len(outcome(call).detail) < 400


def test_details_do_not_matter() -> None:
    error = errors.FailedPrecondition("a/B", "bs/1", "so it is", "NOT_SO")
    carried = status.trailers(status.to_status(error, "test"))
    assert outcome(_failed(grpc.StatusCode.FAILED_PRECONDITION, carried)).kind == "refused"
