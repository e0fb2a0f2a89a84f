"""Who may call a server: the gateway, the waypoint, and few others, as their certificates say."""

from collections.abc import Iterable
from typing import Any, Final

import grpc

from services.runtime.certificates import Identity
from services.runtime.errors import PermissionDenied
from services.runtime.identity import LOCAL, Peer

Context = grpc.aio.ServicerContext[Any, Any]

GATEWAY: Final = "gateway"
WAYPOINT: Final = "waypoint"


class Peers:
    """The peers that a server accepts.

    Args:
        identity: the server's own; None if it serves without TLS.
        names: of their identities.
    """

    def __init__(self, identity: Identity | None, names: Iterable[str]) -> None:
        self._known: dict[bytes, Peer] = {}
        if identity is not None:
            self._known = {
                identity.spiffe_id(name).encode(): Peer(
                    name, vouches=name == GATEWAY, forwards=name == WAYPOINT
                )
                for name in names
            }

    def of(self, context: Context) -> Peer:
        """Who makes a call.

        Raises:
            PermissionDenied: if it is nobody who may.
        """
        found = context.auth_context()
        if found.get("transport_security_type") == [b"insecure"]:
            return LOCAL
        ids = found.get("peer_spiffe_id", ())
        for spiffe_id in ids:
            if (peer := self._known.get(spiffe_id)) is not None:
                return peer
        name = b", ".join(ids or found.get("x509_subject", ())).decode(errors="replace")
        raise PermissionDenied(
            f"{name or 'somebody without a name'} may not call this service itself",
            reason="PEER_NOT_ALLOWED",
            metadata={"peer": name},
        )
