"""What the orders service can be told."""

from dataclasses import dataclass
from typing import Final

from services.runtime import settings
from services.runtime.settings import Secret, SettingsError

_LONGEST_RESERVATION: Final = 3600


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """The settings of every service, and those of orders.

    Attributes:
        database_url: `postgresql://user:password@host:port/database`.
        database_pool_size: the most connections that one replica opens.
        mesh_address: where other services are called: the waypoint's host and port.
        nats_url: where events go: `nats://user:password@host:port`.
        page_token_key: signs page tokens; the same for all replicas.
        orders_in_flight: how many orders one replica runs at a time.
        lease_seconds: how long an order is left to the replica that runs it.
        adopt_seconds: how often a replica looks for orders that nobody runs.
        step_seconds: how long the answer to a step is waited for.
        step_attempts: how often a step is tried before the pivot; after it, one that is broken.
        give_up_seconds: how old an order may become before the pivot, when answers stay out.
        first_wait_seconds, longest_wait_seconds: between two attempts at a step. It doubles.
        reservation_seconds: how long stock is kept for an order that is not sure.
        watch_seconds: how late those who watch an order learn what another replica did.
    """

    database_url: Secret
    database_pool_size: int = 8
    mesh_address: str
    nats_url: Secret
    page_token_key: Secret
    orders_in_flight: int = 64
    lease_seconds: float = 8
    adopt_seconds: float = 0.2
    step_seconds: float = 3
    step_attempts: int = 10
    give_up_seconds: float = 60
    first_wait_seconds: float = 0.05
    longest_wait_seconds: float = 5
    reservation_seconds: float = 900
    watch_seconds: float = 0.1

    def __post_init__(self) -> None:
        """Refuses what would only be found out later.

        Raises:
            SettingsError: if settings do not fit together.
        """
        if self.lease_seconds < 2 * self.step_seconds:
            raise SettingsError(
                "LEASE_SECONDS is less than twice STEP_SECONDS: "
                "orders would be taken from those who still wait for an answer"
            )
        if self.reservation_seconds <= self.give_up_seconds + self.lease_seconds:
            raise SettingsError(
                "RESERVATION_SECONDS is not more than GIVE_UP_SECONDS and LEASE_SECONDS: "
                "stock would be given back while an order still tries"
            )
        if self.reservation_seconds > _LONGEST_RESERVATION:
            raise SettingsError(f"RESERVATION_SECONDS is more than {_LONGEST_RESERVATION}")
