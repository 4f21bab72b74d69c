"""What a survey tool set to a continental European country exports.

Semicolons between cells, a byte order mark, CRLF line ends, decimal commas, dates with points.
Levels are the numbers of the scale, other choices their words; several choices stand one a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from making.csv_files import write_csv
from making.responses import Response, label, labels
from rmkit.instruments.model import Field, Instrument

__all__ = ["write_european"]


def write_european(path: Path, instrument: Instrument, sent: Sequence[Response]) -> None:
    """Write the answers as such a tool does."""
    heading = ["Completion time", *(field.heading() for field in instrument.fields)]
    rows = [
        [f"{r.sent:%d.%m.%Y %H:%M:%S}", *(_cell(f, r.answer(f)) for f in instrument.fields)]
        for r in sent
    ]
    table = [heading, *rows]
    write_csv(path, table, delimiter=";", line_end="\r\n", byte_order_mark=True)


def _cell(field: Field, value: object) -> object:
    if field.kind == "multiple_choice":
        return "\n".join(labels(field, value))
    if field.kind == "choice" and value is not None:
        return value if field.is_rating else label(field, value)
    if field.kind == "date" and isinstance(value, str):
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    return str(value).replace(".", ",") if isinstance(value, float) else value
