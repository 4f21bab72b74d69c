"""Room to answer in, as it stands on paper: lines to write on, boxes to tick, levels to mark.

Each is drawn as ink where the page is for paper, and as a field of a PDF form where the canvas has
`fields`. Importing this loads reportlab; `rmkit.exchange.pdf` does so only when a PDF is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from rmkit.definitions.inert import one_line
from rmkit.exchange.pdf_paper import ACCENT, BOLD, INK, PLAIN, QUIET
from rmkit.exchange.pdf_words import BODY, CELL, HINT, paragraph, safe
from rmkit.report.asked import Boxes, Choice, Write

__all__ = ["LEAST_STEP", "Heads", "Levels", "Lines", "Ticks"]

_LINE = 18.5
_FIELD = 18.5
_SIGNED = 34.0
_BOX = 10.0
_TO_FILL, _EDGE = HexColor("#fffdf4"), HexColor("#9aa3ab")
_LONGEST_TOOLTIP = 200
LEAST_STEP = 20.0
"""Points between two levels, so that a pen or a finger hits the one that is meant."""


class Lines(Flowable):
    """Lines to write on, or one field as high as they are."""

    def __init__(self, room: Write, *, tooltip: str) -> None:
        super().__init__()
        self.room, self.tooltip = room, tooltip
        self.known = paragraph(safe(room.value), BODY) if room.value else None

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Say how much room it takes."""
        self.width = width
        above = self.known.wrap(width, 10_000)[1] if self.known else 0.0
        self.above = above
        if self.room.kind == "signature" and not self._to_type():
            self.height = above + _SIGNED + 10
        else:
            lines = max(0, self._count() - bool(self.known))
            self.height = above + lines * _LINE + 3
        return width, self.height

    def _to_type(self) -> bool:
        return bool(getattr(getattr(self, "canv", None), "fields", False))

    def _count(self) -> int:
        """Count the lines; a field for one line of words is never higher than that."""
        return 1 if self.room.kind == "line" and self._to_type() else self.room.count

    def draw(self) -> None:
        """Draw it."""
        if self.known:
            self.known.drawOn(self.canv, 0, self.height - self.above)
        if self._to_type() and not self.known:
            self._field()
        elif self.room.kind == "signature":
            self._to_sign()
        else:
            self._ruled()

    def _ruled(self) -> None:
        self.canv.setStrokeColor(QUIET)
        self.canv.setLineWidth(0.5)
        y = self.height - self.above - _LINE
        while y > 0:
            self.canv.line(0, y, self.width, y)
            y -= _LINE

    def _to_sign(self) -> None:
        """Draw a line to sign on and, where nothing else asks for it, one for the date."""
        signed, day = (*self.room.captions, "", "")[:2]
        split = self.width * 0.66 if day else self.width
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.7)
        self.canv.setFillColor(QUIET)
        self.canv.setFont(PLAIN, 7.2)
        for caption, start, end in (
            (signed, 0.0, split - 12 * bool(day)),
            (day, split, self.width),
        ):
            if caption:
                self.canv.line(start, 11, end, 11)
                self.canv.drawString(start, 2, one_line(caption))

    def _field(self) -> None:
        many = self.room.kind == "text"
        high = max(_FIELD, self.height - 4) if many else _FIELD
        flat = {"date": 110.0, "number": 80.0}.get(self.room.kind, self.width)
        look: dict[str, Any] = {
            "x": 0, "y": self.height - high - 1, "width": min(flat, self.width), "height": high,
            "fontSize": 9.5, "borderWidth": 0.6, "borderColor": _EDGE, "fillColor": _TO_FILL,
            "textColor": INK, "relative": True,
        }  # fmt: skip
        self.canv.acroForm.textfield(
            name=self.room.key,
            tooltip=self.tooltip[:_LONGEST_TOOLTIP],
            maxlen=self.room.longest,
            fieldFlags="multiline" if many else "",
            **look,
        )


def _mark(
    canvas: Canvas, *, name: str, value: str, many: bool, x: float, y: float, tooltip: str
) -> None:
    """Draw one box: square where several can be ticked, round where only one can.

    The box is ink on paper and under a field alike: reportlab's own round border has a wrong size.
    """
    fields = bool(getattr(canvas, "fields", False))
    canvas.setStrokeColor(_EDGE if fields else QUIET)
    canvas.setFillColor(_TO_FILL)
    canvas.setLineWidth(0.7)
    if many:
        canvas.rect(x, y, _BOX, _BOX, fill=int(fields))
    else:
        canvas.circle(x + _BOX / 2, y + _BOX / 2, _BOX / 2, fill=int(fields))
    if not fields:
        return
    look: dict[str, Any] = {
        "tooltip": tooltip[:_LONGEST_TOOLTIP], "relative": True, "x": x, "y": y, "size": _BOX,
        "borderWidth": 0, "borderColor": None, "fillColor": None, "textColor": ACCENT,
    }  # fmt: skip
    if many:
        canvas.acroForm.checkbox(name=f"{name}[{value}]", fieldFlags="", **look)
    else:
        canvas.acroForm.radio(name=name, value=value, fieldFlags="radio", shape="square", **look)


class Ticks(Flowable):
    """Choices, each with a box in front of it, in as many columns as their words let them."""

    def __init__(self, room: Boxes, choices: Sequence[Choice], *, tooltip: str) -> None:
        super().__init__()
        self.room, self.choices, self.tooltip = room, tuple(choices), tooltip

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Say how much room it takes."""
        self.width = width
        longest = max((stringWidth(one_line(c.label), PLAIN, 9.4) for c in self.choices), default=0)
        fitting = int(width // (longest + _BOX + 22)) if longest else 1
        most = 3 if any(choice.help for choice in self.choices) else 5
        self.columns = max(1, min(fitting, most, len(self.choices)))
        if self.columns > 1 and any(choice.help for choice in self.choices):
            self.columns = 2 if width > 300 else 1
        self.each = width / self.columns
        room = self.each - _BOX - 14
        self.cells = [
            (paragraph(safe(c.label), BODY), paragraph(safe(c.help), HINT) if c.help else None)
            for c in self.choices
        ]
        tall = [
            sum(part.wrap(room, 10_000)[1] for part in cell if part is not None) + 4
            for cell in self.cells
        ]
        n = self.columns
        self.rows = [max(tall[i : i + n]) for i in range(0, len(tall), n)]
        self.height = sum(self.rows)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Break it between two rows of choices."""
        self.wrap(width, height)
        fitting, used = 0, 0.0
        while fitting < len(self.rows) and used + self.rows[fitting] <= height:
            used += self.rows[fitting]
            fitting += 1
        at = fitting * self.columns
        if not 0 < at < len(self.choices):
            return []
        return [
            Ticks(self.room, part, tooltip=self.tooltip)
            for part in (self.choices[:at], self.choices[at:])
        ]

    def draw(self) -> None:
        """Draw it."""
        y = self.height
        for number, (label, hint) in enumerate(self.cells):
            row, column = divmod(number, self.columns)
            top, x = y - sum(self.rows[:row]), column * self.each
            choice = self.choices[number]
            tooltip = choice.label if self.room.many else self.tooltip
            _mark(self.canv, name=self.room.key, value=choice.value, many=self.room.many, x=x,
                  y=top - _BOX - 2, tooltip=one_line(tooltip))  # fmt: skip
            label.drawOn(self.canv, x + _BOX + 6, top - label.height)
            if hint:
                hint.drawOn(self.canv, x + _BOX + 6, top - label.height - hint.height)


class Levels(Flowable):
    """The levels of a scale to mark for one row."""

    def __init__(self, key: str, levels: Sequence[Choice], step: float, *, tooltip: str) -> None:
        super().__init__()
        self.key, self.levels, self.step, self.tooltip = key, levels, step, tooltip

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Say how much room it takes."""
        self.width, self.height = self.step * len(self.levels), _BOX + 3
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        for number, level in enumerate(self.levels):
            x = number * self.step + (self.step - _BOX) / 2
            _mark(self.canv, name=self.key, value=level.value, many=False, x=x, y=1,
                  tooltip=self.tooltip)  # fmt: skip


class Heads(Flowable):
    """The numbers of the levels above their columns, with their words where there is room."""

    def __init__(self, levels: Sequence[Choice], step: float, *, words: bool) -> None:
        super().__init__()
        self.levels, self.step, self.words = levels, step, words
        centred = CELL.clone("", alignment=1, fontSize=6.8, leading=8, textColor=QUIET)
        self.labels = [paragraph(safe(level.label), centred) for level in levels] if words else []

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Say how much room it takes."""
        below = max((label.wrap(self.step - 2, 1_000)[1] for label in self.labels), default=0.0)
        self.below = below
        self.width, self.height = self.step * len(self.levels), below + 10
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        self.canv.setFont(BOLD, 7.8)
        self.canv.setFillColor(QUIET)
        for number, level in enumerate(self.levels):
            middle = (number + 0.5) * self.step
            self.canv.drawCentredString(middle, self.below + 2, level.value)
        for number, label in enumerate(self.labels):
            label.drawOn(self.canv, number * self.step + 1, self.below - label.height)
