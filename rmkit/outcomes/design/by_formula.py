"""What a study of a given size can show: its power, the least effect it finds, its precision.

Numbers in, a `Result` out. Power says how often a test finds an effect that is there. It is no
evidence that there is one, and nothing can be learned from power worked out afterwards from the
effect that was seen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from rmkit.errors import Fault, FaultsFound, TooFewPeople
from rmkit.outcomes.design.asked import Effect, Study, study_of
from rmkit.outcomes.design.formulas import root
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result

__all__ = ["ASSUMES", "LIMITS", "curve_of", "power_of_design"]

LIMITS = (
    "Power says how often such a study finds an effect of this size if it is there. It does not "
    "say that it is there.",
    "The effect is assumed. Take the smallest that would matter to you, not the largest that "
    "was ever reported.",
)
ASSUMES = ("people answer independently of each other", "the effect is as large as assumed")
_USUAL = 0.8
_POINTS = 40


def power_of_design(
    design: str,
    effect: Effect | Sequence[float],
    *,
    n: float | tuple[float, float],
    alpha: float = 0.05,
    r: float | None = None,
    lost: float = 0.0,
    exact: bool = False,
    event_share: float | None = None,
) -> Result:
    """Tell how likely a study of this size finds an effect that is there.

    Parameters
    ----------
    design
        "paired" (the same people twice), "two_groups", "correlation", "two_shares", or "staying"
        (the log-rank test).
    effect
        paired: the mean change in standard deviations of the changes (d_z), or, where `r` is
        given, in standard deviations of scores (d_av). two_groups: the difference of means in
        standard deviations. correlation: r. two_shares: both shares, 0 to 1. staying: the ratio
        of the hazards of leaving.
    n
        How many people; where two groups are compared, how many in each, or both sizes. Paired:
        people with both values, so with one side of a pair the number of pairs.
    alpha
        Below which p a result counts.
    r
        Paired alone: how scores of the two waves correlate; then `effect` is d_av.
    lost
        Which share of `n`, 0 to below 1, will have no value that counts.
    exact
        Two shares alone: by Fisher's exact test, with every table that can come out.
    event_share
        Staying alone: the share of people, both groups together, who leave while you look on.

    Returns
    -------
    Result
        `power`; `least_effect`, the smallest that is found with power .80 (for shares the second
        one, above the first; for staying a ratio below 1; NaN where there is none);
        `half_width`, half of the 95 % interval to be expected where the effect is a mean (level 1
        - `alpha`, in standard deviations). `tables["curve"]` has the power over sizes.

    Raises
    ------
    UnknownName
        There is no such design.
    FaultsFound
        The effect or a setting cannot be; all faults at once.
    TooFewPeople
        Too few are left for the test to be made at all.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, 2nd ed. Schoenfeld (1983), Biometrics 39:499-503.
    Equal to R's pwr 1.3.0.

    Examples
    --------
    >>> round(power_of_design("paired", 0.5, n=20)["power"].value, 3)
    0.565
    >>> round(power_of_design("two_shares", (0.85, 0.92), n=20)["power"].value, 3)
    0.108
    """
    sizes = n if isinstance(n, tuple) else (n, n)
    faults = _size_faults(sizes, lost)
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    study = study_of(
        design, effect, alpha=alpha, r=r, ratio=sizes[1] / sizes[0], exact=exact,
        event_share=event_share,
    )  # fmt: skip
    first = sizes[0] * (1 - lost)
    left = [size * (1 - lost) for size in sizes[: study.kind.arms]]
    if min(left) < study.kind.least:
        message = (
            f"{min(left):g} {study.kind.counted} are left, and this needs at least "
            f"{study.kind.least}. So few can be told of in words: what each of them said."
        )
        raise TooFewPeople(message)
    whole = math.floor(sum(sizes[: study.kind.arms]) + 1e-9)
    return Result(
        title=f"Power: {study.kind.title.lower()}, effect {study.said}",
        method=study.method(),
        rows=_rows(study, first),
        n_used=math.floor(sum(left) + 1e-9),
        counted="people planned for",
        dropped={"expected to be lost": whole - math.floor(sum(left) + 1e-9)},
        assumptions=ASSUMES,
        warnings=_warnings(study, first),
        limits=LIMITS,
        reference=study.kind.reference,
        level=1 - alpha,
        tables={"curve": curve_of(study, first)},
        axes=(study.kind.counted, "power"),
    )


def curve_of(study: Study, n: float) -> pd.DataFrame:
    """Give the power over sizes up to twice `n`, which is among them.

    Returns
    -------
    DataFrame
        `group` (empty), `at`, `value`, and `low` and `high`, which are missing.
    """
    points = _POINTS // 4 if study.exact else _POINTS
    at = np.unique(np.round(np.geomspace(study.kind.least, max(2 * n, 20), points)))
    at = np.unique([*at[at >= study.kind.least], n])
    value = [study.power(size) for size in at]
    return pd.DataFrame({"group": "", "at": at, "value": value, "low": np.nan, "high": np.nan})


def _rows(study: Study, n: float) -> tuple[Estimate, ...]:
    power = Estimate("power", "Power", study.power(n))
    title = f"Least effect found with power {_USUAL:.2f}"
    rows = [power, Estimate("least_effect", title, _least_effect(study, n))]
    if study.kind.id in {"paired", "two_groups"}:
        from scipy.stats import t

        second = n * study.ratio
        one = study.kind.id == "paired"
        df, se = (n - 1, n**-0.5) if one else (n + second - 2, (1 / n + 1 / second) ** 0.5)
        half = float(t.ppf(1 - study.alpha / 2, df)) * se
        title = f"Half of the {100 * (1 - study.alpha):g} % interval to be expected"
        rows.append(Estimate("half_width", title, half, unit="sd"))
    return tuple(rows)


def _least_effect(study: Study, n: float) -> float:
    if study.exact:
        return math.nan  # steps up and down with the effect: there is no one least
    if isinstance(study.effect, tuple):
        first = study.effect[0]
        found = root(lambda it: study.power(n, (first, it)) - _USUAL, first, 1.0)
    elif study.kind.id == "staying":
        strong = root(lambda it: study.power(n, math.exp(-it)) - _USUAL, 1e-9, 20.0)
        found = None if strong is None else math.exp(-strong)
    else:
        most = 1 - 1e-9 if study.kind.id == "correlation" else 36.0 / math.sqrt(n)
        found = root(lambda it: study.power(n, it) - _USUAL, 1e-9, most)
    return math.nan if found is None else found


def _warnings(study: Study, n: float) -> tuple[str, ...]:
    told = []
    power = study.power(n)
    if power < _USUAL and power > study.alpha:
        told.append(
            f"Even where the effect is there, {100 * (1 - power):.0f} of 100 such studies do not "
            "find it. If nothing is found, that is no sign that nothing is there."
        )
    if math.isnan(_least_effect(study, n)) and not study.exact:
        told.append(f"No effect of this kind, however large, is found with power {_USUAL:.2f}.")
    if study.exact:
        told.append("For the exact test no least effect is given: its power goes in steps.")
    return tuple(told)


def _size_faults(sizes: tuple[float, float], lost: float) -> list[Fault]:
    faults = []
    if not all(size > 0 and math.isfinite(size) for size in sizes):
        faults.append(Fault("must be above 0.", "Give how many people there are.", column="n"))
    if not 0 <= lost < 1:
        faults.append(Fault("lies outside 0 to below 1.", "With 2 of 10 give .2.", column="lost"))
    return faults
