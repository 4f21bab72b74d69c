"""Changes of one cell, one place or one pair that would give somebody a partner.

Each is weighed by the moves that it sets off among priced pairs: the person gets in, somebody may
have to take another place, and the chain has to end at a place that is free, so that nobody drops
out. What is found so is what solving again would find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing import parts
from rmkit.matching.moves import Paths, View, moved, paths
from rmkit.matching.priced import NEVER, block_of
from rmkit.matching.problem import Problem
from rmkit.matching.rule import Rule
from rmkit.matching.ruling import breaks, prepared
from rmkit.matching.sides import Chosen
from rmkit.matching.standing import Standing, standing
from rmkit.matching.steps import Step, with_value
from rmkit.matching.tables import Table
from rmkit.matching.wording import number
from rmkit.people.sets import parse_set

__all__ = ["Found", "small_changes"]

Pair = tuple[int, int]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

_OF_A_LIST = 2
_ONE = np.zeros(1, dtype=np.intp)


@discreet("step", "score")
@dataclass(frozen=True)
class Found:
    """A step, the pairs after it, the score of the person's pair, and how little it costs."""

    step: Step
    pairs: tuple[Pair, ...]
    score: float
    total: int


def small_changes(problem: Problem, chosen: Chosen, person_id: str) -> list[Found]:
    """Find single changes of a cell, a place or a pair after which a person has a partner.

    Returns
    -------
    list of Found
        The cheapest first; empty where there is none or where the pairs are not proven the best.
    """
    found: list[Found] = []
    if person_id in problem.column:
        stands = standing(problem, chosen, columns=[problem.column[person_id]])
        found += _for(problem, chosen, stands, "mentee", person_id)
    if person_id in problem.row:
        row = problem.row[person_id]
        both = (row,) if person_id in problem.column else ()
        stands = standing(problem, chosen, rows=[row], as_mentors=both)
        found += _for(problem, chosen, stands, "mentor", person_id)
    return sorted(found, key=lambda one: one.total)


def _for(
    problem: Problem, chosen: Chosen, stands: Standing | None, side: str, name: str
) -> Iterator[Found]:
    if stands is None:
        return
    here = _Person(problem, chosen, stands, side, name)
    if here.seeker is None or not len(here.across[0]):
        return
    if side == "mentee":
        yield from here.off_lists()
        yield from here.values()
        yield from here.places()
    elif problem.capacity[here.me] == 0:
        yield from here.own_place()
    else:
        yield from here.off_lists()
        yield from here.values()


@discreet("side", "name")
@dataclass(frozen=True, eq=False)
class _Person:
    """Somebody without a partner, on one side of priced pairs."""

    problem: Problem
    chosen: Chosen
    stands: Standing
    side: str
    name: str

    @cached_property
    def me(self) -> int:
        """Their position."""
        table = self.problem.row if self.side == "mentor" else self.problem.column
        return table[self.name]

    @cached_property
    def seeker(self) -> int | None:
        """Where they stand among the priced pairs."""
        known = self.stands.known
        if self.side == "mentee":
            return known.column_of(self.me)
        rows = known.rows_of(self.me)
        return rows[0] if rows else None

    @cached_property
    def view(self) -> View:
        """The priced pairs from their side."""
        return self.stands.mentees if self.side == "mentee" else self.stands.places

    @cached_property
    def across(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The people across, each once, and which of them every thing is."""
        known = self.stands.known
        things = known.mentors if self.side == "mentee" else known.mentees
        people, place = np.unique(things, return_inverse=True)
        return people, place

    @cached_property
    def points(self) -> Whole:
        """Their points with everybody across."""
        return self.look(self.problem.points).astype(np.int64)

    @cached_property
    def broken(self) -> dict[str, Flags]:
        """The hard rules that they break with everybody across."""
        return {rule.id: self.look(self.problem.broken[rule.id]) for rule in self.problem.hard}

    def look(self, table: Table) -> NDArray[Any]:
        """Read what a table says about the person and everybody across."""
        me, people = np.array([self.me]), self.across[0]
        if self.side == "mentee":
            return np.asarray(block_of(table, people, me)[:, 0])
        return np.asarray(block_of(table, me, people)[0])

    @cached_property
    def ways(self) -> tuple[Paths, Paths]:
        """The ways on for whoever is displaced: without anybody dropping out, and any way."""
        alone = np.full(len(self.view.own), NEVER)
        if self.side == "mentor":
            mentees = Counter(i for i, _ in self.chosen.pairs)
            several = [mentees[int(i)] > 1 for i in self.stands.known.mentors]
            alone = np.where(several, self.view.alone, NEVER)
        return (
            paths(self.view, seeker=self.seeker, alone=alone),
            paths(self.view, seeker=self.seeker),
        )

    def loose(self, points: Whole, allowed: Flags) -> Whole:
        """Say what is missing on each pair of the person, with these points."""
        known, place = self.stands.known, self.across[1]
        more = (points - self.points)[place] * known.a_point
        if self.side == "mentee":
            worth, open_ = known.worth[:, self.seeker], allowed[place] & ~known.spare
        else:
            worth, open_ = known.worth[self.seeker], allowed[place]
        missing: Whole = np.where(open_, self.view.empty - worth - more, NEVER)
        return missing

    def offers(self, loose: Whole, *, apart: bool = False) -> tuple[int, int] | None:
        """Find what the person would get, and the total cost; None where they would get nothing.

        `apart` looks at each pair alone, otherwise all of them are possible together.
        """
        safe, any_way = (_sum(loose, self._rest(found)) for found in self.ways)
        good = (safe < 0) & (safe <= (any_way if apart else any_way.min(initial=NEVER)))
        if not good.any():
            return None
        thing = int(np.where(good, safe, NEVER).argmin())
        return thing, int(safe[thing])

    def _rest(self, found: Paths) -> Whole:
        rest: Whole = np.where(self.view.holder >= 0, found.cost[self.view.holder], 0)
        return rest

    def told(self, step: Step, thing: int, total: int, points: Whole) -> Found:
        """Lay out what a step leads to."""
        moves = moved(self.view, self.ways[0], int(self.seeker or 0), thing)
        pairs = self.stands.pairs(self.chosen, self.side, moves)
        score = self.problem.score(int(points[self.across[1][thing]]))
        return Found(step, pairs, score, total)

    def allowed(self, broken: dict[str, Flags], points: Whole, *, without: str = "") -> Flags:
        """Say whom the rules, but for one, and the floor leave to the person."""
        good: Flags = points >= self.problem.floor
        for name, flags in broken.items():
            if name != without:
                good = good & ~flags
        return good

    def off_lists(self) -> Iterator[Found]:
        """Take one pair off a list of pairs that must not be."""
        for rule in self.problem.hard:
            if rule.kind != "listed" or rule.column == "reporting_line":
                continue
            only = self.allowed(self.broken, self.points, without=rule.id) & self.broken[rule.id]
            loose = self.loose(self.points, only)
            for _ in range(_OF_A_LIST):
                offer = self.offers(loose, apart=True)
                if offer is None:
                    break
                other = self.id_across(offer[0])
                words = f"{self.name} and {other} {_off(rule)}"
                step = Step("pair", words, about=rule.id, person_id=self.name, other_id=other)
                yield self.told(step, *offer, self.points)
                loose[self.across[1] == self.across[1][offer[0]]] = NEVER

    def values(self) -> Iterator[Found]:
        """Give the person one more half-day, language or the like."""
        table = self.problem.mentees if self.side == "mentee" else self.problem.mentors
        columns = [rule.column for rule in self.problem.hard if rule.kind == "sets"]
        for column in dict.fromkeys(columns):
            cell = table[column].iloc[self.me]
            mine = parse_set(cell)
            if mine is None:
                continue
            written = self.problem.people[column].dropna().unique()
            known = {value for one in written for value in parse_set(one) or ()}
            for value in sorted(known - mine):
                one = table.iloc[[self.me]].copy()
                one[column] = with_value(cell, value)
                points, broken = self.changed(one, column)
                offer = self.offers(self.loose(points, self.allowed(broken, points)))
                if offer is not None:
                    word = self.problem.terms.skill(value)
                    words = f"{self.name} {_also(column, word)}"
                    step = Step("value", words, about=column, person_id=self.name, value=value)
                    yield self.told(step, *offer, points)

    def changed(self, one: pd.DataFrame, column: str) -> tuple[Whole, dict[str, Flags]]:
        """Work out points and rules again for the person with another cell."""
        problem, people = self.problem, self.across[0]
        if self.side == "mentee":
            sides, at = (problem.mentors.iloc[people], one), (np.arange(len(people)), _ONE)
        else:
            sides, at = (one, problem.mentees.iloc[people]), (_ONE, np.arange(len(people)))
        points, broken = self.points.copy(), dict(self.broken)
        for criterion in problem.criteria:
            if criterion.column == column:
                comparison = criterion.prepared(*sides, problem.terms)
                part = parts(*comparison.amounts(*at)).reshape(-1).astype(np.int64)
                before = self.look(problem.parts[criterion.id]).astype(np.int64)
                points += (part - before) * criterion.weight
        for rule in problem.hard:
            if rule.column == column and rule.kind != "listed":
                bar = prepared(rule, *sides, problem.terms)
                broken[rule.id] = breaks(rule, bar, *at).reshape(-1)
        return points, broken

    def own_place(self) -> Iterator[Found]:
        """Let a mentor who offers no place offer one."""
        loose = self.loose(self.points, self.allowed(self.broken, self.points))
        offer = self.offers(loose)
        if offer is not None:
            step = Step("place", f"{self.name} offered a place", person_id=self.name, n=1)
            yield self.told(step, *offer, self.points)

    def places(self) -> Iterator[Found]:
        """Let one mentor offer one place more."""
        known, view, me = self.stands.known, self.stands.places, int(self.seeker or 0)
        rows = np.flatnonzero(known.spare)
        block = block_of(self.problem.allowed, known.mentors[rows], known.mentees)
        loose = np.where(block, known.column_prices[None, :] - known.worth[rows], NEVER)
        free = np.flatnonzero(view.holder < 0).tolist()
        never = np.full(len(view.own), NEVER)
        ways = (
            (paths(view, goal=me, closed=free, alone=never), (NEVER, 0)),
            (paths(view, goal=me, closed=[me]), (NEVER, 0)),
            (paths(view, closed=[me]), (0, NEVER)),
        )
        safe, any_way, others = (
            _sum(loose, _through(view, found, me, *ends)[None, :]) for found, ends in ways
        )
        best = safe.min(axis=1, initial=NEVER)
        good = (best < 0) & (best <= any_way.min(axis=1, initial=NEVER))
        good &= best < others.min(axis=1, initial=NEVER)
        for k in np.argsort(np.where(good, best, NEVER), kind="stable")[: int(good.sum())].tolist():
            moves = moved(view, ways[0][0], int(rows[k]), int(safe[k].argmin()))
            yield self._one_more(int(known.mentors[rows[k]]), moves, int(best[k]))

    def _one_more(self, mentor: int, moves: dict[int, int], total: int) -> Found:
        places = int(self.problem.capacity[mentor]) + 1
        name = self.problem.mentor_ids[mentor]
        words = f"{name} offered {'a place' if places == 1 else f'{number(places)} places'}"
        pairs = self.stands.pairs(self.chosen, "mentor", moves)
        mine = next(pair for pair in pairs if pair[1] == self.me)
        score = self.problem.score(int(self.problem.points[mine]))
        return Found(Step("place", words, person_id=name, n=places), pairs, score, total)

    def id_across(self, thing: int) -> str:
        """Name who a thing across belongs to."""
        ids = self.problem.mentor_ids if self.side == "mentee" else self.problem.mentee_ids
        return ids[int(self.across[0][self.across[1][thing]])]


def _sum(one: Whole, other: Whole) -> Whole:
    whole: Whole = np.where((one < NEVER) & (other < NEVER), one + other, NEVER)
    return whole


def _through(view: View, found: Paths, me: int, for_others: int, for_me: int) -> Whole:
    """Give what follows when a new place takes each mentee."""
    rest = np.where(view.holder >= 0, found.cost[view.holder], for_others)
    rest[me] = for_me
    return rest


def _off(rule: Rule) -> str:
    if rule.own:
        return f'came off the list "{rule.id}"'
    if rule.column == "forbidden":
        return "came off the forbidden pairs"
    return "could be a pair again"


def _also(column: str, word: str) -> str:
    if column == "slots":
        return f"were also free on {word}"
    if column == "languages":
        return f"also spoke {word}"
    return f'also had "{word}" under {column.replace("_", " ")}'
