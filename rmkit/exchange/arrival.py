"""The front door: what a file that comes in is, told by its content, or why it is not read.

In goes a path, or bytes with a name; out comes an `Arrival`: the bytes and the kind of file that
they are. Nothing is parsed here, and nothing is ever unpacked to disk. What is never read
(programs, pickles, pictures, locked files) is refused in one sentence; so is a file whose name says
one thing and whose content another.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rmkit.definitions.discreet import discreet
from rmkit.errors import FileRefused, shown
from rmkit.exchange.form_html_in import is_sheet
from rmkit.exchange.limits import megabytes
from rmkit.exchange.signatures import ARCHIVES, packed_kind, refuse_foreign

__all__ = ["FORM_KINDS", "TABLE_KINDS", "Arrival", "Kind", "content_of", "receive", "told"]

Kind = Literal["csv", "xlsx", "json", "yaml", "ics", "docx", "pdf", "zip", "html"]
TABLE_KINDS: frozenset[Kind] = frozenset(
    {"csv", "xlsx", "json", "yaml", "docx", "pdf", "zip", "html"}
)
"""What can hold answers."""
FORM_KINDS: frozenset[Kind] = frozenset({"xlsx", "docx", "pdf", "json", "html"})
"""What one person fills in; a folder or a ZIP may hold many."""

_ENDINGS: dict[str, Kind] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), "csv"),
    **dict.fromkeys((".xlsx", ".xlsm"), "xlsx"),
    **dict.fromkeys((".yaml", ".yml"), "yaml"),
    **dict.fromkeys((".ics", ".ical", ".ifb"), "ics"),
    **dict.fromkeys((".html", ".htm"), "html"),
    ".json": "json", ".docx": "docx", ".docm": "docx", ".pdf": "pdf", ".zip": "zip",
}  # fmt: skip
_WORDS: dict[Kind, tuple[str, str, str]] = {
    "csv": ("table", "a CSV text table", ".csv"),
    "xlsx": ("workbook", "a workbook", ".xlsx"),
    "json": ("JSON file", "JSON", ".json"),
    "yaml": ("YAML file", "YAML", ".yaml"),
    "ics": ("calendar", "a calendar", ".ics"),
    "docx": ("Word document", "a Word document", ".docx"),
    "pdf": ("PDF document", "a PDF document", ".pdf"),
    "zip": ("ZIP archive", "a ZIP archive", ".zip"),
    "html": ("web form", "a web form of rmkit", ".html"),
}
"""What each kind is called: as its name says, as its content tells, and its usual ending."""
_PICKLE = "Pickle files are never read: opening one can run a program."
_OTHERS = {
    **dict.fromkeys((".pkl", ".pickle", ".joblib", ".pt", ".pth", ".dill"), _PICKLE),
    **dict.fromkeys((".xls", ".xlsb", ".xlt", ".xltx", ".xltm"),
                    "Open it in Excel and save it as .xlsx."),
    ".ods": "Open it in LibreOffice and save it as .xlsx or CSV.",
    ".numbers": "Open it in Numbers and export it as Excel or CSV.",
    ".doc": "Open it in Word and save it as .docx.",
}  # fmt: skip
_PACKED: frozenset[Kind] = frozenset({"xlsx", "docx", "zip"})
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@discreet("file", "kind", "data")
@dataclass(frozen=True)
class Arrival:
    """A file that came in: its name, its bytes, and what it is."""

    file: str
    data: bytes
    kind: Kind


def receive(path: str | Path, *, allowed: Collection[Kind] = tuple(_WORDS)) -> Arrival:
    """Take in a file from disk.

    Parameters
    ----------
    path
        Where it is.
    allowed
        The kinds that are wanted here.

    Raises
    ------
    FileRefused
        It is not there, no ordinary file, empty, too large, or of a kind that is not read.
    """
    path = Path(path)
    data = content_of(path, most=megabytes(_ending(path.name)))
    return told(path.name, data, allowed=allowed)


def content_of(path: Path, *, most: int) -> bytes:
    """Read a file that must be an ordinary one: a pipe or a device would be waited for, for ever.

    Parameters
    ----------
    path
        Where it is; links are followed.
    most
        How many MB it can have.

    Raises
    ------
    FileRefused
        It is not there, no ordinary file, or too large; it was not opened then.
    """
    try:
        there = path.stat()
        if not stat.S_ISREG(there.st_mode):
            message = f"{shown(path.name)} is a folder or a device, not a file."
            raise FileRefused(message)
        _refuse_size(path.name, there.st_size, most)
        return path.read_bytes()
    except FileNotFoundError as error:
        message = f"There is no file {shown(path, limit=200)}."
        raise FileRefused(message) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not the name of a file"
        message = f"{shown(path.name)} cannot be opened ({why}). Is it open in another program?"
        raise FileRefused(message) from error


def told(file: str, data: bytes, *, allowed: Collection[Kind] = tuple(_WORDS)) -> Arrival:
    """Tell what bytes are, and refuse what is not read.

    Parameters
    ----------
    file
        Its name; the ending must agree with the content.
    data
        The whole file.
    allowed
        The kinds that are wanted here.

    Raises
    ------
    FileRefused
        It is empty, too large, something else than its name says, or of a kind that is not read.

    Examples
    --------
    >>> told("busy.ics", b"BEGIN:VCALENDAR").kind
    'ics'
    """
    named = _ending(file)
    if not data:
        message = f"{file} is empty (0 bytes)."
        raise FileRefused(message)
    wanted = _WORDS[named][0]
    kind: Kind = "html"
    if not is_sheet(data):
        refuse_foreign(data, file=file, wanted=wanted)
        kind = _by_content(data, named, file=file, wanted=wanted)
    if kind != named:
        _refuse_another(file, named, kind, data)
    if kind not in allowed:
        message = f"{file} is {_WORDS[kind][1]}, which is not read here. {_EXPORT}"
        raise FileRefused(message)
    _refuse_size(file, len(data), megabytes(kind))
    return Arrival(file, data, kind)


_EXPORT = "Export the answers as CSV or Excel."


def _ending(file: str) -> Kind:
    ending = Path(file).suffix.lower()
    if ending not in _ENDINGS:
        hint = _OTHERS.get(ending, "Save the table as .xlsx or CSV.")
        message = f"{shown(file)} is not a CSV or xlsx table, nor another file that is read. {hint}"
        raise FileRefused(message)
    return _ENDINGS[ending]


def _refuse_size(file: str, size: int, most: int) -> None:
    if size > most * 1_000_000:
        message = f"{file} has {size / 1e6:,.0f} MB; the limit is {most} MB."
        raise FileRefused(message)


def _by_content(data: bytes, named: Kind, *, file: str, wanted: str) -> Kind:
    if data.startswith(ARCHIVES):
        kind = packed_kind(data, file=file, wanted=wanted)
        if kind or named not in _PACKED:
            return kind or "zip"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if named in {"xlsx", "docx", "zip", "pdf"} and not data.startswith(b"PK"):
        return _text_kind(data)
    if data.startswith(b"PK") and named in _PACKED:
        return named  # a list of parts that is broken: whoever opens it says so
    found = _text_kind(data)
    return named if found in {"csv", "yaml"} and named in {"csv", "yaml", "json", "ics"} else found


def _text_kind(data: bytes) -> Kind:
    """Tell calendars and JSON from other text; what is neither counts as a text table."""
    start, end = data[:400], data[-400:]
    for mark in _BOMS:
        start = start.removeprefix(mark)
    start, end = (part.replace(b"\0", b"").strip() for part in (start, end))
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return "ics"
    if re.match(rb"[{\[]\s*[{\[\"}\]]", start) and end.endswith((b"}", b"]")):
        return "json"
    return "csv"


def _refuse_another(file: str, named: Kind, kind: Kind, data: bytes) -> None:
    as_named, (_, is_kind, ending) = _WORDS[named][0], _WORDS[kind]
    if named in {"xlsx", "docx", "pdf", "zip", "html"} and kind == "csv":
        message = f"{file} is named as a {as_named}, but it is not one. {_instead(data)}"
        raise FileRefused(message)
    if named == "csv" and kind == "xlsx":
        message = (
            f"{file} is named as a text table, but it is a workbook. Rename it to end in .xlsx."
        )
        raise FileRefused(message)
    fix = f"If that is meant, rename it to end in {ending}." if kind != "pdf" else _EXPORT
    message = f"{file} is {is_kind}, not a {as_named}. {fix}"
    raise FileRefused(message)


def _instead(data: bytes) -> str:
    start = data[:4096]
    if b"\0" not in start and any(mark in start for mark in b",;\t|"):
        return "It looks like a CSV text table; rename it to end in .csv and read it as that."
    return "Export it again."
