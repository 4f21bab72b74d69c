"""Whether a scale means the same before and after, so that its scores may be compared at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.scales.items_in import items_in
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough

__all__ = ["invariance"]

Floats = NDArray[np.float64]
Step = Literal["configural", "metric", "scalar"]
_STEPS: tuple[Step, ...] = ("configural", "metric", "scalar")
_FEW = 100
_FARTHEST = 50.0
"""How far from 0 the logarithm of a spread may be on the way."""
_TITLES = {
    "configural": "the same items belong together",
    "metric": "and weigh the same",
    "scalar": "and start from the same",
}


@discreet("n")
@dataclass(frozen=True, eq=False)
class _Seen:
    """Means and covariances (divided by n) of all items before, then all after."""

    mean: Floats
    covariance: Floats
    n: int
    items: int


def invariance(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    reverse: Collection[str] = (),
    scale: tuple[float, float] | None = None,
) -> Result:
    """Test whether a scale of several items means the same in two waves, in three steps.

    Parameters
    ----------
    before, after
        Answers of the same people, joined by index, each label once (tables that are only counted
        from 0 by position, and then both are as long); one column an item, at least three, the same
        names in both; NaN where unanswered. Who is in one only, or lacks an answer in either, is
        left out and counted.
    reverse, scale
        Items that are turned round first, and the lowest and highest answer.

    Returns
    -------
    Result
        For `configural` (one factor a wave, what is left of an item goes together over time),
        `metric` (equal loadings) and `scalar` (equal intercepts, too): `<step>` with chi2, df and
        p, `<step>_cfi`, `<step>_rmsea`; `metric_change` and `scalar_change`, the test against the
        step before, with `_cfi` how much CFI falls; `factor_change`, how far the factor moved in
        its deviations before, by the scalar model.

    Raises
    ------
    FaultsFound
        Names differ, an index has a label twice, answers cannot be read, or there are fewer than
        three items.
    TooFewPeople
        Fewer people than four for each item, and ten.

    References
    ----------
    Widaman, Ferrer & Conger (2010), Child Development Perspectives 4:10-18; Cheung & Rensvold
    (2002), Structural Equation Modeling 9:233-255, for the fall of CFI.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> level = rng.normal(size=(2, 250)) + rng.normal(size=250)
    >>> waves = [pd.DataFrame({f"q{i}": one + rng.normal(size=250) for i in range(3)})
    ...          for one in level]
    >>> invariance(*waves)["scalar_change"].p > 0.001
    True
    """
    seen, dropped = _seen(before, after, reverse, scale)
    rows, settled, whole = _rows(seen)
    kept, few = weighed(rows, pairs_of_values=seen.n)
    return Result(
        title="Does the scale mean the same before and after?",
        method="One-factor models of two waves by maximum likelihood, errors of the same item "
        "correlated; chi-squared differences, CFI, RMSEA.",
        rows=kept,
        n_used=seen.n,
        dropped=dropped,
        assumptions=("answers are about normal", "one thing is behind the items in each wave"),
        warnings=few + _warnings(seen, settled, rows, whole=whole),
        limits=(
            "A test that finds no difference does not show that there is none; with few people it "
            "finds hardly any. A fall of CFI by more than .01 is a common sign, and no law.",
        ),
        reference="Widaman, Ferrer & Conger (2010); Cheung & Rensvold (2002).",
    )


def _seen(
    before: pd.DataFrame,
    after: pd.DataFrame,
    reverse: Collection[str],
    scale: tuple[float, float] | None,
) -> tuple[_Seen, dict[str, int]]:
    names = [[str(c) for c in wave.columns] for wave in (before, after)]
    faults = []
    if set(names[0]) != set(names[1]):
        problem = "The items before and after are not the same."
        faults.append(Fault(problem, "Give the same columns in both."))
    by_position = all(wave.index.equals(pd.RangeIndex(len(wave))) for wave in (before, after))
    if not (before.index.is_unique and after.index.is_unique):
        faults.append(Fault("An index has a label twice.", "Keep one row a person."))
    if by_position and len(before) != len(after):
        problem = f"There are {len(before)} people before and {len(after)} after."
        faults.append(Fault(problem, "Give the same people in the same order."))
    if len(names[0]) < 3:
        problem = f"There are {len(names[0])} items, and at least 3 are needed."
        faults.append(Fault(problem, "Compare single items by their answers."))
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    ids = before.index[before.index.isin(after.index)]
    enough(len(ids), 3, what="people who were asked twice", why="Means can still be told.")
    first, second = before.loc[ids], after.loc[ids, before.columns]
    both = pd.concat([first.add_suffix(" before"), second.add_suffix(" after")], axis="columns")
    turned = [f"{name} {wave}" for name in reverse for wave in ("before", "after")]
    items = items_in(both, reverse=turned, scale=scale, least=6)
    n, p = len(items.values), len(names[0])
    least = max(10, 4 * p)
    enough(n, least, what="people who answered all items twice", why="Means can still be told.")
    covariance = np.cov(items.values, rowvar=False, bias=True)
    if np.linalg.matrix_rank(covariance) < 2 * p:
        problem = "An item is answered the same by all, or follows from others."
        raise FaultsFound([Fault(problem, "Leave it out.")], "Nothing was computed.")
    alone = {"only before": len(before) - len(ids), "only after": len(after) - len(ids)}
    return _Seen(items.values.mean(axis=0), covariance, n, p), alone | items.dropped


def _model(at: Floats, step: Step, seen: _Seen) -> tuple[Floats, Floats]:
    """Give means and covariances as a step's parameters imply them."""
    p = seen.items
    free = 2 * (p - 1) if step == "configural" else p - 1
    first = np.concatenate([[1.0], at[: p - 1]])
    second = first if step != "configural" else np.concatenate([[1.0], at[p - 1 : 2 * p - 2]])
    root = np.array([[np.exp(at[free]), 0.0], [at[free + 1], np.exp(at[free + 2])]])
    left = np.exp(at[free + 3 : free + 3 + 2 * p])
    together = np.tanh(at[free + 3 + 2 * p : free + 3 + 3 * p]) * np.sqrt(left[:p] * left[p:])
    loadings = np.zeros((2 * p, 2))
    loadings[:p, 0], loadings[p:, 1] = first, second
    covariance = loadings @ (root @ root.T) @ loadings.T + np.diag(left)
    covariance[np.arange(p), np.arange(p) + p] += together
    covariance[np.arange(p) + p, np.arange(p)] += together
    if step != "scalar":
        return seen.mean, covariance
    starts, moved = at[free + 3 + 3 * p : -1], at[-1]
    return np.concatenate([starts, starts + second * moved]), covariance


def _start(step: Step, seen: _Seen) -> Floats:
    p = seen.items
    spread = np.sqrt(np.diag(seen.covariance))
    with_first = np.concatenate([seen.covariance[0, 1:p], seen.covariance[p, p + 1 :]])
    loadings = np.concatenate([spread[1:p] / spread[0], spread[p + 1 :] / spread[p]])
    loadings = np.where(with_first < 0, -loadings, loadings)
    size = np.log(np.array([spread[0], spread[p]]) * 0.7)
    start = [loadings if step == "configural" else loadings[: p - 1]]
    start += [np.array([size[0], 0.5 * spread[p] * 0.7, size[1]])]
    start += [np.log(0.5 * spread**2), np.zeros(p)]
    if step == "scalar":
        start += [(seen.mean[:p] + seen.mean[p:]) / 2, np.zeros(1)]
    return np.concatenate(start)


def _fit(step: Step, seen: _Seen) -> tuple[float, Floats, bool]:
    from scipy.optimize import minimize

    p, constant = seen.items, np.linalg.slogdet(seen.covariance)[1] + 2 * seen.items
    first = 2 * (p - 1) if step == "configural" else p - 1
    logs = [first, *range(first + 2, first + 3 + 2 * p)]

    def lost(at: Floats) -> float:
        if np.abs(at[logs]).max() > _FARTHEST:
            return 1e6
        mean, covariance = _model(at, step, seen)
        sign, size = np.linalg.slogdet(covariance)
        if sign <= 0 or not np.isfinite(size):
            return 1e6
        apart = seen.mean - mean
        inverse = np.linalg.inv(covariance)
        value = size + np.trace(seen.covariance @ inverse) + apart @ inverse @ apart
        return float(value - constant)

    found = minimize(lost, _start(step, seen), method="L-BFGS-B", jac="3-point",
                     options={"maxiter": 3000, "maxfun": 10**6, "ftol": 1e-15,
                              "gtol": 1e-8})  # fmt: skip
    settled = bool(np.abs(found.jac).max() < 1e-4 and found.fun < 1e5)
    return max(seen.n * float(found.fun), 0.0), found.x, settled


def _nothing_left(at: Floats, step: Step, seen: _Seen) -> bool:
    """Say whether a model leaves hardly anything of an item for itself (a Heywood case)."""
    p, free = seen.items, (2 if step == "configural" else 1) * (seen.items - 1)
    left = np.exp(at[free + 3 : free + 3 + 2 * p])
    together = np.abs(np.tanh(at[free + 3 + 2 * p : free + 3 + 3 * p]))
    return bool((left / np.diag(seen.covariance)).min() < 1e-3 or together.max() > 0.999)


def _rows(seen: _Seen) -> tuple[list[Estimate], bool, bool]:
    from scipy import stats

    p, n = seen.items, seen.n
    base = n * float(np.log(np.diag(seen.covariance)).sum() - np.linalg.slogdet(seen.covariance)[1])
    base_df = p * (2 * p - 1)
    rows: list[Estimate] = []
    before: tuple[float, int, float] | None = None
    all_settled, whole, moved = True, False, float("nan")
    for i, step in enumerate(_STEPS):
        chi2, at, settled = _fit(step, seen)
        all_settled &= settled
        whole |= _nothing_left(at, step, seen)
        df = p * (2 * p + 1) - 5 * p - 1 + i * (p - 1)
        off = max(chi2 - df, 0.0)
        most = max(base - base_df, off)
        cfi = 1.0 if most <= 0 else 1 - off / most
        title = f"Step {i + 1}: {_TITLES[step]}"
        rows.append(Estimate(step, title, chi2, statistic=chi2, statistic_name="chi2", df=df,
                             p=float(stats.chi2.sf(chi2, df))))  # fmt: skip
        rows.append(Estimate(f"{step}_cfi", f"CFI, step {i + 1}", cfi))
        rows.append(Estimate(f"{step}_rmsea", f"RMSEA, step {i + 1}", np.sqrt(off / (n * df))))
        if before is not None:
            more, steps = max(chi2 - before[0], 0.0), df - before[1]
            rows.append(
                Estimate(f"{step}_change", f"Step {i + 1} against step {i}", more, statistic=more,
                         statistic_name="chi2", df=steps, p=float(stats.chi2.sf(more, steps)))
            )  # fmt: skip
            rows.append(
                Estimate(f"{step}_change_cfi", f"Fall of CFI, step {i + 1}", before[2] - cfi)
            )
        before = (chi2, df, cfi)
        if step == "scalar":
            moved = float(at[-1] / np.exp(at[p - 1]))
    rows.append(Estimate("factor_change", "How far the factor moved", moved,
                         unit="standard deviations"))  # fmt: skip
    return rows, all_settled, whole


def _warnings(seen: _Seen, settled: bool, rows: list[Estimate], *, whole: bool) -> tuple[str, ...]:
    told = []
    if whole:
        told.append(
            "A model leaves nothing of an item for itself (a Heywood case): it does not fit these "
            "items, or people are too few. Its p-values mean little."
        )
    if not settled:
        told.append("A model did not settle: take its figures for a rough guess.")
    if seen.n < _FEW:
        told.append(
            f"{seen.n} people are few for this: below {_FEW} such tests miss real differences, and "
            "their p-values are rough."
        )
    by_id = {row.id: row for row in rows}
    for step, words in (("metric", "weigh"), ("scalar", "start from")):
        p = by_id[f"{step}_change"].p
        if p is not None and p < 0.05:
            told.append(
                f"The items do not {words} the same before and after: a change of the score is "
                "partly a change of what it means."
            )
            break
    return tuple(told)
