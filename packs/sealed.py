"""A conversation in one file that only its password opens: scrypt for the key (RFC 7914), AES-256-GCM for the rest (NIST SP 800-38D).

The file: magic and version, salt, nonce, a check of the key, the sealed bytes, and a checksum of all of it against plain damage.
"""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from knowledge.library import PlainFault

MAGIC, VERSION = b"HOWFAR", 1
SALT, NONCE, CHECK, SUM = 16, 12, 16, 32  # bytes
HEAD = len(MAGIC) + 1
LEAST_PASSWORD = 10  # characters
MOST_BYTES = 5_000_000


class SealedError(PlainFault):
    """A file or password that does not do, with a sentence that says which. Nothing was changed."""


def seal(data: bytes, password: str) -> bytes:
    """The bytes under a password. Raises SealedError where the password is too short."""
    if len(password) < LEAST_PASSWORD:
        raise SealedError(f"Choose a password of at least {LEAST_PASSWORD} characters. Three or four words in a row are easy to keep in mind.")
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    key, check = _keys(password, salt)
    head = MAGIC + bytes([VERSION]) + salt + nonce + check
    body = head + AESGCM(key).encrypt(nonce, data, head)
    return body + hashlib.sha256(body).digest()


def unseal(data: bytes, password: str) -> bytes:
    """What was sealed. Raises SealedError for a file of another kind, a newer one, a damaged one, or a wrong password."""
    if not data.startswith(MAGIC):
        raise SealedError("This is not a file that was kept with How Far to Go. Choose the one that ends in .howfar.")
    if len(data) > HEAD - 1 and data[HEAD - 1] > VERSION:
        raise SealedError("This file was made by a newer version of the app. Open it with that one, or update this one.")
    body, total = data[:-SUM], data[-SUM:]
    if len(data) < HEAD + SALT + NONCE + CHECK + 16 + SUM or len(data) > MOST_BYTES or hashlib.sha256(body).digest() != total:
        raise SealedError("This file is damaged or not complete, so it cannot be opened. If you have another copy, try that.")
    places = [HEAD, HEAD + SALT, HEAD + SALT + NONCE, HEAD + SALT + NONCE + CHECK]
    salt, nonce, check = (body[a:b] for a, b in zip(places, places[1:]))
    key, mine = _keys(password, salt)
    if mine != check:
        raise SealedError("That password does not open this file. Nobody else can open it either, so try again as you would have typed it then.")
    try:
        return AESGCM(key).decrypt(nonce, body[places[-1] :], body[: places[-1]])
    except InvalidTag:
        raise SealedError("This file is damaged or was changed, so it cannot be opened. If you have another copy, try that.") from None


def _keys(password: str, salt: bytes) -> tuple[bytes, bytes]:
    """A key for the bytes, and a check by which a wrong password is told from damage. Takes about 0.1 s and 32 MB, on purpose."""
    made = Scrypt(salt=salt, length=32 + CHECK, n=2**15, r=8, p=1).derive(password.encode())
    return made[:32], made[32:]
