"""How much likelier the data are with a difference than without one: Bayes factors."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.values_in import both_waves, enough, one_column

__all__ = ["bayes_factor"]

Kind = Literal["paired", "independent", "correlation"]
_KINDS = ("paired", "independent", "correlation")
_WIDTHS = {"paired": math.sqrt(0.5), "independent": math.sqrt(0.5), "correlation": 1 / 3}


def bayes_factor(
    first: ArrayLike,
    second: ArrayLike,
    *,
    kind: Kind = "paired",
    width: float | None = None,
) -> Result:
    """Weigh a difference, or a correlation, against none.

    Parameters
    ----------
    first, second
        Two waves of the same people ("paired"), values of two groups ("independent"), or two things
        of the same people ("correlation"). NaN is missing; who lacks one is left out and counted.
    kind
        Which of these.
    width
        How large a difference is expected beforehand: the scale of the Cauchy prior of d, √½ unless
        said; for a correlation the width of its stretched beta prior, 1/3 unless said (1 is even).

    Returns
    -------
    Result
        `bf10` (how many times likelier with a difference), `bf01` (the other way round), and
        `log_bf10`.

    Raises
    ------
    FaultsFound
        A value cannot be read, all values are alike, or the width is not above 0.
    UnknownName
        There is no such kind.
    TooFewPeople
        Fewer than two values, or three for a correlation.

    References
    ----------
    Rouder, Speckman, Sun, Morey & Iverson (2009), Psychonomic Bulletin & Review 16:225-237; Ly,
    Verhagen & Wagenmakers (2016), Journal of Mathematical Psychology 72:19-32.

    Examples
    --------
    >>> before, after = [1.0, 2.0, 2.0, 3.0, 1.0, 2.0], [2.0, 3.0, 3.0, 3.0, 2.0, 4.0]
    >>> 5 < bayes_factor(before, after)["bf10"].value < 20
    True
    """
    if kind not in _KINDS:
        raise UnknownName(kind="kind", name=kind, known=_KINDS)
    prior = _WIDTHS[kind] if width is None else float(width)
    if not prior > 0 or (kind == "correlation" and prior > 2):
        problem = "must be above 0, and at most 2 for a correlation."
        raise FaultsFound([Fault(problem, "Correct it.", column="width")], "Nothing was computed.")
    log_bf, n, dropped = _weighed(first, second, kind, prior)
    factor = math.exp(log_bf) if log_bf < 700 else float("inf")
    return Result(
        title="Evidence for a difference against none"
        if kind != "correlation"
        else "Evidence for a correlation against none",
        method=f"Bayes factor, {_PRIORS[kind].format(prior=prior)}.",
        rows=(
            Estimate("bf10", "Likelier with than without", factor, unit="times"),
            Estimate("bf01", "Likelier without than with", math.exp(-log_bf), unit="times"),
            Estimate("log_bf10", "Logarithm of the first", log_bf),
        ),
        n_used=n,
        dropped=dropped,
        assumptions=("values are about normal", "the prior is what you would have expected"),
        limits=(
            "It moves with the prior width: choose that before, and say it. It says nothing of why "
            "there is a difference, nor how large it is.",
        ),
        reference="Rouder et al. (2009)." if kind != "correlation" else "Ly et al. (2016).",
    )


_PRIORS = {
    "paired": "Cauchy prior of d with scale {prior:.3g} (JZS), one sample of differences",
    "independent": "Cauchy prior of d with scale {prior:.3g} (JZS), two samples",
    "correlation": "stretched beta prior of the correlation with width {prior:.3g}",
}


def _weighed(
    first: ArrayLike, second: ArrayLike, kind: Kind, prior: float
) -> tuple[float, int, dict[str, int]]:
    if kind == "independent":
        groups = [one_column(n, v) for n, v in (("first", first), ("second", second))]
        a, b = (g[~np.isnan(g)] for g in groups)
        for group in (a, b):
            enough(len(group), 2, what="values in a group")
        n1, n2 = len(a), len(b)
        pooled = ((n1 - 1) * a.var(ddof=1) + (n2 - 1) * b.var(ddof=1)) / (n1 + n2 - 2)
        t = _ratio(float(b.mean() - a.mean()), math.sqrt(pooled * (1 / n1 + 1 / n2)))
        missing = sum(len(g) for g in groups) - n1 - n2
        size = n1 * n2 / (n1 + n2)
        return _jzs(t, size, n1 + n2 - 2, prior), n1 + n2, {"no value": missing}
    both = both_waves(first, second, names=("first", "second"))
    if kind == "paired":
        enough(len(both), 2)
        change = both.after - both.before
        t = _ratio(float(change.mean()), float(change.std(ddof=1)) / math.sqrt(len(change)))
        return _jzs(t, len(change), len(change) - 1, prior), len(change), both.dropped
    enough(len(both), 3)
    _ratio(1.0, float(min(both.before.std(), both.after.std())))
    r = float(np.corrcoef(both.before, both.after)[0, 1])
    return _of_correlation(r, len(both), prior), len(both), both.dropped


def _ratio(mean: float, error: float) -> float:
    if error <= 1e-12:
        problem = "All values, or all changes, are alike: there is nothing to weigh."
        raise FaultsFound([Fault(problem, "Tell what was seen.")], "Nothing was computed.")
    return mean / error


def _jzs(t: float, n: float, df: float, width: float) -> float:
    """Integrate over the variance of the prior (Rouder et al. 2009, eq. 1), in logarithms."""
    from scipy.integrate import quad

    none = -(df + 1) / 2 * math.log1p(t**2 / df)

    def some(u: float) -> float:
        g = math.exp(u)
        wide = 1 + n * g * width**2
        log = -0.5 * math.log(wide) - (df + 1) / 2 * math.log1p(t**2 / (wide * df))
        return log - 0.5 * math.log(2 * math.pi) - 1.5 * u - 1 / (2 * g) + u

    grid = [some(u) for u in np.linspace(-12, 40, 521)]
    top = max(grid)
    area, _ = quad(lambda u: math.exp(some(u) - top), -12, 60, limit=400,
                   points=[float(np.linspace(-12, 40, 521)[int(np.argmax(grid))])])  # fmt: skip
    return top + math.log(area) - none


def _of_correlation(r: float, n: int, width: float) -> float:
    """Integrate Hotelling's density of r over the stretched beta prior."""
    from scipy.integrate import quad
    from scipy.special import betaln, hyp2f1

    a = 1 / width

    def log_density(rho: float) -> float:
        series = float(hyp2f1(0.5, 0.5, n - 0.5, (1 + rho * r) / 2))
        return (
            (n - 1) / 2 * math.log1p(-(rho**2))
            + (1.5 - n) * math.log1p(-rho * r)
            + math.log(series)
        )

    def log_prior(rho: float) -> float:
        return (1 - 2 * a) * math.log(2) - float(betaln(a, a)) + (a - 1) * math.log1p(-(rho**2))

    grid = np.linspace(-0.9999, 0.9999, 401)
    top = max(log_density(x) + log_prior(x) for x in grid)
    area, _ = quad(lambda x: math.exp(log_density(x) + log_prior(x) - top), -1 + 1e-12, 1 - 1e-12,
                   limit=400, points=[r * 0.999])  # fmt: skip
    return top + math.log(area) - log_density(0.0)
