"""Settings from the environment."""

import dataclasses
from pathlib import Path

import pytest

from services.catalog.settings import Settings as CatalogSettings
from services.runtime.settings import Secret, Settings, SettingsError

NEEDED = {"LISTEN": "0.0.0.0:50051", "DATABASE_URL": "postgresql://a:hush@b/c",
          "PAGE_TOKEN_KEY": "hush-too"}  # fmt: skip


def test_settings_are_read_and_the_rest_has_defaults() -> None:
    settings = CatalogSettings.from_environment(NEEDED | {"HOME": "/root"})
    assert settings == CatalogSettings(
        listen="0.0.0.0:50051",
        database_url=Secret("postgresql://a:hush@b/c"),
        page_token_key=Secret("hush-too"),
    )
    assert (settings.drain_seconds, settings.grace_seconds) == (0.5, 10)
    assert settings.database_pool_size == 8
    assert settings.channelz is False


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("drain_seconds", "0", 0.0),
        ("drain_seconds", "1.5", 1.5),
        ("database_pool_size", "20", 20),
        ("channelz", "true", True),
        ("channelz", "1", True),
        ("channelz", "false", False),
        ("log_level", "DEBUG", "DEBUG"),
    ],
)
def test_a_text_becomes_the_type_of_its_setting(name: str, text: str, value: object) -> None:
    settings = CatalogSettings.from_environment(NEEDED | {name.upper(): text})
    assert getattr(settings, name) == value
    assert type(getattr(settings, name)) is type(value)


def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as wrong:
        CatalogSettings.from_environment({})
    for name in NEEDED:
        assert f"{name} is not set (nor {name}_FILE)" in str(wrong.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DRAIN_SECONDS", "soon"), ("DRAIN_SECONDS", ""), ("GRACE_SECONDS", "1,5"),
        ("DATABASE_POOL_SIZE", "many"), ("DATABASE_POOL_SIZE", "1.5"), ("CHANNELZ", "perhaps"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_an_error_that_names_it(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        CatalogSettings.from_environment(NEEDED | {name: text})


def test_what_is_wrong_and_what_is_missing_are_told_together() -> None:
    with pytest.raises(SettingsError) as wrong:
        Settings.from_environment({"GRACE_SECONDS": "x", "CHANNELZ": "y"})
    for name in ("LISTEN", "GRACE_SECONDS", "CHANNELZ"):
        assert name in str(wrong.value)


def test_a_value_may_be_in_a_file_which_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://from-file\n")
    settings = CatalogSettings.from_environment(NEEDED | {"DATABASE_URL_FILE": str(file)})
    assert settings.database_url == "postgresql://from-file"


def test_a_file_that_cannot_be_read_is_an_error_that_names_the_setting(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(SettingsError, match="DATABASE_URL"):
            CatalogSettings.from_environment(NEEDED | {"DATABASE_URL_FILE": str(path)})


def test_a_file_that_is_no_text_is_an_error_that_names_the_setting(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        CatalogSettings.from_environment(NEEDED | {"DATABASE_URL_FILE": str(file)})


def test_a_secret_does_not_show_itself() -> None:
    settings = CatalogSettings.from_environment(NEEDED)
    for shown in (repr(settings), f"{settings}", repr(settings.database_url)):
        assert "hush" not in shown
    assert settings.page_token_key == "hush-too"


def test_settings_do_not_change() -> None:
    settings = Settings.from_environment(NEEDED)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.listen = "elsewhere"  # type: ignore[misc]
