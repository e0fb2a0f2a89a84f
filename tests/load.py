"""Load on a mesh while something is done to it: bounded, and every answer is counted."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc
import httpx

from mercado.catalog.v1.catalog_service_pb2 import GetProductRequest
from mercado.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from tests.conftest import RunningMesh, eventually

PRODUCT = "products/almond-cantuccini-bag"
# Each worker has one call under way.
_WORKERS = 2
# So that what is done to the mesh gets a processor, too.
_PAUSE_SECONDS = 0.015
_MOST = 100_000

Call = Callable[[], Awaitable[str]]


@dataclass
class Load:
    """What came of it.

    Attributes:
        seen: how many calls ended in which way; the good ones are `ok`.
    """

    seen: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> dict[str, int]:
        """The calls that did not end well."""
        return {how: count for how, count in self.seen.items() if how != "ok"}

    async def until(self, count: int) -> None:
        """Waits for as many more calls."""
        wanted = self.seen.total() + count

        async def answered() -> bool:
            return self.seen.total() >= wanted

        await eventually(answered, 60, f"{count} more calls")


@contextlib.asynccontextmanager
async def loaded(*calls: Call, workers: int = _WORKERS) -> AsyncIterator[Load]:
    """Some workers for each of some calls, for as long as the block runs."""
    load, stop = Load(), asyncio.Event()

    async def work(call: Call) -> None:
        while not stop.is_set() and load.seen.total() < _MOST:
            load.seen[await call()] += 1
            await asyncio.sleep(_PAUSE_SECONDS)

    async with asyncio.TaskGroup() as group:
        for call in calls:
            for _ in range(workers):
                group.create_task(work(call))
        try:
            await load.until(len(calls) * workers)
            yield load
            # What was done last has to prove itself, too.
            await load.until(len(calls) * workers * 5)
        finally:
            stop.set()


async def repeated(call: Call, count: int, workers: int = 16) -> Counter[str]:
    """Exactly so many calls, some at a time."""
    seen, left = Counter[str](), iter(range(count))

    async def work() -> None:
        for _ in left:
            seen[await call()] += 1

    await asyncio.gather(*(work() for _ in range(workers)))
    return seen


def getting(
    channel: grpc.aio.Channel, metadata: Sequence[tuple[str, str]] = (), name: str = PRODUCT
) -> Call:
    """Asks for a product by gRPC: a call that is safe to repeat."""
    method = CatalogServiceStub(channel).GetProduct
    headers = tuple(metadata)

    async def call() -> str:
        try:
            await method(GetProductRequest(name=name), timeout=10, metadata=headers)
        except grpc.aio.AioRpcError as error:
            return f"{error.code().name}: {error.details()}"
        return "ok"

    return call


def versions(channel: grpc.aio.Channel, metadata: Sequence[tuple[str, str]] = ()) -> Call:
    """The same, where a good call counts for the version that has answered it."""
    method = CatalogServiceStub(channel).GetProduct
    headers = tuple(metadata)

    async def call() -> str:
        answering: Any = method(GetProductRequest(name=PRODUCT), timeout=10, metadata=headers)
        try:
            await answering
        except grpc.aio.AioRpcError as error:
            return f"{error.code().name}: {error.details()}"
        return str(dict(await answering.initial_metadata()).get("x-mesh-version", ""))

    return call


def fetching(client: httpx.AsyncClient, path: str = f"/v1/{PRODUCT}") -> Call:
    """The same by REST."""

    async def call() -> str:
        try:
            answer = await client.get(path)
        except httpx.TransportError as error:
            return repr(error)
        return "ok" if answer.status_code == httpx.codes.OK else answer.text

    return call


@contextlib.asynccontextmanager
async def everywhere(mesh: RunningMesh, *more: Call) -> AsyncIterator[Load]:
    """Load by REST and by gRPC through the gateway, by gRPC through the waypoint, and more."""
    async with (
        httpx.AsyncClient(base_url=mesh.url, timeout=10) as client,
        grpc.aio.insecure_channel(mesh.gateway) as edge,
        mesh.calls_of("orders") as inside,
        loaded(fetching(client), getting(edge), getting(inside), *more) as load,
    ):
        yield load
