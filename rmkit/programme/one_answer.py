"""One person's answers to one form, kept: from a form on the screen, a talk, or a link.

Only what the coordinator may see is kept; what is for the pair or the person alone is counted in a
sentence and left out. An answer never takes the place of another unseen: what was there stays, and
what comes back says which of the two counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.unseen import keys_for, part
from rmkit.errors import FaultsFound, NotAllowed
from rmkit.instruments.answers import Answer, check_answers
from rmkit.instruments.model import Instrument, Voice
from rmkit.instruments.occasions import occasion
from rmkit.programme.days import in_words
from rmkit.programme.purposes import purpose_of
from rmkit.records.model import TALK, Pair, Response

if TYPE_CHECKING:
    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = [
    "BY_COORDINATOR",
    "Answered",
    "Kept",
    "checked",
    "note_talks",
    "partners",
    "refuse_objecting",
    "save_beside",
    "together",
    "wave_of",
]

BY_COORDINATOR = "coordinator"
"""The source of a response that a coordinator wrote as their own record of a person."""


@discreet("instrument_id", "person_id", "response_id", "kept")
@dataclass(frozen=True, slots=True)
class Answered:
    """What became of somebody's answers.

    `kept` counts the answers that are in the file now; `is_new` is false where the same had been
    kept before. `sentences` tell all of it, what was not kept included.
    """

    instrument_id: str
    person_id: str | None
    wave: str
    response_id: str
    kept: int
    is_new: bool
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.sentences)


@discreet("answers")
@dataclass(frozen=True, slots=True)
class Kept:
    """Checked answers that may be kept, and a sentence about those that may not."""

    answers: Mapping[str, Answer]
    left_out: str


def checked(
    instrument: Instrument, answers: Mapping[str, object], *, voice: Voice | None = None
) -> Kept:
    """Check what somebody answered, and leave out what the coordinator may not see.

    What is left out is not asked for either: it may be required, and stay with the pair.

    Raises
    ------
    FaultsFound
        An answer is off its scale or cannot be read, or a required one is missing.
    """
    given = {key: value for key, value in answers.items() if value not in (None, "", [], ())}
    seen = part(instrument, [given])
    kept, faults = check_answers(instrument, seen.kept[0], voice=voice)
    closed = keys_for(instrument, "pair", "self")
    wrong = [f for f in faults if f.level == "error" and f.key not in closed]
    if wrong:
        raise FaultsFound(wrong, "Nothing was saved.")
    return Kept(kept, seen.sentence)


def wave_of(instrument: Instrument, wave: str | None) -> str:
    """Say of which wave an answer is.

    A form with one wave needs none to be named; one without takes none, unless it is your own.

    Raises
    ------
    NotAllowed
        A wave must be named, or this is none of the form's.
    """
    said = " ".join((wave or "").split()).casefold()
    known, title = instrument.waves, instrument.title.say()
    if not known:
        if said and instrument.step:
            message = f"{title} is not asked in waves: leave the wave out. Nothing was saved."
            raise NotAllowed(message)
        return said
    if not said and len(known) == 1:
        return known[0]
    if said not in known:
        seen = f"{said} is none" if said else "none was named"
        message = f"{title} is asked {', '.join(known)}; {seen}. Name the wave. Nothing was saved."
        raise NotAllowed(message)
    return said


def refuse_objecting(file: ProgrammeFile, instrument: Instrument, person_id: str) -> None:
    """Raise `NotAllowed` where somebody's answers must not be used for what a form is for."""
    if person_id in file.objected(purpose_of(instrument.step)):
        message = (
            f"{person_id} asked not to have their data used for this; nothing was saved. If they "
            "changed their mind, note that first (rights.lift)."
        )
        raise NotAllowed(message)


def partners(file: ProgrammeFile) -> dict[str, tuple[str | None, str]]:
    """Give partner and pair of everybody who is in one confirmed pair only."""
    found: dict[str, list[tuple[str | None, str]]] = {}
    for pair in file.pairs("confirmed"):
        for one, other in ((pair.mentor_id, pair.mentee_id), (pair.mentee_id, pair.mentor_id)):
            if one:
                found.setdefault(one, []).append((other, pair.pair_id))
    return {person: mine[0] for person, mine in found.items() if len(mine) == 1}


def together(
    file: ProgrammeFile,
    instrument: Instrument,
    person: str | None,
    *,
    partner: str | None = None,
    pair: str | None = None,
    known: Mapping[str, tuple[str | None, str]] | None = None,
) -> tuple[str | None, str | None]:
    """Say whom, and which pair, an answer is about.

    What two people fill in is about their pair, where the person has just one; `known` is what
    `partners` gives, where it is asked of many.

    Raises
    ------
    UnknownName
        There is no such pair or person.
    NotAllowed
        The person is not in the pair, or the partner is another one.
    """
    if pair is not None:
        found = file.pair(pair)
        both = [found.mentor_id, found.mentee_id]
        if person in both:
            (other,) = [one for one in both if one != person]
            if partner in (None, other):
                return other, pair
        others = f"{person} and {partner} are" if partner else f"{person} is"
        message = f"{others} not in the pair {pair}. Nothing was saved."
        raise NotAllowed(message)
    if partner is not None:
        file.person(partner)
        of_both = [p.pair_id for p in file.pairs("confirmed") if {person, partner} == {*_both(p)}]
        return partner, of_both[-1] if of_both else None
    if person and {"mentor", "mentee"} & set(instrument.filled_by):
        return (partners(file) if known is None else known).get(person, (None, None))
    return None, None


def _both(pair: Pair) -> tuple[str | None, str | None]:
    return pair.mentor_id, pair.mentee_id


def save_beside(
    change: Change, made: Response, instrument: Instrument
) -> tuple[str, bool, tuple[str, ...]]:
    """Keep a response beside those that are there.

    Returns
    -------
    tuple
        The response_id; whether it is new; and what to say of others that are about the same.
    """
    same = _about_the_same(change, made, instrument)
    for there in same:
        if there.source == made.source and dict(there.answers) == dict(made.answers):
            return there.response_id, False, ("The same was kept before; nothing was changed.",)
    response_id = change.save_response(made)
    note_talks(change, instrument, [made.person_id])
    return response_id, True, tuple(_beside(made, same))


def note_talks(change: Change, instrument: Instrument, people: Iterable[str | None]) -> None:
    """Note who was talked to when the record of a talk is kept; what was decided stays."""
    if instrument.id != "interview":
        return
    for person_id in dict.fromkeys(people):
        if person_id and change.person(person_id).state in ("invited", "answered"):
            change.set_state(person_id, "interviewed")


def _about_the_same(change: Change, made: Response, instrument: Instrument) -> list[Response]:
    if made.person_id is None:
        return []
    kept = change.responses(instrument.id, made.wave, person_id=made.person_id)
    mine = _subject(made, instrument)
    return [r for r in kept if r.sealed is None and _subject(r, instrument) == mine]


def _subject(response: Response, instrument: Instrument) -> tuple[object, ...]:
    about = occasion(
        instrument, response.answers, wave=response.wave, submitted_at=response.submitted_at
    )
    return (response.partner_id, response.pair_id, *about)


def _beside(made: Response, same: Sequence[Response]) -> Iterator[str]:
    talks = [r for r in same if r.source == TALK]
    own = [r for r in same if r.source != TALK]
    if made.source == TALK and own:
        yield (
            f"They answered it themselves on {_day(own[-1])}: that answer counts, and this one is "
            "kept beside it."
        )
    elif made.source != TALK and talks:
        yield (
            f"What was taken down in a talk on {_day(talks[-1])} is kept beside it; their own "
            "answer counts."
        )
    if earlier := (talks if made.source == TALK else own):
        yield f"It counts instead of the one from {_day(earlier[-1])}, which is kept too."


def _day(response: Response) -> str:
    at = response.submitted_at or response.received_at
    return in_words(date.fromisoformat(at[:10]))
