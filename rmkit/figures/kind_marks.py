"""A mark for each kind, told apart by shape and by colour, and which kinds may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.figures.board import Board
from rmkit.figures.labels import number
from rmkit.figures.style import SMALL

if TYPE_CHECKING:
    from matplotlib.path import Path

__all__ = ["MOST_KINDS", "ShownKinds", "kind_key", "kind_marks", "listed", "shown_kinds"]

Floats = npt.NDArray[np.float64]

MOST_KINDS = 8
"""So many shapes and colours can be told apart; smaller kinds than these are not drawn."""

_OPEN = (False, True, False, True, False, True, False, True)
_LAYER = 3


@dataclass(frozen=True)
class ShownKinds:
    """Which kinds a picture shows.

    Attributes
    ----------
    sizes
        People by kind (1, 2, ...), of the kinds that are shown.
    few
        Kinds of fewer than five people, which are neither drawn nor counted.
    more
        Kinds beyond the eighth, which are not drawn.
    """

    sizes: dict[int, int]
    few: tuple[int, ...]
    more: tuple[int, ...]

    @property
    def people(self) -> int:
        """How many people are in the kinds that are shown."""
        return sum(self.sizes.values())

    @property
    def single(self) -> bool:
        """Whether there is one kind only, and so none."""
        return len(self.sizes) + len(self.few) + len(self.more) == 1

    @property
    def said(self) -> str:
        """What is not shown, as sentences with a space before them, or nothing."""
        said = ""
        if self.few:
            have = "has" if len(self.few) == 1 else "have"
            are = "is" if len(self.few) == 1 else "are"
            said += f" {listed(self.few)} {have} fewer than five people and {are} not drawn."
        if self.more:
            said += f" Only the {number(len(self.sizes))} largest kinds are drawn."
        return said


def listed(kinds: tuple[int, ...] | list[int]) -> str:
    """Name kinds in a sentence.

    >>> listed([3]), listed([1, 2, 4])
    ('Kind 3', 'Kinds 1, 2 and 4')
    """
    if len(kinds) == 1:
        return f"Kind {kinds[0]}"
    return f"Kinds {', '.join(map(str, kinds[:-1]))} and {kinds[-1]}"


def shown_kinds(labels: pd.Series) -> ShownKinds:
    """Decide which kinds are shown.

    Parameters
    ----------
    labels
        The kind of each person, 1 to k, missing for who was left out.
    """
    sizes = labels.dropna().astype("int64").value_counts().sort_index()
    enough = {int(str(kind)): int(n) for kind, n in sizes.items() if n >= FEWEST}
    drawn = dict(list(enough.items())[:MOST_KINDS])
    few = tuple(int(str(kind)) for kind, n in sizes.items() if n < FEWEST)
    return ShownKinds(drawn, few, tuple(kind for kind in enough if kind not in drawn))


def kind_marks(board: Board, places: Floats, kind: int, *, radius: float = 4.0) -> None:
    """Draw the mark of a kind in all places at once, shape (n, 2), in points."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if not len(places):
        return
    which = (kind - 1) % MOST_KINDS
    colour, paper = board.palette.categories[which], board.palette.paper
    shape = _shape(which)
    marks = [
        Path(np.asarray(shape.vertices) * radius + place, shape.codes) for place in places.tolist()
    ]
    is_open = _OPEN[which]
    board.axes.add_patch(
        PathPatch(
            Path.make_compound_path(*marks),
            facecolor=paper if is_open else colour,
            edgecolor=colour if is_open else paper,
            linewidth=max(radius * 0.36, 0.8) if is_open else radius * 0.12,
            clip_on=False,
            zorder=_LAYER,
        )
    )


def kind_key(board: Board, x: float, y: float, kind: int, words: str) -> float:
    """Write a kind's entry of the key and return where the next one can begin."""
    kind_marks(board, np.array([[x + 6, y - 3.5]]), kind)
    board.text(x + 16, y, words, size=SMALL)
    return x + 16 + len(words) * SMALL * 0.56 + 16


def _shape(which: int) -> Path:
    """Give the outline of a mark around 0 with a reach of about 1."""
    from matplotlib.path import Path

    if which in (0, 7):
        round_ = Path.unit_circle()
        return Path(np.asarray(round_.vertices) * 0.95, round_.codes)
    corners = {
        1: [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
        2: [(0, -1.25), (1.15, 0.85), (-1.15, 0.85)],
        3: [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        4: _cross(1.2, 0.42),
        5: [(0, 1.25), (1.15, -0.85), (-1.15, -0.85)],
        6: _turned(_cross(1.3, 0.42)),
    }[which]
    return Path([*corners, corners[0]], closed=True)


def _cross(reach: float, half: float) -> list[tuple[float, float]]:
    r, h = reach, half
    return [(-h, -r), (h, -r), (h, -h), (r, -h), (r, h), (h, h),
            (h, r), (-h, r), (-h, h), (-r, h), (-r, -h), (-h, -h)]  # fmt: skip


def _turned(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [((x - y) * 0.7071, (x + y) * 0.7071) for x, y in corners]
