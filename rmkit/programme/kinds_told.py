"""The kinds of candidates in words for the steering group: groups, and nobody in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.disclosure.audiences import Released, release_groups
from rmkit.disclosure.hiding import FEWEST
from rmkit.profiles.choosing import FEWEST_PEOPLE, SIGNIFICANT
from rmkit.profiles.stability import STABLE, USABLE

if TYPE_CHECKING:
    from rmkit.profiles import Clustering
    from rmkit.profiles.kind_told import KindTold

__all__ = ["finding_told", "kinds_told", "limits_told", "may_be_shown", "sureness_told"]

_MEASURES = (
    "The silhouette says how clearly groups stand apart: 0 is not at all, 1 wholly. p is how often "
    "people of one single kind would look as clearly apart by chance: 0.01 is once in a hundred."
)
"""The two measures in plain words, for who never heard of them."""

_COLUMNS = ("kind", "people", "who", "have", "want", "give", "portrait")


def may_be_shown(found: Clustering) -> bool:
    """Say whether no kind is of fewer than five people."""
    return bool((found.stability["people"] >= FEWEST).all())


def finding_told(found: Clustering) -> str:
    """Say in plain words what kinds there are, or that there are none."""
    if found.k == 1:
        return found.finding.removesuffix(" Read them one by one.")  # which is for others to do
    if may_be_shown(found):
        return _first_and_rest(found)[0]
    return (
        f"{found.k} kinds were asked for, and one of them has fewer than {FEWEST} people. It would "
        "show persons, so none are told here. Ask for fewer kinds."
    )


def _first_and_rest(found: Clustering) -> tuple[str, str]:
    """Part what was found from how sure it is."""
    first, _, rest = found.finding.partition(". ")
    return f"{first.rstrip('.')}.", rest


def kinds_told(found: Clustering, words: Mapping[str, str]) -> Released[pd.DataFrame]:
    """Give a row a kind, for the steering group, or one for all where there is one kind.

    Columns: `kind` (what it is called), `people`, `who` (how many, in which roles, how surely),
    `have`, `want`, `give` and `portrait`. There is no row where a kind is too small.
    """
    told = found.told(words) if may_be_shown(found) else ()
    portraits = found.portrait_sentences(words)
    rows = [
        (
            "Everybody together" if one.alone else _called(one),
            one.people,
            _sentence(one.crowd) if one.alone else f"{_sentence(one.crowd)} {one.verdict}",
            one.have,
            one.want,
            one.give,
            _portrait(portrait),
        )
        for one, portrait in zip(told, portraits, strict=False)
    ]
    return release_groups(pd.DataFrame(rows, columns=list(_COLUMNS)), _COLUMNS)


def _portrait(told: str) -> str:
    """Take the name of the kind away, which stands above it."""
    who, colon, rest = told.partition(": ")
    return f"{rest[:1].upper()}{rest[1:]}" if colon and who.count(" ") == 1 else told


def _called(told: KindTold) -> str:
    return f"Kind {told.kind}: {told.handle}" if told.handle else f"Kind {told.kind}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def sureness_told(found: Clustering) -> tuple[str, ...]:
    """Say how sure that is: the answer first, then what it rests on."""
    if found.k > 1:
        explained = _MEASURES if found.evidence["p"].notna().any() else ""
        return (_answer(found), *filter(None, (_first_and_rest(found)[1], explained)))
    if found.n_used < FEWEST_PEOPLE:
        return (f"It is not known. Kinds can be told from {FEWEST_PEOPLE} people on.",)
    if found.asked or not (found.evidence["k"] > 1).any():
        return ()
    most = int(found.evidence["k"].max())
    return (
        f"From 2 to {most} kinds were tried. None of them both stood out more clearly than groups "
        "cut from a single kind and came back when people were drawn anew.",
    )


def _answer(found: Clustering) -> str:
    chosen = found.evidence[found.evidence["chosen"]].iloc[0]
    lowest = float(found.stability["jaccard"].min())
    if not chosen["p"] <= SIGNIFICANT:
        return "Not sure: the evidence does not speak for these kinds. They were asked for."
    if lowest < USABLE:
        return "Not sure: not all of these kinds come back when people are drawn anew."
    if found.exploratory:
        return "A first look, to be read as a suggestion."
    if lowest < STABLE:
        return "Fairly sure: the kinds stand out, and not all of them are firm groups."
    return "As sure as such a reading can be: the kinds stand out, and they come back."


def limits_told(found: Clustering) -> tuple[str, ...]:
    """Say what stands against the result, without what is told of answers or of a few people."""
    if not may_be_shown(found):
        return ()
    told_elsewhere = found.basis.warnings
    said = [
        w for w in found.warnings if w not in told_elsewhere and "decides nothing about" not in w
    ]
    if len(found.basis.features) > 2 * found.n_used:
        said.append("More was asked than there are people, so groups can be made of chance alone.")
    if found.k > 1:
        said.append(found.sensitivity_sentence())
    return tuple(said)
