"""How clearly each person belongs to their kind, as bars sorted within kinds; or as outlines.

Input is one width a person, -1 to 1: how much nearer the own kind is than the next one. Kinds of
fewer than five people are neither drawn nor counted; without bars, none of fewer than ten is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.figures.board import Board
from rmkit.figures.kind_marks import ShownKinds, kind_marks, listed, shown_kinds
from rmkit.figures.labels import counted, number
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["silhouette_bars"]

_LEFT, _RIGHT = 104.0, 450.0
_MEAN = 498.0
_TOP = 44.0
_BAR_ROOM = 300.0
_ROOM = 14.0
_SHORTEST = 30.0  # points for a kind, so that its name and number fit
_OUTLINED = 10
_BARS = 200
_SHARES = np.linspace(0.9, 0.1, 9)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Kind:
    """Its widths from the greatest, the heights of its block, and its place on the sheet."""

    kind: int
    widths: Floats
    top: float
    tall: float


def silhouette_bars(widths: pd.Series, labels: pd.Series, *, people: bool | None = None) -> Picture:
    """Draw how much nearer each person is to the own kind than to the next one.

    Parameters
    ----------
    widths
        By person, -1 to 1, as `Clustering.widths()` gives them; NaN for who was left out.
    labels
        The kind by person, 1 to k, missing for who was left out.
    people
        Whether each person is a bar. Without, for many people and for pages that go to others, an
        outline through the widths of the middle eight of ten is drawn, of kinds with ten people
        or more. None draws bars up to 200 people.

    Returns
    -------
    Picture
        Bars by kind, the mean of each and of all; its sentence says how many are nearer another
        kind.

    References
    ----------
    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20:53-65.
    """
    known = widths.dropna()
    if known.empty:
        return nothing_to_draw(
            "There is one kind, so nobody can be nearer another one: there are no widths to draw."
        )
    shown = shown_kinds(labels.reindex(known.index))
    bars = shown.people <= _BARS if people is None else people
    fewest = FEWEST if bars else _OUTLINED
    by_kind = {
        kind: np.sort(known[labels.reindex(known.index) == kind].to_numpy(dtype=np.float64))[::-1]
        for kind, size in shown.sizes.items()
        if size >= fewest
    }
    if not by_kind:
        words = "five" if bars else "ten"
        return nothing_to_draw(f"No kind has {words} people, too few to draw them together.")
    everybody = np.concatenate(list(by_kind.values()))
    said = _said(everybody, by_kind, shown, bars=bars)
    blocks = _laid_out(by_kind, bars=bars)
    end = blocks[-1].top + blocks[-1].tall + _ROOM
    means = "; ".join(f"Kind {k}: mean {_two(float(w.mean()))}" for k, w in by_kind.items())

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), blocks, float(everybody.mean()), end, bars=bars)

    return Picture(said, f"{said} {means}.", sized(end + 26), paint)


def _said(everybody: Floats, by_kind: dict[int, Floats], shown: ShownKinds, *, bars: bool) -> str:
    n, below = len(everybody), int((everybody < 0).sum())
    mean = float(everybody.mean())
    if below:
        share = "fewer than five" if below < FEWEST else told(below, n)
        said = f"{share[:1].upper()}{share[1:]} of {number(n)} people sit nearer another kind."
    else:
        said = f"None of {number(n)} people sits nearer another kind."
    said += (
        f" The mean width is {_two(mean)}, where 1 is wholly among their own kind and 0 is between "
        f"two kinds: {_word(mean)}."
    )
    if len(by_kind) > 1:
        least = min(by_kind, key=lambda kind: float(by_kind[kind].mean()))
        said += f" Kind {least} is the least clear ({_two(float(by_kind[least].mean()))})."
    if not bars:
        said += " The middle eight of ten people of a kind are drawn, and no person."
        small = [kind for kind in shown.sizes if kind not in by_kind]
        if small:
            have, are = ("has", "is") if len(small) == 1 else ("have", "are")
            said += f" {listed(small)} {have} fewer than ten people and {are} not drawn."
    return said + shown.said


def _word(mean: float) -> str:
    """Put a mean width into words, by the bounds of Kaufman & Rousseeuw (1990), table 4."""
    if mean > 0.7:
        return "kinds far apart"
    if mean > 0.5:
        return "kinds that stand apart"
    return "kinds that run into each other" if mean > 0.25 else "hardly any kinds"


def _two(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _laid_out(by_kind: dict[int, Floats], *, bars: bool) -> list[_Kind]:
    n = sum(map(len, by_kind.values()))
    step = min(max(_BAR_ROOM / n, 1.6), 6.0) if bars else _BAR_ROOM / n
    top, blocks = _TOP + 6, []
    for kind, widths in by_kind.items():
        tall = max(len(widths) * step, _SHORTEST)
        blocks.append(_Kind(kind, widths, top, tall))
        top += tall + _ROOM
    return blocks


def _paint(board: Board, blocks: list[_Kind], mean: float, end: float, *, bars: bool) -> None:
    palette = board.palette
    last = 0.0 if bars else float(_SHARES[-1])
    lowest = min(0.0, *(float(np.quantile(block.widths, last)) for block in blocks))
    low = -float(np.ceil(-lowest * 4)) / 4
    _paint_scale(board, low, end)
    for block in blocks:
        middle = block.top + block.tall / 2
        kind_marks(board, np.array([[6.0, middle - 6.5]]), block.kind)
        board.text(16, middle - 3, f"Kind {block.kind}", bold=True)
        crowd = counted(len(block.widths), "person", "people")
        board.text(16, middle + 9, crowd, size=SMALL, colour=palette.soft)
        (_paint_bars if bars else _paint_outline)(board, block, low)
        own = _two(float(block.widths.mean()))
        board.text(_MEAN, middle + 3.5, own, side="right")
    at = _place(mean, low)
    board.line((at, _TOP - 2), (at, end), colour=palette.ink, width=1.0, dashed=True)
    board.text(at, end + 12, f"mean of all {_two(mean)}", size=SMALL, side="center", bold=True)


def _place(width: float, low: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (width - low) / (1 - low)


def _paint_scale(board: Board, low: float, end: float) -> None:
    palette = board.palette
    for value in np.arange(low, 1.01, 0.25):
        at = _place(float(value), low)
        words = f"{value:g}".replace("-", "−").replace("0.", ".")
        board.text(at, 32, words, size=SMALL, colour=palette.soft, side="center")
        board.line((at, 37), (at, end), colour=palette.soft if value == 0 else palette.hairline)
    board.text(_place(0, low) + 4, 14, "nearer their own kind →", size=SMALL, colour=palette.soft)
    if low < 0:
        words = "← nearer another"
        at = _place(0, low) - 4
        board.text(at, 14, words, size=SMALL, colour=palette.soft, side="right")
    board.text(_MEAN, 32, "mean", size=SMALL, colour=palette.soft, side="right")


def _paint_bars(board: Board, block: _Kind, low: float) -> None:
    """Draw a bar a person: filled in the own kind, open where another kind is nearer."""
    colour = board.palette.categories[(block.kind - 1) % 8]
    step = block.tall / len(block.widths) if len(block.widths) * 6 > _SHORTEST else 6.0
    zero = _place(0, low)
    for i, width in enumerate(block.widths):
        y, at = block.top + i * step, _place(float(width), low)
        tall = step * 0.78 if step > 2.4 else step - 0.5
        if width >= 0:
            board.bar(zero, y, max(at - zero, 0.5), tall, fill=colour)
        else:
            board.bar(at, y, zero - at, tall, edge=board.palette.ink)


def _paint_outline(board: Board, block: _Kind, low: float) -> None:
    """Draw a shape through the quantiles of a kind, from the greatest of eight of ten down."""
    from matplotlib.patches import Polygon

    quantiles = np.quantile(block.widths, _SHARES)
    heights = block.top + block.tall * (1 - _SHARES)
    zero = _place(0, low)
    points = [(_place(float(q), low), float(y)) for q, y in zip(quantiles, heights, strict=True)]
    board.axes.add_patch(
        Polygon(
            [(zero, points[0][1]), *points, (zero, points[-1][1])],
            facecolor=board.palette.categories[(block.kind - 1) % 8],
            edgecolor="none",
            clip_on=False,
            zorder=2,
        )
    )
