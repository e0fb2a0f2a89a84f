"""All the contracts of Mercado, whichever a program uses.

Importing this loads every generated module under `mercado`, so that their
descriptors are in the default pool.
"""

import importlib
import pkgutil

import mercado
from google.protobuf import descriptor_pool


def _files() -> list[str]:
    names = [
        module.name
        for module in pkgutil.walk_packages(mercado.__path__, "mercado.")
        if module.name.endswith("_pb2")
    ]
    return sorted(names)


def services() -> list[str]:
    """The full names of all services, sorted."""
    found = list[str]()
    pool = descriptor_pool.Default()
    for name in _files():
        importlib.import_module(name)
        path = name.removesuffix("_pb2").replace(".", "/") + ".proto"
        file = pool.FindFileByName(path)
        found += [service.full_name for service in file.services_by_name.values()]
    return sorted(found)
