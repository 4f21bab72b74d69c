"""Excel files that come out the same, byte for byte, whenever they are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

__all__ = ["workbook"]

_CREATED = datetime(2026, 9, 28, 8, 0, tzinfo=UTC)


@contextmanager
def workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Open a new workbook in which what begins with `=` stays text."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _CREATED, "author": "rmkit data samples"})
        yield book
