"""The cells of one sheet as they stand in a file, before anybody asks what they mean.

A `Grid` is what the reader of each format hands over. Nothing here knows questionnaires.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FileRefused
from rmkit.exchange.limits import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MEGABYTES,
    MOST_ROWS,
)

__all__ = [
    "LONGEST_CELL",
    "MOST_CELLS",
    "MOST_COLUMNS",
    "MOST_MEGABYTES",
    "MOST_ROWS",
    "Cell",
    "Grid",
    "check_size",
    "trimmed",
]

Cell = str | int | float | bool | datetime | tuple[str, ...] | None
"""What a cell holds; None where it is empty. Excel's error cells stand as their text: `#N/A`.
Several choices stand in one cell as a tuple only where a file has lists (JSON, YAML)."""


@discreet("rows", "faults")
@dataclass(frozen=True)
class Grid:
    """Rows of cells, the first being row 1 of the user's program, blank rows among them.

    `form` holds the rows of rmkit's own hidden sheet, where the file is a form of ours.
    """

    rows: tuple[tuple[Cell, ...], ...]
    sheet: str = ""
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    form: tuple[tuple[Cell, ...], ...] = ()


def trimmed(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """Give a row without the empty cells at its end; a cell of spaces counts as empty there."""
    end = len(row)
    while end and (
        row[end - 1] is None or (isinstance(row[end - 1], str) and not str(row[end - 1]).strip())
    ):
        end -= 1
    return tuple(row[:end])


def check_size(row: Sequence[Cell], number: int, *, file: str) -> None:
    """Refuse a file at the first row that is too far down, too wide or holds too long a cell."""
    if number > MOST_ROWS + 1:
        message = f"{file} has more than {MOST_ROWS:,} rows. Is this the right file?"
        raise FileRefused(message)
    if len(row) > MOST_COLUMNS:
        message = (
            f"{file} has {len(row):,} columns; the limit is {MOST_COLUMNS:,}. "
            "Is this the right file?"
        )
        raise FileRefused(message)
    for cell in row:
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            message = (
                f"{file}, row {number}: a cell holds {len(cell):,} characters; the limit is "
                f"{LONGEST_CELL:,}. A quotation mark that is never closed can cause this."
            )
            raise FileRefused(message)
