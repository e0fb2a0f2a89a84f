"""The one table between domain errors and `google.rpc.Status`, both ways (AIP-193)."""

from collections.abc import Sequence
from typing import Final

import grpc
from google.rpc import error_details_pb2, status_pb2

from services.runtime import errors

CODES: Final[dict[type[errors.DomainError], grpc.StatusCode]] = {
    errors.InvalidArgument: grpc.StatusCode.INVALID_ARGUMENT,
    errors.NotFound: grpc.StatusCode.NOT_FOUND,
    errors.AlreadyExists: grpc.StatusCode.ALREADY_EXISTS,
    errors.Aborted: grpc.StatusCode.ABORTED,
    errors.FailedPrecondition: grpc.StatusCode.FAILED_PRECONDITION,
    errors.Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    errors.PermissionDenied: grpc.StatusCode.PERMISSION_DENIED,
    errors.Unavailable: grpc.StatusCode.UNAVAILABLE,
    errors.ResourceExhausted: grpc.StatusCode.RESOURCE_EXHAUSTED,
    errors.DeadlineExceeded: grpc.StatusCode.DEADLINE_EXCEEDED,
}
ERRORS: Final = {code: error for error, code in CODES.items()}

_BY_NUMBER: Final = {code.value[0]: code for code in grpc.StatusCode}

DETAILS_KEY: Final = "grpc-status-details-bin"

# A status travels in trailers, which gRPC takes up to 8 KiB of: in base64, beside the message,
# in which everything but ASCII is escaped to three times its bytes.
_MAX_MESSAGE_BYTES: Final = 400
_MAX_TEXT_BYTES: Final = 300
_MAX_DETAILS_BYTES: Final = 3600

Trailers = tuple[tuple[str, bytes], ...]


def to_status(error: errors.DomainError, domain: str) -> status_pb2.Status:
    """The status of an error raised in the service `domain`, details included."""
    status = status_pb2.Status(
        code=CODES[type(error)].value[0], message=_short(error.message, _MAX_MESSAGE_BYTES)
    )
    _add(
        status,
        error_details_pb2.ErrorInfo(reason=error.reason, domain=domain, metadata=error.metadata),
    )
    if isinstance(error, errors.InvalidArgument):
        _add(status, _bad_request(error.violations))
    if isinstance(error, errors.ResourceError):
        _add(
            status,
            error_details_pb2.ResourceInfo(
                resource_type=error.resource_type,
                resource_name=error.resource_name,
                description=_short(error.message),
            ),
        )
    if isinstance(error, errors.RetryableError):
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromNanoseconds(int(error.retry_after * 1e9))
        _add(status, retry)
    return status


def internal(domain: str) -> status_pb2.Status:
    """The status of a fault. It says nothing of what happened: that is in the log."""
    status = status_pb2.Status(
        code=grpc.StatusCode.INTERNAL.value[0], message="something went wrong on our side"
    )
    _add(status, error_details_pb2.ErrorInfo(reason="INTERNAL", domain=domain))
    return status


def code_of(status: status_pb2.Status) -> grpc.StatusCode:
    """The code of a status as grpc has it."""
    return _BY_NUMBER[status.code]


def trailers(status: status_pb2.Status) -> Trailers:
    """The trailing metadata that carries a status."""
    return ((DETAILS_KEY, status.SerializeToString()),)


def of_call(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    """The status that a failed call came back with; made up from its code if it has no details."""
    for key, value in error.trailing_metadata() or ():
        if key == DETAILS_KEY and isinstance(value, bytes):
            return status_pb2.Status.FromString(value)
    return status_pb2.Status(code=error.code().value[0], message=error.details() or "")


def to_error(call: grpc.aio.AioRpcError) -> errors.DomainError | None:
    """The domain error of a failed call; None for codes that are faults, such as INTERNAL."""
    kind = ERRORS.get(call.code())
    if kind is None:
        return None
    status = of_call(call)
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    resource, retry = error_details_pb2.ResourceInfo(), error_details_pb2.RetryInfo()
    for detail in status.details:
        for message in (info, bad, resource, retry):
            detail.Unpack(message)
    reason = info.reason or call.code().name
    if kind is errors.InvalidArgument:
        violations = [
            errors.Violation(v.field, v.description, v.reason) for v in bad.field_violations
        ] or [errors.Violation("", status.message, reason)]
        return errors.InvalidArgument(violations, reason=reason)
    if issubclass(kind, errors.ResourceError):
        who = resource.resource_type, resource.resource_name
        return kind(*who, status.message, reason, metadata=info.metadata)
    if issubclass(kind, errors.RetryableError):
        seconds = retry.retry_delay.ToNanoseconds() / 1e9
        return kind(status.message, reason=reason, retry_after=seconds)
    return kind(status.message, reason=reason, metadata=info.metadata)


def _add(status: status_pb2.Status, detail: object) -> None:
    status.details.add().Pack(detail)  # type: ignore[arg-type]


def _bad_request(violations: Sequence[errors.Violation]) -> error_details_pb2.BadRequest:
    """As many violations as there is room for, the first ones first."""
    bad = error_details_pb2.BadRequest()
    for violation in violations:
        bad.field_violations.add(
            field=_short(violation.field),
            description=_short(violation.description),
            reason=violation.reason,
        )
        if bad.ByteSize() > _MAX_DETAILS_BYTES:
            del bad.field_violations[-1]
            break
    return bad


def _short(text: str, most: int = _MAX_TEXT_BYTES) -> str:
    encoded = text.encode()
    if len(encoded) <= most:
        return text
    return encoded[: most - 3].decode(errors="ignore") + "…"
