"""Settings: frozen, from the environment, and loud when something is wrong.

A field `database_url` is read from `DATABASE_URL`, or from the file that
`DATABASE_URL_FILE` names, as container secrets are.
"""

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import msgspec


class SettingsError(Exception):
    """The environment is not what the program needs."""


class Secret(str):
    """A string that does not show itself in a log or a traceback."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(…)"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """What every service can be told.

    Attributes:
        listen: the addresses to serve on, comma-separated.
        socket: a Unix socket to serve on, too, for whoever may do so on this machine.
        identity: the folder of the certificate with which it serves, and calls others.
        peers: whose certificates it accepts, comma-separated.
        plaintext: whether to serve without a certificate, to anybody who reaches the addresses;
            what they say of a caller's account is believed.
        drain_seconds: how long to say NOT_SERVING before calls are refused, so that the mesh
            can look elsewhere.
        grace_seconds: how long calls that are under way may then take.
        channelz: whether to serve `grpc.channelz.v1`, for debugging connections.
        log_level: the lowest level that is logged.
    """

    listen: str
    socket: str = ""
    identity: str = ""
    peers: str = "gateway,waypoint"
    plaintext: bool = False
    drain_seconds: float = 0.5
    grace_seconds: float = 10
    channelz: bool = False
    log_level: str = "INFO"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Reads the settings.

        Raises:
            SettingsError: if any is missing or wrong; its text names all of them.
        """
        values, problems = dict[str, Any](), list[str]()
        for field in dataclasses.fields(cls):
            name = field.name.upper()
            try:
                text = _read(name, environment)
                if text is not None:
                    values[field.name] = _convert(text, field.type)
                elif field.default is dataclasses.MISSING:
                    problems.append(f"{name} is not set (nor {name}_FILE)")
            except (msgspec.ValidationError, OSError, UnicodeDecodeError) as error:
                problems.append(f"{name}: {error}")
        if problems:
            raise SettingsError("; ".join(problems))
        return cls(**values)


def _convert(text: str, kind: Any) -> Any:
    return Secret(text) if kind is Secret else msgspec.convert(text, kind, strict=False)


def _read(name: str, environment: Mapping[str, str]) -> str | None:
    if path := environment.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return environment.get(name)
