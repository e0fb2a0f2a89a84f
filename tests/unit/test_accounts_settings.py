"""What the accounts service can be told, and what it refuses to be told."""

import pytest

from services.accounts.settings import Settings
from services.runtime.settings import SettingsError

NEEDED = {
    "LISTEN": "127.0.0.1:0", "DATABASE_URL": "postgresql://a:hush@b/c", "SECRET_KEY": "hush" * 8,
    "ISSUER": "https://accounts.test", "AUDIENCE": "tests", "PUBLIC_URL": "http://gateway.test",
}  # fmt: skip


def test_the_rest_has_defaults_that_fit_together() -> None:
    settings = Settings.from_environment(NEEDED)
    assert settings.access_token_seconds == 900
    assert settings.key_overlap_seconds > settings.access_token_seconds
    assert settings.administrator_email == ""
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 32"),
        ({"ACCESS_TOKEN_SECONDS": "3600"}, "KEY_OVERLAP_SECONDS is less than"),
        ({"KEY_OVERLAP_SECONDS": "901"}, "KEY_OVERLAP_SECONDS is less than"),
        ({"ADMINISTRATOR_EMAIL": "a@b.c"}, "ADMINISTRATOR_EMAIL and ADMINISTRATOR_PASSWORD"),
        ({"ADMINISTRATOR_PASSWORD": "hush"}, "ADMINISTRATOR_EMAIL and ADMINISTRATOR_PASSWORD"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        Settings.from_environment(NEEDED | wrong)
