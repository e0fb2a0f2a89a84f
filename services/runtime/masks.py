"""Field masks (AIP-134, AIP-161)."""

from collections.abc import Iterable, Sequence

from services.runtime.errors import InvalidArgument


def masked(paths: Sequence[str], changeable: frozenset[str], present: Iterable[str]) -> set[str]:
    """The fields that a change is about.

    Args:
        paths: the mask; `*` stands for all that can be changed, and no path for what is present.
        changeable: the fields that a caller may change.
        present: the fields that are set in the resource of the request.

    Raises:
        InvalidArgument: if a path is not one of the changeable fields.
    """
    if not paths:
        return set(present) & changeable
    for path in paths:
        if path != "*" and path not in changeable:
            known = ", ".join(sorted(changeable))
            raise InvalidArgument.field(
                "update_mask",
                f"'{path}' cannot be changed; what can: {known}",
                reason="UPDATE_MASK_INVALID",
            )
    return set(changeable) if "*" in paths else set(paths)
