"""The blocks of a page as reportlab's flowables: what is printed for each of them.

Importing this loads reportlab; `rmkit.exchange.pdf` does so only when a PDF is made. Text is
escaped here, once, on its way into a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from itertools import groupby, pairwise
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Spacer
from reportlab.platypus import Paragraph as Words
from reportlab.platypus import Table as Grid
from reportlab.platypus import TableStyle as GridStyle

from rmkit.definitions.inert import one_line
from rmkit.exchange.pdf_columns import column_widths
from rmkit.exchange.pdf_paper import ACCENT, BOLD, INK, PLAIN, QUIET, RULE, WARN
from rmkit.report.page import (
    Block,
    Boxes,
    Bullets,
    Cell,
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

__all__ = ["flowables"]


def _style(size: float, leading: float, **more: Any) -> ParagraphStyle:  # noqa: ANN401
    """Make a style; what else reportlab knows may be named. Words may break at their hyphens."""
    look: dict[str, Any] = {"fontName": PLAIN, "textColor": INK, "embeddedHyphenation": 2, **more}
    return ParagraphStyle("", fontSize=size, leading=leading, **look)


_TITLE = _style(17, 21, fontName=BOLD)
_SUBTITLE = _style(9.5, 13, textColor=QUIET, spaceBefore=2)
_HEADINGS = {
    1: _style(12, 15, fontName=BOLD, spaceBefore=12, spaceAfter=4),
    2: _style(10, 13, fontName=BOLD, spaceBefore=8, spaceAfter=3),
}
_BODY = _style(9.4, 13.2, spaceAfter=4)
_ITEM = _style(9.4, 13, leftIndent=18, spaceAfter=2.6, bulletFontName=BOLD, bulletFontSize=9.4)
_NOTE = _style(9.4, 13)
_CELL = _style(8.2, 10.8)
_NUMBER = _style(8.2, 10.8, alignment=2)
_HEAD = _style(7.8, 10.2, fontName=BOLD, textColor=QUIET)
_HEAD_NUMBER = _style(7.8, 10.2, fontName=BOLD, textColor=QUIET, alignment=2)
_CAPTION = _style(8.4, 11, textColor=QUIET, spaceBefore=3, spaceAfter=2)
_LABEL = _style(9.2, 12.4, fontName=BOLD, spaceBefore=6)
_HINT = _style(8.2, 10.8, textColor=QUIET)
_FIGURE = _style(15, 19, fontName=BOLD, textColor=ACCENT)
_FIGURE_NAME = _style(8.2, 10.4, textColor=QUIET)

_FONT = ("FONTNAME", (0, 0), (-1, -1), PLAIN)
_PADDING = 4.0
_FACTS_A_ROW = 5
_LONGEST_TO_HYPHENATE = 80
_SHORT_A_ROW = 3
_ROOM_BELOW_HEADING = 80.0


def flowables(page: Page, *, width: float) -> list[Flowable]:
    """Give what is printed for a page, in order; `width` is the room in points."""
    parts: list[Flowable] = [_words(_safe(page.title), _TITLE)]
    if page.subtitle:
        parts.append(_words(_safe(page.subtitle), _SUBTITLE))
    parts.append(HRFlowable(width="100%", thickness=2, color=ACCENT, spaceBefore=6, spaceAfter=8))
    for is_short, together in groupby(page.blocks, _is_short):
        if is_short:
            parts += _side_by_side([it for it in together if isinstance(it, Lines)], width)
        else:
            parts += [part for block in together for part in _printed(block, width)]
    for part, after in pairwise(parts):
        if getattr(part, "style", None) in _HEADINGS.values() and not isinstance(after, Grid):
            part.keepWithNext = 1  # a table may be longer than a page, and is not kept whole
    return parts


def _is_short(block: Block) -> bool:
    return isinstance(block, Lines) and block.short


def _side_by_side(blocks: list[Lines], width: float) -> Iterator[Flowable]:
    """Print what is short beside each other, three to a row."""
    each = width / _SHORT_A_ROW
    for start in range(0, len(blocks), _SHORT_A_ROW):
        cells = [list(_to_write(block)) for block in blocks[start : start + _SHORT_A_ROW]]
        style = _bare("BOTTOM")
        yield Grid([cells], colWidths=[each] * len(cells), style=style, hAlign="LEFT")
    yield Spacer(0, 5)


def _words(markup: str, style: ParagraphStyle, bullet: str | None = None) -> Words:
    """Make a paragraph; in one with a monstrous word, hyphens are not looked at: it takes ages."""
    if any(len(word) > _LONGEST_TO_HYPHENATE for word in markup.split()):
        style = style.clone("", embeddedHyphenation=0)
    return Words(markup, style, bulletText=bullet)


def _safe(text: str) -> str:
    return escape(one_line(text))


@singledispatch
def _printed(block: Block, width: float) -> Iterator[Flowable]:
    message = f"a page cannot hold {type(block).__name__}"
    raise TypeError(message)


@_printed.register
def _(block: Heading, width: float) -> Iterator[Flowable]:
    yield CondPageBreak(_ROOM_BELOW_HEADING)
    yield _words(_safe(block.text), _HEADINGS[block.level])


@_printed.register
def _(block: Paragraph, width: float) -> Iterator[Flowable]:
    yield _words(_safe(block.text), _BODY)


@_printed.register
def _(block: Bullets, width: float) -> Iterator[Flowable]:
    for number, item in enumerate(block.items, start=1):
        text = (
            f"<b>{_safe(item.lead)}</b> {_safe(item.text)}"
            if isinstance(item, Point)
            else _safe(item)
        )
        yield _words(text, _ITEM, bullet=f"{number}." if block.numbered else "•")
    yield Spacer(0, 3)


@_printed.register
def _(block: Facts, width: float) -> Iterator[Flowable]:
    each = width / min(_FACTS_A_ROW, max(1, len(block.items)))
    for start in range(0, len(block.items), _FACTS_A_ROW):
        row = block.items[start : start + _FACTS_A_ROW]
        cells = [
            [_words(_safe(cell_text(value)), _FIGURE), _words(_safe(what), _FIGURE_NAME)]
            for what, value in row
        ]
        style = _bare("TOP")
        yield Grid([cells], colWidths=[each] * len(cells), style=style, hAlign="LEFT")
    yield Spacer(0, 4)


@_printed.register
def _(block: Note, width: float) -> Iterator[Flowable]:
    warning = block.kind == "warning"
    words = ("<b>Please check:</b> " if warning else "") + _safe(block.text)
    bar, ground = (WARN, HexColor("#fff6e5")) if warning else (ACCENT, HexColor("#eef6f7"))
    yield Spacer(0, 4)
    yield Grid(
        [[_words(words, _NOTE)]], colWidths=[width], style=_barred(bar, ground), splitInRow=1
    )
    yield Spacer(0, 4)


@_printed.register
def _(block: Lines, width: float) -> Iterator[Flowable]:
    yield from _kept_together(_to_write(block))
    yield Spacer(0, 5)


def _to_write(block: Lines) -> Iterator[Flowable]:
    yield from _asked(block.label, block.hint)
    if block.value:
        yield _words(_safe(block.value), _BODY)
    for _line in range(block.count - bool(block.value)):
        yield HRFlowable(width="100%", thickness=0.6, color=QUIET, spaceBefore=19)


@_printed.register
def _(block: Boxes, width: float) -> Iterator[Flowable]:
    choices = "&nbsp;&nbsp;&nbsp; ".join(f"☐&nbsp;{_safe(choice)}" for choice in block.choices)
    yield from _kept_together([*_asked(block.label, block.hint), _words(choices, _BODY)])


def _kept_together(parts: Iterable[Flowable]) -> Iterator[Flowable]:
    """Keep parts on one page (a KeepTogether would not go with the heading before it)."""
    *first, last = parts
    for part in first:
        part.keepWithNext = 1
        yield part
    yield last


@_printed.register
def _(block: Table, width: float) -> Iterator[Flowable]:
    if block.caption:
        yield CondPageBreak(_ROOM_BELOW_HEADING)
        yield _words(_safe(block.caption), _CAPTION)
    numeric = [all(_is_number(row[i]) for row in block.rows) for i in range(len(block.columns))]
    head = [
        _words(_safe(column), _HEAD_NUMBER if number and block.rows else _HEAD)
        for column, number in zip(block.columns, numeric, strict=True)
    ]
    body = [
        [_words(_safe(cell_text(cell)), _NUMBER if _is_number(cell) else _CELL) for cell in row]
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


def _asked(label: str, hint: str) -> Iterator[Flowable]:
    yield _words(_safe(label), _LABEL)
    if hint:
        yield _words(_safe(hint), _HINT)


def _bare(align: str) -> GridStyle:
    return GridStyle(
        [
            _FONT,
            ("VALIGN", (0, 0), (-1, -1), align),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 12),
        ]
    )


def _barred(bar: Color, ground: Color) -> GridStyle:
    return GridStyle(
        [
            _FONT,
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
            _FONT,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            ("LINEBELOW", (0, 0), (-1, 0), 1, QUIET),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
        ]
    )
