"""The best mentors of some mentees at given prices: the compiled look at all pairs."""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit

from rmkit.matching.large.compiled import kept
from rmkit.matching.large.points import points_into
from rmkit.matching.large.program import Found, Program

__all__ = ["GROUP", "scan"]

GROUP: Final = 16
"""How many mentees are looked at together."""

_BLOCK: Final = 2_048  # mentors looked at together: as many as stay near the processor
_STEP: Final = 64
_FARTHEST: Final = 1 << 30


@njit(nogil=True)
def _insert(
    mentor: int,
    gain: int,
    points: int,
    mentors: np.ndarray,
    gains: np.ndarray,
    marks: np.ndarray,
    count: int,
) -> int:
    """Put a pair among the best of its mentee, the greatest gain first."""
    at = count if count < gains.size else gains.size - 1
    while at > 0 and gains[at - 1] < gain:
        mentors[at], gains[at], marks[at] = mentors[at - 1], gains[at - 1], marks[at - 1]
        at -= 1
    mentors[at], gains[at], marks[at] = mentor, gain, points
    return min(count + 1, gains.size)


@njit(nogil=True)
def _most(acc: np.ndarray, near: np.ndarray, begin: int, end: int) -> np.int32:
    most = np.int32(-(1 << 31) + 1)
    ours, theirs = acc[begin:end], near[begin:end]
    for k in range(ours.size):
        most = max(most, np.int32(ours[k] - theirs[k]))
    return most


@njit(nogil=True)
def _coarse(least: int, low: int, shift: int) -> np.int32:
    """Give points above the near price that a pair needs to be worth an exact look."""
    return np.int32(min(max((least + low) >> shift, -_FARTHEST - 1), _FARTHEST))


@njit(nogil=True)
def _gather(
    acc: np.ndarray,
    near: np.ndarray,
    prices: np.ndarray,
    i0: int,
    shift: int,
    low: int,
    found: Found,
    j: int,
) -> None:
    """Keep the pairs of a block whose points less price are above what the mentee has already."""
    gains, count = found.gains[j], found.counts[j]
    least = gains[-1] if count == gains.size else found.least[j]
    coarse = _coarse(least, low, shift)
    if _most(acc, near, 0, near.size) <= coarse:
        return
    for begin in range(0, near.size, _STEP):
        end = min(near.size, begin + _STEP)
        if _most(acc, near, begin, end) <= coarse:
            continue
        for k in range(begin, end):
            if acc[k] >= 0:
                gain = (np.int64(acc[k]) << shift) - prices[k]
                if gain > least:
                    count = _insert(
                        i0 + k, gain, acc[k], found.mentors[j], gains, found.points[j], count
                    )
                    if count == gains.size:
                        least = gains[-1]
                        coarse = _coarse(least, low, shift)
    found.counts[j] = count


@kept
def scan(
    p: Program,
    prices: np.ndarray,
    near: np.ndarray,
    low: int,
    shift: int,
    j0: int,
    j1: int,
    start: int,
    stride: int,
    width: int,
    found: Found,
) -> None:
    """Find the best mentors of mentees j0 to j1 among `width` mentors from `start`, in a circle.

    Each group of mentees starts `stride` mentors after the one before it.

    A pair gains its points times 2**shift less the mentor's price. `near` are the prices above
    `low` in whole points, cut down and at most 2**30, so that most pairs can be put aside in 32
    bits; the few that are left are looked at exactly.
    """
    n = prices.size
    acc = np.empty((GROUP, _BLOCK), np.int32)
    amount, small = np.empty(_BLOCK, np.int32), np.empty(_BLOCK, np.uint8)
    for g0 in range(j0, j1, GROUP):
        g1 = min(j1, g0 + GROUP)
        begin, left = start, width
        while left > 0:
            i0 = begin % n
            i1 = min(n, i0 + min(left, _BLOCK))
            points_into(p, g0, g1, i0, i1, acc, amount, small)
            for j in range(g0, g1):
                _gather(acc[j - g0], near[i0:i1], prices[i0:i1], i0, shift, low, found, j)
            begin, left = begin + i1 - i0, left - (i1 - i0)
        start += stride
