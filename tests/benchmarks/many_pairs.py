"""A made-up programme in its middle: so many pairs with plans, receipts, agreements and pulses."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rmkit.instruments import load
from rmkit.meetings.meeting import Meeting
from rmkit.programme.clock import at
from rmkit.programme.meetings_kept import save_meetings
from rmkit.programme.objective import Objective
from rmkit.programme.programme import Programme
from rmkit.records.model import Pair, Person, Response

BEGAN = datetime(2026, 9, 7, 9, tzinfo=UTC)
TODAY = date(2027, 3, 1)


def many_pairs(path: Path, *, pairs: int = 1_000, sessions: int = 10, seed: int = 1) -> Programme:
    """Make a programme with pairs that meet every second week for half a year."""
    draw = random.Random(seed)
    with at(BEGAN):
        programme = Programme.create(path, name="Bench", organisation="Lantern")
        programme.objective.set(
            Objective(sentence="Learn.", sessions=sessions, session_minutes=60, months=6)
        )
        with programme.file.change(actor="b", action="Filled", now=BEGAN) as change:
            change.save_people(
                Person(f"{side}{i:04d}", f"{side} Person {i}", f"{side}{i}@example.org", "admitted")
                for side in "ME"
                for i in range(pairs)
            )
            change.save_matching(
                settings={}, data_digest="", result={}, total=0, gap=0.0,
                pairs=[Pair(f"M{i:04d}", f"E{i:04d}", 80.0) for i in range(pairs)],
            )  # fmt: skip
            change.confirm_pairs(opened=())
    kept = programme.file.pairs("confirmed")
    with programme.file.change(actor="b", action="Filled", now=BEGAN) as change:
        for name in ("session_receipt", "confidentiality", "pulse"):
            change.save_instrument(load(name))
        for i, pair in enumerate(kept):
            save_meetings(change, pair.pair_id, planned(pair, i, sessions))
        change.save_responses(
            r for i, pair in enumerate(kept) for r in told(pair, i, sessions, draw)
        )
    return programme


def planned(pair: Pair, i: int, sessions: int) -> Iterator[Meeting]:
    for n in range(sessions):
        start = BEGAN + timedelta(days=14 + 14 * n + i % 5)
        yield Meeting(pair.pair_id, n + 1, start, 60, zone="Europe/Berlin", place="Room 5")


def told(pair: Pair, i: int, sessions: int, draw: random.Random) -> Iterator[Response]:
    def said(name: str, person: str | None, day: date, answers: dict[str, object]) -> Response:
        moment = datetime.combine(day, datetime.min.time(), UTC).isoformat(timespec="seconds")
        return Response(person, name, 1, answers, pair_id=pair.pair_id, submitted_at=moment)

    signed = {f"{key}_{who}": value for who in ("mentor", "mentee")
              for key, value in (("signature", "Signed"), ("signed_on", "2026-09-10"))}  # fmt: skip
    yield said("confidentiality", pair.mentee_id, date(2026, 9, 10), signed)
    for one in planned(pair, i, sessions):
        day = one.local.date()
        if draw.random() < 0.1:
            continue
        answers = {"date": day.isoformat(), "held": "held", "minutes": draw.choice([20, 45, 60]),
                   "kind": draw.choice(["exchange", "tools", "questions"])}  # fmt: skip
        yield said("session_receipt", pair.mentee_id, day, answers)
        if one.number % 5 == 0:
            levels = {f"pulse_{name}": draw.choice([3, 4, 5]) for name in
                      ("respect", "trust", "authenticity", "listening", "candour")}  # fmt: skip
            yield said("pulse", pair.mentor_id, day, {**levels, "call": "no"})
