"""Changing pairs in mid-programme: somebody leaves, a pair parts, others join and are matched.

No reason is asked for any of it. The pairs that run stay as they are unless you name them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.disclosure.audiences import Released
from rmkit.errors import NotAllowed
from rmkit.programme.actors import named
from rmkit.programme.asking_why import AskingWhy
from rmkit.programme.baselines import baseline_table
from rmkit.programme.clock import now
from rmkit.programme.free_partners import free_places, partner_table
from rmkit.programme.mentor_places import keep_places, refuse_too_few
from rmkit.programme.naming import with_names
from rmkit.programme.parting import Parted, after_parting
from rmkit.programme.parting_words import words_at_parting
from rmkit.programme.proposed import propose, work_out
from rmkit.programme.running import running_pairs, running_places
from rmkit.programme.situation import Situation, situation_now
from rmkit.programme.waiting_list import waiting_table
from rmkit.programme.wishes import open_wishes
from rmkit.records.model import stamp

if TYPE_CHECKING:
    from rmkit.matching import Aim, Criterion, Matching, Rule

__all__ = ["ChangingPairs"]

_CHANGED = "Changed who is in a pair or takes part"
"""What the history says, to each of the two: not whether one of them asked, left or had no time."""


class ChangingPairs(AskingWhy):
    """What can change about the pairs of one programme once they run."""

    # What there is to do

    @property
    def wishes(self) -> pd.DataFrame:
        """Who asked for another partner, a pause or to leave, and has not got it yet.

        One row a wish, the oldest first: `person_id`, `name`, `pair_id`, `wish` (partner, pause,
        leave), `until_then`, `telling` (who tells the partner), `since`. For the coordinator alone.
        """
        return open_wishes(self._file)

    @property
    def waiting_list(self) -> pd.DataFrame:
        """Who waits for a partner, the longest first, over any number of searches.

        One row a person: `person_id`, `name`, `role`, `since` (ISO day), `because` (a sentence) and
        `comes_first`: whether they are matched before others next time.
        """
        return waiting_table(self._programme)

    @property
    def baselines(self) -> pd.DataFrame:
        """From which day each person is compared, whenever they joined.

        One row a person: `person_id`, `name`, `baseline` (ISO day of their first answers),
        `admitted` (ISO day, or empty), `joined_later` (after the first pairs were confirmed) and
        `kept` (the day does not move any more).
        """
        return baseline_table(self._file)

    @property
    def ended(self) -> pd.DataFrame:
        """The pairs that ended: `pair_id`, ids and names of the two, `since`, `until` (ISO days).

        No reason is kept.
        """
        names = self._names
        rows = [
            (
                p.pair_id, p.mentor_id, names.get(p.mentor_id or ""), p.mentee_id,
                names.get(p.mentee_id or ""), (p.confirmed_at or "")[:10], (p.ended_at or "")[:10],
            )
            for p in self._file.pairs("ended")
        ]  # fmt: skip
        columns = ["pair_id", "mentor_id", "mentor", "mentee_id", "mentee", "since", "until"]
        return pd.DataFrame(rows, columns=columns)

    def candidates_for(self, person_id: str, *, n: int = 2) -> pd.DataFrame:
        """Look for the best free partners of one person; nothing is proposed or kept.

        By the rules and weights that were used last. Somebody they were paired with before, or are
        now, is not among them.

        Parameters
        ----------
        person_id
            For whom; they may be in a pair still.
        n
            How many at most.

        Returns
        -------
        DataFrame
            `person_id`, `name`, `role` (of the partner), `score` (0 to 100), `reason`, `warnings`;
            the best first, empty where nobody is free whom the rules allow.

        Raises
        ------
        UnknownName
            Nobody has this id.
        NotReady
            Nobody answered yet, or the pairs were made with rules of your own.
        """
        file, names = self._file, self._names
        file.need_known(person_id)
        start = situation_now(self._programme)
        running = running_places(file)
        mine = {place for place in running if person_id in place}
        people = self._programme.candidates.people
        out = set(start.left_out) - {person_id}
        in_pairs = {i for place in running - mine for i in place}
        mentees = set(people.loc[people["role"] != "mentor", "person_id"]) - in_pairs - out
        found = partner_table(
            self._among_all(start, person_id),
            person_id,
            mentors=free_places(people, running - mine).keys() - out,
            mentees=mentees,
            never={frozenset(place) for place in (*start.former, *mine)},
            n=n,
        )
        found.insert(1, "name", found["person_id"].map(names))
        for column in ("reason", "warnings"):
            found[column] = with_names(found[column], names)
        return found

    def _among_all(self, start: Situation, person_id: str) -> Matching:
        """Give a matching in which everybody stands by the rules in use, for its scores."""
        kept = self._file.matching()
        target = kept.settings["assumed_target"] if kept else 4
        left = tuple(i for i in start.left_out if i != person_id)
        choices: dict[str, Any] = {**self.choices.settings, "locked": (), "keep": ()}
        key = (self._file.head_digest(), left)
        return self._programme.memory.recall(
            "among all",
            key=key,
            make=lambda: work_out(
                self._programme,
                situation=Situation(left_out=left),
                assumed_target=int(str(target)),
                **choices,
            ),
        )

    # What changes

    def part(self, pair_id: str, *, by: str) -> Parted:
        """End a pair that runs, without blame: no reason is asked, kept or told.

        Both are free again and come first in the next search; they are not paired with each other
        again unless you say so. The pair and what it answered stay on record.

        Raises
        ------
        UnknownName
            There is no such pair.
        NotAllowed
            The pair does not run, or `by` is blank.
        """
        with self._file.change(actor=named(by), action=_CHANGED, now=now()) as change:
            pair = change.end_pair(pair_id)
        return after_parting(self._programme, [pair])

    def told_of_ending(self, pair_id: str, person_id: str) -> Released[str]:
        """Write to one of the two that their pair ended: a few warm lines, the same for both.

        Nobody learns who asked. It is for you to send; rmkit sends nothing.

        Raises
        ------
        UnknownName
            There is no such pair.
        NotReady
            The pair has not ended.
        NotAllowed
            The person is not in it, or their partner was erased.
        """
        return words_at_parting(self._programme, pair_id, person_id)

    def leave(self, person_id: str, *, by: str) -> Parted:
        """Note that somebody leaves the programme: their pairs end, their partners are free again.

        What they answered stays and is used as before. (To have it used no longer, they withdraw:
        `rights.withdraw`; to have it gone, `candidates.erase`.) `come_back` takes them in again.

        Raises
        ------
        UnknownName
            Nobody has this id.
        NotAllowed
            They take no part, or `by` is blank.
        """
        by, person = named(by), self._file.person(person_id)
        if not person.is_candidate or person.is_out:
            message = f"{person_id} takes no part in the programme. Nothing was changed."
            raise NotAllowed(message)
        theirs = [p for p in running_pairs(self._file) if person_id in (p.mentor_id, p.mentee_id)]
        with self._file.change(actor=by, action=_CHANGED, now=now()) as change:
            for pair in theirs:
                change.end_pair(pair.pair_id)
            change.set_state(person_id, "left")
        said = [f"{person.name or person_id} left the programme; what they answered stays."]
        return after_parting(self._programme, theirs, gone=person_id, said=said)

    def come_back(self, person_id: str, *, by: str) -> None:
        """Take somebody in again who had left or declined; the next search counts them.

        Raises
        ------
        UnknownName
            Nobody has this id.
        NotAllowed
            They neither left nor declined, or `by` is blank.
        """
        by = named(by)
        if not self._file.person(person_id).is_out:
            message = f"{person_id} neither left nor declined. Nothing was changed."
            raise NotAllowed(message)
        answered = bool(self._file.counting("candidate", person_id=person_id))
        with self._file.change(actor=by, action="Took somebody in again", now=now()) as change:
            change.set_state(person_id, "answered" if answered else "invited")

    def change_places(
        self, person_id: str, places: int, *, by: str, ending: Sequence[str] = ()
    ) -> Parted:
        """Change how many mentees a mentor takes; with fewer places, say which pairs end.

        It holds until they answer anew. What they answered before stays as it was.

        Parameters
        ----------
        person_id
            The mentor.
        places
            How many mentees from now on, 0 to 100.
        by
            Who changes it, by name.
        ending
            Ids of pairs that end with it, where more would run than there are places.

        Raises
        ------
        UnknownName
            Nobody has this id.
        NotAllowed
            More pairs run than there would be places and it is not said which of them end; the
            person is no mentor; a pair is not theirs; or `by` is blank. Nothing was changed.
        """
        by, name = named(by), self._file.person(person_id).name or person_id
        people = self._programme.candidates.people
        if person_id not in set(people.loc[people["role"] != "mentee", "person_id"]):
            message = f"{person_id} is no mentor who takes part. Nothing was changed."
            raise NotAllowed(message)
        pairs = refuse_too_few(self._file, person_id, places, tuple(ending))
        moment = now()
        with self._file.change(actor=by, action=_CHANGED, now=moment) as change:
            for pair in pairs:
                change.end_pair(pair.pair_id)
            keep_places(change, person_id, places, at=stamp(moment), by=by)
        mentees = "mentee" if places == 1 else "mentees"
        said = [f"{name} takes {places} {mentees} from now on."]
        return after_parting(self._programme, pairs, said=said)

    # Who meets whom now

    def rematch(
        self,
        *,
        reopen: Iterable[str] = (),
        again: Iterable[tuple[str, str]] = (),
        without: Iterable[str] | None = None,
        aim: Aim | None = None,
        criteria: Mapping[str, object] | Sequence[Criterion] | None = None,
        rules: Mapping[str, object] | Sequence[Rule] | None = None,
        locked: Sequence[tuple[str, str]] = (),
        forbidden: Sequence[tuple[str, str]] | None = None,
        floor: float | None = None,
        keep: Sequence[tuple[str, str]] = (),
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Matching:
        """Propose pairs for those who are free, beside the pairs that run; keep the proposal.

        Free are joiners, the waiting list, and mentors with a place left. Who waited through an
        earlier search comes first. Then look at it and confirm it as the first time; `pairs` tells
        which are new. What is not said stays as it was chosen last.

        Parameters
        ----------
        reopen
            Ids of running pairs that may change too, as few as possible of them. They go on until
            the new list is confirmed.
        again
            Former pairs, two ids each, that may meet again; all others never do.
        without
            Ids of people who are not matched this time; None for those who asked for a pause.
        aim, criteria, rules, locked, forbidden, floor, keep, on_progress
            As for `solve`.

        Returns
        -------
        Matching
            The running pairs are part of it, so that it explains them too.

        Raises
        ------
        NotReady
            Nobody answered yet, or the pairs that stand were made with rules of your own.
        NotAllowed
            A locked pair breaks a rule, or contradicts a pair that runs.
        UnknownName
            A pair or person is not there.
        """
        start = situation_now(self._programme, reopen=reopen, again=again, without=without)
        chosen: dict[str, Any] = {"aim": aim, "criteria": criteria, "rules": rules}
        if all(choice is None or isinstance(choice, Mapping) for choice in (criteria, rules)):
            last: dict[str, Any] = {**self.choices.settings}
            chosen = {
                name: {**last[name], **(chosen[name] or {})} for name in ("criteria", "rules")
            }
            chosen["aim"] = aim or last["aim"]
            forbidden = last["forbidden"] if forbidden is None else forbidden
            floor = last.get("floor") if floor is None else floor
        chosen["aim"] = chosen["aim"] or "participation"
        return propose(
            self._programme,
            start,
            locked=locked,
            forbidden=forbidden or (),
            floor=floor or 0.0,
            keep=keep,
            on_progress=on_progress,
            **chosen,
        )
