"""The catalog's contract on its use cases. Each method: check, call, translate, answer."""

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from mercado.catalog.v1 import catalog_service_pb2 as pb
from mercado.catalog.v1 import catalog_service_pb2_grpc, product_pb2
from services.catalog import usecases
from services.catalog.domain import (
    CHANGEABLE,
    FILTERS,
    ORDERS,
    PRODUCTS,
    Product,
)
from services.catalog.ports import Listing, Products
from services.catalog.usecases import Rejected
from services.runtime.errors import InvalidArgument
from services.runtime.filtering import parse_filter, parse_order
from services.runtime.idempotency import RequestKey
from services.runtime.masks import masked
from services.runtime.money import Money
from services.runtime.paging import PageTokens, page_size
from services.runtime.validation import violations

Context = grpc.aio.ServicerContext[Any, Any]

_CONDITION: Final = product_pb2.Product.Condition


class CatalogServicer(catalog_service_pb2_grpc.CatalogServiceServicer):
    """Serves `mercado.catalog.v1.CatalogService`."""

    def __init__(self, products: Products, tokens: PageTokens) -> None:
        self._products = products
        self._tokens = tokens

    async def GetProduct(
        self, request: pb.GetProductRequest, context: Context
    ) -> product_pb2.Product:
        product_id = PRODUCTS.identifier(request.name)
        product = await self._products.get(product_id)
        return _message(product)

    async def BatchGetProducts(
        self, request: pb.BatchGetProductsRequest, context: Context
    ) -> pb.BatchGetProductsResponse:
        product_ids = [PRODUCTS.identifier(name, field="names") for name in request.names]
        products = await usecases.batch_get_products(self._products, product_ids)
        response = pb.BatchGetProductsResponse()
        for product in products:
            _fill(response.products.add(), product)
        return response

    async def ListProducts(
        self, request: pb.ListProductsRequest, context: Context
    ) -> pb.ListProductsResponse:
        listing = Listing(
            parse_filter(request.filter, FILTERS),
            parse_order(request.order_by, ORDERS),
            request.show_deleted,
        )
        after = self._tokens.cursor(request)
        page = await self._products.list(listing, after, page_size(request))
        response = pb.ListProductsResponse(next_page_token=self._tokens.token(request, page.next))
        for product in page.items:
            _fill(response.products.add(), product)
        return response

    async def SearchProducts(
        self, request: pb.SearchProductsRequest, context: Context
    ) -> pb.SearchProductsResponse:
        after = self._tokens.cursor(request)
        page = await self._products.search(request.query, after, page_size(request))
        response = pb.SearchProductsResponse(next_page_token=self._tokens.token(request, page.next))
        for product in page.items:
            _fill(response.products.add(), product)
        return response

    async def CreateProduct(
        self, request: pb.CreateProductRequest, context: Context
    ) -> product_pb2.Product:
        draft = _draft(request.product, request.product_id or str(uuid.uuid4()))
        product = await usecases.create_product(self._products, draft, RequestKey.of(request))
        return _message(product)

    async def UpdateProduct(
        self, request: pb.UpdateProductRequest, context: Context
    ) -> product_pb2.Product:
        product_id = PRODUCTS.identifier(request.product.name, field="product.name")
        present = [field.name for field, _ in request.product.ListFields()]
        fields = masked(request.update_mask.paths, CHANGEABLE, present)
        draft = _draft(request.product, product_id)
        product = await usecases.update_product(
            self._products,
            product_id,
            {field: getattr(draft, field) for field in fields},
            request.product.etag,
            RequestKey.of(request),
        )
        return _message(product)

    async def DeleteProduct(
        self, request: pb.DeleteProductRequest, context: Context
    ) -> product_pb2.Product:
        product_id = PRODUCTS.identifier(request.name)
        now, key = datetime.now(UTC), RequestKey.of(request)
        product = await usecases.delete_product(self._products, product_id, now, request.etag, key)
        return _message(product)

    async def UndeleteProduct(
        self, request: pb.UndeleteProductRequest, context: Context
    ) -> product_pb2.Product:
        product_id = PRODUCTS.identifier(request.name)
        key = RequestKey.of(request)
        product = await usecases.undelete_product(self._products, product_id, request.etag, key)
        return _message(product)

    async def ImportProducts(
        self, request_iterator: AsyncIterator[pb.ImportProductsRequest], context: Context
    ) -> pb.ImportProductsResponse:
        report = await usecases.import_products(self._products, _incoming(request_iterator))
        response = pb.ImportProductsResponse(
            created_count=report.created,
            updated_count=report.updated,
            unchanged_count=report.unchanged,
            failed_count=report.failed,
        )
        for index, rejected in report.failures:
            response.failures.add(index=index, name=rejected.name, reason=rejected.reason)
        return response


async def _incoming(
    requests: AsyncIterator[pb.ImportProductsRequest],
) -> AsyncIterator[Product | Rejected]:
    async for request in requests:
        product = request.product
        broken = [*violations(pb.GetProductRequest(name=product.name)), *violations(product)]
        if broken:
            # It may be wrong by being long, and the response has to be read.
            yield Rejected(product.name[:100], InvalidArgument(broken).message[:300])
        else:
            yield _draft(product, PRODUCTS.identifier(product.name))


def _draft(message: product_pb2.Product, product_id: str) -> Product:
    """The product of a request, without what only the catalog may say of it."""
    price = message.price
    return Product(
        id=product_id,
        display_name=message.display_name,
        description=message.description,
        category=message.category,
        tags=list(message.tags),
        price=Money(price.currency_code, price.units, price.nanos)
        if message.HasField("price")
        else None,
        weight_grams=message.weight_grams,
        condition=_CONDITION.Name(message.condition),
        attributes=dict(message.attributes),
    )


def _message(product: Product) -> product_pb2.Product:
    message = product_pb2.Product()
    _fill(message, product)
    return message


def _fill(message: product_pb2.Product, product: Product) -> None:
    """Writes a product into a message in place, which is cheaper than building its parts."""
    message.name = product.name
    message.display_name = product.display_name
    message.description = product.description
    message.category = product.category
    message.tags.extend(product.tags)
    if product.price is not None:
        message.price.currency_code = product.price.currency_code
        message.price.units = product.price.units
        message.price.nanos = product.price.nanos
    message.weight_grams = product.weight_grams
    message.condition = _CONDITION.Value(product.condition)
    message.attributes.update(product.attributes)
    message.etag = product.etag
    _fill_time(message.create_time, product.create_time)
    _fill_time(message.update_time, product.update_time)
    if product.delete_time is not None:
        _fill_time(message.delete_time, product.delete_time)


def _fill_time(message: Timestamp, moment: datetime | None) -> None:
    if moment is not None:
        message.FromDatetime(moment)
