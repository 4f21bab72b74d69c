"""Which skills people have, which they want, and what a programme will be short of."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["ABLE", "needs", "skills", "supply_and_demand"]

ABLE = 4
"""The level (advanced) from which somebody can pass a skill on."""


def skills(people: pd.DataFrame) -> list[str]:
    """List the skills that a table of people knows a level or a wanted level of, sorted.

    >>> skills(pd.DataFrame(columns=["person_id", "target_chat", "level_chat", "level_ai"]))
    ['ai', 'chat']
    """
    starts = ("level_", "target_")
    names = (n.removeprefix(s) for n in people.columns for s in starts if str(n).startswith(s))
    return sorted(set(names) - {""})


def needs(people: pd.DataFrame, *, assumed_target: int | None = None) -> pd.DataFrame:
    """List what people want to learn: a skill with a wanted level above the level now.

    Parameters
    ----------
    people
        A validated table of people.
    assumed_target
        The level taken as wanted where a person's wanted level is missing and the level now is
        known; None assumes nothing.

    Returns
    -------
    DataFrame
        `person_id`, `skill`, `level`, `target`, `need` (levels, 1 to 4), all `Int64`; one row
        for each need, by person and skill. A person whose level now is missing has none there.

    Examples
    --------
    >>> people = pd.DataFrame({"person_id": ["a"], "level_chat": [2], "target_chat": [4]})
    >>> needs(people).to_dict("records")
    [{'person_id': 'a', 'skill': 'chat', 'level': 2, 'target': 4, 'need': 2}]
    """
    ids = people["person_id"].astype("str")
    parts = []
    for skill in skills(people):
        level = _column(people, f"level_{skill}")
        target = _column(people, f"target_{skill}")
        if assumed_target is not None:
            target = target.fillna(assumed_target)
        part = pd.DataFrame({"person_id": ids, "skill": skill, "level": level, "target": target})
        part["need"] = part["target"] - part["level"]
        parts.append(part[(part["need"] > 0).fillna(value=False)])
    if not parts:
        types = {"person_id": "str", "skill": "str"} | dict.fromkeys(
            ["level", "target", "need"], "Int64"
        )
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
    return pd.concat(parts).sort_values(["person_id", "skill"], ignore_index=True)


def supply_and_demand(people: pd.DataFrame, *, assumed_target: int | None = None) -> pd.DataFrame:
    """Set who wants a skill against who can pass it on.

    Parameters
    ----------
    people
        A validated table of people.
    assumed_target
        As for `needs`.

    Returns
    -------
    DataFrame
        One row for each skill, the scarcest first: `skill`; `answered` (people whose level is
        known); `mean_level`; `wanting` (people with a need); `wanting_mentees` (mentees, or
        either, with a need); `able` (mentors, or either, at level 4 or 5); `able_mentees`
        (mentees, or either, at 4 or 5, who could give something back); `mentees_per_able`
        (missing where nobody is able); `mentors` and `mentees` (all of them, either in both).
    """
    asked = needs(people, assumed_target=assumed_target)
    mentors = people["role"].isin(["mentor", "either"]).to_numpy(dtype=np.bool_)
    mentees = people["role"].isin(["mentee", "either"]).to_numpy(dtype=np.bool_)
    learners = set(people["person_id"][mentees])
    rows = []
    for skill in skills(people):
        level = _column(people, f"level_{skill}")
        wanting = asked.loc[asked["skill"] == skill, "person_id"]
        strong = (level >= ABLE).fillna(value=False).to_numpy(dtype=np.bool_)
        able = int((strong & mentors).sum())
        wanted = int(wanting.isin(learners).sum())
        rows.append(
            {
                "skill": skill,
                "answered": int(level.notna().sum()),
                "mean_level": level.astype("Float64").astype("float64").mean(),
                "wanting": len(wanting),
                "wanting_mentees": wanted,
                "able": able,
                "able_mentees": int((strong & mentees).sum()),
                "mentees_per_able": wanted / able if able else np.nan,
                "mentors": int(mentors.sum()),
                "mentees": int(mentees.sum()),
            }
        )
    columns = [
        "skill", "answered", "mean_level", "wanting", "wanting_mentees", "able", "able_mentees",
        "mentees_per_able", "mentors", "mentees",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    gap = table["wanting_mentees"] - table["able"]
    return table.loc[gap.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def _column(people: pd.DataFrame, name: str) -> pd.Series:
    if name not in people.columns:
        return pd.Series(None, index=people.index, dtype="Int64")
    return people[name].astype("Int64")
