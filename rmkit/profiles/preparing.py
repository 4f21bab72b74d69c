"""From the table of people to what can be compared: features by block, weighted, without filling.

Every feature keeps its own scale: levels run from 1 to 5, years are counted in working lives, so
that no feature weighs more because people happen to differ little in it (Milligan & Cooper 1988
on scaling by range). A block counts as much as its weight, however many features it has. Missing
answers stay missing; people who answered no more than half are left out and named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.errors import FaultsFound, TooFewPeople
from rmkit.people.measures import BLOCKS, CHOICES, Feature, Measured, measured
from rmkit.profiles.asking import NOTHING_DONE, weight_faults
from rmkit.profiles.compared import Compared

__all__ = ["Prepared", "prepare", "weighted"]

_ENOUGH = 0.5
_ALWAYS_TOLD = ("levels", "needs", "styles", "seniority")


@discreet("used", "left_out")
@dataclass(frozen=True, eq=False)
class Prepared:
    """People ready to be compared.

    Attributes
    ----------
    measured
        What is told of people, everybody and in their own units: what is compared, and the
        levels, needs, styles and years that are not.
    compared
        What counts, of the people in `used`, in that order: sorted by their answers, so that
        neither the order of rows nor the ids make a difference.
    features
        The features in `compared`.
    weights
        By block, what counts.
    used, left_out
        Ids of people.
    warnings
        What was noticed.
    """

    measured: Measured
    compared: Compared
    features: tuple[Feature, ...]
    weights: dict[str, float]
    used: tuple[str, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


def prepare(
    people: pd.DataFrame,
    *,
    weights: Mapping[str, float] | None = None,
    choices: Sequence[str] = CHOICES,
) -> Prepared:
    """Choose, weigh and order what people are compared by.

    Parameters
    ----------
    people
        A validated table of people.
    weights
        What a block counts instead of its usual weight; 0 leaves it out.
    choices
        The columns of the block `choices`.

    Returns
    -------
    Prepared
        Features that half of the people answered and in which people differ, and the people who
        answered more than half of these, by weight.

    Raises
    ------
    FaultsFound
        A weight is not a number from 0 to 1,000, belongs to no block, or all are 0.
    TooFewPeople
        There is nobody, or nobody who answered enough.
    """
    if people.empty:
        message = "There is nobody in the table of people, so there are no profiles to read."
        raise TooFewPeople(message)
    counts = weighted(weights)
    found = measured(people, {*_ALWAYS_TOLD, *counts}, choices=choices)
    answered = found.values.notna().mean() >= _ENOUGH
    rarely = [f for f in found.features if not answered[f.name] and f.block in counts]
    heard = found.of({f.name for f in found.features if answered[f.name]})
    compared = heard.of({f.name for f in heard.features if f.block in counts})
    features, enough = _telling(compared, counts)
    if not enough.any():
        message = (
            "Nobody has answered enough to read profiles from, which needs more than half of what "
            f"counts here: {', '.join(counts)}. Import the answers to the candidate questionnaire "
            "first, or give another block a weight."
        )
        raise TooFewPeople("\n".join((message, *found.notes)))
    left_out = tuple(str(person) for person in compared.values.index[~enough])
    used = compared.values.loc[enough]
    used = used[[f.name for f in features]]
    order = np.lexsort(used.fillna(np.inf).to_numpy().T[::-1]) if features else np.arange(len(used))
    used = used.iloc[order]
    return Prepared(
        heard,
        Compared(
            used.to_numpy(dtype=np.float64),
            tuple(f.kind for f in features),
            np.array([f.span for f in features]),
            _shares(features, counts),
        ),
        features,
        {f.block: counts[f.block] for f in features},
        tuple(str(person) for person in used.index),
        left_out,
        found.notes + _said(rarely, compared.features, features, left_out, len(people)),
    )


def weighted(weights: Mapping[str, float] | None) -> dict[str, float]:
    """Give the weight of every block that counts.

    Raises
    ------
    FaultsFound
        A weight is not a number from 0 to 1,000, belongs to no block, or all are 0.
    """
    if faults := list(weight_faults(weights)):
        raise FaultsFound(faults, NOTHING_DONE)
    usual = {name: block.weight for name, block in BLOCKS.items()}
    given = usual | ({} if weights is None else dict(weights))
    return {block: float(weight) for block, weight in given.items() if weight > 0}


def _telling(
    compared: Measured, counts: Mapping[str, float]
) -> tuple[tuple[Feature, ...], np.ndarray]:
    """Find the features in which people differ, and who answered more than half of them."""
    features = compared.features
    while True:
        known = compared.values[[f.name for f in features]].notna().to_numpy()
        enough = known @ _shares(features, counts) > _ENOUGH + 1e-9
        used = compared.values.loc[enough]
        differing = tuple(f for f in features if used[f.name].min() < used[f.name].max())
        if differing == features or not differing:
            return differing, enough
        features = differing


def _shares(features: Sequence[Feature], counts: Mapping[str, float]) -> np.ndarray:
    """Give each feature its share of its block's weight; together 1."""
    blocks = [f.block for f in features]
    share = np.array([counts[b] / blocks.count(b) for b in blocks], dtype=np.float64)
    return share / share.sum() if len(share) else share


def _said(
    rarely: Sequence[Feature],
    compared: Sequence[Feature],
    differing: Sequence[Feature],
    left_out: Sequence[str],
    n: int,
) -> tuple[str, ...]:
    said = []
    if rarely:
        listed = ", ".join(map(_in_words, rarely))
        said.append(
            f"Fewer than half of the people answered this, so it is not compared: {listed}."
        )
    alike = [f for f in compared if f not in differing]
    if alike and differing:
        listed = ", ".join(map(_in_words, alike))
        said.append(f"Everybody answered alike, so it tells nobody apart: {listed}.")
    if left_out:
        some = f"{len(left_out)} of {n} people"
        said.append(f"{some} answered no more than half of what is compared and are left out.")
    if len(differing) > 2 * (n - len(left_out)):
        said.append(
            f"{len(differing)} features for {n - len(left_out)} people: groups can then be made of "
            "chance alone. Compare fewer, or more people."
        )
    return tuple(said)


def _in_words(feature: Feature) -> str:
    """Tell a feature as it can be read aloud."""
    about = feature.about.replace("_", " ")
    lead = {"levels": "level in", "needs": "need in", "styles": "style:", "wishes": "writes of"}
    if feature.block in lead:
        return f"{lead[feature.block]} {about}"
    return feature.name.replace("_", " ").replace("=", ": ")
