"""The README's commands do what it says, as they stand."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh, run

README = (ROOT / "README.md").read_text()
COMMANDS = [
    command
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for command in block.splitlines()
]
PATH = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"


def _here(text: str, mesh: RunningMesh) -> str:
    return text.replace("localhost:8080", mesh.gateway).replace("localhost:50051", mesh.catalog)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_works(mesh: RunningMesh, command: str) -> None:
    program = command.split(maxsplit=1)[0]
    found = shutil.which(program, path=PATH) or shutil.which(program)
    if found is None and "CI" not in os.environ:
        pytest.skip(f"{program} is not installed")
    assert found is not None
    path = f"{PATH}:{Path(found).parent}"
    ran = run("bash", "-c", _here(command, mesh), environment={"PATH": path})
    assert ran.returncode == 0, ran.stderr
    if '"stale"' in command:
        assert "ETAG_MISMATCH" in ran.stdout
    elif command.endswith(" list"):
        assert "mercado.catalog.v1.CatalogService" in ran.stdout
    elif "/v1/accounts" in command:
        assert '"name":"accounts/' in ran.stdout
    elif "/v1/sessions:signIn" in command:
        assert '"accessToken":"' in ran.stdout
    elif "/.well-known/jwks.json" in command:
        assert '"crv":"Ed25519"' in ran.stdout
    else:
        assert '"name": "products/' in ran.stdout.replace('":"', '": "')


def test_the_python_client_of_the_readme_works(mesh: RunningMesh) -> None:
    program = README.split("```python\n")[1].split("```")[0]
    ran = run(sys.executable, "-c", _here(program, mesh))
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 3
