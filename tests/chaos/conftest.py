"""A market with replicas, in which anything may die."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh, running_mesh
from tests.contract.callers import Signer, signer


@pytest.fixture(scope="package")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMesh]:
    """A mesh of its own, with two replicas of what takes part in an order."""
    folder: Path = tmp_path_factory.mktemp("market")
    topology = yaml.safe_load((ROOT / "envoy" / "mesh.yaml").read_text())
    for name in ("inventory", "orders", "payments", "shipping"):
        topology["services"][name]["replicas"] = 2
    (folder / "mesh.yaml").write_text(yaml.safe_dump(topology))
    environment = {"CARRIER_STEP_SECONDS": "0.2"}
    with running_mesh(
        folder / "state", "--mesh", folder / "mesh.yaml", environment=environment
    ) as mesh:
        yield mesh


@pytest.fixture(scope="package")
def sign(market: RunningMesh) -> Signer:
    return signer(market)
