"""How many points each pair gets, from criteria and rules, on a stated grid of whole numbers.

Each criterion gives 0 to 1,000 points (`GRID`), unknown counting 500, times its weight. Between
equals a lot decides that is drawn from the two ids: the same people always draw the same lot, in
whatever order they come, and no place in the alphabet is a better one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.matching.criteria import GRID, Criterion
from rmkit.matching.exact import Aim
from rmkit.matching.problem import Problem
from rmkit.matching.rules import Rule
from rmkit.matching.sides import Progress
from rmkit.matching.terms import Terms

__all__ = ["lots", "weigh"]

_NEUTRAL = 0.5


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
        Without locked pairs. A mentor whose capacity is missing takes one mentee.
    """
    mentors = people[people["role"].isin(["mentor", "either"])].reset_index(drop=True)
    mentees = people[people["role"].isin(["mentee", "either"])].reset_index(drop=True)
    parts: dict[str, NDArray[np.uint16]] = {}
    points = np.zeros((len(mentors), len(mentees)), dtype=np.int64)
    for k, criterion in enumerate(criteria):
        if on_progress is not None:
            on_progress(k / (len(criteria) + len(rules)), f"comparing: {criterion.title.lower()}")
        parts[criterion.id] = _on_grid(criterion.compare(mentors, mentees, terms))
        points += parts[criterion.id].astype(np.int64) * criterion.weight
    broken: dict[str, NDArray[np.bool_]] = {}
    for k, rule in enumerate(rules):
        if on_progress is not None:
            share = (len(criteria) + k) / (len(criteria) + len(rules))
            on_progress(share, f"checking: {rule.short}")
        broken[rule.id] = rule.breaks(mentors, mentees, terms)
    return Problem(
        people=people,
        mentors=mentors,
        mentees=mentees,
        capacity=mentors["capacity"].fillna(1).to_numpy(dtype=np.int64),
        criteria=tuple(criteria),
        rules=tuple(rules),
        terms=terms,
        aim=aim,
        parts=parts,
        points=points,
        lots=lots(mentors["person_id"], mentees["person_id"]),
        broken=broken,
    )


def _on_grid(values: NDArray[np.float64]) -> NDArray[np.uint16]:
    known = np.where(np.isnan(values), _NEUTRAL, values)
    grid: NDArray[np.uint16] = np.rint(GRID * np.clip(known, 0.0, 1.0)).astype(np.uint16)
    return grid


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
