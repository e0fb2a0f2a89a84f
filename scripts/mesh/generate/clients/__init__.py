"""The clients in other languages than Python.

A language has a folder beside this file: `buf.gen.yaml`, the files of its package that are
written by hand in `package`, and in `plugins` a project of its own ecosystem that pins them.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.mesh.generate.buf import buf
from scripts.mesh.local.state import ROOT

_HERE: Final = Path(__file__).parent
_CACHE: Final = ROOT / ".venv" / "plugins"


class MissingToolchainError(Exception):
    """A language cannot be generated here, and has to be."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that a language needs.

    Attributes:
        name: what it is called on the PATH.
        minimum: the oldest version that will do.
        version: the argument that makes it say its version.
    """

    name: str
    minimum: tuple[int, ...] = (0,)
    version: str = "--version"


@dataclass(frozen=True, slots=True)
class Language:
    """A language, and how its plugins are installed.

    Attributes:
        name: also its folder's, here and under `generated/`.
        programs: what must be on the PATH.
        install: installs the plugins from the registry, run in a copy of `plugins`.
        plugins: where they are then.
        build_output: what a build leaves in the package; never generated, never deleted.
    """

    name: str
    programs: tuple[Program, ...]
    install: tuple[str, ...]
    plugins: str
    build_output: str | None = None

    def missing(self) -> list[str]:
        """What this machine lacks for it, in words."""
        return [lack for program in self.programs if (lack := _lack(program))]


LANGUAGES: Final = (
    Language(
        "go",
        (Program("go", (1, 25), "version"),),
        ("go", "build", "-o", "bin/", "tool"),
        "bin",
    ),
    Language(
        "typescript",
        (Program("node", (20,)), Program("npm")),
        ("npm", "ci", "--loglevel=error", "--no-audit", "--no-fund"),
        "node_modules/.bin",
        "node_modules",
    ),
    Language(
        "java",
        (Program("javac", (17,)), Program("mvn")),
        ("mvn", "--quiet", "--batch-mode", "dependency:copy"),
        "bin",
        "target",
    ),
)


def available(languages: Sequence[Language] = LANGUAGES) -> tuple[list[Language], list[str]]:
    """Returns the languages that can be generated here, and what the others lack.

    Raises:
        MissingToolchainError: if one cannot, and this is continuous integration.
    """
    missing = {language: language.missing() for language in languages}
    lacks = [f"{language.name}: {', '.join(lack)}" for language, lack in missing.items() if lack]
    if lacks and os.environ.get("CI"):
        raise MissingToolchainError("\n".join(f"no client in {lack}" for lack in lacks))
    return [language for language, lack in missing.items() if not lack], lacks


def generate(language: Language, out: Path) -> None:
    """Writes a language's package to `generated/` in a folder.

    Raises:
        subprocess.CalledProcessError: if a program fails; it has said why.
    """
    template = _HERE / language.name / "buf.gen.yaml"
    buf("generate", "--template", str(template), "-o", str(out), plugins=_installed(language))
    package = _HERE / language.name / "package"
    shutil.copytree(package, out / "generated" / language.name, dirs_exist_ok=True)


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


def _installed(language: Language) -> Path:
    """Returns the folder of a language's plugins; installs them when they are not those pinned."""
    source = _HERE / language.name / "plugins"
    pinned = b"".join(path.read_bytes() for path in sorted(source.iterdir()))
    folder = _CACHE / f"{language.name}-{hashlib.sha256(pinned).hexdigest()[:12]}"
    if not folder.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        # Renamed when complete: an installation that was interrupted is not taken for one.
        with tempfile.TemporaryDirectory(dir=_CACHE) as unfinished:
            project = Path(unfinished, "project")
            shutil.copytree(source, project)
            subprocess.run(language.install, cwd=project, check=True)
            for plugin in (project / language.plugins).iterdir():
                plugin.chmod(0o755)
            for old in _CACHE.glob(f"{language.name}-*"):
                shutil.rmtree(old)
            project.rename(folder)
    return folder / language.plugins
