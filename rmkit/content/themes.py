"""Themes of what people write, as lists of words: transparent, and no more clever than that."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Annotated

from pydantic import Field as Limit

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Definition, Identifier, Text

__all__ = ["ThemeText", "Themes", "themes", "themes_in"]


class ThemeText(Definition):
    """A theme, and the words by which it is found."""

    id: Identifier
    title: Text
    words: Annotated[tuple[str, ...], Limit(min_length=1, max_length=60)]


class Themes(Definition):
    """The themes that come with rmkit."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    themes: Annotated[tuple[ThemeText, ...], Limit(min_length=1, max_length=40)]


@cache
def themes() -> Themes:
    """Give the themes that come with rmkit.

    >>> [one.id for one in themes().themes][:3]
    ['time', 'own_work', 'other_pairs']
    """
    return read_piece(Themes, "themes.yaml")


def themes_in(text: str) -> tuple[str, ...]:
    """Name the themes of which a word stands in a text, as a whole word, whatever the case.

    >>> themes_in("Fewer FORMS, and an afternoon with all pairs.")
    ('other_pairs', 'forms')
    """
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return tuple(name for name, pattern in _patterns() if pattern.search(plain))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (one.id, re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in one.words)})(?!\w)"))
        for one in themes().themes
    )
