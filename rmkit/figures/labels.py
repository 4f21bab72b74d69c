"""Labels of a picture: words for an id, numbers as people write them, long labels in lines."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Mapping

import pandas as pd

from rmkit.errors import UnknownName, shown
from rmkit.figures.style import TEXT

__all__ = ["counted", "has_columns", "label", "left_out", "number", "sentence_case", "wrapped"]

_EM = 0.58  # how wide a letter is on average, as a share of its size, in the widest likely font
_LONGEST = 90


def label(name: str, words: Mapping[str, str] | None) -> str:
    """Give the words for an id; without any the id is told, with spaces.

    >>> label("data_dashboards", None), label("ai", {"ai": "AI assistants"})
    ('data dashboards', 'AI assistants')
    """
    found = (words or {}).get(name) or name.replace("_", " ")
    return shown(" ".join(found.split()), limit=_LONGEST)


def sentence_case(words: str) -> str:
    """Begin with a capital and leave the rest alone.

    >>> sentence_case("data on AI")
    'Data on AI'
    """
    return words[:1].upper() + words[1:]


def number(count: int) -> str:
    r"""Write a count with a narrow space between thousands.

    >>> number(12345)
    '12\u202f345'
    """
    return f"{count:,}".replace(",", "\u202f")


def counted(count: int, one: str, many: str) -> str:
    """Write a count with its noun.

    >>> counted(1, "person", "people"), counted(3, "person", "people")
    ('1 person', '3 people')
    """
    return f"{number(count)} {one if count == 1 else many}"


def wrapped(words: str, room: float, *, lines: int = 3) -> list[str]:
    """Break a label into lines that fit into so many points; what is too long ends with "…"."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in words)
    letters = max(int(room / (TEXT * (1.0 if wide else _EM))), 4)
    return textwrap.wrap(words, letters, max_lines=lines, placeholder=" …") or [""]


def left_out(total: int, drawn: int, *, why: str = "") -> str:
    """Say how many skills are not drawn, as a sentence with a space before it, or nothing.

    >>> left_out(14, 12)
    ' 2 more skills are not drawn.'
    """
    if total <= drawn:
        return ""
    more = total - drawn
    return f" {counted(more, 'more skill is', 'more skills are')} not drawn{why}."


def has_columns(table: pd.DataFrame, needed: Iterable[str]) -> bool:
    """Tell whether there is anything to read: False when there are no rows.

    Raises
    ------
    UnknownName
        There are rows, and a column is not there.
    """
    if not len(table):
        return False
    for name in needed:
        if name not in table.columns:
            raise UnknownName(kind="column", name=name, known=map(str, table.columns))
    return True
