"""Keys for many purposes out of one secret, and boxes that only such a key opens."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES: Final = 12


def derive(secret: str, purpose: str) -> bytes:
    """A key for one purpose (RFC 5869); it says nothing of the secret or of another key.

    Args:
        secret: a random one: a password would be found by trying.
        purpose: differs for everything that a key is used for.
    """
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return key.derive(secret.encode())


class Box:
    """Encrypts what is stored where others may read it (AES-256-GCM)."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, content: bytes, label: str) -> bytes:
        """The content, encrypted. It can only be opened under the same label."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes:
        """What was sealed.

        Raises:
            ValueError: if it was sealed with another key or label, or was changed.
        """
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, content, label.encode())
        except InvalidTag:
            raise ValueError(f"{label} was sealed with another key, or changed") from None
