"""Whether a step of admission is possible for somebody, and why not.

Each rule gives the reason why not in words that follow a person's id; an empty text where it is
possible, and None where there is nothing to do any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from rmkit.programme.admission_kept import Kept, admissions_kept
from rmkit.programme.running import running_pairs
from rmkit.records.model import Person

if TYPE_CHECKING:
    from rmkit.records.store import ProgrammeFile

__all__ = [
    "Rule",
    "Situation",
    "not_admitted",
    "not_declined",
    "not_invited",
    "not_talked_to",
    "not_waiting",
]

_NOT_ANSWERED = (
    "has not answered the questionnaire, and nobody is admitted without it: it is what a partner "
    "is found by. Remind them, or enter in a talk what they say."
)
_OBJECTED = "asked not to take part any more."
_GONE = "left or declined. If they changed their mind, take them in again: pairing.come_back."
_NO_RECORD = "has no record of a talk yet: enter the form `interview` for them first."


class Situation:
    """Everybody as the file has them, read once for a step."""

    def __init__(self, file: ProgrammeFile) -> None:
        self._file = file
        self.people: Mapping[str, Person] = {p.person_id: p for p in file.people()}
        self.objected = file.objected("participation")

    @cached_property
    def answered(self) -> frozenset[str]:
        """Those who answered the questionnaire."""
        return _who_gave(self._file, "candidate")

    @cached_property
    def talked_to(self) -> frozenset[str]:
        """Those with a record of a talk."""
        return _who_gave(self._file, "interview")

    @cached_property
    def kept(self) -> Mapping[str, Kept]:
        """What is kept of their admission."""
        return admissions_kept(self._file)

    @cached_property
    def pairs(self) -> Mapping[str, str]:
        """The id of a pair that runs, by person."""
        rows = running_pairs(self._file)
        return {i: pair.pair_id for pair in rows for i in (pair.mentor_id, pair.mentee_id) if i}

    @cached_property
    def proposed(self) -> frozenset[str]:
        """Those who stand in a proposal."""
        rows = self._file.pairs("proposed")
        return frozenset(i for pair in rows for i in (pair.mentor_id, pair.mentee_id) if i)

    def waits(self, person_id: str) -> bool:
        """Whether somebody waits for a later round."""
        return person_id in self.kept and bool(self.kept[person_id].since)


Rule = Callable[[Situation, Person], str | None]
"""Why a step is not possible for somebody; None where there is nothing to do any more."""


def _who_gave(file: ProgrammeFile, instrument: str) -> frozenset[str]:
    rows = file.responses(instrument, "" if instrument == "candidate" else None)
    return frozenset(row.person_id for row in rows if row.person_id)


def not_invited(found: Situation, person: Person) -> str | None:
    """Say why somebody cannot be invited."""
    if person.person_id in found.objected:
        return _OBJECTED
    if person.is_out:
        return _GONE
    return None if person.is_candidate else ""


def not_talked_to(found: Situation, person: Person) -> str | None:
    """Say why somebody cannot be marked as interviewed."""
    if person.is_out:
        return _GONE
    if person.person_id not in found.talked_to:
        return _NO_RECORD
    return None if person.state in ("interviewed", "admitted") else ""


def not_admitted(found: Situation, person: Person) -> str | None:
    """Say why somebody cannot be admitted."""
    if person.person_id in found.objected:
        return _OBJECTED
    if person.state == "left":
        return _GONE
    if person.person_id not in found.answered:
        return _NOT_ANSWERED
    return None if person.state == "admitted" and not found.waits(person.person_id) else ""


def not_waiting(found: Situation, person: Person) -> str | None:
    """Say why somebody cannot be put on the waiting list."""
    if person.person_id in found.objected:
        return _OBJECTED
    if person.is_out:
        return _GONE
    if person.person_id not in found.answered:
        return _NOT_ANSWERED.replace("admitted", "put on the waiting list")
    if person.person_id in found.pairs:
        return _runs(found, person)
    return None if found.waits(person.person_id) else ""


def not_declined(found: Situation, person: Person) -> str | None:
    """Say why somebody cannot be declined."""
    if not person.is_candidate:
        return "was never asked, so there is nothing to decline."
    if person.person_id in found.pairs:
        return _runs(found, person)
    if person.state == "left":
        return "left the programme already."
    return None if person.state == "declined" else ""


def _runs(found: Situation, person: Person) -> str:
    return (
        f"is in the pair {found.pairs[person.person_id]}, which runs. Talk with both; then part "
        "the pair (pairing.part), or note that they leave (pairing.leave): it frees their partner, "
        "who comes first in the next search."
    )
