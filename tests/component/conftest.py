"""The services in this process, on a PostgreSQL of their own."""

from collections.abc import AsyncIterator

import asyncpg
import grpc
import pytest

from mercado.accounts.v1.accounts_service_pb2_grpc import AccountsServiceStub
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from mercado.inventory.v1.inventory_service_pb2_grpc import InventoryServiceStub
from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from scripts.mesh.local.ports import free_ports
from scripts.mesh.local.postgres import Postgres
from scripts.mesh.local.processes import Supervised
from scripts.mesh.local.state import State
from services.accounts.app import app as accounts_app
from services.accounts.settings import Settings as AccountsSettings
from services.catalog.app import app
from services.catalog.settings import Settings
from services.inventory.app import app as inventory_app
from services.inventory.settings import Settings as InventorySettings
from services.inventory.storage import PostgresReservations
from services.payments.settings import Settings as PaymentsSettings
from services.runtime.database import connect
from services.runtime.serve import serving
from services.runtime.settings import Secret
from tests.component.calls import DatabaseServer
from tests.component.market import Market, market_on
from tests.component.orders import Shop, replica
from tests.component.payments import payments_settings_of, serving_payments
from tests.component.stock import Stockroom


@pytest.fixture(scope="session")
async def database(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DatabaseServer]:
    """PostgreSQL with the databases of the services."""
    state = State(tmp_path_factory.mktemp("database"))
    state.make()
    postgres = Postgres(state, free_ports(1)[0])
    await postgres.prepare()
    running = DatabaseServer(postgres, lambda: Supervised(postgres.command(), lambda: None))
    try:
        await running.start()
        await postgres.make_database("catalog")
        await postgres.make_database("accounts")
        await postgres.make_database("payments")
        await postgres.make_database("inventory")
        yield running
    finally:
        await running.stop()
        postgres.purge()


@pytest.fixture(scope="session")
def settings(database: DatabaseServer) -> Settings:
    """The settings of a catalog on a free port, which stops at once."""
    return Settings(
        listen="127.0.0.1:0",
        drain_seconds=0,
        plaintext=True,
        grace_seconds=5,
        database_url=Secret(database.url("catalog")),
        page_token_key=Secret("the key of the tests"),
    )


@pytest.fixture(scope="session")
async def server(settings: Settings) -> AsyncIterator[grpc.aio.Channel]:
    """A channel to the catalog, served in this process as it is in production."""
    async with (
        app(settings) as service,
        serving(service, settings) as (port,),
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel,
    ):
        yield channel


@pytest.fixture(scope="session")
def catalog(server: grpc.aio.Channel) -> CatalogServiceStub:
    """The catalog."""
    return CatalogServiceStub(server)


@pytest.fixture(scope="session")
def accounts_settings(database: DatabaseServer) -> AccountsSettings:
    """The settings of accounts on a free port, whose passwords cost next to nothing."""
    return AccountsSettings(
        listen="127.0.0.1:0",
        drain_seconds=0,
        plaintext=True,
        grace_seconds=5,
        database_url=Secret(database.url("accounts")),
        secret_key=Secret("the secret key of the tests, which is long"),
        issuer="https://accounts.test",
        audience="tests",
        public_url="http://gateway.test",
        # What another replica does to the keys is seen at once.
        key_memory_seconds=0,
        password_time_cost=1,
        password_memory_kib=8,
        password_lanes=1,
        password_queue=200,
        administrator_email="Administrator@Mercado.Test",
        administrator_password=Secret("the administrator's password"),
    )


@pytest.fixture(scope="session")
async def accounts_server(accounts_settings: AccountsSettings) -> AsyncIterator[grpc.aio.Channel]:
    """A channel to the accounts service, served in this process."""
    async with (
        accounts_app(accounts_settings) as service,
        serving(service, accounts_settings) as (port,),
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel,
    ):
        yield channel


@pytest.fixture(scope="session")
def accounts(accounts_server: grpc.aio.Channel) -> AccountsServiceStub:
    """The accounts service."""
    return AccountsServiceStub(accounts_server)


@pytest.fixture(scope="session")
def payments_settings(database: DatabaseServer) -> PaymentsSettings:
    """The settings of payments on a free port, where nobody adopts what is not asked for again."""
    return payments_settings_of(database.url("payments"))


@pytest.fixture(scope="session")
async def payments(payments_settings: PaymentsSettings) -> AsyncIterator[PaymentsServiceStub]:
    """The payments service, served in this process."""
    async with serving_payments(payments_settings) as stub:
        yield stub


@pytest.fixture(scope="session")
def inventory_settings(database: DatabaseServer) -> InventorySettings:
    """The settings of an inventory on a free port, which never gives back what has expired."""
    return InventorySettings(
        listen="127.0.0.1:0",
        drain_seconds=0,
        plaintext=True,
        grace_seconds=5,
        database_url=Secret(database.url("inventory")),
        # Tests call it themselves, as often as they need to.
        expiry_seconds=3600,
        watch_seconds=0.02,
    )


@pytest.fixture(scope="session")
async def inventory_server(
    inventory_settings: InventorySettings,
) -> AsyncIterator[grpc.aio.Channel]:
    """A channel to the inventory, served in this process."""
    async with (
        inventory_app(inventory_settings) as service,
        serving(service, inventory_settings) as (port,),
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel,
    ):
        yield channel


@pytest.fixture(scope="session")
def inventory(inventory_server: grpc.aio.Channel) -> InventoryServiceStub:
    """The inventory."""
    return InventoryServiceStub(inventory_server)


@pytest.fixture(scope="session")
async def other_inventory(
    inventory_settings: InventorySettings,
    inventory_server: grpc.aio.Channel,
) -> AsyncIterator[InventoryServiceStub]:
    """Another replica of the inventory."""
    async with (
        inventory_app(inventory_settings) as service,
        serving(service, inventory_settings) as (port,),
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel,
    ):
        yield InventoryServiceStub(channel)


@pytest.fixture
async def stockroom(
    inventory: InventoryServiceStub, inventory_settings: InventorySettings
) -> AsyncIterator[Stockroom]:
    """The inventory with its tables."""
    connection = await asyncpg.connect(inventory_settings.database_url)
    yield Stockroom(inventory, connection)
    await connection.close()


@pytest.fixture
def other(other_inventory: InventoryServiceStub, stockroom: Stockroom) -> Stockroom:
    """The same by another replica."""
    return Stockroom(other_inventory, stockroom.connection)


@pytest.fixture
async def reservations(
    inventory_settings: InventorySettings, inventory: InventoryServiceStub
) -> AsyncIterator[PostgresReservations]:
    """What gives back reservations that have expired: nobody else does, here."""
    async with connect(inventory_settings.database_url, size=4, schema=[]) as connected:
        yield PostgresReservations(connected)


@pytest.fixture(scope="session")
async def market(
    database: DatabaseServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Market]:
    """All services but orders."""
    async with market_on(database, tmp_path_factory.mktemp("market")) as running:
        yield running


@pytest.fixture(scope="session")
async def orders_replica(market: Market) -> AsyncIterator[Shop]:
    """A replica of orders."""
    async with replica(market.settings()) as shop:
        yield shop


@pytest.fixture
def shop(orders_replica: Shop) -> Shop:
    """Somebody new at that replica."""
    return Shop(orders_replica.stub)
