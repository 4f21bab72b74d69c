"""The gap statistic: how much tighter groups are than in people without groups, and its rule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["first_within_one_error", "gaps"]

_NOTHING = 1e-12


def gaps(
    found: Sequence[float], drawn: Sequence[Sequence[float]]
) -> tuple[list[float], list[float]]:
    """Set the dispersion within groups against that in draws without groups.

    Parameters
    ----------
    found
        The dispersion W for each number of groups, not 0 for all of them. Where everybody is
        like the rest of their group it is 0, and counts as a trillionth of the highest.
    drawn
        The same for each draw, shape (n_draws, n_numbers).

    Returns
    -------
    tuple of two lists
        The gap for each number, and its standard error, the draws' own chance counted in.

    References
    ----------
    Tibshirani, Walther & Hastie (2001), Journal of the Royal Statistical Society B 63:411-423.
    """
    here, there = np.asarray(found), np.asarray(drawn)
    least = _NOTHING * max(float(here.max()), float(there.max()))
    log_found, log_drawn = np.log(np.maximum(here, least)), np.log(np.maximum(there, least))
    gap = log_drawn.mean(axis=0) - log_found
    error = log_drawn.std(axis=0) * np.sqrt(1 + 1 / len(log_drawn))
    return gap.tolist(), error.tolist()


def first_within_one_error(gap: Sequence[float], error: Sequence[float]) -> int:
    """Give the position of the number that the gap statistic's rule takes.

    The first number whose gap is not more than one standard error below that of the next one
    (Tibshirani, Walther & Hastie 2001); the last where there is none.

    >>> first_within_one_error([0.1, 0.5, 0.52], [0.02, 0.02, 0.05])
    1
    """
    for i in range(len(gap) - 1):
        if gap[i] >= gap[i + 1] - error[i + 1]:
            return i
    return len(gap) - 1
