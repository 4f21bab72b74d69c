"""Who gets a letter, and why; and who gets none, and why not.

Each letter has people for whom it is due. A coordinator may name others, but nobody is written to
who takes part no longer, objected, or is not in what the letter is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rmkit.content.model import Letter
from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.errors import UnknownName
from rmkit.programme.days import in_words
from rmkit.programme.pairs_of_letters import PairsNow
from rmkit.programme.recipients import unreachable
from rmkit.programme.waiting_list import waiting_list

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Person, PersonState

__all__ = ["LETTERS_IN_ORDER", "LeftOut", "Reader", "Readers", "readers_of"]

_LATELY = timedelta(days=28)
"""For so long after a pair ended, those who were in it are told by default."""

_OUTSIDE_PAIRS = ("staff", "candidate", "leader")


@discreet("person_id", "why")
@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets a letter.

    `on_paper` says why it is printed and not mailed, and is empty where they have an address that
    can be written to.
    """

    person_id: str
    name: str
    why: str
    on_paper: str = ""


@discreet("person_id", "why")
@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who gets no letter, and why not."""

    person_id: str
    why: str


@discreet("readers", "left_out")
@dataclass(frozen=True, slots=True)
class Readers:
    """Who gets a letter and who was left out, each by id; `sentences` tells what to know of it."""

    readers: tuple[Reader, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say who is printed for, and who gets nothing."""
        return (
            *(f"{r.person_id} gets it on paper: {r.on_paper}" for r in self.readers if r.on_paper),
            *(f"{one.person_id} gets no letter: {one.why}" for one in self.left_out),
        )

    def __str__(self) -> str:
        n = len(self.readers)
        return "\n".join((f"{n} {'person gets' if n == 1 else 'people get'} it.", *self.sentences))


def readers_of(
    programme: Programme, letter: Letter, people: Iterable[str] | None, *, today: date
) -> Readers:
    """List who gets a letter, in the order of their ids, and who was left out.

    Parameters
    ----------
    programme
        The programme.
    letter
        Which letter.
    people
        The ids of those who are to get it; None for all for whom it is due.
    today
        The day from which it is told.

    Raises
    ------
    UnknownName
        Somebody named was never in the programme.
    """
    found = _Found(programme, letter, today)
    due = found.due()
    named = sorted(due) if people is None else list(dict.fromkeys(people))
    readers, left_out = [], []
    for person_id in named:
        why_not = found.closed(person_id)
        if why_not:
            left_out.append(LeftOut(person_id, why_not))
            continue
        person = found.people[person_id]
        name = one_line(person.name) or person_id
        why = due.get(person_id, "You named them.")
        readers.append(Reader(person_id, name, why, unreachable(person)))
    return Readers(tuple(readers), tuple(left_out))


class _Found:
    """Everybody who could get one letter, as the file has it now."""

    def __init__(self, programme: Programme, letter: Letter, today: date) -> None:
        self._programme, self._letter, self._today = programme, letter, today
        self._file = programme.file
        self.people: Mapping[str, Person] = {p.person_id: p for p in self._file.people()}
        self._objected = self._file.objected("participation")
        self.pairs = PairsNow(self._file)

    def due(self) -> dict[str, str]:
        """Give those for whom the letter is due, with why; some are closed all the same."""
        made = _DUE.get(self._letter.id)
        return dict(made(self)) if made else {}

    def closed(self, person_id: str) -> str:
        """Say why somebody gets no letter; empty where they may get it."""
        person = self.people.get(person_id)
        if person is None:
            return self._unknown(person_id)
        if person_id in self._objected:
            return "they asked not to take part any more."
        if person.state == "left":
            return "they left the programme."
        if person.state == "declined" and self._letter.id != "not_admitted":
            return "they do not take part."
        if self._letter.audience in _OUTSIDE_PAIRS:
            return ""
        return self.pairs.closed(person_id, self._letter)

    def _unknown(self, person_id: str) -> str:
        try:
            self._file.need_known(person_id)
        except UnknownName:
            gone = self._file.erasures_kept()
            if not gone:
                raise
        return "nobody has this id any more. People were erased; perhaps they were."

    # For whom a letter is due

    def not_asked(self) -> Iterator[tuple[str, str]]:
        """Give everybody on the staff list who is no candidate."""
        for i, person in self.people.items():
            if person.state is None and i not in self._objected:
                yield i, "On the staff list, and not asked yet."

    def in_state(self, state: PersonState, why: str) -> Iterator[tuple[str, str]]:
        """Give everybody whose candidacy stands so."""
        for i, person in self.people.items():
            if person.state == state and i not in self._objected:
                since = _day(person.state_at)
                yield i, f"{why}, since {since}." if since else f"{why}."

    def without_a_pair(self, people: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Leave those out who are in a pair that runs."""
        return ((i, why) for i, why in people if i not in self.pairs.sides())

    def waiting(self) -> Iterator[tuple[str, str]]:
        """Give everybody on the waiting list."""
        for one in waiting_list(self._programme):
            yield one.person_id, "Waits for a partner."

    def in_pairs(self) -> Iterator[tuple[str, str]]:
        """Give everybody in a pair that runs, on the side that the letter is for."""
        for person_id, side in self.pairs.sides().items():
            if self._letter.audience in ("both", *side):
                yield person_id, f"A {' and '.join(side)} in a pair that runs."

    def ended(self) -> Iterator[tuple[str, str]]:
        """Give everybody whose pair ended lately."""
        for person_id, on in self.pairs.ended_on().items():
            if on + _LATELY >= self._today and person_id in self.people:
                yield person_id, f"Their pair ended on {in_words(on)}."

    def anew(self) -> Iterator[tuple[str, str]]:
        """Give everybody who got a new partner after a pair of theirs had ended."""
        for person_id in self.pairs.new_partners():
            yield person_id, "Has a new partner."

    def leaders(self) -> Iterator[tuple[str, str]]:
        """Give everybody who leads somebody on the staff list, whoever takes part."""
        led = {str(p.staff.get("manager_id") or "") for p in self.people.values()}
        for person_id in self.people:
            if person_id in led:
                yield person_id, "Leads people, by the staff list."

    def reminded(self) -> Iterator[tuple[str, str]]:
        """Give everybody of whom something is due that this letter reminds of."""
        from rmkit.programme.due_now import due_now

        for one in due_now(self._programme, self._today):
            if one.letter == self._letter.id:
                yield from ((person_id, one.why) for person_id in one.people)


def _day(moment: str | None) -> str:
    return in_words(date.fromisoformat(moment[:10])) if moment else ""


_Due = Callable[[_Found], Iterable[tuple[str, str]]]
_DUE: Mapping[str, _Due] = {
    "call": _Found.not_asked,
    "questionnaire_reminder": lambda found: found.in_state("invited", "Asked, and not answered"),
    "interview_invitation": lambda found: found.without_a_pair(
        found.in_state("answered", "Answered, and not talked to")
    ),
    "admitted": lambda found: found.in_state("admitted", "Admitted"),
    "waiting_list": _Found.waiting,
    "not_admitted": lambda _: (),
    "welcome_mentor": _Found.in_pairs,
    "welcome_mentee": _Found.in_pairs,
    "first_steps_mentor": _Found.in_pairs,
    "briefing_invitation": _Found.in_pairs,
    "training_invitation": _Found.in_pairs,
    "circle_invitation": _Found.in_pairs,
    "agreement_reminder": _Found.reminded,
    "first_contact_reminder": _Found.reminded,
    "receipt_reminder": _Found.reminded,
    "meeting_reminder": _Found.reminded,
    "first_three_months": _Found.reminded,
    "other_ways": _Found.reminded,
    "evaluation_reminder": _Found.reminded,
    "pair_ended": _Found.ended,
    "new_partner": _Found.anew,
    "leaders_ask": _Found.leaders,
    "thanks_mentor": _Found.in_pairs,
    "thanks_mentee": _Found.in_pairs,
    "mentor_pack": _Found.in_pairs,
}
"""For whom each letter is due, in the order of a programme; some go only to those who are named."""

LETTERS_IN_ORDER = tuple(_DUE)
"""The letters of the coordinator, in the order of a programme."""
