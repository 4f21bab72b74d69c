"""How errors can belong together: alike in a group, by role, or by random effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rmkit.outcomes.pairs.gaussian import Errors, batches

__all__ = ["RandomTerm", "alike_within", "effects_of", "factor_of", "two_roles"]

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
_EDGE = 1e-6


class RandomTerm(NamedTuple):
    """A random effect: whose (a code a row), and of which columns, shape (n, q)."""

    codes: Integers
    columns: Floats


def alike_within(codes: Integers) -> Errors:
    """Give members of a group one correlation, which may be negative (theta: the correlation)."""
    blocks = batches(codes)
    largest = max(rows.shape[1] for rows in blocks)
    lowest = -1 / (largest - 1) if largest > 1 else 0.0

    def matrix(theta: Floats, rows: Integers) -> Floats:
        m = rows.shape[1]
        one = (1 - theta[0]) * np.eye(m) + theta[0]
        return np.broadcast_to(one, (len(rows), m, m))

    return Errors(blocks, matrix, (0.1 if largest > 1 else 0.0,), ((lowest + _EDGE, 1 - _EDGE),))


def two_roles(codes: Integers, second: NDArray[np.bool_]) -> Errors:
    """Give two roles spreads of their own (theta: correlation, log of the ratio of spreads)."""
    blocks = batches(codes)

    def matrix(theta: Floats, rows: Integers) -> Floats:
        m = rows.shape[1]
        one = (1 - theta[0]) * np.eye(m) + theta[0]
        spread = np.where(second[rows], np.exp(theta[1]), 1.0)
        result: Floats = spread[:, :, None] * one * spread[:, None, :]
        return result

    return Errors(blocks, matrix, (0.1, 0.0), ((-1 + _EDGE, 1 - _EDGE), (-12.0, 12.0)))


def effects_of(terms: Sequence[RandomTerm]) -> Errors:
    """Give random effects; theta holds their Cholesky factors over sigma, row by row."""
    start: list[float] = []
    bounds: list[tuple[float, float]] = []
    for term in terms:
        size = term.columns.shape[1]
        for i in range(size):
            for j in range(i + 1):
                start.append(1.0 if i == j else 0.0)
                bounds.append((0.0, 1e4) if i == j else (-1e4, 1e4))

    def matrix(theta: Floats, rows: Integers) -> Floats:
        m = rows.shape[1]
        total = np.broadcast_to(np.eye(m), (len(rows), m, m)).copy()
        at = 0
        for term in terms:
            size = term.columns.shape[1]
            count = size * (size + 1) // 2
            loaded = term.columns[rows] @ factor_of(theta[at : at + count], size)
            same = term.codes[rows][:, :, None] == term.codes[rows][:, None, :]
            total += same * (loaded @ loaded.transpose(0, 2, 1))
            at += count
        return total

    joined = _connected([term.codes for term in terms])
    return Errors(batches(joined), matrix, tuple(start), tuple(bounds))


def factor_of(theta: Floats, size: int) -> Floats:
    """Lay out a Cholesky factor."""
    lower = np.zeros((size, size))
    lower[np.tril_indices(size)] = theta
    return lower


def _connected(codes: Sequence[Integers]) -> Integers:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(codes[0])
    at = n
    rows: list[Integers] = []
    columns: list[Integers] = []
    for code in codes:
        rows.append(np.arange(n))
        columns.append(code + at)
        at += int(code.max()) + 1
    ends = np.concatenate(rows), np.concatenate(columns)
    graph = coo_array((np.ones(len(ends[0])), ends), shape=(at, at))
    found: Integers = connected_components(graph, directed=False)[1][:n].astype(np.intp)
    return found
