"""What the commands of an operator refuse, and the file that they write, without a mesh."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.mesh.compiler import operations, topology
from scripts.mesh.compiler.operations import OperationsError
from scripts.mesh.local import identities
from scripts.mesh.local.operating import MESH
from scripts.mesh.local.state import State
from tests.operating import run_here

SAME = ("--env", "LOG_LEVEL=WARNING")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("scale catalogue 2", "there is no service `catalogue` (did you mean `catalog`?)"),
        ("scale catalog 0", "without a replica nobody answers for catalog"),
        ("restart", "say what to restart"),
        ("restart gatway", "did you mean `gateway`?"),
        ("restart catalog --all", "say what to restart"),
        ("drain catalog catalog", "no other replica of catalog gets calls"),
        ("drain catalog catalog-7", "there is no replica `catalog-7`"),
        ("canary catalog --version v2", "add --from DIR or --env KEY=VALUE"),
        ("canary catalog --percent 10", "say which: --version; catalog has no other version"),
        ("canary catalog --version v2 --env A=b --percent 101", "101 % of the calls?"),
        ("canary catalog --version V2 --env A=b", "a name has small letters"),
        ("canary catalog --version v2 --env A", "`A` is not understood: write --env KEY=VALUE"),
        ("canary catalog --version v2 --env A=b --header x", "`x` is not understood"),
        ("canary catalog --version v2 --env A=b --header x-mesh-a:b", "never gets here"),
        ("canary catalog --version v2 --from /nowhere", "--from is the folder of a checkout"),
        ("promote catalog", "catalog has no other version; start one with canary first"),
        ("promote catalogs", "did you mean `catalog`?"),
        ("rollback catalog", "there is nothing to go back to"),
        ("mirror catalog --to v9", "there is no version of catalog `v9`"),
        ("fault payment --abort UNAVAILABLE", "there is no service `payment`"),
        ("fault catalog/GetProducts --abort UNAVAILABLE", "did you mean `GetProduct`?"),
        ("fault catalog", "say what should happen"),
        ("fault catalog --abort UNAVAIL", "did you mean `UNAVAILABLE`?"),
        ("fault catalog --delay 2", "`2` is no duration: write 200ms or 1.5s"),
        ("fault catalog --delay 1s --percent -1", "-1 % of the calls?"),
    ],
)
def test_nonsense_is_refused_with_a_reason(tmp_path: Path, command: str, reason: str) -> None:
    done = run_here(*command.split(), "--state", tmp_path)
    assert done.exit_code == 1
    assert reason in done.stderr
    assert not (tmp_path / "operations.yaml").exists()


@pytest.mark.parametrize("command", ["scale catalog 2", "explain GetProduct"])
def test_a_mistake_in_the_topology_is_told_by_each_command(tmp_path: Path, command: str) -> None:
    (tmp_path / "mesh.yaml").write_text("gatewy: {}")
    (tmp_path / "status.json").write_text(json.dumps({"mesh": str(tmp_path / "mesh.yaml")}))
    done = run_here(*command.split(), "--state", tmp_path)
    assert done.exit_code == 1
    assert "gatewy" in done.stderr


def test_what_is_set_while_nothing_runs_holds_from_the_next_start(tmp_path: Path) -> None:
    done = run_here("scale", "catalog", "3", "--state", tmp_path)
    assert done.exit_code == 0
    assert "holds from its next start" in done.stdout
    found = operations.read((tmp_path / "operations.yaml").read_bytes(), ["catalog"], [])
    assert found.of("catalog").replicas == 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("service: {}", "unknown field `service`"),
        ("services: {catalog: {replicas: many}}", "Expected `int | null`"),
        ("services: {catalogue: {replicas: 2}}", "did you mean `catalog`?"),
        ("services: {catalog: {versions: {v2: {percent: 60}, v3: {percent: 60}}}}", "120 %"),
        ("services: {catalog: {faults: {'*': {percent: 5}}}}", "neither delays nor aborts"),
        ("services: [", "operations.yaml: "),
        ("proxies: {gate: {restarted: now}}", "there is no such Envoy"),
    ],
)
def test_a_mistake_in_the_file_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(OperationsError, match=r"operations\.yaml: ") as refused:
        operations.read(text.encode(), ["catalog"], ["gateway"])
    assert reason in str(refused.value)


def test_what_is_done_with_certificates_is_said_to_programs_too(tmp_path: Path) -> None:
    state = State(tmp_path)
    identities.of(state, topology.read(MESH)).renew()

    def said(*command: str) -> Any:
        done = run_here("cert", *command, "--json", "--state", tmp_path)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    issued = said("issue", "--hours", "2")
    assert issued["identity"] == "spiffe://mercado.mesh/sa/operator"
    assert Path(issued["folder"], "tls.key").exists()
    before = said("show")
    assert "new certificates: accounts, catalog," in said("rotate")["events"][0]
    assert len(said("rotate", "--authority")["events"]) == 4
    after = said("show")
    assert after["workloads"].keys() == before["workloads"].keys()
    assert after["authorities"] != before["authorities"]
    assert len(after["authorities"]) == 1
