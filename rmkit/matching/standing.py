"""How the chosen pairs stand, ready for questions: priced once, and kept as long as the problem.

Where people are too many for a table of all pairs, those near to the question may move and
everybody else stays; what a change costs is then known from above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from rmkit.definitions.discreet import discreet
from rmkit.matching.moves import OUT, View, views
from rmkit.matching.priced import Priced, priced
from rmkit.matching.problem import Problem
from rmkit.matching.sides import Chosen

__all__ = ["Standing", "standing"]

Pair = tuple[int, int]

_NEAR = 120  # how many on each side may move where people are many


@discreet()
@dataclass(frozen=True, eq=False)
class Standing:
    """Priced pairs, seen from both sides. `whole` says whether everybody may move."""

    known: Priced
    places: View
    mentees: View
    whole: bool

    def pairs(self, chosen: Chosen, side: str, moves: dict[int, int]) -> tuple[Pair, ...]:
        """Give all pairs as they are after moves of one side ("mentor" or "mentee")."""
        known = self.known
        before = {
            (int(known.mentors[row]), int(known.mentees[column]))
            for row, column in enumerate(known.taken)
            if column >= 0
        }
        own = (self.places if side == "mentor" else self.mentees).own.copy()
        for seeker, thing in moves.items():
            own[seeker] = thing
        rows_columns = (
            (seeker, thing) if side == "mentor" else (thing, seeker)
            for seeker, thing in enumerate(own.tolist())
            if thing != OUT
        )
        after = {(int(known.mentors[r]), int(known.mentees[c])) for r, c in rows_columns}
        return tuple(sorted((set(chosen.pairs) - before) | after))


_KEPT: WeakKeyDictionary[Problem, tuple[Chosen, Standing | None]] = WeakKeyDictionary()


def standing(
    problem: Problem,
    chosen: Chosen,
    *,
    rows: Iterable[int] = (),
    columns: Iterable[int] = (),
    as_mentors: Collection[int] = (),
) -> Standing | None:
    """Price chosen pairs, or give what was priced before.

    Parameters
    ----------
    problem, chosen
        What was solved, and how.
    rows, columns
        Whom the question is about; used where the problem is large.
    as_mentors
        Who could be either, has no partner, and looks for a mentee.

    Returns
    -------
    Standing or None
        None where no prices exist: the pairs are not proven to be the best.
    """
    if problem.is_large:
        mentors, mentees = _near(problem, chosen, set(rows), set(columns))
        known = priced(problem, chosen, mentors=mentors, mentees=mentees, as_mentors=as_mentors)
        return _seen(known, whole=False)
    if as_mentors:
        return _seen(priced(problem, chosen, as_mentors=as_mentors), whole=False)
    kept = _KEPT.get(problem)
    if kept is None or kept[0] is not chosen:
        kept = chosen, _seen(priced(problem, chosen), whole=not problem.twins)
        _KEPT[problem] = kept
    return kept[1]


def _seen(known: Priced | None, *, whole: bool) -> Standing | None:
    return None if known is None else Standing(known, *views(known), whole)


def _near(
    problem: Problem, chosen: Chosen, rows: set[int], columns: set[int]
) -> tuple[list[int], list[int]]:
    """Choose who may move: the best partners of those asked about, possible or not, and theirs."""
    mentees_of: dict[int, list[int]] = {}
    mentor_of: dict[int, int] = {}
    for i, j in chosen.pairs:
        mentees_of.setdefault(i, []).append(j)
        mentor_of[j] = i
    used = np.bincount([i for i, _ in chosen.pairs], minlength=len(problem.mentors))
    has_place = (problem.capacity > used).nonzero()[0]
    waiting = np.setdiff1d(np.arange(len(problem.mentees)), [*mentor_of])
    every = [np.ones(n, dtype=np.bool_) for n in problem.points.shape]
    near_rows, near_columns = set(rows), set(columns)
    for j in columns:
        near_rows |= _best(problem.points[:, j], problem.allowed[:, j], has_place)
        near_rows |= _best(problem.points[:, j], every[0], has_place)
    for i in rows:
        near_columns |= _best(problem.points[i], problem.allowed[i], waiting)
        near_columns |= _best(problem.points[i], every[1], waiting)
    near_rows |= {mentor_of[j] for j in near_columns if j in mentor_of}
    near_columns |= {j for i in near_rows for j in mentees_of.get(i, ())}
    return sorted(near_rows), sorted(near_columns)


def _best(points: np.ndarray, allowed: np.ndarray, free: Collection[int]) -> set[int]:
    """Take the best that are allowed, and the best of those that are free."""
    order = np.argsort(np.where(allowed, -points, 1), kind="stable")
    order = order[: int(allowed.sum())]
    some = order[np.isin(order, np.asarray(free))][: _NEAR // 4]
    return {int(k) for k in (*order[:_NEAR], *some)}
