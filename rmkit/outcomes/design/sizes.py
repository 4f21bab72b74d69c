"""How many people a study needs so that it finds an effect that is there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from rmkit.errors import Fault, FaultsFound, NotReady
from rmkit.outcomes.design.asked import Effect, Study, study_of
from rmkit.outcomes.design.by_formula import ASSUMES, LIMITS, curve_of
from rmkit.outcomes.design.formulas import root
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result

__all__ = ["pairs_needed"]

_MOST = 10_000_000
_MOST_EXACT = 2_000


def pairs_needed(
    design: str,
    effect: Effect | Sequence[float],
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    r: float | None = None,
    ratio: float = 1.0,
    lost: float = 0.0,
    exact: bool = False,
    event_share: float | None = None,
) -> Result:
    """Tell how many people or pairs a study needs to find an effect that is there.

    Parameters
    ----------
    design, effect, alpha, r, exact, event_share
        As for `power_of_design`.
    power
        How often the effect is to be found.
    ratio
        Two groups: people in the second for one in the first.
    lost
        Which share, 0 to below 1, will have no value that counts; so many more are asked.

    Returns
    -------
    Result
        `n`, whole people (paired with one person a pair: pairs) with values, in the first group
        where there are two; `n_second`, the second group; `n_exact`, before rounding up (NaN for
        the exact test, whose power goes in steps); `recruited`, all who must be asked; `reached`,
        the power of `n`; for staying, `events`, how many must have left. `tables["curve"]` has
        the power over sizes.

    Raises
    ------
    UnknownName
        There is no such design.
    FaultsFound
        The effect or a setting cannot be; all faults at once.
    NotReady
        There is no effect to be found, or no study up to ten million people finds it (the exact
        test: 2,000 in each group).

    References
    ----------
    As for `power_of_design`.

    Examples
    --------
    >>> [int(pairs_needed("paired", d_av, r=0.5)["n"].value) for d_av in (0.3, 0.5, 0.8)]
    [90, 34, 15]
    >>> int(pairs_needed("two_shares", (0.85, 0.92))["n"].value)
    319
    """
    study = _checked(design, effect, power, alpha, r, ratio, lost, exact, event_share)
    precise = _precise(study, power)
    n = math.ceil(precise - 1e-9) if not exact else _first_exact(study, power, precise)
    second = math.ceil(n * ratio - 1e-9) if study.kind.arms == 2 else 0
    asked = math.ceil(n / (1 - lost) - 1e-9) + math.ceil(second / (1 - lost) - 1e-9)
    rows = [
        Estimate("n", f"Needed: {study.kind.counted}", n),
        Estimate("n_exact", "Before rounding up", math.nan if exact else precise),
        Estimate("recruited", "To be asked, in all", asked),
        Estimate("reached", "Power reached", study.power(n)),
    ]
    if study.kind.arms == 2:
        rows.insert(1, Estimate("n_second", "Needed in the second group", second))
    if study.kind.id == "staying":
        leavers = precise * (1 + ratio) * study.event_share
        rows.append(Estimate("events", "Who must have left", leavers))
    return Result(
        title=f"Size needed: {study.kind.title.lower()}, effect {study.said}, power {power:g}",
        method=study.method(),
        rows=tuple(rows),
        n_used=n + second,
        counted="people needed",
        assumptions=ASSUMES,
        warnings=_warnings(study),
        limits=LIMITS,
        reference=study.kind.reference,
        level=1 - alpha,
        tables={"curve": curve_of(study, n)},
        axes=(study.kind.counted, "power"),
    )


def _checked(
    design: str, effect: Effect | Sequence[float], power: float, alpha: float,
    r: float | None, ratio: float, lost: float, exact: bool, event_share: float | None,
) -> Study:  # fmt: skip
    faults = []
    if not 0 < power < 1:
        faults.append(Fault("lies outside 0 to 1.", "Give .8, say.", column="power"))
    elif 0 < alpha < 1 and power <= alpha:
        faults.append(Fault("is no more than alpha.", "Give .8, say.", column="power"))
    if not 0 <= lost < 1:
        faults.append(Fault("lies outside 0 to below 1.", "With 2 of 10 give .2.", column="lost"))
    try:
        study = study_of(
            design, effect, alpha=alpha, r=r, ratio=ratio, exact=exact, event_share=event_share
        )
    except FaultsFound as found:
        faults += found.faults
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    return study


def _precise(study: Study, power: float) -> float:
    plain = replace(study, exact=False)
    none = {"staying": 1.0}.get(study.kind.id, 0.0)
    effect = study.effect
    same = effect[0] == effect[1] if isinstance(effect, tuple) else effect == none
    if same:
        message = "There is no effect to be found. Give the smallest one that would matter to you."
        raise NotReady(message)
    least = study.kind.least if study.ratio >= 1 else study.kind.least / study.ratio
    found = root(lambda n: plain.power(n) - power, least, _MOST)
    if found is None:
        message = (
            f"No study up to {_MOST:,} people finds so small an effect with power {power:g}. "
            "Ask whether an effect of that size would matter to anybody."
        )
        raise NotReady(message)
    return found


def _first_exact(study: Study, power: float, about: float) -> int:
    """Find the first size at which Fisher's test has the power, from near the usual one on.

    The usual one is that of the arcsine, corrected for continuity (Fleiss 1981, eq. 3.19).
    """
    shares = study.effect if isinstance(study.effect, tuple) else (0.0, 1.0)
    apart = 2 * (1 + study.ratio) / (about * study.ratio * abs(shares[0] - shares[1]))
    corrected = about / 4 * (1 + math.sqrt(1 + apart)) ** 2
    n = max(study.kind.least, math.floor(max(about, 0.97 * corrected)))
    while n <= _MOST_EXACT:
        if study.power(n) >= power:
            return n
        n += 1
    message = (
        f"More than {_MOST_EXACT:,} in each group are needed, and the exact test is not worked "
        "out for so many. Leave out `exact`: with so many people both agree."
    )
    raise NotReady(message)


def _warnings(study: Study) -> tuple[str, ...]:
    if study.kind.arms == 2 and not study.exact and isinstance(study.effect, tuple):
        return ("Fisher's exact test needs some more; ask for it with `exact=True`.",)
    return ()
