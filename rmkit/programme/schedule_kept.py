"""Changing the kept meetings of pairs: a series is kept, one is moved, called off or added.

What is over stays as it was. What an invitation told is told anew by the next number of its
sequence, so that calendars replace it instead of showing it twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from rmkit.meetings.meeting import Meeting
from rmkit.programme.clock import now
from rmkit.programme.meetings_kept import meetings_of, save_meetings

if TYPE_CHECKING:
    from rmkit.meetings.series import Proposal
    from rmkit.programme.programme import Programme
    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = ["call_off", "kept_series", "moment_of", "to_come", "uid_of"]

_NAMESPACE = uuid.UUID("6a0c3d1e-2f0b-5a53-9d3c-0a5c7d1a9e41")


def moment_of(programme: Programme) -> datetime:
    """Give the moment from which meetings lie ahead: now, or the day that a sample has got to."""
    moment = now()
    if programme.today == moment.astimezone().date():
        return moment
    return datetime.combine(programme.today, time(), UTC)


def uid_of(file: ProgrammeFile, pair_id: str, number: int) -> str:
    """Name a meeting for calendars: the same for ever, and telling nothing of people."""
    return str(uuid.uuid5(_NAMESPACE, f"{file.info.id}/{pair_id}/{number}"))


def to_come(meetings: Iterable[Meeting], moment: datetime) -> tuple[Meeting, ...]:
    """Give the meetings that stand and are not over."""
    return tuple(one for one in meetings if one.is_planned and one.ends > moment)


def kept_series(
    file: ProgrammeFile, change: Change, proposal: Proposal, moment: datetime
) -> list[str]:
    """Keep proposed series in place of what was to come; give the ids of pairs that changed."""
    changed = []
    for series in proposal.series:
        before = meetings_of(file, series.pair_id)
        merged = _merged(file, before, series.meetings, moment)
        if save_meetings(change, series.pair_id, merged):
            changed.append(series.pair_id)
    return changed


def _merged(
    file: ProgrammeFile, before: Sequence[Meeting], new: Sequence[Meeting], moment: datetime
) -> list[Meeting]:
    coming = list(to_come(before, moment))
    stays = [one for one in before if one not in coming]
    numbers = iter(range(max((one.number for one in stays), default=0) + 1, 10_000))
    merged = [*stays]
    for n, planned in enumerate(new):
        if n < len(coming):
            merged.append(_updated(coming[n], planned))
            continue
        used = {one.number for one in (*merged, *coming)}
        number = next(k for k in numbers if k not in used)
        uid = uid_of(file, planned.pair_id, number)
        merged.append(replace(planned, number=number, uid=uid))
    merged += [one.cancelled() for one in coming[len(new) :]]
    return merged


def _updated(before: Meeting, planned: Meeting) -> Meeting:
    """Give a meeting as it is planned now, with the name that calendars know it by."""
    same = (before.starts, before.minutes, before.place, before.link, before.zone)
    if same == (planned.starts, planned.minutes, planned.place, planned.link, planned.zone):
        return before
    moved = before if before.starts == planned.starts else before.moved(planned.starts)
    sequence = before.sequence + 1
    return replace(
        moved,
        minutes=planned.minutes,
        zone=planned.zone,
        place=planned.place,
        link=planned.link,
        sequence=sequence,
    )


def call_off(file: ProgrammeFile, change: Change, pair_ids: Iterable[str], moment: datetime) -> int:
    """Call off all meetings to come of some pairs; give how many."""
    n = 0
    for pair_id in pair_ids:
        meetings = meetings_of(file, pair_id)
        coming = to_come(meetings, moment)
        if coming:
            n += len(coming)
            after = [one.cancelled() if one in coming else one for one in meetings]
            save_meetings(change, pair_id, after)
    return n
