"""What an operator sees: what runs, what holds of a method, what became of a request."""

import json
import os
import re
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh, eventually, running_mesh
from tests.load import PRODUCT, everywhere, fetching, repeated
from tests.operating import ended, healthy, operate, pids, run_here

NAME = "mercado.catalog.v1.CatalogService/GetProduct"


async def test_status_says_how_each_replica_is_and_what_it_does(mesh: RunningMesh) -> None:
    await operate(mesh, "canary", "catalog", "--version", "v2", "--env", "LOG_LEVEL=WARNING")
    try:
        replicas = dict[str, Any]()
        async with everywhere(mesh):

            async def measured() -> bool:
                # Envoy adds up how long calls took every few seconds.
                nonlocal replicas
                found = (await operate(mesh, "status"))["processes"]
                replicas = {p["name"]: p for p in found if p.get("service") == "catalog"}
                views = replicas["catalog"]["seen"].values()
                return all(view["p99_ms"] and view["rps"] for view in views)

            await eventually(measured, 20, "the catalog is measured")
        assert {name: process["version"] for name, process in replicas.items()} == {
            "catalog": "",
            "catalog@v2": "v2",
        }
        views = [view for process in replicas.values() for view in process["seen"].values()]
        assert {view["health"] for view in views} == {"healthy"}
        assert len(views) == 4
    finally:
        await operate(mesh, "rollback", "catalog")


async def test_status_shows_a_replica_that_fails(
    mesh: RunningMesh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    pid = pids(mesh, "catalog")["catalog"]
    os.kill(pid, signal.SIGSTOP)
    try:

        async def failing() -> bool:
            shown = await ended(mesh, "status")
            return "failing" in shown.stdout

        await eventually(failing, 15, "the status says so")
    finally:
        os.kill(pid, signal.SIGCONT)
    await eventually(lambda: healthy(mesh, "catalog"), 30, "it is used again")


async def test_a_method_is_explained_with_the_lines_that_say_so(mesh: RunningMesh) -> None:
    await operate(mesh, "fault", "catalog/GetProduct", "--abort", "UNAVAILABLE", "--percent", "0")
    try:
        found = await operate(mesh, "explain", "GetProduct")
        written = mesh.state and (mesh.state / "operations.yaml").read_text()
    finally:
        await operate(mesh, "fault", "catalog", "--clear")
    assert found["method"] == NAME.replace("/", ".")
    lines = [line for part in found.values() if isinstance(part, list) for line in part]
    said = {line["what"]: line for line in lines}
    assert said["deadline"]["holds"] == "2 s"
    assert said["ends after"]["holds"].startswith("2s")
    assert said["fault"]["holds"] == "0 %: UNAVAILABLE"
    # Each place is the line that says it.
    texts = {str(mesh.state and mesh.state / "operations.yaml"): written}
    for what, word in (("deadline", "deadline"), ("rate", 'rate: "read"'), ("fault", "GetProduct")):
        path, _, line = said[what]["where"].partition(",")[0].rpartition(":")
        text = texts.get(path) or (ROOT / path).read_text()
        assert word in text.splitlines()[int(line) - 1]
    assert {line["holds"] for line in lines if line["what"] == "called by"} == {"orders"}
    assert [line["holds"] for line in found["the waypoint"] if line["what"] == "leads to"] == [
        "catalog"
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("GetProdct", "did you mean `GetProduct`?"),
        ("catalog/GetProdct", "did you mean `catalog.GetProduct`?"),
    ],
)
def test_a_method_that_does_not_exist_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    done = run_here("explain", name, "--state", tmp_path)
    assert done.exit_code == 1
    assert reason in done.stderr


async def test_a_request_is_followed_through_the_mesh(
    mesh: RunningMesh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    quoted = {"items": [{"product": PRODUCT, "quantity": 1}]}
    async with httpx.AsyncClient(base_url=mesh.url, timeout=10) as client:
        answer = await client.post("/v1/orders:quote", json=quoted)
    assert answer.status_code == httpx.codes.OK, answer.text
    trace_id = answer.headers["x-trace-id"]

    async def written() -> bool:
        done = await ended(mesh, "trace", trace_id, "--json")
        if done.exit_code:
            return False
        seen = [
            (line["process"], line["message"].split("/")[-1]) for line in json.loads(done.stdout)
        ]
        return {("gateway", "orders:quote"), ("waypoint", "BatchGetProducts")} <= set(seen)

    await eventually(written, what="both Envoys have written of it")
    listed = await operate(mesh, "trace", "--count", "500")
    assert [line["status"] for line in listed if line["trace_id"] == trace_id] == [200]
    shown = await ended(mesh, "trace", trace_id[:12])
    assert re.search(r"waypoint +POST /mercado\.catalog\.v1\.CatalogService/", shown.stdout)


async def test_the_logs_of_a_service_are_those_of_all_its_replicas(mesh: RunningMesh) -> None:
    await operate(mesh, "scale", "catalog", "2")
    try:
        shown = (await ended(mesh, "logs", "catalog")).stdout
        assert {line.split()[0] for line in shown.splitlines()} >= {"catalog", "catalog-2"}
    finally:
        await operate(mesh, "scale", "catalog", "1")
    unknown = await ended(mesh, "logs", "catalogue")
    assert unknown.stderr == "there is no log of catalogue (did you mean `catalog`?)\n"


@pytest.mark.long
async def test_what_is_set_survives_a_restart_of_the_mesh(tmp_path: Path) -> None:
    with running_mesh(tmp_path / "state") as mesh:
        await operate(mesh, "scale", "catalog", "2")
        await operate(
            mesh, "canary", "catalog", "--version", "v2", "--env", "A=b", "--percent", "100"
        )
        kept = (tmp_path / "state" / "operations.yaml").read_text()
        stopped = run_here("down", "--state", tmp_path / "state")
        assert stopped.exit_code == 0
        (tmp_path / "state" / "operations.yaml").write_text(f"# by hand\n{kept}")
        with running_mesh(tmp_path / "state") as again:
            assert set(pids(again, "catalog")) == {"catalog", "catalog-2", "catalog@v2"}
            async with httpx.AsyncClient(base_url=again.url) as client:
                assert await repeated(fetching(client), 20) == {"ok": 20}
                answer = await client.get(f"/v1/{PRODUCT}")
                assert answer.headers["x-mesh-version"] == "v2"
