"""What a sheet asks, as reportlab's flowables: questions, cards, quadrants, ratings.

Importing this loads reportlab; `rmkit.exchange.pdf` does so only when a PDF is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Spacer
from reportlab.platypus import Table as Grid
from reportlab.platypus import TableStyle as GridStyle

from rmkit.definitions.inert import one_line
from rmkit.exchange.pdf_paper import ACCENT, BOLD, QUIET, RULE
from rmkit.exchange.pdf_rooms import LEAST_STEP, Heads, Levels, Lines, Ticks
from rmkit.exchange.pdf_words import (
    BODY,
    CELL,
    FONT,
    HEAD,
    HINT,
    LABEL,
    bare,
    paragraph,
    print_style,
    safe,
)
from rmkit.report.asked import Asked, Choice, Rated, Rating, Room, Together, Write

__all__ = ["Whole", "print_asked", "print_rating", "print_short", "print_together"]

_SHORT_A_ROW = 3
_NARROWEST_VOICE = 150.0
_GAP = 9.0
_CARD = HexColor("#f7f9fa")
_LONGEST_IN_A_CARD = 900
_TALLEST = 660.0
_PILL = print_style(10.5, 13, fontName=BOLD, textColor=white, alignment=1)
_TIGHT = LABEL.clone("", spaceBefore=0)


class Whole(Grid):
    """A grid that is kept on one page, and may be kept with the heading before it."""

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Never break it."""
        return []


def print_asked(asked: Asked, width: float) -> Iterator[Flowable]:
    """Print a question, its room below it, kept on one page where one page holds it."""
    parts = [*_words(asked, LABEL), *_rooms(asked, width)]
    for part in parts[:-1]:
        part.keepWithNext = 1  # a KeepTogether would not go with the heading before it
    yield from parts
    yield Spacer(0, 5)


def print_short(asked: Sequence[Asked], width: float) -> Iterator[Flowable]:
    """Print what is short beside each other, three to a row."""
    each = width / _SHORT_A_ROW
    for start in range(0, len(asked), _SHORT_A_ROW):
        row = asked[start : start + _SHORT_A_ROW]
        cells = [[*_words(it, LABEL), *_rooms(it, each - 12)] for it in row]
        yield Whole([cells], colWidths=[each] * len(cells), style=bare("BOTTOM"), hAlign="LEFT")
    yield Spacer(0, 5)


def _words(asked: Asked, style: ParagraphStyle) -> list[Flowable]:
    """Give the question with its mark, and the hint below it."""
    mark = (
        f'<font backColor="#0f5f6b" color="white">&nbsp;{safe(asked.mark)}&nbsp;</font>&nbsp; '
        if asked.mark
        else ""
    )
    star = " *" if asked.required else ""
    words: list[Flowable] = [paragraph(f"{mark}{safe(asked.label)}{star}", style)]
    return words + ([paragraph(safe(asked.hint), HINT)] if asked.hint else [])


def _rooms(asked: Asked, width: float) -> list[Flowable]:
    """Give the rooms of a question: those of several voices side by side where they are wide."""
    if len(asked.rooms) == 1:
        return _room(asked, asked.rooms[0], width)
    each = (width - _GAP * (len(asked.rooms) - 1)) / len(asked.rooms)
    if each < _NARROWEST_VOICE:
        return [part for room in asked.rooms for part in _room(asked, room, width)]
    cells: list[object] = []
    widths: list[float] = []
    for room in asked.rooms:
        cells += [_room(asked, room, each), ""]
        widths += [each, _GAP]
    grid = Whole([cells[:-1]], colWidths=widths[:-1], style=bare("TOP", right=0), hAlign="LEFT")
    return [grid]


def _room(asked: Asked, room: Room, width: float) -> list[Flowable]:
    tooltip = " – ".join(filter(None, (one_line(asked.label), one_line(room.head))))
    head: list[Flowable] = [paragraph(safe(room.head), HEAD)] if room.head else []
    if isinstance(room, Write):
        return [*head, Lines(room, tooltip=tooltip)]
    parts: list[Flowable] = []
    for group, choices in groupby(room.choices, key=lambda choice: choice.group):
        parts += [paragraph(safe(group), HINT)] if group else []
        parts.append(Ticks(room, list(choices), tooltip=tooltip))
    return [*head, Spacer(0, 2), *parts]


def print_together(block: Together, width: float) -> Iterator[Flowable]:
    """Print questions as one drawing; those with very long words one after the other."""
    long = any(len(asked.label) + len(asked.hint) > _LONGEST_IN_A_CARD for asked in block.asked)
    drawn = None if long or len(block.title) > _LONGEST_IN_A_CARD else _drawn(block, width)
    if drawn is None or drawn.wrap(width, 10_000)[1] > _TALLEST:
        for asked in block.asked:
            yield from print_asked(asked, width)
    else:
        yield drawn
        yield Spacer(0, 8)


def _drawn(block: Together, width: float) -> Grid:
    if block.shape == "parts":
        return _parts(block.asked, width)
    if block.shape == "beside":
        return _cards(block.asked, width)
    return _Quadrants(block.asked, block.title)


def _parts(asked: Sequence[Asked], width: float) -> Grid:
    """Rows: the mark in a badge, the question, the room."""
    badge = 30.0 if any(it.mark for it in asked) else 0.0
    left = (width - badge) * 0.36
    room = width - badge - left
    rows = [
        [_Badge(it.mark) if it.mark else "", _words(_unmarked(it), _TIGHT), _rooms(it, room)]
        for it in asked
    ]
    style = GridStyle([
        FONT, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (1, 0), (1, -1), 12),
        ("RIGHTPADDING", (2, 0), (2, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 8), ("LINEBELOW", (0, 0), (-1, -2), 0.4, RULE),
    ])  # fmt: skip
    return Whole(rows, colWidths=[badge, left, room], style=style, hAlign="LEFT")


def _unmarked(asked: Asked) -> Asked:
    return Asked(asked.label, asked.rooms, asked.hint, required=asked.required)


class _Badge(Flowable):
    """A mark in a rounded square."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark = one_line(mark)
        self.width = self.height = 21.0

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        size = 11.0 if stringWidth(self.mark, BOLD, 11) < self.width - 4 else 7.5
        self.canv.setFillColor(ACCENT)
        self.canv.roundRect(0, 0, self.width, self.height, 4, stroke=0, fill=1)
        self.canv.setFillColor(white)
        self.canv.setFont(BOLD, size)
        self.canv.drawCentredString(self.width / 2, self.height / 2 - size * 0.36, self.mark)


def _cards(asked: Sequence[Asked], width: float) -> Grid:
    """Cards side by side: the questions in a row, their rooms below, so that all begin level."""
    each = (width - _GAP * (len(asked) - 1)) / len(asked)
    inner = each - 16
    heads: list[object] = []
    rooms: list[object] = []
    widths: list[float] = []
    for it in asked:
        heads += [_words(it, _TIGHT), ""]
        rooms += [_rooms(it, inner), ""]
        widths += [each, _GAP]
    style: list[Any] = [
        FONT, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 8),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8), ("TOPPADDING", (0, 0), (-1, 0), 7),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 3), ("BOTTOMPADDING", (0, 1), (-1, 1), 9),
    ]  # fmt: skip
    for column in range(0, 2 * len(asked), 2):
        style += [("BACKGROUND", (column, 0), (column, 1), _CARD),
                  ("BOX", (column, 0), (column, 1), 0.7, RULE),
                  ("LINEABOVE", (column, 0), (column, 0), 2, ACCENT)]  # fmt: skip
    return Whole(
        [heads[:-1], rooms[:-1]], colWidths=widths[:-1], style=GridStyle(style), hAlign="LEFT"
    )


class _Quadrants(Whole):
    """Four quadrants with the title where they meet."""

    def __init__(self, asked: Sequence[Asked], title: str) -> None:
        self.asked = tuple(asked)
        self.title = paragraph(safe(title), _PILL)
        super().__init__([[""]])

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.pill = min(190.0, self.title.minWidth() + 60, width / 2)
        self.tall = self.title.wrap(self.pill - 16, 10_000)[1] + 10
        above, below = self.asked[:2], self.asked[2:]
        self.upper = _pair(above, width, bottom=self.tall / 2 + 6)
        self.lower = _pair(below, width, top=self.tall / 2 + 8)
        self.heights = [part.wrap(width, height)[1] for part in (self.upper, self.lower)]
        self.width, self.height = width, sum(self.heights)
        return self.width, self.height

    def draw(self) -> None:
        middle = self.heights[1]
        self.upper.drawOn(self.canv, 0, middle)
        self.lower.drawOn(self.canv, 0, 0)
        self.canv.setStrokeColor(ACCENT)
        self.canv.setLineWidth(1)
        self.canv.roundRect(0, 0, self.width, self.height, 6)
        self.canv.line(0, middle, self.width, middle)
        self.canv.line(self.width / 2, 0, self.width / 2, self.height)
        self.canv.setFillColor(ACCENT)
        left = (self.width - self.pill) / 2
        self.canv.roundRect(left, middle - self.tall / 2, self.pill, self.tall, 8, stroke=0, fill=1)
        self.title.drawOn(self.canv, left + 8, middle - self.tall / 2 + 6)


def _pair(asked: Sequence[Asked], width: float, *, top: float = 8, bottom: float = 9) -> Grid:
    """Give two quadrants beside each other, with room for the title where they meet."""
    each = width / 2
    style = GridStyle([
        FONT, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 10),
        ("RIGHTPADDING", (0, 0), (-1, -1), 10), ("TOPPADDING", (0, 0), (-1, 0), top),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 2), ("BOTTOMPADDING", (0, 1), (-1, 1), bottom),
    ])  # fmt: skip
    rows = [[_words(it, _TIGHT) for it in asked], [_rooms(it, each - 20) for it in asked]]
    return Grid(rows, colWidths=[each] * len(asked), style=style)


def print_rating(block: Rating, width: float) -> Iterator[Flowable]:
    """Print rows to rate, with the legend of the scale above and its numbers over the columns."""
    marks = len(block.levels) * len(block.asks)
    step = max(LEAST_STEP, min(46.0, 0.56 * width / marks))
    words = all(
        stringWidth(word, BOLD, 6.8) < step - 3
        for level in block.levels
        for word in one_line(level.label).split()
    ) and len(block.asks) == 1  # fmt: skip
    yield CondPageBreak(120)
    yield from _kept([*_words(Asked(block.label, (), block.hint, required=block.required), LABEL),
                      *_legend(block.levels, words=words)])  # fmt: skip
    yield Spacer(0, 3)
    each = step * len(block.levels)
    widths = [width - (each + 8) * len(block.asks), *[each + 8] * len(block.asks)]
    head: list[object] = [""]
    for ask in block.asks:
        asked: list[Flowable] = [paragraph(safe(ask), HEAD.clone("", alignment=1))] if ask else []
        head.append([*asked, Heads(block.levels, step, words=words)])
    rows, style = _rated(block, step)
    yield Grid([head, *rows], colWidths=widths, repeatRows=1, style=style, hAlign="LEFT")
    yield Spacer(0, 8)


def _kept(parts: list[Flowable]) -> list[Flowable]:
    for part in parts:
        part.keepWithNext = 1
    return parts


def _legend(levels: Sequence[Choice], *, words: bool) -> list[Flowable]:
    if any(level.help for level in levels):
        told = [level for level in levels if level.help or not words]
        lines = [f"<b>{safe(c.value)}</b> {_and_help(c)}" for c in told]
        return [paragraph(line, HINT) for line in lines]
    if words:
        return []
    line = " &nbsp;·&nbsp; ".join(f"<b>{safe(c.value)}</b> {safe(c.label)}" for c in levels)
    return [paragraph(line, HINT)]


def _and_help(level: Choice) -> str:
    return f"{safe(level.label)}: {safe(level.help)}" if level.help else safe(level.label)


def _rated(block: Rating, step: float) -> tuple[list[list[object]], GridStyle]:
    """Give the rows of a rating, with the groups they stand under, and how they look."""
    rows: list[list[object]] = []
    style: list[Any] = [
        FONT, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3), ("LEFTPADDING", (1, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (0, -1), 8), ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE), ("LINEBELOW", (0, 0), (-1, 0), 0.8, QUIET),
    ]  # fmt: skip
    group = ""
    for row in block.rows:
        if row.group and row.group != group:
            rows.append([paragraph(safe(row.group), HEAD), *[""] * len(block.asks)])
            at = len(rows)
            style += [("TOPPADDING", (0, at), (-1, at), 8), ("NOSPLIT", (0, at), (-1, at + 1))]
        group = row.group
        rows.append([_statement(row), *_marks(row, block, step)])
    return rows, GridStyle(style)


def _statement(row: Rated) -> list[Flowable]:
    words: list[Flowable] = [paragraph(safe(row.label), BODY if not row.help else CELL)]
    return words + ([paragraph(safe(row.help), HINT)] if row.help else [])


def _marks(row: Rated, block: Rating, step: float) -> Iterator[Flowable]:
    for key, ask in zip(row.keys, block.asks, strict=True):
        tooltip = " – ".join(filter(None, (one_line(row.label), one_line(ask))))
        yield Levels(key, block.levels, step, tooltip=tooltip)
