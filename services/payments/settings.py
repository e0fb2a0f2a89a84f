"""What the payments service can be told."""

from dataclasses import dataclass

from services.runtime import settings
from services.runtime.settings import Secret, SettingsError


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """The settings of every service, and those of payments.

    Attributes:
        database_url: `postgresql://user:password@host:port/database`.
        database_pool_size: the most connections that one replica opens.
        lease_seconds: how long an operation is left to the replica that began it.
        adopt_seconds: how often a replica looks for operations that nobody finishes.
        network_timeout_seconds: how long an answer of the card network is waited for.
        network_latency_seconds: how long the simulated card network takes to answer.
        network_slow_seconds: how long it takes where a token wants it to be late.
    """

    database_url: Secret
    database_pool_size: int = 8
    lease_seconds: float = 2
    adopt_seconds: float = 0.5
    network_timeout_seconds: float = 1
    network_latency_seconds: float = 0.002
    network_slow_seconds: float = 3.5

    def __post_init__(self) -> None:
        """Refuses what would only be found out later.

        Raises:
            SettingsError: if settings do not fit together.
        """
        # It would be correct all the same, but the network would be asked twice.
        if self.lease_seconds <= self.network_timeout_seconds:
            raise SettingsError(
                "LEASE_SECONDS is not more than NETWORK_TIMEOUT_SECONDS: "
                "operations would be taken from those who still wait for an answer"
            )
