"""Settings of orders that do not fit together are refused at the start."""

from typing import Any

import pytest

from services.orders.settings import Settings
from services.runtime.settings import SettingsError

NEEDED = {
    "LISTEN": "127.0.0.1:0",
    "DATABASE_URL": "postgresql://",
    "MESH_ADDRESS": "127.0.0.1:15001",
    "NATS_URL": "nats://",
    "PAGE_TOKEN_KEY": "key",
}


def test_what_is_not_told_has_a_value_that_fits() -> None:
    settings = Settings.from_environment(NEEDED)
    assert settings.lease_seconds >= 2 * settings.step_seconds


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ({"LEASE_SECONDS": "5"}, "LEASE_SECONDS is less than twice STEP_SECONDS"),
        ({"RESERVATION_SECONDS": "60"}, "RESERVATION_SECONDS is not more than"),
        ({"RESERVATION_SECONDS": "3601"}, "RESERVATION_SECONDS is more than 3600"),
        ({"MESH_ADDRESS": None}, "MESH_ADDRESS is not set"),
    ],
)
def test_what_does_not_fit_is_refused(told: dict[str, Any], complaint: str) -> None:
    environment = {key: value for key, value in {**NEEDED, **told}.items() if value is not None}
    with pytest.raises(SettingsError, match=complaint):
        Settings.from_environment(environment)


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings.from_environment(NEEDED))
    assert "postgresql" not in shown
    assert "nats://" not in shown
