"""Tokens of every kind, good and bad, signed with the keys that the running mesh has."""

import asyncio
import base64
import json
import time
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.accounts.domain import KeyPair
from services.accounts.storage import PostgresKeys
from services.runtime import database, migrations
from services.runtime.sealing import Box, derive
from tests.conftest import RunningMesh

CUSTOMER = "accounts:self orders:self"
STAFF = f"{CUSTOMER} products:write stock:write orders:admin accounts:admin keys:rotate"


@dataclass(frozen=True)
class Signer:
    """Signs as the accounts service does."""

    pair: KeyPair

    def token(self, scope: str, *, key: Ed25519PrivateKey | None = None, **claims: object) -> str:
        """An access token; `key` signs in place of the right one, None takes a claim away."""
        now = int(time.time())
        usual: dict[str, object] = {
            "iss": "https://accounts.mercado.mesh",
            "aud": "mercado",
            "sub": "accounts/9a1b1f0e-6f5a-4c6e-9f36-0a6f0c8b2d11",
            "iat": now,
            "exp": now + 900,
            "scope": scope,
        }
        payload = {k: v for k, v in (usual | claims).items() if v is not None}
        signing = key or Ed25519PrivateKey.from_private_bytes(self.pair.private_key)
        return jwt.encode(payload, signing, algorithm="EdDSA", headers={"kid": self.pair.id})


def signer(mesh: RunningMesh) -> Signer:
    """Opens the keys of a running mesh, which only its owner can."""
    assert mesh.state is not None
    secret = (mesh.state / "secrets" / "accounts-secret-key").read_text()

    async def opened() -> KeyPair:
        async with database.connect(
            mesh.database("accounts"), size=1, schema=migrations.packages("accounts")
        ) as connected:
            box = Box(derive(secret, "signing keys at rest"))
            keys = PostgresKeys(connected, box, lead=0, overlap=0, memory=0)
            return (await keys.ring()).signing

    return Signer(asyncio.run(opened()))


def tampered(token: str) -> str:
    """The same token, with more in its payload than was signed."""
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return ".".join([header, _encoded(claims | {"scope": STAFF}), signature])


def unsigned(claims: dict[str, Any]) -> str:
    """A token of `alg: none` (RFC 8725, 3.1)."""
    return f"{_encoded({'alg': 'none', 'typ': 'JWT'})}.{_encoded(claims)}."


def _encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
