"""The methods that there are, and which one suits the data."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np

from rmkit.errors import NotAllowed, UnknownName
from rmkit.profiles.compared import Compared
from rmkit.profiles.methods import medoids, ward_means
from rmkit.profiles.methods.method import Divided, Method

__all__ = ["METHODS", "suited"]

MEDOIDS_AMONG: Final = 1_000
"""Of more people than this, medoids are sought among so many, evenly spread."""


def _k_means(compared: Compared, numbers: Collection[int]) -> dict[int, Divided]:
    found = ward_means.divide(compared.points, numbers)
    return {k: Divided(groups) for k, groups in found.items()}


def _k_medoids(compared: Compared, numbers: Collection[int]) -> dict[int, Divided]:
    step = -(-len(compared) // MEDOIDS_AMONG)
    if step == 1:
        found = medoids.around(compared.gower, numbers)
        return {k: Divided(one.groups) for k, one in found.items()}
    spread = np.arange(0, len(compared), step)
    some = compared.take(spread)
    found = medoids.around(some.gower, numbers)
    return {
        k: Divided(some.take(one.medoids).gower_from(compared).argmin(axis=0))
        for k, one in found.items()
    }


METHODS: Final[dict[str, Method]] = {
    method.id: method
    for method in (
        Method(
            "k-means",
            "K-means",
            "Round groups around their means; the start is Ward's hierarchy.",
            "euclid",
            needs_whole=True,
            divide=_k_means,
            reference="Ward (1963), JASA 58:236-244; Milligan (1980), Psychometrika 45:325-342",
        ),
        Method(
            "k-medoids",
            "K-medoids on Gower's distance",
            "Groups around their most typical person, compared by whatever both answered.",
            "gower",
            needs_whole=False,
            divide=_k_medoids,
            reference="Gower (1971), Biometrics 27:857-871; Kaufman & Rousseeuw (1990), Finding "
            "Groups in Data, chapter 2",
        ),
    )
}
"""By id."""


def suited(compared: Compared, asked: str) -> tuple[Method, str]:
    """Give the method that was asked for, or with "auto" the one that suits; and why.

    Raises
    ------
    UnknownName
        There is no such method.
    NotAllowed
        The method needs every answer, and some are missing.
    """
    gaps = float(compared.gaps.mean()) if compared.values.size else 0.0
    mixed = bool({"nominal", "option"} & set(compared.kinds))
    if asked == "auto":
        if mixed:
            return METHODS["k-medoids"], "numbers and ticks are compared together"
        if gaps:
            share = "under 1 %" if gaps < 0.01 else f"{gaps:.0%}"
            return METHODS["k-medoids"], f"{share} of the answers are missing, and none is made up"
        return METHODS["k-means"], "everything is a number and nothing is missing"
    if asked not in METHODS:
        raise UnknownName(kind="method", name=asked, known=["auto", *METHODS])
    method = METHODS[asked]
    if method.needs_whole and not compared.whole:
        some = int(compared.gaps.any(axis=1).sum())
        seen = (
            f"{some} of {len(compared)} people left something out"
            if some
            else "some features are names without an order"
        )
        whole = [one.title for one in METHODS.values() if not one.needs_whole]
        message = (
            f"{method.title} needs every answer as a number, and {seen}. Nothing was made up for "
            f"them. Take one of these, which compare by whatever was answered: {', '.join(whole)}."
        )
        raise NotAllowed(message)
    return method, "you asked for it"
