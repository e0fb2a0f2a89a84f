"""All the contracts of Mercado, whichever of them a program uses."""

import importlib
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pool

import mercado


def services() -> list[str]:
    """The full names of all services, sorted. Their descriptors are in the default pool then."""
    found = list[str]()
    pool: Any = descriptor_pool.Default()
    for root in map(Path, mercado.__path__):
        for path in root.rglob("*_pb2.py"):
            file = path.relative_to(root.parent).with_suffix("")
            importlib.import_module(".".join(file.parts))
            proto = pool.FindFileByName(file.as_posix().removesuffix("_pb2") + ".proto")
            found += [service.full_name for service in proto.services_by_name.values()]
    return sorted(found)
