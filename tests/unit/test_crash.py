"""Crash points: free when not armed, deadly once when they are."""

import signal
import sys
from pathlib import Path

from services.runtime import crash
from tests.conftest import run

PROGRAM = "from services.runtime import crash; crash.point('a'); crash.point('b'); print('alive')"


def test_a_point_kills_its_process_once_when_it_is_armed(tmp_path: Path) -> None:
    (tmp_path / "b").touch()
    environment = {"CRASH_POINTS": str(tmp_path)}
    killed = run(sys.executable, "-c", PROGRAM, environment=environment)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "b").exists()
    assert run(sys.executable, "-c", PROGRAM, environment=environment).stdout == "alive\n"


def test_a_point_does_nothing_where_no_folder_is_named() -> None:
    crash.point("a")
