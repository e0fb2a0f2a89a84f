"""Checks the documents that are generated for others to read, with the tools that others use."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec
from openapi_spec_validator import OpenAPIV31SpecValidator

from scripts.mesh.generate import toolchain
from scripts.mesh.generate.toolchain import Program
from scripts.mesh.local.state import ROOT

OPENAPI: Final = ROOT / "generated" / "openapi" / "openapi.json"
_REDOCLY: Final = Path(__file__).with_name("redocly")
_NODE: Final = (Program("node", (20, 19)), Program("npm"))
# It would look for a newer version of itself, and tell its makers what it did.
_QUIET: Final = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def invalid(document: Path) -> list[str]:
    """What is not OpenAPI in a document."""
    errors = OpenAPIV31SpecValidator(msgspec.json.decode(document.read_bytes())).iter_errors()
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in errors]


def lint(document: Path) -> int:
    """Runs Redocly on a document; returns what it did."""
    project = toolchain.installed("redocly", _REDOCLY, toolchain.NPM_INSTALL)
    command = [project / "node_modules/.bin/redocly", "lint", "--config", project / "redocly.yaml"]
    ran = subprocess.run(
        [*map(str, command), str(document)],
        env={**os.environ, **_QUIET},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        print(ran.stdout + ran.stderr, file=sys.stderr)
    return ran.returncode


def main() -> None:
    """Runs the command."""
    found = invalid(OPENAPI)
    if found:
        sys.exit("\n".join(found))
    lacks = toolchain.missing(_NODE)
    if not lacks:
        sys.exit(lint(OPENAPI))
    if os.environ.get("CI"):
        sys.exit(f"cannot run Redocly: {', '.join(lacks)}")
    print(f"not run, Redocly: {', '.join(lacks)}", file=sys.stderr)
