"""How a page becomes a Word document that somebody can go on editing.

In comes a `rmkit.report.page.Page`, out go the bytes of a .docx with plain styles: headings, lists
and tables of Word's own. Text is words, never markup or fields; nothing in it is linked or loaded.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from rmkit.definitions.inert import one_line
from rmkit.report.asked import Asked, Rating, Room, Together, Write
from rmkit.report.page import (
    Block,
    Bullets,
    Cards,
    Drawing,
    Facts,
    Heading,
    Note,
    Page,
    Paragraph,
    Point,
    Table,
    cell_text,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

    Place: TypeAlias = Document | _Cell

__all__ = ["render_docx"]

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_LINE = "_" * 60
_WIDEST_INCHES = 6.0


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
    elif isinstance(block, Drawing):
        _add_drawing(document, block)
    elif isinstance(block, Cards):
        _add_cards(document, block)
    elif isinstance(block, Facts):
        for what, value in block.items:
            _lead(document, f"{what}:", cell_text(value))
    elif isinstance(block, Asked):
        _add_asked(document, block)
    elif isinstance(block, Together):
        _add_together(document, block)
    else:
        _add_rating(document, block)


def _lead(place: Place, lead: str, text: str, style: str | None = None) -> None:
    paragraph = place.add_paragraph(style=style)
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


def _add_cards(document: Document, block: Cards) -> None:
    for card in block.cards:
        _lead(document, card.head, card.foot)
        for line in card.lines:
            lead, text = (line.lead, line.text) if isinstance(line, Point) else ("", line)
            _lead(document, lead, text, "List Bullet")


def _add_drawing(document: Document, block: Drawing) -> None:
    from docx.shared import Inches

    document.add_paragraph(one_line(block.picture.sentence), style="Caption")
    width = min(block.picture.size[0], _WIDEST_INCHES)
    document.add_picture(BytesIO(block.picture.png()), width=Inches(width))


def _add_asked(place: Place, asked: Asked) -> None:
    """Write a question and its room; the rooms of two voices stand under their heads."""
    mark = f"{one_line(asked.mark)}  " if asked.mark else ""
    star = " *" if asked.required else ""
    _lead(place, f"{mark}{asked.label}{star}", asked.hint)
    for room in asked.rooms:
        if room.head:
            place.add_paragraph().add_run(one_line(room.head)).bold = True
        _add_room(place, room)


def _add_room(place: Place, room: Room) -> None:
    if not isinstance(room, Write):
        for choice in room.choices:
            words = ": ".join(filter(None, (one_line(choice.label), one_line(choice.help))))
            place.add_paragraph(f"☐ {words}")
        return
    if room.value:
        place.add_paragraph(one_line(room.value))
    for _ in range(room.count if not room.value else 0):
        place.add_paragraph(_LINE if hasattr(place, "add_section") else _LINE[:20])
    if room.captions:
        place.add_paragraph(" / ".join(map(one_line, room.captions)))


def _add_together(document: Document, block: Together) -> None:
    """Write questions as one table: parts below each other, cards beside each other."""
    if block.title:
        document.add_heading(one_line(block.title), level=1)
    columns = {"parts": 1, "beside": len(block.asked), "quadrants": 2}[block.shape]
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    for start in range(0, len(block.asked), columns):
        for cell, asked in zip(
            table.add_row().cells, block.asked[start : start + columns], strict=False
        ):
            _add_asked(cell, asked)
    document.add_paragraph()


def _add_rating(document: Document, block: Rating) -> None:
    levels = ", ".join(f"{level.value} {level.label}" for level in block.levels)
    star = " *" if block.required else ""
    _lead(document, f"{block.label}{star}", f"{block.hint} ({levels})".strip())
    boxes = "   ".join(f"☐ {level.value}" for level in block.levels)
    rows = tuple((row.label, *[boxes] * len(block.asks)) for row in block.rows)
    _add_table(document, Table(("", *block.asks), rows))
