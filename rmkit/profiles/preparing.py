"""From the table of people to points that can be compared: scaled, and without gaps.

Every feature keeps its own scale: 1 to 5 becomes 0 to 1, and years are counted in working lives
of forty years, so that no feature weighs more because people happen to differ little in it
(Milligan & Cooper 1988 on scaling by range). People who answered less than half are left out and
named; other gaps are filled from the five most similar people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import TooFewPeople
from rmkit.people.measures import features
from rmkit.profiles.partition import Points

__all__ = ["Prepared", "filled", "prepare"]

WORKING_LIFE_YEARS = 40.0
_ENOUGH = 0.5


@discreet("numbers", "used", "left_out")
@dataclass(frozen=True, eq=False)
class Prepared:
    """People as numbers.

    `numbers` holds the features that are used, in their own units, for everybody (NaN missing).
    `scaled` holds those of the people in `used` who take part, between 0 and 1, NaN missing.
    """

    numbers: pd.DataFrame
    scaled: Points
    used: tuple[str, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


def prepare(people: pd.DataFrame) -> Prepared:
    """Choose and scale what people are compared by.

    Parameters
    ----------
    people
        A validated table of people.

    Returns
    -------
    Prepared
        Features that half of the people answered and in which people differ, and the people who
        answered at least half of these.

    Raises
    ------
    TooFewPeople
        There is nobody, or nobody who answered enough.
    """
    if people.empty:
        message = "There is nobody in the table of people, so there are no profiles to read."
        raise TooFewPeople(message)
    numbers = features(people)
    answered = numbers.notna().mean() >= _ENOUGH
    warnings = _rarely_answered(numbers.columns[~answered])
    numbers = numbers.loc[:, answered]
    enough = numbers.notna().mean(axis="columns") >= _ENOUGH
    if numbers.empty or not enough.any():
        message = (
            "Nobody has answered enough to read profiles from: levels, wanted levels, styles or "
            "years. Import the answers to the candidate questionnaire first."
        )
        raise TooFewPeople(message)
    left_out = tuple(str(person) for person in numbers.index[~enough])
    if left_out:
        some = f"{len(left_out)} of {len(numbers)} people"
        warnings += (f"{some} answered less than half of what is compared and are left out.",)
    used = numbers.loc[enough]
    differs = used.min() < used.max()
    years = used.columns == "seniority_years"
    scaled = np.where(years, used / WORKING_LIFE_YEARS, (used - 1) / 4)[:, differs.to_numpy()]
    ids = tuple(str(person) for person in used.index)
    return Prepared(numbers, scaled, ids, left_out, warnings)


def _rarely_answered(names: pd.Index) -> tuple[str, ...]:
    if not len(names):
        return ()
    listed = ", ".join(_in_words(str(name)) for name in names)
    return (f"Fewer than half of the people answered this, so it is not compared: {listed}.",)


def _in_words(column: str) -> str:
    """Tell a column of the table of people as it can be read aloud."""
    what, _, rest = column.partition("_")
    named = {"level": "level in ", "target": "wanted level in ", "style": "style: "}.get(what)
    return f"{named}{rest.replace('_', ' ')}" if named else column.replace("_", " ")


def filled(points: Points, gaps: NDArray[np.bool_]) -> Points:
    """Fill the gaps from the five most similar people (by what both have answered)."""
    if not gaps.any():
        return points
    from sklearn.impute import KNNImputer

    holed = np.where(gaps, np.nan, points)
    imputer = KNNImputer(n_neighbors=5, keep_empty_features=True)
    return np.asarray(imputer.fit_transform(holed), dtype=np.float64)
