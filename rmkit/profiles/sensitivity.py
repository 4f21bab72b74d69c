"""How far the kinds hang on chance, on the method and on what counts.

The same people are divided again into as many kinds: from other random starts, by every other
method, without each block of features and with each block counting double. What comes out is how
many people would be of another kind. Nothing is chosen here, and the number of kinds stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.errors import NotAllowed
from rmkit.people.measures import BLOCKS
from rmkit.profiles.compared import Compared, Groups, Points
from rmkit.profiles.methods import medoids, ward_means
from rmkit.profiles.methods.method import Method
from rmkit.profiles.methods.shelf import METHODS, suited
from rmkit.profiles.preparing import Prepared

__all__ = ["AT_MOST", "adjusted_rand", "in_a_sentence", "moved", "other_settings"]

AT_MOST: Final = 300
"""Of more people so many are drawn and divided again in every way."""

NEARLY: Final = 0.1
"""Kinds are nearly the same while no more than this share of people change."""

_SEEDS, _STARTS = 5, 10
_ENOUGH = 0.5  # of what is compared must be answered, by weight, as in preparing
_COLUMNS = ["what", "detail", "agreement", "moved", "people", "possible", "why_not"]
_TOLD = 3


def other_settings(basis: Prepared, method: Method, groups: Groups, *, seed: int) -> pd.DataFrame:
    """Divide the same people again with one setting changed at a time.

    Parameters
    ----------
    basis
        Who is compared, by what.
    method
        How the groups were made.
    groups
        The group of each person in `basis.used`, 0 to k - 1.
    seed
        Of the other starts, and of who is drawn where there are more than 300 people. These are
        then divided by the same method first, and that is what the settings are set against.

    Returns
    -------
    DataFrame
        One row for each setting: `what` ("seed", "method: k-medoids", "without needs", "needs
        counts double"), `detail` (the same in words), `agreement` (adjusted Rand index: 1 alike,
        0 as by chance), `moved` (people whose kind is another one when kinds are matched as well
        as can be), `people` (of how many, because who answered too little of what is left is
        not divided), `possible` and `why_not`. For "seed" the least alike of five tries counts,
        each the best of ten random starts. Empty when there is one kind.

    References
    ----------
    Hubert & Arabie (1985), Journal of Classification 2:193-218. Hennig (2007), Computational
    Statistics & Data Analysis 52:258-271, for asking what small changes do to clusters.
    """
    compared, k = basis.compared, int(groups.max()) + 1
    rng = np.random.default_rng([seed, 3])
    if len(compared) > AT_MOST:
        drawn = np.sort(rng.choice(len(compared), AT_MOST, replace=False))
        compared = compared.take(drawn)
        again = method.divide(compared, [k]).get(k)
        groups = groups[drawn] if again is None else again.groups
    settings: tuple[_Row, ...] = ()
    if k > 1:
        blocks = np.array([feature.block for feature in basis.features])
        settings = (
            _from_other_starts(compared, method, groups, rng),
            *_by_other_methods(compared, method, groups),
            *_with_other_weights(compared, method, groups, blocks),
        )
    rows = pd.DataFrame(list(settings), columns=_COLUMNS)
    return rows.astype({"agreement": "float64", "moved": "Int64", "people": "Int64"})


def in_a_sentence(rows: pd.DataFrame, n: int) -> str:
    """Say how far kinds hang on settings.

    Parameters
    ----------
    rows
        As `other_settings` gives them.
    n
        How many people were grouped.
    """
    if rows.empty:
        return "There is one kind, so there is nothing for other settings to change."
    rows = rows[rows["possible"]]
    rows = rows.assign(share=rows["moved"] / rows["people"])
    rows = rows.sort_values("share", ascending=False, kind="stable")
    drawn = f" Of {n:,} people {AT_MOST} were drawn to look at this." if n > AT_MOST else ""
    if rows.empty:
        return "There was no other setting in which these people could be divided."
    most = rows.iloc[0]
    if most["moved"] == 0:
        return f"With other settings the very same kinds come out.{drawn}"
    if most["share"] <= NEARLY:
        nearly = "With other settings nearly the same kinds come out"
        at_most = "" if most["moved"] < FEWEST else "at most "
        return f"{nearly}: {at_most}{_who_moves(most)}.{drawn}"
    hanging = [
        f"{row['detail']}, {_who_moves(row)}"
        for _, row in rows[rows["share"] > NEARLY].head(_TOLD).iterrows()
    ]
    return f"The kinds hang on how they are made: {'; '.join(hanging)}.{drawn}"


def _who_moves(row: pd.Series) -> str:
    return f"{told(int(row['moved']), int(row['people']))} of {row['people']} people change kind"


def adjusted_rand(one: Groups, other: Groups) -> float:
    """Measure how far two divisions of the same people agree, beyond chance.

    Parameters
    ----------
    one, other
        The group of each person, from 0, shape (n_people,).

    Returns
    -------
    float
        1 for the same groups, about 0 for groups that have nothing to do with each other.

    References
    ----------
    Hubert & Arabie (1985), Journal of Classification 2:193-218, eq. 5.

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    both = _together(one, other)
    pairs = float(_pairs(both).sum())
    first, second = (float(_pairs(both.sum(axis=axis)).sum()) for axis in (1, 0))
    expected = first * second / max(float(_pairs(both.sum())), 1.0)
    most = (first + second) / 2
    return 1.0 if most == expected else (pairs - expected) / (most - expected)


def moved(one: Groups, other: Groups) -> int:
    """Count the people who change group when groups are matched so that fewest do.

    >>> moved(np.array([0, 0, 1, 1, 1]), np.array([1, 1, 0, 0, 1]))
    1
    """
    from scipy.optimize import linear_sum_assignment

    both = _together(one, other)
    return int(both.sum() - both[linear_sum_assignment(both, maximize=True)].sum())


def _together(one: Groups, other: Groups) -> NDArray[np.int64]:
    both = np.zeros((int(one.max()) + 1, int(other.max()) + 1), dtype=np.int64)
    np.add.at(both, (one, other), 1)
    return both


def _pairs(count: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(count * (count - 1) / 2, dtype=np.float64)


_Row = dict[str, object]


def _row(what: str, detail: str, groups: Groups, others: list[Groups]) -> _Row:
    """Tell the least alike of some divisions."""
    return {
        "what": what,
        "detail": detail,
        "agreement": min(adjusted_rand(groups, other) for other in others),
        "moved": max(moved(groups, other) for other in others),
        "people": len(groups),
        "possible": True,
        "why_not": "",
    }


def _not_possible(what: str, detail: str, why: str) -> _Row:
    return {"what": what, "detail": detail, "possible": False, "why_not": why}


def _divided_again(
    what: str, detail: str, compared: Compared, method: Method, groups: Groups
) -> _Row:
    k = int(groups.max()) + 1
    found = method.divide(compared, [k]).get(k)
    if found is None:
        return _not_possible(what, detail, f"{k} groups could not be made in this way.")
    return _row(what, detail, groups, [found.groups])


def _from_other_starts(
    compared: Compared, method: Method, groups: Groups, rng: np.random.Generator
) -> _Row:
    k = int(groups.max()) + 1
    anew = _ANEW.get(method.id)
    if anew is None:
        why = f"{method.title} begins in the same place every time."
        return _not_possible("seed", "from other starts", why)
    tries = (anew(compared, k, rng) for _ in range(_SEEDS))
    others = [other for other in tries if len(np.unique(other)) == k]
    if not others:
        return _not_possible("seed", "from other starts", f"No start led to {k} groups.")
    return _row("seed", "from other starts", groups, others)


def _means_anew(compared: Compared, k: int, rng: np.random.Generator) -> Groups:
    """Give the tightest groups around means from some random starts."""
    points = compared.points
    tries = [ward_means.mended(points, _spread_out(points, k, rng)) for _ in range(_STARTS)]
    return min(tries, key=lambda groups: ward_means.looseness(points, groups))


def _spread_out(points: Points, k: int, rng: np.random.Generator) -> Points:
    """Draw people far from each other as first centres (Arthur & Vassilvitskii 2007)."""
    centres = points[[rng.integers(len(points))]]
    while len(centres) < k:
        far = ((points[:, None] - centres) ** 2).sum(axis=2).min(axis=1)
        drawn = rng.choice(len(points), p=far / far.sum())
        centres = np.vstack([centres, points[drawn]])
    return centres


def _medoids_anew(compared: Compared, k: int, rng: np.random.Generator) -> Groups:
    """Give the tightest groups around medoids from some random starts."""
    starts = (rng.choice(len(compared), k, replace=False) for _ in range(_STARTS))
    tries = [medoids.exchanged(compared.gower, start) for start in starts]
    return min(tries, key=lambda found: found.mean_distance).groups


_ANEW: Final[dict[str, Callable[[Compared, int, np.random.Generator], Groups]]] = {
    "k-means": _means_anew,
    "k-medoids": _medoids_anew,
}


def _by_other_methods(compared: Compared, method: Method, groups: Groups) -> Iterator[_Row]:
    for other in METHODS.values():
        if other.id == method.id:
            continue
        what, detail = f"method: {other.id}", f"with {other.title}"
        try:
            suited(compared, other.id)
        except NotAllowed as error:
            yield _not_possible(what, detail, f"{str(error).partition('. ')[0]}.")
        else:
            yield _divided_again(what, detail, compared, other, groups)


def _with_other_weights(
    compared: Compared, method: Method, groups: Groups, blocks: NDArray[np.str_]
) -> Iterator[_Row]:
    for block in dict.fromkeys(blocks.tolist()):
        title = BLOCKS[block].title.lower()
        for factor, what, detail in (
            (0.0, f"without {block}", f"without {title}"),
            (2.0, f"{block} counts double", f"with {title} counting double"),
        ):
            if (blocks == block).all():
                yield _not_possible(what, detail, "Nothing else is compared.")
                continue
            weights = np.where(blocks == block, factor, 1.0) * compared.weights
            heard, enough = _reweighed(compared, weights)
            left = groups[enough]
            if len(np.unique(left)) < len(np.unique(groups)):
                why = "Nobody of one of the kinds answered enough of what is left."
                yield _not_possible(what, detail, why)
            else:
                yield _divided_again(what, detail, heard, method, left)


def _reweighed(compared: Compared, weights: Points) -> tuple[Compared, NDArray[np.bool_]]:
    """Weigh anew, with the people who answered more than half of it."""
    counts = weights > 0
    weights = weights / weights.sum()
    enough = ~compared.gaps @ weights > _ENOUGH + 1e-9
    kinds = tuple(kind for kind, kept in zip(compared.kinds, counts, strict=True) if kept)
    return (
        Compared(
            compared.values[np.ix_(enough, counts)], kinds, compared.spans[counts], weights[counts]
        ),
        enough,
    )
