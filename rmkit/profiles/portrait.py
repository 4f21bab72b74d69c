"""A composite portrait of each kind: medians and the middle half, of nobody in particular.

Each number is an order statistic over at least ten people, taken feature by feature, so a portrait
is put together from many. Nothing here looks up whether some person answered all of it so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from rmkit.people.measures import Feature
from rmkit.people.wording import joined, worded
from rmkit.profiles.choosing import FIRM_KIND

__all__ = ["portrait_sentences", "portraits"]

_BLOCKS = ("levels", "needs", "seniority")
_MEASURES = {"levels": "level", "needs": "need", "seniority": "seniority_years"}
_COLUMNS = ["kind", "measure", "about", "median", "low", "high", "people"]
_AT_MOST = 3


def portraits(
    numbers: pd.DataFrame, labels: pd.Series, features: Sequence[Feature], named: Sequence[int]
) -> pd.DataFrame:
    """Find the median and the middle half of levels, needs and years in each kind.

    Parameters
    ----------
    numbers
        Features by person, in their own units, NaN missing.
    labels
        The kind by person, NA for who was left out.
    features
        What the columns are.
    named
        The kinds that come back often enough to be described.

    Returns
    -------
    DataFrame
        `kind` ("Kind 1", ..., "Everybody"), `measure` (level, need or seniority_years), `about`
        (the skill; empty for years), `median`, `low` and `high` (the quartiles: half of the
        people are from `low` to `high`) and `people` (who answered). Levels and needs are such as
        somebody can answer; years are whole. A row is there only where at least ten people of the
        kind answered, not all alike. "Everybody" is those who were grouped; they have a row only
        where every kind in which anybody answered has one, for the rest could be worked out.

    Notes
    -----
    Quartiles are of Hyndman & Fan's (1996) type 1, the smallest answer that at least so many gave
    or stayed below, so that a level stays a level.

    References
    ----------
    Hyndman & Fan (1996), The American Statistician 50:361-365.
    """
    grouped = numbers.loc[labels.index[labels.notna()]]
    kind = labels.dropna().astype("int64")
    described = [f for f in features if f.block in _BLOCKS]
    rows = []
    whole = {f.name: True for f in described}
    kinds = sorted(set(kind))
    for k in kinds:
        for feature in described:
            answers = grouped.loc[kind == k, feature.name].dropna()
            if len(answers) and not (tells := k in named and _enough(answers)):
                whole[feature.name] = tells
            elif len(answers):
                rows.append(_row(f"Kind {k}", feature, answers))
    for feature in described:
        answers = grouped[feature.name].dropna()
        if whole[feature.name] and _enough(answers) and len(kinds) > 1:
            rows.append(_row("Everybody", feature, answers))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _enough(answers: pd.Series) -> bool:
    return len(answers) >= FIRM_KIND and answers.min() < answers.max()


def _row(kind: str, feature: Feature, answers: pd.Series) -> tuple[object, ...]:
    quartiles = np.quantile(answers.to_numpy(), [0.5, 0.25, 0.75], method="inverted_cdf")
    return (kind, _MEASURES[feature.block], feature.about, *quartiles.round(), len(answers))


def portrait_sentences(
    table: pd.DataFrame,
    stability: pd.DataFrame,
    named: Sequence[int],
    words: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Tell each portrait in a sentence, or why there is none.

    Parameters
    ----------
    table
        What `portraits` gives.
    stability
        As in `Clustering`.
    named
        As for `portraits`.
    words
        Words for skills by id; without them the id is told.
    """
    alone = len(stability) == 1
    said = []
    for kind, people in zip(stability["kind"], stability["people"], strict=True):
        who = "Everybody together" if alone else f"Kind {kind}"
        own = table[table["kind"] == f"Kind {kind}"]
        if kind not in named:
            said.append(f"{who} has no portrait: it does not come back when people are drawn anew.")
        elif own.empty:
            few = "fewer than" if people < FIRM_KIND else "on no question different answers of"
            said.append(
                f"{who}: no portrait, for there are {few} {FIRM_KIND} people. Fewer would be "
                "recognised in it."
            )
        else:
            of = f"{people:,} people, nobody in particular"
            said.append(f"{who}: a composite of {of}: {'; '.join(_parts(own, words))}.")
    return tuple(said)


def _parts(own: pd.DataFrame, words: Mapping[str, str] | None) -> Iterator[str]:
    levels = own[own["measure"] == "level"]
    if len(levels):
        halves = (levels["low"] < levels["high"]).any()
        note = " (in brackets the middle half)" if halves else ""
        yield f"{', '.join(_by_level(levels, words))}{note}"
    needs = own[(own["measure"] == "need") & (own["median"] > 0)]
    if len(needs):
        yield ", ".join(_by_need(needs, words))
    for row in own[own["measure"] == "seniority_years"].itertuples():
        yield f"there for {row.median:.0f} years (the middle half {row.low:.0f} to {row.high:.0f})"


def _by_level(levels: pd.DataFrame, words: Mapping[str, str] | None) -> Iterator[str]:
    alike = levels.groupby(["median", "low", "high"], sort=True)["about"]
    for i, ((median, low, high), about) in enumerate(reversed(list(alike))):
        half = f" ({low:.0f} to {high:.0f})" if low < high else ""
        yield f"{'' if i else 'level '}{median:.0f}{half} in {_named(about, words, len(levels))}"


def _by_need(needs: pd.DataFrame, words: Mapping[str, str] | None) -> Iterator[str]:
    for i, (median, about) in enumerate(reversed(list(needs.groupby("median")["about"]))):
        unit = "" if i else f" level{'s' * (median > 1)} to go"
        yield f"{median:.0f}{unit} in {_named(about, words, 0)}"


def _named(about: pd.Series, words: Mapping[str, str] | None, of: int) -> str:
    if len(about) == of > _AT_MOST:
        return f"all {of} skills"
    named = [worded(name, words) for name in about[:_AT_MOST]]
    more = len(about) - len(named)
    return joined([*named, f"{more} more"] if more else named)
