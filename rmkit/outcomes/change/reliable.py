"""How many changed by more than the scale's error of measurement would bring about.

A question about persons, answered in counts: no number here belongs to one person.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.disclosure.hiding import FEWEST
from rmkit.errors import Fault, FaultsFound, NotAllowed, NotReady
from rmkit.outcomes.change.caveats import CHANGE_IS_NOT_EFFECT, chosen_said, level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.values_in import both_waves, enough

__all__ = ["CutOffs", "cut_offs", "error_of_difference", "reliable_change", "reliable_indices"]

Floats = NDArray[np.float64]
_SINGLE = (
    "A single item has no reliability of a scale, so a change of one person in it cannot be told "
    "from error. `paired_change` and `signed_rank_change` still tell how the group moved."
)
_ERROR = (
    "What counts as change here is what error of measurement alone would seldom bring about; it "
    "may still be too little to matter, and regression to the mean is in it."
)


class CutOffs(NamedTuple):
    """Scores from which on a person is nearer to those without need; NaN where unknown."""

    a: float
    b: float
    c: float


def reliable_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    reliability: float | None,
    items: int,
    sd: float | None = None,
    without_need: tuple[float, float] | None = None,
    with_need: tuple[float, float] | None = None,
    cut_off: float | None = None,
    higher_is_better: bool = True,
    scale: tuple[float, float] | None = None,
    hide_few: bool = True,
    chosen_on_baseline: bool = False,
    unit: str = "scale points",
    level: float = 0.95,
) -> Result:
    """Count the people whose score changed by more than error of measurement explains.

    Parameters
    ----------
    before, after
        As for `paired_change`.
    reliability
        Of the scale in people like these, above 0 and below 1; where it is not known (None) nothing
        can be counted.
    items
        How many items the scale has; a single item is refused.
    sd
        Standard deviation of the scale before; that of `before` where None.
    without_need, with_need
        Mean and standard deviation of people without and with need, for the cut-offs a, b and c;
        `with_need` is that of `before` where None.
    cut_off
        The score beyond which somebody who improved counts as recovered, wherever they began; c
        where None and `without_need` is known. Without either, recovery is not counted.
    higher_is_better
        False for a scale on which less is better.
    hide_few
        Join counts below five, and withhold them where that is not enough. Leave it on wherever the
        people may be known to the reader.
    scale, unit, chosen_on_baseline
        As for `paired_change`.
    level
        1 - level is how often error alone would pass for a change.

    Returns
    -------
    Result
        `sem`, `s_diff`, `criterion` (the change that counts, in points), `rc_mean`; `cut_off_a`,
        `cut_off_b`, `cut_off_c`; the counts `recovered`, `improved` (and not recovered),
        `unchanged`, `deteriorated`; joined ones are `improved_or_recovered` and
        `not_improved`.

    Raises
    ------
    NotAllowed
        A single item.
    NotReady
        The reliability is not known.
    FaultsFound, TooFewPeople
        A reliability that is none, values that cannot be read; fewer than two people.

    References
    ----------
    Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology 59:12-19; S_diff is
    √2 · SEM, as corrected by Christensen & Mendoza (1986).

    Examples
    --------
    >>> before, after = [10, 12, 14, 11, 13, 12] * 3, [18, 13, 22, 12, 21, 11] * 3
    >>> result = reliable_change(before, after, reliability=0.8, items=6)
    >>> round(result["criterion"].value, 2), result["improved_or_recovered"].value
    (1.65, 9.0)
    """
    level_checked(level)
    _allowed(reliability, items)
    known = float(reliability or 0.0)
    both = both_waves(before, after, scale=scale)
    enough(len(both), 2, why="From one person nothing can be told about a group.")
    spread = float(both.before.std(ddof=1)) if sd is None else float(sd)
    sem, s_diff = error_of_difference(spread, known)
    if not s_diff > 0:
        problem = "is 0, so error of measurement has no size."
        fix = "Give the standard deviation of the scale in people like these."
        raise FaultsFound([Fault(problem, fix, column="sd")], "Nothing was counted.")
    need = with_need or (float(both.before.mean()), spread)
    cuts = cut_offs(need, without_need)
    passed = cut_off if cut_off is not None else (None if math.isnan(cuts.c) else cuts.c)
    index = reliable_indices(both.before, both.after, s_diff)
    criterion = _quantile(level)
    better = 1 if higher_is_better else -1
    counts = _counted(both.after, index * better, criterion, passed, better)
    rows = [
        Estimate("sem", "Standard error of measurement", sem, unit=unit),
        Estimate("s_diff", "Standard error of a difference", s_diff, unit=unit),
        Estimate("criterion", "Smallest change that counts", criterion * s_diff, unit=unit),
        Estimate("rc_mean", "Mean reliable change index", float(index.mean())),
        *(Estimate(f"cut_off_{n}", f"Cut-off {n}", v, unit=unit) for n, v in
          zip("abc", cuts, strict=True) if not math.isnan(v)),
    ]  # fmt: skip
    shown, told = _shown(counts) if hide_few else (counts, ())
    rows += [Estimate(id, _SAID[id], n, unit="people") for id, n in shown.items()]
    warnings = (chosen_said(None), *told) if chosen_on_baseline else told
    return Result(
        title="Reliable change",
        method=f"Jacobson and Truax: change over √2 SEM, beyond {criterion:.3g} either way; SEM "
        f"from reliability {known:g} and a standard deviation of {spread:.3g}"
        + (
            "."
            if passed is None
            else f"; recovered where the later score lies beyond {passed:.4g} as well."
        ),
        rows=tuple(rows),
        n_used=len(both),
        dropped=both.dropped,
        assumptions=("the reliability holds for these people, and error is alike for all scores",),
        warnings=warnings,
        limits=(CHANGE_IS_NOT_EFFECT, _ERROR),
        reference="Jacobson & Truax (1991).",
        level=level,
    )


def error_of_difference(sd: float, reliability: float) -> tuple[float, float]:
    """Give the standard errors of a score and of the difference of two.

    >>> [round(value, 2) for value in error_of_difference(7.5, 0.8)]
    [3.35, 4.74]
    """
    sem = sd * math.sqrt(1 - reliability)
    return sem, math.sqrt(2) * sem


def reliable_indices(before: Floats, after: Floats, s_diff: float) -> Floats:
    """Give everybody's change in standard errors of a difference; for counting, never to show.

    >>> reliable_indices(np.array([32.5]), np.array([47.5]), 4.743416).round(2).tolist()
    [3.16]
    """
    index: Floats = (after - before) / s_diff
    return index


def cut_offs(with_need: tuple[float, float], without: tuple[float, float] | None) -> CutOffs:
    """Give the cut-offs a, b and c from means and standard deviations.

    >>> cut_offs((40, 7.5), (60, 7.5))
    CutOffs(a=55.0, b=45.0, c=50.0)
    """
    (m1, s1), (m0, s0) = with_need, without or (math.nan, math.nan)
    way = 1.0 if math.isnan(m0) or m0 >= m1 else -1.0
    nothing = math.isnan(m0)
    a = math.nan if nothing else m1 + way * 2 * s1
    both = s0 + s1
    return CutOffs(a, m0 - way * 2 * s0, (s0 * m1 + s1 * m0) / both if both > 0 else math.nan)


_SAID = {
    "recovered": "Recovered (improved reliably, now beyond the cut-off)",
    "improved": "Improved reliably",
    "unchanged": "Not changed reliably",
    "deteriorated": "Deteriorated reliably",
    "improved_or_recovered": "Improved reliably, recovered or not",
    "not_improved": "Not improved reliably (unchanged or deteriorated)",
}


def _allowed(reliability: float | None, items: int) -> None:
    if items < 2:
        raise NotAllowed(_SINGLE)
    if reliability is None:
        message = (
            "The reliability of this scale is not known, so change cannot be told from error. Take "
            "one that was published for people like these, or `cronbach_alpha` of enough people. "
            "`paired_change` still tells how the group moved."
        )
        raise NotReady(message)
    if not 0 < reliability < 1:
        problem = f"is {reliability:g}; a reliability lies between 0 and 1."
        raise FaultsFound(
            [Fault(problem, "Give such a number.", column="reliability")], "Nothing was counted."
        )


def _quantile(level: float) -> float:
    from scipy import stats

    return float(stats.norm.ppf((1 + level) / 2))


def _counted(
    after: Floats,
    index: Floats,
    criterion: float,
    passed: float | None,
    better: int,
) -> dict[str, int]:
    up, down = index > criterion, index < -criterion
    counts = {}
    over = np.zeros(len(up), dtype=bool)
    if passed is not None:
        over = up & (better * after > better * passed)
        counts["recovered"] = int(over.sum())
    return counts | {
        "improved": int((up & ~over).sum()),
        "unchanged": int((~up & ~down).sum()),
        "deteriorated": int(down.sum()),
    }


def _shown(counts: dict[str, int]) -> tuple[dict[str, float], tuple[str, ...]]:
    if all(n >= FEWEST for n in counts.values()):
        return {id: float(n) for id, n in counts.items()}, ()
    better = counts.get("recovered", 0) + counts["improved"]
    joined = {
        "improved_or_recovered": float(better),
        "not_improved": float(counts["unchanged"] + counts["deteriorated"]),
    }
    if min(joined.values()) >= FEWEST:
        said = f"Counts below {FEWEST} were joined with others, so that nobody can be recognised."
        return joined, (said,)
    said = f"A count is below {FEWEST} even when joined, so how many changed is not shown."
    return dict.fromkeys(joined, math.nan), (said,)
