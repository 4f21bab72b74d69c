"""What another choice would cost everybody: exactly what solving again with it would lose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.moves import Paths, View, moved, paths
from rmkit.matching.priced import NEVER
from rmkit.matching.problem import Problem
from rmkit.matching.sides import Chosen
from rmkit.matching.standing import Standing, standing
from rmkit.matching.wording import counted, listed

__all__ = ["Alternative", "alternatives", "compared", "switch"]

Pair = tuple[int, int]
Named = tuple[tuple[str, str], ...]

_MANY = 40_000
_LOOKED_AT = 4  # for each alternative told, how many are laid out in full


@dataclass(frozen=True, slots=True)
class Alternative:
    """A pair that was not chosen, and what choosing it would cost all pairs together.

    `score` is that of the pair (0 to 100). `pairs_fewer`, `first_fewer` (of those who come
    first), `kept_fewer` (of the pairs to keep), `score_lower` and `mentors_fewer` (who take part)
    compare the best solution that holds the pair with the chosen one. For it the pairs `undone`
    would be replaced by those `made` (ids of mentor and mentee, the pair itself among them), and
    those `left_out` would have nobody any more. `exact` is False where there were too many people
    to ask everybody again: then the cost may be lower.
    """

    mentor_id: str
    mentee_id: str
    score: float
    pairs_fewer: int
    score_lower: float
    mentors_fewer: int
    exact: bool
    first_fewer: int = 0
    kept_fewer: int = 0
    undone: Named = ()
    made: Named = ()
    left_out: tuple[str, ...] = ()

    @property
    def cost(self) -> str:
        """The cost in words."""
        lost = [counted(self.pairs_fewer, "pair")] if self.pairs_fewer > 0 else []
        if self.first_fewer > 0:
            lost.append(f"{counted(self.first_fewer, 'person', 'people')} who come first")
        if self.kept_fewer > 0:
            lost.append(f"{counted(self.kept_fewer, 'pair')} to be kept")
        if self.score_lower > 0:
            lost.append(f"{max(self.score_lower, 0.1):.1f} points of score")
        if lost:
            about = "" if self.exact else "at most "
            return f"all pairs together would lose {about}{listed(lost)}"
        if self.exact and self.mentors_fewer > 0:
            fewer = counted(self.mentors_fewer, "mentor")
            return f"{fewer} fewer would take part, for the same points"
        if self.exact and not self.left_out:
            return "it would cost nobody anything; a lot drawn from the ids decided"
        return "all pairs together would lose nothing"

    @property
    def rank(self) -> tuple[float, ...]:
        """Order by what everybody loses, the least first; then by the score of the pair."""
        lost = (self.pairs_fewer, self.first_fewer, self.kept_fewer, self.score_lower)
        return (*lost, self.mentors_fewer, -self.score)


def switch(
    problem: Problem,
    chosen: Chosen,
    pair: Pair,
    *,
    instead_of: Pair | None = None,
    barred: bool = False,
) -> Alternative | None:
    """Find what it would cost everybody to choose a pair.

    Parameters
    ----------
    problem, chosen
        What was solved, and how.
    pair
        The pair to choose, allowed by the hard rules if it is not `barred`.
    instead_of
        A chosen pair to give up for it; None leaves everything else to the solver.
    barred
        Whether to weigh the pair although a rule or the floor is against it.

    Returns
    -------
    Alternative or None
        None where locked pairs or a capacity of 0 make it impossible, or where it could not be
        worked out.
    """
    if not problem.fits([pair]):
        return None
    if pair in chosen.pairs and instead_of is None:
        return compared(problem, chosen, chosen.pairs, pair, exact=chosen.proven)
    stands = standing(problem, chosen, rows=[pair[0]], columns=[pair[1]])
    if stands is not None and (barred or not _asks_all(problem)):
        found = _quick(problem, chosen, stands, pair, instead_of, barred=barred)
        if found is not None:
            return found
    if barred or problem.is_large:
        return None
    banned = () if instead_of is None else (instead_of,)
    keep = chosen if problem.twins and not _asks_all(problem) else None
    other = problem.solve(forced=(pair,), banned=banned, sides_of=keep)
    exact = chosen.proven and other.proven and keep is None
    return compared(problem, chosen, other.pairs, pair, exact=exact)


def _asks_all(problem: Problem) -> bool:
    """Whether people could be either, and are few enough to weigh all sides again."""
    return bool(problem.twins) and problem.points.size <= _MANY


def _quick(
    problem: Problem,
    chosen: Chosen,
    stands: Standing,
    pair: Pair,
    instead_of: Pair | None,
    *,
    barred: bool,
) -> Alternative | None:
    """Weigh one pair by the moves that it needs; None where the two cannot move."""
    if instead_of is not None and instead_of[1] != pair[1]:
        costs = _of_mentor(stands, instead_of)
    else:
        without = () if instead_of is None else (instead_of[0],)
        costs = _of_mentee(stands, pair[1], without, barred=barred)
    return next(_laid_out(problem, chosen, stands, costs, only=pair), None)


def alternatives(
    problem: Problem, chosen: Chosen, pair: Pair, *, limit: int = 3
) -> tuple[Alternative, ...]:
    """Weigh other partners of both people in a pair, those of the mentee first.

    For each of the two those come first that cost everybody least, and among them the best. Where
    people could be either, the ones with the best scores are weighed.
    """
    row, column = pair
    stands = None if _asks_all(problem) else standing(problem, chosen, rows=[row], columns=[column])
    if stands is None or stands.known.column_of(column) is None:
        return _one_by_one(problem, chosen, pair, limit)
    found: list[Alternative] = []
    for costs in (_of_mentee(stands, column, (row,)), _of_mentor(stands, pair)):
        some = islice(_laid_out(problem, chosen, stands, costs), limit * _LOOKED_AT)
        found += sorted(some, key=lambda other: other.rank)[:limit]
    return tuple(found)


@discreet("side")
@dataclass(frozen=True, eq=False)
class _Costs:
    """What it costs to give one seeker each thing, on the scale of prices."""

    side: str
    seeker: int
    cost: NDArray[np.int64]
    found: Paths


def _of_mentee(
    stands: Standing, mentee: int, without: Iterable[int], *, barred: bool = False
) -> _Costs | None:
    """Cost of each place for a mentee; `barred` takes those in as well that are not allowed."""
    view, seeker = stands.mentees, stands.known.column_of(mentee)
    if seeker is None:
        return None
    found = paths(view, seeker=seeker)
    known = stands.known
    loose = view.loose[seeker]
    if barred:
        paid = known.row_prices + int(known.column_prices[seeker])
        loose = np.where(known.spare, NEVER, paid - known.worth[:, seeker])
    cost = _costs(view, loose, found)
    cost[np.isin(known.mentors, list(without))] = NEVER
    return _Costs("mentee", seeker, cost, found)


def _of_mentor(stands: Standing, pair: Pair) -> _Costs | None:
    """Cost of each mentee for the place that one mentee has, who leaves the mentor."""
    known, column = stands.known, stands.known.column_of(pair[1])
    if column is None:
        return None
    seeker = int(stands.mentees.own[column])
    mine = known.rows_of(pair[0])
    found = paths(stands.places, seeker=seeker, refused=mine)
    cost = _costs(stands.places, stands.places.loose[seeker], found)
    cost[known.taken[mine][known.taken[mine] >= 0]] = NEVER
    return _Costs("mentor", seeker, cost, found)


def _costs(view: View, loose: NDArray[np.int64], found: Paths) -> NDArray[np.int64]:
    rest = np.where(view.holder >= 0, found.cost[view.holder], found.cost_out)
    whole: NDArray[np.int64] = np.where((loose < NEVER) & (rest < NEVER), loose + rest, NEVER)
    return whole


def _laid_out(
    problem: Problem,
    chosen: Chosen,
    stands: Standing,
    costs: _Costs | None,
    *,
    only: Pair | None = None,
) -> Iterator[Alternative]:
    """Lay out pairs with what they cost, the cheapest first, each once."""
    if costs is None:
        return
    known, seen = stands.known, set[Pair]()
    view = stands.places if costs.side == "mentor" else stands.mentees
    for thing in np.argsort(costs.cost, kind="stable").tolist():
        if costs.cost[thing] >= NEVER:
            return
        row, column = (costs.seeker, thing) if costs.side == "mentor" else (thing, costs.seeker)
        pair = int(known.mentors[row]), int(known.mentees[column])
        if pair in seen or only not in (None, pair):
            continue
        seen.add(pair)
        pairs = stands.pairs(chosen, costs.side, moved(view, costs.found, costs.seeker, thing))
        yield compared(problem, chosen, pairs, pair, exact=stands.whole and chosen.proven)


def _one_by_one(
    problem: Problem, chosen: Chosen, pair: Pair, limit: int
) -> tuple[Alternative, ...]:
    row, column = pair
    others = [(i, column) for i in _best(problem.points[:, column], problem.allowed[:, column])]
    mine = [(row, j) for j in _best(problem.points[row], problem.allowed[row])]
    found: list[Alternative] = []
    for candidates in (others, mine):
        weighed = (
            switch(problem, chosen, other, instead_of=pair)
            for other in candidates
            if other not in chosen.pairs
        )
        possible = (alternative for alternative in weighed if alternative is not None)
        found += sorted(islice(possible, limit), key=lambda other: other.rank)
    return tuple(found)


def _best(points: NDArray[np.int64], allowed: NDArray[np.bool_]) -> list[int]:
    """Order the allowed positions by points, the highest first."""
    order = np.argsort(-points, kind="stable")
    return [int(k) for k in order if allowed[k]]


def compared(
    problem: Problem, chosen: Chosen, pairs: Iterable[Pair], pair: Pair, *, exact: bool
) -> Alternative:
    """Compare other pairs, among them one that is asked about, with the chosen ones."""
    before, after = set(chosen.pairs), set(pairs)
    people = _people(problem, before), _people(problem, after)
    lost = sum(int(problem.points[p]) for p in before - after)
    gained = sum(int(problem.points[p]) for p in after - before)
    return Alternative(
        mentor_id=problem.mentor_ids[pair[0]],
        mentee_id=problem.mentee_ids[pair[1]],
        score=problem.score(int(problem.points[pair])),
        pairs_fewer=len(before) - len(after),
        score_lower=problem.score(lost - gained),
        mentors_fewer=len({i for i, _ in before}) - len({i for i, _ in after}),
        exact=exact or (chosen.proven and len(after) >= len(before) and gained >= lost),
        first_fewer=len(problem.first & people[0]) - len(problem.first & people[1]),
        kept_fewer=len(problem.keep & before) - len(problem.keep & after),
        undone=_named(problem, before - after),
        made=_named(problem, after - before),
        left_out=tuple(sorted(people[0] - people[1])),
    )


def _people(problem: Problem, pairs: Iterable[Pair]) -> set[str]:
    return {name for i, j in pairs for name in (problem.mentor_ids[i], problem.mentee_ids[j])}


def _named(problem: Problem, pairs: Iterable[Pair]) -> Named:
    return tuple((problem.mentor_ids[i], problem.mentee_ids[j]) for i, j in sorted(pairs))
