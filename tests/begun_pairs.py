"""Six pairs on their first day, made without any matching, for tests of what comes after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.meetings.meeting import Meeting
from rmkit.programme.clock import at, now
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.meetings_kept import save_meetings
from rmkit.programme.objective import Objective
from rmkit.programme.programme import Programme
from rmkit.records.model import Pair, Person

if TYPE_CHECKING:
    from rmkit.meetings.due import DueKind

BEGAN = date(2026, 11, 2)
BY = "Rosa Vidal"


def day(n: int) -> date:
    return BEGAN + timedelta(days=n)


@contextmanager
def on(n: int) -> Iterator[None]:
    """Do what is within some days after the pairs were confirmed, at nine in the morning."""
    with at(datetime.combine(day(n), datetime.min.time(), UTC) + timedelta(hours=9)):
        yield


def begin(path: Path) -> Programme:
    """Make a programme of six pairs that were confirmed just now, six sessions in six months."""
    with on(0):
        programme = Programme.create(path, name="Lantern six", organisation="Lantern")
        programme.set_coordinator(Coordinator(name=BY, email="rosa@example.org"))
        programme.objective.set(
            Objective(sentence="Learn from each other.", sessions=6, session_minutes=60, months=6)
        )
        with programme.file.change(actor=BY, action="Began", now=now()) as change:
            change.save_people(
                Person(f"{side}{i}", f"{name} Number{i}", f"{side}{i}@example.org", "admitted")
                for side, name in (("M", "Ned"), ("E", "Ana"))
                for i in range(1, 7)
            )
            change.save_matching(
                settings={}, data_digest="", result={}, total=0, gap=0.0,
                pairs=[Pair(f"M{i}", f"E{i}", 80.0) for i in range(1, 7)],
            )  # fmt: skip
            change.confirm_pairs(opened=())
    return programme


def pairs(programme: Programme) -> list[Pair]:
    return programme.file.pairs("confirmed")


def plan(programme: Programme, pair: Pair, *days: int) -> None:
    starts = [datetime.combine(day(n), datetime.min.time(), UTC) for n in days]
    meetings = [
        Meeting(pair.pair_id, i, start + timedelta(hours=9), 60, place="Room 5")
        for i, start in enumerate(starts, start=1)
    ]
    with programme.file.change(actor=BY, action="Planned", now=now()) as change:
        save_meetings(change, pair.pair_id, meetings)


def sign(programme: Programme, pair: Pair, n: int = 0) -> None:
    signed = {f"signed_on_{who}": day(n).isoformat() for who in ("mentor", "mentee")}
    answers = {"signature_mentor": "A", "signature_mentee": "B", **signed}
    programme.questionnaires.answer("confidentiality", answers, person=pair.mentee_id, by=BY)


def told(
    programme: Programme, pair: Pair, n: int, person: str | None = None, **more: object
) -> None:
    answers = {"date": day(n).isoformat(), "held": "held", "minutes": 60, **more}
    answers = {key: value for key, value in answers.items() if value is not None}
    who = person or pair.mentee_id
    programme.questionnaires.answer("session_receipt", answers, person=who, by=BY)


def row(programme: Programme, pair: Pair, n: int) -> pd.Series:
    return programme.meetings.board(day(n)).set_index("pair_id").loc[pair.pair_id]


def kinds(programme: Programme, n: int, pair: Pair | None = None) -> list[DueKind]:
    found = programme.meetings.due(day(n))
    return [one.kind for one in found if pair is None or one.pair_id == pair.pair_id]
