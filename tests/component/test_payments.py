"""Payments, from the promise of the money to its return, and every kind of card."""

import asyncio
import uuid
from collections.abc import Callable
from decimal import Decimal

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2

from mercado.payments.v1 import payments_service_pb2 as pb
from mercado.payments.v1.payment_pb2 import Payment
from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from services.payments.settings import Settings
from tests.component.calls import Refusal, refused, unique
from tests.component.payments import (
    ask,
    authorization,
    balances,
    capture,
    captured,
    done,
    money,
    payments_settings_of,
    postings,
    refund,
    serving_payments,
    settled,
    state,
    submissions,
    void,
)
from tests.conftest import eventually


async def test_money_is_promised_taken_and_given_back_and_each_step_is_posted(
    payments: PaymentsServiceStub, payments_settings: Settings
) -> None:
    request, url = authorization(amount=money(12, 345_678_901)), payments_settings.database_url
    amount, name = Decimal("12.345678901"), request.name

    made = await done(payments, request)
    assert (made.name, made.order) == (name, request.order)
    assert (made.amount, made.state) == (request.amount, Payment.STATE_AUTHORIZED)
    assert (made.captured_amount, made.refunded_amount) == (money(0), money(0))
    assert made.create_time.ToNanoseconds() <= made.update_time.ToNanoseconds()
    assert await balances(url, name) == {"accounts_receivable": amount, "promised_funds": -amount}

    taken = await done(payments, capture(name))
    assert (taken.state, taken.captured_amount) == (Payment.STATE_CAPTURED, request.amount)
    assert await balances(url, name) == {"cash": amount, "sales": -amount}

    part = await done(payments, refund(name, money(2, 345_678_901)))
    assert (part.state, part.captured_amount) == (Payment.STATE_CAPTURED, request.amount)
    assert part.refunded_amount == money(2, 345_678_901)
    rest = await done(payments, refund(name))
    assert (rest.state, rest.refunded_amount) == (Payment.STATE_REFUNDED, request.amount)
    assert await balances(url, name) == {"sales": -amount, "sales_returns": amount}
    assert await postings(url, name) == ["authorize", "capture", "refund", "refund"]
    assert await payments.GetPayment(pb.GetPaymentRequest(name=name)) == rest


async def test_a_promise_that_is_given_back_leaves_nothing(
    payments: PaymentsServiceStub, payments_settings: Settings
) -> None:
    request = authorization()
    await done(payments, request)
    voided = await done(payments, void(request.name))
    assert (voided.state, voided.captured_amount) == (Payment.STATE_VOIDED, money(0))
    assert await balances(payments_settings.database_url, request.name) == {}


@pytest.mark.parametrize("amount", [money(2**63 - 1, 999_999_999), money(0, 1), money(7, 0, "JPY")])
async def test_an_amount_is_exact_however_large_or_small(
    payments: PaymentsServiceStub, amount: object
) -> None:
    name = await captured(payments, amount)  # type: ignore[arg-type]
    found = await payments.GetPayment(pb.GetPaymentRequest(name=name))
    assert found.amount == found.captured_amount == amount
    assert (await done(payments, refund(name))).refunded_amount == amount


async def test_a_payment_that_is_not_there_is_not_found(payments: PaymentsServiceStub) -> None:
    name = f"payments/{unique()}"
    for call in (
        payments.GetPayment(pb.GetPaymentRequest(name=name)),
        payments.CapturePayment(capture(name)),
        payments.RefundPayment(refund(name)),
    ):
        refusal = await refused(call)
        assert (refusal.code, refusal.reason) == (grpc.StatusCode.NOT_FOUND, "PAYMENT_NOT_FOUND")


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("tok_decline", "card_declined"),
        ("tok_insufficient_funds", "insufficient_funds"),
        ("tok_other", "unknown_token"),
    ],
)
async def test_a_card_that_is_declined_says_why_and_posts_nothing(
    payments: PaymentsServiceStub, payments_settings: Settings, token: str, reason: str
) -> None:
    request = authorization(token=token)
    refusal = await refused(payments.AuthorizePayment(request))
    assert refusal.code is grpc.StatusCode.FAILED_PRECONDITION
    info = refusal.detail(error_details_pb2.ErrorInfo)
    assert info is not None
    assert (info.reason, info.metadata["decline_reason"]) == ("PAYMENT_DECLINED", reason)
    found = await payments.GetPayment(pb.GetPaymentRequest(name=request.name))
    assert (found.state, found.decline_reason) == (Payment.STATE_DECLINED, reason)
    assert await postings(payments_settings.database_url, request.name) == []
    # It is final: another request gets the same, and there is nothing to void or to take.
    again = await refused(payments.AuthorizePayment(_again(request)))
    assert again.reason == "PAYMENT_DECLINED"
    assert (await refused(payments.CapturePayment(capture(request.name)))).reason == again.reason
    assert await done(payments, void(request.name)) == found


async def test_a_card_that_answers_too_late_is_charged_once_all_the_same(
    payments: PaymentsServiceStub, payments_settings: Settings
) -> None:
    request = authorization(token="tok_slow")
    late = await ask(payments, request, timeout=0.2)
    assert isinstance(late, Refusal)
    assert late.code is grpc.StatusCode.DEADLINE_EXCEEDED
    # What is under way goes on: nobody has to ask again for it to end.
    await eventually(lambda: _is(payments, request.name, "AUTHORIZED"), 10)
    assert (await done(payments, request)).state == Payment.STATE_AUTHORIZED
    assert await submissions(payments_settings.database_url, request.name) == ["authorize"]


async def test_a_network_that_does_not_answer_is_unavailable_and_asking_again_finds_out(
    payments_settings: Settings,
) -> None:
    settings = payments_settings_of(
        payments_settings.database_url, network_timeout_seconds=0.2, network_slow_seconds=60
    )
    request = authorization(token="tok_slow")
    async with serving_payments(settings) as impatient:
        refusal = await refused(impatient.AuthorizePayment(request))
        assert refusal.code is grpc.StatusCode.UNAVAILABLE
        assert refusal.reason == "CARD_NETWORK_UNAVAILABLE"
        assert refusal.detail(error_details_pb2.RetryInfo) is not None
        assert await state(impatient, request.name) == "AUTHORIZING"
        result = await settled(impatient, request)
    assert isinstance(result, Payment)
    assert result.state == Payment.STATE_AUTHORIZED
    assert await submissions(settings.database_url, request.name) == ["authorize"]


async def test_a_card_whose_answers_get_lost_is_charged_once(
    payments: PaymentsServiceStub, payments_settings: Settings
) -> None:
    request, url = authorization(token="tok_flaky"), payments_settings.database_url
    name = request.name
    steps = [
        (request, "AUTHORIZED"),
        (capture(name), "CAPTURED"),
        (refund(name, money(4)), "CAPTURED"),
    ]
    for step, reached in steps:
        lost = await ask(payments, step)
        assert isinstance(lost, Refusal)
        assert lost.reason == "CARD_NETWORK_UNAVAILABLE"
        assert await done(payments, step)
        assert await state(payments, name) == reached
    # Only the first answer of a kind gets lost.
    assert (await done(payments, refund(name))).state == Payment.STATE_REFUNDED
    assert await submissions(url, name) == ["authorize", "capture", "refund", "refund"]
    assert await postings(url, name) == ["authorize", "capture", "refund", "refund"]

    voided = authorization(token="tok_flaky")
    await settled(payments, voided)
    giving_back = void(voided.name)
    assert isinstance(await ask(payments, giving_back), Refusal)
    assert (await done(payments, giving_back)).state == Payment.STATE_VOIDED


async def test_what_the_network_reports_as_a_duplicate_is_done_once_and_succeeds(
    payments: PaymentsServiceStub, payments_settings: Settings
) -> None:
    request, url = authorization(token="tok_duplicate"), payments_settings.database_url
    name = request.name
    assert (await done(payments, request)).state == Payment.STATE_AUTHORIZED
    assert (await done(payments, capture(name))).state == Payment.STATE_CAPTURED
    assert (await done(payments, refund(name))).state == Payment.STATE_REFUNDED
    assert await submissions(url, name) == ["authorize", "capture", "refund"]


async def test_a_payment_for_something_else_exists_already(payments: PaymentsServiceStub) -> None:
    request = authorization()
    await done(payments, request)
    for other in (
        authorization(request.name, amount=money(11)),
        authorization(request.name, amount=money(10, currency="USD")),
        authorization(request.name, token="tok_flaky"),
        authorization(request.name, order="orders/other"),
    ):
        refusal = await refused(payments.AuthorizePayment(other))
        assert (refusal.code, refusal.reason) == (grpc.StatusCode.ALREADY_EXISTS, "PAYMENT_EXISTS")
    assert (await done(payments, _again(request))).state == Payment.STATE_AUTHORIZED


async def test_a_refund_is_limited_to_what_is_left_in_its_currency(
    payments: PaymentsServiceStub,
) -> None:
    name = await captured(payments)
    await done(payments, refund(name, money(4)))
    too_much = await refused(payments.RefundPayment(refund(name, money(6, 1))))
    assert too_much.code is grpc.StatusCode.FAILED_PRECONDITION
    assert too_much.reason == "REFUND_EXCEEDS_CAPTURE"
    dollars = await refused(payments.RefundPayment(refund(name, money(1, currency="USD"))))
    assert dollars.code is grpc.StatusCode.INVALID_ARGUMENT
    assert dollars.fields == ["amount.currency_code"]
    whole = await done(payments, refund(name, money(6)))
    assert whole.state == Payment.STATE_REFUNDED
    assert await done(payments, refund(name)) == whole
    more = await refused(payments.RefundPayment(refund(name, money(0, 1))))
    assert more.reason == "REFUND_EXCEEDS_CAPTURE"
    assert (await refused(payments.CapturePayment(capture(name)))).reason == "PAYMENT_REFUNDED"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # A void that overtakes the authorization leaves a tombstone, whatever comes then.
        ("v a", "VOIDED PAYMENT_VOIDED"),
        ("v v a a", "VOIDED VOIDED PAYMENT_VOIDED PAYMENT_VOIDED"),
        ("v a v c r", "VOIDED PAYMENT_VOIDED VOIDED PAYMENT_VOIDED PAYMENT_NOT_CAPTURED"),
        ("v c a", "VOIDED PAYMENT_VOIDED PAYMENT_VOIDED"),
        ("c a c", "PAYMENT_NOT_FOUND AUTHORIZED CAPTURED"),
        ("r v a", "PAYMENT_NOT_FOUND VOIDED PAYMENT_VOIDED"),
        # Late and doubled calls change nothing.
        ("a a", "AUTHORIZED AUTHORIZED"),
        ("a v a", "AUTHORIZED VOIDED PAYMENT_VOIDED"),
        ("a v v c", "AUTHORIZED VOIDED VOIDED PAYMENT_VOIDED"),
        ("a v r", "AUTHORIZED VOIDED PAYMENT_NOT_CAPTURED"),
        ("a r c", "AUTHORIZED PAYMENT_NOT_CAPTURED CAPTURED"),
        ("a c a", "AUTHORIZED CAPTURED CAPTURED"),
        ("a c c", "AUTHORIZED CAPTURED CAPTURED"),
        ("a c v c", "AUTHORIZED CAPTURED PAYMENT_CAPTURED CAPTURED"),
        ("a c r v", "AUTHORIZED CAPTURED REFUNDED PAYMENT_CAPTURED"),
        ("a c r r c a", "AUTHORIZED CAPTURED REFUNDED REFUNDED PAYMENT_REFUNDED REFUNDED"),
    ],
)
async def test_calls_in_any_order_come_to_the_same(
    payments: PaymentsServiceStub, payments_settings: Settings, steps: str, expected: str
) -> None:
    first = authorization()
    name = first.name
    made: dict[str, Callable[[], Message]] = {
        "a": lambda: _again(first),
        "c": lambda: capture(name),
        "v": lambda: void(name),
        "r": lambda: refund(name),
    }
    asked: list[Message] = [made[step]() for step in steps.split()]
    results = [await ask(payments, request) for request in asked]
    assert " ".join(map(_shown, results)) == expected
    # Each of them again, in the opposite order: the original results, and nothing is posted.
    posted = await postings(payments_settings.database_url, name)
    for request, result in reversed(list(zip(asked, results, strict=True))):
        assert _whole(await ask(payments, request)) == _whole(result)
    assert await postings(payments_settings.database_url, name) == posted


async def test_a_refusal_is_repeated_even_when_it_would_succeed_now(
    payments: PaymentsServiceStub,
) -> None:
    request = authorization()
    early = capture(request.name)
    assert (await refused(payments.CapturePayment(early))).reason == "PAYMENT_NOT_FOUND"
    await done(payments, request)
    assert (await refused(payments.CapturePayment(early))).reason == "PAYMENT_NOT_FOUND"


async def test_an_id_that_was_used_for_another_request_is_refused(
    payments: PaymentsServiceStub,
) -> None:
    request = authorization()
    first = await done(payments, request)
    other = authorization()
    other.request_id = request.request_id
    refusal = await refused(payments.AuthorizePayment(other))
    assert (refusal.code, refusal.reason, refusal.fields) == (
        grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED", ["request_id"],
    )  # fmt: skip
    assert await done(payments, request) == first
    missing = await refused(payments.GetPayment(pb.GetPaymentRequest(name=other.name)))
    assert missing.code is grpc.StatusCode.NOT_FOUND


@pytest.mark.parametrize("amount", [money(0), money(-1), money(1, -1), money(1, 10**9)])
async def test_an_amount_is_more_than_nothing(
    payments: PaymentsServiceStub, amount: object
) -> None:
    request = authorization(amount=amount)  # type: ignore[arg-type]
    refusal = await refused(payments.AuthorizePayment(request))
    assert (refusal.code, refusal.fields) == (grpc.StatusCode.INVALID_ARGUMENT, ["amount"])
    returned = refund(request.name, request.amount)
    assert (await refused(payments.RefundPayment(returned))).fields == ["amount"]


async def test_a_void_waits_for_the_authorization_that_is_under_way(
    payments: PaymentsServiceStub, payments_settings: Settings
) -> None:
    request = authorization(token="tok_slow")
    authorizing = asyncio.ensure_future(ask(payments, request))
    await eventually(lambda: _is(payments, request.name, "AUTHORIZING"), 10)
    early = await refused(payments.CapturePayment(capture(request.name)))
    assert early.reason == "PAYMENT_NOT_AUTHORIZED"
    voided = await done(payments, void(request.name))
    assert voided.state == Payment.STATE_VOIDED
    assert _shown(await authorizing) == "AUTHORIZED"
    url = payments_settings.database_url
    assert await postings(url, request.name) == ["authorize", "void"]
    assert await submissions(url, request.name) == ["authorize", "void"]


async def _is(payments: PaymentsServiceStub, name: str, expected: str) -> bool:
    try:
        return await state(payments, name) == expected
    except grpc.aio.AioRpcError:
        return False


def _again(request: pb.AuthorizePaymentRequest) -> pb.AuthorizePaymentRequest:
    """The same with another request id."""
    other = pb.AuthorizePaymentRequest()
    other.CopyFrom(request)
    other.request_id = str(uuid.uuid4())
    return other


def _shown(result: Payment | Refusal) -> str:
    if isinstance(result, Refusal):
        return result.reason
    return Payment.State.Name(result.state).removeprefix("STATE_")


def _whole(result: Payment | Refusal) -> Message:
    return result.status if isinstance(result, Refusal) else result
