"""What a programme returned for what it cost, as a range, and only beside a comparison."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result

__all__ = ["Range", "returns"]

Floats = NDArray[np.float64]
Range = float | Sequence[float]
"""A number, (low, high), or (low, likely, high)."""

_ALONE = (
    "Nothing was compared, so no return is given: what these people would have brought without "
    "mentoring is not known. The share of the benefits that would have to be due to the programme "
    "to pay for it is given in its place."
)
_GUESSED = (
    "The share put down to the programme, and how sure people are of it, are what people believe; "
    "they do not take the place of a comparison."
)
_LEFT_OUT = "What cannot be counted in money is not in it, and is often why people take part."


def returns(
    benefits: Mapping[str, Range],
    costs: Mapping[str, Range],
    *,
    comparison: str | None = None,
    isolation: Range | Mapping[str, Range] = 1.0,
    confidence: Range | Mapping[str, Range] = 1.0,
    unit: str = "",
    draws: int = 20_000,
    seed: int = 1,
    level: float = 0.95,
) -> Result:
    """Set benefits beside costs after Phillips, with how uncertain both are.

    Parameters
    ----------
    benefits, costs
        Amounts of money by name, all of one period: a number, (low, high), or (low, likely, high).
    comparison
        What the benefits were compared with, in words ("those on the waiting list"). None where
        nothing was: then no return is given.
    isolation, confidence
        The share of the benefits put down to the programme, and how sure people are of that share,
        from 0 to 1: one for all, or by the name of a benefit (a name that is missing counts 1).
        Benefits are multiplied by both.
    unit
        The currency.
    draws, seed
        How many times the ranges are drawn from, and the random stream.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `benefits_claimed` (before both shares), `benefits` (after), `costs`; with a comparison
        `bcr` (benefits / costs), `roi` ((benefits - costs) / costs, in %) and `net`; without one
        these are unknown and `share_to_break_even` says what share of the claimed benefits would
        have to be due to the programme. Table `ends`: the least and the most that the ranges allow.

    Raises
    ------
    FaultsFound
        A range that does not run upwards, a negative amount, a share outside 0 to 1, no costs, or
        shares for a benefit that is not there. All faults are told at once.

    Notes
    -----
    A value is the middle one: the likely amount of three, the mean of two. Intervals are Monte
    Carlo: each range is drawn from independently, evenly between two ends and as a triangle where
    the likely amount is given. If all benefits were over- or underrated together the interval would
    be wider; table `ends` is interval arithmetic and holds the worst and the best case.

    References
    ----------
    Phillips & Phillips (2016), Handbook of Training Evaluation and Measurement Methods, 4th ed.

    Examples
    --------
    >>> result = returns({"time saved": 750_000}, {"all": 425_000}, comparison="the waiting list")
    >>> round(result["bcr"].value, 2), round(result["roi"].value, 1)
    (1.76, 76.5)
    >>> returns({"time saved": (20, 60)}, {"all": 25})["share_to_break_even"].value
    0.625
    """
    level_checked(level)
    shares = {"isolation": isolation, "confidence": confidence}
    of = {name: _by_name(given, benefits) for name, given in shares.items()}
    _faults(benefits, costs, of, shares, draws)
    gained, claimed, spent = _amounts(benefits, costs, of, shares, draws, seed)
    tails = ((1 - level) / 2, (1 + level) / 2)

    def row(id: str, title: str, drawn: Floats, unit: str = "") -> Estimate:
        value, rest = float(drawn[2]), drawn[3:]
        if np.ptp(rest) <= 1e-12 * (1 + abs(value)):
            return Estimate(id, title, value, unit=unit)
        low, high = np.quantile(rest, tails)
        return Estimate(id, title, value, low, high, unit=unit)

    rows = [
        row("benefits_claimed", "Benefits as claimed", claimed, unit),
        row("benefits", "Benefits put down to the programme", gained, unit),
        row("costs", "Costs", spent, unit),
    ]
    made = {"bcr": gained / spent, "roi": 100 * (gained - spent) / spent, "net": gained - spent}
    if comparison is None:
        rows += [Estimate(id, _TITLES[id], math.nan) for id in made]
        if (claimed > 0).all():
            said = "Share of the claimed benefits that would have to be due to the programme"
            rows.append(row("share_to_break_even", said, spent / claimed))
    else:
        units = {"roi": "%", "net": unit}
        rows += [row(id, _TITLES[id], drawn, units.get(id, "")) for id, drawn in made.items()]
    return Result(
        title="Costs and returns" if comparison else "Costs, and what would pay for them",
        method=f"Benefits x share put down to the programme x confidence, over costs; {draws:,} "
        f"draws from the ranges, each on its own, seed {seed}."
        + (f" Compared with {comparison}." if comparison else ""),
        rows=tuple(rows),
        n_used=len(benefits) + len(costs),
        counted="amounts",
        assumptions=("amounts are of one period, and none is counted twice",),
        warnings=() if comparison else (_ALONE,),
        limits=(_GUESSED, _LEFT_OUT),
        reference="Phillips & Phillips (2016).",
        level=level,
        tables={"ends": _table_of_ends(gained, spent, told=comparison is not None)},
    )


_TITLES = {"bcr": "Benefits for each unit of cost", "roi": "Return on investment",
           "net": "Benefits less costs"}  # fmt: skip


def _by_name(given: Range | Mapping[str, Range], benefits: Mapping[str, Range]) -> dict[str, Range]:
    if isinstance(given, Mapping):
        return {name: given.get(name, 1.0) for name in benefits}
    return dict.fromkeys(benefits, given)


def _three(given: Range) -> tuple[float, ...]:
    return tuple(float(end) for end in np.atleast_1d(np.asarray(given, dtype=np.float64)))


def _faults(
    benefits: Mapping[str, Range],
    costs: Mapping[str, Range],
    of: Mapping[str, Mapping[str, Range]],
    shares: Mapping[str, Range | Mapping[str, Range]],
    draws: int,
) -> None:
    found = [] if draws >= 100 else [Fault("Too few draws.", "Give at least 100.", column="draws")]
    tables = {"benefits": benefits, "costs": costs, **of}
    for table, amounts in tables.items():
        most = 1.0 if table in of else math.inf
        for name, given in amounts.items():
            ends = _three(given)
            if not (
                1 <= len(ends) <= 3
                and all(math.isfinite(end) and 0 <= end <= most for end in ends)
                and list(ends) == sorted(ends)
            ):
                fix = "Give (low, high) or (low, likely, high), " + (
                    "from 0 to 1." if table in of else "0 or more."
                )
                found.append(Fault("is no range.", fix, column=f"{table}: {name}"))
    for table, share in shares.items():
        if isinstance(share, Mapping):
            found += [
                Fault("is none of the benefits.", "Name one of them.", column=f"{table}: {name}")
                for name in share
                if name not in benefits
            ]
    for table in ("benefits", "costs"):
        if not tables[table]:
            found.append(Fault("are missing.", "Give at least one amount.", column=table))
    if costs and not sum(_three(given)[0] for given in costs.values() if _three(given)) > 0:
        found.append(Fault("may be 0, so nothing can be divided by them.", column="costs"))
    if found:
        raise FaultsFound(found, "Nothing was computed.")


def _drawn(given: Range, draws: int, rng: np.random.Generator) -> Floats:
    """Give the least, the most and the middle value, and then draws."""
    ends = _three(given)
    low, high = ends[0], ends[-1]
    middle = ends[1] if len(ends) == 3 else (low + high) / 2
    if low == high:
        many = np.full(draws, low)
    elif len(ends) == 3:
        many = rng.triangular(low, middle, high, draws)
    else:
        many = rng.uniform(low, high, draws)
    drawn: Floats = np.concatenate([[low, high, middle], many])
    return drawn


def _amounts(
    benefits: Mapping[str, Range],
    costs: Mapping[str, Range],
    of: Mapping[str, Mapping[str, Range]],
    shares: Mapping[str, Range | Mapping[str, Range]],
    draws: int,
    seed: int,
) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(seed)
    gained, claimed, spent = (np.zeros(draws + 3) for _ in range(3))
    # One share for all is one belief, and drawn once.
    shared = {
        table: None if isinstance(given, Mapping) else _drawn(given, draws, rng)
        for table, given in shares.items()
    }
    for name, given in benefits.items():
        amount = _drawn(given, draws, rng)
        claimed += amount
        for table, one_for_all in shared.items():
            share = _drawn(of[table][name], draws, rng) if one_for_all is None else one_for_all
            amount = amount * share
        gained += amount
    for given in costs.values():
        spent += _drawn(given, draws, rng)
    return gained, claimed, spent


def _table_of_ends(gained: Floats, spent: Floats, *, told: bool) -> pd.DataFrame:
    rows = {"benefits": (gained[0], gained[1]), "costs": (spent[0], spent[1])}
    if told:
        worst, best = gained[0] / spent[1], gained[1] / spent[0]
        rows["bcr"] = (worst, best)
        rows["roi"] = (100 * (worst - 1), 100 * (best - 1))
        rows["net"] = (gained[0] - spent[1], gained[1] - spent[0])
    return pd.DataFrame.from_dict(rows, orient="index", columns=["least", "most"])
