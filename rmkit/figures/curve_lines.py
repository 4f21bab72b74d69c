"""A curve or a few, each with its band and named at its end: staying over time, power over size."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import shown
from rmkit.figures.board import Board
from rmkit.figures.labels import has_columns
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.scale_ticks import ticks
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["curve_lines"]

_LEFT, _RIGHT, _UNNAMED_RIGHT = 44.0, WIDTH - 112, WIDTH - 16
_TOP, _FLOOR = 30.0, 230.0
_LONGEST = 4000  # letters of a sentence
_NEEDED = ("group", "at", "value")
_MOST = 6
_FEWEST = 5
_FOOT, _AT_RISK_HEAD, _AT_RISK_ROW = 44.0, 20.0, 14.0
_DASHES = ("solid", (0, (5, 2)), (0, (1.5, 1.5)), (0, (7, 2, 1.5, 2)), (0, (9, 3)), (0, (3, 3)))


class _Curve(NamedTuple):
    name: str
    places: NDArray[np.float64]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    at_risk: NDArray[np.float64]
    ended: NDArray[np.float64]


def curve_lines(
    curve: pd.DataFrame, *, axes: tuple[str, str], sentence: str, steps: bool | None = None
) -> Picture:
    """Draw values over something, one line a group.

    Parameters
    ----------
    curve
        `group` (empty for a single one), `at`, `value`, and `low` and `high` where there is a
        band (NaN where there is none); at most six groups. For a curve of staying also `at_risk`
        (how many were still followed, written beneath, fewer than five as "<5") and `ended` (for
        how many following ended there, marked on the curve by a short stroke).
    axes
        What `at` and `value` are, with their unit.
    sentence
        What it shows.
    steps
        Whether values stay the same until the next; unless said, where a column `at_risk` says
        that it is a curve of staying.

    Returns
    -------
    Picture
        Lines that differ in colour and in dashes, each named at its end, with a stronger line at
        0 where the scale goes below it.

    Raises
    ------
    UnknownName
        A column is not there.
    """
    sentence = shown(" ".join(sentence.split()), limit=_LONGEST)
    if not has_columns(curve, _NEEDED):
        return nothing_to_draw("There is no curve to draw.")
    stepped = "at_risk" in curve.columns if steps is None else steps
    named = [
        (shown(str(name), limit=30), rows) for name, rows in curve.groupby("group", sort=False)
    ]
    curves = [_curve(name, rows) for name, rows in named[:_MOST]]
    told = "; ".join(
        f"{c.name or 'the curve'}: {c.value[0]:.3g} at {c.places[0]:g}, "
        f"{c.value[-1]:.3g} at {c.places[-1]:g}"
        for c in curves
    )

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), curves, axes, stepped=stepped)

    beneath = _AT_RISK_HEAD + _AT_RISK_ROW * len(curves) if _followed(curves) else 0.0
    return Picture(sentence, f"{sentence} {told}.", sized(_FLOOR + _FOOT + beneath), paint)


def _followed(curves: list[_Curve]) -> bool:
    return any(np.isfinite(curve.at_risk).any() for curve in curves)


def _curve(name: str, rows: pd.DataFrame) -> _Curve:
    rows = rows.sort_values("at", kind="stable")
    missing = np.full(len(rows), np.nan)
    rest = [
        rows[name].to_numpy(dtype=np.float64) if name in rows.columns else missing
        for name in ("low", "high", "at_risk", "ended")
    ]
    at, value = (rows[column].to_numpy(dtype=np.float64) for column in ("at", "value"))
    return _Curve(name, at, value, *rest)


def _paint(board: Board, curves: list[_Curve], axes: tuple[str, str], *, stepped: bool) -> None:
    from matplotlib.patches import Polygon

    every_y = np.concatenate([np.concatenate([c.value, c.low, c.high]) for c in curves])
    every_x = np.concatenate([c.places for c in curves])
    across = ticks(float(np.nanmin(every_x)), float(np.nanmax(every_x)), about=6)
    right = _RIGHT if any(c.name for c in curves) else _UNNAMED_RIGHT
    up = ticks(min(float(np.nanmin(every_y)), 0.0), float(np.nanmax(every_y)))

    def place(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        to_x = _LEFT + (right - _LEFT) * (x - across[0]) / (across[-1] - across[0])
        to_y = _FLOOR - (_FLOOR - _TOP) * (y - up[0]) / (up[-1] - up[0])
        return np.column_stack([to_x, to_y])

    _scales(board, across, up, axes, right)
    ends: list[tuple[float, str, int]] = []
    for i, curve in enumerate(curves):
        colour = board.palette.categories[i]
        x, value, low, high = (
            _as_steps(curve) if stepped else (curve.places, curve.value, curve.low, curve.high)
        )
        has_band = ~(np.isnan(low) | np.isnan(high))
        if has_band.any():
            upper, lower = place(x, high)[has_band], place(x, low)[has_band]
            edge = np.concatenate([upper, lower[::-1]])
            board.axes.add_patch(
                Polygon(edge, facecolor=colour, alpha=0.16 if len(curves) < 3 else 0.09)
            )
        line = place(x, value)
        board.axes.plot(*line.T, color=colour, linewidth=1.8, linestyle=_DASHES[i])
        if stepped:
            _ended(board, place(curve.places, curve.value)[curve.ended > 0], colour)
        ends.append((float(line[-1, 1]), curve.name, i))
    _names(board, ends)
    if _followed(curves):
        _at_risk(board, curves, across, place(np.array(across), np.zeros(len(across)))[:, 0])


def _ended(board: Board, places: NDArray[np.float64], colour: str) -> None:
    """Mark where following somebody ended by a stroke upwards from the curve."""
    for x, y in places:
        board.line((x, y - 5), (x, y), colour=colour, width=1.0)


def _at_risk(
    board: Board, curves: list[_Curve], across: list[float], places: NDArray[np.float64]
) -> None:
    """Write beneath how many were still followed, each row with the line of its curve."""
    y = _FLOOR + _FOOT + 12
    board.text(0, y, "Still followed", size=SMALL, colour=board.palette.soft)
    for i, curve in enumerate(curves):
        y += _AT_RISK_ROW
        if curve.name:
            _key(board, (4.0, y - 3.4), i)
        for at, x in zip(across, places, strict=True):
            later = curve.at_risk[curve.places >= at]
            n = int(later[0]) if len(later) and np.isfinite(later[0]) else 0
            words = f"<{_FEWEST}" if 0 < n < _FEWEST else f"{n}"
            board.text(float(x), y, words, size=SMALL, colour=board.palette.soft, side="center")


def _key(board: Board, start: tuple[float, float], which: int) -> None:
    """Draw a piece of a curve's line, with its dashes."""
    x, y = start
    board.axes.plot(
        [x, x + 20], [y, y], color=board.palette.categories[which], linewidth=1.8,
        linestyle=_DASHES[which], clip_on=False,
    )  # fmt: skip


def _as_steps(curve: _Curve) -> tuple[NDArray[np.float64], ...]:
    """Hold each value until the next place."""
    x = np.repeat(curve.places, 2)[1:]
    return x, *(np.repeat(y, 2)[:-1] for y in (curve.value, curve.low, curve.high))


def _scales(
    board: Board, across: list[float], up: list[float], axes: tuple[str, str], right: float
) -> None:
    soft = board.palette.soft
    for i, value in enumerate(up):
        y = _FLOOR - (_FLOOR - _TOP) * i / (len(up) - 1)
        colour, width = (soft, 1.2) if value == 0 and up[0] < 0 else ("", 0.8)
        board.line((_LEFT, y), (right, y), colour=colour, width=width)
        board.text(_LEFT - 6, y + 3.4, f"{value:g}", size=SMALL, colour=soft, side="right")
    for i, value in enumerate(across):
        x = _LEFT + (right - _LEFT) * i / (len(across) - 1)
        board.text(x, _FLOOR + 14, f"{value:g}", size=SMALL, colour=soft, side="center")
    under, beside = (shown(" ".join(words.split()), limit=80) for words in axes)
    board.text((_LEFT + right) / 2, _FLOOR + 32, under, size=SMALL, side="center")
    board.text(0, 12, beside, size=SMALL)


def _names(board: Board, ends: list[tuple[float, str, int]]) -> None:
    """Write the names beside the ends, pushed apart where they would lie on each other."""
    placed = sorted(end for end in ends if end[1])
    heights = [y for y, _, _ in placed]
    for i, (above, below) in enumerate(pairwise(heights), start=1):
        heights[i] = max(below, heights[i - 1] + 12) if below - above < 12 else below
    for y, (_, name, which) in zip(heights, placed, strict=True):
        _key(board, (_RIGHT + 4, y), which)
        board.text(_RIGHT + 28, y + 3.4, name, size=SMALL)
