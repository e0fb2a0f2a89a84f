"""Where a person has written something: the file and the line."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml


def of_method(protos: Path, file: str, method: str, word: str = "") -> str:
    """Where a contract says something about a method; where it declares it, if it does not.

    Args:
        protos: the folder of the contracts.
        file: the one that has the method.
        method: its full name.
        word: for example `deadline`.
    """
    service, name = method.split(".")[-2:]
    first, lines = 0, list(_lines_of(protos / file, service, name))
    for number, line in lines:
        first = first or number
        if word and re.search(rf"\b{re.escape(word)}\b", line):
            return f"protos/{file}:{number}"
    return f"protos/{file}:{first}" if first else f"protos/{file}"


def of_key(path: Path, shown: str, *keys: str) -> str:
    """Where a YAML file has a key, or the last of those above it that it has."""
    line = 1
    node = yaml.compose(path.read_text()) if path.exists() else None
    for key in keys:
        found = [(k, v) for k, v in getattr(node, "value", ()) if _is(k, key)]
        if not found:
            break
        line, node = found[0][0].start_mark.line + 1, found[0][1]
    return f"{shown}:{line}"


def _is(node: object, key: str) -> bool:
    return getattr(node, "value", None) == key


def _lines_of(path: Path, service: str, name: str) -> Iterator[tuple[int, str]]:
    """The lines of a method with their numbers, without comments."""
    inside, depth, begun = False, 0, False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        text = line.partition("//")[0] if line.lstrip().startswith("//") else line
        if re.match(r"\s*service\s+\w+", text):
            inside = re.match(rf"\s*service\s+{service}\b", text) is not None
        begun = begun or (inside and re.match(rf"\s*rpc\s+{name}\s*\(", text) is not None)
        if not begun:
            continue
        yield number, text
        depth += text.count("{") - text.count("}")
        if depth == 0 and re.search(r"[;}]\s*$", text):
            return
