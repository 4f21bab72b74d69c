"""How people's mean levels are spread when there are no kinds among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from rmkit.disclosure.hiding import bars_told
from rmkit.figures.board import Board
from rmkit.figures.labels import number
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["one_group"]

_FEWEST = 5
_LEFT, _RIGHT = 40.0, WIDTH - 40.0
_EDGES = np.linspace(1, 5, 9)
_TALLEST = 110.0
_FLOOR = 180.0


def one_group(numbers: pd.DataFrame) -> Picture:
    """Draw how many people have which mean level, in steps of half a level.

    Parameters
    ----------
    numbers
        One row a person, `level_<skill>` from 1 to 5, NaN missing. A person's mean is over the
        skills they answered; who answered none is in no bar.

    Returns
    -------
    Picture
        Eight bars from 1 to 5 and the median. Nothing is drawn of fewer than five people.
    """
    levels = numbers[[c for c in numbers.columns if str(c).startswith("level_")]]
    means = levels.astype("float64").mean(axis="columns").dropna().to_numpy(dtype=np.float64)
    if len(means) < _FEWEST:
        return nothing_to_draw("Fewer than five people gave levels, too few to draw them together.")
    low, middle, high = np.quantile(means, [0.25, 0.5, 0.75])
    said = (
        f"There are no kinds to draw: the {number(len(means))} people are shown as one group. "
        f"Their mean level over {number(levels.shape[1])} skills is {middle:.1f} in the middle, "
        f"and half of them are between {low:.1f} and {high:.1f}. That no kinds were found does "
        "not mean that people are alike."
    )
    counts = np.histogram(means, _EDGES)[0]
    shown = bars_told(counts.tolist()).shown
    if not all(shown):
        said += (
            " A dot stands for a bar that is not shown: it has fewer than five people, or would "
            "give such a number away."
        )

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), np.where(shown, counts, 0), shown, float(middle))

    return Picture(said, said, sized(_FLOOR + 34), paint)


def _place(level: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (level - 1) / 4


def _paint(
    board: Board, counts: npt.NDArray[np.int64], shown: tuple[bool, ...], median: float
) -> None:
    palette = board.palette
    board.text(0, 12, "people by their mean level over all skills", size=SMALL, colour=palette.soft)
    for level in range(1, 6):
        at = _place(level)
        board.line((at, _FLOOR), (at, _FLOOR + 4), colour=palette.soft)
        words = {1: "1 none", 5: "5 expert"}.get(level, str(level))
        board.text(at, _FLOOR + 16, words, size=SMALL, colour=palette.soft, side="center")
    width = _place(1.5) - _place(1)
    for start, count, is_shown in zip(_EDGES, counts, shown, strict=False):
        x, tall = _place(float(start)), _TALLEST * count / max(counts.max(), 1)
        if not is_shown:
            board.text(x + width / 2, _FLOOR - 4, "·", size=SMALL, side="center")
        if count:
            board.bar(x + 2, _FLOOR - tall, width - 4, tall, fill=palette.categories[0])
            board.text(
                x + width / 2, _FLOOR - tall - 4, number(int(count)), size=SMALL, side="center"
            )
    board.line((_LEFT, _FLOOR), (_RIGHT, _FLOOR), colour=palette.soft)
    at = _place(median)
    own = counts[min(int((median - 1) * 2), len(counts) - 1)]
    end = _FLOOR - _TALLEST * own / max(counts.max(), 1) - 16  # above the number on its bar
    board.line((at, 43), (at, end), colour=palette.ink, width=1.0, dashed=True)
    board.text(at, 38, f"median {median:.1f}", size=SMALL, side="center", bold=True)
