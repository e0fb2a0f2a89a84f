"""What shipping can be told."""

from dataclasses import dataclass

from services.runtime import settings
from services.runtime.settings import Secret, SettingsError


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """The settings of every service, and those of shipping.

    Attributes:
        database_url: `postgresql://user:password@host:port/database`.
        database_pool_size: the most connections that one replica opens.
        page_token_key: signs page tokens; the same for all replicas.
        nats_url: `nats://user:password@host:port`.
        carrier_step_seconds: how long the simulated parcel service takes from each state of a
            shipment to the next.
        lease_seconds: how long a replica has for what it has begun to move; then it is taken to
            be dead, and another one goes on.
    """

    database_url: Secret
    database_pool_size: int = 8
    page_token_key: Secret
    nats_url: Secret
    carrier_step_seconds: float = 2
    lease_seconds: float = 10

    def __post_init__(self) -> None:
        """Refuses what makes no sense.

        Raises:
            SettingsError: if something would take no time.
        """
        for name in ("carrier_step_seconds", "lease_seconds"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name.upper()} is not above 0")
