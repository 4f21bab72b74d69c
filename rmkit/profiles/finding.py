"""What was found about kinds, in words: how many, how sure that is, and what stands against it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from rmkit.disclosure.hiding import FEWEST, shown_bars
from rmkit.people.measures import BLOCKS
from rmkit.people.wording import joined
from rmkit.profiles.choosing import (
    EXPLORING_BELOW,
    FEWEST_IN_A_KIND,
    FEWEST_PEOPLE,
    FIRM_KIND,
    SIGNIFICANT,
)
from rmkit.profiles.evidence import AT_MOST, DRAWS
from rmkit.profiles.methods.method import Method
from rmkit.profiles.stability import STABLE, USABLE

__all__ = ["cautions", "finding", "grounds", "measures"]


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
    crowd = f"{n:,} people" if n != 1 else "one person"
    if k > 1:
        row = evidence[evidence["chosen"]].iloc[0]
        sizes = _of_sizes(stability)
        fall = f"in {k} kinds{sizes}, as asked" if asked else f"fall into {k} kinds{sizes}"
        said = [f"{crowd} {fall}.", *_how_sure(row, stability)]
    elif asked:
        said = [f"One kind, as asked: {crowd}."]
    elif not weighed:
        return (
            f"With {crowd} kinds cannot be told: below {FEWEST_PEOPLE} any grouping may be "
            "chance. Read them one by one."
        )
    elif not (evidence["k"] > 1).any():
        return f"No kinds: {crowd} answered so much alike that there is nothing to tell apart."
    else:
        said = [_none(crowd, evidence)]
    drawn = [f"For this, {AT_MOST} of them were drawn each time."] if n > AT_MOST else []
    return " ".join([*said, *drawn, *measures(evidence), *_first_look(n, stability)])


def _of_sizes(stability: pd.DataFrame) -> str:
    sizes = stability["people"].tolist()
    return (
        f" of {joined(list(map(str, sizes)))}" if shown_bars(sizes, mean_told=False).all() else ""
    )


def _how_sure(row: pd.Series, stability: pd.DataFrame) -> list[str]:
    said = []
    if not pd.isna(row["p"]):
        than = "more clearly than" if row["p"] <= SIGNIFICANT else "no more clearly than"
        chance = "under 0.01" if row["p"] < 0.01 else f"{row['p']:.2f}"
        said.append(
            f"They stand out {than} groups cut from made-up people of one single kind (silhouette "
            f"{row['silhouette']:.2f} against {row['reference']:.2f}, p = {chance})."
        )
    low, high = (f"{100 * stability['jaccard'].agg(end):.0f}" for end in ("min", "max"))
    span = low if low == high else f"{low} to {high}"
    back = "they come back" if stability["jaccard"].min() >= USABLE else "not all come back"
    said.append(
        f"When people are drawn anew, {back}: the overlap is {span} % (a kind is stable from "
        f"{100 * STABLE:.0f} % on, a pattern from {100 * USABLE:.0f} %)."
    )
    return said


def _none(crowd: str, evidence: pd.DataFrame) -> str:
    stands_out = evidence[evidence["p"] <= SIGNIFICANT]
    if stands_out.empty:
        return (
            f"No kinds, a continuum: these {crowd} differ by degrees. Groups can be cut out of any "
            "crowd, but here none stand out more clearly than among made-up people of one single "
            f"kind ({DRAWS} samples). That is an answer, too, and a simple one: plan for "
            "everybody together, and let each person's own answers decide who meets whom."
        )
    if (stands_out["smallest"] < FEWEST_IN_A_KIND).all():
        return (
            f"No kinds: a few of these {crowd} stand apart, but fewer than {FEWEST_IN_A_KIND} "
            "are no kind. Plan for everybody together."
        )
    return (
        f"No kinds to build on: there is some structure among these {crowd}, but the groups do "
        "not come back when people are drawn anew. Plan for everybody together."
    )


def measures(evidence: pd.DataFrame) -> list[str]:
    """Say which number of kinds each measure speaks for: a sentence, or none without measures."""
    votes = _votes(evidence)
    if len(votes) < 2:
        return []
    for_number: dict[int, list[str]] = {}
    for name, k in votes.items():
        for_number.setdefault(k, []).append(name)
    if len(for_number) == 1:
        (k,) = for_number
        every = "Both measures" if len(votes) == 2 else f"All {_COUNT[len(votes)]} measures"
        return [f"{every} speak for {_kinds(k)}: {joined(list(votes))}."]
    ranked = sorted(for_number.items(), key=lambda one: (-len(one[1]), one[0]))
    (most, names), *others = ranked
    parts = [f"{joined(names)} speak{'s' * (len(names) == 1)} for {_kinds(most)}"]
    parts += [f"{joined(names)} for {k if most > 1 else _kinds(k)}" for k, names in others]
    return [f"The measures do not all agree: {', '.join(parts)}."]


_COUNT = {3: "three", 4: "four"}


def _votes(evidence: pd.DataFrame) -> dict[str, int]:
    """Name the number that each measure takes; the silhouette cannot speak for a single kind."""
    rows = evidence.set_index("k")
    tried = rows[rows["p"].notna()]
    if tried.empty:
        return {}
    clear = tried[(tried["p"] <= SIGNIFICANT) & (tried["smallest"] >= FEWEST_IN_A_KIND)]
    tested = 1 if clear.empty else _best(clear["margin"])
    votes = {"the test against a single kind": tested}
    if tested > 1:
        votes["the silhouette"] = _best(tried["silhouette"])
    if rows["gap_rule"].any():
        votes["the gap statistic"] = _best(rows["gap_rule"].astype("float64"))
    if rows["bic"].notna().any():
        votes["BIC"] = _best(-rows["bic"])
    return votes


def _best(by_number: pd.Series) -> int:
    return int(by_number.index[int(np.argmax(by_number.fillna(-np.inf)))])


def _kinds(k: int) -> str:
    return f"{k} kinds" if k > 1 else "one kind"


def _first_look(n: int, stability: pd.DataFrame) -> list[str]:
    why = []
    if n < EXPLORING_BELOW:
        why.append(f"there are fewer than {EXPLORING_BELOW} people")
    small = stability[stability["people"] < FIRM_KIND]
    if len(stability) > 1 and len(small):
        have = "has" if len(small) == 1 else "have"
        named = _numbered(small)
        why.append(f"{named[:1].lower()}{named[1:]} {have} fewer than {FIRM_KIND} people")
    return (
        [f"This is a first look, to be confirmed with more people: {joined(why)}."] if why else []
    )


def _numbered(kinds: pd.DataFrame) -> str:
    names = [str(kind) for kind in kinds["kind"]]
    return f"Kind{'s' * (len(names) > 1)} {joined(names)}"


def grounds(method: Method, reason: str, weights: Mapping[str, float]) -> tuple[str, ...]:
    """Say how people were divided and why so, and what counted.

    Parameters
    ----------
    method, reason
        How, and why in this way.
    weights
        What each block of features counts.
    """
    said = [
        f"How: {method.title}, because {reason.replace('%', ' %').replace('  ', ' ')}. {method.how}"
    ]
    if weights:
        most = max(weights.values())
        told = [
            BLOCKS[block].title.lower()
            + ("" if weight == most else f" ({weight / most:.0%} as much)")
            for block, weight in sorted(weights.items(), key=lambda one: -one[1])
        ]
        counted = f"What counted: {joined(told)}.".replace("%", " %")
        said.append(f"{counted} {_OF_WISHES}" if "wishes" in weights else counted)
    return tuple(said)


_OF_WISHES = (
    "With topics of wishes kinds are seen too readily: what a person writes adds up to a whole "
    "over the topics, and made-up people of one single kind do not keep to that. Believe kinds "
    "only if they are there without wishes, too."
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
    doubtful = stability[stability["jaccard"] < USABLE]
    if len(doubtful):
        one = len(doubtful) == 1
        said.append(
            f"{_numbered(doubtful)} must not be named: when people are drawn anew, "
            f"{'it does' if one else 'they do'} not come back."
        )
    patterns = stability[(stability["jaccard"] >= USABLE) & (stability["jaccard"] < STABLE)]
    if len(patterns):
        are = "is a pattern" if len(patterns) == 1 else "are patterns"
        said.append(f"{_numbered(patterns)} {are}, not firm: much comes back, not all.")
    chosen = evidence[evidence["chosen"]].iloc[0]
    if not chosen["p"] <= SIGNIFICANT:
        said.append(f"The evidence does not speak for {k} kinds; they are here because you asked.")
    if chosen["smallest"] < FEWEST:
        said.append(f"A kind has fewer than {FEWEST} people: do not show it to others.")
    said.append(
        "The kinds were made from these answers, so the differences describe them and test nothing."
    )
    said.append(
        "A kind decides nothing about a person: it is a help for planning, not a label for a "
        "person, and who meets whom follows from each person's own answers."
    )
    return tuple(said)
