"""Whether groups leave at different rates: the log-rank test."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import NotReady
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.retention.followed_in import Followed, followed, named_groups
from rmkit.outcomes.retention.kaplan_meier import EARLY_END, arms, curve_axes, curve_table
from rmkit.outcomes.retention.people_needed import needed_said
from rmkit.outcomes.small_numbers import weighed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["log_rank"]

Floats = NDArray[np.float64]


class _Counts(NamedTuple):
    observed: Floats
    expected: Floats
    variance: Floats


def log_rank(
    time: ArrayLike,
    left: ArrayLike,
    *,
    group: ArrayLike,
    strata: ArrayLike | None = None,
    entry: ArrayLike | None = None,
    unit: str = "",
    level: float = 0.95,
) -> Result:
    """Test whether groups leave at different rates.

    Parameters
    ----------
    time, left, entry
        As for `staying`.
    group
        Which group each belongs to; two or more.
    strata
        What to compare within (a site): people are compared with those of their own stratum alone.
    unit
        What time is counted in.
    level
        How wide the intervals of the curves are meant to be.

    Returns
    -------
    Result
        `log_rank`: chi-square with its degrees of freedom and p. Tables `groups` (people, how many
        left, how many would have left if all groups left alike) and `curve`.

    Raises
    ------
    NotReady
        There is one group only, or nobody left: there is nothing to compare.
    FaultsFound, TooFewPeople
        As for `staying`.

    Notes
    -----
    Own numpy: statsmodels' `survdiff`, with which a test holds it to agree, tells neither how many
    were expected to leave nor what a group without anybody at risk does to the degrees of freedom.

    References
    ----------
    Mantel (1966); Peto & Peto (1972), JRSS A 135:185; delayed entry: Andersen et al. (1993).

    Examples
    --------
    >>> group = ["mentored"] * 6 + ["not"] * 6
    >>> months = [6, 9, 12, 12, 12, 12, 1, 2, 4, 5, 7, 12]
    >>> left = [1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0]
    >>> row = log_rank(months, left, group=group)["log_rank"]
    >>> round(row.value, 2), row.df
    (4.57, 1.0)
    """
    beside = {"group": group} | ({} if strata is None else {"strata": strata})
    people = followed(time, left, entry=entry, beside=beside)
    names, codes = named_groups(people.beside["group"])
    _comparable(people, names)
    counts = _counts(people, codes, len(names))
    row = _row(counts)
    sizes = np.bincount(codes, minlength=len(names))
    events = int(people.left.sum())
    rows, few = weighed((row,), smallest_group=int(sizes.min()), leavers=events)
    _, led = weighed((), events=events) if events >= 6 else ((), ())
    made = arms(people)
    curve = curve_table(made, level)
    return Result(
        title="Whether groups leave alike",
        method="Log-rank test"
        + (" within strata" if strata is not None else "")
        + (", people at risk from their entry on." if entry is not None else "."),
        rows=rows,
        n_used=len(people.time),
        dropped=people.dropped,
        assumptions=(EARLY_END, "if there is a difference, it goes one way all along"),
        warnings=(*few, *led),
        limits=(
            "The test says whether, not how much: see `restricted_mean` or `cox_model` for that.",
            "Without a lottery a difference is not an effect of mentoring.",
            needed_said(),
        ),
        reference="Peto & Peto (1972), JRSS A 135:185.",
        level=level,
        tables={"groups": _group_table(names, sizes, counts)}
        | ({"curve": curve} if len(curve) else {}),
        axes=curve_axes(unit),
    )


def _comparable(people: Followed, names: list[str]) -> None:
    if len(names) < 2:
        message = (
            f"There is one group ({names[0]}), and a comparison needs two. `staying` tells how "
            "many of it stay."
        )
        raise NotReady(message)
    if not people.left.any():
        message = (
            f"None of {len(people.time)} people left while they were followed, so that there is "
            "nothing to compare. That nobody left, and for how long people were followed, can be "
            "told; or follow them for longer."
        )
        raise NotReady(message)


def _counts(people: Followed, codes: NDArray[np.int64], n_groups: int) -> _Counts:
    strata = people.beside.get("strata")
    layers = [np.ones(len(codes), dtype=bool)]
    if strata is not None:
        layers = [(strata == value).to_numpy(dtype=bool) for value in strata.unique()]
    parts = [_layer(people.only(layer), codes[layer], n_groups) for layer in layers]
    return _Counts(
        sum((part.observed for part in parts), np.zeros(n_groups)),
        sum((part.expected for part in parts), np.zeros(n_groups)),
        sum((part.variance for part in parts), np.zeros((n_groups, n_groups))),
    )


def _layer(people: Followed, codes: NDArray[np.int64], n_groups: int) -> _Counts:
    """Count in one stratum, at each time at which somebody left."""
    at = np.unique(people.time[people.left])
    member = codes[:, None] == np.arange(n_groups)
    there = (people.entry[:, None] < at) & (people.time[:, None] >= at)
    at_risk = there.T.astype(float) @ member
    gone = ((people.time[:, None] == at) & people.left[:, None]).T.astype(float) @ member
    total, left = at_risk.sum(axis=1), gone.sum(axis=1)
    share = at_risk / total[:, None]
    weight = left * (total - left) / np.maximum(total - 1, 1)
    variance = np.diag(weight @ share) - share.T @ (weight[:, None] * share)
    return _Counts(gone.sum(axis=0), left @ share, variance)


def _row(counts: _Counts) -> Estimate:
    from scipy import stats

    there = counts.expected > 1e-12  # a group with nobody at risk when somebody left says nothing
    off = (counts.observed - counts.expected)[there][1:]
    variance = counts.variance[np.ix_(there, there)][1:, 1:]
    df = len(off)
    words = "Difference in how groups leave (chi-square)"
    if df == 0 or np.linalg.matrix_rank(variance) < df:
        return Estimate("log_rank", words, float("nan"))
    chi2 = float(off @ np.linalg.solve(variance, off))
    p = float(stats.chi2.sf(chi2, df))
    return Estimate("log_rank", words, chi2, statistic=chi2, statistic_name="chi2", df=df, p=p)


def _group_table(names: list[str], sizes: NDArray[np.int64], counts: _Counts) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {"group": names, "people": sizes, "left": counts.observed, "expected": counts.expected}
    )
