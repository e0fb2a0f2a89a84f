"""Resource names (AIP-122): `products/espresso-cup`."""

from services.runtime.errors import InvalidArgument


class Collection:
    """The names of one kind of resource.

    Args:
        kind: its type, for example `catalog.mercado.mesh/Product`.
        collection: the first part of its names, for example `products`.
        singleton: the last part, of which there is one in each (AIP-156), for example `stock`.
    """

    def __init__(self, kind: str, collection: str, singleton: str = "") -> None:
        self.kind = kind
        self._prefix = f"{collection}/"
        self._suffix = f"/{singleton}" if singleton else ""

    def name(self, identifier: str) -> str:
        """The name of the resource with this identifier."""
        return self._prefix + identifier + self._suffix

    def identifier(self, name: str, *, field: str = "name") -> str:
        """The identifier in a name.

        Raises:
            InvalidArgument: if it is not a name of this collection.
        """
        identifier = name.removeprefix(self._prefix).removesuffix(self._suffix)
        if not identifier or "/" in identifier or self.name(identifier) != name:
            raise InvalidArgument.field(
                field, f"'{name}' is not {self.name('{id}')}", reason="NAME_INVALID"
            )
        return identifier
