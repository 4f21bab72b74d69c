"""What people need to learn, summarised: how many, in which skill, from which level to which.

Input is a table with a level and a wanted level a skill; output is one row a skill. Means of fewer
than five people are left out, and so is how many they are.
"""

from __future__ import annotations

import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.people.demand import needs, skills

__all__ = ["diagnosis"]

_COLUMNS = ("skill", "answered", "wanting", "level", "target", "levels")


def diagnosis(people: pd.DataFrame, *, assumed_target: int | None = None) -> pd.DataFrame:
    """Summarise the needs of a group.

    Parameters
    ----------
    people
        One row a person: `person_id`, and `level_...` and `target_...` for each skill, 1 to 5,
        missing where not answered.
    assumed_target
        The level taken as wanted where a person gave a level and no wanted one; None assumes none.

    Returns
    -------
    DataFrame
        One row a skill that somebody answered, the one most people want first: `skill`, `answered`
        (people whose level is known), `wanting` (people whose wanted level is above their level),
        and of those `level`, `target` (means) and `levels` (mean step). Where fewer than five want
        it these four are missing; where fewer than five answered, `answered` is, too.

    Examples
    --------
    >>> people = pd.DataFrame({"person_id": list("abcde"), "level_ai": [2, 2, 1, 2, 3],
    ...                        "target_ai": [4, 4, 4, 4, 4]})
    >>> diagnosis(people).iloc[0].to_dict()
    {'skill': 'ai', 'answered': 5, 'wanting': 5, 'level': 2.0, 'target': 4.0, 'levels': 2.0}
    """
    asked = needs(people, assumed_target=assumed_target)
    rows = []
    for skill in skills(people):
        column = f"level_{skill}"
        answered = int(people[column].notna().sum()) if column in people.columns else 0
        if not answered:
            continue
        of = asked[asked["skill"] == skill].astype({"level": float, "target": float, "need": float})
        enough = len(of) >= FEWEST
        means = [of[name].mean() if enough else None for name in ("level", "target", "need")]
        counted = [answered if answered >= FEWEST else None, len(of) if enough else None]
        rows.append((skill, *counted, *means))
    table = pd.DataFrame(rows, columns=_COLUMNS)
    types = {"skill": "str", "answered": "Int64", "wanting": "Int64"}
    table = table.astype(types | dict.fromkeys(("level", "target", "levels"), "float64"))
    order = ["wanting", "levels"]
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)
