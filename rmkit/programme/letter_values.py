"""What stands in a letter: what one may know of others, and of oneself what one said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rmkit.content.model import Letter
from rmkit.definitions.discreet import discreet
from rmkit.disclosure.audiences import Released, opened, release_own
from rmkit.people.demand import ABLE
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.days import in_words
from rmkit.records.model import Person

__all__ = ["Frame", "Side", "first_contact", "letter_values", "why_chosen"]

Side = Literal["mentor", "mentee"]

_FIRST_CONTACT = timedelta(weeks=2)


@discreet("today")
@dataclass(frozen=True)
class Frame:
    """What is the same in every letter of a programme."""

    programme: str
    organisation: str
    objective: str
    coordinator: Coordinator
    today: date


def letter_values(
    letter: Letter,
    frame: Frame,
    person: Person,
    partners: Sequence[Released[dict[str, object]]],
    *,
    why: Released[str],
) -> dict[str, object]:
    """Give the values that a letter of the kick-off asks for, and no others.

    Parameters
    ----------
    letter
        The letter, whose placeholders say what is asked.
    frame
        What is the same for all.
    person
        Whom the letter goes to.
    partners
        Whom they will meet: what was released to the pair of each.
    why
        Why they were chosen, from `why_chosen`: released to nobody but them.

    Raises
    ------
    NotAllowed
        Something was handed over that was not released to these readers.
    """
    asked = letter.placeholders.get("partners")
    parts = asked.each if asked else {}
    values: dict[str, object] = {
        "name": person.name,
        "programme": frame.programme,
        "organisation": frame.organisation,
        "objective": frame.objective,
        "why_you": opened(why, "self", where="The letter"),
        "partners": [
            {part: value for part, value in _partner(p).items() if part in parts} for p in partners
        ],
        "introduce_by": first_contact(frame.today),
        "coordinator": frame.coordinator.name,
        "coordinator_email": frame.coordinator.email,
    }
    return {name: values[name] for name in letter.placeholders}


def _partner(partner: Released[dict[str, object]]) -> dict[str, object]:
    facts = opened(partner, "pair", where="The letter")
    return {
        "name": facts.get("name"),
        "role": facts.get("job_title"),
        "department": facts.get("department"),
        "email": facts.get("email"),
    }


def why_chosen(
    side: Side, answers: Mapping[str, object], words: Mapping[str, str]
) -> Released[str]:
    """Say to somebody why they were chosen, from nothing but their own closed answers.

    Parameters
    ----------
    side
        On which side they are.
    answers
        Their answers by field key.
    words
        What skills are called.

    Examples
    --------
    >>> why = why_chosen("mentor", {"level_chat": 5, "level_ai": 2}, {"chat": "Chat", "ai": "AI"})
    >>> why.content
    'You offered to mentor somebody, and told us that you are at home in Chat.'
    """
    return release_own(_why(side, answers, words))


def _why(side: Side, answers: Mapping[str, object], words: Mapping[str, str]) -> str:
    levels = {s: v for s in words if isinstance(v := answers.get(f"level_{s}"), int)}
    if side == "mentor":
        strong = sorted((s for s, v in levels.items() if v >= ABLE), key=lambda s: -levels[s])
        told = f", and told us that you are at home in {_listed(strong, words)}" if strong else ""
        return f"You offered to mentor somebody{told}."
    wanted = {s: v for s in levels if isinstance(v := answers.get(f"target_{s}"), int)}
    needs = {s: v - levels[s] for s, v in wanted.items() if v > levels[s]}
    if needs:
        most = sorted(needs, key=lambda s: -needs[s])
        return f"You asked for a mentor, and would like to get further in {_listed(most, words)}."
    room = sorted((s for s, v in levels.items() if v < ABLE), key=lambda s: levels[s])
    told = f" In your answers there is most room to grow in {_listed(room, words)}." if room else ""
    return f"You asked for a mentor.{told}"


def _listed(skills: Iterable[str], words: Mapping[str, str], *, most: int = 3) -> str:
    names = [words[s] for s in skills][:most]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def first_contact(today: date) -> str:
    """Write the day by which a mentor gets in touch, in words.

    >>> first_contact(date(2026, 11, 2))
    '16 November 2026'
    """
    return in_words(today + _FIRST_CONTACT)
