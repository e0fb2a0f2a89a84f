"""Calls and what comes of them, and the database that they need."""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from typing import Any, Final, TypeVar
from uuid import uuid4

import asyncpg
import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1 import product_pb2
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from scripts.mesh.local.postgres import Postgres
from scripts.mesh.local.processes import Supervised

_T = TypeVar("_T")
_D = TypeVar("_D", bound=Message)

_FAULTS: Final = {
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.UNAVAILABLE,
}
_SERVICES: Final = ("accounts", "catalog", "inventory", "orders", "payments", "shipping")
_DOMAINS: Final = {f"{name}.mercado.mesh" for name in _SERVICES}
_INSIDES: Final = (b"Traceback", b"asyncpg", b'File "', b"services/", b"Error:")


class DatabaseServer:
    """PostgreSQL, which a test may stop if it starts it again."""

    def __init__(self, postgres: Postgres, run: Callable[[], Supervised]) -> None:
        self._postgres = postgres
        self._run = run
        self._process: Supervised | None = None

    def url(self, name: str) -> str:
        """How the owner of a database reaches it."""
        return self._postgres.url(name)

    async def make(self, name: str) -> str:
        """Makes another database; returns its url."""
        await self._postgres.make_database(name)
        return self.url(name)

    async def start(self) -> None:
        """Starts the server."""
        self._process = self._run()
        await self._process.first_ready(60)

    async def stop(self) -> None:
        """Stops the server; all connections are closed."""
        if self._process is not None:
            await self._process.stop()

    @property
    def running(self) -> bool:
        """Whether the server runs."""
        return self._process is not None and self._process.pid is not None

    async def kill_connections(self, name: str) -> None:
        """Cuts all connections of a database's owner."""
        connection = await asyncpg.connect(self.url(name), timeout=5)
        try:
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where usename = current_user and pid <> pg_backend_pid()"
            )
        finally:
            await connection.close(timeout=5)


class Refusal:
    """The error that a call ended with."""

    def __init__(self, error: grpc.aio.AioRpcError) -> None:
        self.code = error.code()
        self.message = error.details() or ""
        self.status = status_pb2.Status()
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin" and isinstance(value, bytes):
                self.status.ParseFromString(value)

    def detail(self, kind: type[_D]) -> _D | None:
        """The detail of a type; None if there is none."""
        found = kind()
        return found if any(any_.Unpack(found) for any_ in self.status.details) else None

    @property
    def reason(self) -> str:
        """The reason in `google.rpc.ErrorInfo`; empty if there is none."""
        info = self.detail(error_details_pb2.ErrorInfo)
        return info.reason if info else ""

    @property
    def fields(self) -> list[str]:
        """The fields in `google.rpc.BadRequest`."""
        bad = self.detail(error_details_pb2.BadRequest)
        return [violation.field for violation in bad.field_violations] if bad else []


async def outcome(call: Awaitable[_T]) -> _T | Refusal:
    """What a call comes to."""
    try:
        return await call
    except grpc.aio.AioRpcError as error:
        return Refusal(error)


async def refused(call: Awaitable[object]) -> Refusal:
    """The refusal that a call ends with; fails if it is answered."""
    result = await outcome(call)
    if not isinstance(result, Refusal):
        pytest.fail(f"was answered: {result!r}")
    return result


async def answered(call: Awaitable[_T]) -> _T | None:
    """The response of a call; None if it was refused as a call should be."""
    result = await outcome(call)
    if not isinstance(result, Refusal):
        return result
    assert result.code not in _FAULTS, result.message
    info = result.detail(error_details_pb2.ErrorInfo)
    assert info is not None, f"{result.code} without ErrorInfo: {result.message}"
    assert info.reason
    assert info.domain in _DOMAINS
    assert result.status.code == result.code.value[0]
    for told in (result.message.encode(), result.status.SerializeToString()):
        for inside in _INSIDES:
            assert inside not in told
    return None


def unique(prefix: str = "t") -> str:
    """A word that no other test uses: good as an id, a category or a tag."""
    return f"{prefix}-{uuid4().hex[:16]}"


def letters() -> str:
    """The same in letters only: a single word for the search."""
    return "q" + "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex[:16])


def draft(product_id: str = "", /, **fields: Any) -> product_pb2.Product:
    """A complete product with other values in some fields; `price` is in euros."""
    units = fields.pop("units", 5)
    message = product_pb2.Product(
        display_name=fields.pop("display_name", "Cup"), category=fields.pop("category", "pantry")
    )
    if product_id:
        message.name = f"products/{product_id}"
    message.price.currency_code = fields.pop("currency", "EUR")
    message.price.units = units
    message.MergeFrom(product_pb2.Product(**fields))
    return message


async def created(catalog: CatalogServiceStub, **fields: Any) -> product_pb2.Product:
    """A new product."""
    return await catalog.CreateProduct(
        pb.CreateProductRequest(product=draft(**fields), product_id=unique("p"))
    )


async def imported(
    catalog: CatalogServiceStub, products: Iterable[product_pb2.Product]
) -> pb.ImportProductsResponse:
    """The report of an import."""
    return await catalog.ImportProducts(requests(products))


async def requests(
    products: Iterable[product_pb2.Product],
) -> AsyncIterator[pb.ImportProductsRequest]:
    """The stream of an import."""
    for product in products:
        yield pb.ImportProductsRequest(product=product)


async def listed(
    catalog: CatalogServiceStub, request: pb.ListProductsRequest
) -> list[product_pb2.Product]:
    """The products of all pages."""
    return [product async for page in pages(catalog, request) for product in page]


async def pages(
    catalog: CatalogServiceStub, request: pb.ListProductsRequest
) -> AsyncIterable[list[product_pb2.Product]]:
    """All pages of a list, one after the other."""
    while True:
        response = await catalog.ListProducts(request)
        yield list(response.products)
        request.page_token = response.next_page_token
        if not request.page_token:
            return
