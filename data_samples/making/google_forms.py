"""What Google Forms exports: its own CSV, and the one that comes through Google Sheets.

Both head a grid's columns `Question  [Row]`, with two spaces. Forms itself quotes every cell,
separates several choices by `;` and gives the time zone; Sheets separates by `, ` and writes
dates in the American way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from making.csv_files import write_csv
from making.responses import Response, label, labels
from rmkit.instruments.model import Field, Instrument

__all__ = ["write_google_forms", "write_google_sheets"]

_ZONE = ZoneInfo("Europe/Berlin")


def write_google_forms(path: Path, instrument: Instrument, sent: Sequence[Response]) -> None:
    """Write what "Download responses (.csv)" gives in Google Forms."""
    rows = [
        [
            _forms_time(response.sent),
            *_who(response),
            *(_forms_cell(f, response.answer(f)) for f in instrument.fields),
        ]
        for response in sent
    ]
    write_csv(path, [list(_headings(instrument, sent)), *rows], quote_all=True)


def write_google_sheets(path: Path, instrument: Instrument, sent: Sequence[Response]) -> None:
    """Write what Google Sheets gives for the responses sheet of a form."""
    rows = [
        [
            _sheets_time(response.sent),
            *_who(response),
            *(_sheets_cell(f, response.answer(f)) for f in instrument.fields),
        ]
        for response in sent
    ]
    write_csv(path, [list(_headings(instrument, sent)), *rows], line_end="\r\n")


def _headings(instrument: Instrument, sent: Sequence[Response]) -> Iterator[str]:
    yield "Timestamp"
    if any(response.email for response in sent):
        yield "Email Address"
    for field in instrument.fields:
        row = f"  [{field.row.text.say()}]" if field.row else ""
        yield field.question() + row


def _who(response: Response) -> list[str]:
    return [response.email] if response.email else []


def _forms_time(moment: datetime) -> str:
    half = "AM" if moment.hour < 12 else "PM"
    ahead = moment.replace(tzinfo=_ZONE).utcoffset()
    zone = f"GMT+{ahead.seconds // 3600 if ahead else 0}"
    return f"{moment:%Y/%m/%d} {(moment.hour - 1) % 12 + 1}:{moment:%M:%S} {half} {zone}"


def _sheets_time(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment.year} {moment.hour}:{moment:%M:%S}"


def _forms_cell(field: Field, value: object) -> object:
    if field.kind == "multiple_choice":
        return ";".join(labels(field, value))
    return label(field, value) if field.kind == "choice" and value is not None else value


def _sheets_cell(field: Field, value: object) -> object:
    if field.kind == "multiple_choice":
        return ", ".join(labels(field, value))
    if field.kind == "date" and isinstance(value, str):
        day = date.fromisoformat(value)
        return f"{day.month}/{day.day}/{day.year}"
    return _forms_cell(field, value)
