"""Products: what they are, and what must always be true of them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from services.runtime import etag
from services.runtime.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    Violation,
)
from services.runtime.filtering import INTEGER, LABELS, TEXT, TIMESTAMP, one_of
from services.runtime.money import Money
from services.runtime.names import Collection

PRODUCTS: Final = Collection("catalog.mercado.mesh/Product", "products")

CONDITIONS: Final = (
    "CONDITION_UNSPECIFIED",
    "CONDITION_NEW",
    "CONDITION_REFURBISHED",
    "CONDITION_USED",
)

FILTERS: Final = {
    "display_name": TEXT,
    "category": TEXT,
    "tags": LABELS,
    "condition": one_of(*CONDITIONS),
    "weight_grams": INTEGER,
    "price.currency_code": TEXT,
    "price.units": INTEGER,
    "create_time": TIMESTAMP,
    "update_time": TIMESTAMP,
}
ORDERS: Final = frozenset(FILTERS) - {"tags", "condition"}
CHANGEABLE: Final = frozenset(
    {
        "display_name",
        "description",
        "category",
        "tags",
        "price",
        "weight_grams",
        "condition",
        "attributes",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something that Mercado sells.

    Attributes:
        id: the last part of its name; it never changes.
        condition: one of `CONDITIONS`.
        revision: counts its changes; its etag is made of it.
        create_time, update_time, delete_time: None until it is stored, or unless it is deleted.
    """

    id: str
    display_name: str = ""
    description: str = ""
    category: str = ""
    tags: list[str] = field(default_factory=list)
    price: Money | None = None
    weight_grams: int = 0
    condition: str = CONDITIONS[0]
    attributes: dict[str, str] = field(default_factory=dict)
    revision: int = 1
    create_time: datetime | None = None
    update_time: datetime | None = None
    delete_time: datetime | None = None

    @property
    def name(self) -> str:
        """Its resource name."""
        return PRODUCTS.name(self.id)

    @property
    def etag(self) -> str:
        """Its etag at this revision."""
        return etag.etag(self.id, self.revision)

    @property
    def deleted(self) -> bool:
        """Whether it is deleted."""
        return self.delete_time is not None

    def complete(self) -> "Product":
        """Returns the product.

        Raises:
            InvalidArgument: if anything is missing that a product cannot do without.
        """
        required = {
            "display_name": self.display_name.strip(),
            "category": self.category,
            "price": self.price,
        }
        missing = [
            Violation(f"product.{name}", "is required", "required")
            for name, value in required.items()
            if not value
        ]
        if missing:
            raise InvalidArgument(missing)
        return self

    def changed(self, changes: dict[str, Any], given_etag: str) -> "Product":
        """The product with other values in some fields of `CHANGEABLE`.

        Raises:
            Aborted: if the etag is not current.
            FailedPrecondition: if the product is deleted.
            InvalidArgument: if it would not be complete.
        """
        self._require(given_etag)
        if self.deleted:
            raise FailedPrecondition(
                PRODUCTS.kind, self.name, f"{self.name} is deleted", "PRODUCT_DELETED"
            )
        return replace(self, **changes).complete()

    def removed(self, now: datetime, given_etag: str) -> "Product":
        """The product, deleted.

        Raises:
            Aborted: if the etag is not current.
            NotFound: if it is deleted already.
        """
        self._require(given_etag)
        if self.deleted:
            raise NotFound(
                PRODUCTS.kind, self.name, f"{self.name} is deleted already", "PRODUCT_DELETED"
            )
        return replace(self, delete_time=now)

    def restored(self, given_etag: str) -> "Product":
        """The product, no longer deleted.

        Raises:
            Aborted: if the etag is not current.
            AlreadyExists: if it is not deleted.
        """
        self._require(given_etag)
        if not self.deleted:
            raise AlreadyExists(
                PRODUCTS.kind, self.name, f"{self.name} is not deleted", "PRODUCT_NOT_DELETED"
            )
        return replace(self, delete_time=None)

    def _require(self, given_etag: str) -> None:
        etag.require_current(given_etag, self.etag, PRODUCTS.kind, self.name)


def unknown(product_id: str) -> NotFound:
    """The error for a product that is not there."""
    name = PRODUCTS.name(product_id)
    return NotFound(PRODUCTS.kind, name, f"there is no {name}", "PRODUCT_NOT_FOUND")


def taken(product_id: str) -> AlreadyExists:
    """The error for a name that another product has."""
    name = PRODUCTS.name(product_id)
    return AlreadyExists(PRODUCTS.kind, name, f"{name} exists already", "PRODUCT_EXISTS")
