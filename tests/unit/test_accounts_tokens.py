"""The tokens' written form."""

import hashlib
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain import (
    STAFF,
    Account,
    KeyPair,
    KeyRing,
    RefreshToken,
    SigningKey,
)
from services.accounts.tokens import Issuer, SignedTokens

ISSUER = Issuer("https://accounts.test", "tests", 900, "http://gateway.test")
TOKENS = SignedTokens(ISSUER, b"k" * 32)
ADA = Account(
    id="00000000-0000-4000-8000-000000000001", email="a@b.c", display_name="Ada", roles=(STAFF,)
)
SESSION = UUID("11111111-1111-4111-8111-111111111111")


def _ring(*pairs: KeyPair) -> KeyRing:
    now = datetime.now(UTC)
    keys = [
        (SigningKey(pair.id, now, now + timedelta(seconds=n * 100)), pair)
        for n, pair in enumerate(pairs)
    ]
    return KeyRing(keys, now)


def test_an_access_token_is_verified_with_the_key_set_alone() -> None:
    ring = _ring(TOKENS.new_pair(), TOKENS.new_pair())
    token = TOKENS.access(ADA, ring)
    keys = jwt.PyJWKSet.from_dict(json.loads(TOKENS.key_set(ring)))
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(
        token, key, ["EdDSA"], audience="tests", issuer="https://accounts.test",
        options={"require": ["iss", "aud", "sub", "iat", "exp", "jti"]},
    )  # fmt: skip
    assert claims["sub"] == ADA.name
    assert claims["scope"] == "accounts:self orders:admin orders:self products:write stock:write"


def test_a_key_is_known_by_its_thumbprint() -> None:
    pair = TOKENS.new_pair()
    (key,) = json.loads(TOKENS.key_set(_ring(pair)))["keys"]
    members = json.dumps(
        {name: key[name] for name in ("crv", "kty", "x")}, separators=(",", ":"), sort_keys=True
    )
    thumbprint = urlsafe_b64encode(hashlib.sha256(members.encode()).digest()).rstrip(b"=").decode()
    assert key["kid"] == pair.id == thumbprint


@given(st.uuids(), st.integers(1, 10**18 - 1))
def test_a_refresh_token_is_read_as_it_was_written(session_id: UUID, sequence: int) -> None:
    token = RefreshToken(session_id, sequence)
    text = TOKENS.refresh(token)
    assert TOKENS.read_refresh(text) == token
    assert len(text) <= 256


@given(st.integers(0, 200), st.characters())
def test_a_refresh_token_that_was_changed_is_none(place: int, letter: str) -> None:
    text = TOKENS.refresh(RefreshToken(SESSION, 7))
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    assert TOKENS.read_refresh(changed) == (RefreshToken(SESSION, 7) if changed == text else None)


@pytest.mark.parametrize("sequence", ["0", "-1", "+7", "07", " 7", "7 ", "1e3", "9" * 40, ""])
def test_a_number_has_one_spelling(sequence: str) -> None:
    text = TOKENS.refresh(RefreshToken(SESSION, 7))
    assert TOKENS.read_refresh(text.replace(".7.", f".{sequence}.")) is None


def test_another_key_makes_other_refresh_tokens() -> None:
    text = SignedTokens(ISSUER, b"l" * 32).refresh(RefreshToken(SESSION, 7))
    assert TOKENS.read_refresh(text) is None
