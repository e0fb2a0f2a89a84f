"""Secrets as files, made up when they are first asked for."""

import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from scripts.mesh.names import OPERATOR
from scripts.mesh.provision import broker, certificates

POSTGRES: Final = "postgres"
GATEWAY: Final = "gateway"
NATS: Final = "nats"

# What a service is given besides its database: `secret_key` for the setting `SECRET_KEY`.
_USUAL: Final = ("page_token_key",)
_SECRETS: Final[Mapping[str, tuple[str, ...]]] = {
    "accounts": ("secret_key", "administrator_password"),
    "payments": (),
    "inventory": (),
}


def names(service: str) -> tuple[str, ...]:
    """The names of a service's secrets, beside that of its database."""
    return _SECRETS.get(service, _USUAL)


def secret(path: Path, *, mode: int = 0o600) -> Path:
    """The file of a secret; there are 24 random bytes in it, as hexadecimal digits."""
    return _written(path, secrets.token_hex(24), mode)


def write(folder: Path, database: str, nats: str, services: Iterable[str]) -> None:
    """Writes what each container may know into a folder of its own.

    `postgres/password` is the superuser's; a service has `database_url`, `nats_url` and its
    `names`; the gateway has a certificate for development, NATS its configuration.
    What is there already stays as it is.

    Args:
        folder: where. Whoever can enter it can read it: containers have users of their own.
        database: the host and port of PostgreSQL.
        nats: those of NATS.
        services: the names of the services.
    """
    secret(_folder(folder, POSTGRES) / "password", mode=0o444)
    own = _folder(folder, GATEWAY)
    certificates.write(own / "tls.crt", own / "tls.key", mode=0o444)
    operator = _folder(folder, OPERATOR)
    urls = {OPERATOR: _nats_url(operator, OPERATOR, nats)}
    for service in services:
        own = _folder(folder, service)
        urls[service] = _nats_url(own, service, nats)
        url = f"postgresql://{service}:{secrets.token_hex(24)}@{database}/{service}"
        _written(own / "database_url", url, 0o444)
        for name in names(service):
            secret(own / name, mode=0o444)

    port = int(nats.rpartition(":")[2])
    passwords = {user: urlsplit(url).password or "" for user, url in urls.items()}
    # Made anew each time, as there may be more services than before.
    settings = _folder(folder, NATS) / "nats.json"
    settings.unlink(missing_ok=True)
    _written(settings, broker.configuration("0.0.0.0", port, Path("/data"), passwords), 0o444)  # noqa: S104  (of its container)


def _nats_url(own: Path, user: str, nats: str) -> str:
    url = f"nats://{user}:{secrets.token_hex(24)}@{nats}"
    return _written(own / "nats_url", url, 0o444).read_text()


def superuser_url(folder: Path, service: str) -> str:
    """How the superuser reaches the server that a service has its database on."""
    database = urlsplit((folder / service / "database_url").read_text())
    password = (folder / POSTGRES / "password").read_text()
    return f"postgresql://{POSTGRES}:{password}@{database.hostname}:{database.port}/{POSTGRES}"


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def _written(path: Path, text: str, mode: int) -> Path:
    if not path.exists():
        # A start that is broken off must not leave half a secret behind.
        temporary = path.with_name(f".{path.name}")
        temporary.unlink(missing_ok=True)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT, mode), "w") as file:
            file.write(text)
        temporary.replace(path)
    return path
