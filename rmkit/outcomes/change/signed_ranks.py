"""Whether more people rose than fell, by ranks: for ordinal answers, with ties and zeros."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import UnknownName
from rmkit.outcomes.change.caveats import CHANGE_IS_NOT_EFFECT, chosen_said, level_checked
from rmkit.outcomes.change.exact_ranks import doubled_ranks, flip_p
from rmkit.outcomes.change.shifts import apart, shifts_kept
from rmkit.outcomes.change.superiority import paired_superiority
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import both_waves, enough

__all__ = ["EXACT_UP_TO", "signed_rank_change"]

EXACT_UP_TO = 60
Floats = NDArray[np.float64]
Zeros = Literal["dropped", "pratt"]
_NO_END = (
    "So few people moved that no interval of {level:.0%} can be given for the middle change: not "
    "even the clearest result would rule a change out."
)
_ONE_WAY = (
    "Nobody moved the other way, so the rank correlation has no interval; that of the chance to be "
    "higher after still holds."
)


def signed_rank_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    scale: tuple[float, float] | None = None,
    unit: str = "scale points",
    zeros: Zeros = "dropped",
    exact: bool | None = None,
    chosen_on_baseline: bool = False,
    level: float = 0.95,
) -> Result:
    """Test by ranks whether the same people moved, and tell how far and how many.

    Parameters
    ----------
    before, after, scale, unit, chosen_on_baseline
        As for `paired_change`.
    zeros
        What becomes of those who did not move: "dropped" before ranks are given (Wilcoxon), or
        "pratt": ranked with the others and then left out.
    exact
        The exact distribution; None for up to 60 differences that are not zero, and beyond them
        the normal one with a correction for continuity.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `hodges_lehmann` (the middle of all means of two changes, with the shifts that the test does
        not rule out; V, the ranks of those who rose, and p), `rank_biserial` (matched pairs),
        `superiority` (the chance that the same person is higher after, ties half), and the shares
        `rose`, `unchanged`, `fell`.

    Raises
    ------
    TooFewPeople
        Nobody, or one person, has both values.
    FaultsFound, UnknownName
        Values that cannot be read or lie off the scale; another word for `zeros`.

    Notes
    -----
    The exact distribution is that of all flips of signs given the changes' sizes: it holds with
    ties and zeros, and is counted by convolution on doubled ranks. The interval turns that test
    round, with the ties as they are at each shift; those who did not move count in it and in the
    estimate, whatever `zeros` says. R's `wilcox.test` leaves them out of both. Fisher's
    z carries the interval of `rank_biserial`, which is approximate and rests on those who moved
    (effectsize 0.8.3 counts later values that are not zero in their place when given two waves).

    References
    ----------
    Wilcoxon (1945); Pratt (1959), JASA 54:655-667; Hodges & Lehmann (1963); Kerby (2014),
    Comprehensive Psychology 3:11.IT.3.1; Tango (1998), Statistics in Medicine 17:891-908.

    Examples
    --------
    >>> before = [1, 2, 2, 3, 1, 2, 3, 2, 1, 2]
    >>> after = [2, 3, 2, 4, 3, 2, 4, 3, 2, 2]
    >>> result = signed_rank_change(before, after, unit="levels")
    >>> result["hodges_lehmann"].said()
    'middle change 1.00 levels (95 % interval 0.50 to 1.00), p = .016'
    """
    level_checked(level)
    if zeros not in ("dropped", "pratt"):
        raise UnknownName(kind="way with zeros", name=zeros, known=["dropped", "pratt"])
    both = both_waves(before, after, scale=scale)
    enough(len(both), 2, why="From one person nothing can be told about a group.")
    change = both.after - both.before
    sign = _signs(change)
    moved = int((sign != 0).sum())
    exactly = moved <= EXACT_UP_TO if exact is None else exact
    rows = _rows(change, sign, zeros, exactly, level=level, unit=unit)
    kept, few = weighed(rows, pairs_of_values=len(both), differences_not_zero=moved)
    warnings = (chosen_said(None), *few) if chosen_on_baseline else few
    if rows[0].low is None:
        warnings += (_NO_END.format(level=level),)
    if moved and rows[1].low is None:
        warnings += (_ONE_WAY,)
    if not moved:
        warnings += ("Nobody moved at all, so there are no ranks to compare.",)
    how = "exact, over all flips of signs" if exactly else "normal, corrected for continuity"
    no_change = "left out" if zeros == "dropped" else "ranked, then left out (Pratt)"
    return Result(
        title="Change between two waves, by ranks",
        method=f"Wilcoxon signed-rank test of after - before, two-sided, {how}; zeros {no_change}; "
        "Hodges-Lehmann estimate with the interval of the test turned round; score interval of "
        "Tango for the chance to be higher after.",
        rows=kept,
        n_used=len(both),
        dropped=both.dropped,
        assumptions=(
            "changes of different people do not depend on each other",
            "for the middle change: changes are spread evenly about their middle",
        ),
        warnings=warnings,
        limits=(CHANGE_IS_NOT_EFFECT,),
        reference="Wilcoxon (1945); Hodges & Lehmann (1963); Tango (1998).",
        level=level,
    )


def _signs(change: Floats) -> NDArray[np.int64]:
    close = 1e-10 * max(1.0, float(np.abs(change).max(initial=0)))
    return np.where(np.abs(change) <= close, 0, np.sign(change)).astype(np.int64)


def _rows(
    change: Floats, sign: NDArray[np.int64], zeros: Zeros, exact: bool, *, level: float, unit: str
) -> list[Estimate]:
    n = len(change)
    up, down = int((sign > 0).sum()), int((sign < 0).sum())
    moved = sign != 0
    ranks = doubled_ranks(np.abs(change[moved] if zeros == "dropped" else change))
    ranks = ranks if zeros == "dropped" else ranks[moved]
    risen = sign[moved] > 0
    walsh = (change[:, None] + change[None, :])[np.triu_indices(n)] / 2
    low, high = _kept(change, walsh, exact or n <= EXACT_UP_TO, 1 - level)
    bounded = np.isfinite(low) and np.isfinite(high)
    middle = Estimate(
        "hodges_lehmann", "Middle change", float(np.median(walsh)),
        low if bounded else None, high if bounded else None,
        statistic=ranks[risen].sum() / 2, statistic_name="V",
        p=flip_p(ranks, risen, exact=exact), unit=unit,
    )  # fmt: skip
    shares = {"rose": up, "unchanged": n - up - down, "fell": down}
    return [
        middle,
        _rank_biserial(ranks, risen, level),
        paired_superiority(up, down, n, level),
        *(Estimate(name, f"Share who {_SAID[name]}", count / n) for name, count in shares.items()),
    ]


_SAID = {"rose": "rose", "unchanged": "did not change", "fell": "fell"}


def _kept(change: Floats, walsh: Floats, exact: bool, alpha: float) -> tuple[float, float]:
    def p_of(shift: float) -> float:
        off = change - shift
        sign = _signs(off)
        moved = sign != 0
        return flip_p(doubled_ranks(np.abs(off[moved])), sign[moved] > 0, exact=exact)

    values = apart(change)
    several = np.array([v for v in values if (_signs(change - v) == 0).sum() > 1])
    return shifts_kept(apart(walsh), several, p_of, alpha)


def _rank_biserial(ranks: NDArray[np.int64], risen: NDArray[np.bool_], level: float) -> Estimate:
    from scipy import stats

    title = "Rank correlation of change (matched pairs, -1 to 1)"
    n = len(ranks)
    if not n:
        return Estimate("rank_biserial", title, float("nan"))
    r = float((ranks[risen].sum() - ranks[~risen].sum()) / ranks.sum())
    if abs(r) == 1:
        return Estimate("rank_biserial", title, r, n=n)
    se = float(np.sqrt((2 * n**3 + 3 * n**2 + n) / 6) / ((n**2 + n) / 2))
    reach = float(stats.norm.ppf((1 + level) / 2)) * se
    z = np.arctanh(r)
    return Estimate("rank_biserial", title, r, np.tanh(z - reach), np.tanh(z + reach), n=n)
