"""From which level to which people want to get, a line a skill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.figures.board import LINE, Board
from rmkit.figures.labels import has_columns, label, left_out, sentence_case, wrapped
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["wanted_steps"]

_LEFT, _RIGHT = 178.0, 414.0
_TOP = 58.0
_LEVELS = ("none", "basic", "medium", "advanced", "expert")


class _Row(NamedTuple):
    label: str
    level: float
    target: float
    wanting: str


def wanted_steps(
    needs: pd.DataFrame, *, words: Mapping[str, str] | None = None, most: int = 12
) -> Picture:
    """Draw for each skill the mean level of those who want more, and the mean level they want.

    Parameters
    ----------
    needs
        One row a skill: `skill`, `answered`, `wanting`, `level`, `target`, as
        `rmkit.people.diagnosis.diagnosis` gives them; rows with a missing mean are counted only.
    words
        Words for skills by id.
    most
        How many skills are drawn; the sentence says how many are not.

    Returns
    -------
    Picture
        A dot for the level now, a diamond for the one wanted, and how many people that is.

    Raises
    ------
    UnknownName
        A column is not there.
    """
    if not has_columns(needs, ["skill", "answered", "wanting", "level", "target"]):
        return nothing_to_draw("Nobody has told their levels yet.")
    known = needs.dropna(subset=["wanting", "level", "target"])
    if known.empty:
        return nothing_to_draw(
            f"There is no competence or tool in which {FEWEST} people or more want to get further, "
            "so nothing is drawn: fewer could be recognised."
        )
    rows = [
        _Row(
            label(str(row["skill"]), words), row["level"], row["target"],
            told(int(row["wanting"]), int(row["answered"])),
        )
        for row in known.to_dict("records")
    ]  # fmt: skip
    drawn = rows[:most]
    said = _said(drawn) + left_out(len(rows), most)
    if few := len(needs) - len(known):
        are = "skill is wanted" if few == 1 else "skills are wanted"
        said += f" {few} more {are} by fewer than {FEWEST} people and not shown."
    alt = "; ".join(f"{r.label}: {r.wanting} from {r.level:.1f} to {r.target:.1f}" for r in drawn)
    height = _TOP + sum(map(_height, drawn)) + 4

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), drawn)

    return Picture(said, f"Dots and diamonds on levels 1 to 5. {alt}.", sized(height), paint)


def _said(rows: list[_Row]) -> str:
    first = rows[0]
    return (
        f"{sentence_case(first.label)}: {first.wanting} people want to get further, on average "
        f"from level {first.level:.1f} to {first.target:.1f}. Levels are what people say of "
        "themselves; means hide who is far below them."
    )


def _height(row: _Row) -> float:
    return max(len(wrapped(row.label, _LEFT - 22)) * LINE, 14) + 10


def _at(level: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (level - 1) / 4


def _paint(board: Board, rows: list[_Row]) -> None:
    palette = board.palette
    x = board.key(0, 12, "dot", "mean level now")
    board.key(x, 12, "diamond", "mean level wanted")
    board.text(WIDTH, 12, "people who", size=SMALL, colour=palette.soft, side="right")
    board.text(WIDTH, 23, "want more", size=SMALL, colour=palette.soft, side="right")
    bottom = _TOP + sum(map(_height, rows))
    for level, words in enumerate(_LEVELS, start=1):
        board.line((_at(level), _TOP - 6), (_at(level), bottom))
        for line, text in ((24, str(level)), (13, words)):
            board.text(
                _at(level), _TOP - line + 2, text, size=SMALL, colour=palette.soft, side="center"
            )
    top = _TOP
    for row in rows:
        height = _height(row)
        middle = top + height / 2
        board.lines(0, middle, wrapped(row.label, _LEFT - 22))
        board.line(
            (_at(row.level), middle), (_at(row.target), middle), colour=palette.soft, width=1.6
        )
        board.mark(_at(row.level), middle, "dot", radius=5)
        board.mark(_at(row.target), middle, "diamond", radius=5)
        board.text(WIDTH, middle + 3.5, row.wanting, side="right")
        top += height
