"""Writes everything under `generated/`, or with `--check` says what is not current.

What is written depends on `protos/` and `envoy/mesh.yaml` only, and on the versions of the tools.
A language whose toolchain is missing is named, and its client left as it is; with `CI` set, that
is an error.
"""

import itertools
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from scripts.mesh.compiler import (
    contract,
    envoy,
    openapi,
    pages,
    reference,
    refusals,
    tools,
    topology,
)
from scripts.mesh.compiler.contract import Contract, ContractError
from scripts.mesh.compiler.pages import PageError
from scripts.mesh.compiler.topology import DESCRIPTORS, Mesh, Proxy, TopologyError
from scripts.mesh.generate import clients
from scripts.mesh.generate.buf import buf
from scripts.mesh.generate.clients import LANGUAGES, Language, MissingToolchainError
from scripts.mesh.local.envoy import GENERATED, PAGES
from scripts.mesh.local.state import ROOT

_BUILD_OUTPUT: Final = {
    Path(language.name, language.build_output) for language in LANGUAGES if language.build_output
}
_DEPLOYMENTS: Final = {"laptop": topology.laptop, "compose": topology.compose}


def generate(out: Path, languages: Sequence[Language]) -> None:
    """Writes everything into a folder, with the clients in some languages.

    Raises:
        subprocess.CalledProcessError: if buf or another program fails; it has said why.
        ContractError, PageError, TopologyError: if the gateway cannot be compiled.
    """
    generated = out / "generated"
    buf("generate", "-o", str(out))
    (generated / "python" / "mercado" / "py.typed").touch()
    mesh = topology.read(ROOT / "envoy" / "mesh.yaml")
    described = _contract(out)
    # First, so that a mistake is found before its effects.
    refusals.check(described, mesh)
    for file, text in _documents(described, mesh).items():
        _write(generated / file, text)
    served = pages.read(PAGES, generated)
    for (name, deployment), proxy in itertools.product(_DEPLOYMENTS.items(), Proxy):
        files = envoy.compile_files(proxy, described, mesh, deployment(mesh), served)
        for file, text in files.items():
            _write(generated / "envoy" / name / proxy / file, text)
    for language in languages:
        clients.generate(language, out)


def _contract(out: Path) -> Contract:
    """The contract with its comments; what is kept has none, nor the places in files."""
    image = out / "image.binpb"
    kept = out / "generated" / "descriptors" / DESCRIPTORS
    kept.parent.mkdir(parents=True)
    as_set = "--as-file-descriptor-set"
    buf("build", as_set, "-o", str(image))
    # By buf again: our own runtime would write the extensions in another order.
    buf("build", str(image), as_set, "--exclude-source-info", "-o", str(kept))
    return contract.read(image)


def _documents(described: Contract, mesh: Mesh) -> dict[str, str]:
    """What tells people and programs of the contract."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return {
        "openapi/openapi.json": openapi.text(described, mesh, version),
        "mcp/tools.json": tools.text(described),
        "reference.md": reference.text(described, mesh),
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def stale(fresh: Path, languages: Sequence[Language]) -> list[Path]:
    """The files under `generated/` that differ from fresh ones, by their paths in it."""
    left = {language.name for language in LANGUAGES} - {language.name for language in languages}
    paths = {path for path in _files(fresh) | _files(GENERATED) if path.parts[0] not in left}
    return sorted(path for path in paths if not _same(fresh / path, GENERATED / path))


def main() -> None:
    """Runs the command."""
    check = sys.argv[1:] == ["--check"]
    with tempfile.TemporaryDirectory() as folder:
        try:
            languages, lacks = clients.available()
            generate(Path(folder), languages)
        except (ContractError, MissingToolchainError, PageError, TopologyError) as error:
            sys.exit(str(error))
        except subprocess.CalledProcessError as error:
            sys.exit(error.returncode)
        fresh = Path(folder, "generated")
        changed = stale(fresh, languages)
        for lack in lacks:
            print(f"left as it is, the client in {lack}", file=sys.stderr)
        if check and changed:
            names = "\n".join(f"  generated/{path}" for path in changed)
            sys.exit(f"not current; run scripts/generate:\n{names}")
        for path in changed:
            _put(fresh / path, GENERATED / path)
        print(f"generated/ is current ({len(changed)} files changed)")


def _files(folder: Path) -> set[Path]:
    found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {
        path
        for path in found
        if path.parent.name != "__pycache__" and not _BUILD_OUTPUT & {*path.parents}
    }


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.read_bytes() == other.read_bytes()


def _put(fresh: Path, old: Path) -> None:
    if fresh.exists():
        old.parent.mkdir(parents=True, exist_ok=True)
        # Renamed into place: a running Envoy watches its files, and must not read half of one.
        written = old.with_name(f".{old.name}.new")
        shutil.copyfile(fresh, written)
        written.replace(old)
    else:
        old.unlink()


if __name__ == "__main__":
    main()
