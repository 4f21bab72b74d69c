"""Passphrases: how they are read, how long they must be, and one that is made up for you.

A passphrase is read as RFC 8265 reads passwords (the profile OpaqueString): Unicode form NFC, and
every kind of space is a plain space, so that it opens on another keyboard and another system. NFKC
is not used: it takes different characters for the same. Spaces around it are left off, because
they come with copying and pasting.

Nothing here keeps a passphrase, and none stands in a message.
"""

from __future__ import annotations

import secrets
import unicodedata

from rmkit.errors import NotAllowed

__all__ = ["LONGEST", "SHORTEST", "make_passphrase", "normal_passphrase"]

SHORTEST = 12
"""How many characters a passphrase must have."""

LONGEST = 1000
"""How many it may have."""

_MOST_ALIKE = 5  # different characters; "aaaaaaaaaaaa" is long and no passphrase
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"
_WORDS = 5


def normal_passphrase(passphrase: str) -> bytes:
    """Give the bytes that a passphrase stands for.

    Raises
    ------
    NotAllowed
        It is too short, too long, made of very few characters, or holds control characters.
    """
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in passphrase)
    text = unicodedata.normalize("NFC", spaced).strip(" \t\r\n")
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text):
        message = "The passphrase holds a character that cannot be typed. Choose another one."
        raise NotAllowed(message)
    if not SHORTEST <= len(text) <= LONGEST or len(set(text)) < _MOST_ALIKE:
        message = (
            f"The passphrase needs {SHORTEST} characters or more, and at least {_MOST_ALIKE} "
            "different ones: four words that only you put together do well."
        )
        raise NotAllowed(message)
    return text.encode()


def make_passphrase() -> str:
    """Make up a passphrase of five words that can be said in many languages (80 random bits).

    References
    ----------
    Wilkerson (2009), A Proposal for Proquints, arXiv:0901.4016: two letters of four bits apart
    from each other by a vowel of two.

    Examples
    --------
    >>> len(make_passphrase())
    29
    """
    return " ".join(_word() for _ in range(_WORDS))


def _word() -> str:
    letters = (_CONSONANTS, _VOWELS, _CONSONANTS, _VOWELS, _CONSONANTS)
    return "".join(secrets.choice(some) for some in letters)
