"""How much of a file that comes in is read: every limit, in one place.

A limit keeps a wrong or hostile file from filling the memory or the day. Each is far above what a
programme needs; what is larger is refused with a sentence that names the limit.
"""

from __future__ import annotations

from typing import NamedTuple

from rmkit.definitions.safe_yaml import DEEPEST_YAML, LARGEST_YAML
from rmkit.definitions.strict_json import DEEPEST_JSON

__all__ = [
    "DEEPEST_WORD",
    "LIMITS",
    "LONGEST_CELL",
    "MOST_BUSY",
    "MOST_CELLS",
    "MOST_CHARACTERS",
    "MOST_COLUMNS",
    "MOST_DAYS",
    "MOST_EVENTS",
    "MOST_FIELDS",
    "MOST_FORMS",
    "MOST_MEGABYTES",
    "MOST_PAGES",
    "MOST_PARTS",
    "MOST_RATIO",
    "MOST_ROWS",
    "Limit",
    "megabytes",
]

MOST_MEGABYTES = 50
MOST_COLUMNS = 2_000
MOST_ROWS = 25_000
MOST_CELLS = 5_000_000
LONGEST_CELL = 100_000
"""Characters in a cell; Excel itself stops at 32,767."""
MOST_CHARACTERS = 50_000_000
"""A workbook keeps a text once for any number of cells; here every cell counts."""
DEEPEST_WORD = 3
"""Tables, rows, cells and paragraphs, each in its own kind; our forms nest none."""
MOST_RATIO = 100
MOST_PARTS = 5_000
MOST_FORMS = 2_000
MOST_PAGES = 200
MOST_FIELDS = 5_000
MOST_EVENTS = 20_000
MOST_BUSY = 50_000
MOST_DAYS = 400_000
"""Days that are looked at to unroll the repeating events of one calendar."""

_SMALLER = {"json": 20, "ics": 10, "docx": 10, "pdf": 10, "html": 10}


class Limit(NamedTuple):
    """One limit: of what, how much, counted in what."""

    what: str
    most: int
    unit: str

    def __str__(self) -> str:
        return f"{self.what}: {self.most:,} {self.unit}"


def megabytes(kind: str) -> int:
    """Give how large a file of a kind can be, in MB.

    >>> megabytes("csv"), megabytes("json")
    (50, 20)
    """
    return _SMALLER.get(kind, MOST_MEGABYTES)


LIMITS = (
    Limit("a CSV, an Excel workbook, a ZIP of forms", MOST_MEGABYTES, "MB"),
    Limit("a JSON file", megabytes("json"), "MB"),
    Limit("a calendar, a Word, PDF or web form", megabytes("pdf"), "MB"),
    Limit("a YAML file", LARGEST_YAML // 1_000_000, "MB"),
    Limit("rows of a table, responses of a file", MOST_ROWS, "rows"),
    Limit("columns of a table", MOST_COLUMNS, "columns"),
    Limit("cells of a table", MOST_CELLS, "cells"),
    Limit("one cell, one answer", LONGEST_CELL, "characters"),
    Limit("text of all cells of a workbook", MOST_CHARACTERS, "characters"),
    Limit("what is packed (xlsx, docx, ZIP) unpacks to", MOST_MEGABYTES, "MB"),
    Limit("and to no more than, from over 1 MB on", MOST_RATIO, "times its size"),
    Limit("parts of what is packed", MOST_PARTS, "parts"),
    Limit("forms of a folder or a ZIP", MOST_FORMS, "forms"),
    Limit("tables in tables of a Word form", DEEPEST_WORD, "levels"),
    Limit("JSON is nested", DEEPEST_JSON, "levels"),
    Limit("YAML is nested", DEEPEST_YAML, "levels"),
    Limit("pages of a PDF form", MOST_PAGES, "pages"),
    Limit("fields of a PDF form", MOST_FIELDS, "fields"),
    Limit("events of a calendar", MOST_EVENTS, "events"),
    Limit("busy times of a calendar, repeated ones unrolled", MOST_BUSY, "busy times"),
)
"""Every limit, as README quotes them."""
