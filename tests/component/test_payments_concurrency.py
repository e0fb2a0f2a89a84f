"""Many callers of one payment at once, on two replicas, and money that is conserved."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from google.protobuf.message import Message
from google.type import money_pb2

from mercado.payments.v1 import payments_service_pb2 as pb
from mercado.payments.v1.payment_pb2 import Payment
from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from services.payments import domain
from services.payments.domain import Answer, Draft
from services.payments.ports import Turn
from services.payments.settings import Settings
from services.payments.storage import PostgresPayments
from services.runtime import database as databases
from services.runtime import migrations
from services.runtime.idempotency import RequestKey
from services.runtime.money import Money
from tests.component.calls import DatabaseServer, Refusal, unique
from tests.component.payments import (
    ask,
    authorization,
    balances,
    capture,
    captured,
    connected,
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

pytestmark = pytest.mark.long

Replicas = tuple[PaymentsServiceStub, PaymentsServiceStub]


@pytest.fixture
async def replicas(
    payments: PaymentsServiceStub, payments_settings: Settings
) -> AsyncIterator[Replicas]:
    async with serving_payments(payments_settings) as other:
        yield payments, other


async def at_once(replicas: Replicas, requests: Sequence[Message]) -> list[Payment | Refusal]:
    """What requests come to that are sent at the same time, to one replica or the other."""
    return await asyncio.gather(*(ask(replicas[n % 2], r) for n, r in enumerate(requests)))


def _outcomes(results: list[Payment | Refusal]) -> Counter[str]:
    return Counter("done" if isinstance(r, Payment) else r.reason for r in results)


@pytest.mark.parametrize("token", ["tok_approve", "tok_duplicate", "tok_slow"])
async def test_one_request_sent_twenty_times_at_once_is_done_once_and_answered_the_same(
    replicas: Replicas, payments_settings: Settings, token: str
) -> None:
    url, first = payments_settings.database_url, authorization(token=token)
    for request in (first, capture(first.name), refund(first.name, money(3))):
        results = await at_once(replicas, [request] * 20)
        assert isinstance(results[0], Payment)
        assert all(result == results[0] for result in results)
    assert await postings(url, first.name) == ["authorize", "capture", "refund"]
    assert await submissions(url, first.name) == ["authorize", "capture", "refund"]


async def test_different_requests_for_the_same_at_once_have_its_effect_once(
    replicas: Replicas, payments_settings: Settings
) -> None:
    url, name = payments_settings.database_url, authorization().name
    for make in (authorization, capture):
        results = await at_once(replicas, [make(name) for _ in range(10)])
        assert _outcomes(results) == {"done": 10}
    assert await submissions(url, name) == ["authorize", "capture"]


async def test_of_captures_and_voids_at_once_one_kind_wins(
    replicas: Replicas, payments_settings: Settings
) -> None:
    for _ in range(5):
        request = authorization()
        await done(replicas[0], request)
        asked = [make(request.name) for _ in range(4) for make in (capture, void)]
        seen = _outcomes(await at_once(replicas, asked))
        reached = await state(replicas[0], request.name)
        lost = {"CAPTURED": "PAYMENT_CAPTURED", "VOIDED": "PAYMENT_VOIDED"}[reached]
        assert seen == {"done": 4, lost: 4}
        kind = "capture" if reached == "CAPTURED" else "void"
        assert await postings(payments_settings.database_url, request.name) == ["authorize", kind]


async def test_a_void_and_an_authorization_at_once_end_without_a_promise(
    replicas: Replicas, payments_settings: Settings
) -> None:
    for _ in range(10):
        request = authorization()
        results = await at_once(replicas, [request, void(request.name)])
        assert _outcomes(results) in ({"done": 2}, {"done": 1, "PAYMENT_VOIDED": 1})
        assert await state(replicas[0], request.name) == "VOIDED"
        assert await balances(payments_settings.database_url, request.name) == {}


async def test_refunds_at_once_never_give_back_more_than_was_taken(replicas: Replicas) -> None:
    name = await captured(replicas[0], money(10))
    asked = [refund(name, money(3)) for _ in range(10)]
    assert _outcomes(await at_once(replicas, asked)) == {"done": 3, "REFUND_EXCEEDS_CAPTURE": 7}
    found = await replicas[0].GetPayment(pb.GetPaymentRequest(name=name))
    assert found.refunded_amount == money(9)


@pytest.fixture
async def storage(payments_settings: Settings) -> AsyncIterator[PostgresPayments]:
    """Payments whose leases are over at once."""
    schema = migrations.packages("payments")
    async with databases.connect(payments_settings.database_url, size=3, schema=schema) as on:
        yield PostgresPayments(on, lease=0)


async def test_who_was_overtaken_changes_nothing(
    storage: PostgresPayments, payments_settings: Settings
) -> None:
    request, payment_id = authorization(), unique("p")
    draft = Draft("order", Money("EUR", 10, 0), "tok_approve")

    def decide(payment: domain.Payment | None) -> domain.Payment:
        return payment or domain.new(payment_id, draft)

    first = await storage.begin(payment_id, _key(request), decide)
    second = await storage.begin(payment_id, _key(request), decide)
    assert first.leading
    assert second.leading
    assert first.payment.operation is not None
    assert first.payment.operation == second.payment.operation
    answer = Answer(approved=True, authorization="auth")
    posting = domain.entries(first.payment.operation, answer)
    assert await storage.conclude(first.payment, answer, posting) is None
    await storage.release(first.payment)
    assert await storage.conclude(second.payment, answer, posting) is not None
    assert await storage.conclude(second.payment, answer, posting) is None
    url = payments_settings.database_url
    assert await postings(url, f"payments/{payment_id}") == ["authorize"]


async def test_a_repeat_that_waits_while_the_outcome_is_recorded_begins_nothing_new(
    payments: PaymentsServiceStub, payments_settings: Settings, storage: PostgresPayments
) -> None:
    name, url = await captured(payments, money(10)), payments_settings.database_url
    request, payment_id = refund(name, money(3)), name.removeprefix("payments/")

    def decide(payment: domain.Payment | None) -> domain.Payment:
        assert payment is not None
        return payment.refunding(Money("EUR", 3, 0))

    turn = await storage.begin(payment_id, _key(request), decide)
    assert turn.payment.operation is not None
    answer = Answer(approved=True)
    posting = domain.entries(turn.payment.operation, answer)
    async with connected(url) as holder, connected(url) as watching:
        async with holder.transaction():
            await holder.execute("select from payments where id = $1 for update", payment_id)
            concluding = asyncio.ensure_future(storage.conclude(turn.payment, answer, posting))
            await eventually(lambda: _waiting(watching, 1), 10, "the outcome waits")
            repeating = asyncio.ensure_future(storage.begin(payment_id, _key(request), decide))
            await eventually(lambda: _waiting(watching, 2), 10, "the repeat waits")
        concluded, repeated = await concluding, await repeating
    assert isinstance(concluded, domain.Payment)
    assert repeated == Turn(concluded)
    assert await postings(url, name) == ["authorize", "capture", "refund"]


async def _waiting(connection: Any, count: int) -> bool:
    rows = await connection.fetch(
        "select from pg_stat_activity where usename = current_user and wait_event_type = 'Lock'"
    )
    return len(rows) == count


def _key(request: Any) -> RequestKey:
    key = RequestKey.of(request)
    assert key is not None
    return key


async def test_connections_that_are_cut_do_no_lasting_harm(
    payments: PaymentsServiceStub, payments_settings: Settings, database: DatabaseServer
) -> None:
    async def cut() -> None:
        for _ in range(5):
            await database.kill_connections("payments")

    requests = [authorization() for _ in range(40)]
    await asyncio.gather(cut(), *(ask(payments, request) for request in requests))
    for request in requests:
        assert isinstance(await settled(payments, request), Payment)
        kinds = await submissions(payments_settings.database_url, request.name)
        assert kinds == ["authorize"]


class Shoppers:
    """Does whatever comes to mind to some payments, always the same for a seed."""

    def __init__(self, replicas: Replicas, seed: int) -> None:
        self._replicas = replicas
        self._random = random.Random(seed)
        tokens = ["tok_approve", "tok_flaky", "tok_slow", "tok_duplicate", "tok_decline"]
        self.drafts = [
            authorization(token=tokens[n % 5], amount=money(self._random.randint(1, 20), n))
            for n in range(20)
        ]
        self.results = list[tuple[Message, Payment | Refusal]]()

    async def shop(self) -> None:
        """Sends requests in no order: doubled, given up early, and again until they are known."""
        chance = self._random
        for _ in range(25):
            request = self._any()
            for _ in range(chance.choice([0, 0, 0, 1, 2])):
                await ask(self._any_replica(), request, timeout=chance.choice([0.005, 0.02, 3]))
            self.results.append((request, await settled(self._any_replica(), request)))

    def refunded(self) -> dict[str, Decimal]:
        """What successful refunds gave back, by the names of the payments."""
        total = dict[str, Decimal]()
        for request, result in self.results:
            if isinstance(request, pb.RefundPaymentRequest) and isinstance(result, Payment):
                so_far = total.get(request.name, Decimal(0))
                total[request.name] = so_far + _decimal(request.amount)
        return total

    def _any(self) -> Message:
        draft = self._random.choice(self.drafts)
        make: Callable[[], Message] = self._random.choice(
            [
                lambda: draft,
                lambda: draft,
                lambda: capture(draft.name),
                lambda: capture(draft.name),
                lambda: void(draft.name),
                lambda: refund(draft.name, money(self._random.randint(0, 5), 1)),
                lambda: refund(draft.name, money(self._random.randint(0, 5), 1)),
            ]
        )
        return make()

    def _any_replica(self) -> PaymentsServiceStub:
        return self._random.choice(self._replicas)


def _decimal(amount: money_pb2.Money) -> Decimal:
    return Decimal(amount.units) + Decimal(amount.nanos).scaleb(-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_money_is_conserved_whatever_is_done_at_once(
    database: DatabaseServer, seed: int
) -> None:
    url = await database.make(f"payments_{seed}")
    # Leases run out while a slow network is waited for, so that operations are overtaken.
    hasty = payments_settings_of(
        url, adopt_seconds=0.03, lease_seconds=0.06, network_timeout_seconds=0.05,
        network_latency_seconds=0.002, network_slow_seconds=0.1,
    )  # fmt: skip
    async with serving_payments(hasty) as one, serving_payments(hasty) as other:
        shoppers = Shoppers((one, other), seed)
        await asyncio.gather(*(shoppers.shop() for _ in range(8)))
        for draft in shoppers.drafts:
            # Whatever is still promised is not needed any more.
            await settled(one, void(draft.name))
        await eventually(lambda: _at_rest(url), 20, "rest")
        found = [
            await one.GetPayment(pb.GetPaymentRequest(name=draft.name)) for draft in shoppers.drafts
        ]
    assert len({result.name for _, result in shoppers.results if isinstance(result, Payment)}) > 10
    taken = sum(_decimal(payment.captured_amount) for payment in found)
    returned = sum(_decimal(payment.refunded_amount) for payment in found)
    assert 0 < returned < taken
    assert {p.name: _decimal(p.refunded_amount) for p in found if _decimal(p.refunded_amount)} == (
        shoppers.refunded()
    )
    # Nothing is promised any more, and everything else is where it belongs.
    assert await balances(url) == {
        "cash": taken - returned, "sales": -taken, "sales_returns": returned,
    }  # fmt: skip
    assert await _network_balance(url) == (taken, returned, 0)


async def _at_rest(url: str) -> bool:
    async with connected(url) as connection:
        rows = await connection.fetch("select from payments where operation_id is not null")
        return not rows


async def _network_balance(url: str) -> tuple[Decimal, Decimal, int]:
    """What the card network took and gave back, and how many promises it still holds."""
    async with connected(url) as connection:
        row = await connection.fetchrow(
            "select sum(captured) as taken, sum(refunded) as returned,"
            " count(*) filter (where captured = 0 and not voided) as promised"
            " from card_network.authorizations"
        )
    return row["taken"], row["returned"], row["promised"]
