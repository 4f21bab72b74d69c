"""Who is asked, talked to, admitted, put on the waiting list or declined: one step for many people.

A person decides each of these by name, and the file keeps who and when. Some things hold by
themselves, and each refusal says why: nobody is admitted without an answered questionnaire, and
nobody whose pair runs is declined over their partner's head. Those for whom a step is possible are
done; the others are told with the reason, and nothing of theirs is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed, NotReady, UnknownName
from rmkit.programme.actors import named
from rmkit.programme.admission_criteria import AdmissionCriteria
from rmkit.programme.admission_kept import Kept, admissions_kept, save_admissions
from rmkit.programme.admission_rules import (
    Rule,
    Situation,
    not_admitted,
    not_declined,
    not_invited,
    not_talked_to,
    not_waiting,
)
from rmkit.programme.announcing import Announcing
from rmkit.programme.clock import now
from rmkit.records.model import PERSON_STATES, PersonState, stamp

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["STANDINGS", "WAITING", "Admissions", "Decided"]

WAITING = "waiting list"
STANDINGS = (*PERSON_STATES[:4], WAITING, *PERSON_STATES[4:])
"""How a candidate can stand, in the order in which it happens; `waiting list` is our own."""

_PLACES = ("organisation", "site", "department")


@discreet("what", "done", "same", "refused")
@dataclass(frozen=True, slots=True)
class Decided:
    """What a step did, by person id; `refused` has the reason for each who was left as they were.

    `follows` says what to do next, or what else it touches.
    """

    what: str
    done: tuple[str, ...]
    same: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    follows: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words, without names."""
        n = len(self.done)
        told = [f"{n:,} {'person was' if n == 1 else 'people were'} {self.what}."]
        if self.same:
            told.append(f"{len(self.same):,} had been before.")
        return (*told, *(f"{i} {why}" for i, why in self.refused), *self.follows)

    def __str__(self) -> str:
        return "\n".join(self.sentences)


class Admissions(AdmissionCriteria, Announcing):
    """The part of the candidates' step that says what becomes of whom."""

    _programme: Programme
    _file: ProgrammeFile

    # Who stands where

    @property
    def standing(self) -> pd.DataFrame:
        """Everybody on the staff list or asked: `person_id`, `name`, `department`, `standing`, ...

        `standing` is one of `STANDINGS`, or `not invited`; `since` (ISO) and `by` say when and by
        whom that was set; `answered` and `interviewed` whether there is a questionnaire and a
        record of a talk; `paired` whether a pair of theirs runs. In the order of their ids: nobody
        is ranked.
        """
        found = Situation(self._file)
        rows = []
        for i, person in sorted(found.people.items()):
            waits = found.waits(i)
            kept = found.kept.get(i)
            rows.append(
                {
                    "person_id": i,
                    "name": person.name,
                    "department": person.staff.get("department"),
                    "standing": WAITING if waits else person.state or "not invited",
                    "since": kept.since if waits and kept else person.state_at,
                    "by": kept.by if waits and kept else person.state_by,
                    "answered": i in found.answered,
                    "interviewed": i in found.talked_to,
                    "paired": i in found.pairs,
                }
            )
        columns = ("person_id", "name", "department", "standing", "since", "by", "answered")
        return pd.DataFrame(rows, columns=[*columns, "interviewed", "paired"])

    @property
    def counts(self) -> dict[str, int]:
        """How many stand where, by `not invited` and each of `STANDINGS`; nobody counts twice."""
        kept = admissions_kept(self._file)
        counts = dict.fromkeys(("not invited", *STANDINGS), 0)
        for person in self._file.people():
            waits = person.person_id in kept and kept[person.person_id].since
            counts[WAITING if waits else person.state or "not invited"] += 1
        return counts

    @property
    def not_interviewed(self) -> tuple[str, ...]:
        """The ids of those who answered, take part so far, and have no record of a talk."""
        found = Situation(self._file)
        return tuple(
            sorted(
                i
                for i in found.answered - found.talked_to
                if not found.people[i].is_out and i not in found.objected
            )
        )

    def states_of(self, person_id: str) -> pd.DataFrame:
        """Give the history of one candidate's states: `at`, `by`, `before`, `after`.

        Raises
        ------
        UnknownName
            Nobody has this id.
        """
        self._file.person(person_id)
        rows = []
        for entry in self._file.history():
            if entry.table != "people" or (entry.key or {}).get("person_id") != person_id:
                continue
            before, after = ((row or {}).get("state") for row in (entry.before, entry.after))
            if before != after:
                rows.append((entry.at, entry.actor, before or "", after or ""))
        return pd.DataFrame(rows, columns=["at", "by", "before", "after"])

    # What becomes of whom

    def invite(
        self, people: Iterable[str] | None = None, *, by: str, **places: str | Iterable[str]
    ) -> Decided:
        """Note that people were asked to take part.

        Parameters
        ----------
        people
            Their ids; None for everybody on the staff list who was not asked yet.
        by
            Who asks, by name.
        **places
            Only those of an `organisation`, `site` or `department`, or of one of several.

        Raises
        ------
        NotReady
            There is no staff list yet.
        UnknownName
            Somebody, or the name of a place, is not there. Nothing was changed.
        NotAllowed
            Nobody could be invited (every reason is told), or `by` is blank.
        """
        found = Situation(self._file)
        if people is None:
            if not any(p.staff for p in found.people.values()):
                message = (
                    "There is no staff list yet, so nobody can be invited from it. Drop one in "
                    'first: candidates.add("staff.xlsx", instrument="staff_list").'
                )
                raise NotReady(message)
            people = [p.person_id for p in found.people.values() if p.staff and p.state is None]
        wanted = _of_places(found, people, places)
        return self._decide("invited", wanted, "invited", not_invited, by, found)

    def mark_interviewed(self, people: Iterable[str] | None = None, *, by: str) -> Decided:
        """Note that people were talked to, where the record of the talk was entered.

        `people` None is everybody with a record and nothing decided yet. See `invite` for errors.
        """
        found = Situation(self._file)
        if people is None:
            people = [
                i for i in found.talked_to if found.people[i].state in ("invited", "answered")
            ]
        wanted = sorted(people)
        return self._decide(
            "marked as interviewed", wanted, "interviewed", not_talked_to, by, found
        )

    def admit(self, people: Iterable[str], *, by: str) -> Decided:
        """Admit people: who answered, and neither left nor asked not to take part.

        Raises
        ------
        UnknownName
            Nobody has one of these ids. Nothing was changed.
        NotAllowed
            None of them can be admitted (every reason is told), or `by` is blank.
        """
        return self._decide("admitted", people, "admitted", not_admitted, by, Situation(self._file))

    def put_on_waiting_list(self, people: Iterable[str], *, by: str) -> Decided:
        """Put people on the waiting list: they are not matched until they are admitted.

        Errors are those of `admit`; somebody whose pair runs is refused.
        """
        return self._decide(
            "put on the waiting list", people, None, not_waiting, by, Situation(self._file)
        )

    def decline(self, people: Iterable[str], *, by: str) -> Decided:
        """Decline people, or note that they declined; no reason is kept.

        What they answered stays until its end date. Errors are those of `admit`; somebody whose
        pair runs is refused, with what to do instead.
        """
        return self._decide("declined", people, "declined", not_declined, by, Situation(self._file))

    def _decide(
        self,
        what: str,
        people: Iterable[str],
        state: PersonState | None,
        why: Rule,
        by: str,
        found: Situation,
    ) -> Decided:
        by, wanted = named(by), list(dict.fromkeys(people))
        for person_id in wanted:
            if person_id not in found.people:
                raise UnknownName(kind="person", name=person_id, known=found.people)
        told = {i: why(found, found.people[i]) for i in wanted}
        done = tuple(i for i, reason in told.items() if reason == "")
        refused = tuple((i, reason) for i, reason in told.items() if reason)
        if not done:
            _nobody(what, wanted, refused)
        with self._file.change(actor=by, action=f"Candidates were {what}", now=now()) as change:
            if state:
                change.save_people(replace(found.people[i], state=state) for i in done)
            since = "" if state else stamp(now())
            kept = [found.kept.get(i, Kept(i)) for i in done]
            moved = [one for one in kept if one.since or since]
            save_admissions(change, [replace(k, since=since, by=since and by) for k in moved])
        same = tuple(i for i, reason in told.items() if reason is None)
        return Decided(what, done, same, refused, _follows(found, done, state))


def _nobody(what: str, wanted: list[str], refused: tuple[tuple[str, str], ...]) -> None:
    """Refuse a step that is possible for nobody, with every reason."""
    if not wanted:
        message = f"Nobody was named, so nobody was {what}. Nothing was changed."
    elif not refused:
        message = f"Everybody named was {what} before. Nothing was changed."
    else:
        lines = "\n".join(f"- {i} {reason}" for i, reason in refused)
        message = f"Nobody was {what}. Nothing was changed.\n{lines}"
    raise NotAllowed(message)


def _follows(found: Situation, done: tuple[str, ...], state: PersonState | None) -> tuple[str, ...]:
    """Say what else a step touches."""
    told = []
    out = state in (None, "declined")
    n = sum(i in found.proposed for i in done) if out else 0
    if n:
        who = "1 of them stands" if n == 1 else f"{n} of them stand"
        told.append(f"{who} in a pair that is proposed: search for pairs again (notebook 04).")
    return tuple(told)


def _of_places(
    found: Situation, people: Iterable[str], places: Mapping[str, str | Iterable[str]]
) -> list[str]:
    """Keep those who are where it was asked for; places that nobody has are refused."""
    wanted = list(people)
    for name, values in places.items():
        if name not in _PLACES:
            raise UnknownName(kind="filter of the staff list", name=name, known=_PLACES)
        known = {str(p.staff[name]) for p in found.people.values() if p.staff.get(name)}
        asked = {values} if isinstance(values, str) else set(values)
        for value in sorted(asked - known):
            raise UnknownName(kind=name, name=value, known=known)
        wanted = [i for i in wanted if i not in found.people or _place(found, i, name) in asked]
    return sorted(wanted)


def _place(found: Situation, person_id: str, name: str) -> str:
    return str(found.people[person_id].staff.get(name) or "")
