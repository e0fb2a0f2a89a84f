"""The payments' contract on their use cases. Each method: check, call, translate, answer."""

from datetime import datetime
from typing import Any, Final

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from google.type import money_pb2

from mercado.payments.v1 import payment_pb2, payments_service_pb2_grpc
from mercado.payments.v1 import payments_service_pb2 as pb
from services.payments import usecases
from services.payments.domain import ORDERS, PAYMENTS, Draft, Payment
from services.payments.ports import Ports
from services.runtime.idempotency import RequestKey
from services.runtime.money import Money

Context = grpc.aio.ServicerContext[Any, Any]

_STATE: Final = payment_pb2.Payment.State


class PaymentsServicer(payments_service_pb2_grpc.PaymentsServiceServicer):
    """Serves `mercado.payments.v1.PaymentsService`."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def GetPayment(
        self, request: pb.GetPaymentRequest, context: Context
    ) -> payment_pb2.Payment:
        payment_id = PAYMENTS.identifier(request.name)
        payment = await self._ports.payments.get(payment_id)
        return _message(payment)

    async def AuthorizePayment(
        self, request: pb.AuthorizePaymentRequest, context: Context
    ) -> payment_pb2.Payment:
        payment_id = PAYMENTS.identifier(request.name)
        order_id = ORDERS.identifier(request.order, field="order")
        draft = Draft(order_id, _money(request.amount), request.token)
        payment = await usecases.authorize(self._ports, payment_id, draft, _key(request))
        return _message(payment)

    async def CapturePayment(
        self, request: pb.CapturePaymentRequest, context: Context
    ) -> payment_pb2.Payment:
        payment_id = PAYMENTS.identifier(request.name)
        payment = await usecases.capture(self._ports, payment_id, _key(request))
        return _message(payment)

    async def VoidPayment(
        self, request: pb.VoidPaymentRequest, context: Context
    ) -> payment_pb2.Payment:
        payment_id = PAYMENTS.identifier(request.name)
        payment = await usecases.void(self._ports, payment_id, _key(request))
        return _message(payment)

    async def RefundPayment(
        self, request: pb.RefundPaymentRequest, context: Context
    ) -> payment_pb2.Payment:
        payment_id = PAYMENTS.identifier(request.name)
        amount = _money(request.amount) if request.HasField("amount") else None
        payment = await usecases.refund(self._ports, payment_id, amount, _key(request))
        return _message(payment)


def _key(request: Any) -> RequestKey:
    key = RequestKey.of(request)
    if key is None:
        raise AssertionError("the contract requires a request_id")
    return key


def _money(message: money_pb2.Money) -> Money:
    return Money(message.currency_code, message.units, message.nanos)


def _message(payment: Payment) -> payment_pb2.Payment:
    message = payment_pb2.Payment(
        name=payment.name,
        state=_STATE.Value(f"STATE_{payment.state}"),
        decline_reason=payment.decline_reason,
    )
    if payment.draft is not None:
        message.order = ORDERS.name(payment.draft.order_id)
        _fill_money(message.amount, payment.draft.amount)
    _fill_money(message.captured_amount, payment.captured)
    _fill_money(message.refunded_amount, payment.refunded)
    _fill_time(message.create_time, payment.create_time)
    _fill_time(message.update_time, payment.update_time)
    return message


def _fill_money(message: money_pb2.Money, money: Money | None) -> None:
    if money is not None:
        message.currency_code = money.currency_code
        message.units = money.units
        message.nanos = money.nanos


def _fill_time(message: Timestamp, moment: datetime | None) -> None:
    if moment is not None:
        message.FromDatetime(moment)
