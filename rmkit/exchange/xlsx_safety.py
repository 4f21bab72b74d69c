"""Look at a workbook from outside before anything in it is unpacked or parsed.

Refused are: what is no workbook, what is cut off, what unpacks to far more than it should, and
whatever declares XML entities.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

from rmkit.errors import FileRefused
from rmkit.exchange.grid import MOST_MEGABYTES
from rmkit.exchange.signatures import refuse_foreign

__all__ = ["check_workbook"]

_MOST_UNPACKED = MOST_MEGABYTES * 1_000_000
_MOST_RATIO = 100
_SMALL = 1_000_000
"""Below this size a high ratio is harmless, and common in sheets that repeat themselves."""
_ENCODINGS = {"utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def check_workbook(data: bytes, *, file: str) -> None:
    """Refuse what should not be opened as a workbook.

    Raises
    ------
    FileRefused
        In one sentence: what it is instead, or what is wrong with it.
    """
    if data.startswith(_OLD_OFFICE):
        message = (
            f"{file} is an old Excel file (.xls) or is locked with a password. Open it in Excel "
            "and save it as .xlsx without a password."
        )
        raise FileRefused(message)
    refuse_foreign(data, file=file, wanted="workbook")
    if not data.startswith(b"PK"):
        message = f"{file} is named as a workbook, but it is not one. {_instead(data)}"
        raise FileRefused(message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive, file, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        message = f"{file} is cut off or damaged. Download or copy it again."
        raise FileRefused(message) from error


def _instead(data: bytes) -> str:
    start = data[:4096]
    if start.lstrip()[:1] == b"<":
        return "It looks like a web page; open it in Excel and save it as .xlsx."
    if b"\0" not in start and any(mark in start for mark in b",;\t|"):
        return "It looks like a CSV text table; rename it to end in .csv and read it as that."
    return "Export it again."


def _check_archive(archive: zipfile.ZipFile, file: str, packed: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MOST_UNPACKED or (unpacked > _SMALL and unpacked > packed * _MOST_RATIO):
        message = (
            f"{file} unpacks to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB; the limit is "
            f"{MOST_MEGABYTES} MB and {_MOST_RATIO} times its size. It was not opened."
        )
        raise FileRefused(message)
    for part in parts:
        if part.flag_bits & 1:
            message = f"{file} is locked with a password. Save it without one."
            raise FileRefused(message)
        seen = _opening(archive, part)
        if "doctype" in seen or "encoding" in seen:
            message = (
                f"{file} declares XML entities, a document type or a foreign encoding, which no "
                "spreadsheet program does; it was not opened."
            )
            raise FileRefused(message)
        if part.filename.endswith((".xml", ".rels")) and "element" not in seen:
            message = f"{file} is cut off or damaged. Download or copy it again."
            raise FileRefused(message)


def _opening(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> set[str]:
    """Parse one part up to its first element; a document type can only stand before it."""
    seen: set[str] = set()

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            seen.add("encoding")

    parser = expat.ParserCreate()
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = lambda *_: seen.add("doctype")
    parser.StartElementHandler = lambda *_: seen.add("element")
    with archive.open(part) as content:
        while not seen and (chunk := content.read(8192)):
            try:
                parser.Parse(chunk, False)
            except (LookupError, ValueError):  # an encoding that expat does not know
                seen.add("encoding")
            except expat.ExpatError:
                break
    return seen
