"""What a file is by its first bytes, where its name says that it is a table and it is none.

Only the list of an archive's parts is looked at; nothing is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from rmkit.errors import FileRefused

__all__ = ["refuse_foreign"]

_EXPORT = "Export the answers as CSV or Excel."
_UNPACK = "Unpack it and take the CSV or xlsx file in it."
_COPY = "Copy the table in it into a spreadsheet program and save it as .xlsx or CSV."
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", _EXPORT),
    (b"\xff\xd8\xff", "a picture (JPEG)", _EXPORT),
    (b"GIF87a", "a picture (GIF)", _EXPORT),
    (b"GIF89a", "a picture (GIF)", _EXPORT),
    (b"%PDF-", "a PDF document", _EXPORT),
    (b"SQLite format 3\0", "a database (SQLite)", _EXPORT),
)
_PARTS = (
    ("word/", "a Word document", _COPY),
    ("ppt/", "a PowerPoint presentation", _COPY),
)
"""By which part an archive of Office is known; all of them list their parts in the same place."""
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = "[Content_Types].xml"


def refuse_foreign(data: bytes, *, file: str, wanted: Literal["table", "workbook"]) -> None:
    """Refuse what is known to be something else, whatever its name says.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name, for the message.
    wanted
        What its name says it is.

    Raises
    ------
    FileRefused
        It is a picture, a PDF, a database, a document or an archive; the sentence says which.
    """
    kinds = (kind for magic, *kind in _SIGNATURES if data.startswith(magic))
    found = next(kinds, None) or (_in_archive(data) if data.startswith(_ARCHIVES) else None)
    if found:
        what, fix = found
        message = f"{file} is {what}, not a {wanted}. {fix}"
        raise FileRefused(message)


def _in_archive(data: bytes) -> list[str] | None:
    """Say what an archive is; None for a workbook and for what cannot be told."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError):
        return None
    if any(name.startswith("xl/") for name in names):
        return None
    for start, *kind in _PARTS:
        if any(name.startswith(start) for name in names):
            return kind
    if _OFFICE in names:
        return None
    return ["a ZIP archive", _UNPACK]
