"""The alert rules say what they should, when they should."""

import os
import shutil

import pytest

from scripts.mesh.local.state import ROOT
from tests.conftest import run


@pytest.mark.parametrize(
    "command", [["check", "rules", "alerts.yaml"], ["test", "rules", "alerts_test.yaml"]]
)
def test_the_alert_rules_pass_their_own_tests(command: list[str]) -> None:
    if shutil.which("promtool") is None and "CI" not in os.environ:
        pytest.skip("promtool (of Prometheus) is not installed")
    ran = run("promtool", *command, folder=ROOT / "deploy" / "observability")
    assert ran.returncode == 0, ran.stdout + ran.stderr
