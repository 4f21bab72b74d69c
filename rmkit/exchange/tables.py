"""Read a table that somebody filled: which rows, which headings, written by which tool.

In goes a CSV or xlsx file; out comes its cells with the headings made readable. What the columns
mean is not asked here, and no answer is judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rmkit.errors import Fault, FileRefused
from rmkit.exchange.csv_table import read_csv
from rmkit.exchange.form_cells import FormCells, read_form_cells
from rmkit.exchange.grid import MOST_MEGABYTES, Cell, Grid
from rmkit.exchange.layout import Heading, shape
from rmkit.exchange.signatures import refuse_foreign
from rmkit.exchange.tool_columns import Layout
from rmkit.exchange.xlsx_table import read_xlsx

__all__ = ["TABLE_ENDINGS", "RawTable", "read_table"]

_TEXT = {".csv", ".tsv", ".tab", ".txt"}
_WORKBOOK = {".xlsx", ".xlsm"}
TABLE_ENDINGS = frozenset(_TEXT | _WORKBOOK)
_OTHERS = {
    ".xls": "Open it in Excel and save it as .xlsx.",
    ".xlsb": "Open it in Excel and save it as .xlsx.",
    ".ods": "Open it in LibreOffice and save it as .xlsx or CSV.",
    ".numbers": "Open it in Numbers and export it as Excel or CSV.",
    ".json": "Export the answers as CSV or Excel.",
    ".yaml": "A mapping file goes with a table; answers come as CSV or Excel.",
    ".yml": "A mapping file goes with a table; answers come as CSV or Excel.",
    ".sav": "Export the answers as CSV or Excel.",
    ".pdf": "Export the answers as CSV or Excel.",
    ".docx": "Export the answers as CSV or Excel.",
    ".zip": "Unpack it and take the CSV or xlsx file in it.",
    ".pkl": "Pickle files are never read: opening one can run a program.",
    ".pickle": "Pickle files are never read: opening one can run a program.",
}


@dataclass(frozen=True)
class RawTable:
    """What stands in a file, before it is matched to a questionnaire.

    `rows` are as wide as `header`; a blank row is a row of None, so that the row with index *i* is
    row `first_row + i` of the user's program. `instrument` names the questionnaire and version
    that a form of ours was made from. `faults` are those of the file itself.
    """

    file: str
    sheet: str
    layout: Layout
    header: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    first_row: int
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    instrument: tuple[str, int] | None = None

    @property
    def filled(self) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
        """The rows that hold anything, each with its number."""
        numbered = enumerate(self.rows, start=self.first_row)
        return tuple((number, row) for number, row in numbered if any(map(_is_filled, row)))


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def read_table(
    path: str | Path, *, sheet: str | None = None, encoding: str | None = None
) -> RawTable:
    """Read a CSV or xlsx file as it stands.

    Parameters
    ----------
    path
        The file. Its ending says what it is; its content must agree.
    sheet
        For a workbook: the sheet to read. Left out, the only visible one with answers is taken.
    encoding
        For a text table: its encoding, where it cannot be told.

    Returns
    -------
    RawTable
        Text is kept to the letter, `N/A` and the like included; only empty cells are None.

    Raises
    ------
    FileRefused
        It is not there, no table, empty, damaged, hostile or too large; the sentence says which.
    UnknownName
        The workbook has no such sheet.
    """
    path = Path(path)
    data = _bytes(path)
    if path.suffix.lower() in _WORKBOOK:
        grid = read_xlsx(data, file=path.name, sheet=sheet)
    else:
        refuse_foreign(data, file=path.name, wanted="table")
        _refuse_workbook(data, path.name)
        grid = read_csv(data, file=path.name, encoding=encoding)
    if grid.form:
        return _form(read_form_cells(grid, file=path.name), grid, path.name)
    return _table(grid, path.name)


def _bytes(path: Path) -> bytes:
    ending = path.suffix.lower()
    if ending not in TABLE_ENDINGS:
        hint = _OTHERS.get(ending, "Save the table as .xlsx or CSV.")
        message = f"{path.name} is not a CSV or xlsx table. {hint}"
        raise FileRefused(message)
    try:
        size = path.stat().st_size
        if size > MOST_MEGABYTES * 1_000_000:
            message = f"{path.name} has {size / 1e6:,.0f} MB; the limit is {MOST_MEGABYTES} MB."
            raise FileRefused(message)
        data = path.read_bytes()
    except FileNotFoundError as error:
        message = f"There is no file {path}."
        raise FileRefused(message) from error
    except OSError as error:
        message = f"{path.name} cannot be opened ({error.strerror}). Is it open in another program?"
        raise FileRefused(message) from error
    if not data:
        message = f"{path.name} is empty (0 bytes)."
        raise FileRefused(message)
    return data


def _refuse_workbook(data: bytes, file: str) -> None:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        message = (
            f"{file} is named as a text table, but it is a workbook. Rename it to end in .xlsx."
        )
        raise FileRefused(message)
    if data.startswith((b"\x80\x04", b"\x80\x05")):
        message = f"{file} is not a text table. Export the answers as CSV or Excel."
        raise FileRefused(message)


def _table(grid: Grid, file: str) -> RawTable:
    start = next((i for i, row in enumerate(grid.rows) if row), None)
    if start is None:
        message = f"{file} is empty: no cell of it is filled."
        raise FileRefused(message)
    shaped = shape(grid.rows[start:])
    width = len(shaped.header)
    below = grid.rows[start + shaped.rows_taken :]
    return RawTable(
        file=file,
        sheet=grid.sheet,
        layout=shaped.layout,
        header=shaped.header,
        rows=tuple(row + (None,) * (width - len(row)) for row in below),
        first_row=start + shaped.rows_taken + 1,
        notes=grid.notes,
        faults=grid.faults,
    )


def _form(form: FormCells, grid: Grid, file: str) -> RawTable:
    return RawTable(
        file=file,
        sheet=grid.sheet,
        layout="rmkit_form",
        header=form.header,
        rows=(form.answers,),
        first_row=1,
        notes=grid.notes,
        faults=form.faults,
        instrument=form.instrument,
    )
