"""How groups fared, as dots with their intervals: who got a partner, and how well pairs fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from rmkit.errors import shown
from rmkit.figures.board import LINE, Board
from rmkit.figures.labels import counted, has_columns, number, sentence_case, wrapped
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["group_shares"]

_LABELS = 158.0
_COUNT = 196.0
_SHARE = (214.0, 344.0)
_SCORE = (366.0, 496.0)
_TOP = 44.0
_ROW = 17.0
_HEAD = 22.0
_ROLES = {"mentor": "Mentors", "mentee": "Mentees", "either": "Could be either"}
_NEEDED = (
    "role", "group", "people", "share", "share_low", "share_high", "score", "score_low",
    "score_high",
)  # fmt: skip


class _Row(NamedTuple):
    """A group, or a role (`people` 0) above its groups; shares as of 100; None is not told."""

    words: list[str]
    people: int
    share: tuple[float, float, float]
    score: tuple[float, float, float] | None

    @property
    def height(self) -> float:
        return max(_ROW, len(self.words) * LINE + 4) if self.people else _HEAD


def group_shares(groups: pd.DataFrame, *, by: str, most: int = 36) -> Picture:
    """Draw who got a partner in each group and the mean scores of their pairs, by role.

    Parameters
    ----------
    groups
        One row a role and group: `role`, `group`, `people`, `share` with `share_low` and
        `share_high` (0 to 1), `score` with `score_low` and `score_high` (0 to 100, missing where
        it is not told). Groups too small to show must be joined already.
    by
        What the groups are of, in words, such as "department".
    most
        How many groups are drawn; the smallest are left out, and the sentence says so.

    Returns
    -------
    Picture
        A dot with its 95 % interval for each share and mean, on scales from 0 to 100.

    Raises
    ------
    UnknownName
        A column is not there.
    """
    if not has_columns(groups, _NEEDED):
        return nothing_to_draw(f"No two groups of five people or more to compare by {_name(by)}.")
    drawn = groups.loc[groups["people"].sort_values(kind="stable").tail(most).index].sort_index()
    rows = list(_rows(drawn))
    title = sentence_case(_name(by))
    said = (
        f"{title}: for each group the share that has a partner and the mean score of "
        "their pairs, with 95 % intervals. Groups whose intervals overlap widely may well be alike."
    )
    hidden = int(drawn["score"].isna().sum())
    if hidden:
        said += (
            f" {counted(hidden, 'mean is', 'means are')} not told: too few pairs, or such a mean "
            "would follow from it."
        )
    if len(drawn) < len(groups):
        said += f" The {number(len(groups) - len(drawn))} smallest groups are in the table alone."
    told = "; ".join(
        f"{_name(row['group'])}, {_ROLES[row['role']].lower()}: {100 * row['share']:.0f} of 100 "
        f"have a partner{_told_score(row['score'])}"
        for row in drawn.to_dict("records")
    )

    def paint(figure: Figure, palette: Palette) -> None:
        _paint(Board.on(figure, palette), rows)

    return Picture(said, f"{said} {told}.", sized(_TOP + sum(r.height for r in rows) + 8), paint)


def _name(group: object) -> str:
    return shown(" ".join(str(group).split()), limit=60)


def _told_score(score: float) -> str:
    return "" if pd.isna(score) else f", mean score {score:.0f}"


def _rows(groups: pd.DataFrame) -> list[_Row]:
    rows = []
    for role, title in _ROLES.items():
        mine = groups[groups["role"] == role]
        if mine.empty:
            continue
        rows.append(_Row([title], 0, (0.0, 0.0, 0.0), None))
        rows += [_row(row) for row in mine.to_dict("records")]
    return rows


def _row(row: dict[Any, Any]) -> _Row:
    low, share, high = (100 * float(row[name]) for name in ("share_low", "share", "share_high"))
    score = [float(row[name]) for name in ("score_low", "score", "score_high")]
    known = None if pd.isna(score[1]) else (score[0], score[1], score[2])
    return _Row(
        wrapped(_name(row["group"]), _LABELS, lines=2),
        int(row["people"]),
        (low, share, high),
        known,
    )


def _paint(board: Board, rows: Sequence[_Row]) -> None:
    palette = board.palette
    board.text(_COUNT, 26, "people", size=SMALL, colour=palette.soft, side="right")
    end = _TOP + sum(row.height for row in rows)
    for (left, right), title in ((_SHARE, "have a partner, of 100"), (_SCORE, "mean score")):
        board.text((left + right) / 2, 12, title, size=SMALL, side="center")
        for value in (0, 50, 100):
            at = left + (right - left) * value / 100
            board.text(at, 26, str(value), size=SMALL, colour=palette.soft, side="center")
            board.line((at, 31), (at, end))
    top = _TOP - 10
    for row in rows:
        middle = top + row.height / 2
        if not row.people:
            board.text(0, middle + 6, row.words[0], bold=True)
        else:
            board.lines(0, middle, row.words)
            board.text(_COUNT, middle + 3.4, number(row.people), size=SMALL, side="right")
            _interval(board, _SHARE, row.share, middle)
            if row.score is None:
                middle_of = (_SCORE[0] + _SCORE[1]) / 2
                words = "not told"
                board.text(
                    middle_of, middle + 3.4, words, size=SMALL, colour=palette.soft, side="center"
                )
            else:
                _interval(board, _SCORE, row.score, middle)
        top += row.height


def _interval(
    board: Board, room: tuple[float, float], values: tuple[float, float, float], y: float
) -> None:
    low, middle, high = (room[0] + (room[1] - room[0]) * value / 100 for value in values)
    board.line((low, y), (high, y), colour=board.palette.ink, width=1.4)
    for end in (low, high):
        board.line((end, y - 3), (end, y + 3), colour=board.palette.ink, width=1.4)
    board.mark(middle, y, "dot", radius=3.6)
