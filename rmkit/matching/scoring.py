"""How many points each pair gets, from criteria and rules, on a stated grid of whole numbers.

Each criterion gives 0 to 1,000 points (`GRID`), unknown counting 500, times its weight. Between
equals a lot decides that is drawn from the two ids: the same people always draw the same lot, in
whatever order they come, and no place in the alphabet is a better one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import UnknownName
from rmkit.matching.comparing import Comparison, parts
from rmkit.matching.criterion import Criterion
from rmkit.matching.exact import Aim
from rmkit.matching.problem import Problem
from rmkit.matching.rule import Rule
from rmkit.matching.ruling import breaks, prepared
from rmkit.matching.sides import Progress
from rmkit.matching.tables import Block, Table, Worked
from rmkit.matching.terms import Terms
from rmkit.people.protected import refuse_protected

__all__ = ["MOST_AT_ONCE", "lots", "reweighed", "weigh"]

MOST_AT_ONCE = 2_000
"""Up to how many people a side all pairs are held in memory."""


def weigh(
    people: pd.DataFrame,
    *,
    criteria: Sequence[Criterion],
    rules: Sequence[Rule],
    terms: Terms,
    aim: Aim,
    on_progress: Progress | None = None,
) -> Problem:
    """Compare all mentors with all mentees.

    Parameters
    ----------
    people
        A validated table of people.
    criteria, rules, terms, aim
        What counts, what is not allowed, on which terms, to what end.
    on_progress
        Told before each criterion and rule.

    Returns
    -------
    Problem
        Without locked pairs. A mentor whose capacity is missing takes one mentee. Criteria about
        which nothing is on record for anybody don't count; they stand under `unasked`.

    Raises
    ------
    UnknownName
        A criterion or rule looks at a column that the table does not have.
    """
    mentors = people[people["role"].isin(["mentor", "either"])].reset_index(drop=True)
    mentees = people[people["role"].isin(["mentee", "either"])].reset_index(drop=True)
    _refuse_unknown_columns(people, [*criteria, *rules])
    tell = _telling(on_progress, len(criteria) + len(rules))
    counting: dict[str, Comparison] = {}
    for k, criterion in enumerate(criteria):
        tell(k, f"comparing: {criterion.title.lower()}")
        counting[criterion.id] = criterion.prepared(mentors, mentees, terms)
    bars = {}
    for k, rule in enumerate(rules):
        tell(len(criteria) + k, f"checking: {rule.short}")
        bars[rule.id] = prepared(rule, mentors, mentees, terms)
    asked = tuple(c for c in criteria if _is_asked(c, mentors, mentees)) or tuple(criteria)
    shape = len(mentors), len(mentees)
    part_tables = {c.id: _table(shape, _part(counting[c.id]), np.uint16) for c in asked}
    return Problem(
        people=people,
        mentors=mentors,
        mentees=mentees,
        capacity=mentors["capacity"].fillna(1).to_numpy(dtype=np.int64),
        criteria=asked,
        unasked=tuple(c for c in criteria if c not in asked),
        rules=tuple(rules),
        terms=terms,
        aim=aim,
        counting={c.id: counting[c.id] for c in asked},
        bars=bars,
        parts=part_tables,
        points=_summed(shape, asked, part_tables),
        lots=lots(mentors["person_id"], mentees["person_id"]) if _fits(shape) else None,
        broken={rule.id: _table(shape, _broken(rule, bars[rule.id]), np.bool_) for rule in rules},
    )


def reweighed(problem: Problem, criteria: Sequence[Criterion]) -> Problem:
    """Give the same problem under other weights; criteria are those that counted, in order."""
    shape = len(problem.mentors), len(problem.mentees)
    points = _summed(shape, criteria, problem.parts)
    return replace(problem, criteria=tuple(criteria), points=points)


def _telling(on_progress: Progress | None, n: int) -> Progress:
    return lambda k, doing: on_progress(k / n, doing) if on_progress is not None else None


def _refuse_unknown_columns(people: pd.DataFrame, asking: Sequence[Criterion | Rule]) -> None:
    for one in asking:
        derived = isinstance(one, Rule) and (one.kind == "listed" or one.column == "manager")
        by_start = one.kind == "ratings"
        for name in map(str, people.columns) if by_start else ():
            if name.startswith(one.column):
                refuse_protected(f'The criterion "{one.id}"', name)
        if one.column and not derived and not by_start and one.column not in people.columns:
            known = [str(name) for name in people.columns]
            raise UnknownName(kind=f'column for "{one.id}"', name=one.column, known=known)


def _is_asked(criterion: Criterion, mentors: pd.DataFrame, mentees: pd.DataFrame) -> bool:
    """Whether anything is on record about it, for somebody on each side."""
    if criterion.kind == "levels":
        takers = mentors if criterion.want == "returned" else mentees
        return any(takers[name].notna().any() for name in takers if str(name).startswith("level_"))
    if criterion.kind == "ratings":
        names = [name for name in mentors if str(name).startswith(criterion.column)]
        return any(bool(mentors[n].notna().any() and mentees[n].notna().any()) for n in names)
    column = criterion.column
    return bool(mentors[column].notna().any() and mentees[column].notna().any())


def _fits(shape: tuple[int, int]) -> bool:
    return max(shape) <= MOST_AT_ONCE


def _table(shape: tuple[int, int], block: Block, kind: type) -> Table:
    if not _fits(shape):
        return Worked(shape, block)
    return block(np.arange(shape[0]), np.arange(shape[1])).astype(kind)


def _part(comparison: Comparison) -> Block:
    return lambda rows, columns: parts(*comparison.amounts(rows, columns))


def _broken(rule: Rule, bar: object) -> Block:
    return lambda rows, columns: breaks(rule, bar, rows, columns)  # type: ignore[arg-type]


def _summed(
    shape: tuple[int, int], criteria: Sequence[Criterion], part_tables: Mapping[str, Table]
) -> Table:
    def block(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.int64]:
        points = np.zeros((len(rows), len(columns)), dtype=np.int64)
        for criterion in criteria:
            table = part_tables[criterion.id]
            part = table.block(rows, columns) if isinstance(table, Worked) else table
            points += part.astype(np.int64) * criterion.weight
        return points

    return _table(shape, block, np.int64)


def lots(mentors: Collection[str], mentees: Collection[str]) -> NDArray[np.int64]:
    """Draw a number from 0 to 1,023 for each pair, from the two ids and nothing else.

    >>> lots(["ann", "bo"], ["cy"]).tolist() == lots(["ann", "bo", "di"], ["cy"])[:2].tolist()
    True
    """
    ours = np.array([_digest(name) for name in mentors], dtype=np.uint64)
    theirs = np.array([_digest(name) for name in mentees], dtype=np.uint64)
    mixed = ours[:, None] * np.uint64(3) + theirs[None, :]
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed >> np.uint64(54)).astype(np.int64)


def _digest(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
