"""What the p-values of tests are worth that belong together, as a family declared before."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result

__all__ = ["adjusted"]

Method = Literal["holm", "bonferroni", "hochberg", "hommel", "bh", "by"]

_NAMES = {
    "bonferroni": "bonferroni", "holm": "holm", "hochberg": "simes-hochberg", "hommel": "hommel",
    "bh": "fdr_bh", "by": "fdr_by",
}  # fmt: skip
_HOLDS = {
    "holm": "however the tests depend on each other",
    "bonferroni": "however the tests depend on each other",
    "hochberg": "where tests are independent or move together",
    "hommel": "where tests are independent or move together",
    "bh": "where tests are independent or move together",
    "by": "however the tests depend on each other",
}
_SOURCES = {
    "holm": "Holm (1979), Scandinavian Journal of Statistics 6:65-70.",
    "bonferroni": "Dunn (1961), Journal of the American Statistical Association 56:52-64.",
    "hochberg": "Hochberg (1988), Biometrika 75:800-802.",
    "hommel": "Hommel (1988), Biometrika 75:383-386.",
    "bh": "Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57:289-300.",
    "by": "Benjamini & Yekutieli (2001), Annals of Statistics 29:1165-1188.",
}


def adjusted(
    tests: Mapping[str, float | Estimate | None],
    family: str,
    *,
    declared: Iterable[str],
    method: Method = "holm",
) -> Result:
    """Adjust the p-values of a family of tests that was declared before.

    Parameters
    ----------
    tests
        The p-value of each test by its name, or the row of a `Result` that has it. None or NaN is
        a test that gave no p-value; it stays in the family as one that shows nothing (p = 1).
    family
        What belongs together, in words.
    declared
        The names of all tests of the family, as they stood in the plan. Tests that are missing or
        were not declared are refused: leaving some out afterwards makes the others look better.
    method
        Against one false claim in the family: "holm", "bonferroni", "hochberg", "hommel"; against
        a share of false claims among those made: "bh" (Benjamini-Hochberg), "by".

    Returns
    -------
    Result
        One row a test, in the order of `declared`: its adjusted p-value as `value` and `p`, what it
        was before as `statistic`.

    Raises
    ------
    FaultsFound
        Tests are missing, not declared, or a p-value does not lie between 0 and 1.
    UnknownName
        There is no such method.

    References
    ----------
    Wright (1992), Biometrics 48:1005-1013, for adjusted p-values.

    Examples
    --------
    >>> tests = {"levels": 0.01, "tasks": 0.04, "growth": 0.03}
    >>> result = adjusted(tests, "what mentees learn", declared=tests)
    >>> [round(row.value, 2) for row in result]
    [0.03, 0.06, 0.06]
    """
    if method not in _NAMES:
        raise UnknownName(kind="method", name=method, known=_NAMES)
    names = list(dict.fromkeys(declared))
    raw = _read(tests, names)
    silent = [name for name in names if raw[name] is None]
    before = [1.0 if (p := raw[name]) is None else p for name in names]
    after = _adjust(before, method)
    rows = tuple(
        Estimate(name, name, value, statistic=None if name in silent else p, p=value,
                 statistic_name="p before", unit="adjusted p")
        for name, p, value in zip(names, before, after, strict=True)
    )  # fmt: skip
    told = (
        f"{len(silent)} of {len(names)} tests gave no p-value; each stays in the family as one "
        "that shows nothing."
    )
    return Result(
        title=f"Tests of one family: {family}",
        method=f"p-values adjusted for {len(names)} tests ({method}), which holds "
        f"{_HOLDS[method]}.",
        rows=rows,
        n_used=len(names),
        counted="tests",
        assumptions=("the family was declared before anybody looked",),
        warnings=(told,) if silent else (),
        limits=("What was looked at besides, and not declared, is not in it.",),
        reference=_SOURCES[method],
    )


def _read(
    tests: Mapping[str, float | Estimate | None], names: list[str]
) -> dict[str, float | None]:
    faults = [
        Fault("was declared, and is not among the tests.", "Give it, with None if it has no p.",
              column=name)
        for name in names if name not in tests
    ]  # fmt: skip
    faults += [
        Fault("is among the tests, and was not declared.", "Declare it, or report it apart.",
              column=name)
        for name in tests if name not in names
    ]  # fmt: skip
    raw: dict[str, float | None] = {}
    for name in names:
        given = tests.get(name)
        p = given.p if isinstance(given, Estimate) else given
        raw[name] = None if p is None or math.isnan(p) else float(p)
        if (value := raw[name]) is not None and not 0 <= value <= 1:
            faults.append(Fault("is not a p-value: it lies from 0 to 1.", "Correct it.",
                                column=name))  # fmt: skip
    if not names:
        faults.append(Fault("No test was declared.", "Name those that belong together."))
    if faults:
        raise FaultsFound(faults, "Nothing was adjusted.")
    return raw


def _adjust(before: list[float], method: str) -> list[float]:
    from statsmodels.stats.multitest import multipletests

    if len(before) == 1:
        return before
    return [float(p) for p in multipletests(np.array(before), method=_NAMES[method])[1]]
