"""Made-up cohorts of pairs at sites over waves: what they would answer, who leaves, who is drawn.

Scores are in standard deviations of what people answer at the first wave, before any ceiling. A
score is what is true of a person at a wave, plus an error of measurement. What is true has a part
that stays and one of the wave; both are shared in part by a pair and by a site. Nobody in such a
cohort exists: it shows what a design can and cannot find, never what mentoring does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault
from rmkit.outcomes.design.batches import stream

__all__ = ["Drawn", "World", "drawn", "faults_of"]

Floats = NDArray[np.float64]


@discreet("pairs", "sites", "waves", "effect", "analysis")
@dataclass(frozen=True)
class World:
    """What is assumed of cohorts; `simulated_power` says what each is."""

    pairs: int
    effect: float
    analysis: Literal["change", "gain", "ancova", "lottery"] = "change"
    sites: int = 1
    waves: int = 2
    people: int = 1
    reliability: float = 0.8
    stability: float = 0.7
    pair_correlation: float = 0.0
    site_correlation: float = 0.0
    lost: float = 0.0
    stay_if_gained: float = 0.0
    ceiling: float = 0.0
    unit: Literal["pairs", "sites"] = "pairs"

    @property
    def compared(self) -> bool:
        """Whether a lottery makes two groups."""
        return self.analysis != "change"

    @property
    def shares(self) -> tuple[float, float, float]:
        """Which share of what is true is the site's, the pair's and the person's own."""
        site = self.site_correlation
        pair = max(self.pair_correlation - site, 0.0) if self.people == 2 else 0.0
        return site, pair, 1 - site - pair


@discreet()
@dataclass(frozen=True, eq=False)
class Drawn:
    """Some cohorts, as analyses take them.

    Attributes
    ----------
    before, after
        Means of what is analysed (pairs or sites), shape (cohorts, units); `after` over all
        later waves that were answered; NaN where either is missing.
    treated
        Whether a unit was drawn to begin at once, of the same shape; all True without a lottery.
    """

    before: Floats
    after: Floats
    treated: NDArray[np.bool_]


def drawn(world: World, seed: int, cohorts: range) -> tuple[Drawn, Drawn]:
    """Draw cohorts twice from the same chance: with the effect, and without any.

    Parameters
    ----------
    world
        What is assumed.
    seed, cohorts
        Of the streams; each cohort is drawn by its own.
    """
    pairs, people, waves = world.pairs, world.people, world.waves
    draws = _draws(world, seed, cohorts)
    parts = [draws[name] for name in ("site", "pair", "own")]
    true = sum(
        (math.sqrt(share) * part for share, part in zip(world.shares, parts, strict=True)),
        np.zeros((len(cohorts), pairs, people, waves + 1)),
    )
    stays, moves = math.sqrt(world.stability), math.sqrt(1 - world.stability)
    true = stays * true[..., :1] + moves * true[..., 1:]
    scores = math.sqrt(world.reliability) * true
    scores += math.sqrt(1 - world.reliability) * draws["error"]
    gone = _gone(world, true, draws)
    treated = _treated(world, draws)
    none = _seen(world, scores, gone, treated)
    scores[..., 1:] += world.effect * treated[:, :, None, None]
    return _seen(world, scores, gone, treated), none


def faults_of(world: World) -> list[Fault]:
    """Find everything that cannot be in what is assumed."""
    faults = []
    for name, least in (("pairs", 2), ("sites", 1), ("waves", 2)):
        if getattr(world, name) < least:
            faults.append(Fault("is too small.", f"Give at least {least}.", column=name))
    if world.people not in (1, 2):
        faults.append(Fault("must be 1 or 2.", "How many of a pair answer?", column="people"))
    for name in ("reliability", "stability", "pair_correlation", "site_correlation"):
        if not 0 <= getattr(world, name) <= 1:
            faults.append(Fault("lies outside 0 to 1.", "Give .7, say.", column=name))
    for name in ("lost", "ceiling"):
        if not 0 <= getattr(world, name) < 1:
            faults.append(Fault("lies outside 0 to below 1.", "With 2 of 10 give .2.", column=name))
    if not -1 <= world.stay_if_gained <= 1:
        faults.append(Fault("lies outside -1 to 1.", "Give 0, say.", column="stay_if_gained"))
    if not math.isfinite(world.effect):
        faults.append(Fault("is no number.", "Give .3, say.", column="effect"))
    if world.analysis not in ("change", "gain", "ancova", "lottery"):
        fix = 'Give "change", "gain", "ancova" or "lottery".'
        faults.append(Fault("is not known.", fix, column="analysis"))
    return faults + _together(world)


def _together(world: World) -> list[Fault]:
    faults = []
    if world.people == 2 and world.pair_correlation < world.site_correlation:
        problem = "is below that of a site, but a pair is of one site."
        faults.append(Fault(problem, "Give at least as much.", column="pair_correlation"))
    if world.sites > world.pairs:
        faults.append(Fault("are more than pairs.", "Give fewer sites.", column="sites"))
    if world.unit not in ("pairs", "sites"):
        faults.append(Fault("is not known.", 'Give "pairs" or "sites".', column="unit"))
    elif world.unit == "sites" and world.sites < (4 if world.compared else 2):
        problem = "are too few to be what is analysed."
        fix = "Analyse pairs, or have 2 sites (4 where sites are drawn)."
        faults.append(Fault(problem, fix, column="sites"))
    return faults


def _draws(world: World, seed: int, cohorts: range) -> dict[str, Floats]:
    """Draw all chance of each cohort from its own stream, in one order."""
    sites, pairs, people, parts = world.sites, world.pairs, world.people, world.waves + 1
    shapes = {
        "site": (sites, 1, parts),
        "pair": (pairs, 1, parts),
        "own": (pairs, people, parts),
        "error": (pairs, people, world.waves),
        "leaves": (pairs,),
        "when": (pairs,),
        "lot": (max(pairs, sites),),
    }
    sizes = [math.prod(shape) for shape in shapes.values()]
    numbers = np.stack([stream(seed, cohort).standard_normal(sum(sizes)) for cohort in cohorts])
    cuts = np.split(numbers, np.cumsum(sizes)[:-1], axis=1)
    made = {
        name: cut.reshape(len(cohorts), *shape)
        for (name, shape), cut in zip(shapes.items(), cuts, strict=True)
    }
    made["site"] = made["site"][:, np.arange(pairs) % sites]
    return made


def _gone(world: World, true: Floats, draws: dict[str, Floats]) -> Floats:
    """Give the wave from which on a pair answers no more; `waves` for who stays."""
    from scipy.special import ndtr, ndtri

    if not world.lost:
        return np.full(draws["leaves"].shape, world.waves, dtype=np.float64)
    gained = (true[..., -1] - true[..., 0]).mean(axis=2)
    site, pair, own = world.shares
    spread = math.sqrt(2 * (1 - world.stability) * (site + pair + own / world.people))
    gained = gained / spread if spread else gained
    drift = world.stay_if_gained if spread else 0.0
    stays = drift * gained + math.sqrt(1 - drift**2) * draws["leaves"]
    when = 1 + np.floor(ndtr(draws["when"]) * (world.waves - 1))
    return np.where(stays < ndtri(world.lost), np.minimum(when, world.waves - 1), world.waves)


def _treated(world: World, draws: dict[str, Floats]) -> NDArray[np.bool_]:
    """Draw half of the pairs of each site, or half of the sites, to begin at once."""
    cohorts, pairs = draws["leaves"].shape
    if not world.compared:
        return np.ones((cohorts, pairs), dtype=bool)
    at = np.arange(pairs) % world.sites
    if world.unit == "sites":
        first = np.argsort(np.argsort(draws["lot"][:, : world.sites], axis=1), axis=1)
        return np.asarray(first[:, at] % 2 == 0)
    # By site and, within it, by lot; then every second one.
    order = np.lexsort((draws["lot"][:, :pairs], np.broadcast_to(at, (cohorts, pairs))))
    return np.asarray(np.argsort(order, axis=1) % 2 == 0)


def _seen(world: World, scores: Floats, gone: Floats, treated: NDArray[np.bool_]) -> Drawn:
    """Cut off at the ceiling, lose who leaves, and average what is analysed."""
    from scipy.special import ndtri

    seen = np.minimum(scores, ndtri(1 - world.ceiling)) if world.ceiling else scores
    waves = np.arange(1, world.waves)
    there = waves < gone[..., None]
    count = there.sum(axis=2)
    later = np.where(there, seen[..., 1:].mean(axis=2), 0.0).sum(axis=2)
    after = np.where(count > 0, later / np.maximum(count, 1), np.nan)
    before = np.where(count > 0, seen[..., 0].mean(axis=2), np.nan)
    if world.unit == "pairs":
        return Drawn(before, after, treated)
    of = [np.arange(world.pairs) % world.sites == site for site in range(world.sites)]
    return Drawn(
        np.stack([_mean(before[:, site]) for site in of], axis=1),
        np.stack([_mean(after[:, site]) for site in of], axis=1),
        np.stack([treated[:, site][:, 0] for site in of], axis=1),
    )


def _mean(values: Floats) -> Floats:
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
