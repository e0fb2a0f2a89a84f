"""Payments to ask for, servers to ask, and what is in the ledger."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import asyncpg
import grpc
from google.protobuf.message import Message
from google.type.money_pb2 import Money

from mercado.payments.v1 import payments_service_pb2 as pb
from mercado.payments.v1.payment_pb2 import Payment
from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from services.payments.app import app
from services.payments.settings import Settings
from services.runtime.serve import serving
from services.runtime.settings import Secret
from tests.component.calls import Refusal, outcome, unique
from tests.conftest import eventually

NEVER = 3600.0
_METHODS: dict[type[Message], str] = {
    pb.AuthorizePaymentRequest: "AuthorizePayment",
    pb.CapturePaymentRequest: "CapturePayment",
    pb.VoidPaymentRequest: "VoidPayment",
    pb.RefundPaymentRequest: "RefundPayment",
}


def payments_settings_of(url: str, **other: Any) -> Settings:
    """The settings of payments on a database. Nobody adopts, unless told otherwise."""
    given = {
        "listen": "127.0.0.1:0", "plaintext": True, "drain_seconds": 0, "grace_seconds": 5,
        "adopt_seconds": NEVER,
        "lease_seconds": 3, "network_timeout_seconds": 2, "network_latency_seconds": 0,
        "network_slow_seconds": 0.5, **other,
    }  # fmt: skip
    return Settings(database_url=Secret(url), **given)


@asynccontextmanager
async def serving_payments(settings: Settings) -> AsyncIterator[PaymentsServiceStub]:
    """A replica in this process."""
    async with (
        app(settings) as service,
        serving(service, settings) as (port,),
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel,
    ):
        yield PaymentsServiceStub(channel)


def money(units: int, nanos: int = 0, currency: str = "EUR") -> Money:
    return Money(currency_code=currency, units=units, nanos=nanos)


def authorization(
    payment: str = "", token: str = "tok_approve", amount: Money | None = None, order: str = ""
) -> pb.AuthorizePaymentRequest:
    """A request with an id of its own; for a payment of its own unless one is named."""
    name = payment or f"payments/{unique('p')}"
    return pb.AuthorizePaymentRequest(
        name=name,
        order=order or name.replace("payments/", "orders/"),
        amount=amount or money(10),
        token=token,
        request_id=_id(),
    )


def capture(payment: str) -> pb.CapturePaymentRequest:
    return pb.CapturePaymentRequest(name=payment, request_id=_id())


def void(payment: str) -> pb.VoidPaymentRequest:
    return pb.VoidPaymentRequest(name=payment, request_id=_id())


def refund(payment: str, amount: Money | None = None) -> pb.RefundPaymentRequest:
    return pb.RefundPaymentRequest(name=payment, amount=amount, request_id=_id())


async def ask(stub: PaymentsServiceStub, request: Message, **options: Any) -> Payment | Refusal:
    """What a request comes to."""
    return await outcome(getattr(stub, _METHODS[type(request)])(request, **options))


async def done(stub: PaymentsServiceStub, request: Message) -> Payment:
    """The payment that a request is answered with."""
    result = await ask(stub, request)
    assert isinstance(result, Payment), (result.code, result.reason, result.message)
    return result


async def settled(stub: PaymentsServiceStub, request: Message) -> Payment | Refusal:
    """What a request comes to when it is sent again until that is known."""
    results = list[Payment | Refusal]()

    async def known() -> bool:
        results.append(await ask(stub, request))
        return _is_known(results[-1])

    await eventually(known, 20, "an outcome")
    return results[-1]


def _is_known(result: Payment | Refusal) -> bool:
    unknown = grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED
    return isinstance(result, Payment) or result.code not in unknown


async def state(stub: PaymentsServiceStub, payment: str) -> str:
    """Where a payment stands."""
    found = await stub.GetPayment(pb.GetPaymentRequest(name=payment))
    return Payment.State.Name(found.state).removeprefix("STATE_")


async def captured(stub: PaymentsServiceStub, amount: Money | None = None) -> str:
    """The name of a new payment whose money is ours."""
    request = authorization(amount=amount)
    await done(stub, request)
    await done(stub, capture(request.name))
    return request.name


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    """A connection to a database."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        yield connection
    finally:
        await connection.close(timeout=5)


async def balances(url: str, payment: str = "") -> dict[str, Decimal]:
    """The balances of the ledger that are not zero, of one payment or of all."""
    async with connected(url) as connection:
        rows = await connection.fetch(
            "select account, sum(amount) as balance from ledger_entries"
            " join ledger_transactions t on t.id = transaction_id"
            " where $1 in ('', 'payments/' || payment_id)"
            " group by account having sum(amount) <> 0",
            payment,
        )
    return {row["account"]: row["balance"] for row in rows}


async def postings(url: str, payment: str) -> list[str]:
    """What was posted for a payment, in order."""
    async with connected(url) as connection:
        rows = await connection.fetch(
            "select kind from ledger_transactions where 'payments/' || payment_id = $1 order by id",
            payment,
        )
    return [row["kind"] for row in rows]


async def submissions(url: str, payment: str) -> list[str]:
    """What the card network did for the card of a payment, in order."""
    async with connected(url) as connection:
        rows = await connection.fetch(
            "select s.kind from card_network.submissions s"
            " join payments on network_authorization = authorization_id"
            " where 'payments/' || payments.id = $1 order by s.create_time",
            payment,
        )
    return [row["kind"] for row in rows]


def _id() -> str:
    return str(uuid.uuid4())
