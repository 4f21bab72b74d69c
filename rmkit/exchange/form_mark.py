"""By what a Word or PDF form of ours is known: a mark among the properties of the document."""

from __future__ import annotations

import re

from rmkit.errors import FileRefused
from rmkit.exchange.form_cells import FORM_MARK, FORM_VERSION
from rmkit.instruments.model import Instrument

__all__ = ["mark_of", "read_mark"]

_MARK = re.compile(rf"{FORM_MARK} (\d{{1,4}}) ([a-z][a-z0-9_]{{0,59}}) (\d{{1,9}})")


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
