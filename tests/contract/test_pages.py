"""The pages that the gateway serves itself: those, and nothing beside them."""

import re
import subprocess
from html.parser import HTMLParser

import httpx
import pytest

from scripts.mesh.local.envoy import PAGES
from tests.conftest import RunningMesh
from tests.contract.test_transcoding import gateway, not_served

TYPES = {
    "/": "text/html; charset=utf-8",
    "/docs/": "text/html; charset=utf-8",
    "/docs/docs.js": "text/javascript; charset=utf-8",
    "/style.css": "text/css; charset=utf-8",
    "/icon.svg": "image/svg+xml",
    "/openapi.json": "application/json",
    "/mcp/tools.json": "application/json",
}


@pytest.mark.parametrize("path", TYPES)
async def test_a_page_has_its_media_type_and_may_load_nothing_from_elsewhere(
    rest: httpx.AsyncClient, path: str
) -> None:
    answer = await rest.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[path]
    assert answer.headers["x-content-type-options"] == "nosniff"
    rules = answer.headers["content-security-policy"].split("; ")
    policy = dict(rule.split(" ", 1) for rule in rules)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("file", [p.relative_to(PAGES) for p in PAGES.rglob("*") if p.is_file()])
async def test_a_file_comes_whole(rest: httpx.AsyncClient, file: object) -> None:
    answer = await rest.get(f"/{file}".removesuffix("index.html"))
    assert answer.content == (PAGES / str(file)).read_bytes()


@pytest.mark.parametrize("path", ["/", "/openapi.json"])
async def test_a_page_that_did_not_change_is_not_sent_again(
    rest: httpx.AsyncClient, path: str
) -> None:
    first = await rest.get(path)
    assert first.headers["cache-control"] == "no-cache"
    known = {"if-none-match": f'"other", {first.headers["etag"]}'}
    again = await rest.get(path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    # Compressed, it is the same page in other bytes.
    assert first.headers["etag"] == f"W/{again.headers['etag']}"
    other = await rest.get(path, headers={"if-none-match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)


async def test_the_head_of_a_page_is_the_same_without_its_body(rest: httpx.AsyncClient) -> None:
    rest.headers["accept-encoding"] = "identity"
    whole, head = await rest.get("/docs/"), await rest.head("/docs/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/docs/", "/openapi.json"])
async def test_a_page_can_only_be_read(rest: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await rest.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json() == not_served(method, path, "GET, HEAD, OPTIONS")
    allowed = await rest.options(path)
    assert (allowed.status_code, allowed.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/mercado.binpb", "/mercado.binpb"),
        ("/bootstrap.json", "/bootstrap.json"),
        ("/index.html", "/index.html"),
        ("/docs/nope", "/docs/nope"),
        ("/docs/../bootstrap.json", "/bootstrap.json"),
        ("/docs/..%2fbootstrap.json", "/docs/..%2fbootstrap.json"),
        ("/docs/%2e%2e/%2e%2e/etc/passwd", "/etc/passwd"),
        ("//etc/passwd", "//etc/passwd"),
    ],
)
def test_nothing_else_is_served(mesh: RunningMesh, path: str, shown: str) -> None:
    command = ["curl", "-s", "--path-as-is", f"{mesh.url}{path}"]
    ran = subprocess.run(command, capture_output=True, check=True)
    expected = gateway(5, f"nothing is served at {shown}", "PATH_NOT_FOUND")
    assert httpx.Response(200, content=ran.stdout).json() == expected


async def test_a_folder_without_its_slash_leads_to_it(rest: httpx.AsyncClient) -> None:
    answer = await rest.get("/docs")
    assert answer.status_code == 308
    assert httpx.URL(answer.headers["location"]).path == "/docs/"


class _Commands(HTMLParser):
    """The text of each `code` in a `pre`."""

    def __init__(self) -> None:
        super().__init__()
        self.found = list[str]()
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "pre":
            self._inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _commands() -> list[str]:
    parser = _Commands()
    parser.feed((PAGES / "index.html").read_text())
    return parser.found


@pytest.mark.parametrize("command", _commands())
def test_a_command_of_the_landing_page_works(mesh: RunningMesh, command: str) -> None:
    here = command.replace("http://localhost:8080", mesh.url)
    ran = subprocess.run(["bash", "-c", here], capture_output=True, text=True, check=True)
    assert re.search(r"products/[a-z]", ran.stdout), ran.stdout
