"""Which numbers of kinds stand out from a single kind, and what other rules would take.

Input is the evidence of a clustering; nothing in it is about a person.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.figures.board import Board
from rmkit.figures.labels import has_columns
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["how_many"]

_SIGNIFICANT = 0.05
_FIRM = 0.6
_TOP, _FLOOR = 52.0, 212.0
_LEFT, _RIGHT = 44.0, WIDTH - 12
_SECOND = 280.0  # where the panels below begin
_TALL = 84.0
_SPREADS = 2.0

Floats = npt.NDArray[np.float64]


def how_many(evidence: pd.DataFrame) -> Picture:
    """Draw how clearly each number of kinds stands apart, against people of a single kind.

    Parameters
    ----------
    evidence
        What `Clustering.evidence` holds: `k`, `silhouette`, `reference`, `margin`,
        `standardised`, `p`, `smallest`, `jaccard`, `chosen`; and `gap`, `gap_error`, `gap_rule`
        and `bic` where there are any.

    Returns
    -------
    Picture
        The silhouette of every number of kinds against the band of a single kind (its mean and
        two standard deviations to both sides), p below it; the gap statistic and BIC in panels of
        their own.

    Raises
    ------
    UnknownName
        A column is not there.

    References
    ----------
    Hennig & Lin (2015), Statistics and Computing 25:821-833; Tibshirani, Walther & Hastie (2001),
    Journal of the Royal Statistical Society B 63:411-423.
    """
    needed = ["k", "silhouette", "reference", "margin", "standardised", "p", "smallest", "chosen"]
    if not has_columns(evidence, needed):
        return nothing_to_draw("Nobody has been grouped yet.")
    rows = evidence[evidence["silhouette"].notna() & evidence["reference"].notna()]
    if rows.empty:
        return nothing_to_draw(
            "No number of kinds could be weighed: there are too few people, or they answered "
            "too much alike. Nothing stands out."
        )
    chosen = int(evidence.loc[evidence["chosen"], "k"].iloc[0])
    said = _said(evidence, rows, chosen)
    panels = [name for name in ("gap", "bic") if _has(evidence, name)]
    height = _SECOND + _TALL + 28 if panels else _FLOOR + 50

    def paint(figure: Figure, palette: Palette) -> None:
        board = Board.on(figure, palette)
        _paint(board, rows, one=chosen == 1)
        wide = (WIDTH - 36) / 2 if len(panels) == 2 else WIDTH
        for i, name in enumerate(panels):
            _paint_panel(board, evidence, name, i * (wide + 36), wide)

    return Picture(said, f"{said} {_told(rows)}", sized(height), paint)


def _has(evidence: pd.DataFrame, name: str) -> bool:
    return name in evidence.columns and int(evidence[name].notna().sum()) > 1


def _said(evidence: pd.DataFrame, rows: pd.DataFrame, chosen: int) -> str:
    clear = [int(k) for k in rows.loc[rows["p"] <= _SIGNIFICANT, "k"]]
    if not clear:
        said = "Nothing stands out: no number of kinds is clearer than in people of a single kind"
        said += f" (the smallest p is {_p(float(rows['p'].min()))})."
    elif len(clear) == len(rows) and len(rows) > 1:
        said = (
            f"Every number of kinds from {clear[0]} to {clear[-1]} stands out from a single kind."
        )
    else:
        said = f"{_numbers(clear)} kinds stand out from a single kind."
    if chosen > 1:
        row = rows[rows["k"] == chosen]
        if len(row):
            own = row.iloc[0]
            said += (
                f" With {chosen} the silhouette is {own['silhouette']:.2f}, in a single kind "
                f"{own['reference']:.2f} (p {_p(float(own['p']))})"
            )
            said += _beside(chosen, clear, rows)
    elif clear:
        said += f" One kind is the answer all the same: {_why_one(rows, clear)}."
    return f"{said} p counts in that several numbers were tried.{_others(evidence)}"


def _beside(chosen: int, clear: list[int], rows: pd.DataFrame) -> str:
    """End the sentence on the number that was taken: how it compares."""
    if chosen not in clear:
        return ", so these kinds were asked for, not found."
    best = int(rows.sort_values("margin", ascending=False, kind="stable")["k"].iloc[0])
    return ", the widest margin of all." if best == chosen else f"; the margin of {best} is wider."


def _why_one(rows: pd.DataFrame, clear: list[int]) -> str:
    own = rows[rows["k"].isin(clear)]
    if (own["smallest"] < FEWEST).all():
        return "a kind among them has fewer than five people"
    tried = own["jaccard"].dropna() if "jaccard" in own else pd.Series(dtype=float)
    if len(tried) and float(tried.max()) < _FIRM:
        return "the kinds do not come back when people are drawn anew"
    return "it was asked for"


def _others(evidence: pd.DataFrame) -> str:
    said = ""
    if _has(evidence, "gap") and "gap_rule" in evidence and evidence["gap_rule"].any():
        taken = int(evidence.loc[evidence["gap_rule"], "k"].iloc[0])
        said += f" The gap statistic's rule takes {taken}."
    if _has(evidence, "bic"):
        lowest = evidence.sort_values("bic", kind="stable")["k"].iloc[0]
        said += f" BIC is lowest for {int(lowest)}."
    return said


def _told(rows: pd.DataFrame) -> str:
    told = "; ".join(
        f"{int(row['k'])} kinds {row['silhouette']:.2f}, single kind {row['reference']:.2f}, "
        f"p {_p(float(row['p']))}"
        for row in rows.to_dict("records")
    )
    return f"Silhouettes: {told}."


def _numbers(ks: list[int]) -> str:
    return str(ks[0]) if len(ks) == 1 else f"{', '.join(map(str, ks[:-1]))} and {ks[-1]}"


def _p(p: float) -> str:
    return f"{p:.2f}".removeprefix("0") if p >= 0.005 else "under .01"


def _spread(rows: pd.DataFrame) -> Floats:
    """Give the standard deviation of the silhouette in a single kind."""
    margin = rows["margin"].to_numpy(dtype=np.float64)
    units = rows["standardised"].to_numpy(dtype=np.float64)
    spread: Floats = np.divide(margin, units, out=np.zeros_like(margin), where=units != 0)
    return spread


class _Scale(NamedTuple):
    """Where numbers of kinds and values stand on the sheet."""

    left: float
    right: float
    top: float
    floor: float
    first: float
    last: float
    low: float
    high: float

    def x(self, k: float) -> float:
        return self.left + (self.right - self.left) * (k - self.first + 0.5) / (
            self.last - self.first + 1
        )

    def y(self, value: float) -> float:
        return self.floor - (self.floor - self.top) * (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        step = next(s for s in (0.02, 0.05, 0.1, 0.2, 0.5) if (self.high - self.low) / s <= 6)
        first, last = int(np.ceil(self.low / step - 1e-9)), int(self.high / step + 1e-9)
        return [i * step for i in range(first, last + 1)]


def _paint(board: Board, rows: pd.DataFrame, *, one: bool) -> None:
    palette = board.palette
    seen, reference = (rows[c].to_numpy(dtype=np.float64) for c in ("silhouette", "reference"))
    ks, band = rows["k"].to_numpy(dtype=np.float64), _SPREADS * _spread(rows)
    bounds = np.concatenate([seen, reference - band, reference + band])
    low, high = min(0.0, float(bounds.min())), max(float(bounds.max()), 0.1)
    scale = _Scale(_LEFT, _RIGHT, _TOP, _FLOOR, float(ks[0]), float(ks[-1]), low, high * 1.04)
    _paint_key(board, one=one)
    for value in scale.ticks():
        y = scale.y(value)
        board.line((_LEFT, y), (_RIGHT, y))
        words = _tick(value)
        board.text(_LEFT - 6, y + 3.2, words, size=SMALL, colour=palette.soft, side="right")
    _paint_band(board, scale, ks, reference, band)
    places = [(scale.x(k), scale.y(s)) for k, s in zip(ks, seen, strict=True)]
    for start, end in pairwise(places):
        board.line(start, end, colour=palette.categories[0], width=1.2)
    for row, (x, y) in zip(rows.to_dict("records"), places, strict=True):
        _paint_number(board, row, x, y)
    board.text(0, _FLOOR + 18, "kinds", size=SMALL, colour=palette.soft)


def _paint_number(board: Board, row: dict[Hashable, Any], x: float, y: float) -> None:
    """Draw what was found for a number of kinds: filled where it stands out, ringed if taken."""
    palette, clear, taken = board.palette, float(row["p"]) <= _SIGNIFICANT, bool(row["chosen"])
    if taken:
        _circle(board, x, y, 8.5, edge=palette.ink)
        board.text(x, _FLOOR + 46, "taken", size=SMALL, side="center", bold=True)
    elif float(row["smallest"]) < FEWEST:
        board.text(x, _FLOOR + 46, "a kind < 5", size=SMALL, colour=palette.soft, side="center")
    first = palette.categories[0]
    _circle(board, x, y, 4.5, fill=first if clear else palette.paper, edge=first)
    board.text(x, _FLOOR + 18, str(int(row["k"])), side="center", bold=taken)
    colour = palette.ink if clear else palette.soft
    words = f"p {_p(float(row['p']))}"
    board.text(x, _FLOOR + 32, words, size=SMALL, colour=colour, side="center", bold=taken)


def _circle(board: Board, x: float, y: float, radius: float, *, edge: str, fill: str = "") -> None:
    from matplotlib.patches import Circle

    board.axes.add_patch(
        Circle((x, y), radius, facecolor=fill or "none", edgecolor=edge, linewidth=1.5,
               clip_on=False, zorder=3)
    )  # fmt: skip


def _paint_band(board: Board, scale: _Scale, ks: Floats, middle: Floats, reach: Floats) -> None:
    """Shade where a single kind would be; around one number alone as a narrow box."""
    from matplotlib.patches import Polygon

    half = 0.2 if len(ks) == 1 else 0.0
    places = [(k + d, m, r) for k, m, r in zip(ks, middle, reach, strict=True) for d in
              ((-half, half) if half else (0.0,))]  # fmt: skip
    above = [(scale.x(k), scale.y(m + r)) for k, m, r in places]
    below = [(scale.x(k), scale.y(m - r)) for k, m, r in reversed(places)]
    board.axes.add_patch(
        Polygon(above + below, facecolor=board.palette.hairline, edgecolor="none", zorder=2)
    )
    line = [(scale.x(k), scale.y(m)) for k, m, _ in places]
    for start, end in pairwise(line):
        board.line(start, end, colour=board.palette.soft, width=1.2, dashed=True)


def _paint_key(board: Board, *, one: bool) -> None:
    palette = board.palette
    first = palette.categories[0]
    board.text(0, 12, "silhouette: how clearly the kinds stand apart", size=SMALL, bold=True)
    if one:
        words = "taken: one kind"
        board.text(_RIGHT, 12, words, size=SMALL, side="right", bold=True)
    _circle(board, 6, 27, 4.5, edge=first, fill=first)
    board.text(16, 30.5, "found, stands out", size=SMALL, colour=palette.soft)
    _circle(board, 128, 27, 4.5, edge=first, fill=palette.paper)
    board.text(138, 30.5, "found, does not", size=SMALL, colour=palette.soft)
    board.bar(240, 22, 24, 10, fill=palette.hairline)
    board.line((240, 27), (264, 27), colour=palette.soft, width=1.2, dashed=True)
    words = "people of a single kind, mean and 2 spreads"
    board.text(270, 30.5, words, size=SMALL, colour=palette.soft)


def _paint_panel(board: Board, evidence: pd.DataFrame, name: str, left: float, wide: float) -> None:
    """Draw the gap statistic with its standard errors, or BIC, and what its rule takes."""
    palette = board.palette
    rows = evidence[evidence[name].notna()]
    values, ks = rows[name].to_numpy(dtype=np.float64), rows["k"].to_numpy(dtype=np.float64)
    error = rows["gap_error"].to_numpy(dtype=np.float64) if name == "gap" else 0 * values
    low, high = float((values - error).min()), float((values + error).max())
    room = max(high - low, 1e-9) * 0.06
    scale = _Scale(
        left + 14, left + wide - 4, _SECOND + 22, _SECOND + _TALL, float(ks[0]), float(ks[-1]),
        low - room, high + room,
    )  # fmt: skip
    taken = int(rows.loc[rows["gap_rule"], "k"].iloc[0]) if name == "gap" and (
        "gap_rule" in rows and rows["gap_rule"].any()
    ) else int(ks[int(values.argmin())]) if name == "bic" else 0  # fmt: skip
    title = "gap statistic ± its error" if name == "gap" else "BIC, lower is better"
    board.text(left, _SECOND + 8, title, size=SMALL, bold=True)
    board.line((left, scale.floor), (left + wide, scale.floor), colour=palette.soft)
    places = [(scale.x(k), scale.y(v)) for k, v in zip(ks, values, strict=True)]
    for start, end in pairwise(places):
        board.line(start, end, colour=palette.soft)
    for k, (x, y), v, e in zip(ks, places, values, error, strict=True):
        if e > 0:
            board.line((x, scale.y(v - e)), (x, scale.y(v + e)), colour=palette.ink, width=1.2)
        fill = palette.ink if k == taken else palette.paper
        _circle(board, x, y, 3.6, edge=palette.ink, fill=fill)
        board.text(x, scale.floor + 14, str(int(k)), size=SMALL, side="center", bold=k == taken)
    if taken:
        words = f"its rule takes {taken}" if name == "gap" else f"lowest for {taken}"
        board.text(left + wide, _SECOND + 8, words, size=SMALL, colour=palette.soft, side="right")


def _tick(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("0.", ".").replace("-", "−") or "0"
