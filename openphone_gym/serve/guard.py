"""Who may use phones that are served beyond this machine.

Consoles and gRPC ask for a token, as the Android emulator's do. ADB has no tokens but keys: the phone sends
20 random bytes, and a client proves with an RSA signature over them that it holds the private half of a key
the phone knows (``adb_auth`` of Android's adb; the key's form is that of its ``android_pubkey``).
"""

from __future__ import annotations

import base64
import hmac
import os
import struct
from collections.abc import Iterable
from typing import NamedTuple

CHALLENGE_BYTES = 20
_KEY = struct.Struct("<II256s256sI")
_WORDS = 64
"""Words of 32 bits in the modulus of the only kind of key that adb makes, RSA with 2048 bits."""
_SHA1_INFO = bytes.fromhex("3021300906052b0e03021a05000414")
"""What PKCS #1 puts before a SHA-1 digest (RFC 8017, section 9.2); adb signs the challenge as one."""

TOKEN_VARIABLE = "OPENPHONE_SERVE_TOKEN"
"""Environment variable with the token that a guarded server asks for."""

LEAST_TOKEN = 16
"""Characters that a token must have at least."""


def token() -> str:
    """The token that the environment holds.

    Raises:
        ValueError: There is none, so that nobody could be let in from beyond this machine.
    """
    held = os.environ.get(TOKEN_VARIABLE, "")
    if not held:
        raise ValueError(
            f"others can reach this address: set {TOKEN_VARIABLE}, for example to the output of: "
            "openssl rand -hex 16"
        )
    return held


class BadKey(ValueError):
    """What should be a public key of adb is none."""


class AdbKey(NamedTuple):
    """A public key of adb, as in ``~/.android/adbkey.pub``."""

    modulus: int
    exponent: int

    @classmethod
    def parse(cls, line: str) -> AdbKey:
        """Reads a line of a key file: the key in base64, and a comment.

        Raises:
            BadKey: It is none.
        """
        try:
            words, _, modulus, _, exponent = _KEY.unpack(base64.b64decode(line.split()[0], validate=True))
        except (IndexError, ValueError, struct.error):
            raise BadKey(
                f"no public key of adb: {line[:40]!r}; take a line of ~/.android/adbkey.pub"
            ) from None
        if words != _WORDS or exponent < 3:
            raise BadKey(f"no RSA key with 2048 bits: {line[:40]!r}")
        return cls(int.from_bytes(modulus, "little"), exponent)

    def signed(self, challenge: bytes, signature: bytes) -> bool:
        """Whether the key's owner made this signature of a challenge."""
        size = 4 * _WORDS
        number = int.from_bytes(signature, "big")
        if len(signature) != size or number >= self.modulus:
            return False
        info = _SHA1_INFO + challenge
        padded = b"\0\1" + b"\xff" * (size - 3 - len(info)) + b"\0" + info
        return pow(number, self.exponent, self.modulus).to_bytes(size, "big") == padded


class Guard:
    """What clients must show.

    Args:
        token: For consoles, gRPC and pages.
        adb_keys: Lines of public keys that may use adb; without any, nobody may.

    Raises:
        ValueError: The token is too short to keep anybody out.
        BadKey: A line is no key.
    """

    def __init__(self, token: str, adb_keys: Iterable[str] = ()) -> None:
        if len(token) < LEAST_TOKEN:
            raise ValueError(f"a token needs {LEAST_TOKEN} characters or more")
        self._token = token.encode()
        self._keys = [AdbKey.parse(line) for line in adb_keys if line.strip()]

    def admits(self, token: str) -> bool:
        """Whether this is the token; takes as long for every wrong one."""
        return hmac.compare_digest(self._token, token.encode(errors="replace"))

    def admits_signature(self, challenge: bytes, signature: bytes) -> bool:
        """Whether one of the keys made this signature."""
        return any(key.signed(challenge, signature) for key in self._keys)
