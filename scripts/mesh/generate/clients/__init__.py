"""The clients in other languages than Python.

A language has a folder beside this file: `buf.gen.yaml`, the files of its package that are
written by hand in `package`, and in `plugins` a project of its own ecosystem that pins them.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.mesh.generate import toolchain
from scripts.mesh.generate.buf import buf
from scripts.mesh.generate.toolchain import Program

_HERE: Final = Path(__file__).parent


class MissingToolchainError(Exception):
    """A language cannot be generated here, and has to be."""


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
        return toolchain.missing(self.programs)


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
        toolchain.NPM_INSTALL,
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


def _installed(language: Language) -> Path:
    """Returns the folder of a language's plugins."""
    source = _HERE / language.name / "plugins"
    folder = toolchain.installed(language.name, source, language.install) / language.plugins
    for plugin in folder.iterdir():
        plugin.chmod(0o755)
    return folder
