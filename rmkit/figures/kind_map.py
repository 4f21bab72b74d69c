"""What each kind of profile is good at or needs, as a map of means; or one group, where none is.

Input is what a clustering tells of itself. The kinds were made from the very answers that are
drawn, so the map describes and tests nothing. A mean of fewer than five people is neither drawn
nor part of any number that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from rmkit.disclosure.hiding import FEWEST as _FEWEST
from rmkit.figures.board import LINE, Board
from rmkit.figures.kind_marks import kind_marks, listed
from rmkit.figures.labels import (
    counted,
    has_columns,
    label,
    left_out,
    number,
    wrapped,
)
from rmkit.figures.one_group import one_group
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["kinds"]

_MOST_KINDS = 7
_LABELS = 140.0
_CELLS = 150.0
_TOP = 100.0
_STEPS = (-1.5, -1.0, -0.5, 0.5, 1.0, 1.5)  # levels above the others; the middle is "the same"

Floats = npt.NDArray[np.float64]


class _Words(NamedTuple):
    """What is said of a measure."""

    key: str
    has: str
    made: str
    none: str
    alt: str


_SAID = {
    "level": _Words(
        "mean level; below it, levels above (+) or below (−) the other kinds",
        "has a mean level of {own:.1f} in {skill}, the others {others:.1f}",
        "these levels",
        "The kinds were found without levels, so there is no mean to draw.",
        "Mean levels by kind.",
    ),
    "need": _Words(
        "levels that people want to gain on average; below it, more (+) or fewer (−) than others",
        "wants to gain {own:.1f} levels in {skill} on average, the others {others:.1f}",
        "these needs",
        "The kinds were found without wanted levels, so there is no need to draw.",
        "Levels that people want to gain, by kind.",
    ),
}


@dataclass(frozen=True, eq=False)
class _Map:
    """Rows are skills; columns are kinds and, last, all of them together.

    `kinds` are the numbers of the kinds that may be shown, `few` of those that may not, `more` how
    many there are beyond those.
    """

    skills: list[str]
    kinds: list[int]
    sizes: list[int]
    few: list[int]
    more: int
    means: Floats
    differences: Floats


def kinds(
    table: pd.DataFrame,
    contrasts: pd.DataFrame,
    *,
    numbers: pd.DataFrame,
    words: Mapping[str, str] | None = None,
    most: int = 12,
    measure: Literal["level", "need"] = "level",
) -> Picture:
    """Draw the mean level of each kind in each skill, coloured by how far it is from the others.

    Parameters
    ----------
    table
        What `Clustering.table()` gives: `kind` (its name), `people`, a row for each kind and a
        last one for everybody.
    contrasts
        What `Clustering.contrasts()` gives: `kind` (1, 2, ...), `measure`, `about`, `mean` and
        `answered`; only the rows of the measure are read. Empty if there is one kind.
    numbers
        What `Clustering.numbers` holds: one row a person, `level_<skill>` from 1 to 5, NaN
        missing. Read if there is one kind only.
    words
        Words for skills by id; without them the id is told, with spaces.
    most
        How many skills are drawn, those that set the kinds apart most first.
    measure
        "level" for what people can do, "need" for how many levels they want to gain.

    Returns
    -------
    Picture
        A map of skills by kinds. Each cell tells the mean and, in levels, how far it is from the
        mean of all in the other kinds. Kinds of fewer than five people are not drawn; what fewer
        than five answered, or all alike, is not told; neither is in what the others are set
        against, so that nobody can work it out. With one kind: how people's mean levels are
        spread.

    Raises
    ------
    UnknownName
        A column is not there.
    """
    if not has_columns(table, ["kind", "people"]):
        return nothing_to_draw("Nobody has been grouped yet.")
    words_of = _SAID[measure]
    if len(table) <= 2 and measure == "level":
        return one_group(numbers)
    if len(table) <= 2:
        return nothing_to_draw("There are no kinds, so there are no needs to set side by side.")
    found = _map(table, contrasts, words, measure)
    if not len(found.skills) or not len(found.kinds):
        return nothing_to_draw(words_of.none)
    drawn = found.skills[:most]
    said = _said(found, words_of, len(drawn)) + left_out(len(found.skills), most)
    height = _TOP + sum(_height(name) for name in drawn) + 4

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), found, len(drawn), words_of.key)

    return Picture(said, _told(found, len(drawn), words_of.alt), sized(height), paint)


def _map(
    table: pd.DataFrame, contrasts: pd.DataFrame, words: Mapping[str, str] | None, measure: str
) -> _Map:
    has_columns(contrasts, ["kind", "measure", "about", "mean", "answered"])
    people = [int(n) for n in table["people"].iloc[:-1]]
    enough = [kind for kind, n in enumerate(people, start=1) if n >= _FEWEST]
    rows = contrasts[contrasts["measure"] == measure]
    means = rows.pivot_table(index="about", columns="kind", values="mean", dropna=False, sort=False)
    shape = means.reindex(columns=enough)
    answered = rows.pivot_table(index="about", columns="kind", values="answered", sort=False)
    weights = answered.reindex_like(shape).fillna(0).to_numpy(dtype=np.float64, copy=True)
    weights[(weights < _FEWEST) | shape.isna().to_numpy()] = 0
    level = np.where(weights > 0, shape.to_numpy(dtype=np.float64), np.nan)
    total, heard = (
        np.nansum(level * weights, axis=1, keepdims=True),
        weights.sum(axis=1, keepdims=True),
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        others = (total - np.nan_to_num(level) * weights) / (heard - weights)
        together = total / heard
    apart = np.where(np.isnan(level), np.nan, level - others)
    order = np.argsort(-np.nan_to_num(np.abs(apart)).max(axis=1, initial=0), kind="stable")
    names = [label(str(about), words) for about in shape.index]
    shown = min(len(enough), _MOST_KINDS)
    return _Map(
        [names[i] for i in order],
        enough[:shown],
        [people[kind - 1] for kind in enough],
        [kind for kind, n in enumerate(people, start=1) if n < _FEWEST],
        len(enough) - shown,
        np.hstack([level[:, :shown], together])[order],
        apart[order][:, :shown],
    )


def _said(found: _Map, words: _Words, rows: int) -> str:
    n = len(found.sizes)
    sizes = ", ".join(number(size) for size in found.sizes[:-1])
    sizes = f"{n} kinds of {sizes} and {number(found.sizes[-1])}" if n > 1 else "one of the kinds"
    said = f"{number(sum(found.sizes))} people in {sizes}."
    if not np.isnan(found.differences).all():
        row, column = np.unravel_index(
            np.nanargmax(np.abs(found.differences)), found.differences.shape
        )
        mean, apart = found.means[row, column], found.differences[row, column]
        told = words.has.format(own=mean, skill=found.skills[row], others=mean - apart)
        said += f" The widest difference: Kind {found.kinds[column]} {told}."
    if found.few:
        have = "has" if len(found.few) == 1 else "have"
        said += (
            f" {listed(found.few)} {have} fewer than five people, so no means are drawn for them."
        )
    if np.isnan(found.means[:rows]).any():
        said += " A mean is not told where fewer than five answered or all alike."
    if found.more:
        said += f" Only the {_MOST_KINDS} largest kinds are drawn."
    return (
        f"{said} The kinds were made from {words.made}; the differences describe and test nothing."
    )


def _told(found: _Map, rows: int, opening: str) -> str:
    lines = []
    for skill, means in zip(found.skills[:rows], found.means, strict=False):
        values = [
            f"Kind {kind} {mean:.1f}"
            for kind, mean in zip(found.kinds, means, strict=False)
            if not np.isnan(mean)
        ]
        lines.append(f"{skill}: {', '.join(values)}")
    return f"{opening} {'; '.join(lines)}."


def _height(name: str) -> float:
    return max(len(wrapped(name, _LABELS)) * LINE + 6, 32)


def _paint(board: Board, found: _Map, rows: int, key: str) -> None:
    columns = found.means.shape[1]
    step = min((WIDTH - _CELLS) / columns, 92.0)
    _paint_key(board, 12, key)
    whole = not found.few
    for i in range(columns):
        at, last = _CELLS + (i + 0.5) * step, i == columns - 1
        title = ("All" if whole else "All shown") if last else f"Kind {found.kinds[i]}"
        people = sum(found.sizes) if last else found.sizes[i]
        crowd = counted(people, "person", "people") if step > 60 else f"n {number(people)}"
        if not last:
            kind_marks(board, np.array([[at, _TOP - 34]]), found.kinds[i])
        board.text(at, _TOP - 20, title, size=SMALL, side="center", bold=True)
        board.text(at, _TOP - 8, crowd, size=SMALL, colour=board.palette.soft, side="center")
    top = _TOP
    for row, skill in enumerate(found.skills[:rows]):
        height = _height(skill)
        board.lines(0, top + height / 2, wrapped(skill, _LABELS))
        for i in range(columns):
            box = (_CELLS + i * step + 1, top + 1, step - 2, height - 2)
            apart = found.differences[row, i] if i < columns - 1 else np.nan
            _paint_cell(board, box, float(found.means[row, i]), float(apart))
        top += height


def _paint_cell(
    board: Board, box: tuple[float, float, float, float], mean: float, apart: float
) -> None:
    palette = board.palette
    x, y, width, height = box
    centre, middle = x + width / 2, y + height / 2
    if np.isnan(mean):
        board.bar(x, y, width, height, edge=palette.hairline)
        hidden = "not told" if width > 44 else "·"
        board.text(centre, middle + 3, hidden, size=SMALL, colour=palette.soft, side="center")
        return
    if np.isnan(apart):
        board.bar(x, y, width, height, edge=palette.hairline)
        board.text(centre, middle + 3.5, f"{mean:.1f}", side="center")
        return
    step = int(np.searchsorted(_STEPS, round(apart, 9)))
    board.bar(x, y, width, height, fill=palette.diverging[step])
    ink = palette.on_diverging[step]
    board.text(centre, middle - 1, f"{mean:.1f}", colour=ink, side="center", bold=True)
    signed = f"{apart:+.1f}".replace("-", "−") if abs(apart) >= 0.05 else "0.0"
    board.text(centre, middle + 10.5, signed, size=SMALL, colour=ink, side="center")


def _paint_key(board: Board, y: float, words: str) -> None:
    palette = board.palette
    board.text(0, y, words, size=SMALL, colour=palette.soft)
    width = 26.0
    left = 44.0
    board.text(0, y + 21, "lower", size=SMALL, colour=palette.soft)
    for i, colour in enumerate(palette.diverging):
        board.bar(left + i * width, y + 11, width - 1, 12, fill=colour)
    for i, step in enumerate(_STEPS):
        text = f"{step:+.1f}".replace("-", "−")
        board.text(left + (i + 1) * width, y + 34, text, size=8, colour=palette.soft, side="center")
    board.text(left + 7 * width + 8, y + 21, "higher", size=SMALL, colour=palette.soft)
