"""How strong something that nobody measured would have to be to explain a difference away."""

from __future__ import annotations

import math
from typing import Literal

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result

__all__ = ["e_value"]

Kind = Literal["risk_ratio", "odds_ratio", "hazard_ratio", "difference"]
_KINDS = ("risk_ratio", "odds_ratio", "hazard_ratio", "difference")


def e_value(
    estimate: float,
    low: float | None = None,
    high: float | None = None,
    *,
    kind: Kind = "risk_ratio",
    rare: bool = False,
) -> Result:
    """Tell how strong an unmeasured cause would have to be to explain a difference away.

    Parameters
    ----------
    estimate, low, high
        A ratio (above 0), or a difference in standard deviations, with the ends of its interval
        where there is one.
    kind
        What it is. Odds and hazard ratios of what is not rare are turned into risk ratios by the
        formulas of the source, a difference d by exp(0.91 d).
    rare
        Whether fewer than 15 of 100 have the outcome: then odds and hazard ratios are taken for
        risk ratios as they are.

    Returns
    -------
    Result
        `e_value` (the least risk ratio that the cause would need with having a place and with the
        outcome, both), `e_value_limit` (the same to move the interval's near end to no difference;
        1 where the interval holds it already), and `risk_ratio` with its ends.

    Raises
    ------
    FaultsFound
        A ratio is not above 0, or the estimate does not lie between its ends.
    UnknownName
        There is no such kind.

    References
    ----------
    VanderWeele & Ding (2017), Annals of Internal Medicine 167:268-274; VanderWeele (2017),
    Epidemiology 28:e58-e59, for ratios of what is not rare.

    Examples
    --------
    >>> result = e_value(3.9, 1.8, 8.7)
    >>> round(result["e_value"].value, 2), round(result["e_value_limit"].value, 2)
    (7.26, 3.0)
    """
    ends = _checked(estimate, low, high, kind)
    value = _as_risk_ratio(estimate, kind, rare=rare)
    below, above = (None if e is None else _as_risk_ratio(e, kind, rare=rare) for e in ends)
    near = _near(value, below, above)
    rows = [Estimate("e_value", "E-value of the estimate", _strength(value), unit="risk ratio")]
    if near is not None:
        rows.append(
            Estimate("e_value_limit", "E-value of the near end", _strength(near), unit="risk ratio")
        )
    rows.append(Estimate("risk_ratio", "Risk ratio", value, below, above, unit="risk ratio"))
    return Result(
        title="What nobody measured",
        method=f"E-value of a {kind.replace('_', ' ')}.",
        rows=tuple(rows),
        n_used=1,
        counted="estimates",
        assumptions=("everything measured was taken into account rightly",),
        limits=(
            "It says how strong a hidden cause would have to be, not whether there is one. Wishing "
            "for a place may well be one.",
        ),
        reference="VanderWeele & Ding (2017).",
    )


def _checked(
    estimate: float, low: float | None, high: float | None, kind: str
) -> tuple[float | None, float | None]:
    if kind not in _KINDS:
        raise UnknownName(kind="kind of estimate", name=kind, known=_KINDS)
    faults = [
        Fault("is not a ratio above 0.", "Give the ratio itself, not its logarithm.", column=name)
        for name, value in (("estimate", estimate), ("low", low), ("high", high))
        if value is not None and kind != "difference" and not value > 0
    ]
    if not faults and (
        (low is not None and low > estimate) or (high is not None and high < estimate)
    ):
        faults = [Fault("does not lie between low and high.", "Correct it.", column="estimate")]
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    return low, high


def _as_risk_ratio(value: float, kind: str, *, rare: bool) -> float:
    if kind == "difference":
        return math.exp(0.91 * value)
    if kind == "risk_ratio" or rare:
        return value
    if kind == "odds_ratio":
        return math.sqrt(value)
    root = math.sqrt(value)
    return float((1 - 0.5**root) / (1 - 0.5 ** (1 / root)))


def _near(ratio: float, low: float | None, high: float | None) -> float | None:
    """Give the end that is nearer to no difference; 1 where no difference lies inside."""
    if low is None or high is None:
        return None
    if low <= 1 <= high:
        return 1.0
    return low if ratio > 1 else high


def _strength(ratio: float) -> float:
    above = ratio if ratio >= 1 else 1 / ratio
    return above + math.sqrt(above * (above - 1))
