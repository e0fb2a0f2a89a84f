"""What must be true of a market at rest, read where it is kept."""

import json
from decimal import Decimal
from typing import Any

import asyncpg

from tests.conftest import RunningMesh, run_mesh

_KEPT = "step in ('CONFIRMED', 'SHIPPED', 'DELIVERED')"


async def events_have_left(market: RunningMesh) -> bool:
    """Whether no event waits in an outbox."""
    waiting = [
        await _value(market, service, "select count(*) from outbox")
        for service in ("orders", "shipping")
    ]
    return waiting == [0, 0]


async def the_ledger_balances(market: RunningMesh) -> None:
    """Every posting sums to zero, nothing is promised, and what we have is what was bought."""
    unbalanced = """
        select transaction_id from ledger_entries group by transaction_id, currency
        having sum(amount) <> 0"""
    assert await _rows(market, "payments", unbalanced) == []
    balances = {
        row["account"]: row["balance"]
        for row in await _rows(
            market,
            "payments",
            "select account, sum(amount) as balance from ledger_entries group by account",
        )
    }
    bought = await _value(
        market,
        "orders",
        "select coalesce(sum(total_units + total_nanos / 1000000000::numeric), 0)"
        f" from orders where {_KEPT}",
    )
    assert balances.get("promised_funds", Decimal(0)) == 0
    assert balances.get("accounts_receivable", Decimal(0)) == 0
    assert balances.get("cash", Decimal(0)) == bought


async def every_order_has_its_parcel(market: RunningMesh) -> None:
    """One parcel for each order that was kept, which moved once through every state."""
    kept = await _rows(market, "orders", f"select id from orders where {_KEPT}")
    parcels = await _rows(
        market, "shipping", "select id, events from shipments where state not like '%CANCELLED'"
    )
    assert {row["id"] for row in parcels} == {row["id"] for row in kept}
    for row in parcels:
        states = [event["state"].rpartition("_")[2] for event in json.loads(row["events"])]
        assert len(states) == len({*states}) == 4, states


def nothing_was_put_aside(market: RunningMesh) -> None:
    """No event is a dead letter."""
    assert market.state is not None
    listed = run_mesh("dead-letters", "--state", market.state, "--json", "list")
    assert json.loads(listed.stdout) == [], listed.stdout


async def _rows(market: RunningMesh, service: str, sql: str) -> list[Any]:
    connection = await asyncpg.connect(market.database(service), timeout=10)
    try:
        rows: list[Any] = await connection.fetch(sql)
        return rows
    finally:
        await connection.close(timeout=5)


async def _value(market: RunningMesh, service: str, sql: str) -> Any:
    (row,) = await _rows(market, service, sql)
    return row[0]
