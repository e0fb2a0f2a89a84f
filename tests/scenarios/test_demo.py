"""The demonstration, as a person would run it."""

import re

from scripts.mesh.local.ports import free_ports
from tests.conftest import RunningMesh, run_module


def test_the_demonstration_goes_from_a_new_account_to_the_door(mesh: RunningMesh) -> None:
    ran = run_module("scripts.mesh.demo", "--url", mesh.url, environment={"COLUMNS": "200"})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = ran.stdout
    assert "All of it went as it should." in told
    states = re.findall(r"● (\w+)", told)
    delivered = states.index("DELIVERED")
    assert "CONFIRMED" in states[:delivered]
    assert states[delivered:].count("CANCELLED") == 2
    assert "REASON_PAYMENT_DECLINED" in told
    # Each request can be asked about.
    requests = [line for line in told.splitlines() if "/v1/" in line]
    assert len(requests) >= 10
    assert all(re.search(r"trace [0-9a-f]{32}$", line) for line in requests)


def test_the_demonstration_says_how_to_start_a_mesh_that_does_not_run() -> None:
    url = f"http://127.0.0.1:{free_ports(1)[0]}"
    ran = run_module("scripts.mesh.demo", "--url", url)
    assert ran.returncode == 1
    assert ran.stderr == f"Nothing answers at {url}: start the mesh with scripts/up first.\n"
