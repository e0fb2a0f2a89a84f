"""The tokens' written form: signed JWTs to be let in with, and refresh tokens with a MAC.

See RFC 7519 and RFC 8037 for the former. A refresh token is `<session>.<sequence>.<mac>`: it can
be made again from what is stored, and what is stored is of no use without the key.
"""

import base64
import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.accounts.domain import SCOPES, Account, KeyPair, KeyRing, RefreshToken, scopes

_ALGORITHM: Final = "EdDSA"
_REFRESH: Final = re.compile(r"([0-9a-f]{32})\.([1-9][0-9]{0,17})\.[\w-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Issuer:
    """What all tokens say.

    Attributes:
        issuer, audience: the claims `iss` and `aud`.
        seconds: how long an access token is good for.
        url: where the gateway is.
    """

    issuer: str
    audience: str
    seconds: float
    url: str


class SignedTokens:
    """The port `Tokens`.

    Args:
        issuer: what all tokens say.
        mac_key: what refresh tokens are made with.
    """

    def __init__(self, issuer: Issuer, mac_key: bytes) -> None:
        self._issuer = issuer
        self._mac_key = mac_key

    def new_pair(self) -> KeyPair:
        """See `Tokens.new_pair`. The `kid` is the key's thumbprint (RFC 7638)."""
        private = Ed25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        thumbprint = hashlib.sha256(msgspec.json.encode(_jwk(public), order="sorted")).digest()
        return KeyPair(_base64url(thumbprint), public, private.private_bytes_raw())

    def access(self, account: Account, ring: KeyRing) -> str:
        """See `Tokens.access`."""
        claims = {
            "iss": self._issuer.issuer,
            "aud": self._issuer.audience,
            "sub": account.name,
            "iat": ring.now,
            "exp": ring.now + timedelta(seconds=self._issuer.seconds),
            "jti": str(uuid.uuid4()),
            "scope": " ".join(sorted(account.scopes)),
        }
        pair = ring.signing
        key = Ed25519PrivateKey.from_private_bytes(pair.private_key)
        return jwt.encode(claims, key, _ALGORITHM, headers={"kid": pair.id})

    def refresh(self, token: RefreshToken) -> str:
        """See `Tokens.refresh`."""
        content = f"{token.session_id.hex}.{token.sequence}"
        return f"{content}.{_base64url(hmac.digest(self._mac_key, content.encode(), 'sha256'))}"

    def read_refresh(self, text: str) -> RefreshToken | None:
        """See `Tokens.read_refresh`."""
        found = _REFRESH.fullmatch(text)
        if found is None:
            return None
        token = RefreshToken(UUID(found.group(1)), int(found.group(2)))
        return token if hmac.compare_digest(self.refresh(token), text) else None

    def key_set(self, ring: KeyRing) -> bytes:
        """See `Tokens.key_set`."""
        keys = [
            {**_jwk(pair.public_key), "kid": pair.id, "use": "sig", "alg": _ALGORITHM}
            for pair in ring.published
        ]
        return msgspec.json.encode({"keys": keys})


def openid_configuration(issuer: Issuer) -> bytes:
    """The document of OpenID Connect Discovery, as far as it is of use to a verifier."""
    return msgspec.json.encode(
        {
            "issuer": issuer.issuer,
            "jwks_uri": f"{issuer.url}/.well-known/jwks.json",
            "scopes_supported": sorted(scopes(SCOPES)),
            "response_types_supported": [],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [_ALGORITHM],
            "claims_supported": ["iss", "aud", "sub", "iat", "exp", "jti", "scope"],
        }
    )


def _jwk(public_key: bytes) -> dict[str, str]:
    """The members that make a key what it is (RFC 8037)."""
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(public_key)}


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
