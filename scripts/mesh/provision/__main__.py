"""The steps as jobs: `python -m scripts.mesh.provision --help`."""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from typing import Final

import asyncpg
import grpc

from scripts.mesh.provision import credentials, databases, identities, products, stock
from scripts.mesh.provision.authority import AuthorityError
from services.runtime.certificates import IdentityError
from services.runtime.dial import dial
from services.runtime.migrations import MigrationError

# Envoy is told by the file system at once; services look when they need it.
_SETTLED_SECONDS: Final = 5


def main() -> None:
    """Runs one step; it may be repeated."""
    arguments = _parser().parse_args()
    try:
        if arguments.step == "credentials":
            _credentials(arguments)
        elif arguments.step == "certificates":
            _certificates(arguments.folder, authority=arguments.authority)
        elif arguments.step == "databases":
            asyncio.run(_databases(arguments.folder, arguments.services))
        else:
            asyncio.run(_products(arguments.catalog, arguments.inventory, arguments.identity))
    except (
        AuthorityError,
        IdentityError,
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


def _credentials(arguments: argparse.Namespace) -> None:
    folder, services = arguments.folder, arguments.services
    credentials.write(folder, arguments.database, arguments.nats, services)
    made = identities.of_containers(folder, arguments.trust_domain, services).renew()
    print(f"new certificates: {', '.join(made)}" if made else "all certificates are good")


def _certificates(folder: Path, *, authority: bool) -> None:
    """Renews all of them, or the authority, while everything goes on."""
    found = identities.found_of_containers(folder)
    if authority:
        found.replace_authority(lambda: time.sleep(_SETTLED_SECONDS), print)
    else:
        print(f"new certificates: {', '.join(found.renew(all_of_them=True))}")


async def _products(catalog: str, inventory: str, identity: str) -> None:
    async with dial(catalog, identity, _host(catalog)) as channel:
        print(await products.put_if_empty(channel) or "there are products already")
    async with dial(inventory, identity, _host(inventory)) as channel:
        print(await stock.put_if_none(channel) or "they have their stock already")


def _host(address: str) -> str:
    return address.partition(":")[0]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.mesh.provision", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    step = steps.add_parser("credentials", help="make up the secrets that are not there yet")
    step.add_argument("folder", type=Path)
    step.add_argument("--database", required=True, metavar="HOST:PORT", help="of PostgreSQL")
    step.add_argument("--nats", required=True, metavar="HOST:PORT", help="of NATS")
    step.add_argument("services", nargs="+")
    step.add_argument("--trust-domain", required=True, metavar="NAME", help="of all identities")
    step = steps.add_parser("certificates", help="renew all certificates of a running mesh")
    step.add_argument("folder", type=Path)
    step.add_argument("--authority", action="store_true", help="and the authority that signs them")
    step = steps.add_parser("databases", help="make each service's database, and its tables")
    step.add_argument("folder", type=Path)
    step.add_argument("services", nargs="+")
    step = steps.add_parser("products", help="put in the demonstration's products and stock")
    step.add_argument("catalog", metavar="CATALOG_HOST:PORT")
    step.add_argument("inventory", metavar="INVENTORY_HOST:PORT")
    step.add_argument("--identity", required=True, metavar="FOLDER", help="to call them with")
    return parser


if __name__ == "__main__":
    main()
