"""Accounts and keys: what must always be true of them."""

from datetime import UTC, datetime, timedelta

import pytest

from scripts.mesh.compiler import topology
from scripts.mesh.local.state import ROOT
from services.accounts.domain import (
    ADMINISTRATOR,
    CUSTOMER,
    LOCK_SECONDS,
    SCOPES,
    STAFF,
    Account,
    Change,
    KeyPair,
    KeyRing,
    Session,
    SigningKey,
    normal_password,
    permitted,
    scopes,
)
from services.runtime.errors import (
    Aborted,
    FailedPrecondition,
    InvalidArgument,
    PermissionDenied,
    Unauthenticated,
)
from services.runtime.identity import ANONYMOUS, Caller

ID, OTHER = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
ADA = Account(id=ID, email="ada@example.com", display_name="Ada")
OWNER = Caller(f"accounts/{ID}", frozenset({"accounts:self"}))
ADMIN = Caller(f"accounts/{OTHER}", frozenset({"accounts:self", "accounts:admin"}))
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def test_each_role_may_do_what_the_one_before_it_may() -> None:
    assert SCOPES[CUSTOMER] < SCOPES[STAFF] < SCOPES[ADMINISTRATOR]
    assert SCOPES[CUSTOMER] == {"accounts:self", "orders:self"}
    assert scopes([CUSTOMER, STAFF]) == SCOPES[STAFF]
    assert scopes([]) == frozenset()


def test_every_scope_of_a_role_is_known_to_the_mesh_and_the_other_way_round() -> None:
    mesh = topology.read(ROOT / "envoy" / "mesh.yaml")
    assert scopes(SCOPES) == set(mesh.scopes)


def test_a_lock_doubles_up_to_a_quarter_of_an_hour() -> None:
    assert LOCK_SECONDS[:5] == (0, 0, 0, 0, 0)
    assert LOCK_SECONDS[5:] == (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900)


def test_me_is_the_caller() -> None:
    assert permitted("me", OWNER) == permitted(ID, OWNER) == ID
    assert permitted(ID, ADMIN) == ID
    assert permitted("me", ADMIN) == OTHER


def test_what_is_somebody_elses_is_not_permitted() -> None:
    with pytest.raises(PermissionDenied):
        permitted(OTHER, OWNER)


@pytest.mark.parametrize("subject", ["", ID, "accounts/", "accounts/me", f"accounts/{ID}\n"])
def test_a_caller_without_an_account_is_not_signed_in(subject: str) -> None:
    for caller in (ANONYMOUS, Caller(subject, ADMIN.scopes)):
        with pytest.raises(Unauthenticated):
            permitted(ID, caller)


def test_a_change_keeps_what_it_does_not_name() -> None:
    changed = ADA.changed(Change({"display_name": "Countess"}, ADA.etag), OWNER)
    assert changed == Account(id=ID, email="ada@example.com", display_name="Countess")


@pytest.mark.parametrize("values", [{"display_name": " "}, {"roles": ()}])
def test_a_change_must_not_leave_out_what_is_required(values: dict[str, object]) -> None:
    with pytest.raises(InvalidArgument):
        ADA.changed(Change(values, ""), ADMIN)


def test_a_change_for_another_revision_is_refused() -> None:
    with pytest.raises(Aborted):
        ADA.changed(Change({"display_name": "Countess"}, "stale"), OWNER)


def test_roles_are_an_administrators_to_give() -> None:
    change = Change({"roles": (CUSTOMER, STAFF)}, "")
    assert ADA.changed(change, ADMIN).roles == (CUSTOMER, STAFF)
    with pytest.raises(PermissionDenied):
        ADA.changed(change, OWNER)
    assert ADA.changed(Change({"roles": (CUSTOMER,)}, ""), OWNER) == ADA


def test_no_administrator_is_the_last_to_leave() -> None:
    admin = Account(id=OTHER, email="a@b.c", display_name="A", roles=(ADMINISTRATOR,))
    with pytest.raises(FailedPrecondition):
        admin.changed(Change({"roles": (STAFF,)}, ""), ADMIN)
    assert admin.changed(Change({"roles": (ADMINISTRATOR, STAFF)}, ""), ADMIN)


def _key(name: str, sign: float, expire: float | None) -> tuple[SigningKey, KeyPair]:
    moments = [NOW + timedelta(seconds=s) if s is not None else None for s in (sign, expire)]
    assert moments[0] is not None
    return SigningKey(name, NOW, moments[0], moments[1]), KeyPair(name, b"public", b"private")


@pytest.mark.parametrize(
    ("seconds", "signing", "published"),
    [
        (-1, "a", "ab"), (0, "b", "ab"), (9, "b", "ab"), (10, "b", "b"),
        (99, "b", "bc"), (100, "c", "bc"), (110, "c", "c"), (9999, "c", "c"),
    ],
)  # fmt: skip
def test_keys_take_over_from_one_another(seconds: float, signing: str, published: str) -> None:
    keys = [_key("c", 100, None), _key("a", -100, 10), _key("b", 0, 110)]
    present = [pair for pair in keys if pair[0].id != "c" or seconds > 50]
    ring = KeyRing(present, NOW + timedelta(seconds=seconds))
    assert ring.signing.id == signing
    assert "".join(pair.id for pair in ring.published) == published


def test_what_is_secret_does_not_show_itself() -> None:
    assert "private" not in repr(_key("a", 0, None))
    assert "hush" not in repr(Session(ADA, "hush-1", "hush-2"))


def test_a_password_is_normalised_but_not_folded() -> None:
    assert normal_password("cre\u0300me") == normal_password("cr\u00e8me")
    assert normal_password("Creme") != normal_password("creme")
