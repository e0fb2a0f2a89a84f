"""A certificate for development: for this machine's own names, signed by itself."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scripts.mesh.provision import files

_DAYS: Final = 365
_NAMES: Final = ("localhost", "gateway")


def write(certificate: Path, private_key: Path, *, mode: int = 0o600) -> None:
    """Writes a certificate and its key (P-256), unless they are there and good for a month more.

    Args:
        certificate: the file of the certificate, PEM.
        private_key: the file of the key, PEM.
        mode: of the key's file.
    """
    now = datetime.now(UTC)
    if certificate.exists() and private_key.exists():
        current = x509.load_pem_x509_certificate(certificate.read_bytes())
        if current.not_valid_after_utc > now + timedelta(days=30):
            return
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Mercado, for development")])
    names: list[x509.GeneralName] = [x509.DNSName(host) for host in _NAMES]
    names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Clocks differ a little.
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    files.put(private_key, key.private_bytes(pem, form, serialization.NoEncryption()), mode)
    files.put(certificate, signed.public_bytes(pem), 0o644)
