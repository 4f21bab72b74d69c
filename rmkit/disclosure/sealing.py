"""Answers sealed to a pair's public key: who receives and stores them cannot read them.

For each answer a key pair is made and thrown away (X25519); HKDF-SHA256 makes from the shared
secret a key and a nonce that are used once, and AES-256-GCM closes the box. Where the answer
belongs (`Label`) is bound into it, with the format and the public key: a flipped bit, a cut, an
answer moved to another pair, wave, author or response is noticed. What is inside is padded to one
of six sizes (1, 4, 16, 64, 256 KiB, 1 MiB), so its length tells little.

What this does not show: that an answer is missing, that an older version of the same answer was
put back, or who sealed it: whoever has the public key can. The history of the programme file
shows the first two.

A sealed answer is `RMS` and the format, 32 bytes of the public key that was thrown away, and the
box with its tag of 16 bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rmkit.disclosure.pair_key import UnlockedKey
from rmkit.disclosure.wrapping import bound
from rmkit.errors import CannotOpen, NotAllowed
from rmkit.instruments.reading import Answer

__all__ = ["SIZES", "Label", "open_sealed", "seal"]

SIZES = tuple(1024 * 4**step for step in range(6))
"""How long the padded answers are, in bytes."""

_HEAD = b"RMS\x01"
_PUBLIC_BYTES = 32
_LENGTH_BYTES = 4
_KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Label:
    """Where a sealed answer belongs. `author` is the person_id of who answered."""

    programme_id: str
    pair_id: str
    instrument_id: str
    instrument_version: int
    wave: str
    author: str
    response_id: str

    def _bytes(self) -> bytes:
        return bound(
            "rmkit sealed answer",
            self.programme_id,
            self.pair_id,
            self.instrument_id,
            self.instrument_version,
            self.wave,
            self.author,
            self.response_id,
        )


def seal(answers: Mapping[str, Answer], label: Label, public: bytes) -> bytes:
    """Seal answers to a pair; nobody needs a passphrase for it.

    Parameters
    ----------
    answers
        The answers by key, as they are kept.
    label
        Where they belong.
    public
        The pair's public key.

    Raises
    ------
    NotAllowed
        The answers are longer than the largest size.
    """
    once = X25519PrivateKey.generate()
    head = _HEAD + once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    key, nonce = _once(shared, head, public)
    return head + AESGCM(key).encrypt(nonce, _padded(answers), _about(label, head, public))


def open_sealed(sealed: bytes, label: Label, key: UnlockedKey) -> dict[str, Answer]:
    """Open sealed answers, in memory.

    Raises
    ------
    CannotOpen
        They were altered, cut, sealed for another key, or belong to another place than `label`
        says. The sentence is the same for all of it.
    """
    head, box = sealed[: len(_HEAD) + _PUBLIC_BYTES], sealed[len(_HEAD) + _PUBLIC_BYTES :]
    try:
        if not head.startswith(_HEAD):
            raise ValueError
        shared = key.private.exchange(X25519PublicKey.from_public_bytes(head[len(_HEAD) :]))
        once, nonce = _once(shared, head, key.public)
        opened = AESGCM(once).decrypt(nonce, box, _about(label, head, key.public))
        return _unpadded(opened)
    except (ValueError, InvalidTag):  # ValueError too where the shared secret would be all zero
        message = (
            f'The sealed answer "{label.response_id}" does not open: it was altered, or moved here '
            "from another place. Restore a backup in which it opens."
        )
        raise CannotOpen(message) from None


def _once(shared: bytes, head: bytes, public: bytes) -> tuple[bytes, bytes]:
    """Derive key and nonce; both serve one box, since `head` is another one each time."""
    length = _KEY_BYTES + _NONCE_BYTES
    info = bound("rmkit sealed answer key", head, public)
    raw = HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(shared)
    return raw[:_KEY_BYTES], raw[_KEY_BYTES:]


def _about(label: Label, head: bytes, public: bytes) -> bytes:
    return bound(label._bytes(), head, public)


def _padded(answers: Mapping[str, Answer]) -> bytes:
    text = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    raw = text.encode()
    length = _LENGTH_BYTES + len(raw)
    size = next((size for size in SIZES if size >= length), None)
    if size is None:
        message = (
            f"The answers have {len(raw):,} bytes, and {SIZES[-1]:,} can be sealed at once. "
            "Nothing was saved; shorten them."
        )
        raise NotAllowed(message)
    return (len(raw).to_bytes(_LENGTH_BYTES, "big") + raw).ljust(size, b"\0")


def _unpadded(opened: bytes) -> dict[str, Answer]:
    length = int.from_bytes(opened[:_LENGTH_BYTES], "big")
    if len(opened) not in SIZES or length > len(opened) - _LENGTH_BYTES:
        raise ValueError
    answers = json.loads(opened[_LENGTH_BYTES : _LENGTH_BYTES + length])
    if not isinstance(answers, dict):
        raise ValueError
    return answers
