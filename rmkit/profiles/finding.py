"""What was found about kinds, in a sentence, and what stands against it."""

from __future__ import annotations

import pandas as pd

from rmkit.profiles.choosing import FEWEST_IN_A_KIND, FEWEST_PEOPLE, SIGNIFICANT
from rmkit.profiles.evidence import DRAWS
from rmkit.profiles.stability import STABLE, USABLE

__all__ = ["cautions", "finding"]


def finding(
    n: int, stability: pd.DataFrame, evidence: pd.DataFrame, *, weighed: bool, asked: int | None
) -> str:
    """Say how many kinds there are and how sure that is.

    Parameters
    ----------
    n
        People who were grouped.
    stability, evidence
        As in `Clustering`.
    weighed
        Whether there were enough people to weigh kinds against a continuum.
    asked
        The number of kinds asked for; None when the evidence chose.
    """
    k = len(stability)
    crowd = f"{n} people" if n != 1 else "one person"
    if k > 1:
        row = evidence[evidence["chosen"]].iloc[0]
        made = f"{crowd} in {k} kinds, as asked" if asked else f"{crowd} fall into {k} kinds"
        return f"{made}{_how_sure(row, stability)}."
    if asked:
        return f"One kind, as asked: {crowd}."
    if not weighed:
        return (
            f"With {crowd} kinds cannot be told: below {FEWEST_PEOPLE} any grouping may be "
            "chance. Read them one by one."
        )
    if not (evidence["k"] > 1).any():
        return f"No kinds: {crowd} answered so much alike that there is nothing to tell apart."
    return _none(crowd, evidence)


def _how_sure(row: pd.Series, stability: pd.DataFrame) -> str:
    low, high = stability["jaccard"].min(), stability["jaccard"].max()
    span = f"{low:.0%}" if f"{low:.0%}" == f"{high:.0%}" else f"{low:.0%} to {high:.0%}"
    again = f"when people are drawn anew, the kinds come back with an overlap of {span}"
    if pd.isna(row["p"]):
        return f"; {again}"
    clear = f"silhouette {row['silhouette']:.2f} against {row['reference']:.2f}"
    against = f"made-up people of one kind ({clear}, p = {row['p']:.2f})"
    than = "more clearly than" if row["p"] <= SIGNIFICANT else "no more clearly than"
    return f". They stand out {than} groups cut from {against}; {again}"


def _none(crowd: str, evidence: pd.DataFrame) -> str:
    stands_out = evidence[evidence["p"] <= SIGNIFICANT]
    if stands_out.empty:
        return (
            "No kinds, a continuum: groups can be cut out of any crowd, but among these "
            f"{crowd} none stand out more clearly than among made-up people of one single kind "
            f"({DRAWS} samples)."
        )
    if (stands_out["smallest"] < FEWEST_IN_A_KIND).all():
        return (
            f"No kinds: a few of these {crowd} stand apart, but fewer than {FEWEST_IN_A_KIND} "
            "are no kind."
        )
    return (
        f"No kinds to build on: there is some structure among these {crowd}, but the groups do "
        "not come back when people are drawn anew."
    )


def cautions(
    k: int, stability: pd.DataFrame, evidence: pd.DataFrame, *, asked: int | None
) -> tuple[str, ...]:
    """Say what stands against taking the result at its word."""
    said: list[str] = []
    if k == 1:
        if asked is None and (evidence["k"] > 1).any():
            said.append(
                "That no kinds were found does not prove that there are none: few people show "
                "only very distinct kinds."
            )
        return tuple(said)
    for kind, jaccard in zip(stability["kind"], stability["jaccard"], strict=True):
        if jaccard < STABLE:
            much = "is doubtful" if jaccard < USABLE else "is a pattern rather than a firm group"
            said.append(f"Kind {kind} {much}: drawn anew, its overlap is {jaccard:.0%}.")
    chosen = evidence[evidence["chosen"]].iloc[0]
    if not chosen["p"] <= SIGNIFICANT:
        said.append(f"The evidence does not speak for {k} kinds; they are here because you asked.")
    if chosen["smallest"] < FEWEST_IN_A_KIND:
        said.append(f"A kind has fewer than {FEWEST_IN_A_KIND} people: do not show it to others.")
    said.append(
        "The kinds were made from these answers, so the differences describe them and test "
        "nothing. A kind is a help for reading, not a label for a person."
    )
    return tuple(said)
