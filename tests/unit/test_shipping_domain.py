"""What must always be true of a shipment."""

from datetime import UTC, datetime, timedelta

import pytest

from services.runtime.errors import FailedPrecondition, Unauthenticated
from services.runtime.identity import ANONYMOUS, Caller
from services.shipping.domain import (
    CANCELLED,
    DELIVERED,
    DISPATCHED,
    IN_TRANSIT,
    PREPARING,
    Address,
    Item,
    Shipment,
    prepared,
    tombstone,
    visible,
)

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def _prepared() -> Shipment:
    return prepared("a", "accounts/ada", (Item("products/cup", 2),), Address(), NOW)


def _moved(times: int) -> Shipment:
    shipment = _prepared()
    for n in range(times):
        moment = NOW + timedelta(seconds=n + 1)
        shipment = shipment.moved(f"step {n}", moment, tracking_number=f"MP{n}")
    return shipment


def test_a_shipment_goes_from_being_packed_to_the_door() -> None:
    states = [_moved(times).state for times in range(4)]
    assert states == [PREPARING, DISPATCHED, IN_TRANSIT, DELIVERED]
    assert [event.state for event in _moved(3).events] == states


def test_each_change_is_an_event_a_version_and_a_time() -> None:
    shipment = _moved(3)
    assert shipment.version == 4
    assert shipment.create_time == NOW
    assert shipment.update_time == NOW + timedelta(seconds=3)


def test_a_tracking_number_comes_with_the_dispatch_and_stays() -> None:
    assert not _moved(0).tracking_number
    assert _moved(1).tracking_number == _moved(3).tracking_number == "MP0"


def test_what_is_being_packed_can_be_cancelled_and_is_then_final() -> None:
    shipment = _prepared().cancelled(NOW)
    assert shipment.state == CANCELLED
    assert shipment.version == 2
    assert shipment.final


def test_cancelling_twice_is_cancelling_once() -> None:
    shipment = _prepared().cancelled(NOW)
    assert shipment.cancelled(NOW) is shipment


@pytest.mark.parametrize("times", [1, 2, 3])
def test_what_has_left_cannot_be_cancelled(times: int) -> None:
    with pytest.raises(FailedPrecondition) as refusal:
        _moved(times).cancelled(NOW)
    assert refusal.value.reason == "SHIPMENT_DISPATCHED"


def test_a_tombstone_is_cancelled_and_nobodys() -> None:
    shipment = tombstone("a", NOW)
    assert shipment.final
    assert shipment.state == CANCELLED
    assert not shipment.account
    assert shipment.version == 1


def test_a_delivered_shipment_is_final_and_one_under_way_is_not() -> None:
    assert [_moved(times).final for times in range(4)] == [False, False, False, True]


def test_one_sees_ones_own_and_staff_sees_all() -> None:
    assert visible(Caller("accounts/ada", frozenset({"orders:self"}))) == "accounts/ada"
    assert visible(Caller("accounts/eva", frozenset({"orders:self", "orders:admin"}))) is None
    with pytest.raises(Unauthenticated):
        visible(ANONYMOUS)
