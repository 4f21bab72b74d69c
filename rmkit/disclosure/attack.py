"""What a reader could work out from published sums: about few people, or as an answer all share.

A published mean or count of a group is a sum over its people. Whoever reads several can add and
subtract them, with any weights: every row of the row space of the table "which sum is over whom"
is a sum that the reader knows. Two questions are put to that space. Does it hold a row, other than
nothing, that rests on fewer than five people? And is there a combination that can only come out as
it does because everybody in it gave one and the same answer?

The first is the search for a word of small weight in a linear code. It is answered exactly: a row
on at most four people leaves at least one of five parts of the crowd untouched, so the search goes
on, part by part, where that part says nothing, until one row is left. Where that would take too
long the answer is "yes": a sum too many is hidden, never one too few. The second is a linear
program: its solution is the proof that a reader would write down (Farkas). What follows only
because people come in whole numbers is looked for after that (`rmkit.disclosure.worlds`).

Input are arrays; nothing here knows names, draws or reads a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.disclosure.worlds import fixed_places

__all__ = ["Crowd", "few_people", "shared_answer"]

Weights = NDArray[np.float64]

_TINY = 1e-7
_PATIENCE = 20_000  # places to look at; then the cautious answer


@dataclass(frozen=True, eq=False)
class Crowd:
    """Which published sum is over whom.

    Attributes
    ----------
    sums
        One row a published sum, one column a place: 1 where the sum counts the place.
    person
        For each place, the number of the person whose place it is. Somebody who changed an answer
        between two publications has two places.
    """

    sums: NDArray[np.float64]
    person: NDArray[np.int64]

    @property
    def n_sums(self) -> int:
        """How many sums are published."""
        return int(self.sums.shape[0])

    def only(self, rows: list[int]) -> Crowd:
        """Leave only some of the sums."""
        return Crowd(self.sums[rows], self.person)


@dataclass(frozen=True, eq=False)
class _Kinds:
    """People who stand in the same sums, together: columns, which belong to a kind, and sizes."""

    columns: NDArray[np.float64]
    kind: NDArray[np.int64]
    sizes: NDArray[np.int64]


def few_people(crowd: Crowd, fewest: int = 5) -> Weights | None:
    """Find a combination of the sums that rests on fewer than `fewest` people.

    Parameters
    ----------
    crowd
        Which sum is over whom.
    fewest
        The smallest number of people that may be told of.

    Returns
    -------
    array or None
        The weight of each sum in such a combination, not all zero where the combination itself
        is not nothing; None if there is none. Where the search was cut short, all ones.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, ch. 4 (attacks by differencing); Cox
    (1980), Suppression methodology and statistical disclosure control, JASA 75:377-385.

    Examples
    --------
    >>> everybody, all_but_two = [1.0] * 9, [1.0] * 7 + [0.0] * 2
    >>> found = few_people(Crowd(np.array([everybody, all_but_two]), np.arange(9)))
    >>> found / found[0]
    array([ 1., -1.])
    """
    if not crowd.n_sums:
        return None
    kinds = _kinds(crowd)
    big = kinds.sizes[kinds.kind] >= fewest
    space = _null_space(kinds.columns[:, big].T, crowd.n_sums)
    return _Search(kinds, fewest).among(space)


def _kinds(crowd: Crowd) -> _Kinds:
    places: dict[int, list[bytes]] = {}
    for at, person in enumerate(crowd.person.tolist()):
        if (column := crowd.sums[:, at]).any():
            places.setdefault(person, []).append(column.tobytes())
    counts: dict[tuple[bytes, ...], int] = {}
    for own in places.values():
        key = tuple(sorted(set(own)))
        counts[key] = counts.get(key, 0) + 1
    keys = sorted(counts)
    columns = [np.frombuffer(column) for key in keys for column in key]
    kind = [i for i, key in enumerate(keys) for _ in key]
    return _Kinds(
        np.array(columns).T.reshape(crowd.n_sums, len(columns)),
        np.array(kind, dtype=np.int64),
        np.array([counts[key] for key in keys], dtype=np.int64),
    )


def _null_space(matrix: Weights, width: int) -> Weights:
    """Give, as columns, the weights whose combination leaves every row of `matrix` at zero."""
    if not len(matrix):
        return np.eye(width)
    _, strength, right = np.linalg.svd(matrix, full_matrices=True)
    rank = int((strength > _TINY * max(1.0, float(strength.max(initial=0.0)))).sum())
    return np.asarray(right[rank:].T, dtype=np.float64)


class _Search:
    """A search for a combination on few people, with the patience that is left."""

    def __init__(self, kinds: _Kinds, fewest: int) -> None:
        self.kinds = kinds
        self.fewest = fewest
        self.patience = _PATIENCE

    def among(self, space: Weights) -> Weights | None:
        """Look among the combinations whose weights are the columns of `space`, mixed."""
        for block in _blocks(self.kinds, space):
            self.patience -= 1
            if self.patience < 0:
                return np.ones(self.kinds.columns.shape[0])
            if (found := self._in_block(block)) is not None:
                return found
        return None

    def _in_block(self, space: Weights) -> Weights | None:
        reached = space.T @ self.kinds.columns
        left = np.unique(self.kinds.kind[np.abs(reached).max(axis=0) > _TINY])
        if int(self.kinds.sizes[left].sum()) < self.fewest:
            return np.asarray(space[:, 0], dtype=np.float64)
        if space.shape[1] == 1:
            return None
        # Fewer people than parts leave one part out, so the search goes on where a part is silent.
        parts = min(self.fewest, len(left))
        for part in range(parts):
            silent = np.isin(self.kinds.kind, left[part::parts])
            inner = space @ _null_space(reached[:, silent].T, space.shape[1])
            if inner.shape[1] and (found := self.among(inner)) is not None:
                return found
        return None


def _blocks(kinds: _Kinds, space: Weights) -> Iterator[Weights]:
    """Split a space into parts that no kind of people has in common.

    The combination on the fewest people lies within one of them.
    """
    from scipy.sparse.csgraph import connected_components

    rows = _reduced(space.T @ kinds.columns, space.T)
    reached = np.abs(rows @ kinds.columns) > _TINY
    n_kinds = len(kinds.sizes)
    touched = np.zeros((len(rows), n_kinds), dtype=np.bool_)
    for column, kind in zip(reached.T, kinds.kind.tolist(), strict=True):
        touched[:, kind] |= column
    links = np.zeros((len(rows) + n_kinds,) * 2, dtype=np.int8)
    links[: len(rows), len(rows) :] = touched
    labels = connected_components(links, directed=False)[1][: len(rows)]
    for label in np.unique(labels).tolist():
        yield rows[labels == label].T


def _reduced(reached: Weights, weights: Weights) -> Weights:
    """Bring what is reached to echelon form; give the weights of its rows that are not nothing."""
    both, found = np.hstack([reached, weights]), 0
    width = reached.shape[1]
    for column in range(width):
        if found == len(both):
            break
        pivot = found + int(np.abs(both[found:, column]).argmax())
        if abs(both[pivot, column]) <= _TINY:
            both[found:, column] = 0.0
            continue
        both[[found, pivot]] = both[[pivot, found]]
        both[found] /= both[found, column]
        others = np.arange(len(both)) != found
        both[others] -= np.outer(both[others, column], both[found])
        found += 1
    return np.asarray(both[:found, width:], dtype=np.float64)


def shared_answer(crowd: Crowd, answers: Weights) -> Weights | None:
    """Find a combination from which a reader can tell what everybody in it answered.

    The reader is taken to know, for every answer that can be given, how many people of each
    published sum gave it. That is more than a mean tells, so what is found safe is.

    Parameters
    ----------
    crowd
        Which sum is over whom.
    answers
        What stands at each place; NaN where it is not known any more, which is taken for
        whatever would help the reader.

    Returns
    -------
    array or None
        The weight of each sum; None where nobody's answer can be told.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, ch. 4 (feasibility intervals of
    hidden cells, by linear programming).

    Examples
    --------
    >>> crowd = Crowd(np.array([[1.0] * 6, [1.0] * 3 + [0.0] * 3]), np.arange(6))
    >>> shared_answer(crowd, np.array([1.0, 2, 3, 4, 4, 4])) is None
    False
    >>> shared_answer(crowd, np.array([1.0, 2, 3, 4, 4, 3])) is None
    True
    """
    if not crowd.n_sums:
        return None
    columns, place = np.unique(crowd.sums, axis=1, return_inverse=True)
    place = place.ravel()
    counted = columns.any(axis=0)
    forgotten = np.zeros(columns.shape[1], dtype=np.bool_)
    forgotten[place[np.isnan(answers)]] = True
    for answer in np.unique(answers[~np.isnan(answers)]).tolist():
        gave = np.zeros(columns.shape[1], dtype=np.bool_)
        gave[place[answers == answer]] = True
        others = np.zeros(columns.shape[1], dtype=np.bool_)
        others[place[~np.isnan(answers) & (answers != answer)]] = True
        if not (gave & ~others & counted).any():
            continue
        if (found := _proof(columns, gave & counted, others & counted, forgotten)) is not None:
            return found
    return _in_whole_people(columns, place, answers)


def _in_whole_people(
    columns: NDArray[np.float64], place: NDArray[np.int64], answers: Weights
) -> Weights | None:
    """Look for what follows only because people come in whole numbers; weigh all sums in it.

    Whoever's answer is not known any more is taken to be known to the reader.
    """
    known = ~np.isnan(answers)
    given = np.unique(answers[known])
    gave = np.zeros((len(given), columns.shape[1]))
    np.add.at(gave, (np.searchsorted(given, answers[known]), place[known]), 1.0)
    fixed = fixed_places(columns, gave)
    if not fixed.any():
        return None
    return np.asarray(columns[:, fixed].any(axis=1), dtype=np.float64)


def _proof(
    columns: NDArray[np.float64],
    gave: NDArray[np.bool_],
    others: NDArray[np.bool_],
    forgotten: NDArray[np.bool_],
) -> Weights | None:
    """Look for weights that count only those who gave an answer, and others at most against.

    Such a sum of "gave it" has reached the most that it can be, and so each one counted gave it.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    alone = gave & ~others
    least = np.where(alone, 0.0, np.where(others & ~gave, -np.inf, 0.0))
    most = np.where(alone, 1.0, 0.0)
    least[forgotten], most[forgotten] = -np.inf, np.where(alone[forgotten], 1.0, np.inf)
    solved = milp(
        -columns.T[alone].sum(axis=0),
        bounds=Bounds(-np.inf, np.inf),
        constraints=LinearConstraint(columns.T, least, most),
    )
    if solved.x is None or -float(solved.fun) < 0.5:
        return None
    return np.asarray(solved.x, dtype=np.float64)
