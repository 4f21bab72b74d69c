"""Whether a difference goes through something in between, for those who ask: simple mediation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["mediation"]

Floats = NDArray[np.float64]


def mediation(
    cause: ArrayLike,
    mediator: ArrayLike,
    outcome: ArrayLike,
    *,
    resamples: int = 5000,
    seed: int = 0,
    level: float = 0.95,
    on_progress: Callable[[float, str], None] | None = None,
) -> Result:
    """Split a difference into what goes through something in between and what does not.

    Parameters
    ----------
    cause, mediator, outcome
        One value a person, shape (n_people,), in the order in which they come about. Who lacks one
        is left out and counted.
    resamples, seed
        How often people are drawn again for the intervals, and from which seed.
    level
        How wide intervals are meant to be.
    on_progress
        Told the share done, 0 to 1; raise `Stopped` in it to stop.

    Returns
    -------
    Result
        `indirect` (a · b), `direct`, `total`, `a` (cause to mediator) and `b` (mediator to outcome,
        the cause held), least-squares slopes with percentile intervals.

    Raises
    ------
    FaultsFound
        A value cannot be read, lengths differ, or the cause or mediator is the same for everybody,
        or one follows from the other.
    TooFewPeople
        Fewer than ten people have all three.

    References
    ----------
    MacKinnon, Lockwood & Williams (2004), Multivariate Behavioral Research 39:99-128; on what it
    cannot show, Bullock, Green & Ha (2010), Journal of Personality and Social Psychology
    98:550-558.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> cause = np.repeat([0.0, 1.0], 60)
    >>> mediator = cause + rng.normal(size=120)
    >>> result = mediation(cause, mediator, mediator + rng.normal(size=120), resamples=500)
    >>> result["indirect"].low > 0, result["direct"].low < 0 < result["direct"].high
    (True, True)
    """
    level_checked(level)
    x, m, y, left_out = _read(cause, mediator, outcome)
    enough(len(x), 10, what="people with all three", why="Each link can still be looked at.")
    once = _paths(*(it[None, :] for it in (x, m, y)))
    if not np.isfinite([once[name][0] for name in once]).all():
        problem = (
            "The cause or the mediator is the same for everybody, or one follows from the other."
        )
        raise FaultsFound([Fault(problem, "Nothing lies in between.")], "Nothing was computed.")
    drawn = _drawn(x, m, y, resamples, seed, on_progress)
    ends = {name: np.quantile(it, [(1 - level) / 2, (1 + level) / 2]) for name, it in drawn.items()}
    rows = [
        Estimate(name, title, once[name][0], float(ends[name][0]), float(ends[name][1]),
                 se=drawn[name].std(ddof=1))
        for name, title in _TITLES.items()
    ]  # fmt: skip
    kept, warnings = weighed(rows, pairs_of_values=len(x))
    return Result(
        title="Through something in between",
        method=f"Product of least-squares slopes; percentile intervals from {resamples:,} draws of "
        f"people (seed {seed}).",
        rows=kept,
        n_used=len(x),
        dropped={"a value is missing": left_out},
        assumptions=(
            "nothing unmeasured leads to both the mediator and the outcome",
            "the mediator came before the outcome",
            "the slopes are straight and alike in both groups",
        ),
        warnings=warnings,
        limits=(
            "Even where places are drawn by lot, the mediator is not: this is a description that "
            "fits a story, and no test of it.",
        ),
        reference="MacKinnon, Lockwood & Williams (2004).",
        level=level,
    )


_TITLES = {
    "indirect": "Through the mediator",
    "direct": "Past the mediator",
    "total": "In all",
    "a": "Cause to mediator",
    "b": "Mediator to outcome",
}


def _read(
    cause: ArrayLike, mediator: ArrayLike, outcome: ArrayLike
) -> tuple[Floats, Floats, Floats, int]:
    names = ("cause", "mediator", "outcome")
    given = [one_column(n, v) for n, v in zip(names, (cause, mediator, outcome), strict=True)]
    if len({len(it) for it in given}) > 1:
        sizes = ", ".join(f"{n} {len(it)}" for n, it in zip(names, given, strict=True))
        fault = Fault(f"The lengths differ: {sizes}.", "Give one value a person in each.")
        raise FaultsFound([fault], "Nothing was computed.")
    whole = ~np.isnan(np.column_stack(given)).any(axis=1)
    x, m, y = (it[whole] for it in given)
    return x, m, y, int((~whole).sum())


def _paths(x: Floats, m: Floats, y: Floats) -> dict[str, Floats]:
    """Give the slopes for each row of draws, shape (n_draws,), NaN where they cannot be told."""
    x, m, y = (it - it.mean(axis=1, keepdims=True) for it in (x, m, y))
    xx, mm, xm = (x * x).sum(1), (m * m).sum(1), (x * m).sum(1)
    xy, my = (x * y).sum(1), (m * y).sum(1)
    apart = xx * mm - xm**2
    fit = (xx > 1e-12) & (apart > 1e-12 * np.maximum(xx * mm, 1e-300))
    safe_xx, safe = np.where(fit, xx, 1.0), np.where(fit, apart, 1.0)
    a = xm / safe_xx
    b = (xx * my - xm * xy) / safe
    direct = (mm * xy - xm * my) / safe
    found = {"indirect": a * b, "direct": direct, "total": xy / safe_xx, "a": a, "b": b}
    return {name: np.where(fit, value, np.nan) for name, value in found.items()}


def _drawn(
    x: Floats,
    m: Floats,
    y: Floats,
    resamples: int,
    seed: int,
    on_progress: Callable[[float, str], None] | None,
) -> dict[str, Floats]:
    rng, parts = np.random.default_rng(seed), []
    n, done = len(x), 0
    while done < resamples:
        size = min(500, resamples - done)
        places = rng.integers(0, n, (size, n))
        parts.append(_paths(x[places], m[places], y[places]))
        done += size
        if on_progress:
            on_progress(done / resamples, "drawing people again")
    together = {name: np.concatenate([part[name] for part in parts]) for name in _TITLES}
    return {name: values[np.isfinite(values)] for name, values in together.items()}
