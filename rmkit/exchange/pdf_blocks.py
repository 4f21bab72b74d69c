"""The blocks of a page as reportlab's flowables: what is printed for each of them.

Importing this loads reportlab; `rmkit.exchange.pdf` does so only when a PDF is made. Text is
escaped here, once, on its way into a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from io import BytesIO
from itertools import groupby, pairwise

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Image, KeepTogether, Spacer
from reportlab.platypus import Paragraph as Words
from reportlab.platypus import Table as Grid
from reportlab.platypus import TableStyle as GridStyle

from rmkit.exchange.pdf_asked import Whole, print_asked, print_rating, print_short, print_together
from rmkit.exchange.pdf_cards import card_sheets
from rmkit.exchange.pdf_columns import column_widths
from rmkit.exchange.pdf_paper import ACCENT, BOLD, QUIET, RULE, WARN
from rmkit.exchange.pdf_words import BODY, CELL, FONT, bare, paragraph, print_style, safe
from rmkit.report.asked import Asked, Rating, Together
from rmkit.report.page import (
    Block,
    Bullets,
    Cards,
    Cell,
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

__all__ = ["flowables"]


_TITLE = print_style(17, 21, fontName=BOLD)
_SUBTITLE = print_style(9.5, 13, textColor=QUIET, spaceBefore=2)
_HEADINGS = {
    1: print_style(12, 15, fontName=BOLD, spaceBefore=12, spaceAfter=4),
    2: print_style(10, 13, fontName=BOLD, spaceBefore=8, spaceAfter=3),
}
_ITEM = print_style(9.4, 13, leftIndent=18, spaceAfter=2.6, bulletFontName=BOLD, bulletFontSize=9.4)
_NOTE = print_style(9.4, 13)
_NUMBER = print_style(8.2, 10.8, alignment=2)
_HEAD = print_style(7.8, 10.2, fontName=BOLD, textColor=QUIET)
_HEAD_NUMBER = print_style(7.8, 10.2, fontName=BOLD, textColor=QUIET, alignment=2)
_CAPTION = print_style(8.4, 11, textColor=QUIET, spaceBefore=3, spaceAfter=2)
_FIGURE = print_style(15, 19, fontName=BOLD, textColor=ACCENT)
_FIGURE_NAME = print_style(8.2, 10.4, textColor=QUIET)

_PADDING = 4.0
_FACTS_A_ROW = 5
_LONGEST_KEPT_WITH_HEADING = 600
_ROOM_BELOW_HEADING = 80.0
_ROOM_OF_A_LINE = 32.0
_TALLEST_DRAWING = 640.0


def flowables(page: Page, *, width: float) -> list[Flowable]:
    """Give what is printed for a page, in order; `width` is the room in points."""
    parts: list[Flowable] = [paragraph(safe(page.title), _TITLE)]
    if page.subtitle:
        parts.append(paragraph(safe(page.subtitle), _SUBTITLE))
    parts.append(HRFlowable(width="100%", thickness=2, color=ACCENT, spaceBefore=6, spaceAfter=8))
    for is_short, together in groupby(page.blocks, _is_short):
        if is_short:
            parts += print_short([it for it in together if isinstance(it, Asked)], width)
        else:
            parts += [part for block in together for part in _printed(block, width)]
    return _kept(_broken_before_headings(parts))


def _broken_before_headings(parts: list[Flowable]) -> list[Flowable]:
    """Break the page before a heading and its line, not between them and what they are about."""
    ordered: list[Flowable] = []
    for part in parts:
        at = len(ordered)
        if isinstance(part, CondPageBreak):
            at -= at > 1 and _is_line(ordered[-1]) and _is_heading(ordered[-2])
            at -= at > 0 and _is_heading(ordered[at - 1])
            part.height += _ROOM_OF_A_LINE * (len(ordered) - at)
        ordered.insert(at, part)
    return ordered


def _is_heading(part: Flowable) -> bool:
    return getattr(part, "style", None) in _HEADINGS.values()


def _is_short(block: Block) -> bool:
    return isinstance(block, Asked) and block.short


def _kept(parts: list[Flowable]) -> list[Flowable]:
    """Keep headings, and lines that open what is to be filled in, with what comes after."""
    opening = False
    for part, after in pairwise(parts):
        heading = _is_heading(part)
        opens = opening and _is_line(part) and isinstance(after, Whole | Words)
        opening = heading or opens
        if opens or (heading and (isinstance(after, Whole) or not isinstance(after, Grid))):
            part.keepWithNext = 1  # a table may be longer than a page, and is not kept whole
    return parts


def _is_line(part: Flowable) -> bool:
    text = getattr(part, "text", "") if isinstance(part, Words) else ""
    return 0 < len(text) < _LONGEST_KEPT_WITH_HEADING and getattr(part, "style", None) == BODY


@singledispatch
def _printed(block: Block, width: float) -> Iterator[Flowable]:
    message = f"a page cannot hold {type(block).__name__}"
    raise TypeError(message)


@_printed.register
def _(block: Heading, width: float) -> Iterator[Flowable]:
    yield CondPageBreak(_ROOM_BELOW_HEADING)
    yield paragraph(safe(block.text), _HEADINGS[block.level])


@_printed.register
def _(block: Paragraph, width: float) -> Iterator[Flowable]:
    yield paragraph(safe(block.text), BODY)


@_printed.register
def _(block: Bullets, width: float) -> Iterator[Flowable]:
    for number, item in enumerate(block.items, start=1):
        text = (
            f"<b>{safe(item.lead)}</b> {safe(item.text)}" if isinstance(item, Point) else safe(item)
        )
        yield paragraph(text, _ITEM, bullet=f"{number}." if block.numbered else "•")
    yield Spacer(0, 3)


@_printed.register
def _(block: Facts, width: float) -> Iterator[Flowable]:
    each = width / min(_FACTS_A_ROW, max(1, len(block.items)))
    for start in range(0, len(block.items), _FACTS_A_ROW):
        row = block.items[start : start + _FACTS_A_ROW]
        cells = [
            [paragraph(safe(cell_text(value)), _FIGURE), paragraph(safe(what), _FIGURE_NAME)]
            for what, value in row
        ]
        style = bare("TOP")
        yield Grid([cells], colWidths=[each] * len(cells), style=style, hAlign="LEFT")
    yield Spacer(0, 4)


@_printed.register
def _(block: Note, width: float) -> Iterator[Flowable]:
    warning = block.kind == "warning"
    words = ("<b>Please check:</b> " if warning else "") + safe(block.text)
    bar, ground = (WARN, HexColor("#fff6e5")) if warning else (ACCENT, HexColor("#eef6f7"))
    yield Spacer(0, 4)
    yield Grid(
        [[paragraph(words, _NOTE)]], colWidths=[width], style=_barred(bar, ground), splitInRow=1
    )
    yield Spacer(0, 4)


@_printed.register
def _(block: Drawing, width: float) -> Iterator[Flowable]:
    inches, high = block.picture.size
    scale = min(width / (72 * inches), _TALLEST_DRAWING / (72 * high), 1.0)
    drawn = Image(BytesIO(block.picture.png()), 72 * inches * scale, 72 * high * scale)
    drawn.hAlign = "LEFT"
    caption = paragraph(safe(block.picture.sentence), _CAPTION)
    yield KeepTogether([caption, drawn, Spacer(0, 6)])


@_printed.register
def _(block: Cards, width: float) -> Iterator[Flowable]:
    yield from card_sheets(block, width)


@_printed.register
def _(block: Asked, width: float) -> Iterator[Flowable]:
    yield from print_asked(block, width)


@_printed.register
def _(block: Together, width: float) -> Iterator[Flowable]:
    yield from print_together(block, width)


@_printed.register
def _(block: Rating, width: float) -> Iterator[Flowable]:
    yield from print_rating(block, width)


@_printed.register
def _(block: Table, width: float) -> Iterator[Flowable]:
    if block.caption:
        yield CondPageBreak(_ROOM_BELOW_HEADING)
        yield paragraph(safe(block.caption), _CAPTION)
    numeric = [all(_is_number(row[i]) for row in block.rows) for i in range(len(block.columns))]
    head = [
        paragraph(safe(column), _HEAD_NUMBER if number and block.rows else _HEAD)
        for column, number in zip(block.columns, numeric, strict=True)
    ]
    body = [
        [paragraph(safe(cell_text(cell)), _NUMBER if _is_number(cell) else CELL) for cell in row]
        for row in block.rows
    ]
    yield Grid(
        [head, *body],
        colWidths=column_widths(block, width, padding=2 * _PADDING),
        repeatRows=1,
        splitInRow=1,
        style=_ruled(),
        hAlign="LEFT",
    )
    yield Spacer(0, 6)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _barred(bar: Color, ground: Color) -> GridStyle:
    return GridStyle(
        [
            FONT,
            ("LINEBEFORE", (0, 0), (0, -1), 3, bar),
            ("BACKGROUND", (0, 0), (-1, -1), ground),
            ("LEFTPADDING", (0, 0), (-1, -1), 9),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )


def _ruled() -> GridStyle:
    return GridStyle(
        [
            FONT,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            ("LINEBELOW", (0, 0), (-1, 0), 1, QUIET),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
        ]
    )
