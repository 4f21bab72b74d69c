"""How surely each kind comes back when people are drawn anew, against the marks for naming it.

Input is what a clustering tells of its kinds and of the samples. Kinds of fewer than five people
are not drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.figures.board import Board
from rmkit.figures.kind_marks import MOST_KINDS, kind_marks, listed
from rmkit.figures.labels import counted, has_columns
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["stability_bars"]

_LEFT, _RIGHT = 104.0, 402.0
_WORD = 416.0
_TOP = 50.0
_ROW = 34.0
_PATTERN, _STABLE = 0.6, 0.75

Floats = npt.NDArray[np.float64]


class _Row(NamedTuple):
    """A kind: how many people, the verdict, and of its return the middle half and the mean."""

    kind: int
    people: int
    verdict: str
    low: float
    mean: float
    high: float


def stability_bars(stability: pd.DataFrame, returned: Floats) -> Picture:
    """Draw how much of each kind comes back in samples of people drawn anew.

    Parameters
    ----------
    stability
        What `Clustering.stability` holds: `kind`, `people`, `jaccard` and `verdict`.
    returned
        What `Clustering.returned` holds: the share of each kind that came back, shape (n_samples,
        n_kinds), 0 to 1; NaN where a sample could not tell.

    Returns
    -------
    Picture
        For each kind the mean and the middle half of the samples, with the marks .6 (a pattern)
        and .75 (stable).

    Raises
    ------
    UnknownName
        A column is not there.

    References
    ----------
    Hennig (2007), Computational Statistics & Data Analysis 52:258-271, for the marks.
    """
    if not has_columns(stability, ["kind", "people", "jaccard", "verdict"]):
        return nothing_to_draw("Nobody has been grouped yet.")
    if len(stability) == 1:
        return nothing_to_draw(
            "There is one kind, so there is nothing that could come back or be lost when people "
            "are drawn anew."
        )
    rows, few = _rows(stability, np.asarray(returned, dtype=np.float64))
    if not rows:
        return nothing_to_draw("No kind has five people, too few to draw how it comes back.")
    said = _said(rows, len(returned))
    if few:
        have, are = ("has", "is") if len(few) == 1 else ("have", "are")
        said += f" {listed(few)} {have} fewer than five people and {are} not drawn."
    told = "; ".join(
        f"Kind {row.kind}: mean {row.mean:.2f}, half of the samples between {row.low:.2f} and "
        f"{row.high:.2f}, {row.verdict}"
        for row in rows
    )

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), rows, len(returned))

    return Picture(said, f"{said} {told}.", sized(_TOP + _ROW * len(rows) + 26), paint)


def _rows(stability: pd.DataFrame, returned: Floats) -> tuple[list[_Row], list[int]]:
    rows: list[_Row] = []
    few: list[int] = []
    for i, row in enumerate(stability.to_dict("records")):
        kind, people = int(row["kind"]), int(row["people"])
        came = returned[:, i][~np.isnan(returned[:, i])]
        if people < FEWEST:
            few.append(kind)
        elif len(came) and len(rows) < MOST_KINDS:
            low, high = np.quantile(came, [0.25, 0.75])
            mean = float(row["jaccard"])
            rows.append(_Row(kind, people, str(row["verdict"]), float(low), mean, float(high)))
    return rows, few


def _said(rows: list[_Row], samples: int) -> str:
    said = []
    for verdict, one, many in (
        ("stable", "is stable", "are stable"),
        ("a pattern", "is a pattern, worth a look and no more", "are patterns, worth a look and "
         "no more"),
        ("do not name", "does not come back and should not be named", "do not come back and "
         "should not be named"),
    ):  # fmt: skip
        kinds = [row.kind for row in rows if row.verdict == verdict]
        if kinds:
            said.append(f"{listed(kinds)} {one if len(kinds) == 1 else many}")
    least = min(rows, key=lambda row: row.mean)
    return (
        f"{'; '.join(said)}. People were drawn anew {samples} times, and 1 means that all of a "
        f"kind came back; least did Kind {least.kind} ({least.mean:.2f}). That a kind "
        "comes back does not show that it is real: a continuum can be cut alike each time."
    )


def _paint(board: Board, rows: list[_Row], samples: int) -> None:
    palette = board.palette
    end = _TOP + _ROW * len(rows)
    zones = ((0.0, _PATTERN, "do not name"), (_PATTERN, _STABLE, "pattern"), (_STABLE, 1, "stable"))
    for low, high, words in zones:
        middle = (_place(low) + _place(high)) / 2
        board.text(middle, 14, words, size=SMALL, side="center")
    for value, words in (
        (0, "0"),
        (0.25, ".25"),
        (0.5, ".5"),
        (0.6, ".6"),
        (0.75, ".75"),
        (1, "1"),
    ):
        at, mark = _place(value), value in (_PATTERN, _STABLE)
        board.text(
            at, 30, words, size=SMALL, side="center", bold=mark,
            colour=palette.ink if mark else palette.soft,
        )  # fmt: skip
        colour = palette.ink if mark else palette.hairline
        board.line((at, 36), (at, end), colour=colour, dashed=mark, width=1.0 if mark else 0.8)
    for i, row in enumerate(rows):
        _paint_row(board, row, _TOP + (i + 0.5) * _ROW)
    words = f"mark: mean of {samples} samples of people; line: the middle half of them"
    board.text(_LEFT, end + 18, words, size=SMALL, colour=palette.soft)


def _paint_row(board: Board, row: _Row, y: float) -> None:
    palette = board.palette
    kind_marks(board, np.array([[6.0, y - 6.5]]), row.kind)
    board.text(16, y - 3, f"Kind {row.kind}", bold=True)
    crowd = counted(row.people, "person", "people")
    board.text(16, y + 9, crowd, size=SMALL, colour=palette.soft)
    low, mean, high = (_place(value) for value in (row.low, row.mean, row.high))
    board.line((low, y), (high, y), colour=palette.ink, width=2.2)
    for at in (low, high):
        board.line((at, y - 4), (at, y + 4), colour=palette.ink, width=1.4)
    kind_marks(board, np.array([[mean, y]]), row.kind, radius=5.0)
    board.text(_WORD, y - 3, f"{row.mean:.2f}", bold=True)
    board.text(_WORD, y + 9, row.verdict, size=SMALL)


def _place(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share
