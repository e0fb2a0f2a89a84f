"""Finds changes of a contract that break its callers, against another commit.

`buf breaking` compares messages and methods, but ignores options. A lost HTTP binding, a shorter
deadline or a new scope breaks callers just as well: those are compared here.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from google.api import annotations_pb2
from google.protobuf.descriptor_pb2 import FileDescriptorSet, MethodOptions

from mesh.policy.v1 import policy_pb2
from scripts.mesh.local.state import ROOT

_BASE: Final = os.environ.get("BASE", "main")


def changes(old: FileDescriptorSet, new: FileDescriptorSet) -> list[str]:
    """What the options of a method promised before and do not any more, in words."""
    before, after = _methods(old), _methods(new)
    return [
        f"{name}: {change}"
        for name in sorted(before.keys() & after.keys())
        for change in _lost(before[name], after[name])
    ]


def _methods(files: FileDescriptorSet) -> dict[str, MethodOptions]:
    return {
        f"{file.package}.{service.name}.{method.name}": method.options
        for file in files.file
        for service in file.service
        for method in service.method
    }


def _lost(old: MethodOptions, new: MethodOptions) -> list[str]:
    lost = [f"no longer served at {binding}" for binding in _bindings(old) - _bindings(new)]
    if old.idempotency_level != new.idempotency_level:
        lost.append("another idempotency_level")
    was, now = old.Extensions[policy_pb2.method], new.Extensions[policy_pb2.method]
    if was.deadline.ToNanoseconds() > now.deadline.ToNanoseconds():
        lost.append("a shorter deadline")
    if was.idempotency != now.idempotency:
        lost.append("another idempotency")
    if was.access.public and not now.access.public:
        lost.append("no longer public")
    elif not now.access.public:
        lost += [f"needs scope {s}" for s in _scopes(now) - _scopes(was)]
    lost += [
        f"no longer for {policy_pb2.Audience.Name(a)}" for a in {*was.audience} - {*now.audience}
    ]
    return lost


def _bindings(options: MethodOptions) -> set[str]:
    extension: Any = annotations_pb2.http
    rule = options.Extensions[extension]
    return {
        f"{r.WhichOneof('pattern')} {r.custom.path or getattr(r, r.WhichOneof('pattern'))} {r.body}"
        for r in (rule, *rule.additional_bindings)
        if r.WhichOneof("pattern")
    }


def _scopes(policy: policy_pb2.MethodPolicy) -> set[str]:
    return set(policy.access.scopes.all_of)


def _image(folder: Path) -> FileDescriptorSet:
    built = _run("buf", "build", "--as-file-descriptor-set", "-o", "-", folder=folder)
    return FileDescriptorSet.FromString(built)


def _run(*command: str, folder: Path = ROOT) -> bytes:
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, check=True).stdout


def main() -> None:
    """Runs the command."""
    known = subprocess.run(
        ["git", "rev-parse", "--quiet", "--verify", f"{_BASE}^{{commit}}"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    base = _BASE if known.returncode == 0 else "HEAD"
    with tempfile.TemporaryDirectory() as folder:
        archive = _run("git", "archive", base, "protos", "buf.yaml")
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        try:
            _run("buf", "breaking", "--against", folder)
            found = changes(_image(Path(folder)), _image(ROOT))
        except subprocess.CalledProcessError as error:
            print((error.stdout or b"").decode())
            sys.exit(error.returncode)
    if found:
        sys.exit("\n".join(["Methods lost what they promised:", *found]))
    print(f"no breaking change against {base}")


if __name__ == "__main__":
    main()
