"""What a file is by its first bytes, whatever its name says.

Only the beginning of a file and the list of an archive's parts are looked at; nothing is unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from rmkit.errors import FileRefused
from rmkit.exchange.zip_parts import part_names

__all__ = ["ARCHIVES", "Packed", "packed_kind", "refuse_foreign"]

_EXPORT = "Export the answers as CSV or Excel."
_COPY = "Copy the table in it into a spreadsheet program and save it as .xlsx or CSV."
_EXCEL = "Open it in Excel and save it as .xlsx."
_NEVER = "Programs are never opened."
_UNPACK = "Unpack it and take the file in it that is meant."
_PICKLE = "Pickle files are never read: opening one can run a program."

_OPENINGS: Mapping[tuple[bytes, ...], tuple[str, str]] = {
    (b"\x89PNG\r\n\x1a\n",): ("a picture (PNG)", _EXPORT),
    (b"\xff\xd8\xff",): ("a picture (JPEG)", _EXPORT),
    (b"GIF87a", b"GIF89a"): ("a picture (GIF)", _EXPORT),
    (b"II*\0", b"MM\0*"): ("a picture (TIFF)", _EXPORT),
    (b"OggS\0", b"ID3\3", b"ID3\4", b"fLaC\0", b"\x1aE\xdf\xa3"): ("a sound or a film", _EXPORT),
    (b"SQLite format 3\0",): ("a database (SQLite)", _EXPORT),
    (b"MZ\x90", b"MZ\0", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe",
     b"\xca\xfe\xba\xbe", b"\0asm", b"L\0\0\0\1\x14\2\0", b"#!/"): ("a program", _NEVER),
    (b"\x1f\x8b", b"BZh91AY&SY", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07",
     b"\x28\xb5\x2f\xfd", b"MSCF\0", b"\x04\x22\x4d\x18"): ("a packed archive", _UNPACK),
    (b"{\\rtf",): ("a text document (RTF)", _COPY),
    (b"%!PS",): ("a printer file (PostScript)", _EXPORT),
    (b"PAR1\x15", b"ARROW1\0", b"\x89HDF", b"$FL2@", b"$FL3@", b"<stata_dta>", b"RDX2\n",
     b"RDX3\n", b"\x93NUMPY"):
        ("a data file of another program", _EXPORT),
    (b"BEGIN:VCARD",): ("an address card (vCard)", _EXPORT),
    (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"): ("a pickle file", _PICKLE),
}  # fmt: skip
_OLD_PICKLE = re.compile(rb"(\(+|\]|\}|l|d)*(c[\w.]+\n[\w.]+\n|\(dp\d+\n|\(lp\d+\n)")
_PICKLE_END = re.compile(rb"\n[\w(\]})]{0,6}\.\s*\Z")
_WEB_PAGE = re.compile(
    rb"\s*(<!--.*?-->\s*)?<(!doctype\s+html|html|head|body|table|meta|script|svg|div)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<\?xml\s", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"
_PART = re.compile(rb"PK\x03\x04.{26}(xl|word)/", re.DOTALL)
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = "[Content_Types].xml"
_FOLDERS = {"xl/": "xlsx", "word/": "docx", "ppt/": "pptx"}
Packed = Literal["xlsx", "docx", "zip"]


def refuse_foreign(data: bytes, *, file: str, wanted: str) -> None:
    """Refuse what is known to be something that is never read, whatever its name says.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name, for the message.
    wanted
        What its name says it is: a table, a workbook, a form.

    Raises
    ------
    FileRefused
        It is a picture, a program, a pickle, a database, a document or an archive of a kind that
        is not read; the sentence says which.
    """
    if data.startswith(_OLE):
        what = "is an old Office file (.xls, .doc) or is locked with a password"
        message = f"{file} {what}. Open it and save it as .xlsx (or .docx) without a password."
        raise FileRefused(message)
    if found := _known(data):
        what, fix = found
        message = f"{file} is {what}, not a {wanted}. {fix}"
        raise FileRefused(message)


def _known(data: bytes) -> tuple[str, str] | None:
    for openings, told in _OPENINGS.items():
        if data.startswith(openings):
            return told
    start = data[:2_000].removeprefix(b"\xef\xbb\xbf")
    if data[:2] == b"BM" and b"\0" in data[2:14]:
        return "a picture (BMP)", _EXPORT
    if data[:4] == b"RIFF" and data[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        return "a picture, a sound or a film", _EXPORT
    if data[4:8] == b"ftyp":
        return "a film or a picture", _EXPORT
    if data[257:262] == b"ustar":
        return "a packed archive", _UNPACK
    if _OLD_PICKLE.match(start) and _PICKLE_END.search(data[-40:]):
        return "a pickle file", _PICKLE
    if _WEB_PAGE.match(start.replace(b"\0", b"").lstrip(b"\xff\xfe")):
        return (
            "a web page (HTML)",
            "It looks like a web page; open it in Excel and save it as .xlsx.",
        )
    return ("an XML file", _EXCEL) if _XML.match(start) else None


def packed_kind(data: bytes, *, file: str, wanted: str) -> Packed | None:
    """Say what an archive is by the names of its parts; None where they do not tell.

    Raises
    ------
    FileRefused
        It is a document of a kind that is not read, or a program.
    """
    names = part_names(data)
    if names is None:  # whoever opens it tells what is wrong with it
        part = _PART.search(data)
        return None if part is None else "xlsx" if part[1] == b"xl" else "docx"
    first = {name.partition("/")[0] + "/" for name in names}
    found = next((kind for folder, kind in _FOLDERS.items() if folder in first), "")
    if found == "pptx":
        message = f"{file} is a PowerPoint presentation, not a {wanted}. {_COPY}"
        raise FileRefused(message)
    if "META-INF/" in first and "mimetype" in names:
        message = (
            f"{file} is a document of LibreOffice or a book, not a {wanted}. Save it as .xlsx."
        )
        raise FileRefused(message)
    if "META-INF/" in first or "AndroidManifest.xml" in names:
        message = f"{file} is a program, not a {wanted}. {_NEVER}"
        raise FileRefused(message)
    if found == "xlsx":
        return "xlsx"
    if found == "docx":
        return "docx"
    return "xlsx" if _OFFICE in names else "zip"
