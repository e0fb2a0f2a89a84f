"""Writes everything under `generated/`, or with `--check` says what is not current.

What is written depends on `protos/` and `envoy/mesh.yaml` only, and on the versions of the tools.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from scripts.mesh.compiler import contract, envoy, topology
from scripts.mesh.compiler.contract import ContractError
from scripts.mesh.compiler.topology import DESCRIPTORS, TopologyError
from scripts.mesh.local.state import ROOT

GENERATED: Final = ROOT / "generated"
_DEPLOYMENTS: Final = {"laptop": topology.laptop, "compose": topology.compose}


def generate(out: Path) -> None:
    """Writes everything into a folder.

    Raises:
        subprocess.CalledProcessError: if buf fails; it has said why.
        ContractError, TopologyError: if the gateway cannot be compiled.
    """
    descriptors = out / "generated" / "descriptors" / DESCRIPTORS
    descriptors.parent.mkdir(parents=True)
    image = ["--as-file-descriptor-set", "--exclude-source-info", "-o", str(descriptors)]
    _buf("generate", "-o", str(out))
    _buf("build", *image)
    (out / "generated" / "python" / "mercado" / "py.typed").touch()
    mesh = topology.read(ROOT / "envoy" / "mesh.yaml")
    for name, deployment in _DEPLOYMENTS.items():
        folder = out / "generated" / "envoy" / name
        folder.mkdir(parents=True)
        files = envoy.compile_files(contract.read(descriptors), mesh, deployment(mesh))
        for file, text in files.items():
            (folder / file).write_text(text)


def stale(fresh: Path) -> list[Path]:
    """The files under `generated/` that differ from fresh ones, by their paths in it."""
    paths = _files(fresh) | _files(GENERATED)
    return sorted(path for path in paths if not _same(fresh / path, GENERATED / path))


def main() -> None:
    """Runs the command."""
    check = sys.argv[1:] == ["--check"]
    with tempfile.TemporaryDirectory() as folder:
        try:
            generate(Path(folder))
        except (ContractError, TopologyError) as error:
            sys.exit(str(error))
        except subprocess.CalledProcessError as error:
            sys.exit(error.returncode)
        fresh = Path(folder, "generated")
        changed = stale(fresh)
        if check and changed:
            names = "\n".join(f"  generated/{path}" for path in changed)
            sys.exit(f"not current; run scripts/generate:\n{names}")
        for path in changed:
            _put(fresh / path, GENERATED / path)
        print(f"generated/ is current ({len(changed)} files changed)")


def _buf(*arguments: str) -> None:
    # The plugins run with the interpreter that runs this.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["buf", *arguments], cwd=ROOT, env={**os.environ, "PATH": path}, check=True)


def _files(folder: Path) -> set[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder) for path in found if path.parent.name != "__pycache__"}


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.read_bytes() == other.read_bytes()


def _put(fresh: Path, old: Path) -> None:
    if fresh.exists():
        old.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(fresh, old)
    else:
        old.unlink()


if __name__ == "__main__":
    main()
