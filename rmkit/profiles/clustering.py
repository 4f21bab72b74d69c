"""Which kinds of profile there are among candidates, and whether there are kinds at all.

In comes a table of people, out goes a `Clustering`: kinds with their evidence and their words, or
one continuum. Cutting a crowd into groups always works, so groups are believed only when they
stand out more clearly than in made-up people of one kind, and come back when people are drawn
anew. Nobody is ranked, and matching does not need the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

import pandas as pd

from rmkit.people.measures import CHOICES
from rmkit.people.table import validate
from rmkit.profiles.asking import refuse_faults
from rmkit.profiles.choosing import FEWEST_PEOPLE, MOST_KINDS, choose
from rmkit.profiles.kinds import Clustering, verdict
from rmkit.profiles.methods.shelf import METHODS, suited
from rmkit.profiles.preparing import prepare

__all__ = ["cluster"]


def cluster(
    people: pd.DataFrame,
    k: int | Literal["auto"] = "auto",
    *,
    method: str = "auto",
    weights: Mapping[str, float] | None = None,
    choices: Sequence[str] = CHOICES,
    most: int = MOST_KINDS,
    seed: int = 0,
    on_progress: Callable[[float, str], None] | None = None,
) -> Clustering:
    """Find kinds of profile among people, or say honestly that there are none.

    Parameters
    ----------
    people
        A table of people, one row each, in any order. What counts are levels, needs, styles and
        years, and what else is given a weight (`rmkit.people.BLOCKS`). Missing answers stay
        missing. Who answered no more than half of what is compared is left out and named.
    k
        How many kinds; "auto" chooses on evidence, between 1 and `most`.
    method
        One of `rmkit.profiles.METHODS`; "auto" takes k-means where every answer is a number and
        there, otherwise k-medoids on Gower's distance. The reason stands in the result.
    weights
        What a block of features counts instead of its usual weight; 0 leaves it out.
    choices
        The columns of the block "choices".
    most
        The highest number of kinds that is tried, at least 2.
    seed
        Of the made-up people and the samples: the same seed gives the same result.
    on_progress
        Told the share of work done (0 to 1) and what is being done. Raise
        `rmkit.errors.Stopped` in it to stop.

    Returns
    -------
    Clustering
        With `.k`, `.labels`, `.stability`, `.evidence`, `.table()`, `.sentences()`.

    Raises
    ------
    FaultsFound
        The table of people has faults; or `k` or `most` is not a number of kinds, a weight none,
        the seed no whole number: all of them at once.
    TooFewPeople
        Nobody answered enough, or fewer people differ than the kinds asked for.
    UnknownName
        There is no such method, or no such column of choices.
    NotAllowed
        The method needs every answer and some are missing, or a choice is a protected trait.

    Notes
    -----
    A number of kinds is believed when its silhouette is above that of a single kind (p at most
    .05, with all numbers tried counted in), no kind has fewer than five people, and every kind
    comes back with a mean Jaccard coefficient of at least .6. Of those, the one with the widest
    margin is taken. With fewer than 20 people nothing is weighed and the answer is 1.

    Groups are sought as round clouds. Where people of one kind differ much in their general level
    (all answers higher or lower together), a kind may be cut into several.

    With a weight for "wishes" the level of the test does not hold: the shares of topics add up to
    1 in each person, in made-up people of one kind they do not. Among 30 to 60 people whose three
    shares are evenly spread over all that add up to 1, kinds were seen in 6 of 30 crowds.

    References
    ----------
    Hennig & Lin (2015), Statistics and Computing 25:821-833. Hennig (2007), Computational
    Statistics & Data Analysis 52:258-271.
    """
    refuse_faults(
        k, method=method, methods=METHODS, weights=weights, choices=choices, most=most, seed=seed
    )
    asked, seed = None if k == "auto" else int(k), int(seed)
    tell = on_progress or (lambda share, doing: None)
    tell(0.0, "Reading profiles")
    table = validate(people, required=["person_id"])
    ready = prepare(table, weights=weights, choices=choices)
    way, reason = suited(ready.compared, method)
    weighs = asked is not None or len(ready.used) >= FEWEST_PEOPLE
    with _one_thread() if weighs else nullcontext():
        choice = choose(
            ready.compared, way, asked=asked, most=max(int(most), 2), seed=seed, tell=tell
        )
    tell(1.0, "Profiles read")
    by_person = dict(zip(ready.used, choice.groups + 1, strict=True))
    everybody = pd.Index(table["person_id"], name="person_id")
    labels = pd.Series([by_person.get(p) for p in everybody], index=everybody, dtype="Int64")
    sizes = labels.value_counts().sort_index()
    return Clustering(
        k=choice.k,
        labels=labels.rename("cluster"),
        stability=pd.DataFrame(
            {
                "kind": range(1, choice.k + 1),
                "people": sizes.to_numpy(dtype="int64"),
                "jaccard": choice.jaccard,
                "verdict": [verdict(value) for value in choice.jaccard],
            }
        ),
        evidence=choice.evidence,
        asked=asked,
        method=way,
        reason=reason,
        seed=seed,
        basis=ready,
        returned=choice.returned,
        roles=table.set_index("person_id")["role"],
    )


def _one_thread() -> AbstractContextManager[object]:
    """Keep numerical libraries to one thread: on small problems threads wait for each other."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limits
