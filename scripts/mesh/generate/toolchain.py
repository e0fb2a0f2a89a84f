"""Programs that have to be on the PATH, and projects of other ecosystems that pin what they run."""

import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.mesh.local.state import ROOT

_CACHE: Final = ROOT / ".venv" / "plugins"
NPM_INSTALL: Final = ("npm", "ci", "--loglevel=error", "--no-audit", "--no-fund")


@dataclass(frozen=True, slots=True)
class Program:
    """A program that is needed.

    Attributes:
        name: what it is called on the PATH.
        minimum: the oldest version that will do.
        version: the argument that makes it say its version.
    """

    name: str
    minimum: tuple[int, ...] = (0,)
    version: str = "--version"


def missing(programs: Sequence[Program]) -> list[str]:
    """What this machine lacks of some programs, in words."""
    return [lack for program in programs if (lack := _lack(program))]


def installed(name: str, source: Path, install: Sequence[str]) -> Path:
    """Returns the folder of an installed project; installs it when it is not as it is pinned.

    Args:
        name: tells it from others.
        source: the project.
        install: installs what it pins from the registry, run in a copy of the project.
    """
    pinned = b"".join(path.read_bytes() for path in sorted(source.iterdir()) if path.is_file())
    folder = _CACHE / f"{name}-{hashlib.sha256(pinned).hexdigest()[:12]}"
    if not folder.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        # Renamed when complete: an installation that was interrupted is not taken for one.
        with tempfile.TemporaryDirectory(dir=_CACHE) as unfinished:
            project = Path(unfinished, "project")
            shutil.copytree(source, project)
            subprocess.run(install, cwd=project, check=True)
            for old in _CACHE.glob(f"{name}-*"):
                shutil.rmtree(old)
            project.rename(folder)
    return folder


def _lack(program: Program) -> str | None:
    if shutil.which(program.name) is None:
        return f"{program.name} is not installed"
    if program.minimum == (0,):
        return None
    said = subprocess.run([program.name, program.version], capture_output=True, check=False)
    found = re.search(r"\d+(\.\d+)*", said.stdout.decode())
    version = tuple(int(part) for part in found[0].split(".")) if found else (0,)
    if version >= program.minimum:
        return None
    return f"{program.name} is older than {'.'.join(map(str, program.minimum))}"
