"""What is in the image is enough for all that runs in it."""

import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from scripts.mesh.local.state import ROOT
from tests.conftest import run

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PROGRAMS = sorted(
    {c["command"][0] for c in COMPOSE["services"].values() if c["image"] == "mercado"}
)
# Where a package has another name than its module.
MODULES = {"pyyaml": "yaml"}
LOAD = """
import importlib, sys
for name in sys.argv[2:]:
    sys.modules[name] = None
importlib.import_module(sys.argv[1])
"""


def _packages(lock: str) -> set[str]:
    text = (ROOT / lock).read_text()
    return set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of what the Dockerfile copies, of what .dockerignore lets it see."""
    folder = tmp_path_factory.mktemp("image")
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        name = line.removeprefix("!")
        place = folder / name.removeprefix("generated/python")
        if line.startswith("!") and (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place, dirs_exist_ok=True)
        elif line.startswith("!"):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place)
    return folder


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_of_the_image_finds_all_that_it_imports(image: Path, program: str) -> None:
    package = image / program.replace(".", "/")
    module = f"{program}.__main__" if package.is_dir() else program
    lacking = _packages("requirements-dev.lock") - _packages("requirements.lock")
    absent = [MODULES.get(name, name.replace("-", "_")) for name in lacking]
    own = {"PYTHONPATH": str(image)}
    ran = run(sys.executable, "-P", "-c", LOAD, module, *absent, folder=image, environment=own)
    assert ran.returncode == 0, ran.stderr
