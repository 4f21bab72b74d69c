"""What stands in a letter to somebody: what the programme knows, and what its writer gives.

Of others a letter tells what a partner is told, and no more; of answers, what the reader said
themselves. Nothing that is sealed is read here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rmkit.content.model import Letter
from rmkit.disclosure.audiences import Released, opened
from rmkit.errors import Fault, FaultsFound, NotReady, nearest
from rmkit.programme.days import in_words
from rmkit.programme.letter_values import first_contact, why_chosen
from rmkit.programme.meetings_kept import all_meetings
from rmkit.programme.pairs_of_letters import PairsNow
from rmkit.programme.recipients import job_titles, told_of

if TYPE_CHECKING:
    from rmkit.meetings.meeting import Meeting
    from rmkit.programme.coordinator import Coordinator
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Pair, Person

__all__ = ["Given", "LetterFacts", "check_given"]

Given = Mapping[str, "str | int | Mapping[str, str]"]
"""What the writer of letters gives: by placeholder, for all or by the id of a person."""

_ANSWER = timedelta(weeks=2)
_OPEN_SINCE = timedelta(days=60)


def check_given(letter: Letter, given: Given) -> None:
    """Refuse what the writer gives for a letter that does not ask for it.

    Raises
    ------
    FaultsFound
        A placeholder is not there, or the programme fills it in itself; all of them are told.
    """
    asked = [name for name, it in letter.placeholders.items() if it.asked]
    source = f"letter {letter.id}"
    can = f"It asks for {', '.join(asked)}." if asked else "It asks for nothing."
    faults = [
        Fault(
            f"{name} is filled in by the programme itself."
            if name in letter.placeholders
            else f"There is no placeholder {name}.",
            nearest(name, asked).strip() or can,
            source,
        )
        for name in given
        if name not in asked
    ]
    if faults:
        raise FaultsFound(faults, "No letter was written.")


class LetterFacts:
    """The facts of a programme, read once for many letters."""

    def __init__(self, programme: Programme, *, today: date) -> None:
        self._programme = programme
        self._file = programme.file
        self._today = today

    def values(self, letter: Letter, person_id: str, given: Given) -> dict[str, object]:
        """Give the values that a letter asks for, and no others; what is not known is missing."""
        made: dict[str, object] = {}
        for name, placeholder in letter.placeholders.items():
            told = given.get(name) if placeholder.asked else None
            if isinstance(told, Mapping):
                told = told.get(person_id)
            made[name] = told if told not in (None, "") else self._one(name, letter, person_id)
        return made

    def of_pair(self, letter: Letter, pair: Pair, given: Given) -> dict[str, object]:
        """Give the values of a letter that a mentor sends to a mentee."""
        mentor, mentee = self.person(pair.mentor_id or ""), self.person(pair.mentee_id or "")
        (own,) = self.told([mentor])
        facts = opened(own, "pair", where="The letter")
        following = self._next(pair.pair_id)
        known: dict[str, object] = {
            "mentor": mentor.name or mentor.person_id,
            "mentee": mentee.name or mentee.person_id,
            "programme": self._programme.name,
            "mentor_role": facts.get("job_title"),
            "mentor_department": facts.get("department"),
            "next_day": _day(following) if following else None,
            "next_time": _hour(following) if following else None,
            "next_place": _place(following) if following else None,
        }
        if any(given.get(name) for name in ("next_day", "next_time", "next_place")):
            known |= {"next_day": None, "next_time": None, "next_place": None}
        asked = {n: given[n] for n in given if isinstance(given[n], str | int) and given[n]}
        return {name: asked.get(name) or known.get(name) for name in letter.placeholders}

    def person(self, person_id: str) -> Person:
        """Give a person; raise `UnknownName` for one who is not there."""
        found = self._people.get(person_id)
        return found if found is not None else self._file.person(person_id)

    def told(self, partners: Sequence[Person]) -> list[Released[dict[str, object]]]:
        """Give of each what a partner is told."""
        return told_of(partners, job_titles(partners, self._answers))

    @property
    def coordinator(self) -> Coordinator:
        """Who signs; raise `NotReady` while nobody is named."""
        found = self._programme.coordinator
        if found is None:
            message = (
                "Nobody is named as the coordinator, who signs the letters: notebook 01 Objective, "
                "or set_coordinator."
            )
            raise NotReady(message)
        return found

    @cached_property
    def pairs(self) -> PairsNow:
        """The pairs that letters may be about."""
        return PairsNow(self._file)

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {p.person_id: p for p in self._file.people()}

    @cached_property
    def _answers(self) -> dict[str, Mapping[str, Any]]:
        return {r.person_id or "": r.answers for r in self._file.counting("candidate")}

    @cached_property
    def _meetings(self) -> dict[str, tuple[Meeting, ...]]:
        return all_meetings(self._file)

    def _one(self, name: str, letter: Letter, person_id: str) -> object:
        objective, programme = self._programme.objective.record, self._programme
        plain: dict[str, object] = {
            "name": self.person(person_id).name or person_id,
            "programme": programme.name,
            "organisation": programme.organisation,
            "objective": objective.sentence if objective else None,
            "sessions": objective.sessions if objective else None,
            "minutes": objective.session_minutes if objective else None,
            "months": objective.months if objective else None,
            "coordinator": self.coordinator.name,
            "coordinator_email": self.coordinator.email,
            "answer_by": in_words(self._today + _ANSWER),
            "introduce_by": first_contact(self._today),
        }
        if name in plain:
            return plain[name]
        if name in ("partners", "meetings", "open_days", "role", "why_you"):
            return self._of_pairs(name, letter, person_id)
        return None

    def _of_pairs(self, name: str, letter: Letter, person_id: str) -> object:
        pairs = self.pairs.of(person_id, letter)
        if name == "role":
            sides = ["mentor"] * any(p.mentor_id == person_id for p in pairs)
            sides += ["mentee"] * any(p.mentee_id == person_id for p in pairs)
            return " and ".join(sides)
        if name == "partners":
            parts = letter.placeholders[name].each
            return [
                {k: v for k, v in one.items() if k in parts} for one in self._met(pairs, person_id)
            ]
        if name == "meetings":
            return list(self._upcoming(pairs, person_id))
        if name == "open_days":
            return list(self._untold(pairs, person_id))
        side = "mentor" if any(p.mentor_id == person_id for p in pairs) else "mentee"
        words = self._programme.candidates.words
        why = why_chosen(side, self._answers.get(person_id, {}), words)  # type: ignore[arg-type]
        return opened(why, "self", where="The letter")

    def _met(self, pairs: Sequence[Pair], person_id: str) -> Iterator[dict[str, object]]:
        partners = [self._people[i] for i in self._partners(pairs, person_id)]
        for partner, told in zip(partners, self.told(partners), strict=True):
            facts = opened(told, "pair", where="The letter")
            yield {
                "name": facts.get("name") or partner.person_id,
                "role": facts.get("job_title"),
                "department": facts.get("department"),
                "email": facts.get("email"),
            }

    def _partners(self, pairs: Sequence[Pair], person_id: str) -> list[str]:
        found = {i for p in pairs for i in (p.mentor_id, p.mentee_id) if i and i != person_id}
        return sorted(i for i in found if i in self._people)

    def _upcoming(self, pairs: Sequence[Pair], person_id: str) -> Iterator[dict[str, object]]:
        for pair in pairs:
            meeting = self._next(pair.pair_id)
            if meeting:
                yield {
                    "partner": self._partner_name(pair, person_id),
                    "day": _day(meeting),
                    "time": _hour(meeting),
                    "place": _place(meeting),
                }

    def _untold(self, pairs: Sequence[Pair], person_id: str) -> Iterator[dict[str, object]]:
        from rmkit.programme.pair_progress import progress_now

        progress = progress_now(self._programme, self._today)
        for pair in pairs:
            one = progress.get(pair.pair_id)
            for day in one.overdue if one else ():
                if day + _OPEN_SINCE >= self._today:
                    yield {"partner": self._partner_name(pair, person_id), "day": in_words(day)}

    def _partner_name(self, pair: Pair, person_id: str) -> str:
        other = pair.mentee_id if pair.mentor_id == person_id else pair.mentor_id
        return self.person(other or "").name or other or ""

    def _next(self, pair_id: str) -> Meeting | None:
        planned = [m for m in self._meetings.get(pair_id, ()) if m.is_planned]
        return min(
            (m for m in planned if m.local.date() >= self._today),
            key=lambda m: m.starts,
            default=None,
        )


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _day(meeting: Meeting) -> str:
    day = meeting.local.date()
    return f"{_WEEKDAYS[day.weekday()]} {in_words(day)}"


def _hour(meeting: Meeting) -> str:
    return f"{meeting.local:%H:%M}"


def _place(meeting: Meeting) -> str:
    return ", ".join(part for part in (meeting.place, meeting.link) if part)
