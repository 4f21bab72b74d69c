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

__all__ = ["FEWEST", "Bars", "Screen", "bars_told", "shown_bars", "told"]

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


@dataclass(frozen=True, slots=True)
class Bars:
    """Which bars of a picture may carry their number, and whether the mean may be told."""

    shown: tuple[bool, ...]
    mean: bool


def bars_told(counts: list[int], *, fewest: int = FEWEST) -> Bars:
    """Decide over a row of bars with its mean: the mean goes first where both cannot stay.

    Of fewer than five people, and where all gave one answer, nothing is told.

    Examples
    --------
    >>> bars_told([20, 9, 3, 0, 8])
    Bars(shown=(True, False, False, True, False), mean=True)
    >>> bars_told([0, 0, 6, 0, 0])
    Bars(shown=(False, False, False, False, False), mean=False)
    """
    people = np.asarray(counts, dtype=np.int64)
    if people.sum() < fewest or people.max() == people.sum():
        return Bars((False,) * len(counts), mean=False)
    for mean in (True, False):
        shown = shown_bars(people, mean_told=mean, fewest=fewest)
        sizes = people[~shown]
        rest = int(sizes.sum()) - (int(sizes.max()) if mean and len(sizes) else 0)
        if not len(sizes) or (rest >= fewest and len(sizes) > 1 + mean):
            return Bars(tuple(shown.tolist()), mean)
    return Bars((False,) * len(counts), mean=False)


def told(count: int, of: int | None = None, *, fewest: int = FEWEST) -> str:
    """Write a number of people, without telling of fewer than five, nor of all but so few.

    Parameters
    ----------
    count
        How many; none is told as few are.
    of
        Out of how many, where a reader may know that.

    Examples
    --------
    >>> told(3), told(1200, 5000), told(29, 30)
    ('under 5', '1,200', '26 or more')
    """
    if count < fewest:
        return f"under {fewest}"
    if of is not None and of - count < fewest:
        return f"{of - fewest + 1:,} or more"
    return f"{count:,}"
