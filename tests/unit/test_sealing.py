"""Keys out of one secret, and boxes; and fingerprints that need a key."""

import pytest
from google.protobuf.struct_pb2 import Struct

from mercado.accounts.v1 import accounts_service_pb2 as pb
from services.runtime.idempotency import RequestKey
from services.runtime.sealing import Box, derive

ID = "00000000-0000-4000-8000-000000000001"


def test_a_key_depends_on_the_secret_and_on_the_purpose() -> None:
    keys = {derive(secret, purpose) for secret in ("a", "b") for purpose in ("x", "y")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}
    assert derive("a", "x") in keys


def test_what_was_sealed_is_opened_under_its_label_only() -> None:
    box = Box(derive("a", "x"))
    sealed = box.seal(b"content", "label")
    assert b"content" not in sealed
    assert sealed != box.seal(b"content", "label")
    assert box.open(sealed, "label") == b"content"
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for other, wrong, label in [
        (box, sealed, "another"), (box, changed, "label"), (Box(derive("b", "x")), sealed, "label"),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match="sealed with another key"):
            other.open(wrong, label)


def test_a_request_with_a_password_is_not_fingerprinted_without_a_key() -> None:
    for request_id in ("", ID):
        request = pb.CreateAccountRequest(password="p" * 12, request_id=request_id)
        with pytest.raises(AssertionError, match="keyed"):
            RequestKey.of(request)


def test_a_request_that_may_hold_itself_is_looked_through_to_the_end() -> None:
    class _Request:
        DESCRIPTOR = Struct.DESCRIPTOR
        request_id = ""

        def SerializeToString(self, *, deterministic: bool = False) -> bytes:
            return b""

    assert RequestKey.of(_Request()) is None


def test_a_keyed_fingerprint_depends_on_the_request_and_on_the_key() -> None:
    fingerprints = set()
    for password in ("p" * 12, "q" * 12):
        for secret in (b"a" * 32, b"b" * 32):
            request = pb.CreateAccountRequest(password=password, request_id=ID)
            key = RequestKey.of(request, secret=secret)
            assert key == RequestKey.of(request, secret=secret)
            assert key is not None
            fingerprints.add(key.fingerprint)
    assert len(fingerprints) == 4
