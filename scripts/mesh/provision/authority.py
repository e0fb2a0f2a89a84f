"""The mesh's own certificate authority, and what it vouches for: who somebody inside the mesh is.

A certificate names a workload twice: as a SPIFFE id, `spiffe://mercado.mesh/sa/orders`, and as a
host, `orders.mercado.mesh`, for clients that check nothing else.
See https://spiffe.io/docs/latest/spiffe-specs/x509-svid/.

The authority is replaced while everything goes on, in steps that can each be repeated: the next one
is trusted, then it signs, then the one before is trusted no longer.
"""

import contextlib
import fcntl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from scripts.mesh.provision import files

_LIFE: Final = timedelta(days=3650)
# Clocks differ a little.
EARLIER: Final = timedelta(minutes=5)
_CURRENT: Final = "current.pem"
_PEM: Final = serialization.Encoding.PEM


class AuthorityError(Exception):
    """There is no authority, or what it has issued is not what it should be."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What a workload proves with who it is.

    Attributes:
        certificate: its own, PEM.
        private_key: of that, PEM.
        authorities: whom it believes, PEM.
    """

    certificate: bytes
    private_key: bytes
    authorities: bytes


class Authority:
    """The authority of a trust domain.

    Args:
        folder: where its key is, for nobody else to see.
        trust_domain: whom it may vouch for.
    """

    def __init__(self, folder: Path, trust_domain: str) -> None:
        self._folder = folder
        self.trust_domain = trust_domain
        # The first two hold their keys, too.
        self._current, self._next = folder / _CURRENT, folder / "next.pem"
        self._previous = folder / "previous.crt"

    @classmethod
    def found(cls, folder: Path) -> "Authority":
        """One that exists.

        Raises:
            AuthorityError: if there is none.
        """
        try:
            pem = (folder / _CURRENT).read_bytes()
        except FileNotFoundError:
            raise AuthorityError(f"there is no certificate authority in {folder}") from None
        return cls(folder, uri(x509.load_pem_x509_certificate(pem)).removeprefix("spiffe://"))

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Makes sure that nobody else signs or replaces anything while the block runs."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._current.exists():
                self._make(self._current)
            yield

    @property
    def authorities(self) -> bytes:
        """The certificates of all that are to be trusted now, the oldest first."""
        known = (self._previous, self._current, self._next)
        return b"".join(_certificate(path) for path in known if path.exists())

    def spiffe_id(self, name: str) -> str:
        """What a workload is called in its certificate."""
        return f"spiffe://{self.trust_domain}/sa/{name}"

    def issue(self, name: str, life: timedelta) -> Issued:
        """A certificate for a workload, and a new key."""
        pem = self._current.read_bytes()
        authority, signing = x509.load_pem_x509_certificate(pem), _private_key(pem)
        key = ec.generate_private_key(ec.SECP256R1())
        names: list[x509.GeneralName] = [
            x509.UniformResourceIdentifier(self.spiffe_id(name)),
            x509.DNSName(f"{name}.{self.trust_domain}"),
        ]
        usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        certificate = (
            _builder(_named(name), authority.subject, key, life)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()),
                critical=False,
            )
            .sign(signing, hashes.SHA256())
        )
        return Issued(certificate.public_bytes(_PEM), _pem(key), self.authorities)

    def introduce(self) -> None:
        """Makes the next authority, for all to trust before it signs anything."""
        if not self._next.exists() and not self._previous.exists():
            self._make(self._next)

    def succeed(self) -> None:
        """Lets the next authority sign; the old one's key is gone then."""
        if self._next.exists():
            files.put(self._previous, _certificate(self._current), 0o644)
            self._next.replace(self._current)

    def withdraw(self) -> None:
        """Trusts the authority no longer that signed before."""
        self._previous.unlink(missing_ok=True)

    def _make(self, path: Path) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        # Two of them are trusted for a while, and must not be taken for each other.
        name = _named(f"{self.trust_domain} {x509.random_serial_number():x}"[:50])
        uri = x509.UniformResourceIdentifier(f"spiffe://{self.trust_domain}")
        certificate = (
            _builder(name, name, key, _LIFE)
            .add_extension(x509.SubjectAlternativeName([uri]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        files.put(path, certificate.public_bytes(_PEM) + _pem(key), 0o600)


def uri(certificate: x509.Certificate) -> str:
    """The SPIFFE id in a certificate; empty if there is none."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ""
    return "".join(names.get_values_for_type(x509.UniformResourceIdentifier))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, life: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(path: Path) -> bytes:
    """The certificate of a file, without the key."""
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(_PEM)


def _private_key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(_PEM, form, serialization.NoEncryption())
