"""Read a filled PDF form of ours: its fields are named by the keys of the questions.

Only names and values of fields are taken; nothing in the file is executed or fetched. A form with
scripts, actions or attachments is refused, since ours have none.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from rmkit.errors import FileRefused
from rmkit.exchange.form_mark import read_mark
from rmkit.exchange.grid import Cell
from rmkit.exchange.headings import clean
from rmkit.exchange.layout import Heading
from rmkit.exchange.limits import MOST_FIELDS, MOST_PAGES
from rmkit.exchange.raw_table import RawTable
from rmkit.exchange.zip_parts import damaged

__all__ = ["read_pdf"]

_ACTING = frozenset({
    "/AA", "/OpenAction", "/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/EF",
    "/RichMedia", "/SubmitForm", "/ImportData", "/XFA",
})  # fmt: skip
"""Keys and names of what acts. They are looked for as such: somebody may well write "HTML/JS"."""
_ONLY_LOOKS = frozenset({"/AP", "/MK", "/Parent", "/P", "/Contents", "/Resources", "/DR", "/Font"})
_MOST_OBJECTS = 200_000
_BROKEN = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, RecursionError,
    NotImplementedError, OverflowError, EOFError, OSError, zlib.error, struct.error, MemoryError,
)  # fmt: skip
"""What pypdf raises on a broken file, beside its own errors."""


def read_pdf(data: bytes, *, file: str) -> RawTable:
    """Read the bytes of a PDF form that rmkit wrote.

    Raises
    ------
    FileRefused
        It is damaged, locked, hostile, or no form of ours.
    """
    from pypdf.errors import PyPdfError

    with _quiet():
        try:
            subject, fields = _fields(data, file)
        except (PyPdfError, *_BROKEN) as error:
            raise damaged(file) from error
    made_for = read_mark(subject, file=file)
    names = list(fields)
    return RawTable(
        file=file,
        sheet="",
        layout="rmkit_form",
        header=tuple(Heading(i, clean(name), name, code=name) for i, name in enumerate(names)),
        rows=(tuple(fields[name] for name in names),),
        first_row=1,
        instrument=made_for,
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf's remarks on damaged files away from the user."""
    logger, nowhere = logging.getLogger("pypdf"), logging.NullHandler()
    before, logger.propagate = logger.propagate, False
    logger.addHandler(nowhere)
    try:
        yield
    finally:
        logger.removeHandler(nowhere)
        logger.propagate = before


def _fields(data: bytes, file: str) -> tuple[str, dict[str, Cell]]:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        message = f"{file} is locked with a password. Save it without one."
        raise FileRefused(message)
    if len(reader.pages) > MOST_PAGES:
        message = f"{file} has more than {MOST_PAGES} pages. Is this the right file?"
        raise FileRefused(message)
    if acting := _acting(reader.root_object):
        message = (
            f"{file} holds scripts, actions or attachments ({acting}), which our forms never do. "
            "It was not opened; send a fresh form."
        )
        raise FileRefused(message)
    found: Mapping[str, Any] = reader.get_fields() or {}
    if len(found) > MOST_FIELDS:
        message = f"{file} has more than {MOST_FIELDS:,} fields. Is this the right file?"
        raise FileRefused(message)
    about = reader.metadata
    subject = str(about.subject or "") if about else ""
    return subject, {str(name): _value(field) for name, field in found.items()}


def _acting(root: object) -> str:
    """Name what acts in a document: in the document itself, its pages, its fields; "" for nothing.

    What only says how something looks is passed over.
    """
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

    waiting, seen = [root], 0
    known: set[int] = set()
    while waiting and seen < _MOST_OBJECTS:
        it = waiting.pop()
        if isinstance(it, IndirectObject):
            if it.idnum in known:
                continue
            known.add(it.idnum)
            it = it.get_object()
        seen += 1
        if isinstance(it, DictionaryObject):
            if found := _ACTING & it.keys():
                return min(found)
            waiting += [value for key, value in it.items() if key not in _ONLY_LOOKS]
        elif isinstance(it, ArrayObject):
            waiting += list(it)
        elif isinstance(it, NameObject) and it in _ACTING:
            return str(it)
    return "too many parts" if waiting else ""


def _value(field: Mapping[str, Any]) -> Cell:
    value = field.get("/V")
    if value is None:
        return None
    if field.get("/FT") == "/Btn":
        name = str(value).removeprefix("/")
        return None if name in {"Off", ""} else name
    if isinstance(value, list):
        return tuple(map(str, value))
    return str(value) or None
