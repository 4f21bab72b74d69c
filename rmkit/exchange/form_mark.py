"""By what a Word or PDF form of ours is known: a mark among the properties of the document.

And by what its cells are known, where only short names of letters, digits and `_` can be given.
"""

from __future__ import annotations

import hashlib
import re

from rmkit.errors import FileRefused
from rmkit.exchange.form_cells import FORM_MARK, FORM_VERSION
from rmkit.instruments.model import Instrument

__all__ = ["mark_of", "read_mark", "short_code"]

_MARK = re.compile(rf"{FORM_MARK} (\d{{1,4}}) ([a-z][a-z0-9_]{{0,59}}) (\d{{1,9}})")


_LONGEST_CODE = 37
"""Word takes 40 characters in the name of a bookmark, three of which say that it is ours."""


def short_code(code: str) -> str:
    """Give a code that fits into the name of a bookmark: itself, or a digest of it.

    >>> short_code("level_calls"), len(short_code("level_" + "calls" * 20))
    ('level_calls', 24)
    """
    if len(code) <= _LONGEST_CODE and re.fullmatch(r"\w+", code, re.ASCII):
        return code
    return "code" + hashlib.sha256(code.encode()).hexdigest()[:20]


def mark_of(instrument: Instrument) -> str:
    """Give the mark of a form of an instrument."""
    return f"{FORM_MARK} {FORM_VERSION} {instrument.id} {instrument.version}"


def read_mark(mark: object, *, file: str) -> tuple[str, int]:
    """Give the instrument and version that a form was made from.

    Raises
    ------
    FileRefused
        The document is no form of ours, or one of another version of rmkit.
    """
    found = _MARK.fullmatch(str(mark or "").strip())
    if not found:
        message = (
            f"{file} is no rmkit form. Only forms that rmkit wrote are read from Word and PDF; "
            "export other answers as CSV or Excel."
        )
        raise FileRefused(message)
    if int(found[1]) != FORM_VERSION:
        message = f"{file} was made by another version of rmkit. Send a fresh form."
        raise FileRefused(message)
    return found[2], int(found[3])
