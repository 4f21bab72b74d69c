"""People on a plane, near where they are alike, with a mark a kind and the distortion of the map.

Input is what a map in two dimensions tells of itself. No name and no id is drawn. A kind of fewer
than five people is not drawn; without dots, none of fewer than ten is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.figures.board import Board
from rmkit.figures.kind_marks import (
    MOST_KINDS,
    ShownKinds,
    kind_key,
    kind_marks,
    listed,
    shown_kinds,
)
from rmkit.figures.labels import has_columns, number
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["kind_plane"]

_EDGE = 16.0
_TALLEST = 330.0
_FOOT = 44.0
_LINE = 16.0
_OUTLINED = 10  # people of whom an outline is drawn
_EIGHT_OF_TEN = 1.794  # standard deviations of two directions around 8 of 10 people
_STROKES: tuple[tuple[int, tuple[float, ...]], ...] = (
    (0, ()), (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)),
)  # fmt: skip
_BAR, _BAR_SAID = 0.1, "a tenth"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Map:
    """Places in points by kind, the entries of the key, and what stands below."""

    places: dict[int, Floats]
    key: dict[int, str]
    dots: bool
    foot: str
    bar: float
    top: float
    height: float


def kind_plane(
    points: pd.DataFrame,
    labels: pd.Series,
    *,
    stress: float,
    kept: float,
    people: bool = True,
) -> Picture:
    """Draw people on a plane, those who answered alike near each other.

    Parameters
    ----------
    points
        `x` and `y` by person, as `Clustering.plane()` gives them; of many people it may be some.
    labels
        The kind by person, 1 to k, missing for who was left out; of everybody.
    stress
        The share by which distances on the map are off, 0 to 1.
    kept
        The share of the nearest on the map that are among the nearest in truth, 0 to 1; NaN where
        that says nothing.
    people
        Whether each person is a mark. Without, for pages that go to others, an outline is drawn
        where about eight of ten people of a kind lie, of kinds with ten people or more.

    Returns
    -------
    Picture
        The map; its sentence says how far it can be trusted.

    Raises
    ------
    UnknownName
        A column is not there.
    """
    if not has_columns(points, ["x", "y"]):
        return nothing_to_draw("Nobody has been grouped yet.")
    shown = shown_kinds(labels)
    fewest = FEWEST if people else _OUTLINED
    mine = labels.reindex(points.index)
    places = {
        kind: points.loc[(mine == kind).fillna(value=False), ["x", "y"]].to_numpy(dtype=np.float64)
        for kind, size in shown.sizes.items()
        if size >= fewest
    }
    places = {kind: place for kind, place in places.items() if len(place) >= FEWEST}
    if not places:
        words = "five" if people else "ten"
        return nothing_to_draw(f"No kind has {words} people, too few to draw them together.")
    said = _said(shown, places, dots=people) + _distortion(stress, kept)
    drawn = _laid_out(places, shown, dots=people, foot=_foot(stress, kept))

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), drawn)

    return Picture(said, f"A map of people. {said}{_where(drawn)}", sized(drawn.height), paint)


def _said(shown: ShownKinds, places: dict[int, Floats], *, dots: bool) -> str:
    total = sum(shown.sizes[kind] for kind in places)
    if shown.single:
        said = (
            f"There are no kinds to draw: the {number(total)} people are one group, near each "
            "other where they answered alike."
        )
    else:
        kinds = f"in {len(places)} kinds" if len(places) > 1 else "of one of the kinds"
        said = f"{number(total)} people {kinds}, near each other where they answered alike."
    drawn = sum(map(len, places.values()))
    if dots and drawn < total:
        said += f" {number(drawn)} of them are drawn, evenly spread over their answers."
    if not dots:
        said += " About eight of ten people of a kind lie inside its outline; no person is drawn."
        small = [kind for kind in shown.sizes if kind not in places]
        if small:
            have = "has" if len(small) == 1 else "have"
            said += f" {listed(small)} {have} fewer than ten people and no outline."
    return said + shown.said


def _distortion(stress: float, kept: float) -> str:
    said = f" Distances on this map are off by about {100 * stress:.0f} %"
    if np.isnan(kept):
        return f"{said}. Left, right, up and down mean nothing by themselves."
    return (
        f"{said}; {_of_ten(kept)} neighbours on it are near each other in truth: near on the map "
        "is not always alike. Left, right, up and down mean nothing by themselves."
    )


def _of_ten(share: float) -> str:
    tens = round(10 * share)
    return f"about {tens} of 10" if tens else "fewer than 1 of 10"


def _foot(stress: float, kept: float) -> str:
    said = f"distances are off by about {100 * stress:.0f} %"
    return said if np.isnan(kept) else f"{said}; {_of_ten(kept)} neighbours are kept"


def _laid_out(places: dict[int, Floats], shown: ShownKinds, *, dots: bool, foot: str) -> _Map:
    """Bring the map onto the sheet with one scale for both directions."""
    reach = [at for at in places.values() if dots]
    reach += [
        _Outline.around(at).corners for at in places.values() if _outlined(at, places, dots=dots)
    ]
    everybody = np.vstack(reach)
    low, high = everybody.min(axis=0), everybody.max(axis=0)
    wide, tall = np.maximum(high - low, 1e-9)
    scale = min((WIDTH - 2 * _EDGE) / wide, _TALLEST / tall)
    if wide * scale < 1 or max(wide, tall) < 1e-6:
        scale = 1.0
    left = (WIDTH - wide * scale) / 2
    key = {
        kind: ("people" if shown.single else f"Kind {kind}") + f", {number(shown.sizes[kind])}"
        for kind in places
    }
    top = _LINE * (_key_places(list(key.values()))[-1][1] + 1) + _EDGE + 6
    height = top + tall * scale + _EDGE + _FOOT
    on_sheet = {
        kind: np.column_stack(
            [left + (at[:, 0] - low[0]) * scale, top + (high[1] - at[:, 1]) * scale]
        )
        for kind, at in places.items()
    }
    return _Map(on_sheet, key, dots, foot, _BAR * scale, top, height)


def _key_places(entries: list[str]) -> list[tuple[float, int]]:
    """Give where each entry of the key begins, and in which row."""
    x, row, found = 0.0, 0, []
    for words in entries:
        wide = 32 + len(words) * SMALL * 0.56
        if x and x + wide > WIDTH:
            x, row = 0.0, row + 1
        found.append((x, row))
        x += wide
    return found


def _where(drawn: _Map) -> str:
    """Say where on the sheet the middle of each kind is."""
    if len(drawn.places) < 2:
        return ""
    told = []
    middle = np.mean([place.mean(axis=0) for place in drawn.places.values()], axis=0)
    for kind, place in drawn.places.items():
        x, y = place.mean(axis=0) - middle
        told.append(f"Kind {kind} {'right' if x > 0 else 'left'} {'below' if y > 0 else 'above'}")
    return f" Around the middle: {', '.join(told)}."


def _paint(board: Board, drawn: _Map) -> None:
    palette = board.palette
    entries = list(drawn.key.items())
    for (kind, words), (x, row) in zip(entries, _key_places([w for _, w in entries]), strict=True):
        kind_key(board, x, 12 + row * _LINE, kind, words)
    room = (0.0, drawn.top - _EDGE, WIDTH, drawn.height - drawn.top + _EDGE - _FOOT)
    board.bar(*room, edge=palette.hairline)
    many = sum(map(len, drawn.places.values()))
    radius = 4.2 if many <= 120 else 3.2 if many <= 300 else 2.5
    for kind, place in drawn.places.items():
        if drawn.dots:
            kind_marks(board, place, kind, radius=radius)
    for kind, place in drawn.places.items():
        if _outlined(place, drawn.places, dots=drawn.dots):
            _paint_outline(board, place, kind, alone=not drawn.dots)
    _paint_foot(board, drawn)


def _paint_foot(board: Board, drawn: _Map) -> None:
    palette, y = board.palette, drawn.height - 22
    board.text(0, drawn.height - 4, drawn.foot, size=SMALL, colour=palette.soft)
    if 12 < drawn.bar < WIDTH / 2:
        board.line((0.7, y - 3), (drawn.bar, y - 3), colour=palette.ink, width=1.4)
        for end in (0.7, drawn.bar):
            board.line((end, y - 6), (end, y), colour=palette.ink, width=1.4)
        words = f"{_BAR_SAID} of the way from wholly alike to wholly unlike"
        board.text(drawn.bar + 8, y, words, size=SMALL, colour=palette.soft)


def _outlined(place: Floats, places: dict[int, Floats], *, dots: bool) -> bool:
    return len(place) >= _OUTLINED and (len(places) > 1 or not dots)


@dataclass(frozen=True, eq=False)
class _Outline:
    """An ellipse around where about eight of ten people of a kind lie."""

    centre: Floats
    wide: float
    tall: float
    angle: float

    @classmethod
    def around(cls, place: Floats) -> _Outline:
        size, way = np.linalg.eigh(np.cov(place.T))
        tall, wide = _EIGHT_OF_TEN * np.sqrt(np.maximum(size, 0.0))
        angle = float(np.arctan2(way[1, 1], way[0, 1]))
        return cls(place.mean(axis=0), float(wide), float(tall), angle)

    @property
    def corners(self) -> Floats:
        """The farthest it reaches to the left and up, to the right and down."""
        turn = np.array([np.cos(self.angle), np.sin(self.angle)])
        reach = np.hypot(self.wide * turn, self.tall * turn[::-1])
        return np.vstack([self.centre - reach, self.centre + reach])


def _paint_outline(board: Board, place: Floats, kind: int, *, alone: bool) -> None:
    from matplotlib.patches import Ellipse

    around = _Outline.around(place)
    board.axes.add_patch(
        Ellipse(
            (float(around.centre[0]), float(around.centre[1])),
            2 * max(around.wide, 1.0),
            2 * max(around.tall, 1.0),
            angle=float(np.degrees(around.angle)),
            facecolor="none",
            edgecolor=board.palette.categories[(kind - 1) % MOST_KINDS],
            linewidth=2.0 if alone else 1.2,
            linestyle=_STROKES[(kind - 1) % len(_STROKES)],
            clip_on=False,
            zorder=4,
        )
    )
    if alone:
        kind_marks(board, around.centre[None, :], kind, radius=5)
