"""Each kind told in words: who they are, what they have, what they want and what they can give.

In come the kinds with their numbers; out goes one record a kind. A kind that does not come back
when people are drawn anew is not described, nor is one of fewer than five people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.hiding import FEWEST, shown_bars
from rmkit.people.measures import Feature
from rmkit.profiles.describing import contrasts, means
from rmkit.profiles.giving import given
from rmkit.profiles.kind_words import Kinds, handle, have, want
from rmkit.profiles.stability import STABLE, USABLE

__all__ = ["KindTold", "nameable", "told_kinds"]

_MOSTLY, _EVEN = 0.8, 0.1


@discreet("kind", "people")
@dataclass(frozen=True, slots=True)
class KindTold:
    """A kind in words.

    Attributes
    ----------
    kind
        Its number; 1 where everybody is told together.
    handle
        A few words that describe it, such as "strong in social media, short of spreadsheets";
        empty where nothing is told.
    people
        How many they are; None where that would show a group of fewer than five.
    roles
        Whether they are mentors or mentees, in words; empty where that is not told.
    have, want, give
        A sentence each, beginning with "They"; empty where nothing is told.
    verdict
        How surely the kind comes back, in a sentence.
    alone
        Whether there is no other kind.
    """

    kind: int
    handle: str
    people: int | None
    roles: str
    have: str
    want: str
    give: str
    verdict: str
    alone: bool

    @property
    def crowd(self) -> str:
        """How many they are and in which roles."""
        many = "a few people" if self.people is None else f"{self.people:,} people"
        return f"{many}, {self.roles}" if self.roles else many

    @property
    def lines(self) -> tuple[str, ...]:
        """What there is to say, each line to be read by itself."""
        who = "Everybody together" if self.alone else f"Kind {self.kind}"
        if not self.have:
            return (f"{who} ({self.crowd}): {_small(self.verdict)}",)
        described = f", {self.handle}" if self.handle else ""
        first = f"{who} ({self.crowd}){described}: {_small(self.have)}"
        return (first, f"{who}: {_small(self.want)}", f"{who}: {_small(self.give)}")


def told_kinds(
    numbers: pd.DataFrame,
    labels: pd.Series,
    *,
    features: Sequence[Feature],
    stability: pd.DataFrame,
    roles: pd.Series,
    words: Mapping[str, str] | None = None,
) -> tuple[KindTold, ...]:
    """Tell each kind in words, in order.

    Parameters
    ----------
    numbers
        Features by person, in their own units, NaN missing.
    labels
        The kind by person, NA for who was left out.
    features
        What the columns are.
    stability
        As in `Clustering`.
    roles
        The role by person.
    words
        Words for skills, styles and options by id; without them the id is told.
    """
    found = Kinds(
        contrasts(numbers, labels, features), means(numbers, labels), numbers, labels,
        tuple(features), dict(words or {}), _named(stability), roles.isin(["mentor", "either"]),
    )  # fmt: skip
    sizes = stability["people"].to_numpy(dtype=np.int64)
    sized = shown_bars(sizes, mean_told=False)
    rows = zip(stability["kind"], sizes, sized, stability["jaccard"], strict=True)
    return tuple(
        _told(found, int(kind), int(size) if shown else None, size >= FEWEST, jaccard, roles)
        for kind, size, shown, jaccard in rows
    )


def _told(
    found: Kinds, kind: int, people: int | None, enough: bool, jaccard: float, roles: pd.Series
) -> KindTold:
    alone = len(found.named) == 1
    tells = enough and (alone or kind in found.comes_back)
    members = found.labels.index[(found.labels == kind).fillna(value=False)]
    return KindTold(
        kind,
        handle(found, kind) if tells and not alone else "",
        people,
        _roles(roles.loc[members]) if tells else "",
        have(found, kind) if tells else "",
        want(found, kind) if tells else "",
        given(found, kind) if tells else "",
        verdict_sentence(jaccard) if enough else _TOO_FEW,
        alone,
    )


_TOO_FEW = f"It has fewer than {FEWEST} people, so nothing is told about it."


def verdict_sentence(jaccard: float) -> str:
    """Say how surely a kind comes back when people are drawn anew.

    >>> verdict_sentence(0.64)
    'It is a pattern, not a firm group: it comes back with an overlap of 64 %.'
    """
    if np.isnan(jaccard):
        return "There is one kind, so nothing is set against it."
    overlap = f"an overlap of {100 * jaccard:.0f} %"
    if jaccard >= STABLE:
        return f"It is stable: it comes back with {overlap}."
    if jaccard >= USABLE:
        return f"It is a pattern, not a firm group: it comes back with {overlap}."
    return (
        f"It does not come back when people are drawn anew ({overlap}), so it must not be named "
        "and nothing is told about it."
    )


def _named(stability: pd.DataFrame) -> dict[int, bool]:
    pairs = zip(stability["kind"], stability["jaccard"], strict=True)
    return {int(kind): bool(np.isnan(jaccard) or jaccard >= USABLE) for kind, jaccard in pairs}


def _roles(roles: pd.Series) -> str:
    """Say in words whether people are mentors or mentees; whoever is either counts as both."""
    known = roles.dropna()
    if len(known) < FEWEST:
        return ""
    mentors, mentees = (float(known.isin([role, "either"]).mean()) for role in ("mentor", "mentee"))
    if min(mentors, mentees) >= _MOSTLY:
        return "mostly ready for either side"
    for share, name in ((mentors, "mentors"), (mentees, "mentees")):
        if share >= _MOSTLY:
            return f"mostly {name}"
    if abs(mentors - mentees) <= _EVEN:
        return "about as many mentors as mentees"
    return "more mentors than mentees" if mentors > mentees else "more mentees than mentors"


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def nameable(stability: pd.DataFrame) -> list[int]:
    """List the kinds that come back often enough to be described."""
    returns = stability["jaccard"].isna() | (stability["jaccard"] >= USABLE)
    return stability.loc[returns, "kind"].tolist()
