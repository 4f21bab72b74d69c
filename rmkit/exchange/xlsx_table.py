"""Read one sheet of a workbook: the visible one, formulas as text, errors and dates as such.

Formulas are never computed and never trusted to have been; what stands in the cell as a formula
comes back as text. Hidden sheets are ignored unless they are asked for by name.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from rmkit.errors import Fault, FileRefused, UnknownName, shown
from rmkit.exchange.grid import MOST_CELLS, MOST_ROWS, Cell, Grid, check_size, trimmed
from rmkit.exchange.headings import letter
from rmkit.exchange.limits import MOST_CHARACTERS
from rmkit.exchange.xlsx_safety import check_office

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

__all__ = ["FORM_SHEET", "read_xlsx"]

FORM_SHEET = "rmkit"
"""The hidden sheet by which a form of ours is known; it says which cell answers what."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, OSError, KeyError, ValueError, TypeError,
    AttributeError, IndexError, OverflowError,
)  # fmt: skip
"""What openpyxl raises on a broken workbook; errors of XML parsers are SyntaxErrors."""
_LAST_ROW = 1_048_576


def read_xlsx(data: bytes, *, file: str, sheet: str | None = None) -> Grid:
    """Read the bytes of a workbook.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name, for messages.
    sheet
        The sheet to read, hidden or not; None takes the only visible one that has answers.

    Returns
    -------
    Grid
        Every row of that sheet. Formulas are text, error cells their text (`#N/A`).

    Raises
    ------
    FileRefused
        It is no sound workbook, or several sheets could be meant.
    UnknownName
        There is no sheet of that name.
    """
    check_office(data, file=file)
    _require_defused_xml()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it leaves out
        try:
            return _read(data, file, sheet)
        except _BROKEN as error:
            message = (
                f"{file} cannot be read as a workbook; something in it is broken. Open it in a "
                "spreadsheet program and save it again as .xlsx."
            )
            raise FileRefused(message) from error


def _require_defused_xml() -> None:
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        message = (
            "Workbooks are read only with the library defusedxml, which guards against hostile "
            "files. Install it, and leave OPENPYXL_DEFUSEDXML unset."
        )
        raise FileRefused(message)


def _read(data: bytes, file: str, sheet: str | None) -> Grid:
    import openpyxl

    text = _Text(file)
    with closing(openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)) as book:
        states = {s.title: s.sheet_state for s in book.worksheets}
        visible = [title for title, state in states.items() if state == "visible"]
        if FORM_SHEET in states and FORM_SHEET not in visible and visible and sheet is None:
            form = _rows(book, FORM_SHEET, file, text)
            return Grid(_rows(book, visible[0], file, text).rows, visible[0], form=form.rows)
        if sheet is not None:
            if sheet not in states:
                raise UnknownName(kind=f"sheet in {file}", name=sheet, known=states)
            return _rows(book, sheet, file, text)
        read = [_rows(book, title, file, text) for title in visible or states]
        grid = _the_only_one([g for g in read if g.rows], file)
        notes = _about_sheets(grid.sheet, states)
        faults = () if visible else (_all_hidden(grid.sheet, file),)
        return Grid(grid.rows, grid.sheet, (*notes, *grid.notes), faults)


def _the_only_one(grids: list[Grid], file: str) -> Grid:
    if not grids:
        message = f"{file} is empty: none of its sheets has a filled cell."
        raise FileRefused(message)
    answered = [grid for grid in grids if len(grid.rows) > 1] or grids
    if len(answered) > 1:
        names = ", ".join(f'"{shown(grid.sheet)}"' for grid in answered)
        message = (
            f"{file} has {len(answered)} sheets with rows: {names}. Say which one to read "
            "(`sheet:` in the mapping file, or the argument sheet)."
        )
        raise FileRefused(message, setting="sheet", choices=[grid.sheet for grid in answered])
    return answered[0]


def _about_sheets(taken: str, states: Mapping[str, str]) -> Iterator[str]:
    hidden = sum(state != "visible" for title, state in states.items() if title != taken)
    if len(states) > 1:
        also = "; hidden sheets are ignored" if hidden else ""
        yield f'Sheet "{shown(taken)}" was read{also}.'


def _all_hidden(title: str, file: str) -> Fault:
    return Fault(
        f'All sheets are hidden; sheet "{shown(title)}" was read.',
        fix=f'If that is right, say so: `sheet: "{shown(title)}"` in the mapping file. '
        "Else show the right sheet and save.",
        file=file,
        kind="sheet",
    )


class _Text:
    """Counts the text of all sheets: one shared text can stand in any number of cells."""

    def __init__(self, file: str) -> None:
        self._file, self._characters = file, 0

    def count(self, row: Sequence[object]) -> None:
        self._characters += sum(len(cell) for cell in row if isinstance(cell, str))
        if self._characters > MOST_CHARACTERS:
            message = (
                f"{self._file} holds more than {MOST_CHARACTERS:,} characters in its cells. Is "
                "this the right file?"
            )
            raise FileRefused(message)


def _rows(book: Workbook, title: str, file: str, text: _Text) -> Grid:
    """Read every row of a sheet, those without a cell included, up to the last filled one."""
    sheet = book[title]
    sheet.reset_dimensions()  # the size that a file states can be wrong
    rows: list[tuple[Cell, ...]] = []
    formulas: list[str] = []
    cells = blank = 0
    for number, cells_of_row in enumerate(sheet.iter_rows(), start=1):
        cells += len(cells_of_row)
        if number > _LAST_ROW or cells > MOST_CELLS:
            message = f"{file} has more than {MOST_ROWS:,} rows of cells. Is this the right file?"
            raise FileRefused(message)
        values = [cell.value for cell in cells_of_row]
        text.count(values)
        row = trimmed([_cell(value) for value in values])
        if not row:
            blank += 1
            continue
        check_size(row, number, file=file)
        rows += [()] * blank
        blank = 0
        rows.append(row)
        formulas += [
            f"{letter(i)}{number}" for i, c in enumerate(cells_of_row) if c.data_type == "f"
        ]
    return Grid(tuple(rows), title, tuple(_about_formulas(formulas)))


def _about_formulas(cells: list[str]) -> Iterator[str]:
    if cells:
        listed = ", ".join(cells[:5]) + (" ..." if len(cells) > 5 else "")
        yield (
            f"Formulas are kept as text, not computed: {len(cells)} ({listed}). "
            "Where a result is meant, paste it as a value."
        )


def _cell(value: object) -> Cell:
    match value:
        case None | bool() | int() | float() | datetime():
            return value
        case str():
            return re.sub(r"_x000D_(?=\n|$)", "", value) or None
        case date():
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as in the sheet
        case time() | timedelta():
            return str(value)
        case _:
            return str(getattr(value, "text", None) or "=")
