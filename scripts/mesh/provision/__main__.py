"""The steps as jobs: `python -m scripts.mesh.provision --help`."""

import argparse
import asyncio
import sys
from pathlib import Path

import asyncpg
import grpc

from scripts.mesh.provision import credentials, databases, products, stock
from services.runtime.dial import dial
from services.runtime.migrations import MigrationError


def main() -> None:
    """Runs one step; it may be repeated."""
    arguments = _parser().parse_args()
    try:
        if arguments.step == "credentials":
            credentials.write(
                arguments.folder, arguments.database, arguments.nats, arguments.services
            )
        elif arguments.step == "databases":
            asyncio.run(_databases(arguments.folder, arguments.services))
        else:
            asyncio.run(_products(arguments.catalog, arguments.inventory))
    except (
        asyncpg.exceptions.PostgresError,
        MigrationError,
        OSError,
        grpc.aio.AioRpcError,
    ) as error:
        sys.exit(f"{arguments.step}: {error}")


async def _databases(folder: Path, services: list[str]) -> None:
    for service in services:
        await databases.prepare(folder, service)
        print(f"the database of {service} is up to date")


async def _products(catalog: str, inventory: str) -> None:
    async with dial(catalog) as channel:
        print(await products.put_if_empty(channel) or "there are products already")
    async with dial(inventory) as channel:
        print(await stock.put_if_none(channel) or "they have their stock already")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.mesh.provision", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    step = steps.add_parser("credentials", help="make up the secrets that are not there yet")
    step.add_argument("folder", type=Path)
    step.add_argument("--database", required=True, metavar="HOST:PORT", help="of PostgreSQL")
    step.add_argument("--nats", required=True, metavar="HOST:PORT", help="of NATS")
    step.add_argument("services", nargs="+")
    step = steps.add_parser("databases", help="make each service's database, and its tables")
    step.add_argument("folder", type=Path)
    step.add_argument("services", nargs="+")
    step = steps.add_parser("products", help="put in the demonstration's products and stock")
    step.add_argument("catalog", metavar="CATALOG_HOST:PORT")
    step.add_argument("inventory", metavar="INVENTORY_HOST:PORT")
    return parser


if __name__ == "__main__":
    main()
