"""Our pairs beside pairs made in other ways: mean scores on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.figures.board import Board
from rmkit.figures.labels import has_columns
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["beside_chance"]

_NAMES = {"ours": "These pairs", "greedy": "Best pair first", "chance": "By chance"}
_LABELS, _COUNT = 110.0, 176.0
_LEFT, _RIGHT = 200.0, WIDTH - 44.0
_TOP, _ROW = 40.0, 24.0
_LIMIT = (
    "These pairs were made to have the most points in all, so being ahead there says nothing about "
    "how well people will get on."
)


def beside_chance(ways: pd.DataFrame) -> Picture:
    """Draw the mean score of our pairs beside greedy ones and pairs by chance.

    Parameters
    ----------
    ways
        One row a way: `way` ("ours", "greedy", "chance"), `pairs`, `score` (mean, 0 to 100,
        missing where there is no pair) and, for chance, `low` and `high`.

    Returns
    -------
    Picture
        A dot a way; for chance with the range of 95 of 100 draws.

    Raises
    ------
    UnknownName
        A column is not there.
    """
    if not has_columns(ways, ["way", "pairs", "score", "low", "high"]):
        return nothing_to_draw("There are no pairs to compare.")
    rows = ways.dropna(subset=["score"]).to_dict("records")
    if len(rows) < 2:
        return nothing_to_draw("Nothing was worked out beside these pairs.")
    told = "; ".join(
        f"{_NAMES[row['way']].lower()}: {row['pairs']:.0f} pairs with a mean score of "
        f"{row['score']:.0f}"
        for row in rows
    )
    said = f"{told[0].upper()}{told[1:]}. {_LIMIT}"

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), rows)

    return Picture(said, said, sized(_TOP + _ROW * len(rows) + 4), paint)


def _place(score: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * min(max(score, 0.0), 100.0) / 100


def _paint(board: Board, rows: list[dict[Any, Any]]) -> None:
    palette = board.palette
    board.text((_LEFT + _RIGHT) / 2, 10, "mean score of the pairs", size=SMALL, side="center")
    board.text(_COUNT, 24, "pairs", size=SMALL, colour=palette.soft, side="right")
    end = _TOP + _ROW * len(rows) - 6
    for score in range(0, 101, 20):
        at = _place(score)
        board.text(at, 24, str(score), size=SMALL, colour=palette.soft, side="center")
        board.line((at, 29), (at, end))
    for k, row in enumerate(rows):
        y = _TOP + _ROW * k + 4
        board.text(0, y + 3.6, _NAMES[row["way"]], bold=row["way"] == "ours")
        board.text(_COUNT, y + 3.6, f"{row['pairs']:.0f}", side="right")
        if not pd.isna(row["low"]):
            ends = _place(float(row["low"])), _place(float(row["high"]))
            board.line((ends[0], y), (ends[1], y), colour=palette.ink, width=1.4)
            for at in ends:
                board.line((at, y - 3), (at, y + 3), colour=palette.ink, width=1.4)
        board.mark(_place(float(row["score"])), y, "dot" if row["way"] == "ours" else "diamond")
        board.text(WIDTH, y + 3.6, f"{row['score']:.0f}", side="right")
