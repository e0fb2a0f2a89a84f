"""Errors and statuses, both ways."""

from collections.abc import Iterator

import grpc
import pytest
from grpc.aio import AioRpcError, Metadata

from services.runtime import errors, status

EXAMPLES = [
    errors.InvalidArgument([errors.Violation("name", "is wrong", "string.pattern")]),
    errors.NotFound("kind", "products/x", "there is none", "NOT_THERE"),
    errors.AlreadyExists("kind", "products/x", "there is one", "THERE"),
    errors.Aborted("kind", "products/x", "was changed", "CHANGED"),
    errors.FailedPrecondition("kind", "products/x", "is deleted", "DELETED", metadata={"by": "me"}),
    errors.Unauthenticated("who?", reason="NO_TOKEN"),
    errors.PermissionDenied("no", reason="NO_SCOPE", metadata={"scope": "s"}),
    errors.Unavailable("gone", reason="GONE", retry_after=1.5),
    errors.ResourceExhausted("too much", reason="RATE", retry_after=2),
    errors.DeadlineExceeded("late", reason="LATE"),
]


def _leaves(kind: type[errors.DomainError]) -> Iterator[type[errors.DomainError]]:
    for child in kind.__subclasses__():
        yield from _leaves(child) if child.__subclasses__() else [child]


def test_every_domain_error_has_a_code_of_its_own() -> None:
    assert set(status.CODES) == set(_leaves(errors.DomainError))
    assert len(set(status.CODES.values())) == len(status.CODES)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda e: type(e).__name__)
def test_an_error_is_the_same_after_a_journey(error: errors.DomainError) -> None:
    sent = status.to_status(error, "catalog.mercado.mesh")
    trailers = Metadata(*status.trailers(sent))
    call = AioRpcError(status.code_of(sent), Metadata(), trailers, sent.message)
    received = status.to_error(call)
    assert received is not None
    assert type(received) is type(error)
    assert vars(received) == vars(error)


def test_a_fault_is_no_domain_error() -> None:
    call = AioRpcError(grpc.StatusCode.INTERNAL, Metadata(), Metadata(), "boom")
    assert status.to_error(call) is None


def test_many_violations_still_fit_into_trailers() -> None:
    many = [errors.Violation("f" * 1000, "d" * 1000, "r") for _ in range(500)]
    sent = status.to_status(errors.InvalidArgument(many), "d")
    assert len(sent.SerializeToString()) < 16_000
