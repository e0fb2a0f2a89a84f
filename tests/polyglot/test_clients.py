"""Clients in other languages see what REST shows, and the same errors."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.mesh.generate.clients import LANGUAGES
from scripts.mesh.local.state import ROOT
from tests.conftest import RunningMesh, run

HERE = Path(__file__).parent
MAVEN = ("mvn", "--quiet", "--batch-mode")

pytestmark = pytest.mark.polyglot


def need(lacks: list[str]) -> None:
    """Skips the test for want of a toolchain; in continuous integration, fails it."""
    if lacks:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(", ".join(lacks))


def output(*command: str | Path, folder: Path, seconds: float) -> str:
    ran = run(*command, folder=folder, seconds=seconds)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="session")
def toolchain() -> Callable[[str], None]:
    lacks = {language.name: language.missing() for language in LANGUAGES}
    return lambda language: need(lacks[language])


@pytest.fixture(scope="session")
def go(
    toolchain: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str | Path, ...]:
    toolchain("go")
    program = tmp_path_factory.mktemp("go") / "tour"
    output("go", "build", "-o", program, ".", folder=HERE / "go", seconds=300)
    return (program,)


@pytest.fixture(scope="session")
def typescript(toolchain: Callable[[str], None]) -> tuple[str | Path, ...]:
    toolchain("typescript")
    folder = HERE / "typescript"
    output("npm", "ci", "--no-audit", "--no-fund", folder=folder, seconds=120)
    output("npm", "run", "build", folder=folder, seconds=60)
    return ("node", folder / "dist" / "tour.js")


@pytest.fixture(scope="session")
def java(toolchain: Callable[[str], None]) -> tuple[str | Path, ...]:
    toolchain("java")
    target = HERE / "java" / "target"
    output(*MAVEN, "install", folder=ROOT / "generated" / "java", seconds=300)
    output(*MAVEN, "compile", "dependency:copy-dependencies", folder=HERE / "java", seconds=300)
    return ("java", "-cp", f"{target / 'classes'}:{target / 'lib'}/*", "Tour")


async def the_story(rest: httpx.AsyncClient) -> list[str]:
    """What a client has to print, as REST tells it."""
    listed = (await rest.get("/v1/products?page_size=3")).json()["products"]
    product = (await rest.get(f"/v1/{listed[0]['name']}")).json()
    found = (await rest.get("/v1/products:search?query=coffee&page_size=3")).json()["products"]
    details = (await rest.get("/v1/products/does-not-exist")).json()["details"]
    error = {detail["@type"].rpartition(".")[2]: detail for detail in details}
    reason, domain = error["ErrorInfo"]["reason"], error["ErrorInfo"]["domain"]
    resource = error["ResourceInfo"]["resourceName"]
    return [
        f"list: {names(listed)}",
        f'get: {product["name"]} "{product["displayName"]}" {money(product["price"])}',
        f"search coffee: {names(found)}",
        f"missing: NOT_FOUND reason={reason} domain={domain} resource={resource}",
        "late: DEADLINE_EXCEEDED",
    ]


def names(products: list[dict[str, Any]]) -> str:
    return ", ".join(product["name"] for product in products)


def money(price: dict[str, Any]) -> str:
    cents = price.get("nanos", 0) // 10_000_000
    return f"{price['currencyCode']} {price.get('units', 0)}.{cents:02}"


@pytest.mark.parametrize(
    ("language", "protocol"),
    [("go", ()), ("typescript", ("grpc",)), ("typescript", ("grpc-web",)), ("java", ())],
    ids=["Go", "TypeScript-gRPC", "TypeScript-gRPC-Web", "Java"],
)
async def test_a_client_tells_the_story_that_rest_tells(
    request: pytest.FixtureRequest,
    mesh: RunningMesh,
    rest: httpx.AsyncClient,
    language: str,
    protocol: tuple[str, ...],
) -> None:
    client: tuple[str | Path, ...] = request.getfixturevalue(language)
    told = output(*client, mesh.gateway, *protocol, folder=HERE, seconds=30)
    # Who notices first that it is late says so: the client itself, or the gateway with its reason.
    told = re.sub("^(late: DEADLINE_EXCEEDED) reason=.*", r"\1", told, flags=re.MULTILINE)
    assert told.splitlines() == await the_story(rest)
