"""The files of migrations, before any database."""

import sys
from pathlib import Path

import pytest

from services.runtime.migrations import Migration, MigrationError, read


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `migrations` folder of the package `shop`."""
    folder = tmp_path / "shop" / "migrations"
    folder.mkdir(parents=True)
    (tmp_path / "shop" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "shop", raising=False)
    return folder


def test_files_are_read_in_the_order_of_their_numbers(package: Path) -> None:
    for name in ("0010_j", "0002_b", "0001_a", *(f"{n:04}_x" for n in range(3, 10))):
        (package / f"{name}.sql").write_text(f"select '{name}'")
    found = read("shop")
    assert [migration.number for migration in found] == list(range(1, 11))
    assert found[0] == Migration("shop", 1, "0001_a.sql", "select '0001_a'")
    assert found[-1].name == "0010_j.sql"


@pytest.mark.parametrize(
    "names",
    [["0002_b"], ["0001_a", "0003_c"], ["0001_a", "0001_b"], ["0000_z", "0001_a"]],
    ids=" ".join,
)
def test_numbers_that_do_not_follow_each_other_are_refused(package: Path, names: list[str]) -> None:
    for name in names:
        (package / f"{name}.sql").touch()
    with pytest.raises(MigrationError, match="shop"):
        read("shop")


def test_what_is_no_migration_is_left_alone(package: Path) -> None:
    for name in ("0001_a.sql", "README.md", "0002_b.sql.bak", "notes.sql"):
        (package / name).touch()
    assert [migration.name for migration in read("shop")] == ["0001_a.sql"]


def test_a_checksum_changes_with_the_file_and_with_nothing_else() -> None:
    migration = Migration("shop", 1, "0001_a.sql", "select 1")
    assert migration.checksum == Migration("other", 2, "0002_b.sql", "select 1").checksum
    assert migration.checksum != migration._replace(sql="select 1 ").checksum


def test_the_services_own_migrations_can_be_read() -> None:
    for name in ("services.runtime", "services.catalog"):
        assert read(name)[0].number == 1
