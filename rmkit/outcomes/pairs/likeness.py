"""How alike the two members of a pair are, beyond strangers: the dyadic intraclass correlation."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import NotReady
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.pairs.pairs_in import dyads
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough

__all__ = ["dyadic_icc"]

Floats = NDArray[np.float64]


def dyadic_icc(
    table: pd.DataFrame,
    outcome: str,
    *,
    pair: str = "pair",
    role: str | None = None,
    person: str | None = None,
    level: float = 0.95,
) -> Result:
    """Tell how alike the two members of a pair are; below zero they differ more than strangers.

    Parameters
    ----------
    table
        One row a person. Half pairs and pairs with a missing value are left out and counted.
    outcome
        The column of numbers.
    pair, role, person
        Columns: which pair; who in it (two roles), where members can be told apart; who that is,
        so that several partners are noticed.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `icc` (from the analysis of variance, with its exact F interval and test, two-sided) and
        `pairwise` (every pair entered both ways round). With a role also `correlation` of the two
        roles, with Fisher's interval and t test: it takes away a difference between the roles'
        means, which the others count as unlikeness.

    Raises
    ------
    NotReady, TooFewPeople, FaultsFound, UnknownName
        Nobody differs, somebody has several partners, fewer than three pairs, unreadable columns.

    References
    ----------
    Kenny, Kashy & Cook (2006), Dyadic Data Analysis, chapter 2; Shrout & Fleiss (1979),
    Psychological Bulletin 86:420.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"pair": [1, 1, 2, 2, 3, 3, 4, 4], "trust": [1, 2, 3, 3, 5, 4, 2, 4]})
    >>> round(dyadic_icc(people, "trust")["icc"].value, 2)
    0.6
    """
    data = dyads(table, outcome, pair=pair, role=role, person=person)
    n = len(data.outcome)
    enough(n, 3, what="whole pairs", why="The values of both sides can still be shown together.")
    if np.ptp(data.outcome) == 0:
        message = (
            "Everybody gave the same value, so likeness within pairs cannot be told from likeness "
            "of all. That all agree can still be said."
        )
        raise NotReady(message)
    rows = [_variance(data.outcome, level), _pairwise(data.outcome)]
    warnings: list[str] = []
    if data.roles is not None:
        rows.append(_correlation(data.outcome, data.roles, level))
        if not rows[-1].known:
            warnings.append(
                "One role gave one value throughout, so the two do not go together or apart."
            )
    kept, few = weighed(rows, clusters=n)
    return Result(
        title=f"Likeness of partners in {outcome}",
        method="Dyadic intraclass correlation from a one-way analysis of variance of pairs, with "
        "the exact F interval; pairwise by double entry.",
        rows=kept,
        n_used=n,
        counted="pairs",
        dropped=data.dropped,
        assumptions=("pairs know nothing of each other", "values are normal (interval and test)"),
        warnings=(*few, *warnings),
        limits=(
            "Partners can be alike because they were chosen alike, because they shape each other "
            "or because the same happens to both: likeness does not tell which.",
        ),
        reference="Kenny, Kashy & Cook (2006), Dyadic Data Analysis.",
        level=level,
    )


def _variance(y: Floats, level: float) -> Estimate:
    from scipy.stats import f

    n = len(y)
    between = 2 * float(np.var(y.mean(axis=1), ddof=1))
    within = float(((y[:, 0] - y[:, 1]) ** 2).sum()) / 2 / n
    icc = (between - within) / (between + within)
    title = "Likeness of partners (ICC)"
    if within == 0 or between == 0:
        return Estimate("icc", title, icc)
    ratio = between / within
    low = ratio / float(f.ppf(0.5 + level / 2, n - 1, n))
    high = ratio * float(f.ppf(0.5 + level / 2, n, n - 1))
    p = 2 * min(float(f.cdf(ratio, n - 1, n)), float(f.sf(ratio, n - 1, n)))
    ends = ((low - 1) / (low + 1), (high - 1) / (high + 1))
    return Estimate("icc", title, icc, *ends, None, ratio, "F", (n - 1, n), min(p, 1.0))


def _pairwise(y: Floats) -> Estimate:
    off = y - y.mean()
    both = 2 * (off[:, 0] * off[:, 1]).sum() / (off**2).sum()
    return Estimate("pairwise", "Likeness by double entry", float(both))


def _correlation(y: Floats, roles: tuple[str, str], level: float) -> Estimate:
    from scipy.stats import norm, t

    n = len(y)
    title = f"Correlation of {roles[0]} and {roles[1]}"
    if np.ptp(y, axis=0).min() == 0:
        return Estimate("correlation", title, np.nan)
    r = float(np.corrcoef(y[:, 0], y[:, 1])[0, 1])
    if n < 4 or abs(r) > 1 - 1e-12:
        return Estimate("correlation", title, r)
    wide = float(norm.ppf(0.5 + level / 2)) / np.sqrt(n - 3)
    ends = (np.tanh(np.arctanh(r) - wide), np.tanh(np.arctanh(r) + wide))
    ratio = r * np.sqrt((n - 2) / (1 - r * r))
    p = float(2 * t.sf(abs(ratio), n - 2))
    return Estimate("correlation", title, r, *ends, None, ratio, "t", n - 2, p)
