"""Codes and keys: what is kept of them, and how what people type is sealed under a room's code."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that look like another
CODE, KEY = 8, 12  # letters: 39 and 58 bits


def new_code(length: int = CODE) -> str:
    """An unguessable code that can be read aloud."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def tidy(code: str) -> str:
    """A code as it was given out, however it was typed."""
    return "".join(c for c in code.upper() if c in LETTERS)


def server_secret(given: str, folder: Path) -> bytes:
    """The installation's secret: the one that was set, or one made once and kept in a file of its own, outside the database.

    Raises OSError where that file can be neither read nor made.
    """
    if given:
        return hashlib.sha256(given.encode()).digest()
    path = folder / "room-secret"
    try:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        made = secrets.token_bytes(32)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(made.hex())
        except FileExistsError:  # another process was quicker
            return bytes.fromhex(path.read_text(encoding="ascii"))
        return made


@lru_cache(maxsize=256)
def slow_hash(code: str, secret: bytes, use: str) -> bytes:
    """32 bytes from a code and the server's secret, by scrypt (RFC 7914): about 50 ms and 16 MB a guess. `use` keeps uses apart."""
    return hashlib.scrypt(code.encode(), salt=hmac.digest(secret, use.encode(), "sha256"), n=2**14, r=8, p=1, dklen=32)


def quick_hash(token: str) -> str:
    """A token with enough bits of its own, for the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def seal(words: str, key: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, words.encode(), None)


def unseal(data: bytes, key: bytes) -> str:
    """The words, or an empty text where the key is not the one."""
    try:
        return AESGCM(key).decrypt(data[:12], data[12:], None).decode()
    except InvalidTag:
        return ""
