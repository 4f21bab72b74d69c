"""What a heading says, whatever the tool that wrote it did to it.

Survey tools put HTML, line breaks, no-break spaces, numbers and stars into headings. `clean` gives
the words a person reads; `plain` and `bare` give the forms in which two headings are compared:
first with their punctuation, then by letters and digits alone.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from rmkit.instruments.spellings import folded

__all__ = ["bare", "clean", "letter", "plain"]

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_END_MARKS = " :*.…"
_HEADINGS = 1 << 15  # that are remembered: all of a questionnaire with its libraries


def clean(raw: object) -> str:
    r"""Give the words of a heading on one line, without markup and invisible characters.

    >>> clean("<b>Your&nbsp;role</b>\r\n (choose one) ")
    'Your role (choose one)'
    """
    text = "" if raw is None else str(raw)
    text = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    kept = (c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


@lru_cache(_HEADINGS)
def plain(text: str) -> str:
    """Give the form in which headings are first compared: punctuation counts, its kind does not.

    >>> plain("Your Rôle  – now:") == plain("your rôle - now")
    True
    """
    return folded(clean(text)).rstrip(_END_MARKS)


@lru_cache(_HEADINGS)
def bare(text: str) -> str:
    """Give letters and digits alone, in words: the form in which headings are compared last.

    >>> bare("Tools  [Video calls]") == bare("tools/video_calls")
    True
    """
    words = "".join(
        c if c.isalnum() or unicodedata.category(c) == "Mn" else " " for c in plain(text)
    )
    return " ".join(words.split())


def letter(position: int) -> str:
    """Name a column as spreadsheets do, from its position (0 is A).

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
