"""A programme's Monday as a page to print: what is due, who meets this week, how the pairs are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.disclosure.audiences import release_columns
from rmkit.exchange.html import render_html
from rmkit.programme.clock import now
from rmkit.programme.days import in_words
from rmkit.programme.places import PAGES, note_written
from rmkit.report.monday import monday_page

if TYPE_CHECKING:
    from rmkit.meetings.due import Due
    from rmkit.programme.programme import Programme

__all__ = ["write_monday"]

_IN_CONFIDENCE = ("call", "concern", "part", "low pulse")
"""These do not stand on paper; of those who ask for something it says only that there are some."""
_MOST_NAMED = 4
_DAY = ["what", "pair", "who", "why"]
_WEEK = ["day", "at", "who", "where", "number"]
_PAIRS = [
    "pair", "who", "standing", "held", "significant", "last_held", "next_planned", "overdue",
    "signed", "to_check",
]  # fmt: skip


def write_monday(programme: Programme, folder: Path) -> Path:
    """Write `monday.html` for the programme's today; one that is there is replaced.

    Parameters
    ----------
    programme
        Open, with pairs that run or ran.
    folder
        Where to write.

    Returns
    -------
    Path
        The file. It holds names: it is for the coordinator alone.
    """
    today, names = programme.today, programme.candidates.names
    due = programme.meetings.due(today)
    page = monday_page(
        programme=programme.name,
        organisation=programme.organisation,
        day=f"{today:%A}, {in_words(today)}",
        asking=tuple(_asking(due)),
        due=release_columns(_due(due, names), _DAY, "coordinator"),
        week=release_columns(_week(programme.meetings.week(today)), _WEEK, "coordinator"),
        pairs=release_columns(_pairs(programme.meetings.board(today)), _PAIRS, "coordinator"),
    )
    path = folder / "monday.html"
    path.write_text(render_html(page), encoding="utf-8", newline="\n")
    file, action = programme.file, "Wrote the Monday page"
    with file.change(actor="coordinator", action=action, now=now(), kind="note") as change:
        note_written(change, PAGES, path, file=file.path)
    return path


def _asking(due: tuple[Due, ...]) -> Iterator[str]:
    calls = sum(one.kind in ("call", "concern") for one in due)
    if calls:
        who = "Somebody asks" if calls == 1 else f"{calls} people ask"
        yield f"{who} for a call: see notebook 07. An answer within three working days."
    parts = sum(one.kind == "part" for one in due)
    if parts:
        pairs = "one pair" if parts == 1 else f"{parts} pairs"
        yield f"A wish to change something in {pairs}: see notebook 07. No reason is asked."


def _due(due: tuple[Due, ...], names: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        (one.title, one.pair_id, _who(one.people, names), one.why)
        for one in due
        if one.kind not in _IN_CONFIDENCE
    ]
    return pd.DataFrame(rows, columns=_DAY)


def _who(people: tuple[str, ...], names: Mapping[str, str]) -> str:
    told = [names.get(one) or one for one in people]
    more = f" and {len(told) - _MOST_NAMED} more" if len(told) > _MOST_NAMED else ""
    return ", ".join(told[:_MOST_NAMED]) + more


def _week(week: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (_weekday(row["day"]), row["at"], _two(row), row["where"], row["number"])
        for row in week.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=_WEEK)


def _two(row: Mapping[Any, Any]) -> str:
    return " with ".join(str(row[side] or "–") for side in ("mentor", "mentee"))


def _weekday(day: object) -> str:
    return f"{day:%A}, {in_words(day, year=False)}" if isinstance(day, date) else ""


def _pairs(board: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (
            row["pair_id"], _two(row), row["standing"], row["held"], row["significant"],
            _day(row["last_held"]), _day(row["next_planned"]), row["overdue"] or None,
            "yes" if row["mentor_signed"] and row["mentee_signed"] else "not yet",
            " ".join(row["to_check"]),
        )
        for row in board.astype(object).where(board.notna(), None).to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=_PAIRS)


def _day(day: object) -> str | None:
    return in_words(day, year=False) if isinstance(day, date) else None
