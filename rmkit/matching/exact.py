"""Which one-to-one matching is worth most, without losing a single bit of the scores.

scipy's solver computes in floating point, which is exact only while all numbers are whole and
below 2**50. So the weights are cut into digits that are (after Gabow's scaling): the leading
digits are solved first; what remains of each weight above or below its prices is then refined by
the next digits, until none are left. Pairs that fell too far behind to come back are held at a
floor, so the numbers never grow. Prices prove each step: no matching can be worth more than they
say. Nothing here knows people, capacities or why a pair is not allowed.

References
----------
Gabow (1985), Journal of Computer and System Sciences 31:148, scaling; Crouse (2016), IEEE
Transactions on Aerospace and Electronic Systems 52:1679, the solver in scipy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Aim", "Solved", "solve"]

Aim = Literal["participation", "score"]
Matrix = NDArray[np.float64]
Positions = NDArray[np.intp]

_FIRST_BITS = 50
_JACOBI_ROUNDS = 20
_TRIAL_ROUNDS = 300


@dataclass(frozen=True, slots=True)
class Solved:
    """The column of each row, and by how much (in score units) a better one could exist."""

    columns: Positions
    gap: float


@dataclass(frozen=True, slots=True)
class _Digit:
    """One digit of every weight: whole numbers, worth 2**`unit` each."""

    unit: int
    values: Matrix


def solve(scores: Matrix, useful: NDArray[np.bool_], aim: Aim) -> Solved:
    """Match every row to a column of its own, so that the useful pairs are worth most.

    Parameters
    ----------
    scores
        Shape (n_rows, n_columns), with 1 <= n_rows <= n_columns; finite wherever `useful`.
    useful
        Which pairs count. A row matched to a column that is not useful to it stays alone.
    aim
        "participation": most useful pairs, then the highest total of their scores. "score": the
        highest total, then most useful pairs.

    Returns
    -------
    Solved
        `gap` is 0.0 when the prices prove that nothing better exists; a further pair counts for
        more than any scores where the aim is participation.
    """
    rows = scores.shape[0]
    bits = 52 - (16 * rows).bit_length()
    columns: Positions | None = None
    reduced = np.zeros(0)
    prices = np.zeros(0)
    unit = 0
    gap = 0.0
    for digit in _digits(scores, useful, aim, bits):
        if columns is None:
            weights = digit.values
        else:
            scale = 2.0 ** (unit - digit.unit)
            floor = -2.0 * rows * scale
            weights = np.maximum(reduced * scale + digit.values, floor)
            weights += np.minimum(prices * scale, -floor)
        unit = digit.unit
        columns, prices = _settled(weights, columns)
        slack = weights - prices
        best = slack.max(axis=1)
        free = np.delete(prices, columns)
        gap = float((best - slack[np.arange(rows), columns]).sum() + free.sum())
        if gap > 0:
            break
        reduced = slack - best[:, None]
    return Solved(np.asarray(columns), float(np.ldexp(gap, unit)))


def _digits(scores: Matrix, useful: NDArray[np.bool_], aim: Aim, bits: int) -> Iterator[_Digit]:
    """Cut the weights (score and bonus for being a pair) into digits, the leading ones first."""
    rest = np.where(useful, scores, 0.0)
    top, grid = _exponents(rest)
    several = (2 * scores.shape[0]).bit_length()
    if aim == "participation":
        bonus, last, first = top + several, grid, top + several + 1
    else:
        bonus, last, first = grid - several, grid - several, top + 1
    unit = max(last, first - _FIRST_BITS)
    paid = False
    while True:
        values = np.trunc(np.ldexp(rest, -unit))
        rest = rest - np.ldexp(values, unit)
        if not paid and bonus >= unit:
            values[useful] += 2.0 ** (bonus - unit)
            paid = True
        yield _Digit(unit, values)
        if unit == last:
            return
        unit = max(last, unit - bits)


def _exponents(values: Matrix) -> tuple[int, int]:
    """Find whole numbers (top, grid): all |values| < 2**top, and all are multiples of 2**grid."""
    present = values[values != 0]
    if present.size == 0:
        return 1, 0
    fractions, exponents = np.frexp(present)
    top = int(exponents.max())
    if top <= _FIRST_BITS and (present == np.rint(present)).all():
        return top, 0
    whole = np.abs(np.ldexp(fractions, 53)).astype(np.int64)
    zeros = np.frexp((whole & -whole).astype(np.float64))[1] - 1
    return top, int((exponents - 53 + zeros).min())


def _settled(weights: Matrix, columns: Positions | None) -> tuple[Positions, Matrix]:
    """Keep the matching if prices prove it best for these weights; otherwise find the best."""
    if columns is not None:
        prices = _prices(weights, columns, rounds=_TRIAL_ROUNDS)
        if prices is not None:
            return columns, prices
    from scipy.optimize import linear_sum_assignment

    columns = np.asarray(linear_sum_assignment(weights, maximize=True)[1], dtype=np.intp)
    prices = _prices(weights, columns, rounds=weights.shape[0] + 1)
    return columns, np.zeros(weights.shape[1]) if prices is None else prices


def _prices(weights: Matrix, columns: Positions, *, rounds: int) -> Matrix | None:
    """Raise the prices of columns until no row would rather have another one.

    Free columns cost nothing. Prices exist exactly when the matching is best; None means that they
    were not found within `rounds`. Rounds in which only a few rows still move are cheap. Long
    chains of rises are followed one row after the other, the cheapest first.
    """
    n_rows, n_columns = weights.shape
    own = weights[np.arange(n_rows), columns]
    owner = np.full(n_columns, -1, dtype=np.intp)
    owner[columns] = np.arange(n_rows)
    dearest = weights.max() - weights.min()
    prices = np.zeros(n_columns)
    moving = np.arange(n_rows)
    for round_ in range(rounds):
        before = prices
        if round_ < _JACOBI_ROUNDS:
            offers = weights[moving] + (prices[columns[moving]] - own[moving])[:, None]
            prices = np.maximum(prices, offers.max(axis=0))
        else:
            prices = prices.copy()
            for row in moving[np.argsort(prices[columns[moving]], kind="stable")]:
                np.maximum(prices, weights[row] + (prices[columns[row]] - own[row]), out=prices)
        risen = prices > before
        moving = owner[risen]
        if moving.size == 0:
            return prices
        if moving.min() < 0 or prices.max() > dearest:
            return None
    return None
