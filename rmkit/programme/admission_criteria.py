"""The coordinator's sentences on admission, and whether each is met, not met or not known.

A sentence is met by what somebody answered, where that can be seen, and else by a tick in the talk
with them. It advises: a person decides, nothing is added up and nobody is ranked. What says who
somebody is (age, sex, origin, belief, health, ...) is refused as a criterion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.errors import Fault, FaultsFound, NotReady, UnknownName
from rmkit.programme.actors import named
from rmkit.programme.admission_kept import Kept, admissions_kept, save_admissions
from rmkit.programme.clock import now

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["SUGGESTED", "AdmissionCriteria", "Criterion", "Seen", "criteria_of"]

Seen = Literal["tick", "time", "gives", "wishes"]
Answer = Literal["met", "not met", "not known", "does not apply"]

_KIND = "admission_criteria"
_MOST, _LONGEST, _ABLE = 12, 200, 4
_TIME: Mapping[object, Answer] = {"yes": "met", "with_help": "met", "no": "not met"}
_PROTECTED = re.compile(
    r"\b(aged?|ages|years old|years of age|older than|younger than|born|sex|gender|"
    r"male|female|man|men|woman|women|nationality|citizen\w*|ethnic\w*|race|religio\w*|faith|"
    r"belie(f|ves?)|disab\w*|"
    r"health|ill(ness)?|pregnan\w*|married|marital|children|trade union|union member\w*|"
    r"sexual\w*|gay|lesbian|skin|native speaker\w*|political\w*)\b",
    re.IGNORECASE,
)


@discreet("id", "seen", "level")
@dataclass(frozen=True, slots=True)
class Criterion:
    """A sentence and how it is seen.

    `seen` is `tick` (by hand, in the talk), `time` (what the record of the talk says of it),
    `gives` (of mentors: at least one skill at `level`) or `wishes` (of mentees: at least one wish
    to learn).
    """

    id: str
    text: str
    seen: Seen = "tick"
    level: int = _ABLE


SUGGESTED = (
    Criterion("time", "Can make room for the meetings.", "time"),
    Criterion("manager", "Their manager knows and agrees.", "tick"),
    Criterion("gives", "As a mentor: has at least one skill at level 4 to give.", "gives"),
    Criterion("wishes", "As a mentee: has something that they want to learn.", "wishes"),
    Criterion("equal", "Is ready to meet somebody of another rank as an equal.", "tick"),
)
"""The sentences to begin with, until the coordinator sets their own."""


def criteria_of(file: ProgrammeFile) -> tuple[Criterion, ...]:
    """Give the sentences of a programme; the suggested ones where none were set."""
    content = file.document(_KIND)
    if content is None:
        return SUGGESTED
    return tuple(Criterion(**one) for one in content["criteria"])


class AdmissionCriteria:
    """The part of the candidates' step that holds its criteria."""

    _programme: Programme
    _file: ProgrammeFile

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The sentences that advise on admission."""
        return criteria_of(self._file)

    def keep_criteria(self, criteria: Iterable[Criterion | str], *, by: str) -> None:
        """Set the sentences that advise on admission; a plain sentence is ticked by hand.

        Raises
        ------
        FaultsFound
            A sentence is empty, too long, there twice, or speaks of what says who somebody is;
            or there are too many. Every fault is told, and nothing was saved.
        NotAllowed
            `by` is blank.
        """
        by, known = named(by), {one.text: one.id for one in self.criteria}
        read = [_read(one) for one in criteria]
        faults = [fault for n, one in enumerate(read, 1) for fault in _faults(n, one, read)]
        if len(read) > _MOST:
            faults.append(Fault("", f"{len(read)} are too many.", f"Keep to {_MOST} at most."))
        if faults:
            raise FaultsFound(faults, "Nothing was saved.")
        taken = {one.id for one in read if one.id} | set(known.values())
        rows = []
        for one in read:
            name = one.id or known.get(one.text) or _free(taken)
            taken.add(name)
            rows.append({"id": name, "text": one.text, "seen": one.seen, "level": one.level})
        with self._file.change(
            actor=by, action="Set what advises on admission", now=now()
        ) as change:
            change.save_document(_KIND, "", {"criteria": rows})

    def tick(self, person_id: str, criterion: str, met: bool | None, *, by: str) -> None:
        """Note whether a sentence is met for somebody; None takes the tick away again.

        Raises
        ------
        UnknownName
            Nobody has this id, or no sentence that is ticked by hand has this one.
        NotAllowed
            `by` is blank.
        """
        by, by_hand = named(by), [one.id for one in self.criteria if one.seen == "tick"]
        self._file.person(person_id)
        if criterion not in by_hand:
            raise UnknownName(kind="criterion to tick", name=criterion, known=by_hand)
        mine = admissions_kept(self._file).get(person_id, Kept(person_id))
        ticks = {name: one for name, one in mine.ticks.items() if name != criterion}
        ticks |= {} if met is None else {criterion: met}
        with self._file.change(
            actor=by, action="Ticked what advises on admission", now=now()
        ) as it:
            save_admissions(it, [replace(mine, ticks=ticks)])

    def checklist(self, people: Iterable[str] | None = None) -> pd.DataFrame:
        """Say of each candidate which sentence is met, not met or not known.

        Parameters
        ----------
        people
            Only these; None for everybody who answered.

        Returns
        -------
        DataFrame
            `person_id`, and a column for each criterion by its id, with `met`, `not met`,
            `not known` or `does not apply`. In the order of ids; there is no sum.
        """
        criteria, facts = self.criteria, _facts(self._programme)
        kept = admissions_kept(self._file)
        ids = sorted(facts.rows if people is None else dict.fromkeys(people))
        rows = [[i, *(facts.answer(i, one, kept.get(i)) for one in criteria)] for i in ids]
        return pd.DataFrame(rows, columns=["person_id", *(one.id for one in criteria)])


def _read(one: Criterion | str) -> Criterion:
    if isinstance(one, str):
        return Criterion("", one_line(one))
    return replace(one, text=one_line(one.text))


def _free(taken: Iterable[str]) -> str:
    n = 1
    while f"own_{n}" in taken:
        n += 1
    return f"own_{n}"


def _faults(number: int, one: Criterion, every: Sequence[Criterion]) -> Iterable[Fault]:
    place = f"Sentence {number}"
    if not one.text:
        yield Fault("", f"{place} is empty.", "Write a sentence, or leave it out.")
    if len(one.text) > _LONGEST:
        yield Fault("", f"{place} is longer than {_LONGEST} characters.", "Shorten it.")
    if one.seen not in get_args(Seen) or one.level not in range(1, 6):
        yield Fault("", f"{place} is seen in a way that is not there.", f"Ways: {get_args(Seen)}.")
    if [other.text for other in every].index(one.text) < number - 1:
        yield Fault("", f"{place} is there twice.", "Leave one out.")
    found = _PROTECTED.search(one.text)
    if found:
        fix = "Say what somebody does or needs; who they are decides nothing here."
        yield Fault("", f'{place} speaks of "{found[0]}", which is no criterion.', fix)


class _Facts:
    """What is known of people, read once: the row of each in the table, and the talk's time."""

    def __init__(self, rows: Mapping[str, Mapping[Any, Any]], time: Mapping[str, Answer]) -> None:
        self.rows, self._time = rows, time

    def answer(self, person_id: str, criterion: Criterion, kept: Kept | None) -> Answer:
        row = self.rows.get(person_id, {})
        if criterion.seen == "time":
            return self._time.get(person_id, "not known")
        if criterion.seen == "gives":
            return _levels(row, "mentee", [v >= criterion.level for v in _known(row, "level_")])
        if criterion.seen == "wishes":
            return _levels(row, "mentor", _wanted(row, criterion.level))
        met = kept.ticks.get(criterion.id) if kept else None
        return "not known" if met is None else "met" if met else "not met"


def _levels(row: Mapping[Any, Any], not_for: str, found: Sequence[bool]) -> Answer:
    if row.get("role") == not_for:
        return "does not apply"
    if not found:
        return "not known"
    return "met" if any(found) else "not met"


def _known(row: Mapping[Any, Any], start: str) -> list[int]:
    return [int(v) for name, v in row.items() if str(name).startswith(start) and not pd.isna(v)]


def _wanted(row: Mapping[Any, Any], assumed: int) -> list[bool]:
    """Whether somebody wants more than they have, for each skill that they rated."""
    levels = {str(n)[6:]: v for n, v in row.items() if str(n).startswith("level_")}
    found = []
    for name, level in levels.items():
        target = row.get(f"target_{name}", assumed)
        if not pd.isna(level) and not pd.isna(target):
            found.append(int(target) > int(level))
    return found


def _facts(programme: Programme) -> _Facts:
    try:
        table = programme.candidates.people
        rows = {str(row["person_id"]): row for row in table.to_dict("records")}
    except NotReady:
        rows = {}
    time: dict[str, Answer] = {}
    for response in programme.file.responses("interview"):
        if response.person_id:
            said = response.answers.get("time")
            time[response.person_id] = _TIME.get(said, "not known")
    return _Facts(rows, time)
