"""The key of a pair: what seals needs its public half only, what opens needs a member.

The private half is never stored. Each member keeps it wrapped in two ways: under their passphrase,
and under a recovery code that is shown once. A member who has opened it can let the other in by an
invitation code, which that one uses up by choosing a passphrase. Who has lost passphrase and
recovery code cannot be helped by anybody but the other member; where both have, the answers are
lost, and that is said before a key is made (`BEFORE`).

What is stored is made of plain dicts that hold no secret. Whoever can alter them can put another
public key there; members notice, since their boxes are bound to the one they know, and its
fingerprint can be compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.codes import Purpose, grouped, make_code, read_code
from rmkit.disclosure.passphrases import normal_passphrase
from rmkit.disclosure.wrapping import FORMAT, STRONG, Place, Strength, unwrap, wrap, wrong_key

__all__ = [
    "BEFORE",
    "Codes",
    "UnlockedKey",
    "admit",
    "fingerprint",
    "invite",
    "new_key",
    "public_content",
    "public_from",
    "unlock",
    "unlock_with_code",
]

BEFORE = (
    "What you seal can be read with your passphrase, your partner's, or a recovery code, and in no "
    "other way. If all of them are lost nobody can help, not the coordinator and not the makers "
    "of rmkit. Write the recovery code on paper and keep it at home."
)
"""To be read by both before a key is made."""

_FINGERPRINT_BYTES = 10


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class UnlockedKey:
    """The pair's key while a member uses it. It is in memory only and cannot be pickled."""

    public: bytes
    private: X25519PrivateKey

    def __repr__(self) -> str:
        return f"UnlockedKey({fingerprint(self.public)})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        message = "an unlocked key is never written down"
        raise TypeError(message)


@discreet("fingerprint")
@dataclass(frozen=True, slots=True)
class Codes:
    """Codes to write down, shown once; empty where there is none. Their text is in no `repr`.

    `not_reached` names backups in which what was replaced still opens: delete them.
    """

    fingerprint: str
    recovery_code: str = ""
    invitation_code: str = ""
    not_reached: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Codes(fingerprint={self.fingerprint!r}, the codes are not shown here)"


def new_key() -> UnlockedKey:
    """Make a key for a pair."""
    private = X25519PrivateKey.generate()
    return UnlockedKey(private.public_key().public_bytes_raw(), private)


def fingerprint(public: bytes) -> str:
    """Give 80 bits by which two people tell that they mean the same key."""
    digest = hashlib.sha256(b"rmkit fingerprint, version 1\0" + public).digest()
    return grouped(digest[:_FINGERPRINT_BYTES])


def public_content(key: UnlockedKey) -> dict[str, object]:
    """Give what is stored of the public half."""
    return {"format": FORMAT, "public": key.public.hex()}


def public_from(content: Mapping[str, object]) -> bytes:
    """Read the public half again.

    Raises
    ------
    CannotOpen
        It was altered into something that is no key.
    """
    try:
        public = bytes.fromhex(str(content["public"]))
        X25519PublicKey.from_public_bytes(public)
    except (KeyError, ValueError):
        raise wrong_key() from None
    if content.get("format") != FORMAT:
        raise wrong_key()
    return public


def admit(
    key: UnlockedKey, place: Place, passphrase: str, *, strength: Strength = STRONG
) -> tuple[dict[str, object], Codes]:
    """Let a member open the key by a passphrase and a new recovery code.

    Parameters
    ----------
    key
        The unlocked key.
    place
        Whose it is to be; its public key must be that of `key`.
    passphrase
        Theirs.
    strength
        Of scrypt. Only tests pass another one.

    Returns
    -------
    tuple
        What to store for the member, in place of what was there, and the codes to show once.

    Raises
    ------
    NotAllowed
        The passphrase is too short or too simple.
    """
    place = replace(place, public=key.public)
    private, words = key.private.private_bytes_raw(), normal_passphrase(passphrase)
    shown, secret = make_code("recovery")
    content: dict[str, object] = {
        "format": FORMAT,
        "passphrase": wrap(private, place, words, way="passphrase", strength=strength),
        "recovery": wrap(private, place, secret, way="recovery"),
    }
    return content, Codes(fingerprint(key.public), recovery_code=shown)


def invite(key: UnlockedKey, place: Place) -> tuple[dict[str, object], Codes]:
    """Let a member in by a code that they use up; give what to store and the code to hand on."""
    place = replace(place, public=key.public)
    shown, secret = make_code("invitation")
    wrapped = wrap(key.private.private_bytes_raw(), place, secret, way="invitation")
    content: dict[str, object] = {"format": FORMAT, "invitation": wrapped}
    return content, Codes(fingerprint(key.public), invitation_code=shown)


def unlock(
    content: Mapping[str, object], place: Place, passphrase: str, *, weakest: Strength = STRONG
) -> UnlockedKey:
    """Open the key by a member's passphrase; takes about a second.

    Raises
    ------
    CannotOpen
        The passphrase is another one, or what is stored was altered.
    NotAllowed
        The passphrase is too short to be one.
    """
    secret = normal_passphrase(passphrase)
    kept = _way(content, "passphrase")
    return _key(unwrap(kept, place, secret, way="passphrase", weakest=weakest), place)


def unlock_with_code(
    content: Mapping[str, object], place: Place, code: str, *, way: Purpose
) -> UnlockedKey:
    """Open the key by a recovery or invitation code.

    Raises
    ------
    CannotOpen
        The code is of another key or was used up, or what is stored was altered.
    NotAllowed
        It is no such code.
    """
    secret = read_code(way, code)
    return _key(unwrap(_way(content, way), place, secret, way=way), place)


def _way(content: Mapping[str, object], way: str) -> Mapping[str, object]:
    kept = content.get(way)
    if content.get("format") != FORMAT or not isinstance(kept, Mapping):
        raise wrong_key()
    return kept


def _key(raw: bytes, place: Place) -> UnlockedKey:
    private = X25519PrivateKey.from_private_bytes(raw)
    if private.public_key().public_bytes_raw() != place.public:
        raise wrong_key()
    return UnlockedKey(place.public, private)
