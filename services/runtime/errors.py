"""What can go wrong, in words that know nothing of a protocol.

Use cases raise these; `status` turns them into `google.rpc.Status` and back.
The names are those of the canonical codes (`google/rpc/code.proto`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a request.

    Attributes:
        field: the path of the field in the request, for example `product.price`.
        description: what is wrong with it, for a person.
        reason: the same for a program, for example `string.pattern`.
    """

    field: str
    description: str
    reason: str


class DomainError(Exception):
    """The parent of all errors that a caller is told about.

    Attributes:
        message: what happened, for a person.
        reason: the same for a program, in UPPER_SNAKE_CASE (AIP-193).
        metadata: details for a program.
    """

    def __init__(
        self, message: str, *, reason: str, metadata: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.metadata = dict(metadata or {})


class InvalidArgument(DomainError):
    """The request is wrong, whatever the state of the system."""

    def __init__(self, violations: Sequence[Violation], *, reason: str = "INVALID_FIELDS") -> None:
        first = "; ".join(
            f"{v.field}: {v.description}" if v.field else v.description for v in violations[:3]
        )
        more = f" (and {len(violations) - 3} more)" if len(violations) > 3 else ""  # noqa: PLR2004
        super().__init__(first + more, reason=reason)
        self.violations = tuple(violations)

    @classmethod
    def field(cls, field: str, description: str, *, reason: str) -> "InvalidArgument":
        """The error of one field; `reason` is given for both the field and the whole."""
        return cls([Violation(field, description, reason)], reason=reason)


class ResourceError(DomainError):
    """The parent of errors about one resource.

    Attributes:
        resource_type: for example `catalog.mercado.mesh/Product`.
        resource_name: for example `products/espresso-cup`.
    """

    def __init__(
        self,
        resource_type: str,
        resource_name: str,
        message: str,
        reason: str,
        *,
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        details = {"resource": resource_name, **(metadata or {})}
        super().__init__(message, reason=reason, metadata=details)
        self.resource_type = resource_type
        self.resource_name = resource_name


class NotFound(ResourceError):
    """There is no such resource."""


class AlreadyExists(ResourceError):
    """There is such a resource already."""


class Aborted(ResourceError):
    """Somebody else changed the resource first."""


class FailedPrecondition(ResourceError):
    """The resource is in a state that does not allow this."""


class Unauthenticated(DomainError):
    """It is not known who is calling."""


class PermissionDenied(DomainError):
    """The caller may not do this."""


class RetryableError(DomainError):
    """The parent of errors that pass.

    Attributes:
        retry_after: seconds after which another try makes sense.
    """

    def __init__(self, message: str, *, reason: str, retry_after: float) -> None:
        super().__init__(message, reason=reason)
        self.retry_after = retry_after


class Unavailable(RetryableError):
    """Something that is needed cannot be reached. Whether anything was changed is not known."""


class ResourceExhausted(RetryableError):
    """The caller, or everyone together, asks for too much."""


class DeadlineExceeded(DomainError):
    """The time that the caller gave is over."""
