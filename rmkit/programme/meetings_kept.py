"""The planned meetings of each pair in the programme's file: one document a pair.

The history of the file keeps every move; a meeting itself keeps the starts that it had before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rmkit.meetings.meeting import Meeting
from rmkit.records.model import stamp

if TYPE_CHECKING:
    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = ["MEETINGS", "all_meetings", "meetings_of", "save_meetings"]

MEETINGS = "meetings"
"""The kind of the documents; their name is the id of the pair."""


def all_meetings(file: ProgrammeFile) -> dict[str, tuple[Meeting, ...]]:
    """Give the meetings of every pair that has some, by pair id and in order of their number."""
    return {pair: _read(pair, content) for pair, content in file.documents(MEETINGS).items()}


def meetings_of(file: ProgrammeFile, pair_id: str) -> tuple[Meeting, ...]:
    """Give the meetings of one pair in order of their number; none where none were planned."""
    content = file.document(MEETINGS, pair_id)
    return _read(pair_id, content) if content else ()


def save_meetings(change: Change, pair_id: str, meetings: Iterable[Meeting]) -> bool:
    """Save all meetings of a pair in place of those that are there; say whether that is new."""
    rows = [_plain(one) for one in sorted(meetings, key=lambda one: one.number)]
    return change.save_document(MEETINGS, pair_id, {"meetings": rows})


def _plain(meeting: Meeting) -> dict[str, object]:
    row = asdict(meeting) | {"starts": stamp(meeting.starts), "earlier": list(meeting.earlier)}
    return {name: value for name, value in row.items() if name != "pair_id"}


def _read(pair_id: str, content: Mapping[str, Any]) -> tuple[Meeting, ...]:
    return tuple(
        Meeting(
            **row
            | {
                "pair_id": pair_id,
                "starts": datetime.fromisoformat(row["starts"]),
                "earlier": tuple(row["earlier"]),
            }
        )
        for row in content["meetings"]
    )
