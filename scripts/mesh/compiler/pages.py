"""The pages that the gateway serves itself: a route for each file, and nothing else.

Each is a direct response of Envoy's, which keeps it in memory. Its etag is of its content, so that
a page that has changed is a change of the routes, on which Envoy reads its files again.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.mesh.compiler import access, tools
from scripts.mesh.compiler.topology import Deployment
from scripts.mesh.compiler.xds import Json

# Where `scripts/generate` writes what is served, under `generated/`.
GENERATED: Final = {"/openapi.json": "openapi/openapi.json", tools.LIST_PATH: "mcp/tools.json"}
MAX_BYTES: Final = 4 * 1024 * 1024
METHODS: Final = ("GET", "HEAD")
ALLOWED: Final = (*METHODS, "OPTIONS")

_INDEX: Final = "index.html"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
# Everything comes from here, scripts from files only; nobody may put a page into a frame.
_POLICY: Final = "; ".join([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
])  # fmt: skip


class PageError(Exception):
    """A file cannot be served; the text says which, and why."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file that is served.

    Attributes:
        path: where, for example `/docs/`.
        file: which, seen from the folder that has it.
        generated: whether that is `generated/`, rather than the pages that people wrote.
        media_type: what it is.
        etag: changes with its content.
    """

    path: str
    file: str
    generated: bool
    media_type: str
    etag: str


def read(pages: Path, generated: Path) -> tuple[Page, ...]:
    """The pages: every file of a folder, and what was generated for the gateway to serve.

    Raises:
        PageError: if there is a file of a kind that is not known, or one that is too large.
    """
    found = [
        _page(_url(file.relative_to(pages)), pages, file.relative_to(pages).as_posix())
        for file in sorted(pages.rglob("*"))
        if file.is_file()
    ]
    made = [_page(path, generated, file, generated=True) for path, file in GENERATED.items()]
    return (*found, *made)


def routes(pages: Sequence[Page], deployment: Deployment) -> Iterator[Json]:
    """The routes of all pages, and from `/docs` to `/docs/`."""
    for page in pages:
        folder = deployment.generated if page.generated else deployment.pages
        found = {"status": 200, "body": {"filename": f"{folder}/{page.file}"}}
        known = {"name": "if-none-match", "string_match": {"contains": page.etag}}
        asked = _method("|".join(METHODS))
        allowed = {"allow": ", ".join(ALLOWED)}
        yield _route(page, "not changed", [asked, known], {"status": 304}, _headers(page))
        yield _route(page, "", [asked], found, _headers(page))
        yield _route(page, "methods", [_method("OPTIONS")], {"status": 204}, allowed)
        yield _route(page, "another method", [], {"status": 405}, allowed)
        if page.path.endswith("/") and page.path != "/":
            yield {
                "name": f"to {page.path}",
                "match": {"path": page.path.rstrip("/")},
                "redirect": {"path_redirect": page.path, "response_code": "PERMANENT_REDIRECT"},
                "typed_per_filter_config": access.of_anything_else(),
            }


def _url(file: Path) -> str:
    path = f"/{file.as_posix()}"
    return path.removesuffix(_INDEX) if file.name == _INDEX else path


def _page(path: str, folder: Path, file: str, *, generated: bool = False) -> Page:
    source = folder / file
    content = source.read_bytes()
    if source.suffix not in _TYPES:
        raise PageError(f"{source.name}: {source.suffix or 'a file without a suffix'} is not known")
    if len(content) > MAX_BYTES:
        raise PageError(f"{source.name} is larger than {MAX_BYTES} bytes")
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    return Page(path, file, generated, _TYPES[source.suffix], etag)


def _route(
    page: Page, name: str, headers: Sequence[Json], response: Json, added: Mapping[str, str]
) -> Json:
    return {
        "name": f"{page.path}, {name}" if name else page.path,
        "match": {"path": page.path, **({"headers": list(headers)} if headers else {})},
        "direct_response": response,
        "response_headers_to_add": [
            {"header": {"key": key, "value": value}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
            for key, value in added.items()
        ],
        "typed_per_filter_config": access.of_anything_else(),
    }


def _method(regex: str) -> Json:
    return {"name": ":method", "string_match": {"safe_regex": {"regex": regex}}}


def _headers(page: Page) -> dict[str, str]:
    return {
        "content-type": page.media_type,
        "etag": page.etag,
        # Kept, but asked for again each time: with its etag that costs next to nothing.
        "cache-control": "no-cache",
        "content-security-policy": _POLICY,
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
    }
