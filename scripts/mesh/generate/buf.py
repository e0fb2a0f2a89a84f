"""Runs buf as the generators need it."""

import os
import subprocess
import sys
from pathlib import Path

from scripts.mesh.local.state import ROOT


def buf(*arguments: str, plugins: Path | None = None) -> None:
    """Runs buf in the checkout, with the plugins of a folder.

    Raises:
        subprocess.CalledProcessError: if buf fails; it has said why.
    """
    # Python's plugins run with the interpreter that runs this.
    folders = [*([plugins] if plugins else []), Path(sys.executable).parent, os.environ["PATH"]]
    path = os.pathsep.join(map(str, folders))
    subprocess.run(["buf", *arguments], cwd=ROOT, env={**os.environ, "PATH": path}, check=True)
