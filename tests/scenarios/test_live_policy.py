"""A policy that is changed in a proto holds at the running gateway, and no request is lost."""

import asyncio
import shutil
from pathlib import Path

import httpx
import pytest

from scripts.mesh.local.state import ROOT
from tests.conftest import eventually, run_module, running_mesh

pytestmark = pytest.mark.long

PRODUCT = "/v1/products/almond-cantuccini-bag"
LEFT_OUT = (".git", ".mesh", ".venv", "node_modules", "target", "__pycache__", ".*_cache")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout, to be changed."""
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    plugins = ROOT / ".venv" / "plugins"
    if plugins.exists():
        (copy / ".venv").mkdir()
        (copy / ".venv" / "plugins").symlink_to(plugins)
    return copy


async def test_a_changed_policy_holds_at_once_and_no_request_is_lost(
    checkout: Path, tmp_path: Path
) -> None:
    with running_mesh(tmp_path / "mesh", folder=checkout) as mesh:
        async with httpx.AsyncClient(base_url=mesh.url, timeout=10) as client:
            statuses, stop = list[int](), asyncio.Event()

            async def use() -> None:
                while not stop.is_set():
                    statuses.append((await client.get("/v1/products?page_size=1")).status_code)

            async def closed() -> bool:
                return (await client.get(PRODUCT)).status_code == 401

            using = asyncio.gather(*(use() for _ in range(8)))
            assert not await closed()
            proto = checkout / "protos" / "mercado" / "catalog" / "v1" / "catalog_service.proto"
            scopes = 'access: {scopes: {all_of: ["products:write"]}}'
            # The first method is GetProduct.
            proto.write_text(proto.read_text().replace("access: {public: true}", scopes, 1))
            generated = await asyncio.to_thread(
                run_module, "scripts.mesh.generate", folder=checkout, environment={"CI": ""}
            )
            assert generated.returncode == 0, generated.stderr
            await eventually(closed, what="the changed policy")
            stop.set()
            await using
        assert len(statuses) > 100
        assert set(statuses) == {200}
