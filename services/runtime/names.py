"""Resource names (AIP-122): `products/espresso-cup`."""

from services.runtime.errors import InvalidArgument


class Collection:
    """The names of one kind of resource.

    Args:
        kind: its type, for example `catalog.mercado.mesh/Product`.
        collection: the first part of its names, for example `products`.
    """

    def __init__(self, kind: str, collection: str) -> None:
        self.kind = kind
        self._prefix = f"{collection}/"

    def name(self, identifier: str) -> str:
        """The name of the resource with this identifier."""
        return self._prefix + identifier

    def identifier(self, name: str, *, field: str = "name") -> str:
        """The identifier in a name.

        Raises:
            InvalidArgument: if it is not a name of this collection.
        """
        identifier = name.removeprefix(self._prefix)
        if identifier == name or not identifier or "/" in identifier:
            raise InvalidArgument.field(
                field, f"'{name}' is not {self._prefix}{{id}}", reason="NAME_INVALID"
            )
        return identifier
