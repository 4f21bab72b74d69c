"""Scores of two sides beside each other: a dot with its interval for each, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rmkit.figures.board import Board, Mark
from rmkit.figures.labels import label, wrapped
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["side_dots"]

Row = tuple[str, str, float | None, float | None, float | None]

_LEFT, _RIGHT = 190.0, WIDTH - 60
_TOP, _ROW, _FOOT = 34.0, 40.0, 26.0
_MARKS: tuple[Mark, ...] = ("dot", "diamond")


def side_dots(
    rows: Sequence[Row], *, low: float = 1, high: float = 5, title: str = "Means from 1 to 5"
) -> Picture:
    """Draw mean scores of two sides with their intervals.

    Parameters
    ----------
    rows
        One a score and side: what it is, whose ("mentees"), mean, and the ends of its interval.
        A row without a mean is left out.
    low, high
        The ends of the scale.
    title
        What is drawn, for the sentence.

    Returns
    -------
    Picture
        A row a score; the sides differ by shape as well as by colour.

    Examples
    --------
    >>> side_dots([("Satisfaction", "mentees", 4.1, 3.8, 4.4)]).sentence
    'Means from 1 to 5, with 95 % intervals: satisfaction 4.1 (mentees).'
    """
    known = [row for row in rows if row[2] is not None]
    if not known:
        return nothing_to_draw("No score can be told.")
    names = list(dict.fromkeys(row[0] for row in known))
    sides = list(dict.fromkeys(row[1] for row in known))[:2]
    said = f"{title}, with 95 % intervals: {_said(known, names)}."

    def paint(figure: Figure, palette: Palette) -> None:
        board = Board.on(figure, palette)
        x = 0.0
        for side, mark in zip(sides, _MARKS, strict=False):
            x = board.key(x, 12, mark, side)
        _scale(board, len(names), low, high)
        for k, name in enumerate(names):
            middle = _TOP + (k + 0.5) * _ROW
            board.lines(0, middle, wrapped(_short(name), _LEFT - 16, lines=2))
            mine = [row for row in known if row[0] == name and row[1] in sides]
            for row in mine:
                at = sides.index(row[1])
                _dot(board, row, middle + (at - (len(sides) - 1) / 2) * 15, at, low, high)

    return Picture(said, said, sized(_TOP + len(names) * _ROW + _FOOT), paint)


def _said(rows: Sequence[Row], names: Sequence[str]) -> str:
    parts = []
    for name in names:
        of = ", ".join(f"{row[2]:.1f} ({row[1]})" for row in rows if row[0] == name)
        short = _short(name)
        parts.append(f"{short[:1].lower()}{short[1:]} {of}")
    return "; ".join(parts)


def _short(name: str) -> str:
    return label(name.removesuffix(", from 1 to 5"), None)


def _at(value: float, low: float, high: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (min(max(value, low), high) - low) / (high - low)


def _scale(board: Board, rows: int, low: float, high: float) -> None:
    floor = _TOP + rows * _ROW
    for step in range(round(low), round(high) + 1):
        x = _at(step, low, high)
        board.line((x, _TOP - 4), (x, floor), colour=board.palette.hairline, width=0.8)
        board.text(x, floor + 14, str(step), size=SMALL, colour=board.palette.soft, side="center")


def _dot(board: Board, row: Row, y: float, at: int, low: float, high: float) -> None:
    mean, first, last = row[2], row[3], row[4]
    colour = board.palette.categories[at]
    if first is not None and last is not None:
        ends = (_at(first, low, high), y), (_at(last, low, high), y)
        board.line(*ends, colour=colour, width=1.6)
    board.mark(_at(mean or low, low, high), y, _MARKS[at], radius=4.2)
    board.text(WIDTH, y + 3.5, f"{mean:.1f}", size=SMALL, side="right")
