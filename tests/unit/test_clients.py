"""A language whose toolchain is missing is named; where everything has to pass, that fails."""

from pathlib import Path

import pytest

from scripts.mesh.generate import clients
from scripts.mesh.generate.clients import Language, MissingToolchainError
from scripts.mesh.generate.toolchain import Program


def program(folder: Path, name: str, says: str) -> None:
    script = folder / name
    script.write_text(f"#!/bin/sh\necho '{says}'\n")
    script.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on its PATH but what is put into this folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


ZIG = Language("zig", (Program("zig", (0, 12), "version"), Program("cc")), (), "bin")


def test_a_program_that_is_not_there_is_named(machine: Path) -> None:
    assert ZIG.missing() == ["zig is not installed", "cc is not installed"]


def test_a_program_that_is_too_old_is_named(machine: Path) -> None:
    program(machine, "zig", "zig version 0.9.1")
    program(machine, "cc", "")
    assert ZIG.missing() == ["zig is older than 0.12"]


def test_a_language_whose_toolchain_is_complete_is_generated(machine: Path) -> None:
    program(machine, "zig", "0.12.0-dev.3")
    program(machine, "cc", "")
    assert clients.available([ZIG]) == ([ZIG], [])


def test_a_language_without_its_toolchain_is_left_out_by_name(machine: Path) -> None:
    program(machine, "zig", "0.13.0")
    assert clients.available([ZIG]) == ([], ["zig: cc is not installed"])


def test_in_continuous_integration_no_toolchain_may_be_missing(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(MissingToolchainError, match="zig is not installed"):
        clients.available([ZIG])
