"""Where a person is named in what is kept, and the same content without them.

A person is named by id and by words: names, addresses, profile links. A word that is more than
letters ("Ann Lee", "ann@example.org") counts inside sentences too, whatever the case; a bare one
("May") only where it stands alone, for it may be a month. An id such as "7" may be anything: it
counts where an id is meant, and as any value only in what is about people alone (`bare_id`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet

__all__ = ["ERASED", "Mentions", "folded"]

ERASED = "[erased]"
_WHOSE = ("person_id", "mentor_id", "mentee_id")
_IDS = (*_WHOSE, "partner_id", "manager_id")


def folded(text: str) -> str:
    """Give a text as it is compared: one Unicode form, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _is_telling(word: str) -> bool:
    return len(word) > 3 and not word.isalpha() and not word.isdecimal()


@discreet("person_id")
@dataclass(frozen=True, slots=True)
class Mentions:
    """What names one person."""

    person_id: str
    whole: frozenset[str]
    inside: re.Pattern[str] | None
    bare_id: bool = False

    @classmethod
    def of(cls, person_id: str, words: Iterable[str], *, bare_id: bool = False) -> Mentions:
        """Name a person by id and by words.

        Parameters
        ----------
        person_id
            The id.
        words
            Names, addresses and what else names nobody but them.
        bare_id
            Whether a value that equals an id such as "7" is taken for the person wherever it is.
        """
        named = {folded(word) for word in words} - {""}
        telling = sorted(filter(_is_telling, named | {folded(person_id)}), key=len, reverse=True)
        spaced = (r"\s+".join(map(re.escape, word.split())) for word in telling)
        pattern = rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)"
        inside = re.compile(pattern, re.IGNORECASE) if telling else None
        return cls(person_id, frozenset(named), inside, bare_id or _is_telling(person_id))

    def is_them(self, value: object) -> bool:
        """Whether the value as a whole names the person."""
        if not isinstance(value, str):
            return False
        return folded(value) in self.whole or (self.bare_id and value == self.person_id)

    def in_text(self, value: object) -> bool:
        """Whether the value is a text that names the person anywhere."""
        if not isinstance(value, str):
            return False
        normal = unicodedata.normalize("NFC", value)
        return self.is_them(value) or bool(self.inside and self.inside.search(normal))

    def found(self, value: object) -> bool:
        """Whether the person is named anywhere in a nested value of dicts and lists."""
        return self.without(value) != value

    def without(self, value: object, *, key: str = "") -> object:
        """Give the value without the person.

        In a list, an item goes if it is the person, a record about them (its person_id, mentor_id
        or mentee_id is theirs) or a list with them in it (a pair). In a dict, a key that names
        them goes with its value, and a value that is theirs becomes None. In a sentence the name
        is replaced.
        """
        if isinstance(value, Mapping):
            kept = {name: inner for name, inner in value.items() if not self.in_text(name)}
            return {name: self.without(inner, key=name) for name, inner in kept.items()}
        if isinstance(value, list):
            return [self.without(inner) for inner in value if not self._about(inner)]
        if self.is_them(value) or (key in _IDS and value == self.person_id):
            return None
        if isinstance(value, str) and self.inside and self.in_text(value):
            return self.inside.sub(ERASED, unicodedata.normalize("NFC", value))
        return value

    def _about(self, item: object) -> bool:
        if isinstance(item, Mapping):
            named = [item.get(name) for name in _WHOSE]
        elif isinstance(item, list):
            named = item
        else:
            return self.is_them(item)
        return self.person_id in named or any(map(self.is_them, named))
