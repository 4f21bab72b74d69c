"""The half-year of a sample, day by day: what people sent in is read, and pairs change.

Whatever was sent before a day is read on it: each Monday, on the days of the sample's calendar, and
on the last day that is wanted. Everything happens at its own moment (`rmkit.programme.clock`), so
that history, waiting list and deadlines are those of a programme that really ran.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.meetings.meeting import Meeting
from rmkit.programme.clock import at, now
from rmkit.programme.days import in_words
from rmkit.programme.meetings_kept import save_meetings
from rmkit.programme.pair_progress import CONTACTS
from rmkit.programme.running import running_pairs
from rmkit.programme.schedule_kept import uid_of
from rmkit.programme.wishes import open_wishes

if TYPE_CHECKING:
    from rmkit.exchange.preview import Preview
    from rmkit.programme.programme import Programme
    from rmkit.programme.recipes import RunningDays
    from rmkit.records.model import Pair

__all__ = ["HalfYearPlayer"]

Tell = Callable[[float, str], None]
_SENT_IN = {
    "agreements.csv": "confidentiality",
    "receipts.csv": "session_receipt",
    "pulses.xlsx": "pulse",
    "midway.csv": "midway",
    "concerns.csv": "concern",
    "wishes.csv": "reassignment",
}
_WEEK = timedelta(days=7)
_REVIEW = {
    "looked_at": ["meetings", "agreements", "concerns", "parting"],
    "seen": "Most pairs meet as planned. One has hardly met, and one has not signed yet.",
    "changed": "Whoever has not told of a meeting for two weeks gets a call, not a letter.",
    "why": "Letters did not reach the pair that fell silent; a call did.",
}


@discreet("at", "seen")
@dataclass
class _SentIn:
    """A file of answers, and up to when it was read."""

    seen: Preview
    at: datetime | None = None

    def between(self, moment: datetime) -> Preview | None:
        """Give what came since it was read last, if anything did."""
        new = tuple(
            response
            for response in self.seen.responses
            if response.submitted_at
            and (sent := datetime.fromisoformat(response.submitted_at)) < moment
            and (self.at is None or sent >= self.at)
        )
        self.at = moment
        return replace(self.seen, responses=new) if new else None


@discreet("days")
@dataclass
class HalfYearPlayer:
    """Plays what comes after the letters of the kick-off, up to a day."""

    programme: Programme
    days: RunningDays
    folder: Path
    _sent: list[_SentIn] = field(default_factory=list)

    def first_meeting(self) -> date:
        """Give the day of the first meeting that is planned."""
        return min(date.fromisoformat(row["date"]) for row in self._rows("meetings"))

    def admit(self) -> None:
        """Keep the notes of the talks with candidates, and admit everybody who answered."""
        asked = self.programme.questionnaires.instrument("interview")
        numbers = {field.key for field in asked.fields if field.is_rating}
        for row in self._rows("raw/running/interviews"):
            given = {key: int(said) if key in numbers else said for key, said in row.items()}
            person = str(given.pop("person_id"))
            self.programme.questionnaires.answer("interview", given, person=person, by=self._by)
        self._admit_all()

    def _admit_all(self) -> None:
        file = self.programme.file
        ready = ("answered", "interviewed")
        answered = [one.person_id for one in file.people() if one.state in ready]
        with file.change(actor=self._by, action="Admitted candidates", now=now()) as change:
            for person_id in answered:
                change.set_state(person_id, "admitted")

    def plan(self) -> None:
        """Keep the planned meetings of pairs that have none yet."""
        pairs, planned = self._by_person(), dict[str, list[Meeting]]()
        there = self.programme.file.documents("meetings")
        for row in self._rows("meetings"):
            pair = pairs.get(row["of"])
            if pair is not None and pair.pair_id not in there and self._is_theirs(row, pair):
                planned.setdefault(pair.pair_id, []).append(self._meeting(row, pair))
        file, action = self.programme.file, "Planned the meetings"
        if planned:
            with file.change(actor="coordinator", action=action, now=now()) as change:
                for pair_id, meetings in planned.items():
                    save_meetings(change, pair_id, meetings)

    def play(self, *, since: date, until: date, on_progress: Tell) -> None:
        """Let the days pass, the last one included."""
        stops = list(self._stops(since, until))
        for n, day in enumerate(stops):
            on_progress(n / len(stops), in_words(day))
            with at(self.days.at(day, 8)):
                self._read(day)
            if day in (self.days.parted, self.days.rematched, self.days.last_day):
                with at(self.days.at(day, 9)):
                    self._call_back()
            if day == self.days.parted:
                with at(self.days.at(day, 10)):
                    self._part()
                    self._review()
            if day == self.days.rematched:
                self._rematch(day)

    def _stops(self, since: date, until: date) -> Iterator[date]:
        """List the days on which something is done."""
        monday = since - timedelta(days=since.weekday())
        stops = {self.days.training, self.days.parted, self.days.last_day, until}
        stops |= {self.days.rematched} if self.days.rematched else set()
        while monday <= min(until, self.days.last_day):
            stops.add(monday)
            monday += _WEEK
        yield from sorted(day for day in stops if since < day <= until)

    # What comes in

    def _read(self, day: date) -> None:
        """Read what was sent before this moment."""
        if not self._sent:
            self._sent = list(self._files())
        for file in self._sent:
            new = file.between(now())
            if new is not None:
                self.programme.questionnaires.keep(new)
        self._contacts(day)

    def _files(self) -> Iterator[_SentIn]:
        place = self.folder / "raw" / "running"
        joiners = place / "joiners.csv"
        if joiners.exists():
            yield _SentIn(self.programme.candidates.preview(joiners))
        for name, instrument in _SENT_IN.items():
            mapping = (place / name).with_suffix(".mapping.yaml")
            found = self.programme.questionnaires.preview(
                place / name, instrument, mapping=mapping if mapping.exists() else None
            )
            yield _SentIn(replace(found, responses=found.checked()))

    def _contacts(self, day: date) -> None:
        """Keep when the two of a pair were in touch first."""
        there = self.programme.file.documents(CONTACTS)
        pairs = self._by_person()
        new = {
            pairs[row["of"]].pair_id: row["on"]
            for row in self._rows("contacts")
            if row["on"] < day.isoformat()
            and row["of"] in pairs
            and pairs[row["of"]].pair_id not in there
            and self._is_theirs(row, pairs[row["of"]])
        }
        file, action = self.programme.file, "Noted the first contact of pairs"
        if new:
            with file.change(actor="coordinator", action=action, now=now()) as change:
                for pair_id, on in new.items():
                    change.save_document(CONTACTS, pair_id, {"on": on})

    # What changes

    def _call_back(self) -> None:
        """Talk with those who asked for a call, and note that it is settled."""
        meetings = self.programme.meetings
        for one in meetings.concerns:
            if one.state == "open":
                meetings.note_outcome(one.concern_id, "settled", by=self._by)

    def _review(self) -> None:
        """Look at the whole programme, and note what is changed."""
        self.programme.meetings.note_review(dict(_REVIEW), by=self._by)

    def _part(self) -> None:
        """End the pairs of which somebody asked for another partner."""
        for pair_id in open_wishes(self.programme.file)["pair_id"]:
            self.programme.pairing.part(pair_id, by=self._by)

    def _rematch(self, day: date) -> None:
        """Find partners for those who are free, confirm them, and write to them."""
        pairing = self.programme.pairing
        with at(self.days.at(day, 10)):
            self._admit_all()
            pairing.rematch()
            pairing.open_unmatched()
            pairing.open_flagged()
            pairing.confirm(by=self._by)
        with at(self.days.at(day, 11)):
            self.programme.kickoff.write(self.programme.file.path.parent / f"outbox-{day}")
            self.plan()

    @property
    def _by(self) -> str:
        coordinator = self.programme.coordinator
        return coordinator.name if coordinator else "Coordinator"

    # Whom it is about

    def _rows(self, table: str) -> list[dict[str, str]]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _by_person(self) -> dict[str, Pair]:
        """Give the pair that runs of everybody who is in one."""
        return {
            person: pair
            for pair in running_pairs(self.programme.file)
            for person in (pair.mentor_id, pair.mentee_id)
            if person
        }

    def _is_theirs(self, row: dict[str, str], pair: Pair) -> bool:
        """Whether a row is about this pair: who is a mentor names one that was made later."""
        later = self.days.rematched is not None and str(pair.confirmed_at)[:10] >= str(
            self.days.rematched
        )
        return row["of"] == (pair.mentor_id if later else pair.mentee_id)

    def _meeting(self, row: dict[str, str], pair: Pair) -> Meeting:
        hour, minute, *_ = (int(part) for part in row["at"].split(":"))
        starts = self.days.at(date.fromisoformat(row["date"]), hour, minute)
        number = int(row["number"])
        return Meeting(
            pair.pair_id,
            number,
            starts,
            int(row["minutes"]),
            self.days.zone,
            row["place"],
            row["link"],
            uid=uid_of(self.programme.file, pair.pair_id, number),
        )
