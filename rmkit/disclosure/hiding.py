"""Which published sums must be hidden, so that no reader can work out what stays hidden.

Hiding only the groups that are too small is not enough: the total less the others gives them back.
So sums are hidden one after the other, the one over the fewest people first, until nothing can be
worked out (`rmkit.disclosure.attack`). What was published earlier cannot be taken back; it only
ever makes more be hidden. A sum that is hidden tells nothing of why.

The choice does not depend on chance: the same people and answers hide the same sums. It is not
proven to be the fewest sums that could be hidden; finding those is a harder problem that is not
worth its time here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rmkit.disclosure.attack import Crowd, few_people, shared_answer

__all__ = ["FEWEST", "Screen", "shown_bars"]

FEWEST = 5
"""The smallest group that is shown."""


@dataclass
class Screen:
    """Decides what is hidden, and remembers which sums it has found to be safe together.

    `fewest` is the smallest group that is shown; `alike` also hides a group of which all but one
    gave the same answer, so that the one who knows what they answered learns nothing.
    """

    fewest: int = FEWEST
    alike: bool = False
    _safe: set[bytes] = field(default_factory=set)

    def hidden(
        self,
        crowd: Crowd,
        answers: NDArray[np.float64],
        *,
        standing: NDArray[np.bool_] | None = None,
        last: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.bool_]:
        """Say which sums to hide.

        Parameters
        ----------
        crowd
            Which sum is over whom, those published earlier included.
        answers
            What stands at each place; NaN where it is not known any more.
        standing
            Which sums are published already and cannot be hidden.
        last
            Which sums are to be hidden after all others: the one over everybody.

        Returns
        -------
        array of bool
            True for a sum to hide. Never for one that stands, or that is the same as one.
        """
        stands = np.zeros(crowd.n_sums, dtype=np.bool_) if standing is None else standing.copy()
        out_already = {row.tobytes() for row in crowd.sums[stands]}
        stands |= np.array([row.tobytes() in out_already for row in crowd.sums], dtype=np.bool_)
        kept_long = np.zeros(crowd.n_sums, dtype=np.bool_) if last is None else last
        poor = [self._poor(row, answers) for row in crowd.sums]
        hidden = np.array(poor, dtype=np.bool_) & ~stands
        people = crowd.sums.sum(axis=1)
        while (found := self._leak_of(crowd, ~hidden, answers)) is not None:
            used = np.flatnonzero((np.abs(found) > 1e-6) & ~stands).tolist()
            free = used or np.flatnonzero(~hidden & ~stands).tolist()
            if not free:
                break
            hidden[min(free, key=lambda r: (kept_long[r], people[r], r))] = True
        return self._shown_again(crowd, answers, hidden, np.array(poor, dtype=np.bool_))

    def _shown_again(
        self,
        crowd: Crowd,
        answers: NDArray[np.float64],
        hidden: NDArray[np.bool_],
        poor: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        """Show what was hidden on the way and need not be, the largest first."""
        people = crowd.sums.sum(axis=1)
        for row in sorted(np.flatnonzero(hidden & ~poor), key=lambda r: (-people[r], r)):
            hidden[row] = False
            hidden[row] = self._leak_of(crowd, ~hidden, answers) is not None
        return hidden

    def _poor(self, row: NDArray[np.float64], answers: NDArray[np.float64]) -> bool:
        """Whether a sum must not be shown even alone."""
        inside = answers[row > 0]
        if len(inside) < self.fewest:
            return True
        most = np.unique(inside, return_counts=True)[1].max()
        return bool(most >= len(inside) - self.alike)

    def _leak_of(
        self, crowd: Crowd, shown: NDArray[np.bool_], answers: NDArray[np.float64]
    ) -> NDArray[np.float64] | None:
        """Give the weights, of all sums, in something that a reader of those shown works out."""
        seen = Crowd(np.unique(crowd.sums[shown], axis=0), crowd.person)
        key = seen.sums.tobytes() + seen.person.tobytes()
        crowd = Crowd(np.where(shown[:, None], crowd.sums, 0.0), crowd.person)
        if key not in self._safe:
            if (found := few_people(crowd, self.fewest)) is not None:
                return np.where(shown, found, 0.0)
            self._safe.add(key)
        found = shared_answer(crowd, answers)
        return None if found is None else np.where(shown, found, 0.0)


def shown_bars(
    counts: NDArray[np.int64] | list[int], *, mean_told: bool, fewest: int = FEWEST
) -> NDArray[np.bool_]:
    """Say which bars of a picture may carry their number.

    Parameters
    ----------
    counts
        How many people gave each answer, all of them together known to the reader.
    mean_told
        Whether the mean is told too: with the total it gives a reader two equations.
    fewest
        The smallest number of people that is shown. An answer that nobody gave is shown as 0.

    Returns
    -------
    array of bool
        The bars that may be shown: none is of one to four people, and those that are hidden are
        so many together that subtraction does not give a small one back.

    Examples
    --------
    >>> shown_bars([20, 9, 3, 0, 8], mean_told=False).tolist()
    [True, True, False, True, False]
    >>> shown_bars([20, 9, 3, 0, 8], mean_told=True).tolist()
    [True, False, False, True, False]
    """
    people = np.asarray(counts, dtype=np.int64)
    hidden = (people > 0) & (people < fewest)
    while hidden.any():
        sizes = people[hidden]
        rest = sizes.sum() - (sizes.max() if mean_told else 0)
        equations = 2 if mean_told else 1
        if (rest >= fewest and len(sizes) > equations) or (hidden | (people == 0)).all():
            break
        others = np.flatnonzero(~hidden & (people > 0))
        hidden[others[np.argmin(people[others])]] = True
    return ~hidden
