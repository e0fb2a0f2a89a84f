"""What several scenarios do to the mesh that they share."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any, Protocol

import pytest
import yaml

from tests.conftest import RunningMesh
from tests.operating import follow


class Configure(Protocol):
    """Changes what the topology says of the catalog."""

    def __call__(self, **fields: Any) -> Awaitable[None]:
        """Waits until the mesh is so."""


@pytest.fixture
async def configure(mesh: RunningMesh) -> AsyncIterator[Configure]:
    """Changes what the topology says of the catalog, until the end of the test."""
    before = mesh.topology.read_text()

    async def change(**fields: Any) -> None:
        topology: dict[str, Any] = yaml.safe_load(before)
        topology["services"]["catalog"] |= fields
        await follow(mesh, yaml.safe_dump(topology))

    yield change
    await follow(mesh, before)
