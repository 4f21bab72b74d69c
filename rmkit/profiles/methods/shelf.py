"""The methods that there are, and which one suits the data."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from rmkit.errors import NotAllowed, UnknownName
from rmkit.profiles.compared import Compared
from rmkit.profiles.methods import gaussian, hierarchy, latent, ward_means
from rmkit.profiles.methods.gathering import gathered
from rmkit.profiles.methods.method import Divided, Method

__all__ = ["METHODS", "suited"]


def _k_means(compared: Compared, numbers: Collection[int]) -> dict[int, Divided]:
    found = ward_means.divide(compared.points, numbers)
    return {k: Divided(groups) for k, groups in found.items()}


def _k_medoids(compared: Compared, numbers: Collection[int]) -> dict[int, Divided]:
    return {k: Divided(groups) for k, groups in gathered(compared, numbers).items()}


def _hierarchy(compared: Compared, numbers: Collection[int]) -> dict[int, Divided]:
    return {k: Divided(groups) for k, groups in hierarchy.divide(compared, numbers).items()}


def _gaussian(compared: Compared, numbers: Collection[int]) -> dict[int, Divided]:
    return {k: Divided(*found) for k, found in gaussian.divide(compared, numbers).items()}


def _latent(compared: Compared, numbers: Collection[int]) -> dict[int, Divided]:
    return {k: Divided(*found) for k, found in latent.divide(compared, numbers).items()}


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
        Method(
            "hierarchy",
            "Hierarchy on Gower's distance",
            "A tree that joins the nearest two groups again and again, by the average distance of "
            "their people, compared by whatever both answered; it is cut into groups.",
            "gower",
            needs_whole=False,
            divide=_hierarchy,
            reference="Sokal & Michener (1958), University of Kansas Science Bulletin "
            "38:1409-1438; Gower (1971), Biometrics 27:857-871",
        ),
        Method(
            "gaussian",
            "Gaussian mixture",
            "Clouds that follow normal distributions and may be long or slanting; the shape is "
            "chosen by BIC. What a block counts decides only where the search starts.",
            "euclid",
            needs_whole=True,
            divide=_gaussian,
            reference="McLachlan & Peel (2000), Finite Mixture Models; Fraley & Raftery (2002), "
            "JASA 97:611-631",
        ),
        Method(
            "latent-classes",
            "Latent class analysis",
            "Classes in which every answer has its own likelihood. Answers are taken as names "
            "without an order, numbers are cut at their quartiles, what is missing is left out of "
            "the likelihood as missing at random, and a block counts or does not: how much "
            "cannot be said.",
            "gower",
            needs_whole=False,
            divide=_latent,
            reference="Goodman (1974), Biometrika 61:215-231; Linzer & Lewis (2011), Journal of "
            "Statistical Software 42(10)",
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
