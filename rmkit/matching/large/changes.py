"""Which pairs have to be looked at again when prices have changed since the last look.

After a look, no pair beyond the candidates gains more than its mentee has. That stays so for a
pair whose mentor did not become cheaper and whose mentee did not lose; where all prices moved
together, what the mentees have moved along, so only the change beside that counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.large.pricing import Better, Scanner, Tell

__all__ = ["Watch"]

Large = NDArray[np.int64]
Some = NDArray[np.bool_]

_WORTH_IT = 0.7
"""Up to which share of all pairs it is less work to look at some only."""


@dataclass(eq=False)
class Watch:
    """Looks at pairs, and remembers what the last look told."""

    scanner: Scanner
    prices: Large | None = None
    rest: Large | None = None

    def better(self, prices: Large, least: Large, *, most: int, tell: Tell | None) -> Better:
        """Find pairs that gain more than their mentee has, as `Scanner.better` does."""
        again = self._again(prices, least)
        self.prices = prices
        if again is None:
            found = self.scanner.better(prices, least, most=most, tell=tell)
            self.rest = found.rest
            return found
        mentees, mentors = (np.flatnonzero(some) for some in again)
        others = np.flatnonzero(~again[0])
        program = self.scanner.program
        wide = Scanner(program.with_mentees(mentees), self.scanner.shift, self.scanner.threads)
        far = program.with_mentors(mentors).with_mentees(others)
        narrow = Scanner(far, self.scanner.shift, self.scanner.threads)
        one = wide.better(prices, least[mentees], most=most, tell=tell)
        two = narrow.better(prices[mentors], least[others], most=most)
        top, rest = least.copy(), least.copy()
        for part, whose in ((one, mentees), (two, others)):
            top[whose], rest[whose] = part.top, part.rest
        self.rest = rest
        return Better(
            mentors=np.concatenate([one.mentors, mentors[two.mentors]]),
            mentees=np.concatenate([mentees[one.mentees], others[two.mentees]]),
            points=np.concatenate([one.points, two.points]),
            gains=np.concatenate([one.gains, two.gains]),
            top=top,
            rest=rest,
        )

    def _again(self, prices: Large, least: Large) -> tuple[Some, Some] | None:
        """Mark mentees and mentors to look at again; None where that is nearly everybody."""
        if self.prices is None or self.rest is None:
            return None
        dearer, more = prices - self.prices, least - self.rest
        moves = np.unique(np.concatenate([dearer, -more]))
        mentees = np.searchsorted(np.sort(more), -moves)
        mentors = np.searchsorted(np.sort(dearer), moves)
        n, m = len(prices), len(least)
        work = mentees * n + mentors * (m - mentees)
        best = int(np.argmin(work))
        if work[best] > _WORTH_IT * n * m:
            return None
        return more < -moves[best], dearer < moves[best]
