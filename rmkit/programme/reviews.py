"""Reviews of the programme: when it was looked at, what was changed and why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["REVIEW", "next_review", "reviews_table"]

REVIEW = "programme_review"
_COLUMNS = ["day", "looked_at", "with_whom", "seen", "changed", "why", "told", "next_day"]


def reviews_table(programme: Programme) -> pd.DataFrame:
    """Lay out the reviews, the newest first: the answers of `programme_review` by key."""
    kept = programme.file.responses(REVIEW)
    rows = [{name: one.answers.get(name) for name in _COLUMNS} for one in reversed(kept)]
    frame = pd.DataFrame(rows, columns=_COLUMNS, dtype=object)
    return frame.sort_values("day", ascending=False, kind="stable", ignore_index=True)


def next_review(programme: Programme) -> tuple[date | None, date | None]:
    """Give the day of the next review, if the last one named it, and that of the last one."""
    days = [
        (str(one.answers["day"]), str(one.answers.get("next_day") or ""))
        for one in programme.file.responses(REVIEW)
        if one.answers.get("day")
    ]
    if not days:
        return None, None
    was, then = max(days)
    return date.fromisoformat(then) if then else None, date.fromisoformat(was)
