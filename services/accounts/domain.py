"""Accounts, sessions and keys: what they are, and what must always be true of them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services.runtime import etag
from services.runtime.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    ResourceExhausted,
    Unauthenticated,
    Violation,
)
from services.runtime.identity import Caller
from services.runtime.names import Collection

ACCOUNTS: Final = Collection("accounts.mercado.mesh/Account", "accounts")
SIGNING_KEYS: Final = Collection("accounts.mercado.mesh/SigningKey", "signingKeys")

CUSTOMER: Final = "ROLE_CUSTOMER"
STAFF: Final = "ROLE_STAFF"
ADMINISTRATOR: Final = "ROLE_ADMINISTRATOR"
ADMIN_SCOPE: Final = "accounts:admin"

_CUSTOMER_SCOPES: Final = frozenset({"accounts:self", "orders:self"})
_STAFF_SCOPES: Final = _CUSTOMER_SCOPES | {"orders:admin", "products:write", "stock:write"}
SCOPES: Final[Mapping[str, frozenset[str]]] = {
    CUSTOMER: _CUSTOMER_SCOPES,
    STAFF: _STAFF_SCOPES,
    ADMINISTRATOR: _STAFF_SCOPES | {ADMIN_SCOPE, "keys:rotate"},
}

CHANGEABLE: Final = frozenset({"display_name", "roles"})
# What `accounts/me` stands for is known once the caller is.
ME: Final = "me"

SESSION_DAYS: Final = 30

# How long the n-th try to sign in locks the address for: five cost nothing.
LOCK_SECONDS: Final = (0, 0, 0, 0, 0, *(2**n for n in range(10)), 900)

_ACCOUNT_NAME: Final = re.compile(r"accounts/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in. Their password's hash is no part of it: it is never shown.

    Attributes:
        id: the last part of its name, a UUID; it never changes.
        email: as `normal_email` writes it.
        roles: from `SCOPES`.
        revision: counts its changes; its etag is made of it.
        create_time, update_time: None until it is stored.
    """

    id: str
    email: str
    display_name: str
    roles: tuple[str, ...] = (CUSTOMER,)
    revision: int = 1
    create_time: datetime | None = None
    update_time: datetime | None = None

    @property
    def name(self) -> str:
        """Its resource name."""
        return ACCOUNTS.name(self.id)

    @property
    def etag(self) -> str:
        """Its etag at this revision."""
        return etag.etag(self.id, self.revision)

    @property
    def scopes(self) -> frozenset[str]:
        """What its roles allow."""
        return scopes(self.roles)

    def complete(self) -> "Account":
        """Returns the account.

        Raises:
            InvalidArgument: if anything is missing that an account cannot do without.
        """
        required = {
            "email": self.email,
            "display_name": self.display_name.strip(),
            "roles": self.roles,
        }
        missing = [
            Violation(f"account.{name}", "is required", "required")
            for name, value in required.items()
            if not value
        ]
        if missing:
            raise InvalidArgument(missing)
        return self

    def changed(self, change: "Change", caller: Caller) -> "Account":
        """The account after a change.

        Raises:
            Aborted: if the etag is not current.
            PermissionDenied: if other roles are not the caller's to give.
            FailedPrecondition: if the caller would be an administrator no longer.
            InvalidArgument: if it would not be complete.
        """
        etag.require_current(change.etag, self.etag, ACCOUNTS.kind, self.name)
        account = replace(self, **change.values).complete()
        if set(account.roles) != set(self.roles):
            if ADMIN_SCOPE not in caller.scopes:
                raise PermissionDenied(
                    "roles are an administrator's to give", reason="ROLES_NOT_YOURS_TO_GIVE"
                )
            lost = ADMINISTRATOR in self.roles and ADMINISTRATOR not in account.roles
            if lost and caller.subject == self.name:
                raise FailedPrecondition(
                    ACCOUNTS.kind,
                    self.name,
                    "an administrator has to be made a customer by another one",
                    "OWN_ADMINISTRATOR_ROLE",
                )
        return account


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants changed.

    Attributes:
        values: of some fields of `CHANGEABLE`.
        etag: of the account that they have seen; empty for any.
    """

    values: dict[str, Any]
    etag: str


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """Which exchange of which session a refresh token is for."""

    session_id: UUID
    sequence: int


@dataclass(frozen=True, slots=True)
class SessionState:
    """How a session stands.

    Attributes:
        account_id: whose it is.
        sequence: of the refresh token that is good now.
        last_request_id: of the latest exchange.
        alive: whether it has neither ended nor expired.
    """

    account_id: str
    sequence: int
    last_request_id: UUID | None
    alive: bool


@dataclass(frozen=True, slots=True)
class Session:
    """What signing in comes to."""

    account: Account
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An Ed25519 key: the raw bytes of both halves, and the `kid` that it is known by."""

    id: str
    public_key: bytes
    private_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """When a key is of use.

    Attributes:
        id: the `kid`.
        create_time: it is published from then on.
        sign_time: it signs from then on, until the next one does.
        expire_time: it is published until then; None as long as there is no next one.
    """

    id: str
    create_time: datetime
    sign_time: datetime
    expire_time: datetime | None = None

    @property
    def name(self) -> str:
        """Its resource name."""
        return SIGNING_KEYS.name(self.id)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys, at one moment by the database's clock."""

    keys: Sequence[tuple[SigningKey, KeyPair]]
    now: datetime

    @property
    def signing(self) -> KeyPair:
        """The key that signs: the last one that has started to."""
        started = [(key.sign_time, pair) for key, pair in self.keys if key.sign_time <= self.now]
        return max(started, key=lambda timed: timed[0])[1]

    @property
    def published(self) -> list[KeyPair]:
        """The keys that verify, the oldest first."""
        return [
            pair
            for key, pair in sorted(self.keys, key=lambda both: both[0].sign_time)
            if key.expire_time is None or key.expire_time > self.now
        ]


def scopes(roles: Iterable[str]) -> frozenset[str]:
    """What roles allow together."""
    return frozenset[str]().union(*(SCOPES[role] for role in roles))


def normal_email(email: str) -> str:
    """An address as it is compared. The contract lets only ASCII through."""
    return email.lower()


def normal_password(password: str) -> str:
    """A password as it is hashed: the same whatever keyboard it was typed on.

    As NIST SP 800-63B, 3.1.1.2, wants it.
    """
    return unicodedata.normalize("NFKC", password)


def permitted(account_id: str, caller: Caller) -> str:
    """The id of the account that the caller means, if it is theirs to see.

    This is decided without a look at what there is, so that it tells nothing of it.

    Raises:
        Unauthenticated: if the caller is not signed in to an account.
        PermissionDenied: if it is somebody else's, and the caller is no administrator.
    """
    own = _ACCOUNT_NAME.fullmatch(caller.subject)
    if own is None:
        raise Unauthenticated("sign in first", reason="NOT_SIGNED_IN")
    if account_id in (ME, own.group(1)):
        return own.group(1)
    if ADMIN_SCOPE not in caller.scopes:
        raise PermissionDenied(
            f"{ACCOUNTS.name(account_id)} is not your account", reason="NOT_YOUR_ACCOUNT"
        )
    return account_id


def unknown(account_id: str) -> NotFound:
    """The error for an account that is not there."""
    name = ACCOUNTS.name(account_id)
    return NotFound(ACCOUNTS.kind, name, f"there is no {name}", "ACCOUNT_NOT_FOUND")


def taken() -> AlreadyExists:
    """The error for an e-mail address that another account has. It does not say which account."""
    text = "there is an account with this e-mail address"
    return AlreadyExists(ACCOUNTS.kind, "accounts", text, "EMAIL_TAKEN")


def bad_credentials() -> Unauthenticated:
    """The error for an e-mail address and a password that do not go together."""
    text = "there is no account with this e-mail address and password"
    return Unauthenticated(text, reason="BAD_CREDENTIALS")


def locked(seconds: float) -> ResourceExhausted:
    """The error for an e-mail address with too many failures."""
    text = "too many tries to sign in with this e-mail address; wait a while"
    return ResourceExhausted(text, reason="SIGN_IN_LOCKED", retry_after=seconds)


def no_refresh_token() -> Unauthenticated:
    """The error for what this service never gave out."""
    return Unauthenticated("this is no refresh token", reason="REFRESH_TOKEN_INVALID")


def session_ended() -> Unauthenticated:
    """The error for a session that is over."""
    return Unauthenticated("the session has ended; sign in again", reason="SESSION_ENDED")


def reused() -> Unauthenticated:
    """The error for a refresh token that was exchanged before."""
    text = "this refresh token was used before; the session is ended, in case it was stolen"
    return Unauthenticated(text, reason="REFRESH_TOKEN_REUSED")


def not_signing_yet(key_id: str) -> FailedPrecondition:
    """The error for a key that would follow one that has not even started."""
    name = SIGNING_KEYS.name(key_id)
    text = f"{name} is newer than the key that signs; wait until it does"
    return FailedPrecondition(SIGNING_KEYS.kind, name, text, "ROTATION_UNDER_WAY")
