"""Estimates with their intervals, each on the scale of its unit, beside that of no difference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from rmkit.errors import shown
from rmkit.figures.board import LINE, Board
from rmkit.figures.labels import counted, has_columns, sentence_case, wrapped
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.scale_ticks import ratio_ticks, ticks
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["interval_dots"]

_LABELS = 186.0
_ROOM = (204.0, WIDTH - 16)
_ROW, _HEAD, _FOOT = 20.0, 26.0, 30.0
_LONGEST = 4000  # letters of a sentence
_NEEDED = ("title", "value", "low", "high", "unit")


class _Row(NamedTuple):
    words: list[str]
    low: float
    value: float
    high: float

    @property
    def height(self) -> float:
        return max(_ROW, len(self.words) * LINE + 6)


class _Part(NamedTuple):
    """The rows of one unit, and the ends and marks of their scale."""

    unit: str
    rows: list[_Row]
    marks: list[float]
    is_ratio: bool

    @property
    def height(self) -> float:
        return _HEAD + sum(row.height for row in self.rows) + _FOOT


def interval_dots(estimates: pd.DataFrame, *, sentence: str, most: int = 40) -> Picture:
    """Draw each estimate as a dot with its interval.

    Parameters
    ----------
    estimates
        One row an estimate, as `Result.table()` gives: `title`, `value`, `low`, `high` (NaN where
        there is no interval) and `unit`. Estimates of one unit share a scale; where the unit
        begins with "times" or ends with "ratio", that of ratios, half as far from 1 as double.
        Those that are not known are left out, and so are test statistics (a `statistic` that is
        the value itself), and the sentence says so.
    sentence
        What it shows.
    most
        How many are drawn at most, the first ones.

    Returns
    -------
    Picture
        Dots with intervals, one scale a unit, with a stronger line at 0, or at 1 for ratios.

    Raises
    ------
    UnknownName
        A column is not there.
    """
    sentence = shown(" ".join(sentence.split()), limit=_LONGEST)
    if not has_columns(estimates, _NEEDED):
        return nothing_to_draw("There is no estimate to draw.")
    known = estimates[estimates["value"].map(math.isfinite) & ~_is_test(estimates)].head(most)
    if known.empty:
        return nothing_to_draw(f"{sentence} No number could be told, so there is nothing to draw.")
    parts = [_part(_name(unit), rows) for unit, rows in known.groupby("unit", sort=False)]
    said = sentence
    if len(known) < len(estimates):
        n = len(estimates) - len(known)
        said += f" {counted(n, 'number is', 'numbers are')} in the table alone."
    told = "; ".join(_told(row) for row in known.to_dict("records"))

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), parts)

    height = sum(part.height for part in parts) + 6
    return Picture(said, f"{said} {told}.", sized(height), paint)


def _told(row: dict[object, object]) -> str:
    low, high = (float(str(row[end])) for end in ("low", "high"))
    told = f"{_name(row['title'])}: {float(str(row['value'])):.3g} {_name(row['unit'])}".strip()
    return f"{told}, from {low:.3g} to {high:.3g}" if low == low and high == high else told


def _name(title: object) -> str:
    return shown(" ".join(str(title).split()), limit=80)


def _part(unit: str, rows: pd.DataFrame) -> _Part:
    drawn = [
        _Row(wrapped(sentence_case(_name(title)), _LABELS, lines=3), low, value, high)
        for title, low, value, high in zip(
            rows["title"], rows["low"], rows["value"], rows["high"], strict=True
        )
    ]
    ends = [end for row in drawn for end in (row.low, row.value, row.high) if math.isfinite(end)]
    if (unit.startswith("times") or unit.endswith("ratio")) and min(ends) > 0:
        return _Part(unit, drawn, ratio_ticks(min(ends), max(ends)), is_ratio=True)
    return _Part(unit, drawn, ticks(min([*ends, 0.0]), max([*ends, 0.0])), is_ratio=False)


def _is_test(estimates: pd.DataFrame) -> pd.Series:
    """Tell which rows are but a test statistic, whose size means nothing on a scale."""
    if "statistic" not in estimates.columns:
        return pd.Series(data=False, index=estimates.index)
    return (estimates["statistic"] == estimates["value"]) & estimates["low"].isna()


def _paint(board: Board, parts: Sequence[_Part]) -> None:
    top = 0.0
    for part in parts:
        _paint_part(board, part, top)
        top += part.height


def _paint_part(board: Board, part: _Part, top: float) -> None:
    palette = board.palette
    first, last = part.marks[0], part.marks[-1]
    left, right = _ROOM

    def at(value: float) -> float:
        clipped = min(max(value, first), last)
        if part.is_ratio:
            return left + (right - left) * math.log(clipped / first) / math.log(last / first)
        return left + (right - left) * (clipped - first) / (last - first)

    floor = top + part.height - _FOOT
    for value in part.marks:
        no_difference = value == (1 if part.is_ratio else 0)
        colour, width = (palette.soft, 1.2) if no_difference else (palette.hairline, 0.8)
        board.line((at(value), top + _HEAD - 8), (at(value), floor), colour=colour, width=width)
        board.text(
            at(value), floor + 12, f"{value:g}", size=SMALL, colour=palette.soft, side="center"
        )
    title = sentence_case(part.unit) if part.unit else ""
    board.text((left + right) / 2, top + 12, title, size=SMALL, side="center")
    y = top + _HEAD
    for row in part.rows:
        middle = y + row.height / 2 - 2
        board.lines(0, middle, row.words)
        if math.isfinite(row.value) and not (math.isnan(row.low) or math.isnan(row.high)):
            low, high = at(row.low), at(row.high)
            board.line((low, middle), (high, middle), colour=palette.ink, width=1.6)
            for end, value in ((low, row.low), (high, row.high)):
                if first <= value <= last:
                    board.line((end, middle - 4), (end, middle + 4), colour=palette.ink, width=1.6)
        board.mark(at(row.value), middle, "dot", radius=4.0)
        y += row.height
