"""The points of some mentees with a run of mentors, from a program of small arrays.

This is the innermost loop of a large matching, compiled once for each computer by numba. A pair
that breaks a hard rule comes out below 0. Points are exact: the same whole numbers as
`rmkit.matching.comparing` gives for the pair.

Every function adds to `acc`, shape (mentees, mentors), for mentees j0 to j1 and mentors i0 to i1;
`amount` and `small` are room to work in, one number for each mentor.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit

from rmkit.matching.large.fixed import HALF
from rmkit.matching.large.lanes import close8, count32, cover8, grid32, rise8
from rmkit.matching.large.program import (
    BARRED,
    Coded,
    Given,
    Listings,
    Program,
    Ranged,
    Rated,
    Taken,
    Valued,
)

__all__ = ["points_into"]

_UNKNOWN: Final = np.int32(500)
_START: Final = np.uint32(HALF)
_NOTHING: Final = np.int32(0)
_BYTE: Final = 31  # needs whose half levels, 8 at most, fit into a byte


@njit(nogil=True)
def _coded(part: Coded, j0: int, j1: int, i0: int, i1: int, acc: np.ndarray) -> None:
    for c in range(part.points.shape[0]):
        unknown, different, same = part.points[c, 0], part.points[c, 1], part.points[c, 2]
        ours = part.ours[c, i0:i1]
        for j in range(j0, j1):
            theirs, out = part.theirs[c, j], acc[j - j0]
            if theirs < 0:
                for k in range(i1 - i0):
                    out[k] += unknown
            else:
                for k in range(i1 - i0):
                    known = same if ours[k] == theirs else different
                    out[k] += known if ours[k] >= 0 else unknown


@njit(nogil=True)
def _ranged(part: Ranged, j0: int, j1: int, i0: int, i1: int, acc: np.ndarray) -> None:
    for r in range(part.ours.shape[0]):
        rank = part.ours[r, i0:i1]
        for j in range(j0, j1):
            low, high, out = part.low[r, j], part.high[r, j], acc[j - j0]
            if low < high:
                for k in range(i1 - i0):
                    out[k] += BARRED if (rank[k] >= low) & (rank[k] < high) else _NOTHING


@njit(nogil=True)
def _after(mentors: np.ndarray, start: int, end: int, place: int) -> int:
    """Find the first position from `start` whose mentor is not before `place`."""
    while start < end:
        middle = (start + end) >> 1
        if mentors[middle] < place:
            start = middle + 1
        else:
            end = middle
    return start


@njit(nogil=True)
def _shared(part: Valued, s: int, j: int, i0: int, i1: int, amount: np.ndarray) -> None:
    """Count what mentee j shares with each mentor."""
    amount[: i1 - i0] = 0
    for b in range(part.first[s], part.first[s + 1]):
        wanted = part.theirs[b, j]
        bits = part.ours[b, i0:i1]
        if wanted:
            for k in range(i1 - i0):
                amount[k] += count32(bits[k] & wanted)
    for q in range(part.asked_starts[s, j], part.asked_starts[s, j + 1]):
        word = part.words[q]
        end = part.word_starts[word + 1]
        at = _after(part.mentors, part.word_starts[word], end, i0)
        while at < end and part.mentors[at] < i1:
            amount[part.mentors[at] - i0] += 1
            at += 1


@njit(nogil=True)
def _valued(
    part: Valued, j0: int, j1: int, i0: int, i1: int, acc: np.ndarray, amount: np.ndarray
) -> None:
    for s in range(part.facts.shape[0]):
        weight, plenty, fewest = part.facts[s, 0], part.facts[s, 1], part.facts[s, 2]
        one_look, factor, known = part.facts[s, 3], part.factor[s], part.known[s, i0:i1]
        half = _UNKNOWN * weight
        for j in range(j0, j1):
            out = acc[j - j0]
            if not part.asked[s, j]:
                for k in range(i1 - i0):
                    out[k] += half
                continue
            if one_look and part.theirs[part.first[s], j]:
                wanted, bits = part.theirs[part.first[s], j], part.ours[part.first[s], i0:i1]
                for k in range(i1 - i0):
                    out[k] += BARRED if (bits[k] & wanted) == 0 else _NOTHING
                continue
            _shared(part, s, j, i0, i1, amount)
            if weight:
                for k in range(i1 - i0):
                    points = weight * grid32(min(amount[k], plenty), factor, _START)
                    out[k] += points if known[k] else half
            if fewest:
                for k in range(i1 - i0):
                    broken = (amount[k] < fewest) & (known[k] != 0)
                    out[k] += BARRED if broken else _NOTHING


@njit(nogil=True)
def _lead(
    part: Given, g: int, j: int, i0: int, i1: int, amount: np.ndarray, small: np.ndarray
) -> None:
    """Count the half levels that each mentor can lead mentee j through."""
    amount[: i1 - i0] = 0
    first, end = part.starts[g, j], part.starts[g, j + 1]
    for begin in range(first, end, _BYTE):
        small[: i1 - i0] = 0
        for q in range(begin, min(end, begin + _BYTE)):
            own = part.own[part.skill[q], i0:i1]
            now, target = part.now[q], part.target[q]
            unknown = np.uint8(target - now)
            for k in range(i1 - i0):
                small[k] = cover8(small[k], own[k], now, target, unknown)
        for k in range(i1 - i0):
            amount[k] += small[k]


@njit(nogil=True)
def _given(
    part: Given,
    j0: int,
    j1: int,
    i0: int,
    i1: int,
    acc: np.ndarray,
    amount: np.ndarray,
    small: np.ndarray,
) -> None:
    for g in range(part.facts.shape[0]):
        weight, fewest = part.facts[g, 0], part.facts[g, 1]
        for j in range(j0, j1):
            out, factor = acc[j - j0], part.factor[g, j]
            if factor == 0:
                for k in range(i1 - i0):
                    out[k] += _UNKNOWN * weight
                continue
            _lead(part, g, j, i0, i1, amount, small)
            for k in range(i1 - i0):
                out[k] += weight * grid32(amount[k], factor, _START)
            if fewest:
                for k in range(i1 - i0):
                    out[k] += BARRED if amount[k] < fewest else _NOTHING


@njit(nogil=True)
def _follow(
    part: Taken, t: int, j: int, i0: int, i1: int, amount: np.ndarray, small: np.ndarray
) -> None:
    """Count the half levels that mentee j can lead each mentor through."""
    amount[: i1 - i0] = 0
    for begin in range(part.first[t], part.first[t + 1], _BYTE):
        small[: i1 - i0] = 0
        for s in range(begin, min(part.first[t + 1], begin + _BYTE)):
            own = part.own[s, j]
            now, wanted = part.now[s, i0:i1], part.wanted[s, i0:i1]
            if own:
                for k in range(i1 - i0):
                    small[k] = rise8(small[k], own, now[k], wanted[k])
            else:
                for k in range(i1 - i0):
                    small[k] += wanted[k]
        for k in range(i1 - i0):
            amount[k] += small[k]


@njit(nogil=True)
def _taken(
    part: Taken,
    j0: int,
    j1: int,
    i0: int,
    i1: int,
    acc: np.ndarray,
    amount: np.ndarray,
    small: np.ndarray,
) -> None:
    for t in range(part.facts.shape[0]):
        weight, fewest = part.facts[t, 0], part.facts[t, 1]
        factor, start = part.factor[t, i0:i1], part.start[t, i0:i1]
        for j in range(j0, j1):
            out = acc[j - j0]
            _follow(part, t, j, i0, i1, amount, small)
            for k in range(i1 - i0):
                out[k] += weight * grid32(amount[k], factor[k], start[k])
            if fewest:
                for k in range(i1 - i0):
                    out[k] += BARRED if (amount[k] < fewest) & (factor[k] > 0) else _NOTHING


@njit(nogil=True)
def _alike(
    part: Rated, r: int, j: int, i0: int, i1: int, amount: np.ndarray, small: np.ndarray
) -> None:
    """Count steps by which mentee j is close to each mentor, and in `small` the scales known."""
    amount[: i1 - i0] = 0
    for begin in range(part.first[r], part.first[r + 1], _BYTE):
        small[: i1 - i0] = 0
        for s in range(begin, min(part.first[r + 1], begin + _BYTE)):
            theirs, ours = part.theirs[s, j], part.ours[s, i0:i1]
            if theirs:
                for k in range(i1 - i0):
                    small[k] = close8(small[k], ours[k], theirs)
        for k in range(i1 - i0):
            amount[k] += small[k]
    small[: i1 - i0] = 0
    for s in range(part.first[r], part.first[r + 1]):
        if part.theirs[s, j]:
            ours = part.ours[s, i0:i1]
            for k in range(i1 - i0):
                small[k] += ours[k] != 0


@njit(nogil=True, error_model="numpy")
def _rated(
    part: Rated,
    j0: int,
    j1: int,
    i0: int,
    i1: int,
    acc: np.ndarray,
    amount: np.ndarray,
    small: np.ndarray,
) -> None:
    """Add how alike both are; a quotient of such small whole numbers is cut down without error."""
    for r in range(part.weight.size):
        weight = part.weight[r]
        for j in range(j0, j1):
            out = acc[j - j0]
            _alike(part, r, j, i0, i1, amount, small)
            for k in range(i1 - i0):
                of = np.float32(4 * max(small[k], np.uint8(1)))
                part_known = np.int32((np.float32(2_000 * amount[k]) + of) / (of + of))
                out[k] += weight * (part_known if small[k] else _UNKNOWN)


@njit(nogil=True)
def _listed(part: Listings, j0: int, j1: int, i0: int, i1: int, acc: np.ndarray) -> None:
    floor = part.floor[0]
    for j in range(j0, j1):
        out = acc[j - j0]
        end = part.starts[j + 1]
        at = _after(part.mentors, part.starts[j], end, i0)
        while at < end and part.mentors[at] < i1:
            out[part.mentors[at] - i0] = BARRED
            at += 1
        if floor > 0:
            for k in range(i1 - i0):
                out[k] = out[k] if out[k] >= floor else BARRED


@njit(nogil=True)
def points_into(
    p: Program,
    j0: int,
    j1: int,
    i0: int,
    i1: int,
    acc: np.ndarray,
    amount: np.ndarray,
    small: np.ndarray,
) -> None:
    """Write the points of all these pairs; below 0 where one is impossible."""
    acc[: j1 - j0, : i1 - i0] = 0
    _coded(p.coded, j0, j1, i0, i1, acc)
    _ranged(p.ranged, j0, j1, i0, i1, acc)
    _valued(p.valued, j0, j1, i0, i1, acc, amount)
    _given(p.given, j0, j1, i0, i1, acc, amount, small)
    _taken(p.taken, j0, j1, i0, i1, acc, amount, small)
    _rated(p.rated, j0, j1, i0, i1, acc, amount, small)
    _listed(p.listings, j0, j1, i0, i1, acc)
