"""What the README says of other languages works, with Ruby as its example."""

import re
import shutil
from pathlib import Path

import httpx
import pytest

from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh
from tests.polyglot.test_clients import need, output

SECTION = (ROOT / "README.md").read_text().split("## Generate a client in another language")[1]

pytestmark = pytest.mark.polyglot


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", SECTION, re.DOTALL)
    assert found is not None
    return found[1]


async def test_the_ruby_client_of_the_readme_works(
    mesh: RunningMesh, rest: httpx.AsyncClient, tmp_path: Path
) -> None:
    programs = ("ruby", "protoc", "grpc_ruby_plugin")
    need([f"{name} is not installed" for name in programs if shutil.which(name) is None])
    (tmp_path / "protos").symlink_to(ROOT / "protos")
    (tmp_path / "ruby.gen.yaml").write_text(block("yaml"))
    (tmp_path / "search.rb").write_text(block("ruby").replace("localhost:8080", mesh.gateway))
    said = [
        output("bash", "-c", line.removeprefix("$ "), folder=tmp_path, seconds=60)
        for line in block("console").splitlines()
    ]
    found = (await rest.get("/v1/products:search?query=coffee&page_size=3")).json()["products"]
    assert said[-1].splitlines() == [product["name"] for product in found]
