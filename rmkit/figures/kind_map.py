"""What each kind of profile is good at, as a map of mean levels; or one group, where none is.

Input is what a clustering tells of itself. The kinds were made from the very levels that are
drawn, so the map describes and tests nothing. A mean of fewer than five people is neither drawn
nor part of any number that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from rmkit.disclosure.hiding import FEWEST as _FEWEST
from rmkit.figures.board import LINE, Board
from rmkit.figures.labels import (
    counted,
    has_columns,
    label,
    left_out,
    number,
    sentence_case,
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
_TOP = 92.0
_STEPS = (-1.5, -1.0, -0.5, 0.5, 1.0, 1.5)  # levels above the others; the middle is "the same"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Map:
    """Rows are skills; columns are kinds and, last, all of them together."""

    skills: list[str]
    names: list[str]
    sizes: list[int]
    means: Floats
    differences: Floats


def kinds(
    table: pd.DataFrame,
    contrasts: pd.DataFrame,
    *,
    numbers: pd.DataFrame,
    words: Mapping[str, str] | None = None,
    most: int = 12,
) -> Picture:
    """Draw the mean level of each kind in each skill, coloured by how far it is from the others.

    Parameters
    ----------
    table
        What `Clustering.table()` gives: `kind` (its name), `people`, a row for each kind and a
        last one for everybody.
    contrasts
        What `Clustering.contrasts()` gives: `kind` (1, 2, ...), `measure`, `about`, `mean` and
        `answered`; only the rows whose measure is "level" are read. Empty if there is one kind.
    numbers
        What `Clustering.numbers` holds: one row a person, `level_<skill>` from 1 to 5, NaN
        missing. Read if there is one kind only.
    words
        Words for skills by id; without them the id is told, with spaces.
    most
        How many skills are drawn, those that set the kinds apart most first.

    Returns
    -------
    Picture
        A map of skills by kinds. Each cell tells the mean and, in levels, how far it is from the
        mean of all in the other kinds. Kinds, and cells, of fewer than five people are left
        empty and left out of what the others are set against, so that nobody can work them out.
        With one kind: how people's mean levels are spread.

    Raises
    ------
    UnknownName
        A column is not there.
    """
    if not has_columns(table, ["kind", "people"]):
        return nothing_to_draw("Nobody has been grouped yet.")
    if len(table) <= 2:
        return one_group(numbers)
    found = _map(table, contrasts, words)
    if not len(found.skills):
        return nothing_to_draw("The kinds were found without levels, so there is no mean to draw.")
    drawn = found.skills[:most]
    said = _said(found) + left_out(len(found.skills), most)
    height = _TOP + sum(_height(name) for name in drawn) + 4

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), found, len(drawn))

    return Picture(said, _told(found, len(drawn)), sized(height), paint)


def _map(table: pd.DataFrame, contrasts: pd.DataFrame, words: Mapping[str, str] | None) -> _Map:
    has_columns(contrasts, ["kind", "measure", "about", "mean", "answered"])
    own = table.iloc[:-1]
    sizes = [int(n) for n in own["people"]]
    rows = contrasts[contrasts["measure"] == "level"]
    means = rows.pivot_table(index="about", columns="kind", values="mean", dropna=False, sort=False)
    shape = means.reindex(columns=range(1, len(own) + 1))
    answered = rows.pivot_table(index="about", columns="kind", values="answered", sort=False)
    weights = answered.reindex_like(shape).fillna(0).to_numpy(dtype=np.float64, copy=True)
    weights[(weights < _FEWEST) | shape.isna().to_numpy()] = 0
    level = np.where(weights > 0, shape.to_numpy(dtype=np.float64), np.nan)
    total = np.nansum(level * weights, axis=1, keepdims=True)
    people = weights.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        others = (total - np.nan_to_num(level) * weights) / (people - weights)
        together = total / people
    apart = np.where(np.isnan(level), np.nan, level - others)
    order = np.argsort(-np.nan_to_num(np.abs(apart)).max(axis=1, initial=0), kind="stable")
    names = [label(str(about), words) for about in shape.index]
    return _Map(
        [names[i] for i in order],
        [label(str(name), None) for name in own["kind"]],
        sizes,
        np.hstack([level, together])[order],
        apart[order],
    )


def _said(found: _Map) -> str:
    n = len(found.sizes)
    sizes = ", ".join(number(size) for size in found.sizes[:-1]) + f" and {found.sizes[-1]}"
    said = f"{number(sum(found.sizes))} people in {n} kinds of {sizes}."
    if not np.isnan(found.differences).all():
        row, column = np.unravel_index(
            np.nanargmax(np.abs(found.differences)), found.differences.shape
        )
        mean, apart = found.means[row, column], found.differences[row, column]
        said += (
            f" The widest difference: {found.names[column]} has a mean level of {mean:.1f} in "
            f"{found.skills[row]}, the others {mean - apart:.1f}."
        )
    few = [name for name, size in zip(found.names, found.sizes, strict=True) if size < _FEWEST]
    if few:
        are = "has" if len(few) == 1 else "have"
        said += (
            f" {' and '.join(few)} {are} fewer than five people, so no means are drawn for them."
        )
    if n > _MOST_KINDS:
        said += f" Only the {_MOST_KINDS} largest kinds are drawn."
    return (
        f"{said} The kinds were made from these levels; the differences describe and test nothing."
    )


def _told(found: _Map, rows: int) -> str:
    lines = []
    for skill, means in zip(found.skills[:rows], found.means, strict=False):
        values = [
            f"{name} {mean:.1f}"
            for name, mean in zip(found.names[:_MOST_KINDS], means, strict=False)
            if not np.isnan(mean)
        ]
        lines.append(f"{skill}: {', '.join(values)}")
    return f"Mean levels by kind. {'; '.join(lines)}."


def _height(name: str) -> float:
    return max(len(wrapped(name, _LABELS)) * LINE + 6, 32)


def _paint(board: Board, found: _Map, rows: int) -> None:
    kinds_drawn = list(range(min(len(found.names), _MOST_KINDS)))
    columns = [*kinds_drawn, found.means.shape[1] - 1]
    step = min((WIDTH - _CELLS) / len(columns), 92.0)
    _paint_key(board, 12)
    whole = min(found.sizes) >= _FEWEST
    for i, column in enumerate(columns):
        at = _CELLS + (i + 0.5) * step
        last = column == columns[-1]
        title = sentence_case("all" if whole else "all shown") if last else found.names[column]
        shown = [n for n in found.sizes if n >= _FEWEST] if last else [found.sizes[column]]
        crowd = counted(sum(shown), "person", "people") if step > 60 else f"n {sum(shown)}"
        board.text(at, _TOP - 20, title, size=SMALL, side="center", bold=True)
        board.text(at, _TOP - 8, crowd, size=SMALL, colour=board.palette.soft, side="center")
    top = _TOP
    for row, skill in enumerate(found.skills[:rows]):
        height = _height(skill)
        board.lines(0, top + height / 2, wrapped(skill, _LABELS))
        for i, column in enumerate(columns):
            box = (_CELLS + i * step + 1, top + 1, step - 2, height - 2)
            apart = found.differences[row, column] if i < len(kinds_drawn) else np.nan
            _paint_cell(board, box, float(found.means[row, column]), float(apart))
        top += height


def _paint_cell(
    board: Board, box: tuple[float, float, float, float], mean: float, apart: float
) -> None:
    palette = board.palette
    x, y, width, height = box
    centre, middle = x + width / 2, y + height / 2
    if np.isnan(mean):
        board.bar(x, y, width, height, edge=palette.hairline)
        few = "under 5" if width > 40 else "< 5"
        board.text(centre, middle + 3, few, size=SMALL, colour=palette.soft, side="center")
        return
    if np.isnan(apart):
        board.bar(x, y, width, height, edge=palette.hairline)
        board.text(centre, middle + 3.5, f"{mean:.1f}", side="center")
        return
    step = int(np.searchsorted(_STEPS, round(apart, 9)))
    board.bar(x, y, width, height, fill=palette.diverging[step])
    ink = palette.on_diverging[step]
    board.text(centre, middle - 1, f"{mean:.1f}", colour=ink, side="center", bold=True)
    signed = f"{apart:+.1f}".replace("-", "−")
    board.text(centre, middle + 10.5, signed, size=SMALL, colour=ink, side="center")


def _paint_key(board: Board, y: float) -> None:
    palette = board.palette
    words = "mean level; below it, levels above (+) or below (−) the other kinds"
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
