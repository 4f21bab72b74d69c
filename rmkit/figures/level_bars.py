"""How many people stand at each level of a skill now, and where they want to be.

Input is a plain table of people; the picture holds counts and means only, and no number from
which fewer than five people could be made out. A mean of levels treats the steps between them as
equal, which nobody has shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from rmkit.disclosure.hiding import FEWEST, bars_told
from rmkit.figures.board import LINE, Board
from rmkit.figures.labels import counted, label, left_out, number, sentence_case, wrapped
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["levels"]

_LEVELS = (1, 2, 3, 4, 5)
_LABELS = 150.0
_STEP = 44.0  # from one level to the next
_FIRST = 184.0  # the middle of level 1
_UNKNOWN = _FIRST + 5 * _STEP + 9
_TOP = 58.0
_TALLEST = 26.0
_SPEAKING = 0.5  # of those whose level is known


_HIDDEN = "·"
_WHY_HIDDEN = (
    f" A dot stands for a number that is not shown: it is under {FEWEST}, or would give one away."
)


class _Row(NamedTuple):
    """A skill; where `people` is None, the number is not to be shown."""

    label: str
    people: tuple[int | None, ...]
    answered: int
    unknown: int
    now: float
    wanted: float


def levels(
    people: pd.DataFrame, *, words: Mapping[str, str] | None = None, most: int = 12
) -> Picture:
    """Draw how many people are at each level of each skill, and the mean level they want.

    Parameters
    ----------
    people
        One row a person, with columns `level_<skill>` (now) and, where it was asked,
        `target_<skill>` (wanted), 1 to 5. What is missing, or is no whole level from 1 to 5, is
        counted as not known. Other columns are not read. A skill that fewer than five people
        gave a level of, or all the same, is not drawn.
    words
        Words for skills by id; without them the id is told, with spaces.
    most
        How many skills are drawn; the sentence says how many are not.

    Returns
    -------
    Picture
        For each skill five bars with their numbers (none under five, and none from which one
        under five follows), the mean level now (a dot) and the mean
        wanted level (a diamond), each over those who gave it. Wanted levels that fewer than half
        gave are left out: a few would speak for all. The widest way to go is on top;
        skills without wanted levels follow, the lowest mean first.

    Examples
    --------
    >>> people = pd.DataFrame({"level_ai": [1, 2] * 5 + [4] * 5, "target_ai": [4, 4, 5] * 5})
    >>> levels(people).sentence
    'Ai: 10 of 15 people are at level 1 or 2 now; the mean level is 2.3, and 4.3 is wanted...'
    """
    asked, rows = _counted(people, words)
    if not asked:
        return nothing_to_draw("Nobody has given a level yet.")
    if not rows:
        return nothing_to_draw(
            f"No skill has levels from {FEWEST} people or more who differ, too few to draw."
        )
    rows.sort(key=_way_to_go)
    drawn = rows[:most]
    said = _said(drawn[0], rows) + left_out(len(rows), most)
    if len(rows) < asked:
        said += left_out(asked, len(rows), why=f" for want of {FEWEST} people who differ")
    if any(number is None for row in drawn for number in row.people):
        said += _WHY_HIDDEN
    told = "; ".join(
        f"{r.label}: {', '.join(_number(n) for n in r.people)}"
        + (f", not known {r.unknown}" if r.unknown else "")
        for r in drawn
    )
    height = _TOP + sum(map(_height, drawn))

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), drawn)

    return Picture(
        said, f"Bars for each skill: people at level 1, 2, 3, 4, 5. {told}.", sized(height), paint
    )


def _way_to_go(row: _Row) -> tuple[float, float]:
    now = row.now if row.now == row.now else 9.0
    return (row.now - row.wanted if row.wanted == row.wanted and now < 9 else 9.0, now)


def _number(people: int | None) -> str:
    return _HIDDEN if people is None else number(people)


def _counted(people: pd.DataFrame, words: Mapping[str, str] | None) -> tuple[int, list[_Row]]:
    """Count every skill that somebody gave a level of, and give those that may be drawn."""
    rows, asked = [], 0
    for column in map(str, people.columns):
        skill = column.removeprefix("level_")
        if column == skill or not skill:
            continue
        now = _whole(people[column])
        if not len(now):
            continue
        asked += 1
        target = f"target_{skill}"
        given = _whole(people[target]) if target in people.columns else now[:0]
        speak = len(given) >= max(_SPEAKING * len(now), FEWEST) and len(set(given)) > 1
        counts = [int((now == level).sum()) for level in _LEVELS]
        told = bars_told(counts)
        if not (told.mean or any(told.shown)):
            continue
        shown = tuple(n if s else None for n, s in zip(counts, told.shown, strict=True))
        mean = float(now.mean()) if told.mean else float("nan")
        wanted = float(given.mean()) if speak else float("nan")
        name = label(skill, words)
        rows.append(_Row(name, shown, len(now), len(people) - len(now), mean, wanted))
    return asked, rows


def _whole(answers: pd.Series) -> pd.Series:
    given = pd.to_numeric(answers, errors="coerce").astype("Float64")
    return given[given.isin(_LEVELS).fillna(value=False)].astype("float64")


def _said(first: _Row, rows: list[_Row]) -> str:
    name, crowd = sentence_case(first.label), counted(first.answered, "person", "people")
    one, two = first.people[:2]
    if one is None or two is None:
        said = f"{name}, {crowd}"
    else:
        said = f"{name}: {number(one + two)} of {crowd} are at level 1 or 2 now"
    if first.now == first.now:
        said += f"{':' if one is None or two is None else ';'} the mean level is {first.now:.1f}"
    else:
        said += ", with no mean that could be told"
    if first.wanted == first.wanted:
        said += f", and {first.wanted:.1f} is wanted."
        said += " No other skill has further to go." if len(rows) > 1 else ""
    else:
        said += ", and wanted levels were not given, or by fewer than half."
        said += " No other skill has a lower mean." if len(rows) > 1 else ""
    missing = sum(row.unknown for row in rows)
    if missing:
        said += f" {counted(missing, 'level is', 'levels are')} not known and in no bar or mean."
    return said


def _height(row: _Row) -> float:
    return max(len(wrapped(row.label, _LABELS)) * LINE, _TALLEST + 32) + 10


def _paint(board: Board, rows: list[_Row]) -> None:
    soft = board.palette.soft
    x = board.key(0, 12, "dot", "mean level now")
    if any(row.wanted == row.wanted for row in rows):
        board.key(x, 12, "diamond", "mean level wanted")
    board.text(0, 38, "people at each level now", size=SMALL, colour=soft)
    for level, words in zip(_LEVELS, ("1 none", "2", "3", "4", "5 expert"), strict=True):
        at = _FIRST + (level - 1) * _STEP
        board.text(at, 38, words, size=SMALL, colour=soft, side="center")
    if any(row.unknown for row in rows):
        board.text(_UNKNOWN, 38, "not known", size=SMALL, colour=soft, side="center")
    top = _TOP - 12
    most = max(1, *(people or 0 for row in rows for people in row.people))
    for row in rows:
        board.line((0, top), (WIDTH, top))
        _paint_row(board, row, top, most)
        top += _height(row)


def _paint_row(board: Board, row: _Row, top: float, most: int) -> None:
    palette = board.palette
    height = _height(row)
    middle = top + height / 2
    base = middle + (_TALLEST + 32) / 2 - 16
    board.lines(0, middle, wrapped(row.label, _LABELS))
    for i, people in enumerate(row.people):
        tall = _TALLEST * (people or 0) / most
        x = _FIRST + i * _STEP
        if people:
            board.bar(x - 14, base - tall, 28, tall, fill=palette.sequential[i], edge=palette.soft)
        board.text(x, base - tall - 3, _number(people), size=SMALL, side="center")
    if row.unknown:
        board.text(_UNKNOWN, base - 3, number(row.unknown), size=SMALL, side="center")
    board.line((_FIRST - 16, base), (_FIRST + 4 * _STEP + 16, base), colour=palette.soft)
    axis = base + 9
    board.line((_FIRST, axis), (_FIRST + 4 * _STEP, axis))
    said = [("dot", row.now, "now")] if row.now == row.now else []
    if row.wanted == row.wanted:
        said.append(("diamond", row.wanted, "wanted"))
    for i, (mark, level, words) in enumerate(said):
        board.mark(_FIRST + (level - 1) * _STEP, axis, mark)  # type: ignore[arg-type]
        y = middle + 3.5 + (i - (len(said) - 1) / 2) * LINE
        board.text(WIDTH, y, f"{words} {level:.1f}", size=SMALL, side="right")
