"""A look at every pair: who would rather have somebody else at these prices.

Points of all pairs are worked out block by block and forgotten again. Work is split over threads
by mentees, each of which is looked at alone, so that threads change nothing in what comes out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.large.kernel import GROUP, scan
from rmkit.matching.large.program import Found, Program

__all__ = ["Better", "Scanner", "Tell", "processors"]

Large = NDArray[np.int64]
Tell = Callable[[float], None]

_PAIRS_A_CHUNK = 20_000_000
_GOLDEN = 0.6180339887498949
_MOST_ABOVE = 1 << 30


@dataclass(frozen=True, eq=False)
class Better:
    """Pairs that gain more than their mentee has already.

    `top` is for every mentee the most that any pair gains, or what the mentee has already if that
    is more. No pair that is not told gains more than `rest`.
    """

    mentors: Large
    mentees: Large
    points: Large
    gains: Large
    top: Large
    rest: Large


@dataclass(frozen=True, eq=False)
class Scanner:
    """Looks at all pairs of a program; points count 2**`shift` times."""

    program: Program
    shift: int = 0
    threads: int = 1

    def better(
        self,
        prices: Large,
        least: Large,
        *,
        most: int,
        width: int | None = None,
        tell: Tell | None = None,
    ) -> Better:
        """Find the pairs whose points less price are more than the mentee has already.

        Parameters
        ----------
        prices
            Of each mentor.
        least
            What each mentee has already.
        most
            How many pairs to tell of each mentee, the best.
        width
            How many mentors to look at, other ones for each few mentees; None for all.
        tell
            Told how far the look is, 0 to 1. What it raises ends the look.
        """
        n, m = self.program.n_mentors, self.program.n_mentees
        found = Found(
            np.zeros((m, most), dtype=np.int32),
            np.zeros((m, most), dtype=np.int64),
            np.zeros((m, most), dtype=np.int32),
            np.zeros(m, dtype=np.int64),
            np.ascontiguousarray(least, dtype=np.int64),
        )
        if n and m:
            self._look(np.ascontiguousarray(prices, dtype=np.int64), width or n, found, tell)
        return _told(found)

    def points(self, mentors: Large, mentees: Large) -> Large:
        """Give the points of some pairs; -1 where one is impossible."""
        m = self.program.n_mentees
        nothing = np.zeros(self.program.n_mentors, dtype=np.int64)
        near = nothing.astype(np.int32)
        ones = np.zeros((m, 1), dtype=np.int32)
        gains, counts = np.zeros((m, 1), dtype=np.int64), np.zeros(m, dtype=np.int64)
        found = Found(ones, gains, ones.copy(), counts, np.full(m, -1, dtype=np.int64))
        points = np.full(len(mentors), -1, dtype=np.int64)
        for k, (i, j) in enumerate(zip(mentors.tolist(), mentees.tolist(), strict=True)):
            counts[j] = 0
            scan(self.program, nothing, near, 0, 0, j, j + 1, i, 1, 1, found)
            points[k] = found.points[j, 0] if counts[j] else -1
        return points

    def _look(self, prices: Large, width: int, found: Found, tell: Tell | None) -> None:
        low = int(prices.min())
        near = np.minimum((prices - low) >> self.shift, _MOST_ABOVE).astype(np.int32)
        n, m = self.program.n_mentors, self.program.n_mentees
        stride = max(int(n * _GOLDEN), 1)

        def look(rows: tuple[int, int]) -> None:
            start = rows[0] // GROUP * stride
            scan(self.program, prices, near, low, self.shift, *rows, start, stride, width, found)

        for done in _run(look, list(_chunks(m, width)), self.threads):
            if tell is not None:
                tell(done)


def _told(found: Found) -> Better:
    m, most = found.mentors.shape
    there = np.arange(most) < found.counts[:, None]
    best = np.where(found.counts > 0, found.gains[:, 0] if most else 0, found.least)
    return Better(
        mentors=found.mentors[there].astype(np.int64),
        mentees=np.repeat(np.arange(m, dtype=np.int64), found.counts),
        points=found.points[there].astype(np.int64),
        gains=found.gains[there],
        top=np.maximum(best, found.least),
        rest=np.where(found.counts == most, found.gains[:, -1], found.least),
    )


def _chunks(m: int, width: int) -> Iterator[tuple[int, int]]:
    rows = max(_PAIRS_A_CHUNK // width // GROUP, 1) * GROUP
    for j0 in range(0, m, rows):
        yield j0, min(m, j0 + rows)


def _run(
    work: Callable[[tuple[int, int]], None], chunks: list[tuple[int, int]], threads: int
) -> Iterator[float]:
    """Work through all chunks; give after each how much is done."""
    if threads == 1 or len(chunks) == 1:
        for k, chunk in enumerate(chunks):
            work(chunk)
            yield (k + 1) / len(chunks)
        return
    with ThreadPoolExecutor(threads) as pool:
        pending = {pool.submit(work, chunk) for chunk in chunks}
        try:
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                yield 1 - len(pending) / len(chunks)
        finally:
            for future in pending:
                future.cancel()


def processors() -> int:
    """Count the threads to use: one a processor, fewer where OMP_NUM_THREADS says so."""
    wish = os.environ.get("OMP_NUM_THREADS", "")
    there = os.cpu_count() or 1
    return min(int(wish), there) if wish.isdigit() and int(wish) > 0 else there
