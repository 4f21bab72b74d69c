"""How a page becomes a Word document that somebody can go on editing.

In comes a `rmkit.report.page.Page`, out go the bytes of a .docx with plain styles: headings, lists
and tables of Word's own. Text is words, never markup or fields; nothing in it is linked or loaded.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from rmkit.definitions.inert import one_line
from rmkit.report.page import (
    Block,
    Boxes,
    Bullets,
    Facts,
    Heading,
    Lines,
    Note,
    Page,
    Paragraph,
    Point,
    Table,
    cell_text,
)

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["render_docx"]

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_LINE = "_" * 60


def render_docx(page: Page) -> bytes:
    """Write a page as a Word document.

    Parameters
    ----------
    page
        What stands on it.

    Returns
    -------
    bytes
        The file.
    """
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = one_line(page.title), "rmkit"
    properties.language = one_line(page.language)
    properties.created = properties.modified = _MADE
    document.add_heading(one_line(page.title), level=0)
    if page.subtitle:
        document.add_paragraph(one_line(page.subtitle), style="Subtitle")
    for block in page.blocks:
        _add(document, block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_heading(one_line(block.text), level=block.level)
    elif isinstance(block, Paragraph):
        document.add_paragraph(one_line(block.text))
    elif isinstance(block, Note):
        document.add_paragraph(one_line(block.text), style="Intense Quote")
    elif isinstance(block, Bullets):
        _add_list(document, block)
    elif isinstance(block, Table):
        _add_table(document, block)
    elif isinstance(block, Facts):
        for what, value in block.items:
            _lead(document, f"{what}:", cell_text(value))
    elif isinstance(block, Lines):
        _lead(document, block.label, block.value or block.hint)
        for _ in range(block.count if not block.value else 0):
            document.add_paragraph(_LINE)
    elif isinstance(block, Boxes):
        _lead(document, block.label, block.hint)
        for choice in block.choices:
            document.add_paragraph(f"☐ {one_line(choice)}")


def _lead(document: Document, lead: str, text: str, style: str | None = None) -> None:
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(one_line(lead)).bold = True
    if text:
        paragraph.add_run(f" {one_line(text)}")


def _add_list(document: Document, block: Bullets) -> None:
    # Word counts one list on through the whole document, so numbers are written out.
    style = "List Continue" if block.numbered else "List Bullet"
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}. " if block.numbered else ""
        if isinstance(item, Point):
            _lead(document, f"{mark}{item.lead}", item.text, style)
        else:
            document.add_paragraph(f"{mark}{one_line(item)}", style=style)


def _add_table(document: Document, block: Table) -> None:
    if block.caption:
        document.add_paragraph(one_line(block.caption), style="Caption")
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, block.columns, strict=True):
        cell.paragraphs[0].add_run(one_line(words)).bold = True
    for row in block.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(one_line(cell_text(value)))
    document.add_paragraph()
