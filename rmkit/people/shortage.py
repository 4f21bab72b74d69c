"""What will be missing before anyone is matched: who wants a skill, who can give it, and places.

In comes the table of people, out go counts by skill and the most mentees that can be served. All of
it are upper bounds: rules, days and languages can only make it fewer, and nobody is paired here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.hiding import FEWEST
from rmkit.people.demand import ABLE, needs, skills
from rmkit.people.shortage_words import shortage_sentences

__all__ = ["Shortages", "counts_shown", "most_served", "shortages"]

_NEARLY = 3
_COLUMNS = ["skill", "wanting", "able", "places", "at_most", "missing", "nearly"]


@discreet("mentees", "mentors", "wanting", "at_most")
@dataclass(frozen=True, eq=False)
class Shortages:
    """What a programme will be short of.

    Attributes
    ----------
    table
        One row for each skill, what most will go without first: `skill`; `wanting` (mentees, or
        either, with a need); `able` (mentors, or either, at level 4 or 5); `places` (how many
        mentees these take together); `at_most` (how many of those who want it can get it);
        `missing` (the others); `nearly` (mentors at level 3). Numbers of people, not hidden.
    by_kind
        `kind`, `skill`, `wanting` and `able`, `Int64`; missing where fewer than five people, or
        all of a kind but so few, would show, also by subtraction. Empty without kinds.
    mentees, mentors
        How many there are; whoever wants to be either counts in both.
    places
        How many mentees all mentors take together.
    wanting
        How many mentees want any skill.
    at_most
        How many of them can get at least one skill that they want, each place used once.
    unsaid
        How many mentors did not say how many mentees they take; each counts as one place.
    assumed_target
        The level that was taken as wanted where none was given; None if nothing was assumed.
    """

    table: pd.DataFrame
    by_kind: pd.DataFrame
    mentees: int
    mentors: int
    places: int
    wanting: int
    at_most: int
    unsaid: int
    assumed_target: int | None

    def sentences(self, labels: Mapping[str, str] | None = None) -> list[str]:
        """Say what will be missing, and what can be done; no group under five is told.

        Parameters
        ----------
        labels
            Words for skills by id; without them the id is told.
        """
        return shortage_sentences(self, labels)


def shortages(people: pd.DataFrame, *, assumed_target: int | None = None) -> Shortages:
    """Find what will be missing before anyone is matched.

    Parameters
    ----------
    people
        A validated table of people. A missing capacity counts as one place. Where there are
        kinds in `cluster`, counts are given by kind, too.
    assumed_target
        The level taken as wanted where a person's wanted level is missing and the level now is
        known; None assumes nothing.

    Returns
    -------
    Shortages
        With `.table`, `.at_most` and `.sentences()`. Nobody is turned away for what is written
        here: a mentor may grow into a skill, and a pair may want something else.

    References
    ----------
    Ford & Fulkerson (1956), Canadian Journal of Mathematics 8:399-404, for the most that can be
    served: the largest flow from mentees through skills to the places of mentors.
    """
    people = people.reset_index(drop=True)
    mentors = people["role"].isin(["mentor", "either"]).to_numpy(dtype=np.bool_)
    mentees = people["role"].isin(["mentee", "either"]).to_numpy(dtype=np.bool_)
    names = skills(people)
    levels = _levels(people, names)
    wants = _wanted(people, names, assumed_target) & mentees[:, None]
    gives = (levels >= ABLE) & mentors[:, None]
    given = _capacity(people)
    places = np.where(mentors, given.fillna(1).to_numpy(dtype=np.int64), 0)
    table = pd.DataFrame(
        {
            "skill": pd.Series(names, dtype="str"),
            "wanting": wants.sum(axis=0),
            "able": gives.sum(axis=0),
            "places": (gives * places[:, None]).sum(axis=0),
        }
    )
    table["at_most"] = table[["wanting", "places"]].min(axis=1)
    table["missing"] = table["wanting"] - table["at_most"]
    table["nearly"] = ((levels == _NEARLY) & mentors[:, None]).sum(axis=0)
    table = table.sort_values(["missing", "wanting"], ascending=False, kind="stable")
    return Shortages(
        table[_COLUMNS].reset_index(drop=True),
        _by_kind(people, names, wants, gives),
        int(mentees.sum()),
        int(mentors.sum()),
        int(places.sum()),
        int(wants.any(axis=1).sum()),
        most_served(wants, gives, places),
        int((mentors & given.isna().to_numpy()).sum()),
        assumed_target,
    )


def _levels(people: pd.DataFrame, names: Sequence[str]) -> NDArray[np.float64]:
    found = np.full((len(people), len(names)), np.nan)
    for j, name in enumerate(names):
        if f"level_{name}" in people.columns:
            found[:, j] = (
                people[f"level_{name}"].astype("Float64").to_numpy(np.float64, na_value=np.nan)
            )
    return found


def _wanted(
    people: pd.DataFrame, names: Sequence[str], assumed_target: int | None
) -> NDArray[np.bool_]:
    wanted = needs(people, assumed_target=assumed_target)
    found = np.zeros((len(people), len(names)), dtype=np.bool_)
    row = {person: i for i, person in enumerate(people["person_id"].astype("str"))}
    column = {name: j for j, name in enumerate(names)}
    found[wanted["person_id"].map(row), wanted["skill"].map(column)] = True
    return found


def _capacity(people: pd.DataFrame) -> pd.Series:
    if "capacity" not in people.columns:
        return pd.Series(pd.NA, index=people.index, dtype="Int64")
    return people["capacity"].astype("Int64")


def most_served(
    wants: NDArray[np.bool_], gives: NDArray[np.bool_], places: NDArray[np.int64]
) -> int:
    """Bound how many people can get at least one skill that they want.

    Parameters
    ----------
    wants, gives
        Who wants, and who can give, which skill: shape (n_people, n_skills).
    places
        How many each can take, shape (n_people,).

    Returns
    -------
    int
        The most that can be served when every place is used once. That nobody serves themselves
        is not looked at, so it can be a little too high and is never too low.
    """
    from scipy.sparse import coo_array, csr_array
    from scipy.sparse.csgraph import maximum_flow

    n, n_skills = wants.shape
    start, end, first, last = 0, 1, 2, 2 + n + n_skills
    learner, wanted = np.nonzero(wants)
    mentor, given = np.nonzero(gives & (places > 0)[:, None])
    everyone = np.arange(n)
    edges = np.concatenate(
        [
            np.stack([np.full(n, start), first + everyone, wants.any(axis=1)]),
            np.stack([first + learner, first + n + wanted, np.ones(len(learner), dtype=int)]),
            np.stack([first + n + given, last + mentor, places[mentor]]),
            np.stack([last + everyone, np.full(n, end), places]),
        ],
        axis=1,
    ).astype(np.int32)
    size = last + n
    graph = coo_array((edges[2], (edges[0], edges[1])), shape=(size, size))
    return int(maximum_flow(csr_array(graph), start, end).flow_value)


def _by_kind(
    people: pd.DataFrame, names: Sequence[str], wants: NDArray[np.bool_], gives: NDArray[np.bool_]
) -> pd.DataFrame:
    """Count by kind; whoever is of no kind is a group of their own that is not listed."""
    columns = {"kind": "int64", "skill": "str", "wanting": "Int64", "able": "Int64"}
    of = (
        people["cluster"].astype("Int64")
        if "cluster" in people.columns
        else pd.Series(dtype="Int64")
    )
    kinds = sorted(of.dropna().unique().tolist())
    parts = []
    if len(kinds) > 1:
        inside = np.stack([(of == k).fillna(value=False).to_numpy(dtype=np.bool_) for k in kinds])
        inside = np.vstack([inside, ~inside.any(axis=0)]).astype(np.int64)
        roles = people["role"]
        mentees = inside @ roles.isin(["mentee", "either"]).to_numpy(dtype=np.int64)
        mentors = inside @ roles.isin(["mentor", "either"]).to_numpy(dtype=np.int64)
        for j, name in enumerate(names):
            part = pd.DataFrame({"kind": kinds, "skill": name})
            for what, has, of_all in (("wanting", wants, mentees), ("able", gives, mentors)):
                counts = inside @ has[:, j]
                shown = counts_shown(counts, of_all)[:-1]
                part[what] = pd.array(np.where(shown, counts[:-1], 0), dtype="Int64")
                part.loc[~shown, what] = pd.NA
            parts.append(part)
    table = pd.concat(parts) if parts else pd.DataFrame(columns=list(columns))
    return table.astype(columns).sort_values(["kind", "skill"], ignore_index=True)


def counts_shown(
    counts: NDArray[np.int64], of: NDArray[np.int64], *, fewest: int = FEWEST
) -> NDArray[np.bool_]:
    """Say which counts of a skill by kind may be shown where the total is known.

    Parameters
    ----------
    counts, of
        How many of how many, by kind.
    fewest
        The smallest group that is shown.

    Returns
    -------
    array of bool
        Neither those counted nor the others of their kind are fewer than `fewest`, and the kinds
        that are hidden hold so many of both that subtraction gives no few. A kind without anybody
        who could be counted hides nothing.

    Examples
    --------
    >>> counts_shown(np.array([20, 9, 3]), np.array([40, 20, 20])).tolist()
    [True, False, False]
    """
    there = of > 0
    hidden = there & ((counts < fewest) | (of - counts < fewest))
    while (hidden & there).any() and not (hidden | ~there).all():
        inside, outside = counts[hidden].sum(), (of - counts)[hidden].sum()
        if min(inside, outside) >= fewest:
            break
        others = np.flatnonzero(~hidden & there)
        hidden[others[np.argmin(counts[others])]] = True
    return ~hidden & there
