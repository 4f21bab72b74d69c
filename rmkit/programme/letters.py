"""The letters of the kick-off, for a chooser: which there are, who gets them, and a try-out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rmkit.content import FilledLetter, fill
from rmkit.content.model import Audience, Letter, Occasion
from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound
from rmkit.programme.letter_values import Side, first_contact

if TYPE_CHECKING:
    from datetime import date

    from rmkit.programme.programme import Programme

__all__ = ["LETTERS", "Addressee", "LetterChoice", "example", "refuse_what_fills_badly"]

LETTERS: Mapping[Side, tuple[str, ...]] = {
    "mentor": ("welcome_mentor", "first_steps_mentor"),
    "mentee": ("welcome_mentee",),
}
"""What each side gets, in the order in which it is written."""


@dataclass(frozen=True, slots=True)
class LetterChoice:
    """A letter to choose: `people` is how many get it now, 0 where it is due for nobody."""

    id: str
    title: str
    audience: Audience
    people: int
    occasion: Occasion = "kick_off"


@discreet("person_id", "side", "letters")
@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets letters, and the ids of those letters."""

    person_id: str
    name: str
    side: Side
    letters: tuple[str, ...]


def example(letter: Letter, programme: Programme, *, today: date) -> FilledLetter:
    """Fill a letter with its own examples, and with what the programme already knows."""
    objective, coordinator = programme.objective.record, programme.coordinator
    known: dict[str, str | None] = {
        "programme": programme.name,
        "organisation": programme.organisation,
        "objective": objective.sentence if objective else None,
        "coordinator": coordinator.name if coordinator else None,
        "coordinator_email": coordinator.email if coordinator else None,
        "introduce_by": first_contact(today),
        "sessions": _number(objective.sessions) if objective else None,
        "minutes": _number(objective.session_minutes) if objective else None,
        "months": _number(objective.months) if objective else None,
    }
    own = {name: text for name, text in known.items() if text and name in letter.placeholders}
    return fill(letter, {**letter.examples(), **own})


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def refuse_what_fills_badly(letter: Letter) -> None:
    """Try a letter on its examples, with one partner and with two.

    Raises
    ------
    FaultsFound
        Nothing would be left of the subject or the body.
    """
    faults = list(dict.fromkeys(fault for n in (1, 2) for fault in _empty(letter, n)))
    if faults:
        raise FaultsFound(faults, "The letter was not taken over.")


def _empty(letter: Letter, partners: int) -> Iterator[Fault]:
    filled = fill(letter, letter.examples(partners))
    fault = Fault("", "Write something outside of {% if %} and {% for %}.", f"letter {letter.id}")
    for part, text in (("subject", filled.subject), ("body", filled.plain)):
        if not text.strip():
            yield replace(fault, problem=f"Nothing would be left of the {part}.")
