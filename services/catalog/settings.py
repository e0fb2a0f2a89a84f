"""What the catalog can be told."""

from dataclasses import dataclass

from services.runtime import settings
from services.runtime.settings import Secret


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """The settings of every service, and the catalog's own.

    Attributes:
        database_url: `postgresql://user:password@host:port/database`.
        database_pool_size: the most connections that one replica opens.
        page_token_key: signs page tokens; the same for all replicas.
    """

    database_url: Secret
    database_pool_size: int = 8
    page_token_key: Secret
