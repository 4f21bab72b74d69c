"""Look at an Office document from outside before anything in it is parsed.

Refused are: what is cut off, what unpacks to far more than it should, whatever declares XML
entities, macros, embedded objects and controls.
"""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from rmkit.errors import FileRefused
from rmkit.exchange.zip_parts import damaged, opened_archive

__all__ = ["check_office"]

_CELLS = ("xl/worksheets/", "xl/sharedStrings")
_KINDS = "[Content_Types].xml"
_ACTING = ("vbaproject", "/embeddings/", "/activex/", "oleobject", "/macrosheets/")
_ACTING_KINDS = (b"macroenabled", b"vbaproject", b"activex", b"oleobject")
_MOST_ELEMENTS = 5_000_000
_FEW = 200_000
"""Styles, relations and the text of a form have no more elements."""
_ENCODINGS = {"utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1"}


def check_office(data: bytes, *, file: str) -> None:
    """Refuse what should not be opened as a workbook or a Word document.

    Raises
    ------
    FileRefused
        In one sentence: what is wrong with it.
    """
    with opened_archive(data, file=file) as archive:
        _refuse_acting(archive, file)
        for part in archive.infolist():
            _check_part(archive, part, file)
            _refuse_many(archive, part, file)


def _refuse_acting(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse what could act when an office program opens it, by the names and kinds of parts."""
    names = archive.namelist()
    kinds = archive.read(_KINDS).replace(b"\0", b"").lower() if _KINDS in names else b""
    named = any(mark in name.lower() for name in names for mark in _ACTING)
    if named or any(mark in kinds for mark in _ACTING_KINDS):
        message = (
            f"{file} holds macros or embedded objects; it was not opened. Save it without them "
            "as .xlsx, or send a fresh form."
        )
        raise FileRefused(message)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> None:
    seen = _opening(archive, part)
    if "doctype" in seen or "encoding" in seen:
        message = (
            f"{file} declares XML entities, a document type or a foreign encoding, which no "
            "office program does; it was not opened."
        )
        raise FileRefused(message)
    if part.filename.endswith((".xml", ".rels")) and "element" not in seen:
        raise damaged(file)


def _refuse_many(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> None:
    """Count the elements of a part before any is built: each takes far more room than its text."""
    if part.file_size < _FEW or not part.filename.endswith((".xml", ".rels")):
        return
    most = _MOST_ELEMENTS if part.filename.startswith(_CELLS) else _FEW
    count = 0
    with archive.open(part) as content:
        while chunk := content.read(1 << 20):
            count += chunk.count(b"<") - chunk.count(b"</")
    if count > most:
        message = f"{file}, part {part.filename}, holds {count:,} elements. Is this the right file?"
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
