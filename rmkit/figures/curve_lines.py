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

_LEFT, _RIGHT = 44.0, WIDTH - 112
_TOP, _FLOOR = 30.0, 230.0
_NEEDED = ("group", "at", "value")
_MOST = 6
_DASHES = ("solid", (0, (5, 2)), (0, (1.5, 1.5)), (0, (7, 2, 1.5, 2)), (0, (9, 3)), (0, (3, 3)))


class _Curve(NamedTuple):
    name: str
    places: NDArray[np.float64]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def curve_lines(
    curve: pd.DataFrame, *, axes: tuple[str, str], sentence: str, steps: bool | None = None
) -> Picture:
    """Draw values over something, one line a group.

    Parameters
    ----------
    curve
        `group` (empty for a single one), `at`, `value`, and `low` and `high` where there is a
        band (NaN where there is none); at most six groups.
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
        Lines that differ in colour and in dashes, each named at its end.

    Raises
    ------
    UnknownName
        A column is not there.
    """
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

    return Picture(sentence, f"{sentence} {told}.", sized(_FLOOR + 44), paint)


def _curve(name: str, rows: pd.DataFrame) -> _Curve:
    rows = rows.sort_values("at", kind="stable")
    missing = np.full(len(rows), np.nan)
    band = [
        rows[end].to_numpy(dtype=np.float64) if end in rows.columns else missing
        for end in ("low", "high")
    ]
    at, value = (rows[column].to_numpy(dtype=np.float64) for column in ("at", "value"))
    return _Curve(name, at, value, band[0], band[1])


def _paint(board: Board, curves: list[_Curve], axes: tuple[str, str], *, stepped: bool) -> None:
    every_y = np.concatenate([np.concatenate([c.value, c.low, c.high]) for c in curves])
    every_x = np.concatenate([c.places for c in curves])
    across = ticks(float(np.nanmin(every_x)), float(np.nanmax(every_x)), about=6)
    up = ticks(min(float(np.nanmin(every_y)), 0.0), float(np.nanmax(every_y)))

    def place(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        to_x = _LEFT + (_RIGHT - _LEFT) * (x - across[0]) / (across[-1] - across[0])
        to_y = _FLOOR - (_FLOOR - _TOP) * (y - up[0]) / (up[-1] - up[0])
        return np.column_stack([to_x, to_y])

    _scales(board, across, up, axes)
    ends: list[tuple[float, str, str]] = []
    for i, curve in enumerate(curves):
        colour = board.palette.categories[i]
        x, value, low, high = (
            _as_steps(curve) if stepped else (curve.places, curve.value, curve.low, curve.high)
        )
        has_band = ~(np.isnan(low) | np.isnan(high))
        if has_band.any():
            upper, lower = place(x, high)[has_band], place(x, low)[has_band]
            board.axes.fill_between(
                upper[:, 0], lower[:, 1], upper[:, 1], color=colour, alpha=0.16, linewidth=0
            )
        line = place(x, value)
        board.axes.plot(*line.T, color=colour, linewidth=1.8, linestyle=_DASHES[i])
        ends.append((float(line[-1, 1]), curve.name, colour))
    _names(board, ends)


def _as_steps(curve: _Curve) -> tuple[NDArray[np.float64], ...]:
    """Hold each value until the next place."""
    x = np.repeat(curve.places, 2)[1:]
    return x, *(np.repeat(y, 2)[:-1] for y in (curve.value, curve.low, curve.high))


def _scales(board: Board, across: list[float], up: list[float], axes: tuple[str, str]) -> None:
    soft = board.palette.soft
    for i, value in enumerate(up):
        y = _FLOOR - (_FLOOR - _TOP) * i / (len(up) - 1)
        board.line((_LEFT, y), (_RIGHT, y))
        board.text(_LEFT - 6, y + 3.4, f"{value:g}", size=SMALL, colour=soft, side="right")
    for i, value in enumerate(across):
        x = _LEFT + (_RIGHT - _LEFT) * i / (len(across) - 1)
        board.text(x, _FLOOR + 14, f"{value:g}", size=SMALL, colour=soft, side="center")
    board.text((_LEFT + _RIGHT) / 2, _FLOOR + 32, axes[0], size=SMALL, side="center")
    board.text(0, 12, axes[1], size=SMALL)


def _names(board: Board, ends: list[tuple[float, str, str]]) -> None:
    """Write the names beside the ends, pushed apart where they would lie on each other."""
    placed = sorted((y, name, colour) for y, name, colour in ends if name)
    heights = [y for y, _, _ in placed]
    for i, (above, below) in enumerate(pairwise(heights), start=1):
        heights[i] = max(below, heights[i - 1] + 12) if below - above < 12 else below
    for y, (_, name, colour) in zip(heights, placed, strict=True):
        board.line((_RIGHT + 4, y), (_RIGHT + 12, y), colour=colour, width=2.4)
        board.text(_RIGHT + 16, y + 3.4, name, size=SMALL)
