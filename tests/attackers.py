"""Attackers who try everything, in fractions, so that nothing is rounded away."""

from fractions import Fraction
from itertools import combinations

import numpy as np

from rmkit.disclosure.attack import Crowd


def rank(rows) -> int:
    """Rank over the fractions: nothing is rounded."""
    left = [[Fraction(int(x)) for x in row] for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((i for i in range(found, len(left)) if left[i][column]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for i in range(found + 1, len(left)):
            factor = left[i][column] / left[found][column]
            left[i] = [a - factor * b for a, b in zip(left[i], left[found], strict=True)]
        found += 1
    return found


def fewest_by_force(crowd: Crowd, below: int) -> int | None:
    """Find how few people a combination can rest on, by trying every few people."""
    people = sorted(set(crowd.person.tolist()))
    whole = rank(crowd.sums)
    for size in range(1, below):
        for few in combinations(people, size):
            if rank(crowd.sums[:, ~np.isin(crowd.person, few)]) < whole:
                return size
    return None
