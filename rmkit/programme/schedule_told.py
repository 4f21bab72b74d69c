"""The meetings of a programme as tables: what is to come, and what became of each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.meetings.meeting import Meeting
from rmkit.programme.meetings_kept import MEETINGS, all_meetings
from rmkit.programme.pair_progress import progress_now
from rmkit.programme.running import running_pairs
from rmkit.programme.schedule_kept import moment_of, to_come

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["meeting_history", "schedule_table"]

_COLUMNS = [
    "pair_id", "mentor_id", "mentor", "mentee_id", "mentee", "planned", "next", "where",
    "not_signed", "flags",
]  # fmt: skip


def schedule_table(programme: Programme, today: date) -> pd.DataFrame:
    """List the running pairs with their meetings to come; see `ScheduleStep.table`."""
    names, kept = programme.candidates.names, all_meetings(programme.file)
    progress, moment, rows = progress_now(programme, today), moment_of(programme), []
    for pair in running_pairs(programme.file):
        coming = to_come(kept.get(pair.pair_id, ()), moment)
        one = progress.get(pair.pair_id)
        unsigned = one.unsigned if one and coming else ()
        rows.append(
            {
                "pair_id": pair.pair_id,
                "mentor_id": pair.mentor_id,
                "mentor": names.get(str(pair.mentor_id), ""),
                "mentee_id": pair.mentee_id,
                "mentee": names.get(str(pair.mentee_id), ""),
                "planned": len(coming),
                "next": f"{coming[0].local:%a %d %b %Y, %H:%M}" if coming else "",
                "where": (coming[0].place or coming[0].link) if coming else "",
                "not_signed": ";".join(unsigned),
                "flags": "; ".join(_flags(coming, kept.get(pair.pair_id, ()), bool(unsigned))),
            }
        )
    return pd.DataFrame(rows, columns=_COLUMNS)


def _flags(coming: Sequence[Meeting], every: Sequence[Meeting], unsigned: bool) -> Iterator[str]:
    if not coming:
        over = [one for one in every if one.is_planned]
        yield "no meeting to come" if over else "no meeting is planned"
    elif unsigned:
        yield f"meeting {coming[0].number} stands before the agreement is signed by both"


def meeting_history(file: ProgrammeFile, pair_id: str) -> pd.DataFrame:
    """Tell what became of each meeting of a pair; see `ScheduleStep.history`."""
    rows: list[dict[str, object]] = []
    for entry in file.history():
        key = entry.key or {}
        if entry.table == "documents" and (key.get("kind"), key.get("name")) == (MEETINGS, pair_id):
            rows += _altered(entry.before, entry.after, entry.at, entry.actor or "")
    return pd.DataFrame(rows, columns=["number", "what", "starts", "at", "by"])


def _altered(
    before: Mapping[str, object] | None, after: Mapping[str, object] | None, at: str, by: str
) -> Iterator[dict[str, object]]:
    """Tell how the meetings in two contents of a document differ."""
    old, new = _meetings_in(before), _meetings_in(after)
    for number, row in sorted(new.items()):
        what = _became(old.get(number), row)
        if what:
            yield {"number": number, "what": what, "starts": row["starts"], "at": at, "by": by}


def _became(was: Mapping[str, Any] | None, row: Mapping[str, Any]) -> str:
    if was is None:
        return "planned"
    if was["state"] != row["state"]:
        return "called off"
    if was["starts"] != row["starts"]:
        return "moved"
    return "" if (was["place"], was["link"]) == (row["place"], row["link"]) else "elsewhere"


def _meetings_in(row: Mapping[str, object] | None) -> dict[int, Mapping[str, Any]]:
    content: Any = (row or {}).get("content") or {}
    found = json.loads(content) if isinstance(content, str) else content
    return {one["number"]: one for one in found.get("meetings", ())}
