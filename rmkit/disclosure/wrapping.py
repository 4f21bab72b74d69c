"""A pair's private key put under a passphrase or a code, so that only who knows it takes it out.

Passphrases go through scrypt, codes of 128 random bits through HKDF, and AES-256-GCM closes the
box. Where the box belongs (programme, pair, member, way, parameters, public key) is bound into it:
a box in another place, or with other parameters, does not open.

scrypt and not Argon2id: `cryptography` offers Argon2id only where its OpenSSL is 3.2 or newer, and
a file has to open wherever it is carried. N = 2^17, r = 8, p = 1 takes 128 MiB and 0.6 to 1 s on a
laptop, and is what the OWASP Password Storage Cheat Sheet recommends as the least for scrypt.
Parameters that are weaker than that are refused when they are read: rmkit never wrote them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from rmkit.errors import CannotOpen

__all__ = ["FORMAT", "STRONG", "Place", "Strength", "bound", "unwrap", "wrap", "wrong_key"]

FORMAT = 1
"""The version of everything that is written here; nothing else is read."""

_SALT_BYTES = 16
_NONCE_BYTES = 12
_KEY_BYTES = 32
_MOST_MEMORY = 2**30


@dataclass(frozen=True, slots=True)
class Strength:
    """Cost of scrypt: `n` rounds over blocks of `r`, `p` times; memory is 128 * n * r bytes."""

    n: int = 2**17
    r: int = 8
    p: int = 1

    def is_as_strong_as(self, other: Strength) -> bool:
        """Whether no parameter is below that of the other."""
        return self.n >= other.n and self.r >= other.r and self.p >= other.p

    @property
    def is_sane(self) -> bool:
        """Whether scrypt takes these at all, and in memory that a laptop has."""
        power_of_two = self.n > 1 and self.n & (self.n - 1) == 0
        return power_of_two and min(self.r, self.p) >= 1 and self._memory <= _MOST_MEMORY

    @property
    def _memory(self) -> int:
        return 128 * self.n * self.r * self.p


STRONG = Strength()
"""What rmkit writes, and the least that it reads."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wrapped key belongs; `public` is the pair's public key."""

    programme_id: str
    pair_id: str
    person_id: str
    public: bytes


def bound(*parts: str | bytes | int) -> bytes:
    """Write parts one behind the other so that no two lists of parts give the same bytes.

    >>> bound("ab", "c") == bound("a", "bc")
    False
    """
    written = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in written)


def wrap(
    private: bytes,
    place: Place,
    secret: bytes,
    *,
    way: str,
    strength: Strength = STRONG,
) -> dict[str, object]:
    """Put a private key under a passphrase or a code.

    Parameters
    ----------
    private
        The 32 bytes of the private key.
    place
        Where the result belongs.
    secret
        The bytes of the passphrase or of the code.
    way
        `passphrase`, `recovery` or `invitation`.
    strength
        Of scrypt, for a passphrase. Only tests pass another one.

    Returns
    -------
    dict
        What can be stored as JSON, and told to everybody.
    """
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    kept: dict[str, object] = {"format": FORMAT, "way": way, "salt": salt.hex()}
    if way == "passphrase":
        kept |= {"kdf": "scrypt", "n": strength.n, "r": strength.r, "p": strength.p}
        key = _stretched(secret, salt, strength)
    else:
        kept |= {"kdf": "hkdf-sha256"}
        key = _derived(secret, salt, way)
    box = AESGCM(key).encrypt(nonce, private, _about(place, kept))
    return kept | {"nonce": nonce.hex(), "box": box.hex()}


def unwrap(
    kept: Mapping[str, object],
    place: Place,
    secret: bytes,
    *,
    way: str,
    weakest: Strength = STRONG,
) -> bytes:
    """Take a private key out again.

    Parameters
    ----------
    kept
        What `wrap` gave.
    place, secret, way
        As for `wrap`.
    weakest
        The least strength that is read. Only tests pass another one.

    Raises
    ------
    CannotOpen
        The passphrase or code is another one, or anything was altered: the sentence is the same.
        Parameters below `weakest` have a sentence of their own; they stand in clear anyway.
    """
    try:
        salt, nonce, box = (bytes.fromhex(_text(kept, name)) for name in ("salt", "nonce", "box"))
        if kept["format"] != FORMAT or kept["way"] != way or len(nonce) != _NONCE_BYTES:
            raise wrong_key()
        key = _key_of(kept, secret, salt, way, weakest)
        return AESGCM(key).decrypt(nonce, box, _about(place, kept))
    except (KeyError, TypeError, ValueError, InvalidTag):
        raise wrong_key() from None


def _key_of(
    kept: Mapping[str, object], secret: bytes, salt: bytes, way: str, weakest: Strength
) -> bytes:
    if way != "passphrase":
        return _derived(secret, salt, way)
    strength = Strength(*(_count(kept, name) for name in ("n", "r", "p")))
    if not strength.is_sane or kept["kdf"] != "scrypt":
        raise wrong_key()
    if not strength.is_as_strong_as(weakest):
        message = (
            "What is kept of the pair's key is protected more weakly than rmkit ever does, so it "
            "was altered and is not used. Restore a backup."
        )
        raise CannotOpen(message)
    return _stretched(secret, salt, strength)


def _text(kept: Mapping[str, object], name: str) -> str:
    value = kept[name]
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(kept: Mapping[str, object], name: str) -> int:
    value = kept[name]
    if type(value) is not int:
        raise TypeError
    return value


def _stretched(passphrase: bytes, salt: bytes, strength: Strength) -> bytes:
    kdf = Scrypt(salt=salt, length=_KEY_BYTES, n=strength.n, r=strength.r, p=strength.p)
    return kdf.derive(passphrase)


def _derived(secret: bytes, salt: bytes, way: str) -> bytes:
    info = bound("rmkit wrapping key", FORMAT, way)
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, info=info).derive(secret)


def _about(place: Place, kept: Mapping[str, object]) -> bytes:
    """Give what is bound into the box beside the key itself."""
    names = ("format", "way", "kdf", "n", "r", "p", "salt")
    return bound(
        "rmkit wrapped key",
        place.programme_id,
        place.pair_id,
        place.person_id,
        place.public,
        *(str(kept.get(name, "")) for name in names),
    )


def wrong_key() -> CannotOpen:
    """Give the one sentence for whatever does not open a key."""
    message = (
        "That does not open the pair's key: the passphrase or code is another one, or what is kept "
        "of the key was altered. Nothing was changed; try again, or use the recovery code."
    )
    return CannotOpen(message)
