"""What comes back after the last meeting of a sample: read on two days, as a coordinator would.

On the first everybody has said how it was, and what they can do; the files with what they said
before the first meeting are read then, too. On the second, months later, they have said what is
different at work. What the coordinator writes down themselves is kept on the same days.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rmkit.definitions.discreet import discreet
from rmkit.programme.clock import at, now
from rmkit.programme.days import in_words
from rmkit.records.model import Response, stamp

if TYPE_CHECKING:
    from rmkit.instruments.model import Instrument
    from rmkit.programme.programme import Programme
    from rmkit.programme.recipes import RunningDays

__all__ = ["EvaluationPlayer"]

Tell = Callable[[float, str], None]
_AT_THE_END = (
    ("needs_kick_off.csv", "learning_needs", "kick_off"),
    ("tasks_before.csv", "mini_task", "before"),
    ("growth_before.xlsx", "mentor_growth", "before"),
    ("behaviour_before.csv", "behaviour", "before"),
    ("needs_after.csv", "learning_needs", "after"),
    ("tasks_after.csv", "mini_task", "after"),
    ("growth_after.xlsx", "mentor_growth", "after"),
    ("looks_mentee.csv", "satisfaction_mentee", "after"),
    ("looks_mentor.xlsx", "satisfaction_mentor", "after"),
    ("experiences.csv", "experience", "after"),
)
_AT_WORK = (("behaviour_after.csv", "behaviour", "after"),)
_REVIEW = {
    "looked_at": ["meetings", "pulse", "midway", "objective"],
    "seen": "Most pairs met as planned. Some left or did not answer, and they had met less often.",
    "changed": "The next round begins with fewer tools, and asks everybody again before they meet.",
    "why": "What was left out of the answers is as important as what stands in them.",
}


@discreet("days")
@dataclass
class EvaluationPlayer:
    """Plays what comes after the last day of the half-year, up to a day."""

    programme: Programme
    days: RunningDays
    folder: Path

    def play(self, *, since: date, until: date, on_progress: Tell) -> None:
        """Let the days pass, the last one included."""
        stops = (
            (self.days.returned, self._at_the_end),
            (self.days.evaluated, self._at_work),
        )
        for n, (day, read) in enumerate(stops):
            if day is not None and since < day <= until:
                on_progress(n / len(stops), in_words(day))
                with at(self.days.at(day, 10)):
                    read(day)

    def _at_the_end(self, day: date) -> None:
        self._files(_AT_THE_END)
        self._managers("managers_before", "before")
        for row in self._rows("interviews"):
            row.pop("sent")
            person = row.pop("person_id")
            self.programme.questionnaires.answer(
                "closing_interview", row, person=person, by=self._by
            )

    def _at_work(self, day: date) -> None:
        self._files(_AT_WORK)
        self._managers("managers_after", "after")
        for row in self._rows("costs"):
            given = {k: v if k == "benefit_basis" else float(v) for k, v in row.items()}
            self.programme.questionnaires.answer("hours_and_cost", given, wave="after", by=self._by)
        self.programme.meetings.note_review(dict(_REVIEW), by=self._by)

    def _files(self, files: tuple[tuple[str, str, str], ...]) -> None:
        step = self.programme.questionnaires
        for name, instrument, wave in files:
            path = self.folder / "raw" / "evaluation" / name
            mapping = path.with_suffix(".mapping.yaml")
            step.keep(
                step.preview(
                    path, instrument, wave=wave, mapping=mapping if mapping.exists() else None
                )
            )

    def _managers(self, table: str, wave: str) -> None:
        """Keep what managers said of mentees who agreed to it: each about their own."""
        asked = self.programme.questionnaires.instrument("behaviour", "manager")
        answers = [self._said(row, asked, wave, table) for row in self._rows(table)]
        action = f"Read answers to {asked.id} of managers"
        with self.programme.file.change(actor=self._by, action=action, now=now()) as change:
            change.save_instrument(asked)
            change.save_responses(answers)

    def _said(self, row: dict[str, str], asked: Instrument, wave: str, table: str) -> Response:
        given: dict[str, object] = {
            key: said.split(";") if key == "support" else int(float(said))
            for key, said in row.items()
            if key not in ("person_id", "partner_id", "sent") and said
        }
        sent = datetime.fromisoformat(row["sent"]).replace(tzinfo=ZoneInfo(self.days.zone))
        return Response(
            row["person_id"],
            asked.id,
            asked.version,
            given,
            wave=wave,
            partner_id=row["partner_id"],
            submitted_at=stamp(sent),
            received_at=stamp(now()),
            source=f"{table}.csv",
        )

    def _rows(self, table: str) -> Iterator[dict[str, str]]:
        path = self.folder / "raw" / "evaluation" / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)

    @property
    def _by(self) -> str:
        coordinator = self.programme.coordinator
        return coordinator.name if coordinator else "Coordinator"
