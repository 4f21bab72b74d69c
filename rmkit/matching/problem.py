"""Everything that is known before pairs are chosen: people, points, rules, places, locks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import UnknownName
from rmkit.matching.comparing import GRID, Comparison
from rmkit.matching.criterion import Criterion
from rmkit.matching.exact import Aim
from rmkit.matching.many import solve_many
from rmkit.matching.ranks import Ranks, counting_once, ranks
from rmkit.matching.rule import Rule
from rmkit.matching.ruling import Bar
from rmkit.matching.sides import Chosen, Progress, choose
from rmkit.matching.tables import Table, Worked
from rmkit.matching.terms import Person, Terms, persons

__all__ = ["Problem"]

Pair = tuple[int, int]


@discreet("mentors", "mentees", "aim")
@dataclass(frozen=True, eq=False)
class Problem:
    """A matching to be solved, for as many questions as come.

    Mentors are the rows and mentees the columns of every array, each in the order of their ids;
    people who could be either come in both.

    Parameters
    ----------
    people, mentors, mentees
        Validated tables of people.
    capacity
        Mentees that each mentor can take.
    criteria, rules, terms, aim
        What counts, what is not allowed, on which terms, and to what end.
    unasked
        Criteria about which nothing is on record; they don't count.
    counting, bars
        What each criterion and each rule is worked out from.
    parts
        For each criterion the points before weighting, 0 to 1,000.
    points
        The weighted sum, whole numbers.
    lots
        What decides between equal points: a number from 0 to 1,023 drawn from the two ids; None
        where people are too many to hold all pairs.
    broken
        For each rule the pairs that break it.
    locked
        Pairs that are part of every solution, as positions.
    floor_score
        The score (0 to 100) under which no pair is made, unless it is locked.
    keep
        Pairs to keep where that costs no pair: as many of them as possible, before the total.
    first
        Ids of people to be paired where that costs no pair, before `keep` and the total.
    """

    people: pd.DataFrame
    mentors: pd.DataFrame
    mentees: pd.DataFrame
    capacity: NDArray[np.int64]
    criteria: tuple[Criterion, ...]
    unasked: tuple[Criterion, ...]
    rules: tuple[Rule, ...]
    terms: Terms
    aim: Aim
    counting: Mapping[str, Comparison]
    bars: Mapping[str, Bar]
    parts: Mapping[str, Table]
    points: Table
    lots: NDArray[np.int64] | None
    broken: Mapping[str, Table]
    locked: tuple[Pair, ...] = ()
    floor_score: float = 0.0
    keep: frozenset[Pair] = frozenset()
    first: frozenset[str] = frozenset()

    @property
    def is_large(self) -> bool:
        """Whether people are too many to hold a table of all pairs."""
        return isinstance(self.points, Worked)

    @cached_property
    def most_points(self) -> int:
        """The points of a pair for which everything speaks."""
        return GRID * sum(criterion.weight for criterion in self.criteria)

    @property
    def floor(self) -> int:
        """The points under which no pair is made."""
        return math.ceil(self.floor_score * self.most_points / 100 - 1e-9)

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of each mentor's id."""
        return {str(name): i for i, name in enumerate(self.mentors["person_id"])}

    @cached_property
    def column(self) -> dict[str, int]:
        """The column of each mentee's id."""
        return {str(name): j for j, name in enumerate(self.mentees["person_id"])}

    @cached_property
    def mentor_ids(self) -> list[str]:
        """The mentors' ids, by row."""
        return list(self.row)

    @cached_property
    def mentee_ids(self) -> list[str]:
        """The mentees' ids, by column."""
        return list(self.column)

    @cached_property
    def mentor_persons(self) -> list[Person]:
        """The mentors as mappings, by row."""
        return persons(self.mentors)

    @cached_property
    def mentee_persons(self) -> list[Person]:
        """The mentees as mappings, by column."""
        return persons(self.mentees)

    @cached_property
    def hard(self) -> tuple[Rule, ...]:
        """The rules that no pair may break."""
        return tuple(rule for rule in self.rules if rule.strength == "hard")

    @cached_property
    def allowed(self) -> Table:
        """The pairs that break no hard rule and reach the floor."""
        return self.allowed_without("")

    def allowed_without(self, rule_id: str) -> Table:
        """Give the pairs that break no hard rule and reach the floor, leaving one rule aside."""
        tables = [self.broken[rule.id] for rule in self.hard if rule.id != rule_id]

        def block(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.bool_]:
            here = np.ix_(rows, columns)
            good: NDArray[np.bool_] = _part(self.points, rows, columns, here) >= self.floor
            for table in tables:
                good &= ~_part(table, rows, columns, here)
            return good

        if self.is_large:
            return Worked(self.points.shape, block)
        return block(np.arange(len(self.mentors)), np.arange(len(self.mentees)))

    @cached_property
    def twins(self) -> tuple[Pair, ...]:
        """The row and column of everybody who comes on both sides."""
        return tuple((i, self.column[name]) for name, i in self.row.items() if name in self.column)

    def score(self, points: float) -> float:
        """Turn points into a score on which 100 is all that could be wished for a pair."""
        return 100 * points / self.most_points

    def person(self, person_id: str) -> Person:
        """Find somebody who takes part; raise `UnknownName` if there is nobody."""
        if person_id in self.row:
            return self.mentor_persons[self.row[person_id]]
        if person_id in self.column:
            return self.mentee_persons[self.column[person_id]]
        raise UnknownName(
            kind="person in this matching", name=person_id, known=self.row | self.column
        )

    @cached_property
    def ranks(self) -> Ranks:
        """What decides after points, and before them, in whole numbers of one scale."""
        return ranks(self)

    @property
    def unit(self) -> float:
        """One point on the scale of what a pair is worth."""
        return 1.0 if self.is_large else self.ranks.unit

    def fits(self, forced: Iterable[Pair]) -> bool:
        """Say whether pairs can be part of a solution together with the locked ones."""
        fixed = {*self.locked, *forced}
        rows, columns = [i for i, _ in fixed], [j for _, j in fixed]
        return (
            len(set(columns)) == len(columns)
            and all(rows.count(i) <= self.capacity[i] for i in set(rows))
            and not any(i in rows and j in columns for i, j in self.twins)
        )

    def solve(
        self,
        *,
        forced: tuple[Pair, ...] = (),
        banned: tuple[Pair, ...] = (),
        sides_of: Chosen | None = None,
        on_progress: Progress | None = None,
    ) -> Chosen:
        """Choose the best pairs.

        Parameters
        ----------
        forced, banned
            Pairs to make (they must fit) or not to make, beside the locked ones.
        sides_of
            A solution in which people with two roles keep their side, where they have one and
            nothing forces them over; much quicker, but then something better may exist. Where
            people are many it is not needed.

        Raises
        ------
        NotReady
            People are many, and the extra `large` is not installed.
        """
        if self.is_large:
            return solve_many(self, forced=forced, banned=banned, on_progress=on_progress)
        worth = np.where(np.asarray(self.allowed), self.ranks.worth, np.nan)
        for pair in self.locked:
            worth[pair] = self.ranks.worth[pair]
        for pair in banned:
            worth[pair] = np.nan
        twins = self.twins
        if sides_of is not None:
            giving, taking = {i for i, _ in sides_of.pairs}, {j for _, j in sides_of.pairs}
            giving -= {i for i, j in twins if j in {column for _, column in forced}}
            taking -= {j for i, j in twins if i in {row for row, _ in forced}}
            for i, j in twins:
                if j in taking:
                    worth[i, :] = np.nan
                elif i in giving:
                    worth[:, j] = np.nan
            twins = tuple((i, j) for i, j in twins if i not in giving and j not in taking)
        fixed = {*self.locked, *forced}
        rows = counting_once(self, worth, {i for i, _ in fixed})
        found = choose(
            rows.worth,
            rows.capacity,
            first=rows.taking_part,
            twins=twins,
            locked=fixed,
            aim=self.aim,
            unit=self.unit,
            on_progress=on_progress,
        )
        return replace(found, pairs=tuple(sorted((rows.mentors[i], j) for i, j in found.pairs)))


def _part(
    table: Table, rows: NDArray[np.intp], columns: NDArray[np.intp], here: tuple[Any, ...]
) -> NDArray[Any]:
    return table.block(rows, columns) if isinstance(table, Worked) else table[here]
