"""What the ledger does not let anybody write, tried at the database itself."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from services.payments.settings import Settings
from tests.component.payments import authorization, balances, connected, done

TRANSACTION = """
insert into ledger_transactions (payment_id, kind, operation_id)
values ($1, 'correction', gen_random_uuid()) returning id"""
ENTRY = """
insert into ledger_entries (transaction_id, account, currency, amount)
values ($1, $2, $3, $4::text::numeric)"""
Entries = list[tuple[str, str, str]]


class Book:
    """The ledger of a payment that has an authorization in it, open for writing."""

    def __init__(self, connection: Any, url: str, payment: str) -> None:
        self.connection = connection
        self.url = url
        self.payment = payment

    async def post(self, entries: Entries, into: int | None = None) -> int:
        """Posts in a transaction; into a new one of the ledger, unless one is named."""
        async with self.connection.transaction():
            number: int = into or await self.connection.fetchval(
                TRANSACTION, self.payment.removeprefix("payments/")
            )
            for entry in entries:
                await self.connection.execute(ENTRY, number, *entry)
        return number


@pytest.fixture
async def book(payments: PaymentsServiceStub, payments_settings: Settings) -> AsyncIterator[Book]:
    request, url = authorization(), payments_settings.database_url
    await done(payments, request)
    async with connected(url) as connection:
        yield Book(connection, url, request.name)


@pytest.mark.parametrize(
    "entries",
    [
        [("cash", "EUR", "5"), ("sales", "EUR", "-4.999999999")],
        [("cash", "EUR", "5")],
        [("cash", "EUR", "5"), ("sales", "USD", "-5")],
        [("cash", "EUR", "5"), ("sales", "EUR", "-5"), ("cash", "USD", "0.000000001")],
        [],
    ],
)
async def test_a_posting_that_does_not_sum_to_zero_in_each_currency_cannot_be_committed(
    book: Book, entries: Entries
) -> None:
    before = await balances(book.url, book.payment)
    with pytest.raises(asyncpg.CheckViolationError, match=r"sum to zero|no entries"):
        await book.post(entries)
    assert await balances(book.url, book.payment) == before


async def test_a_posting_that_sums_to_zero_can_be_committed_in_any_order(book: Book) -> None:
    await book.post(
        [("cash", "EUR", "5"), ("sales", "USD", "-1"), ("sales", "EUR", "-5"), ("cash", "USD", "1")]
    )


async def test_nothing_is_added_to_a_posting_once_it_is_committed(book: Book) -> None:
    number = await book.post([("cash", "EUR", "5"), ("sales", "EUR", "-5")])
    with pytest.raises(asyncpg.CheckViolationError, match="complete already"):
        await book.post([("cash", "USD", "5"), ("sales", "USD", "-5")], into=number)


async def test_the_check_cannot_be_had_early_to_add_something_after_it(book: Book) -> None:
    async def early() -> None:
        async with book.connection.transaction():
            number = await book.post([("cash", "EUR", "5"), ("sales", "EUR", "-5")])
            await book.connection.execute("set constraints all immediate")
            await book.post([("sales_returns", "EUR", "5")], into=number)

    with pytest.raises(asyncpg.CheckViolationError, match="sum to zero"):
        await early()


@pytest.mark.parametrize("table", ["ledger_entries", "ledger_transactions", "ledger_accounts"])
@pytest.mark.parametrize(
    "statement",
    [
        "update {table} set {column} = {column}",
        "delete from {table}",
        "delete from {table} where false",
        "truncate {table} cascade",
    ],
)
async def test_what_is_posted_stays_as_it_is(book: Book, table: str, statement: str) -> None:
    before = await balances(book.url)
    column = {"ledger_entries": "amount", "ledger_accounts": "type"}.get(table, "kind")
    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        await book.connection.execute(statement.format(table=table, column=column))
    assert await balances(book.url) == before


async def test_a_payment_with_postings_cannot_be_deleted(book: Book) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await book.connection.execute(
            "delete from payments where 'payments/' || id = $1", book.payment
        )


async def test_an_operation_is_posted_once(book: Book) -> None:
    with pytest.raises(asyncpg.UniqueViolationError):
        await book.connection.execute(
            "insert into ledger_transactions (payment_id, kind, operation_id)"
            " select payment_id, kind, operation_id from ledger_transactions"
        )


async def test_an_account_that_is_not_in_the_chart_takes_nothing(book: Book) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await book.post([("cash", "EUR", "5"), ("slush", "EUR", "-5")])
