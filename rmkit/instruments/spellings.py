"""Which option is meant by what somebody wrote: "4 - Advanced", "advanced ", "A;B;".

People and survey tools write an option as its value, as its label in any language, or as both,
with their own dashes, spaces and capitals. `Spellings` knows every form of the options of one
question. It never guesses: words that fit two options fit none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rmkit.definitions.discreet import discreet

__all__ = ["Choosable", "Several", "Spellings", "alike", "folded"]

_ALIKE = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－_"), "-")
_ALIKE |= dict.fromkeys(map(ord, "‘’‚ʼ`´"), "'") | dict.fromkeys(map(ord, "“”„«»"), '"')
_BETWEEN = " -:.)=|"
_SEPARATORS = ";,|"
_AROUND = re.compile(r"\s*([-/])\s*")


class Choosable(Protocol):
    """What is needed to know of an option: its value, and the words for it."""

    @property
    def value(self) -> str | int:
        """The value that is kept."""

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that is written for it, the value apart."""


def folded(text: str) -> str:
    """Bring text to the form in which spellings are compared.

    Capitals, kinds of spaces, dashes and quotation marks, spaces around a dash or a
    slash, invisible characters and a separator left at the end make no difference.

    >>> folded("  4 – Advanced; ")
    '4-advanced'
    """
    text = text.casefold() if text.isascii() else _composed(text)
    text = "".join(" " if c.isspace() else c for c in text.translate(_ALIKE) if _is_seen(c))
    text = _AROUND.sub(r"\1", " ".join(text.split())).strip(f" {_SEPARATORS}")
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _composed(text: str) -> str:
    """Fold capitals and forms of a letter together, as Unicode's NFKC_Casefold does."""
    once = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", once)


def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf"}


def alike(options: Sequence[Choosable]) -> Iterator[str]:
    """Name the words that stand for two different options, so that an answer would be unclear."""
    seen: dict[str, str | int] = {}
    for option in options:
        for form in _forms(option):
            if seen.setdefault(form, option.value) != option.value:
                yield form


def _forms(option: Choosable) -> Iterator[str]:
    yield folded(str(option.value))
    for words in option.words:
        yield folded(words)


@discreet("values", "unknown")
@dataclass(frozen=True)
class Several:
    """What several choices in one cell were read as."""

    values: tuple[str | int, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spellings:
    """Every way to write the options of one question."""

    options: tuple[Choosable, ...]
    _known: dict[str, str | int] = field(init=False, repr=False)
    _longest_first: tuple[str, ...] = field(init=False, repr=False)
    _pairs: tuple[tuple[str, str, str | int], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        unclear = set(alike(self.options))
        known = {f: o.value for o in self.options for f in _forms(o) if f and f not in unclear}
        pairs = tuple((*pair, o.value) for o in self.options for pair in _pairs(o))
        object.__setattr__(self, "_known", known)
        object.__setattr__(self, "_pairs", pairs)
        object.__setattr__(self, "_longest_first", tuple(sorted(known, key=len, reverse=True)))

    def find(self, text: str) -> str | int | None:
        """Give the value that is meant, or None.

        >>> from rmkit.instruments.model import Option
        >>> levels = Spellings((Option(value=1, label="none"), Option(value=4, label="advanced")))
        >>> [levels.find(t) for t in ("4", "Advanced ", "4 - advanced", "advanced (4)", "four")]
        [4, 4, 4, 4, None]
        """
        written = folded(text)
        return self._known[written] if written in self._known else self._as_pair(written)

    def _as_pair(self, written: str) -> str | int | None:
        """Read a value and its label written together, in either order."""
        found = {kept for value, words, kept in self._pairs if _is_pair(written, value, words)}
        return found.pop() if len(found) == 1 else None

    def find_all(self, text: str) -> Several:
        """Read several choices from one cell: `A, B`, `A;B;`, one a line, `code_a code_b`.

        Known words are tried longest first, so that an option may itself hold a comma.
        """
        written = folded(";".join(text.splitlines()))
        codes = written.split(" ")
        pieces = self._split(written)
        if pieces is None:
            pieces = codes if self._known.keys() >= set(codes) else list(self._cut(written))
        found = {p: self._known[p] if p in self._known else self._as_pair(p) for p in pieces}
        values = tuple(o.value for o in self.options if o.value in found.values())
        return Several(values, tuple(piece for piece, value in found.items() if value is None))

    def _starting(self, written: str, start: int) -> Iterator[tuple[str, int]]:
        """Give the known words at a place, longest first, and where the next ones begin."""
        for form in self._longest_first:
            if written.startswith(form, start):
                rest = written[start + len(form) :].lstrip(" ")
                if not rest or rest[0] in _SEPARATORS:
                    yield form, len(written) - len(rest.lstrip(f" {_SEPARATORS}"))

    def _split(self, written: str) -> list[str] | None:
        """Split all of the text into known words; None where that cannot be done."""
        steps = {len(written): ("", 0)}
        for start in range(len(written) - 1, -1, -1):
            if start == 0 or written[start - 1] in f" {_SEPARATORS}":
                fits = (s for s in self._starting(written, start) if s[1] in steps)
                if step := next(fits, None):
                    steps[start] = step
        if 0 not in steps:
            return None
        forms, at = [], 0
        while at < len(written):
            form, at = steps[at]
            forms.append(form)
        return forms

    def _cut(self, written: str) -> Iterator[str]:
        """Cut the text into known words where they stand, and at separators elsewhere."""
        separator = re.compile("[;|]" if ";" in written else "[,|]")
        at = 0
        while at < len(written):
            step = next(self._starting(written, at), None)
            if step is None:
                mark = separator.search(written, at)
                end = mark.start() if mark else len(written)
                rest = written[end:].lstrip(f" {_SEPARATORS}")
                step = written[at:end].strip(), len(written) - len(rest)
            yield step[0]
            at = step[1]


def _pairs(option: Choosable) -> Iterator[tuple[str, str]]:
    value = folded(str(option.value))
    for words in option.words:
        yield value, folded(words)


def _is_pair(written: str, value: str, words: str) -> bool:
    """Tell whether `written` is "4 - advanced", "(4) advanced", "advanced (4)" or the like."""
    value_first = written.removeprefix("(")
    if value_first.startswith(value):
        rest = value_first[len(value) :]
        if rest[:1] in _BETWEEN and rest.lstrip(_BETWEEN) == words.lstrip(_BETWEEN):
            return True
    rest = written[len(words) :]
    return (
        written.startswith(words) and rest[:1] in " -:(=|" and rest.strip(f"{_BETWEEN}([]") == value
    )
