"""Who is calling: which workload, and for which account.

The gateway strips a client's own copies of the headers that name an account, and sets them from
what it has verified, so that a service can take them at the gateway's word; and at nobody else's.
The waypoint does the same for the certificate of the workload that it calls for.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_CERTIFICATE_HEADER: Final = "x-forwarded-client-cert"


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is at the other end of a connection.

    Attributes:
        name: of its identity; empty for somebody at this machine, who needs none.
        vouches: whether what it says of a caller's account counts.
        forwards: whether it calls for another workload, and says for which.
    """

    name: str
    vouches: bool = False
    forwards: bool = False


# Whoever may open the Unix socket of a service, or reaches one that is to serve without TLS.
LOCAL: Final = Peer("", vouches=True)


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller of the current RPC.

    Attributes:
        subject: the account, or empty for someone who is not signed in.
        scopes: what the caller may do.
        workload: the name of whose identity it is, for example `orders`; empty for somebody at
            this machine.
    """

    subject: str = ""
    scopes: frozenset[str] = frozenset()
    workload: str = ""


ANONYMOUS: Final = Caller()
_caller: ContextVar[Caller] = ContextVar("caller", default=ANONYMOUS)


def caller() -> Caller:
    """The caller of the current RPC."""
    return _caller.get()


def identify(peer: Peer, metadata: Mapping[str, str | bytes]) -> None:
    """Takes the caller of the current RPC from its metadata, as far as its peer is believed."""
    workload = _forwarded(metadata.get(_CERTIFICATE_HEADER)) if peer.forwards else peer.name
    subject = metadata.get("x-auth-sub") if peer.vouches else None
    if isinstance(subject, str) and subject:
        scopes = str(metadata.get("x-auth-scope", ""))
        _caller.set(Caller(subject, frozenset(scopes.split()), workload))
    elif peer is not LOCAL:
        _caller.set(Caller(workload=workload))


# As many as there are certificates about; each call of a workload has the same.
@lru_cache(maxsize=256)
def _forwarded(certificate: str | bytes | None) -> str:
    """The name in what the waypoint says of a client's certificate.

    See https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_conn_man/headers.
    """
    for part in str(certificate).split(";"):
        key, _, value = part.partition("=")
        if key == "URI":
            return value.rpartition("/sa/")[2]
    return ""
