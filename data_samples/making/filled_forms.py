"""rmkit's own form as people fill it in in a spreadsheet program: one workbook a person."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from making.responses import Response
from rmkit.exchange.form_xlsx import write_form
from rmkit.exchange.xlsx_rules import choices
from rmkit.exchange.xlsx_table import FORM_SHEET
from rmkit.instruments.model import Field, Instrument

__all__ = ["write_filled_forms"]

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_SAVED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def write_filled_forms(folder: Path, instrument: Instrument, sent: Sequence[Response]) -> None:
    """Write one filled form for each response; the file's name says only when it came in."""
    folder.mkdir(exist_ok=True)
    fields = {field.key: field for field in instrument.fields}
    for response in sent:
        path = folder / f"form_{response.number:02}.xlsx"
        write_form(instrument, path)
        book = openpyxl.load_workbook(path, rich_text=True)
        visible = book.worksheets[0]
        for code, place, *_ in book[FORM_SHEET].iter_rows(min_row=2, max_col=2, values_only=True):
            if code in fields and code in response.answers:
                visible[place] = _typed(fields[code], response.answers[code])
        path.write_bytes(_packed(book))


def _typed(field: Field, value: object) -> object:
    """Give what somebody chooses from the list in the cell, or types."""
    if field.kind != "choice":
        return value
    values = [option.value for option in field.options]
    return choices(field, "en")[values.index(value)]


def _packed(book: Workbook) -> bytes:
    """Pack a workbook so that the same content gives the same bytes at any time."""
    saved, packed = BytesIO(), BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            part = _SAVED.sub(rb"\g<1>2026-09-28T08:00:00Z", old.read(name))
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            new.writestr(info, part)
    return packed.getvalue()
