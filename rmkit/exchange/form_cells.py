"""Read a filled form of ours: its hidden sheet says which cell answers which question.

The form asks one person, from top to bottom; here it becomes a table of one row. Whether the
answers are good is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FileRefused
from rmkit.exchange.grid import Cell, Grid
from rmkit.exchange.headings import plain
from rmkit.exchange.layout import Heading

__all__ = ["FORM_MARK", "FORM_VERSION", "FormCells", "read_form_cells"]

FORM_MARK = "rmkit form"
FORM_VERSION = 1
_ADDRESS = re.compile(r"([A-Z]{1,2})([1-9]\d{0,4})")


@discreet("instrument", "answers", "faults")
@dataclass(frozen=True)
class FormCells:
    """One filled form: a heading and a cell for each thing that is answered."""

    header: tuple[Heading, ...]
    answers: tuple[Cell, ...]
    instrument: tuple[str, int]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the hidden sheet: what is asked, where it is answered, where its words stand."""

    code: str
    place: str
    label_place: str
    label: str
    heading: str


def read_form_cells(grid: Grid, *, file: str) -> FormCells:
    """Take the answers out of a form.

    Parameters
    ----------
    grid
        The visible sheet, with the hidden one in `form`.
    file
        Its name, for messages.

    Returns
    -------
    FormCells
        With a fault where rows or columns were moved, so that an answer could belong to another
        question.

    Raises
    ------
    FileRefused
        The hidden sheet is not one that this version of rmkit writes.
    """
    mark = (*grid.form[0], None, None, None, None)[:4]
    if mark[0] != FORM_MARK or not isinstance(mark[3], int | float):
        message = (
            f"{file} has a sheet like rmkit's own, but it is no rmkit form. Send a fresh form."
        )
        raise FileRefused(message)
    if mark[1] != FORM_VERSION:
        message = f"{file} was made by another version of rmkit. Send a fresh form."
        raise FileRefused(message)
    lines = list(_lines(grid.form[1:]))
    header = tuple(
        Heading(i, line.heading, line.code, code=line.code, place=line.place)
        for i, line in enumerate(lines)
    )
    answers = tuple(_cell(grid, line.place) for line in lines)
    moved = [line for line in lines if _words(grid, line.label_place) != plain(line.label)]
    faults = (_rearranged(moved[0], len(moved), file),) if moved else ()
    return FormCells(header, answers, (str(mark[2]), int(mark[3])), faults)


def _lines(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[_Line]:
    for row in rows:
        words = [str(cell or "") for cell in (*row, None, None, None, None, None)[:5]]
        if _ADDRESS.fullmatch(words[1]):
            yield _Line(*words)


def _cell(grid: Grid, address: str) -> Cell:
    found = _ADDRESS.fullmatch(address)
    if not found:
        return None
    column = 0
    for character in found[1]:
        column = column * 26 + ord(character) - 64
    row = grid.rows[int(found[2]) - 1] if int(found[2]) <= len(grid.rows) else ()
    return row[column - 1] if column <= len(row) else None


def _words(grid: Grid, address: str) -> str:
    cell = _cell(grid, address)
    return plain("" if cell is None else str(cell))


def _rearranged(line: _Line, count: int, file: str) -> Fault:
    return Fault(
        f"The form was rearranged: {count} questions are not where they were.",
        fix="Copy the answers into a fresh form.",
        file=file,
        row=int(re.sub(r"\D", "", line.label_place) or 1),
        column=line.heading,
    )
