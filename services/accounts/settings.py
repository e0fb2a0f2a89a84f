"""What the accounts service can be told."""

from dataclasses import dataclass
from typing import Final

from services.runtime import settings
from services.runtime.settings import Secret, SettingsError

_SHORTEST_SECRET: Final = 32
_NONE: Final = Secret("")


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """The settings of every service, and those of accounts.

    Attributes:
        database_url: `postgresql://user:password@host:port/database`.
        database_pool_size: the most connections that one replica opens.
        secret_key: what all keys of this service are derived from; the same for all replicas.
            With another one, every session ends and the signing keys cannot be read.
        issuer: the `iss` of the tokens.
        audience: the `aud` of the tokens.
        public_url: where the gateway is, for those who look for the keys.
        access_token_seconds: how long an access token is good for.
        key_lead_seconds: how long a new signing key is published before it signs; longer than
            any verifier keeps the key set.
        key_overlap_seconds: how long an old one is published after that.
        key_memory_seconds: how long a replica takes the keys to be as it read them.
        password_time_cost, password_memory_kib, password_lanes: of argon2id (RFC 9106, 4).
        password_threads: how many passwords one replica hashes at a time.
        password_queue: how many more may wait for that.
        administrator_email, administrator_password: the account that is made at the start, if
            there is none with this e-mail address; none is if both are empty.
    """

    database_url: Secret
    database_pool_size: int = 8
    secret_key: Secret
    issuer: str
    audience: str
    public_url: str
    access_token_seconds: float = 900
    key_lead_seconds: float = 600
    key_overlap_seconds: float = 1800
    key_memory_seconds: float = 2
    password_time_cost: int = 3
    password_memory_kib: int = 65536
    password_lanes: int = 4
    password_threads: int = 2
    password_queue: int = 16
    administrator_email: str = ""
    administrator_password: Secret = _NONE

    def __post_init__(self) -> None:
        """Refuses what would only be found out later.

        Raises:
            SettingsError: if settings do not fit together.
        """
        if len(self.secret_key) < _SHORTEST_SECRET:
            raise SettingsError(f"SECRET_KEY is shorter than {_SHORTEST_SECRET} characters")
        # A replica may sign with the old key until it has read of the new one.
        if self.key_overlap_seconds < self.access_token_seconds + self.key_memory_seconds:
            raise SettingsError(
                "KEY_OVERLAP_SECONDS is less than ACCESS_TOKEN_SECONDS and KEY_MEMORY_SECONDS: "
                "tokens would outlive the key that verifies them"
            )
        if bool(self.administrator_email) != bool(self.administrator_password):
            raise SettingsError("ADMINISTRATOR_EMAIL and ADMINISTRATOR_PASSWORD go together")
