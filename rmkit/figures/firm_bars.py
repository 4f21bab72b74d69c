"""How often pairs come back when weights are moved, as bars of pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rmkit.figures.board import Board
from rmkit.figures.labels import counted, has_columns, number
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["firm_pairs"]

_LEFT, _RIGHT = 8.0, WIDTH - 8.0
_FLOOR, _TALLEST = 158.0, 100.0
_STEPS = 10


def firm_pairs(pairs: pd.DataFrame, *, solves: int) -> Picture:
    """Draw in how many of the solves with other weights each pair came back.

    Parameters
    ----------
    pairs
        One row a pair that nobody locked: `stays`, the share of solves in which it came back, 0
        to 1; missing where nothing was tried.
    solves
        How many solves there were.

    Returns
    -------
    Picture
        Ten bars of pairs that came back less often, outlined, and a filled one of those that
        always did.

    Raises
    ------
    UnknownName
        A column is not there.

    Examples
    --------
    >>> firm_pairs(pd.DataFrame({"stays": [1.0, 1.0, 0.5]}), solves=12).sentence
    '2 of 3 pairs came back in each of 12 solves with other weights. The others hang on ...'
    """
    stays = pairs["stays"].dropna() if has_columns(pairs, ["stays"]) else pd.Series(dtype="float64")
    if stays.empty:
        return nothing_to_draw("Weights were not moved, so there is no pair to draw.")
    firm = int((stays >= 1).sum())
    others = stays[stays < 1].to_numpy(dtype=np.float64)
    counts = [*np.bincount((others * _STEPS).astype(int), minlength=_STEPS).tolist(), firm]
    said = (
        f"{number(firm)} of {counted(len(stays), 'pair', 'pairs')} came back in each of "
        f"{number(solves)} solves with other weights."
    )
    if len(others):
        said += (
            " The others hang on weights that somebody chose; that makes them no worse, and the "
            "firm ones no better."
        )

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), counts)

    return Picture(said, said, sized(_FLOOR + 38), paint)


def _paint(board: Board, counts: list[int]) -> None:
    palette = board.palette
    x = board.key(0, 12, "filled", "pairs that always came back")
    board.key(x, 12, "open", "pairs that did not always")
    room = (_RIGHT - _LEFT) / len(counts)
    first, second = palette.categories[:2]
    for k, count in enumerate(counts):
        left = _LEFT + k * room + 4
        tall = _TALLEST * count / max(*counts, 1)
        always = k == len(counts) - 1
        if count:
            how = {"fill": first} if always else {"edge": second}
            board.bar(left, _FLOOR - tall, room - 8, tall, **how)
        middle = left + (room - 8) / 2
        board.text(middle, _FLOOR - tall - 4, number(count), size=SMALL, side="center")
        words = "100" if always else f"{10 * k}–{10 * k + 9}"
        board.text(middle, _FLOOR + 13, words, size=SMALL, colour=palette.soft, side="center")
    board.line((_LEFT, _FLOOR), (_RIGHT, _FLOOR), colour=palette.soft)
    words = "in how many of 100 solves with other weights the two are a pair again"
    board.text(WIDTH / 2, _FLOOR + 30, words, size=SMALL, colour=palette.soft, side="center")
