"""All letters as one Excel table, for those who send by mail merge from Word or Outlook.

One row is one letter: to whom, the subject, every value that was filled in, and the text. Cells
are text and never formulas, whatever people typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.disclosure.audiences import Released, opened
from rmkit.errors import Fault, FaultsFound
from rmkit.exchange.mail import Mail

__all__ = ["Merged", "merge_table"]

_LONGEST_CELL = 32_767
_FIRST = ("letter", "reference", "to", "to_name", "subject")
_LAST = ("body", "attachments")


@discreet("letter")
@dataclass(frozen=True, slots=True)
class Merged:
    """A letter and the values it was filled with; a list of entries is a list of mappings."""

    letter: str
    mail: Mail
    values: Mapping[str, object]


def merge_table(letters: Released[list[Merged]], *, date: datetime) -> bytes:
    """Write all letters as an Excel workbook with one sheet, `letters`.

    Parameters
    ----------
    letters
        Released to the coordinator, who sends them; one row each.
        Their values become columns by name; the parts of the entries of a list
        become `partners_1_name`, `partners_2_name` and so on. A letter that lacks a value has an
        empty cell.
    date
        What the workbook gives as its date.

    Returns
    -------
    bytes
        The `.xlsx` file; the same letters and date give the same bytes.

    Raises
    ------
    NotAllowed
        The letters were not released.
    FaultsFound
        A text is longer than a cell of Excel can hold (32,767 characters).
    """
    rows = [_row(letter) for letter in opened(letters, "coordinator", where="The mail merge")]
    seen = dict.fromkeys(name for row in rows for name in row)
    filled_in = [name for name in seen if name not in (*_FIRST, *_LAST)]
    columns = [*_FIRST, *filled_in, *_LAST]
    faults = [
        Fault(f"has {len(text):,} characters; Excel holds {_LONGEST_CELL:,}.", row=i, column=name)
        for i, row in enumerate(rows, start=2)
        for name, text in row.items()
        if len(text) > _LONGEST_CELL
    ]
    if faults:
        raise FaultsFound(faults, "The table for the mail merge was not written.")
    return _workbook(columns, rows, date)


def _row(letter: Merged) -> dict[str, str]:
    mail = letter.mail
    filled_in = {
        f"{name}_" if name in (*_FIRST, *_LAST) else name: text
        for name, text in _flat(letter.values).items()
    }
    return {
        "letter": letter.letter,
        "reference": mail.reference,
        "to": mail.to.address,
        "to_name": one_line(mail.to.name),
        "subject": one_line(mail.subject),
        **filled_in,
        "body": mail.plain,
        "attachments": ", ".join(one_line(file.name) for file in mail.attachments),
    }


def _flat(values: Mapping[str, object], before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            for number, entry in enumerate(value, start=1):
                flat |= _flat(entry, f"{before}{name}_{number}_")
        else:
            flat[before + name] = "" if value is None else one_line(str(value))
    return flat


def _workbook(columns: Sequence[str], rows: Sequence[Mapping[str, str]], date: datetime) -> bytes:
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Letters for a mail merge", "created": date})
        sheet = book.add_worksheet("letters")
        head = book.add_format({"bold": True, "bottom": 1})
        for at, name in enumerate(columns):
            sheet.write_string(0, at, name, head)
            sheet.set_column(at, at, 40 if name == "body" else 22)
        for number, row in enumerate(rows, start=1):
            for at, name in enumerate(columns):
                if row.get(name):
                    sheet.write_string(number, at, row[name])
        sheet.freeze_panes(1, 0)
    return out.getvalue()
