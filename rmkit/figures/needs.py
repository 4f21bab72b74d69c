"""Who wants a skill against who can give it, as pairs of bars.

Input is the table that `rmkit.people.demand.supply_and_demand` makes. Fewer than five people are
told as "under 5", and all but so few as "or more". A mentor can have several
mentees, so a longer bar above a shorter one is a warning and not yet a shortage.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.figures.board import LINE, Board
from rmkit.figures.labels import (
    has_columns,
    label,
    left_out,
    number,
    sentence_case,
    wrapped,
)
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["needs_and_supply"]

_LABELS = 150.0
_BARS = (162.0, 400.0)
_TOP = 42.0
_THICK = 11.0


class _Row(NamedTuple):
    """A skill; the numbers are as they are drawn, the words as they are told."""

    label: str
    wanting: int
    able: int
    wanting_told: str
    able_told: str


def needs_and_supply(
    demand: pd.DataFrame,
    *,
    words: Mapping[str, str] | None = None,
    most: int = 12,
    assumed_target: int | None = None,
) -> Picture:
    """Set mentees who want a skill against mentors who can give it, the scarcest skill on top.

    Parameters
    ----------
    demand
        One row for each skill: `skill`, `wanting_mentees` and `able`, both numbers of people;
        where it is known, `mentees` and `mentors`, how many of each there are.
        A row without one of them is not drawn and counted in the sentence.
    words
        Words for skills by id; without them the id is told, with spaces.
    most
        How many skills are drawn; the sentence says how many are not.
    assumed_target
        The level that was taken as wanted where none was given, as it was told to
        `supply_and_demand`; None if nothing was assumed.

    Returns
    -------
    Picture
        Two bars a skill, with their numbers, and how many mentees come to one mentor.

    Raises
    ------
    UnknownName
        A column is not there.

    Examples
    --------
    >>> demand = pd.DataFrame({"skill": ["ai"], "wanting_mentees": [40], "able": [6]})
    >>> needs_and_supply(demand, words={"ai": "AI assistants"}).sentence
    'AI assistants: 40 mentees want it, 6 mentors can give it. Nobody is counted ...'
    """
    needed = ["skill", "wanting_mentees", "able"]
    if not has_columns(demand, needed):
        return nothing_to_draw("No skill has been asked about yet.")
    known = demand.dropna(subset=needed)
    rows = [_row(row, words) for row in known.to_dict("records")]
    rows.sort(key=lambda row: row.able - row.wanting)
    if not rows:
        return nothing_to_draw("For no skill is it known who wants it and who can give it.")
    said = _said(rows, assumed_target) + left_out(len(rows), most)
    if len(known) < len(demand):
        said += left_out(len(demand), len(known), why=" for want of numbers")
    drawn = rows[:most]
    listed = "; ".join(
        f"{r.label}: {r.wanting_told} want it, {r.able_told} can give it" for r in drawn
    )
    height = _TOP + sum(map(_height, drawn))

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), drawn)

    return Picture(said, f"Bars for each skill. {listed}.", sized(height), paint)


def _row(row: Mapping[Hashable, Any], words: Mapping[str, str] | None) -> _Row:
    """Read a row, with few people drawn as one length whatever their number."""
    wanting, wanting_told = _drawn(row["wanting_mentees"], row.get("mentees"))
    able, able_told = _drawn(row["able"], row.get("mentors"))
    return _Row(label(str(row["skill"]), words), wanting, able, wanting_told, able_told)


def _drawn(people: float, of: float | None) -> tuple[int, str]:
    count, most = int(people), None if of is None or of != of else int(of)
    words = told(count, most).replace(",", "\u202f")
    if count < FEWEST:
        return 0, words
    return (count if most is None or most - count >= FEWEST else most - FEWEST + 1), words


def _said(rows: list[_Row], assumed_target: int | None) -> str:
    first = rows[0]
    name = sentence_case(first.label)
    want = f"{first.wanting_told} mentees want"
    give = f"{first.able_told} mentors"
    if not any(row.wanting for row in rows):
        return (
            f"No skill is known to be wanted by {FEWEST} mentees or more, perhaps because wanted "
            "levels were not asked for: only the mentors who can give a skill are drawn."
        )
    scarce = sum(row.wanting > row.able for row in rows)
    if not scarce:
        said = (
            "Nothing is scarce: no skill is wanted by more mentees than there are mentors who can "
            f"give it. The nearest to it is {first.label}: {want} it, {give} can give it."
        )
    else:
        said = f"{name}: {want} it, {give} can give it."
        if len(rows) > 1:
            share = "All" if scarce == len(rows) else f"{number(scarce)} of"
            are = "is" if scarce == 1 else "are"
            said += (
                f" {share} {number(len(rows))} skills {are} wanted by more mentees than there are "
                "mentors who can give them."
            )
    if assumed_target is None:
        return f"{said} Nobody is counted as wanting a skill without a wanted level of their own."
    return f"{said} Where a wanted level was not given, level {assumed_target} is assumed."


def _height(row: _Row) -> float:
    return max(len(wrapped(row.label, _LABELS)) * LINE, 2 * _THICK + 1) + 13


def _paint(board: Board, rows: list[_Row]) -> None:
    palette = board.palette
    x = board.key(0, 12, "filled", "mentees who want it")
    board.key(x, 12, "open", "mentors who can give it (level 4 or 5)")
    for line, words in ((12, "mentees to"), (23, "one mentor")):
        board.text(WIDTH, line, words, size=SMALL, colour=palette.soft, side="right")
    left, right = _BARS
    longest = max(1, *(max(row.wanting, row.able) for row in rows))
    top = _TOP - 8
    for row in rows:
        board.line((0, top), (WIDTH, top))
        height = _height(row)
        middle = top + height / 2
        board.lines(0, middle, wrapped(row.label, _LABELS))
        sides = (
            (row.wanting, row.wanting_told, "fill", -_THICK - 0.5),
            (row.able, row.able_told, "edge", 0.5),
        )
        for (count, words, how, above), colour in zip(sides, palette.categories, strict=False):
            length = (right - left) * count / longest
            if count:
                board.bar(left, middle + above, length, _THICK, **{how: colour})
            at = middle + above + _THICK / 2 + SMALL * 0.36
            board.text(left + length + 5, at, words, size=SMALL)
        board.line((left, middle - _THICK - 3), (left, middle + _THICK + 3), colour=palette.soft)
        board.text(WIDTH, middle + 3.5, _ratio(row), side="right")
        top += height


def _ratio(row: _Row) -> str:
    exact = row.wanting_told == number(row.wanting) and row.able_told == number(row.able)
    return f"{row.wanting / row.able:.1f}" if exact else "–"
