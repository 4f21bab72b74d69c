"""How far the pairs of a programme are, read from its file for `rmkit.meetings.progress`.

Read are days, counts and signatures alone: of a receipt the five things it says, of an agreement
who signed when. What is sealed is never opened here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from rmkit.meetings.plan import Plan
from rmkit.meetings.progress import PairProgress, PairSince, progress_of_all
from rmkit.meetings.receipts import Receipt
from rmkit.programme.read_once import meetings_once, once_confirmed
from rmkit.records.model import TALK

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Pair, Response
    from rmkit.records.store import ProgrammeFile

__all__ = ["AGREEMENT", "CONTACTS", "RECEIPT", "plan_of", "progress_now", "said_on", "whose_pair"]

RECEIPT = "session_receipt"
AGREEMENT = "confidentiality"
CONTACTS = "contacts"
"""The kind of the documents that say when the two of a pair were in touch first."""


def progress_now(programme: Programme, today: date) -> dict[str, PairProgress]:
    """Tell how far each pair is, by pair id: those that run, and those that ended.

    It is remembered until the file changes.
    """
    key = (programme.file.head_digest(), today)
    return programme.memory.recall("progress", key=key, make=lambda: _read(programme, today))


def plan_of(programme: Programme) -> Plan:
    """Give what was planned; nothing is expected while no objective is set."""
    record = programme.objective.record
    if record is None:
        return Plan()
    return Plan(record.sessions, record.session_minutes, record.months, record.start)


def _read(programme: Programme, today: date) -> dict[str, PairProgress]:
    file = programme.file
    pairs = list(once_confirmed(programme))
    at = whose_pair(pairs)
    found = progress_of_all(
        [_since(pair) for pair in pairs],
        meetings=meetings_once(programme),
        receipts=list(_receipts(file, at)),
        signed=_first_signed(_signed(file, pairs, at)),
        contacts=_contacts(file),
        plan=plan_of(programme),
        today=today,
    )
    return {one.pair_id: one for one in found}


def _since(pair: Pair) -> PairSince:
    until = date.fromisoformat(pair.ended_at[:10]) if pair.ended_at else None
    since = date.fromisoformat(str(pair.confirmed_at)[:10])
    return PairSince(pair.pair_id, since, pair.mentor_id, pair.mentee_id, until)


def whose_pair(pairs: Iterable[Pair]) -> Mapping[str, str]:
    """Give the pair of everybody who was in one pair only, for answers that name none."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        for person in (pair.mentor_id, pair.mentee_id):
            if person:
                found.setdefault(person, []).append(pair.pair_id)
    return {person: mine[0] for person, mine in found.items() if len(mine) == 1}


def said_on(response: Response) -> date:
    """Give the day on which something was answered."""
    return date.fromisoformat((response.submitted_at or response.received_at)[:10])


def _receipts(file: ProgrammeFile, at: Mapping[str, str]) -> Iterator[Receipt]:
    for response in file.responses(RECEIPT):
        pair_id = response.pair_id or at.get(response.person_id or "")
        day = _day(response.answers.get("date"))
        outcome = response.answers.get("held")
        if pair_id is None or day is None or outcome not in ("held", "moved", "cancelled"):
            continue
        minutes = response.answers.get("minutes")
        yield Receipt(
            pair_id,
            day,
            outcome,
            minutes if isinstance(minutes, int | float) else None,
            str(response.answers.get("kind") or ""),
            _day(response.answers.get("new_date")),
            told_by=response.person_id or "",
            told_at=response.submitted_at or response.received_at,
            own=response.source != TALK,
        )


def _signed(
    file: ProgrammeFile, pairs: list[Pair], at: Mapping[str, str]
) -> Iterator[tuple[tuple[str, str], date]]:
    """Give the day on which each signed; a signature without a day counts as of when it came."""
    by_id = {pair.pair_id: pair for pair in pairs}
    for response in file.responses(AGREEMENT):
        pair = by_id.get(response.pair_id or at.get(response.person_id or "", ""))
        if pair is None:
            continue
        for voice, person in (("mentor", pair.mentor_id), ("mentee", pair.mentee_id)):
            if person and response.answers.get(f"signature_{voice}"):
                day = _day(response.answers.get(f"signed_on_{voice}"))
                yield (pair.pair_id, person), day or said_on(response)


def _first_signed(
    signed: Iterator[tuple[tuple[str, str], date]],
) -> dict[tuple[str, str], date]:
    """Keep of each the first day: whoever signs again had signed before."""
    found: dict[tuple[str, str], date] = {}
    for who, day in signed:
        found[who] = min(day, found.get(who, day))
    return found


def _contacts(file: ProgrammeFile) -> dict[str, date]:
    found = {name: _day(one.get("on")) for name, one in file.documents(CONTACTS).items()}
    return {name: day for name, day in found.items() if day is not None}


def _day(value: object) -> date | None:
    """Read a day as it is kept; None where there is none, or none that can be read."""
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
