"""A new signing key takes over without a refused token, and the old one is good no longer."""

import asyncio
import time
from pathlib import Path

import httpx
import jwt
import pytest

from tests.conftest import eventually, running_mesh, sign_in
from tests.contract.callers import STAFF, signer

pytestmark = pytest.mark.long

# Longer than the gateway keeps the keys, as the documentation of the settings asks.
LEAD, OVERLAP, LIFE = 17, 8, 4
# The gateway asks for the keys again within this time.
KEPT = 15


async def test_a_rotation_refuses_no_valid_token_and_ends_the_old_key(tmp_path: Path) -> None:
    settings = {
        "ACCESS_TOKEN_SECONDS": str(LIFE),
        "KEY_LEAD_SECONDS": str(LEAD),
        "KEY_OVERLAP_SECONDS": str(OVERLAP),
        "KEY_MEMORY_SECONDS": "1",
    }
    with running_mesh(tmp_path / "mesh", "--no-seed", environment=settings) as mesh:
        assert mesh.state is not None
        password = (mesh.state / "secrets" / "accounts-administrator-password").read_text()
        session = sign_in(mesh, "administrator@mercado.mesh", password)
        old = await asyncio.to_thread(signer, mesh)
        retired = old.token(STAFF)
        statuses, keys = list[int](), set[str]()

        async with httpx.AsyncClient(base_url=mesh.url, timeout=10) as client:

            async def use() -> None:
                """Signs in anew every second, and uses what that gives until then."""
                token = session["refreshToken"]
                while True:
                    answer = await client.post("/v1/sessions:refresh", json={"refreshToken": token})
                    token, access = answer.json()["refreshToken"], answer.json()["accessToken"]
                    keys.add(jwt.get_unverified_header(access)["kid"])
                    until = time.monotonic() + 1
                    while time.monotonic() < until:
                        me = await client.get("/v1/accounts/me", headers=_bearer(access))
                        statuses.append(me.status_code)

            async def old_key_is_refused() -> bool:
                answer = await client.get("/v1/products", headers=_bearer(retired))
                assert answer.status_code in (200, 401)
                return answer.status_code == 401

            using = asyncio.create_task(use())
            rotated = await client.post(
                "/v1/signingKeys:rotate", json={}, headers=_bearer(session["accessToken"])
            )
            assert rotated.status_code == 200, rotated.text
            assert not await old_key_is_refused()
            await eventually(
                old_key_is_refused, LEAD + OVERLAP + KEPT + 5, "the end of the old key"
            )
            using.cancel()
        assert len(keys) == 2
        assert len(statuses) > 100
        assert set(statuses) == {200}


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}
