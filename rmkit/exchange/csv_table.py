"""Read a text table: which separator, which encoding, how many cells in each row.

The separator is the one that cuts the whole file most evenly. Text is kept to the letter: nothing
is taken for a number, a date or a missing value here.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FileRefused
from rmkit.exchange.csv_encoding import decode
from rmkit.exchange.grid import MOST_CELLS, MOST_ROWS, Cell, Grid, check_size, trimmed

__all__ = ["read_csv"]

_SEPARATORS = {"\t": "TAB", "|": "|", ";": ";", ",": ","}
"""The rarer a mark is in prose, the earlier it stands: it wins where two cut equally well."""
_MOST_LINES = 10 * MOST_ROWS
"""An answer may have several lines."""
_NOTHING = ' \t\r\n,;|"'
_END = "\x1frmkit: end of the table\x1f"


@discreet("rows")
@dataclass(frozen=True)
class _Cut:
    """The file cut by one separator."""

    separator: str
    rows: list[list[str]]

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows[:1]), default=0)

    @property
    def evenness(self) -> float:
        """The share of rows that are as wide as the heading."""
        widths = Counter(len(row) for row in self.rows[1:] if any(row))
        return widths[self.width] / max(1, widths.total())


def read_csv(data: bytes, *, file: str, encoding: str | None = None) -> Grid:
    """Read the bytes of a text table.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name, for messages.
    encoding
        The encoding, where the user knows it.

    Returns
    -------
    Grid
        Every row in the order of the file; empty cells are None, all others text.

    Raises
    ------
    FileRefused
        It is empty or no text, its encoding cannot be told, a quotation mark is never closed, or
        it is larger than the limits.
    """
    text, name = decode(data, file=file, encoding=encoding)
    if "\0" in text:
        message = f"{file} is not a text table; it holds zero bytes. Export it again as CSV."
        raise FileRefused(message)
    if not text.strip(_NOTHING):
        message = f"{file} is empty."
        raise FileRefused(message)
    separator, text = _told_separator(text)
    cut = _cut(text, separator, file) if separator else _most_even(text, file)
    notes = [_about_separator(cut, told=bool(separator))]
    notes += [f"Encoding is {name}."] if name not in {"UTF-8"} else []
    return _grid(cut, file, notes)


def _told_separator(text: str) -> tuple[str, str]:
    """Take the separator from a first line `sep=;`, which Excel writes and hides."""
    line = re.match(r"sep=(.)\r?\n", text)
    return (line[1], text[line.end() :]) if line else ("", text)


def _most_even(text: str, file: str) -> _Cut:
    best, refused = None, None
    for mark in (mark for mark in _SEPARATORS if mark in text):
        try:
            cut = _cut(text, mark, file)
        except FileRefused as error:  # quotation marks tell that this is not the separator
            refused = refused or error
            continue
        if cut.width > 1 and (best is None or _merit(cut) > _merit(best)):
            best = cut
    if refused and best is None:
        raise refused
    return best or _cut(text, ",", file)


def _merit(cut: _Cut) -> tuple[float, int]:
    return cut.evenness, cut.width


def _about_separator(cut: _Cut, *, told: bool) -> str:
    if cut.width <= 1 and not told:
        return "There is one column only; no separator was found."
    how = "named in the file" if told else "detected"
    return f"Separator is {_SEPARATORS.get(cut.separator, cut.separator)} ({how})."


def _cut(text: str, separator: str, file: str) -> _Cut:
    _refuse_many(text, separator, file)
    lines = chain(io.StringIO(text, newline=""), ("\n", f"{_END}\n"))
    reader = csv.reader(lines, delimiter=separator, strict=False)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        message = (
            f"{file} cannot be read from row {len(rows) + 1} on ({error}). Is a quotation mark "
            "opened there and never closed?"
        )
        raise FileRefused(message) from error
    if rows.pop() != [_END]:
        message = f"{file}, row {len(rows) + 1}: a quotation mark is opened and never closed."
        raise FileRefused(message)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return _Cut(separator, rows)


def _refuse_many(text: str, separator: str, file: str) -> None:
    """Count before anything is cut: separators or line ends alone would fill the memory."""
    lines = text.count("\n") + text.count("\r")
    if lines > _MOST_LINES:
        message = f"{file} has more than {MOST_ROWS:,} rows. Is this the right file?"
        raise FileRefused(message)
    if text.count(separator) + lines > MOST_CELLS:
        message = f"{file} has more than {MOST_CELLS:,} cells. Is this the right file?"
        raise FileRefused(message)


def _grid(cut: _Cut, file: str, notes: list[str]) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    faults, short, cells = [], [], 0
    for number, cut_row in enumerate(cut.rows, start=1):
        row = trimmed([cell or None for cell in cut_row])
        check_size(row, number, file=file)
        cells += len(cut_row)
        if cells > MOST_CELLS:
            message = f"{file} has more than {MOST_CELLS:,} cells. Is this the right file?"
            raise FileRefused(message)
        if len(row) > cut.width:
            faults.append(_too_wide(file, number, len(row), cut.width))
        if cut_row and len(cut_row) < cut.width:
            short.append(number)
        rows.append(row)
    if short:
        notes.append(
            f"{len(short)} rows are shorter than the heading (first: row {short[0]}); "
            "what is not there counts as blank."
        )
    return Grid(tuple(rows), notes=tuple(notes), faults=tuple(faults))


def _too_wide(file: str, row: int, found: int, width: int) -> Fault:
    return Fault(
        f"{found} cells were found where the heading has {width}.",
        fix="Is a quotation mark missing around a text that holds the separator?",
        file=file,
        row=row,
    )
