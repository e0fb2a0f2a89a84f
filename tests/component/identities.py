"""Workloads with identities, as the mesh has them, for tests of who may call whom."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import grpc

from scripts.mesh.provision.authority import Authority
from scripts.mesh.provision.identities import Identities, put
from services.runtime.certificates import Identity

DOMAIN = "mercado.test"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class World:
    """A trust domain with its authority, and the folders of its workloads."""

    folder: Path
    domain: str = DOMAIN

    @property
    def authority(self) -> Authority:
        return Authority(self.folder / "authority", self.domain)

    def folders(self, *names: str) -> Identities:
        """The identities of some workloads, each at `path`."""
        return Identities(self.authority, {name: Path(self.path(name)) for name in names}, HOUR)

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def workload(self, name: str, life: timedelta = HOUR) -> str:
        """The folder of a new identity."""
        with self.authority.locked():
            put(Path(self.path(name)), self.authority.issue(name, life), 0o600)
        return self.path(name)


def named(world: World, name: str) -> tuple[str, str]:
    """The option of a channel that names who has to answer."""
    return ("grpc.ssl_target_name_override", f"{name}.{world.domain}")


def stranger(world: World, folder: str, address: str, server: str) -> grpc.aio.Channel:
    """A channel that believes the authority of a world, with any identity at all."""
    held = Identity(folder).current()
    trusted = world.authority.authorities
    credentials = grpc.ssl_channel_credentials(trusted, held.private_key, held.chain)
    return grpc.aio.secure_channel(address, credentials, [named(world, server)])
