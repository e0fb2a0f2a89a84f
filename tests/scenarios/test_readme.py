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
# Placed again with its request id, it is the same order.
ORDER = next(command for command in COMMANDS if command.startswith("ORDER="))
PATH = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"


def _here(text: str, mesh: RunningMesh) -> str:
    for there, here in {
        "localhost:8080": mesh.gateway,
        "localhost:50051": mesh.catalog,
        ".mesh/": f"{mesh.state}/",
    }.items():
        text = text.replace(there, here)
    return text


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_works(mesh: RunningMesh, staff_token: str, command: str) -> None:
    name = re.match(r"[A-Z]+(?==)", command)
    program = "jq" if name else command.split(maxsplit=1)[0]
    found = shutil.which(program, path=PATH) or shutil.which(program)
    if found is None and "CI" not in os.environ:
        pytest.skip(f"{program} is not installed")
    assert found is not None
    path = f"{PATH}:{Path(found).parent}"
    script = _here(command, mesh) + (f'\necho "${name[0]}"' if name else "")
    if "$ORDER" in command:
        script = f"{_here(ORDER, mesh)}\n{script}"
    ran = run("bash", "-c", script, environment={"PATH": path, "TOKEN": staff_token})
    assert ran.returncode == 0, ran.stderr
    if name and name[0] == "ORDER":
        assert ran.stdout.startswith("orders/")
    elif name:
        assert len(ran.stdout.split(".")) == 3
    elif '"stale"' in command:
        assert "ETAG_MISMATCH" in ran.stdout
    elif command.endswith(" list"):
        assert "mercado.catalog.v1.CatalogService" in ran.stdout
    elif "text/event-stream" in command:
        assert ran.stdout.startswith("id: ")
        assert '"state":"STATE_DELIVERED"' in ran.stdout
    elif ":watch" in command:
        assert '"state":"STATE_DELIVERED"' in ran.stdout.splitlines()[-1]
    elif ":quote" in command:
        assert '"available":true' in ran.stdout
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
