"""Codes to write down: the recovery code and the invitation, shown once and stored nowhere.

A code holds 128 random bits and a checksum of 32, as eight groups of four letters and digits in
Crockford's base 32: neither I, L, O nor U is written, and whoever reads an O for a 0 or types small
letters is understood. The checksum tells a slip of the pen from a code that does not fit, and a
recovery code from an invitation, without anything being tried.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from typing import Literal

from rmkit.errors import NotAllowed

__all__ = ["Purpose", "grouped", "make_code", "read_code"]

Purpose = Literal["recovery", "invitation"]

_SECRET_BYTES = 16
_CHECK_BYTES = 4
_RFC_4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WRITE = str.maketrans(_RFC_4648, _CROCKFORD)
_READ = str.maketrans(_CROCKFORD, _RFC_4648)
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = str.maketrans("", "", " -\t\r\n\u2010\u2011\u2012\u2013\u2014\u00a0")


def make_code(purpose: Purpose) -> tuple[str, bytes]:
    """Make up a code; give it as it is shown, and the secret bytes that it stands for."""
    secret = secrets.token_bytes(_SECRET_BYTES)
    return grouped(secret + _check(purpose, secret)), secret


def read_code(purpose: Purpose, code: str) -> bytes:
    """Give the secret bytes of a code as somebody typed it.

    Raises
    ------
    NotAllowed
        It is no such code: a letter is missing or wrong, or it is a code for something else.
    """
    bare = code.translate(_BETWEEN).upper().translate(_ALIKE)
    try:
        raw = base64.b32decode(bare.translate(_READ).encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        raw = b""
    secret, check = raw[:_SECRET_BYTES], raw[_SECRET_BYTES:]
    strange = set(bare) - set(_CROCKFORD)
    if strange or len(raw) != _SECRET_BYTES + _CHECK_BYTES or check != _check(purpose, secret):
        article = "a recovery code" if purpose == "recovery" else "an invitation code"
        message = (
            f"This is not {article}: it has eight groups of four letters and digits, and at "
            "least one of them is not as it was written. Compare it with what you wrote down."
        )
        raise NotAllowed(message)
    return secret


def grouped(raw: bytes) -> str:
    """Write bytes in groups of four letters and digits.

    >>> grouped(bytes(10))
    '0000-0000-0000-0000'
    """
    text = base64.b32encode(raw).decode("ascii").rstrip("=").translate(_WRITE)
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _check(purpose: Purpose, secret: bytes) -> bytes:
    label = f"rmkit code for {purpose}, version 1\0".encode()
    return hashlib.sha256(label + secret).digest()[:_CHECK_BYTES]
