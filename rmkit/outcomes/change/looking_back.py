"""What people say afterwards of how they were before: the then-test, and its own bias."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import CHANGE_IS_NOT_EFFECT, level_checked
from rmkit.outcomes.change.domain import outside_domain
from rmkit.outcomes.change.paired import mean_with_t
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["then_test"]

Floats = NDArray[np.float64]
_BIAS = (
    "A look back has a bias of its own: people remember badly, expect to have changed, wish to "
    "please and to have spent their time well, and all of it makes the before look lower. Neither "
    "change is the true one."
)


def then_test(
    before: ArrayLike,
    after: ArrayLike,
    *,
    then: ArrayLike,
    scale: tuple[float, float] | None = None,
    unit: str = "scale points",
    level: float = 0.95,
) -> Result:
    """Set the change from a real before beside that from a before as people see it afterwards.

    Parameters
    ----------
    before, after
        Scores of the same people at both waves, as for `paired_change`.
    then
        What they say at the second wave of how they were at the first, in the same order or with
        the same index.
    scale, unit, level
        As for `paired_change`.

    Returns
    -------
    Result
        `change` (after - before), `change_seen_back` (after - then) and `response_shift`
        (then - before: below 0 where people now think that they were lower), each with its t
        interval and test; `mean_before`, `mean_then`, `mean_after`. Only people with all three
        values are in them.

    Raises
    ------
    TooFewPeople
        Fewer than two people have all three values.
    FaultsFound
        Values that cannot be read or lie off the scale; columns that do not match.

    References
    ----------
    Howard (1980), Evaluation Review 4:93-106; on its bias Hill & Betz (2005), American Journal of
    Evaluation 26:501-517.

    Examples
    --------
    >>> before, then = [3, 4, 3, 2, 4, 3, 3, 4], [2, 3, 2, 2, 3, 2, 3, 2]
    >>> after = [4, 4, 3, 3, 4, 4, 3, 4]
    >>> result = then_test(before, after, then=then, unit="levels")
    >>> result["response_shift"].value, result["change_seen_back"].value
    (-0.875, 1.25)
    """
    level_checked(level)
    waves, dropped = _three(before, then, after, scale)
    enough(len(waves[0]), 2, what="people with all three values",
           why="`paired_change` needs no look back.")  # fmt: skip
    first, back, second = waves
    asked = {
        "change": ("Change from the before as told then", second - first),
        "change_seen_back": ("Change from the before as seen today", second - back),
        "response_shift": ("How far the view of the before moved", back - first),
    }
    made = [mean_with_t(id, said, off, level, unit=unit) for id, (said, off) in asked.items()]
    means = [("before", first), ("then", back), ("after", second)]
    rows = [row for row, _ in made]
    rows += [Estimate(f"mean_{n}", f"Mean {n}", wave.mean(), unit=unit) for n, wave in means]
    kept, warnings = weighed(rows, pairs_of_values=len(first))
    flat = [row.title.lower() for row, alike in made if alike]
    if flat:
        warnings += (f"All moved alike, so there is no interval: {'; '.join(flat)}.",)
    warnings += tuple(
        dict.fromkeys(outside_domain(first, second, scale=scale)
                      + outside_domain(back, second, scale=scale))
    )  # fmt: skip
    return Result(
        title="Change, and the before as seen from today",
        method="Three paired t-tests over people with all three values, two-sided; not corrected "
        "for being three.",
        rows=kept,
        n_used=len(first),
        dropped=dropped,
        assumptions=("changes of different people do not depend on each other",),
        warnings=warnings,
        limits=(CHANGE_IS_NOT_EFFECT, _BIAS),
        reference="Howard (1980); Hill & Betz (2005).",
        level=level,
    )


def _three(
    before: ArrayLike, then: ArrayLike, after: ArrayLike, scale: tuple[float, float] | None
) -> tuple[tuple[Floats, Floats, Floats], dict[str, int]]:
    given = {"before": before, "then": then, "after": after}
    if all(isinstance(wave, pd.Series) for wave in given.values()):
        beside = {name: pd.Series(wave) for name, wave in given.items()}
        twice = [
            Fault("has an index label twice; whose value counts?", "Keep one a person.", column=n)
            for n, wave in beside.items()
            if not wave.index.is_unique
        ]
        if twice:
            raise FaultsFound(twice, "Nothing was computed.")
        ids = beside["before"].index
        ids = ids.union(beside["then"].index, sort=False)
        ids = ids.union(beside["after"].index, sort=False)
        given = {name: wave.reindex(ids) for name, wave in beside.items()}
    read = [one_column(name, wave, scale=scale) for name, wave in given.items()]
    if len({len(wave) for wave in read}) > 1:
        problem = f"have {', '.join(str(len(wave)) for wave in read)} values."
        fix = "Give one value a person in all three, or Series with ids as index."
        fault = Fault(problem, fix, column="before, then, after")
        raise FaultsFound([fault], "Nothing was computed.")
    missing = np.isnan(np.stack(read))
    keep = ~missing.any(axis=0)
    alone = missing.sum(axis=0) == 1
    dropped = {
        f"no value {name}": int((missing[i] & alone).sum())
        for i, name in enumerate(("before", "then", "after"))
    }
    dropped["more than one value missing"] = int((missing.sum(axis=0) > 1).sum())
    first, back, second = (wave[keep] for wave in read)
    return (first, back, second), dropped
