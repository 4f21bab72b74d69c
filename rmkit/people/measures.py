"""What of a person can be measured against others: the numbers that profiles are made of."""

from __future__ import annotations

import pandas as pd

__all__ = ["features"]


def features(people: pd.DataFrame) -> pd.DataFrame:
    """Take the numbers that describe people's profiles.

    Role, organisation, department and everything written are left out: a kind of profile is
    about what people can do and want, not about where they sit.

    Parameters
    ----------
    people
        A validated table of people.

    Returns
    -------
    DataFrame
        Indexed by `person_id`; columns `level_<skill>`, `target_<skill>`, `style_<name>` (1 to
        5 each) and `seniority_years`, as floats, NaN being missing. A column in which everybody
        is missing is left out. Nothing is standardised.

    Examples
    --------
    >>> people = pd.DataFrame({"person_id": ["a", "b"], "level_chat": [2, None], "site": "x"})
    >>> features(people)["level_chat"].tolist()
    [2.0, nan]
    """
    names = [
        name
        for start in ("level_", "target_", "style_", "seniority_years")
        for name in sorted(n for n in people.columns if str(n).startswith(start))
    ]
    numbers = people[names].astype("Float64").astype("float64")
    numbers.index = pd.Index(people["person_id"], name="person_id")
    return numbers.dropna(axis="columns", how="all")
