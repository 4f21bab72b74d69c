"""Read a filled Word form of ours: its tables hold questions and answers.

Only the text of the tables is taken. A document with macros, embedded objects or parts that would
be fetched from elsewhere is refused; links in the text are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError  # the error alone: defusedxml parses

from rmkit.errors import Fault, FileRefused
from rmkit.exchange.form_cells_docx import Answered, DocxCell, read_table
from rmkit.exchange.form_mark import read_mark
from rmkit.exchange.form_table_docx import MARKED
from rmkit.exchange.headings import clean
from rmkit.exchange.layout import Heading
from rmkit.exchange.limits import DEEPEST_WORD
from rmkit.exchange.raw_table import RawTable
from rmkit.exchange.xlsx_safety import check_office
from rmkit.exchange.zip_parts import damaged, opened_archive

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_docx"]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SUBJECT = "{http://purl.org/dc/elements/1.1/}subject"
_BODY, _ABOUT, _LINKS = "word/document.xml", "docProps/core.xml", ".rels"
_NESTING = tuple(f"{_WORD}{name}" for name in ("tbl", "tr", "tc", "p"))
_HARMLESS = "/hyperlink"


def read_docx(data: bytes, *, file: str) -> RawTable:
    """Read the bytes of a Word form that rmkit wrote.

    Raises
    ------
    FileRefused
        It is damaged, hostile, or no form of ours.
    """
    check_office(data, file=file)
    with opened_archive(data, file=file) as archive:
        names = archive.namelist()
        for name in names:
            if name.endswith(_LINKS):
                _refuse_outside(_parsed(archive.read(name), file), file)
        if _BODY not in names or _ABOUT not in names:
            message = f"{file} is no rmkit form. Send a fresh form."
            raise FileRefused(message)
        about = _parsed(archive.read(_ABOUT), file).find(_SUBJECT)
        made_for = read_mark(about.text if about is not None else "", file=file)
        body = _parsed(archive.read(_BODY), file)
    _refuse_nested(body, file)
    answered: list[Answered] = []
    faults: list[Fault] = []
    for number, table in enumerate(_tables(body), start=1):
        answers, moved = read_table(table)
        answered += answers
        if moved:
            problem = f"Table {number} of the form was rearranged: rows have not as many cells."
            faults.append(Fault(problem, "Copy the answers into a fresh form.", file=file))
    return RawTable(
        file=file,
        sheet="",
        layout="rmkit_form",
        header=tuple(
            Heading(i, clean(it.name), it.name, code=it.key) for i, it in enumerate(answered)
        ),
        rows=(tuple(it.answer or None for it in answered),),
        first_row=1,
        faults=tuple(faults),
        instrument=made_for,
    )


def _refuse_outside(links: Element, file: str) -> None:
    for link in links:
        outside = link.get("TargetMode", "").lower() == "external"
        if outside and not link.get("Type", "").endswith(_HARMLESS):
            message = f"{file} would fetch a part of itself from elsewhere; it was not opened."
            raise FileRefused(message)


def _refuse_nested(body: Element, file: str) -> None:
    """Look at each element once; a table in a table is read again with every one around it."""
    waiting: list[tuple[Element, tuple[int, ...]]] = [(body, (0,) * len(_NESTING))]
    while waiting:
        element, depths = waiting.pop()
        if element.tag in _NESTING:
            at = _NESTING.index(element.tag)
            depths = (*depths[:at], depths[at] + 1, *depths[at + 1 :])
        if max(depths) > DEEPEST_WORD:
            message = f"{file} holds tables in tables. Copy the answers into a fresh form."
            raise FileRefused(message)
        waiting += [(child, depths) for child in element]


def _parsed(content: bytes, file: str) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise damaged(file) from error
    return root


def _tables(body: Element) -> Iterator[list[list[DocxCell]]]:
    """Give each table as rows of cells."""
    for table in body.iter(f"{_WORD}tbl"):
        yield [[_cell(cell) for cell in row.iter(f"{_WORD}tc")] for row in table.iter(f"{_WORD}tr")]


def _cell(cell: Element) -> DocxCell:
    """Take the paragraphs of a cell without prompts, and the key that a bookmark names."""
    marks = (mark.get(f"{_WORD}name", "") for mark in cell.iter(f"{_WORD}bookmarkStart"))
    key = next((name.removeprefix(MARKED) for name in marks if name.startswith(MARKED)), "")
    prompts: set[Element] = set()
    controls = list(cell.iter(f"{_WORD}sdt"))
    for control in controls:
        if control.find(f"{_WORD}sdtPr/{_WORD}showingPlcHdr") is not None:
            prompts.update(control.iter(f"{_WORD}t"))
    paragraphs = ("".join(_texts(p, prompts)) for p in cell.iter(f"{_WORD}p"))
    return DocxCell(tuple(paragraphs), key, bool(controls) or (None if not key else False))


def _texts(paragraph: Element, prompts: set[Element]) -> Iterator[str]:
    for part in paragraph.iter():
        if part.tag == f"{_WORD}t" and part not in prompts:
            yield part.text or ""
        elif part.tag in {f"{_WORD}br", f"{_WORD}cr"}:
            yield "\n"
        elif part.tag == f"{_WORD}tab":
            yield "\t"
