"""NATS's configuration: JetStream on disk, and a user for each service."""

import json
from collections.abc import Mapping
from pathlib import Path

from scripts.mesh.names import OPERATOR
from services.runtime.events import streams


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
        "jetstream": {
            "store_dir": str(storage),
            "sync_interval": "always",
            "max_file_store": streams.STORAGE_BYTES,
        },
        "authorization": {"users": users},
    }
    return json.dumps(settings, indent=1) + "\n"


def _permissions(name: str) -> dict[str, object]:
    """What a service may do: publish its own events, and follow those of others by its own name."""
    if name == OPERATOR:  # for dead letters and the like
        return {}
    made = [
        f"$JS.API.STREAM.{action}.{stream}"
        for action in ("INFO", "CREATE", "UPDATE")
        for stream in (streams.EVENTS, streams.DEAD_LETTERS)
    ]
    followed = [
        f"$JS.API.CONSUMER.CREATE.{streams.EVENTS}.{name}",
        f"$JS.API.CONSUMER.MSG.NEXT.{streams.EVENTS}.{name}",
        f"$JS.ACK.{streams.EVENTS}.{name}.>",
    ]
    published = [f"events.{name}.>", f"dead-letters.{name}", *made, *followed]
    return {"permissions": {"publish": published, "subscribe": [f"_INBOX_{name}.>"]}}
