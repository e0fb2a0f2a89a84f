"""What several scenarios do to the mesh that they share."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any, Protocol

import pytest
import yaml

from tests.conftest import RunningMesh, eventually
from tests.operating import operate


class Configure(Protocol):
    """Changes what the topology says of the catalog."""

    def __call__(self, **fields: Any) -> Awaitable[None]:
        """Waits until the mesh is so."""


@pytest.fixture
async def configure(mesh: RunningMesh) -> AsyncIterator[Configure]:
    """Changes what the topology says of the catalog, until the end of the test."""
    before = mesh.topology.read_text()

    async def write(text: str) -> None:
        changed = mesh.topology.with_suffix(".new")
        changed.write_text(text)
        changed.replace(mesh.topology)
        # A command waits until all has been taken over; this one changes nothing else.
        wanted = mesh.topology.stat().st_mtime_ns

        async def followed() -> bool:
            return bool(mesh.status["operations"]["seen"]["mesh"] >= wanted)

        await eventually(followed, what="the topology is followed")
        await operate(mesh, "fault", "catalog", "--clear")

    async def change(**fields: Any) -> None:
        topology: dict[str, Any] = yaml.safe_load(before)
        topology["services"]["catalog"] |= fields
        await write(yaml.safe_dump(topology))

    yield change
    await write(before)
