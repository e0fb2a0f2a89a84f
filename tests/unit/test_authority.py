"""Who vouches for whom, and when that is done anew."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import verification

from scripts.mesh.provision.authority import Authority, AuthorityError, uri
from scripts.mesh.provision.identities import Identities
from services.runtime.certificates import Certificate, Identity, IdentityError

HOUR = timedelta(hours=1)
NAMES = ("catalog", "orders")


def _identities(folder: Path, life: timedelta = HOUR, domain: str = "mercado.test") -> Identities:
    folders = {name: folder / name for name in NAMES}
    return Identities(Authority(folder / "authority", domain), folders, life)


@pytest.fixture
def identities(tmp_path: Path) -> Identities:
    made = _identities(tmp_path)
    assert made.renew() == [*NAMES]
    return made


def _held(tmp_path: Path, name: str = "orders") -> Certificate:
    return Identity(tmp_path / name).current()


def _verified(held: Certificate, trusted: bytes) -> bool:
    store = verification.Store(x509.load_pem_x509_certificates(trusted))
    verifier = verification.PolicyBuilder().store(store).build_client_verifier()
    try:
        verifier.verify(x509.load_pem_x509_certificate(held.chain), [])
    except verification.VerificationError:
        return False
    return True


def test_a_certificate_names_its_workload_and_is_signed_by_the_authority(
    identities: Identities, tmp_path: Path
) -> None:
    held = _held(tmp_path)
    certificate = x509.load_pem_x509_certificate(held.chain)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert uri(certificate) == "spiffe://mercado.test/sa/orders"
    assert names.get_values_for_type(x509.DNSName) == ["orders.mercado.test"]
    assert isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    assert _verified(held, identities.authority.authorities)


def test_what_is_secret_is_for_its_owner_only(identities: Identities, tmp_path: Path) -> None:
    for path in ("authority", "authority/current.pem", "orders/current/tls.key"):
        assert (tmp_path / path).stat().st_mode & 0o077 == 0


def test_a_certificate_is_renewed_when_half_of_its_life_is_over(
    identities: Identities, tmp_path: Path
) -> None:
    assert identities.renew() == []
    # Of a life of two hours, less than half is left.
    assert _identities(tmp_path, 2 * HOUR).renew() == [*NAMES]
    # It is good for longer than is wanted.
    assert _identities(tmp_path, HOUR).renew() == [*NAMES]


def test_another_trust_domain_means_another_certificate(
    identities: Identities, tmp_path: Path
) -> None:
    assert _identities(tmp_path, domain="other.test").renew() == [*NAMES]
    assert Identity(tmp_path / "orders").trust_domain == "other.test"


def test_another_authority_means_another_certificate(
    identities: Identities, tmp_path: Path
) -> None:
    (tmp_path / "authority" / "current.pem").unlink()
    assert identities.renew() == [*NAMES]


def test_whoever_holds_an_identity_sees_the_new_version_whole(
    identities: Identities, tmp_path: Path
) -> None:
    identity = Identity(tmp_path / "orders")
    first = identity.current()
    assert identity.current() is first
    identities.renew(all_of_them=True)
    second = identity.current()
    assert {first.chain, first.private_key}.isdisjoint({second.chain, second.private_key})
    # It may have been about to read the one before.
    assert sum(path.is_dir() for path in (tmp_path / "orders").iterdir()) == 2 + 1


def test_there_is_no_identity_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(IdentityError, match="there is no identity in"):
        Identity(tmp_path)


def test_the_authority_is_replaced_with_an_overlap(identities: Identities, tmp_path: Path) -> None:
    first = _held(tmp_path)
    seen = list[Certificate]()
    identities.replace_authority(lambda: seen.append(_held(tmp_path)), lambda _: None)
    introduced, succeeded = seen
    last = _held(tmp_path)
    # Both are trusted before the new one signs anything, and until nobody needs the old one.
    assert introduced.chain == first.chain
    assert introduced.authorities == succeeded.authorities
    assert _verified(first, introduced.authorities)
    assert _verified(succeeded, introduced.authorities)
    assert not _verified(succeeded, first.authorities)
    assert last.chain == succeeded.chain
    assert not _verified(first, last.authorities)
    assert _verified(last, last.authorities)


@pytest.mark.parametrize("steps", [0, 1])
def test_a_replacement_that_was_broken_off_is_finished(
    identities: Identities, tmp_path: Path, steps: int
) -> None:
    left = iter([None] * steps)

    def broken() -> None:
        if next(left, StopIteration) is StopIteration:
            raise KeyboardInterrupt

    before = _held(tmp_path).authorities
    with pytest.raises(KeyboardInterrupt):
        identities.replace_authority(broken, lambda _: None)
    # Meanwhile nobody is refused.
    identities.renew()
    assert all(_verified(_held(tmp_path, name), before) for name in NAMES) == (steps == 0)
    assert _held(tmp_path).authorities.count(b"BEGIN") == 2

    identities.replace_authority(lambda: None, lambda _: None)
    after = _held(tmp_path).authorities
    assert after.count(b"BEGIN") == 1
    assert after not in before
    assert all(_verified(_held(tmp_path, name), after) for name in NAMES)


def test_what_exists_is_found_as_it_was_made(identities: Identities, tmp_path: Path) -> None:
    found = Identities.found(tmp_path / "authority", identities.folders)
    assert (found.life, found.authority.trust_domain) == (HOUR, "mercado.test")
    assert found.renew() == []


@pytest.mark.parametrize(
    "find", [Authority.found, lambda folder: Identities.found(folder, {"orders": folder})]
)
def test_what_does_not_exist_is_not_found(tmp_path: Path, find: Callable[[Path], object]) -> None:
    with pytest.raises(AuthorityError, match="there "):
        find(tmp_path)
