"""NATS's configuration: JetStream on disk, and a user for each service."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

# A person's, for dead letters and the like: may do everything.
OPERATOR: Final = "operator"


def configuration(host: str, port: int, storage: Path, passwords: Mapping[str, str]) -> str:
    """The server's configuration file, as JSON, which NATS reads as well as its own form.

    Args:
        host: where it listens.
        port: the same.
        storage: the folder of its streams.
        passwords: of the users. A service may publish its own events and no others.
    """
    users = [
        {"user": name, "password": password, **_permissions(name)}
        for name, password in passwords.items()
    ]
    settings = {
        "host": host,
        "port": port,
        "server_name": "mercado",
        # An acknowledged message is on disk, even when the power fails.
        "jetstream": {"store_dir": str(storage), "sync_interval": "always"},
        "authorization": {"users": users},
    }
    return json.dumps(settings, indent=1) + "\n"


def _permissions(name: str) -> dict[str, object]:
    if name == OPERATOR:
        return {}
    published = [f"events.{name}.>", f"dead-letters.{name}", "$JS.API.>", "$JS.ACK.>"]
    return {"permissions": {"publish": published, "subscribe": ["_INBOX.>"]}}
