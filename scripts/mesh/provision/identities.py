"""Identities as files: the folder of each workload, where it finds what it proves itself with.

In it, `current` is a link to the folder of one version, so that certificate, key and authorities
are replaced as one. Services look at it, Envoy watches it, and both follow.
"""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509

from scripts.mesh.names import AUTHORITIES, CERTIFICATE, CURRENT, OPERATOR, PRIVATE_KEY
from scripts.mesh.provision import files
from scripts.mesh.provision.authority import EARLIER, Authority, AuthorityError, Issued, uri
from services.runtime.peers import GATEWAY, WAYPOINT

_IDENTITY: Final = "identity"
_AUTHORITY: Final = "authority"
_CONTAINERS_LIFE: Final = timedelta(days=90)
# Whoever can enter a folder can read it: containers have users of their own.
_CONTAINERS_MODE: Final = 0o444
# The one before may still be being read.
_KEPT: Final = 2


@dataclass(frozen=True, slots=True)
class Identities:
    """Those of several workloads, by one authority.

    Attributes:
        authority: who vouches for them.
        folders: where each workload's is.
        life: how long a certificate is good.
        mode: of the files of keys.
    """

    authority: Authority
    folders: dict[str, Path]
    life: timedelta
    mode: int = 0o600

    @classmethod
    def found(cls, authority: Path, folders: dict[str, Path], mode: int = 0o600) -> "Identities":
        """Those that exist, of an authority that exists, to be renewed as they were made.

        Raises:
            AuthorityError: if there are none.
        """
        known = {name: folder for name, folder in folders.items() if (folder / CURRENT).exists()}
        if not known:
            raise AuthorityError("there are no certificates yet")
        lives = [_life((folder / CURRENT / CERTIFICATE).read_bytes()) for folder in known.values()]
        return cls(Authority.found(authority), known, max(lives), mode)

    def renew(self, *, all_of_them: bool = False) -> list[str]:
        """Issues a certificate to whoever has none, or one of which half the life is over.

        Who has a good one gets the authorities of now, if they are others.

        Returns:
            who got a new certificate.
        """
        renewed = []
        with self.authority.locked():
            authorities = self.authority.authorities
            for name, folder in self.folders.items():
                held = _held(folder)
                if held is None or all_of_them or self._is_due(name, held, authorities):
                    issued = self.authority.issue(name, self.life)
                    renewed.append(name)
                elif held.authorities != authorities:
                    issued = Issued(held.certificate, held.private_key, authorities)
                else:
                    continue
                put(folder, issued, self.mode)
        return renewed

    def replace_authority(self, settled: Callable[[], None], report: Callable[[str], None]) -> None:
        """Puts another authority in the place of the one that signs, with nobody refused meanwhile.

        Where one was broken off, it goes on.

        Args:
            settled: waits until everybody uses what was written last.
            report: told of each step.
        """
        with self.authority.locked():
            self.authority.introduce()
        self.renew()
        report("the new authority is trusted, beside the old one")
        settled()
        with self.authority.locked():
            self.authority.succeed()
        self.renew(all_of_them=True)
        report("all certificates are of the new authority")
        settled()
        with self.authority.locked():
            self.authority.withdraw()
        self.renew()
        report("the old authority is trusted no longer")

    def _is_due(self, name: str, held: Issued, authorities: bytes) -> bool:
        certificate = x509.load_pem_x509_certificate(held.certificate)
        left = certificate.not_valid_after_utc - datetime.now(UTC)
        # What was issued for longer than is wanted now is due, too.
        good = self.life / 2 < left <= self.life
        known = uri(certificate) == self.authority.spiffe_id(name)
        return not (good and known and _is_of(certificate, authorities))


def of_containers(folder: Path, trust_domain: str, services: Iterable[str]) -> Identities:
    """Those of services, of both Envoys and of operators, each beside its other secrets.

    They are renewed when the job that does so is run, at each start at least.
    """
    names = (*services, GATEWAY, WAYPOINT, OPERATOR)
    folders = {name: folder / name / _IDENTITY for name in names}
    authority = Authority(folder / _AUTHORITY, trust_domain)
    return Identities(authority, folders, _CONTAINERS_LIFE, _CONTAINERS_MODE)


def found_of_containers(folder: Path) -> Identities:
    """The same, as they were made.

    Raises:
        AuthorityError: if there are none.
    """
    folders = {path.parent.name: path for path in folder.glob(f"*/{_IDENTITY}")}
    return Identities.found(folder / _AUTHORITY, folders, _CONTAINERS_MODE)


def put(folder: Path, issued: Issued, mode: int) -> None:
    """Makes what was issued the current version in a folder."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    version = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
    version.mkdir(mode=0o755)
    put_flat(version, issued, mode)
    link = folder / f".{CURRENT}"
    link.unlink(missing_ok=True)
    link.symlink_to(version.name)
    link.replace(folder / CURRENT)
    for old in _versions(folder)[:-_KEPT]:
        shutil.rmtree(old)


def put_flat(folder: Path, issued: Issued, mode: int) -> None:
    """Writes what was issued into a folder itself."""
    files.put(folder / PRIVATE_KEY, issued.private_key, mode)
    files.put(folder / CERTIFICATE, issued.certificate, 0o644)
    files.put(folder / AUTHORITIES, issued.authorities, 0o644)


def _held(folder: Path) -> Issued | None:
    current = folder / CURRENT
    if not current.exists():
        return None
    names: Iterable[str] = (CERTIFICATE, PRIVATE_KEY, AUTHORITIES)
    return Issued(*((current / name).read_bytes() for name in names))


def _life(pem: bytes) -> timedelta:
    certificate = x509.load_pem_x509_certificate(pem)
    return certificate.not_valid_after_utc - certificate.not_valid_before_utc - EARLIER


def _is_of(certificate: x509.Certificate, authorities: bytes) -> bool:
    """Whether one of some authorities has issued a certificate."""
    known = x509.load_pem_x509_certificates(authorities)
    return certificate.issuer in [authority.subject for authority in known]


def _versions(folder: Path) -> list[Path]:
    found = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    return sorted(found)
