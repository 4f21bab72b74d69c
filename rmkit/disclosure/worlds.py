"""Tell whose answer is the same in every set of answers that fits what was told.

Weights over published sums prove what follows from them in fractions. People come in whole
numbers, and now and then more follows from that: where x + y = 1 and x + z + y' = 2, halves are no
way out. So other sets of answers are looked for, each different from the true one for as many
people as possible, until everybody was different once, or nobody that is left can be.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

__all__ = ["fixed_places"]

Counts = NDArray[np.float64]

_PATIENCE = 2_000  # branches to look into; not seconds, which would differ from machine to machine
_TINY = 1e-7


def fixed_places(columns: Counts, gave: Counts) -> NDArray[np.bool_]:
    """Tell the kinds of places at which everybody's answer can be worked out.

    Parameters
    ----------
    columns
        Which published sum counts which kind of place, shape (n_sums, n_kinds).
    gave
        How many at each kind gave each answer, shape (n_answers, n_kinds).

    Returns
    -------
    array of bool, shape (n_kinds,)
        True where all sets of answers that fit the counts agree, and all there gave one answer.
        Where the search gives up, True: a sum too many is hidden, never one too few.

    Examples
    --------
    >>> columns = np.array([[1.0, 0, 0, 1], [0, 1, 1, 1], [1, 1, 0, 0]])
    >>> gave = np.array([[0.0, 1, 0, 1], [1, 0, 1, 0]])
    >>> fixed_places(columns, gave).tolist()
    [True, True, True, True]
    """
    people = gave.sum(axis=0)
    alike = (gave == people) & (people > 0)
    left = np.asarray(alike.any(axis=0) & columns.any(axis=0), dtype=np.bool_)
    before = -1
    while left.any() and before != left.sum():
        before = left.sum()
        for pair in map(list, combinations(range(len(gave)), 2)):
            _leave_moved_out(columns, gave, alike, left, pair)
    while left.any():
        moved = _moved(columns, gave, alike & left) & left
        if not moved.any():
            break
        left[moved] = False
    return left


def _leave_moved_out(
    columns: Counts,
    gave: Counts,
    alike: NDArray[np.bool_],
    left: NDArray[np.bool_],
    pair: list[int],
) -> None:
    """Leave out of `left` where two answers can be exchanged; others stay, so it is quick."""
    both = gave[pair].sum(axis=0) > 0
    wanted = alike[pair][:, both] & left[both]
    if wanted.any():
        moved = np.zeros_like(left)
        moved[both] = _moved(columns[:, both], gave[pair][:, both], wanted)
        left[moved] = False


def _moved(columns: Counts, gave: Counts, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell at which kinds of places another world differs; nowhere if the search gave up."""
    other = _another_world(columns, gave, gave.sum(axis=0), wanted)
    if other is None:
        return np.zeros(gave.shape[1], dtype=np.bool_)
    return np.asarray((np.abs(other - gave) > 0.5).any(axis=0), dtype=np.bool_)


def _another_world(
    columns: Counts, gave: Counts, people: Counts, wanted: NDArray[np.bool_]
) -> Counts | None:
    """Find answers that fit and in which as few as possible at the wanted places say the same.

    People may be split at first, which is much quicker, and is enough where nobody comes out
    split. None where the search gave up.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, kron

    n_answers, n_kinds = gave.shape
    told = kron(eye_array(n_answers), csr_array(columns), format="csr")
    everybody = kron(csr_array(np.ones((1, n_answers))), eye_array(n_kinds), format="csr")
    known = (columns @ gave.T).T.ravel()
    for whole in (0, 1):
        solved = milp(
            wanted.ravel().astype(np.float64),
            integrality=np.full(n_answers * n_kinds, whole),
            bounds=Bounds(0.0, np.tile(people, n_answers)),
            constraints=[
                LinearConstraint(told, known, known),
                LinearConstraint(everybody, people, people),
            ],
            options={"node_limit": _PATIENCE},
        )
        if solved.x is None:
            return None
        world = np.round(solved.x)
        if whole or np.abs(solved.x - world).max() < _TINY:
            return world.reshape(n_answers, n_kinds)
    return None
