"""Who this process is inside the mesh: a certificate, which is replaced while it is in use.

The folder `IDENTITY` has a link `current` to the folder of one version, with `tls.crt`, `tls.key`
and `authorities.crt`: whoever replaces the link replaces all three as one.
"""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import grpc
from cryptography import x509

_log: Final = logging.getLogger(__name__)


class IdentityError(Exception):
    """There is no identity where one should be."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """One version of an identity.

    Attributes:
        version: the link's target.
        chain: the certificate, PEM.
        private_key: its key, PEM.
        authorities: who may have signed the certificate of the other side, PEM.
    """

    version: str
    chain: bytes
    private_key: bytes
    authorities: bytes


class Identity:
    """An identity, as it is now.

    Args:
        folder: where it is.

    Attributes:
        name: of the workload, for example `orders`.
        trust_domain: the workloads that share its authority, for example `mercado.mesh`.

    Raises:
        IdentityError: if there is none.
    """

    def __init__(self, folder: str | Path) -> None:
        self._link = f"{folder}/current"
        try:
            self._held = self._read()
            self.trust_domain, self.name = _parts(_spiffe_id(self._held.chain))
        except (OSError, ValueError, x509.ExtensionNotFound) as error:
            raise IdentityError(f"there is no identity in {folder}: {error}") from error

    def current(self) -> Certificate:
        """The version of now: the same object until there is another one."""
        try:
            # For each call: a `Path` takes five times as long.
            if os.readlink(self._link) != self._held.version:  # noqa: PTH115
                self._held = self._read()
        except OSError as error:
            _log.warning("the identity cannot be read again: %s", error)
        return self._held

    def spiffe_id(self, name: str) -> str:
        """The SPIFFE id of a workload of the same trust domain."""
        return f"spiffe://{self.trust_domain}/sa/{name}"

    def server_credentials(self) -> grpc.ServerCredentials:
        """TLS for a server: each handshake is with the certificate of its time."""
        used = self.current()

        def changed() -> Any:
            nonlocal used
            if (now := self.current()) is used:
                return None
            used = now
            _log.info("goes on with another certificate", extra={"version": now.version})
            return _configuration(now)

        return grpc.dynamic_ssl_server_credentials(
            _configuration(used), changed, require_client_authentication=True
        )

    def _read(self) -> Certificate:
        version = str(Path(self._link).readlink())
        folder = Path(self._link).with_name(version)
        files = (folder / name for name in ("tls.crt", "tls.key", "authorities.crt"))
        return Certificate(version, *(file.read_bytes() for file in files))


def channel_credentials(certificate: Certificate) -> grpc.ChannelCredentials:
    """TLS for a client, with the certificate of now."""
    return grpc.ssl_channel_credentials(
        certificate.authorities, certificate.private_key, certificate.chain
    )


def _configuration(held: Certificate) -> grpc.ServerCertificateConfiguration:
    pair = (held.private_key, held.chain)
    return grpc.ssl_server_certificate_configuration([pair], held.authorities)


def _spiffe_id(chain: bytes) -> str:
    extensions = x509.load_pem_x509_certificate(chain).extensions
    names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    [uri] = names.get_values_for_type(x509.UniformResourceIdentifier)
    return uri


def _parts(spiffe_id: str) -> tuple[str, str]:
    scheme, _, domain, kind, name = spiffe_id.split("/")
    if (scheme, kind) != ("spiffe:", "sa"):
        raise ValueError(f"{spiffe_id} is not the SPIFFE id of a workload")
    return domain, name
