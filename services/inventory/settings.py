"""What the inventory can be told."""

from dataclasses import dataclass

from services.runtime import settings
from services.runtime.settings import Secret


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """The settings of every service, and the inventory's own.

    Attributes:
        database_url: `postgresql://user:password@host:port/database`.
        database_pool_size: the most connections that one replica opens.
        expiry_seconds: how often reservations that nobody committed in time are given back.
        watch_seconds: how often those who watch stock are told of what changed.
    """

    database_url: Secret
    database_pool_size: int = 8
    expiry_seconds: float = 1
    watch_seconds: float = 0.1
