"""What Microsoft Forms exports: an Excel table with its own five columns first.

A Likert question's columns carry the statement alone. The columns of an Excel table must have
different names, so where two Likert questions share a statement the second gets a 2 at the end.
Several choices are written `A;B;`. A hidden sheet holds the form's number. Who answers a form
that is open to all is `anonymous` to Forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from making.responses import Response, label, labels
from making.workbooks import workbook
from rmkit.instruments.model import Field, Instrument

__all__ = ["write_microsoft_forms"]

_OWN = ("ID", "Start time", "Completion time", "Email", "Name")
_EXPLAINED = "Forms heads both Likert questions with the same words; the second has a 2 at the end."
_HIDDEN = "_0123456789ABCDEF0123456789AB"


def write_microsoft_forms(path: Path, instrument: Instrument, sent: Sequence[Response]) -> None:
    """Write what "Open results in Excel" gives in Microsoft Forms."""
    heading = list(_headings(instrument))
    rows = [list(_row(instrument, response)) for response in sent]
    with workbook(path) as book:
        sheet = book.add_worksheet("Form1")
        hidden = book.add_worksheet(_HIDDEN)
        hidden.write_string(0, 0, "SampleFormOfTheHarbourThatDoesNotExist")
        hidden.very_hidden()
        book.define_name(f"{_HIDDEN}ResponseSheet", '="Form1"')
        sheet.add_table(
            0, 0, len(rows), len(heading) - 1,
            {"columns": [{"header": text} for text in heading], "name": "Table1"},
        )  # fmt: skip
        moment = book.add_format({"num_format": "m/d/yy h:mm:ss"})
        day = book.add_format({"num_format": "m/d/yyyy"})
        for i, row in enumerate(rows, start=1):
            for j, cell in enumerate(row):
                _write(sheet, i, j, cell, moment if j < len(_OWN) else day)
    _write_mapping(path, instrument, heading)


def _headings(instrument: Instrument) -> Iterator[str]:
    """Head the columns: Forms' own, then the questions, each with a name of its own."""
    count: Counter[str] = Counter()
    texts = [field.row.text.say() if field.row else field.question() for field in instrument.fields]
    for text in (*_OWN, *texts):
        count[text] += 1
        yield text if count[text] == 1 else f"{text}{count[text]}"


def _write_mapping(table: Path, instrument: Instrument, heading: Sequence[str]) -> None:
    """Say which statement belongs to which question, as a facilitator must where two share one."""
    lines = [
        f'  "{text}": {field.key}\n'
        for text, field in zip(heading[len(_OWN) :], instrument.fields, strict=True)
        if field.is_rating
    ]
    text = f"# {_EXPLAINED}\ncolumns:\n{''.join(lines)}"
    table.with_suffix(".mapping.yaml").write_text(text, encoding="utf-8", newline="\n")


def _row(instrument: Instrument, response: Response) -> Iterator[object]:
    yield from (
        response.number, response.started, response.sent, response.email or "anonymous", None
    )  # fmt: skip
    for field in instrument.fields:
        yield _cell(field, response.answer(field))


def _cell(field: Field, value: object) -> object:
    if field.kind == "multiple_choice":
        return "".join(f"{word};" for word in labels(field, value)) or None
    if field.kind == "choice" and value is not None:
        return label(field, value)
    return date.fromisoformat(value) if field.kind == "date" and isinstance(value, str) else value


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, i: int, j: int, cell: object, date_format: object
) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(i, j, cell, date_format)
    elif isinstance(cell, int | float):
        sheet.write_number(i, j, cell)
    elif cell is not None:
        sheet.write_string(i, j, str(cell))
