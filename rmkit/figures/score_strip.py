"""The scores of the pairs on a line, with the warnings and who is left over.

A score puts possible pairs in order. It is no measure of how well two people will get on, and
the sentence says so each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from rmkit.figures.board import Board
from rmkit.figures.labels import counted, has_columns, number
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["pair_scores"]

_LEFT, _RIGHT = 14.0, WIDTH - 14.0
_TOP = 48.0
_MOST_DOTS = 60
_TALLEST_STACK = 12
_DOT = 9.0  # the room of one
_TALLEST_BAR = 120.0
_LIMIT = "The score puts pairs in order; it does not measure how well two people will get on."

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def pair_scores(pairs: pd.DataFrame, *, unmatched: int) -> Picture:
    """Draw the scores of all pairs: a mark for each, or bars when there are more than 60.

    Parameters
    ----------
    pairs
        One row a pair: `score` (0 to 100; a missing one is counted apart and not drawn) and
        `warnings` (text; empty or missing where there is none).
    unmatched
        How many people are left over.

    Returns
    -------
    Picture
        The scores with their median; pairs with a warning are drawn as another mark.

    Raises
    ------
    UnknownName
        A column is not there.

    Examples
    --------
    >>> pairs = pd.DataFrame({"score": [70.0, 80.0, 75.0], "warnings": ["", "", "No language."]})
    >>> pair_scores(pairs, unmatched=2).sentence
    '3 pairs with scores from 70 to 80 of 100, half of them at 75 or above; 1 pair has a warning...'
    """
    over = f"{counted(unmatched, 'person is', 'people are')} left over"
    if not has_columns(pairs, ["score", "warnings"]):
        return nothing_to_draw(f"There are no pairs yet; {over}.")
    scores: Floats = np.array(pairs["score"].astype("Float64").astype("float64"), np.float64)
    warned = np.array([not _is_empty(text) for text in pairs["warnings"]], dtype=np.bool_)
    said = _said(scores, warned, over)
    known = ~np.isnan(scores)
    if not known.any():
        return nothing_to_draw(said)
    scores, warned = np.clip(scores[known], 0.0, 100.0), warned[known]
    small = len(scores) <= _MOST_DOTS and _stacks(scores, 2).max() <= _TALLEST_STACK
    tall = _stacks(scores, 2).max() * _DOT if small else _TALLEST_BAR + 24

    def paint(figure: Figure, palette: Palette) -> None:
        board = Board.on(figure, palette)
        floor = _TOP + tall + 4
        _frame(board, floor, dots=small, over=over)
        _median(board, scores, floor if small else floor - _above_bar(scores))
        (_dots if small else _bars)(board, scores, warned, floor)

    return Picture(said, said, sized(_TOP + tall + 24), paint)


def _is_empty(text: object) -> bool:
    return text is None or text is pd.NA or text != text or not str(text).strip()


def _said(scores: Floats, warned: Flags, over: str) -> str:
    known = scores[~np.isnan(scores)]
    pairs = counted(len(scores), "pair", "pairs")
    if len(known) == 1:
        said = f"{pairs} with a score of {known[0]:.0f} of 100"
    elif len(known):
        said = (
            f"{pairs} with scores from {known.min():.0f} to {known.max():.0f} of 100, half of them "
            f"at {np.median(known):.0f} or above"
        )
    else:
        said = f"{pairs} without a score"
    n = int(warned.sum())
    said += f"; {counted(n, 'pair has', 'pairs have') if n else 'none has'} a warning; {over}."
    missing = len(scores) - len(known)
    if missing and len(known):
        are = "is" if missing == 1 else "are"
        said += f" {counted(missing, 'pair has', 'pairs have')} no score and {are} not drawn."
    return f"{said} {_LIMIT}"


def _stacks(scores: Floats, width: int) -> npt.NDArray[np.int64]:
    """Count the scores in bins of so many points; 100 belongs to the last."""
    return np.bincount(_bins(scores, width), minlength=100 // width)


def _bins(scores: Floats, width: int) -> npt.NDArray[np.int64]:
    return np.minimum(scores // width, 100 // width - 1).astype(np.int64)


def _place(score: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * score / 100


def _frame(board: Board, floor: float, *, dots: bool, over: str) -> None:
    palette = board.palette
    x = board.key(0, 12, "dot" if dots else "filled", "pairs without a warning")
    board.key(x, 12, "diamond" if dots else "open", "with a warning")
    board.text(WIDTH, 12, over, size=SMALL, side="right")
    for score in range(0, 101, 20):
        at = _place(score)
        board.line((at, _TOP - 6), (at, floor))
        board.text(at, floor + 13, str(score), size=SMALL, colour=palette.soft, side="center")
    board.line((_LEFT, floor), (_RIGHT, floor), colour=palette.soft)


def _above_bar(scores: Floats) -> float:
    """Give the height above the floor of what stands on the bar with the median."""
    bars = _stacks(scores, 5)
    own = bars[_bins(np.array([np.median(scores)]), 5)[0]]
    return float(_TALLEST_BAR * own / bars.max() + 16)


def _median(board: Board, scores: Floats, end: float) -> None:
    median = float(np.median(scores))
    at = _place(median)
    board.line((at, _TOP - 6), (at, end), colour=board.palette.ink, width=1.0, dashed=True)
    side, nudge = ("right", -4) if median > 85 else ("left", 4)
    words = f"score {median:.0f}" if len(scores) == 1 else f"median {median:.0f}"
    board.text(at + nudge, _TOP - 10, words, size=SMALL, side=side, bold=True)  # type: ignore[arg-type]


def _dots(board: Board, scores: Floats, warned: Flags, floor: float) -> None:
    heights: dict[int, int] = {}
    for i in np.lexsort((scores, warned)):
        column = int(_bins(scores[[i]], 2)[0])
        height = heights.get(column, 0)
        heights[column] = height + 1
        y = floor - (height + 0.5) * _DOT - 1
        board.mark(_place(column * 2 + 1), y, "diamond" if warned[i] else "dot", radius=3.8)


def _bars(board: Board, scores: Floats, warned: Flags, floor: float) -> None:
    first, second = board.palette.categories[:2]
    plain, marked = _stacks(scores[~warned], 5), _stacks(scores[warned], 5)
    unit = _TALLEST_BAR / (plain + marked).max()
    width = _place(5) - _place(0) - 3
    for i, (without, with_one) in enumerate(zip(plain, marked, strict=True)):
        x, y = _place(5 * i) + 1.5, floor - without * unit
        if without:
            board.bar(x, y, width, without * unit, fill=first)
        if with_one:
            board.bar(x, y - with_one * unit, width, with_one * unit, edge=second)
        if without or with_one:
            at = y - with_one * unit - 3
            board.text(x + width / 2, at, number(without + with_one), size=SMALL, side="center")
