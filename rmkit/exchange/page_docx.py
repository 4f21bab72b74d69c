"""How a page becomes a Word document that somebody can go on editing.

In comes a `rmkit.report.page.Page`, out go the bytes of a .docx on A4 with plain styles: headings,
lists and tables of Word's own, so that its outline and a screen reader know what is what. The
heads of a table stand again on its next page, a picture says in words what it shows, and the
properties name the title and the language, and no author. Text is words, never markup or fields;
nothing in it is linked or loaded.
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
    from docx.table import Table as WordTable
    from docx.table import _Cell

    Place: TypeAlias = Document | _Cell

__all__ = ["render_docx"]

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_LINE = "_" * 60
_PAGE_MM, _MARGIN_MM = (210, 297), 22
_WIDEST_INCHES = (_PAGE_MM[0] - 2 * _MARGIN_MM) / 25.4
_LONGEST_TITLE = 255
"""More characters a property of a Word file does not hold."""

_CELL_EDGE = 70  # twentieths of a point
_LANGUAGES = {"en": "en-GB"}
_CHECK = "Please check:"
_NOTE, _FONT, _INK = "Intense Quote", "Calibri", (0x1F, 0x23, 0x28)


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
    _lay_out(document)
    _say_what_it_is(document, page)
    document.add_heading(one_line(page.title), level=0)
    if page.subtitle:
        document.add_paragraph(one_line(page.subtitle), style="Subtitle")
    for block in page.blocks:
        _add(document, block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _lay_out(document: Document) -> None:
    """Set the paper, and styles that are read as easily as the text around them."""
    from docx.shared import Mm, Pt, RGBColor

    for style in (document.styles[name] for name in ("Normal", _NOTE, "Caption", "Subtitle")):
        style.font.size = Pt(10)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(*_INK)
    document.styles["Normal"].font.name = _FONT
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, _PAGE_MM)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)


def _say_what_it_is(document: Document, page: Page) -> None:
    """Write title and language among the properties; no author, and no word of another program."""
    from docx.oxml.ns import qn

    said = document.core_properties
    language = one_line(page.language)
    said.title, said.language = one_line(page.title)[:_LONGEST_TITLE], language
    said.author = said.comments = ""
    said.created = said.modified = _MADE
    for words in document.styles.element.iter(qn("w:lang")):
        words.set(qn("w:val"), _LANGUAGES.get(language, language))


def _add(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_heading(one_line(block.text), level=block.level)
    elif isinstance(block, Paragraph):
        document.add_paragraph(one_line(block.text))
    elif isinstance(block, Note):
        _lead(document, _CHECK if block.kind == "warning" else "", block.text, _NOTE)
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
    if lead:
        paragraph.add_run(one_line(lead)).bold = True
    if text:
        paragraph.add_run(f" {one_line(text)}" if lead else one_line(text))


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
        _caption(document, block.caption)
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, block.columns, strict=True):
        _fill(cell, words, bold=True)
    for row in block.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _fill(cell, cell_text(value))
    _keep_together(table, block.widths or (1.0,) * len(block.columns))
    document.add_paragraph()


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    """Write into a cell, a little smaller than the text around the table."""
    from docx.shared import Pt

    run = cell.paragraphs[0].add_run(one_line(text))
    run.bold, run.font.size = bold, Pt(9)


def _caption(document: Document, text: str) -> None:
    """Write what stands over a table or a picture, on the same page as it."""
    caption = document.add_paragraph(one_line(text), style="Caption")
    caption.paragraph_format.keep_with_next = True


def _keep_together(table: WordTable, widths: tuple[float, ...]) -> None:
    """Let heads stand again on the next page, and no row be torn; columns take their share."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Inches

    table.autofit = False
    room = [Inches(_WIDEST_INCHES * width / sum(widths)) for width in widths]
    edges = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(_CELL_EDGE))
        edge.set(qn("w:type"), "dxa")
        edges.append(edge)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(edges)  # their order is fixed
    for column, width in zip(table.columns, room, strict=True):
        column.width = width
    for number, row in enumerate(table.rows):
        marks = row._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if number == 0:
            marks.append(OxmlElement("w:tblHeader"))
        for cell, width in zip(row.cells, room, strict=True):
            cell.width = width


def _add_cards(document: Document, block: Cards) -> None:
    for card in block.cards:
        _lead(document, card.head, card.foot)
        for line in card.lines:
            lead, text = (line.lead, line.text) if isinstance(line, Point) else ("", line)
            _lead(document, lead, text, "List Bullet")


def _add_drawing(document: Document, block: Drawing) -> None:
    from docx.shared import Inches

    sentence = one_line(block.picture.sentence)
    _caption(document, sentence)
    width = min(block.picture.size[0], _WIDEST_INCHES)
    drawn = document.add_picture(BytesIO(block.picture.png()), width=Inches(width))
    drawn._inline.docPr.set("descr", sentence)


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
