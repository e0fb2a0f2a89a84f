"""What the accounts service needs from outside, in its own words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.accounts.domain import (
    Account,
    KeyPair,
    KeyRing,
    RefreshToken,
    SessionState,
    SigningKey,
)
from services.runtime.idempotency import RequestKey


class Accounts(Protocol):
    """All accounts."""

    async def get(self, account_id: str) -> Account:
        """One account; NotFound if there is none."""
        ...

    async def credentials(self, email: str) -> tuple[Account, str] | None:
        """The account with an e-mail address, and its password's hash; None if there is none."""
        ...

    async def add(self, account: Account, password_hash: str, key: RequestKey | None) -> Account:
        """Adds an account; AlreadyExists if its e-mail address is taken."""
        ...

    async def change(
        self, account_id: str, change: Callable[[Account], Account], key: RequestKey | None
    ) -> Account:
        """Replaces an account with what `change` makes of it; NotFound if there is none.

        Nobody else can change it meanwhile. What `change` raises is passed on, and nothing is
        changed.
        """
        ...

    async def rehash(self, account_id: str, old_hash: str, new_hash: str) -> None:
        """Replaces a hash with another one of the same password."""
        ...


class Attempts(Protocol):
    """How often it was tried to sign in with an e-mail address, since that last succeeded."""

    async def begin(self, email: str) -> float:
        """Counts a try, before its outcome is known, so that many at once cannot outrun it.

        Returns 0 if it may be made; otherwise it was not counted, and that many seconds have to
        pass.
        """
        ...

    async def take_back(self, email: str) -> None:
        """Makes a try uncounted that came to no verdict."""
        ...

    async def succeed(self, email: str) -> None:
        """Forgets all tries."""
        ...


class Sessions(Protocol):
    """Who is signed in."""

    async def start(self, account_id: str) -> RefreshToken:
        """A new session; returns its first refresh token."""
        ...

    async def advance(self, token: RefreshToken, request_id: UUID | None) -> Account | None:
        """Exchanges a refresh token for the next one, if it is the one that is good now.

        Of two that come at once, one succeeds. Returns whose it is; None if nothing was done.
        """
        ...

    async def state(self, session_id: UUID) -> SessionState | None:
        """How a session stands; None if there is none, or no longer."""
        ...

    async def end(self, session_id: UUID) -> None:
        """Ends a session."""
        ...


class Keys(Protocol):
    """The signing keys."""

    async def ring(self) -> KeyRing:
        """All keys, as of now."""
        ...

    async def make_first(self, pair: KeyPair) -> None:
        """Adds a key that signs at once, unless there is one."""
        ...

    async def rotate(self, pair: KeyPair, key: RequestKey | None) -> SigningKey:
        """Adds a key that signs later; FailedPrecondition if the last one does not sign yet."""
        ...


class Passwords(Protocol):
    """Hashes passwords. Every method raises ResourceExhausted if there are too many at once."""

    async def hash(self, password: str) -> str:
        """A new hash."""
        ...

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether a hash is of a password. Without one it takes as long to say no."""
        ...

    def outdated(self, password_hash: str) -> bool:
        """Whether a new hash would be a better one."""
        ...


class Tokens(Protocol):
    """The tokens' written form."""

    def new_pair(self) -> KeyPair:
        """A new key to sign with."""
        ...

    def access(self, account: Account, ring: KeyRing) -> str:
        """An access token."""
        ...

    def refresh(self, token: RefreshToken) -> str:
        """A refresh token."""
        ...

    def read_refresh(self, text: str) -> RefreshToken | None:
        """What a refresh token says; None if it is not one of ours."""
        ...

    def key_set(self, ring: KeyRing) -> bytes:
        """The key set that verifies access tokens."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """All of them."""

    accounts: Accounts
    attempts: Attempts
    sessions: Sessions
    keys: Keys
    passwords: Passwords
    tokens: Tokens
