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
ISSUE = next(command for command in COMMANDS if command.endswith("cert issue"))
PATH = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"


def _here(text: str, mesh: RunningMesh) -> str:
    if text.startswith("mesh "):
        return f"python -m scripts.{text} --state {mesh.state}"
    for there, here in {
        "localhost:8080": mesh.gateway,
        "localhost:50051": mesh.status["services"]["catalog"][0],
        "localhost:50071": mesh.status["services"]["inventory"][0],
        "cert issue": f"cert issue --state {mesh.state}",
        ".venv/bin/python": sys.executable,
        ".mesh/": f"{mesh.state}/",
    }.items():
        text = text.replace(there, here)
    return text


# What a command says, by a pattern of the command: the first that fits.
SAYS = {
    r"mesh status": r".*catalog +ready",
    r"mesh explain": r"mercado\.orders\.v1\.OrdersService\.PlaceOrder",
    r"mesh trace": r"time +trace +status +ms +request",
    r"mesh logs": r'.*"logger":"services',
    r"mesh .*": r"(.*\n)?(?!nothing to change)[^\n]+\n$",
    r"TOKEN=": r"[\w-]+\.[\w-]+\.[\w-]+\n",
    r"ORDER=": r"orders/\S+\n",
    r'.*"stale"': r".*ETAG_MISMATCH",
    r".*cert issue": r".*/sa/operator",
    r".* list$": r".*mercado\.catalog\.v1\.CatalogService",
    r".*event-stream": r'id: .*"state":"STATE_DELIVERED"',
    r".*:watch": r'.*"state":"STATE_DELIVERED".*\n$',
    r".*:quote": r'.*"available":true',
    r".*/v1/accounts": r'.*"name":"accounts/',
    r".*/v1/sessions:signIn": r'.*"accessToken":"',
    r".*jwks\.json": r'.*"crv":"Ed25519"',
    r"": r'.*"name": ?"products/',
}


@pytest.mark.parametrize(
    "command",
    [
        # Each waits until the mesh is so.
        pytest.param(command, marks=[pytest.mark.long] if command.startswith("mesh ") else [])
        for command in COMMANDS
    ],
)
def test_a_command_of_the_readme_works(mesh: RunningMesh, staff_token: str, command: str) -> None:
    name, assigns, _ = command.partition("=$(")
    program = "jq" if assigns else _here(command, mesh).split(maxsplit=1)[0]
    found = shutil.which(program, path=PATH) or shutil.which(program)
    if found is None and "CI" not in os.environ:
        pytest.skip(f"{program} is not installed")
    assert found is not None
    script = _here(command, mesh) + (f'\necho "${name}"' if assigns else "")
    if "$ORDER" in command:
        script = f"{_here(ORDER, mesh)}\n{script}"
    if ".mesh/operator" in command:
        script = f"{_here(ISSUE, mesh)} >/dev/null\n{script}"
    environment = {"PATH": f"{PATH}:{Path(found).parent}", "TOKEN": staff_token}
    ran = run("bash", "-c", script, environment=environment)
    assert ran.returncode == 0, ran.stderr
    said = next(said for pattern, said in SAYS.items() if re.match(pattern, command))
    assert re.match(said, ran.stdout, re.DOTALL), ran.stdout


def test_the_python_client_of_the_readme_works(mesh: RunningMesh) -> None:
    program = README.split("```python\n")[1].split("```")[0]
    ran = run(sys.executable, "-c", _here(program, mesh))
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 3
