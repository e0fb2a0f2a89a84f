"""Shipping's contract on its use cases. Each method: check, call, translate, answer."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import grpc

from mercado.shipping.v1 import shipment_pb2, shipping_service_pb2_grpc
from mercado.shipping.v1 import shipping_service_pb2 as pb
from services.runtime import resuming
from services.runtime.identity import caller
from services.runtime.paging import PageTokens, page_size
from services.runtime.watching import Watcher
from services.shipping import usecases
from services.shipping.domain import SHIPMENTS, Shipment, visible
from services.shipping.messages import fill, message
from services.shipping.ports import Shipments

Context = grpc.aio.ServicerContext[Any, Any]


class ShippingServicer(shipping_service_pb2_grpc.ShippingServiceServicer):
    """Serves `mercado.shipping.v1.ShippingService`."""

    def __init__(
        self, shipments: Shipments, watcher: Watcher[Shipment], tokens: PageTokens
    ) -> None:
        self._shipments = shipments
        self._watcher = watcher
        self._tokens = tokens

    async def GetShipment(
        self, request: pb.GetShipmentRequest, context: Context
    ) -> shipment_pb2.Shipment:
        shipment_id = SHIPMENTS.identifier(request.name)
        shipment = await usecases.get_shipment(self._shipments, shipment_id, caller())
        return message(shipment)

    async def ListShipments(
        self, request: pb.ListShipmentsRequest, context: Context
    ) -> pb.ListShipmentsResponse:
        account, after = visible(caller()), self._tokens.cursor(request)
        page = await self._shipments.list(account, after, page_size(request))
        response = pb.ListShipmentsResponse(next_page_token=self._tokens.token(request, page.next))
        for shipment in page.items:
            fill(response.shipments.add(), shipment)
        return response

    async def TrackShipment(
        self, request: pb.TrackShipmentRequest, context: Context
    ) -> AsyncIterator[pb.TrackShipmentResponse]:
        shipment_id = SHIPMENTS.identifier(request.name)
        told = resuming.version(request.name, request.resume_token)
        shipment = await usecases.get_shipment(self._shipments, shipment_id, caller())
        if shipment.final and shipment.version <= told:
            return
        following = self._watcher.changes(shipment_id, told, present=shipment)
        async with aclosing(following) as changes:
            async for changed in changes:
                token = resuming.token(request.name, changed.version)
                response = pb.TrackShipmentResponse(resume_token=token)
                fill(response.shipment, changed)
                yield response
                if changed.final:
                    return

    async def CancelShipment(
        self, request: pb.CancelShipmentRequest, context: Context
    ) -> shipment_pb2.Shipment:
        shipment_id = SHIPMENTS.identifier(request.name)
        shipment = await usecases.cancel_shipment(self._shipments, shipment_id)
        self._watcher.wake()
        return message(shipment)
