"""The catalog itself, without an Envoy in between."""

import grpc

from scripts.mesh.local.state import State
from services.runtime.certificates import Identity, channel_credentials
from services.runtime.peers import GATEWAY


def direct(state: State, address: str) -> grpc.aio.Channel:
    """A channel to a replica, as the gateway has it."""
    identity = Identity(state.identities / GATEWAY)
    name = ("grpc.ssl_target_name_override", f"catalog.{identity.trust_domain}")
    return grpc.aio.secure_channel(address, channel_credentials(identity.current()), [name])
