"""What a search for pairs starts from: who is in a pair already, who met before, who comes first.

Before anything was confirmed it is empty, but for a lottery. Later the pairs that run stay as they
are, and partners are sought for those who are free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed, UnknownName
from rmkit.programme.lottery_kept import draws
from rmkit.programme.running import Place, former_places, running_pairs, running_places
from rmkit.programme.waiting_list import waiting_list
from rmkit.programme.wishes import pausing

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["Situation", "has_changed", "kept_situation", "situation_now"]

_OTHER = {"mentor": "mentee", "mentee": "mentor"}


@discreet("running", "reopened", "former", "first", "left_out")
@dataclass(frozen=True, slots=True)
class Situation:
    """What a search starts from.

    Parameters
    ----------
    running
        Pairs that run and stay as they are.
    reopened
        Pairs that run and may change, if the new list is confirmed.
    former
        Pairs that ended, and are not made again.
    first
        Who is matched first: those who waited through an earlier search.
    left_out
        Who is not matched this time: not drawn, or pausing.
    drawn
        The roles of which places were drawn: who could be either takes the other one.
    again, without
        What the coordinator asked for: former pairs that may meet again, and who is left out.
    """

    running: tuple[Place, ...] = ()
    reopened: tuple[Place, ...] = ()
    former: tuple[Place, ...] = ()
    first: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    again: tuple[Place, ...] = ()
    without: tuple[str, ...] | None = None

    def kept(self) -> dict[str, object]:
        """Give it as plain values, to keep with a proposal."""
        plain: dict[str, object] = {
            name: [list(place) for place in getattr(self, name)]
            for name in ("running", "reopened", "former", "again")
        }
        plain |= {name: list(getattr(self, name)) for name in ("first", "left_out", "drawn")}
        return {**plain, "without": None if self.without is None else list(self.without)}

    def table(
        self, people: pd.DataFrame, *, apart: Collection[Place] = ()
    ) -> tuple[pd.DataFrame, tuple[Place, ...]]:
        """Give the people to search among, and the running pairs to hold on to.

        A pair that the table cannot hold (somebody objected, or changed their role), and one of
        `apart`, goes on all the same: its mentee is taken out of the search, and its mentor has a
        place less.
        """
        placed = {person for place in self.running for person in place}
        out = set(self.left_out) - placed - {i for place in self.reopened for i in place}
        table = people[~people["person_id"].isin(out)].reset_index(drop=True)
        for role in self.drawn:
            either = (table["role"] == "either") & ~table["person_id"].isin(placed)
            table.loc[either, "role"] = _OTHER[role]
        roles = dict(zip(table["person_id"], table["role"], strict=True))
        held = tuple(p for p in self.running if p not in apart and _fits(p, roles))
        return _without(table, set(self.running) - set(held), held), held


def _fits(place: Place, roles: Mapping[str, str]) -> bool:
    mentor, mentee = place
    return roles.get(mentor) in ("mentor", "either") and roles.get(mentee) in ("mentee", "either")


def _without(people: pd.DataFrame, apart: Collection[Place], held: Sequence[Place]) -> pd.DataFrame:
    """Take the mentees of pairs that are held apart out, with one place of each mentor."""
    table = people[~people["person_id"].isin({mentee for _, mentee in apart})]
    table = table.reset_index(drop=True)
    fewer = Counter(mentor for mentor, _ in apart)
    least = Counter(mentor for mentor, _ in held)
    busy = table["person_id"].isin(fewer.keys() | least.keys())
    if not busy.any():
        return table
    left = [
        max((1 if pd.isna(places) else int(places)) - fewer[person], least[person])
        for person, places in zip(
            table.loc[busy, "person_id"], table.loc[busy, "capacity"], strict=True
        )
    ]
    table["capacity"] = table["capacity"].astype("Int64")
    table.loc[busy, "capacity"] = left
    mentors = table["person_id"].isin(fewer.keys())
    table.loc[mentors & (table["role"] == "either"), "role"] = "mentor"
    return table


def situation_now(
    programme: Programme,
    *,
    reopen: Iterable[str] = (),
    again: Iterable[tuple[str, str]] = (),
    without: Iterable[str] | None = None,
) -> Situation:
    """Read what a search would start from today.

    Parameters
    ----------
    programme
        Open.
    reopen
        Ids of running pairs that may change.
    again
        Former pairs, two ids each in any order, that may meet again.
    without
        Who is not to be matched this time; None for those who asked for a pause.

    Raises
    ------
    UnknownName
        A pair or a person is not there.
    NotAllowed
        A pair to reopen does not run, or one that may meet again never met.
    """
    file = programme.file
    opened = _reopened(file, tuple(reopen))
    former = former_places(file)
    wanted = tuple(sorted(_met(former, again)))
    left = None if without is None else tuple(sorted(set(without)))
    for person in left or ():
        file.need_known(person)
    waiting = waiting_list(programme)
    out = {one.person_id for one in waiting if one.because == "not drawn"}
    out |= set(pausing(file)) if left is None else set(left)
    begun = bool(running_places(file) or former)
    standing = tuple(draw for draw in draws(file) if draw.stands and not draw.ended_at)
    if not begun:
        out |= _not_on_the_list(programme)
    return Situation(
        running=tuple(sorted(running_places(file) - set(opened))),
        reopened=tuple(sorted(opened)),
        former=tuple(sorted(former - set(wanted))),
        first=tuple(sorted(one.person_id for one in waiting if one.comes_first)),
        left_out=tuple(sorted(out)),
        drawn=tuple(sorted({draw.role for draw in standing})),
        again=wanted,
        without=left,
    )


def _not_on_the_list(programme: Programme) -> set[str]:
    """Name those who answered too late for the lottery: before pairs run, only the drawn count."""
    people = programme.candidates.people
    out: set[str] = set()
    for draw in draws(programme.file):
        if draw.stands:
            late = people["role"].eq(draw.role) & ~people["person_id"].isin(draw.drawn)
            out |= set(people.loc[late, "person_id"])
    return out


def _reopened(file: ProgrammeFile, pair_ids: Sequence[str]) -> tuple[Place, ...]:
    running = {p.pair_id: (p.mentor_id or "", p.mentee_id or "") for p in running_pairs(file)}
    for pair_id in pair_ids:
        if pair_id not in running:
            raise UnknownName(kind="running pair", name=pair_id, known=running)
    return tuple(sorted({running[pair_id] for pair_id in pair_ids}))


def _met(former: frozenset[Place], again: Iterable[tuple[str, str]]) -> set[Place]:
    wanted = [tuple(map(str, pair)) for pair in again]
    met = {frozenset(place): place for place in former}
    strangers = [pair for pair in wanted if frozenset(pair) not in met]
    if strangers:
        told = "; ".join(" with ".join(pair) for pair in strangers)
        message = (
            f"No pair of theirs ended, so there is nothing to allow again: {told}. Give the two "
            "ids of each pair that ended (pairing.ended)."
        )
        raise NotAllowed(message)
    return {met[frozenset(pair)] for pair in wanted}


def kept_situation(settings: Mapping[str, Any]) -> Situation:
    """Read what a kept search started from."""
    kept = settings.get("situation") or {}

    def places(name: str) -> tuple[Place, ...]:
        return tuple((str(one), str(other)) for one, other in kept.get(name, ()))

    def people(name: str) -> tuple[str, ...]:
        return tuple(map(str, kept.get(name, ())))

    return Situation(
        running=places("running"),
        reopened=places("reopened"),
        former=places("former"),
        first=people("first"),
        left_out=people("left_out"),
        drawn=people("drawn"),
        again=places("again"),
        without=None if kept.get("without") is None else people("without"),
    )


def has_changed(programme: Programme, settings: Mapping[str, Any]) -> bool:
    """Say whether pairs, lotteries or wishes changed since a proposal that waits was made."""
    if "situation" not in settings:
        return False
    before = kept_situation(settings)
    ids = {(p.mentor_id, p.mentee_id): p.pair_id for p in running_pairs(programme.file)}
    try:
        now = situation_now(
            programme,
            reopen=[ids[place] for place in before.reopened],
            again=before.again,
            without=before.without,
        )
    except (KeyError, NotAllowed, UnknownName):
        return True
    return now != before
