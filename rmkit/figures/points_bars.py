"""What speaks for one pair: the points that each criterion brings, of those it could bring.

Whether something is known is told in words and by the kind of bar, never by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.figures.board import Board
from rmkit.figures.labels import has_columns, label, wrapped
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["pair_points"]

_LEFT, _LONGEST = 150.0, 230.0
_TOP, _ROW, _TALL = 30.0, 30.0, 13.0
_COLUMNS = ("criterion", "points", "of", "known")
_LIMIT = "The score puts pairs in order; it does not measure how well two people will get on."


@dataclass(frozen=True, slots=True)
class _Bar:
    """One criterion, in points of a score of 100."""

    title: str
    points: float
    most: float
    known: bool

    @property
    def said(self) -> str:
        """What stands beside the bar."""
        half = "" if self.known else ", not known"
        return f"{self.points:.0f} of {self.most:.0f}{half}"


def pair_points(points: pd.DataFrame, *, pair: str = "This pair") -> Picture:
    """Draw what each criterion brings to a pair, the most it could bring as an outline.

    Parameters
    ----------
    points
        One row a criterion: `criterion` (its title), `points`, `of` (the most it could bring) and
        `known` (False where one of the two did not answer, which counts one half).
    pair
        How the pair is called in the sentence.

    Returns
    -------
    Picture
        Bars that add up to the score of the pair, 0 to 100.

    Raises
    ------
    UnknownName
        A column is not there.

    Examples
    --------
    >>> points = pd.DataFrame({
    ...     "criterion": ["Needs covered", "Common topics"],
    ...     "points": [6000, 1000], "of": [6000, 2000], "known": [True, False],
    ... })
    >>> pair_points(points).sentence
    'This pair has 88 of 100: needs covered 75 of 75, common topics 12 of 25, not known...'
    """
    if not has_columns(points, _COLUMNS) or not points["of"].sum():
        return nothing_to_draw("No criterion counts for this pair.")
    bars = _bars(points)
    total = sum(bar.points for bar in bars)
    each = ", ".join(f"{bar.title[:1].lower()}{bar.title[1:]} {bar.said}" for bar in bars)
    said = f"{label(pair, None)} has {total:.0f} of 100: {each}."
    if not all(bar.known for bar in bars):
        said += " What is not known counts neither way: one half."

    def paint(figure: Figure, palette: Palette) -> None:
        board = Board.on(figure, palette)
        x = board.key(0, 12, "filled", "points of the pair")
        if not all(bar.known for bar in bars):
            x = board.key(x, 12, "open", "not known, one half")
        longest = max(bar.most for bar in bars)
        for k, bar in enumerate(bars):
            _paint(board, bar, _TOP + k * _ROW, _LONGEST / longest)

    alt = f"Bars for each criterion, in points of a score of 100. {said}"
    return Picture(f"{said} {_LIMIT}", alt, sized(_TOP + len(bars) * _ROW + 4), paint)


def _bars(points: pd.DataFrame) -> list[_Bar]:
    share = 100 / float(points["of"].sum())
    return [
        _Bar(label(str(title), None), float(brought) * share, float(of) * share, bool(known))
        for title, brought, of, known in zip(*(points[c] for c in _COLUMNS), strict=True)
    ]


def _paint(board: Board, bar: _Bar, top: float, unit: float) -> None:
    first, second = board.palette.categories[:2]
    middle = top + _ROW / 2
    y = middle - _TALL / 2
    board.lines(0, middle, wrapped(bar.title, _LEFT - 10, lines=2))
    board.bar(_LEFT, y, bar.most * unit, _TALL, edge=board.palette.hairline)
    if bar.known:
        board.bar(_LEFT, y, bar.points * unit, _TALL, fill=first)
    else:
        board.bar(_LEFT, y, bar.points * unit, _TALL, edge=second)
    board.text(WIDTH, middle + 3.5, bar.said, size=SMALL, side="right")
