"""Read a table that somebody filled: which rows, which headings, written by which tool.

In goes a file of answers of any kind that is read; out come its cells with the headings made
readable. What the columns mean is not asked here, and no answer is judged.
"""

from __future__ import annotations

from pathlib import Path

from rmkit.errors import FileRefused
from rmkit.exchange.answers_file import read_answers_file
from rmkit.exchange.arrival import TABLE_KINDS, Arrival, receive
from rmkit.exchange.csv_table import read_csv
from rmkit.exchange.form_cells import FormCells, read_form_cells
from rmkit.exchange.form_docx_in import read_docx
from rmkit.exchange.form_html_in import answers_in_sheet
from rmkit.exchange.form_pdf_in import read_pdf
from rmkit.exchange.grid import Grid
from rmkit.exchange.layout import shape
from rmkit.exchange.raw_table import RawTable
from rmkit.exchange.xlsx_table import read_xlsx

__all__ = ["RawTable", "read_arrival", "read_table"]


def read_table(
    path: str | Path, *, sheet: str | None = None, encoding: str | None = None
) -> RawTable:
    """Read a file of answers as it stands.

    Parameters
    ----------
    path
        The file: CSV, xlsx, JSON, YAML, or a Word, PDF or web form of ours. Its ending and its
        content must agree.
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
    FaultsFound
        It is no sound JSON or YAML.
    UnknownName
        The workbook has no such sheet.
    """
    return read_arrival(receive(path, allowed=TABLE_KINDS), sheet=sheet, encoding=encoding)


def read_arrival(
    arrival: Arrival, *, sheet: str | None = None, encoding: str | None = None
) -> RawTable:
    """Read a file of answers that has come through the door, as `read_table` does."""
    try:
        return _read(arrival, sheet, encoding)
    except MemoryError as error:
        message = f"{arrival.file} needs more memory than there is. Read it in parts."
        raise FileRefused(message) from error


def _read(arrival: Arrival, sheet: str | None, encoding: str | None) -> RawTable:
    file, data = arrival.file, arrival.data
    if arrival.kind in {"json", "yaml"}:
        return read_answers_file(arrival)
    if arrival.kind == "html":
        return read_answers_file(Arrival(file, answers_in_sheet(data, file=file), "json"))
    if arrival.kind == "docx":
        return read_docx(data, file=file)
    if arrival.kind == "pdf":
        return read_pdf(data, file=file)
    if arrival.kind == "zip":
        message = (
            f"{file} is a ZIP archive, not a table. Unpack it and take the file in it that is "
            "meant; only filled forms of ours are read from a ZIP."
        )
        raise FileRefused(message)
    if arrival.kind == "xlsx":
        grid = read_xlsx(data, file=file, sheet=sheet)
    else:
        grid = read_csv(data, file=file, encoding=encoding)
    if grid.form:
        return _form(read_form_cells(grid, file=file), grid, file)
    return _table(grid, file)


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
