"""What a kind of profile is like in numbers, set against everybody else.

The kinds were made from the very answers that describe them, so the differences are a
description and no test.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.people.measures import Feature

__all__ = ["contrasts", "means"]

_MEASURES = {"levels": "level", "needs": "need", "styles": "style", "wishes": "wish"}


def means(numbers: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    """Average every feature within each kind and over everybody who was grouped.

    Parameters
    ----------
    numbers
        Features by person, in their own units, NaN missing.
    labels
        The kind by person, NA for who was left out.

    Returns
    -------
    DataFrame
        `kind` ("Kind 1", ..., "Everybody"), `people` and a column for each feature. A mean is
        over those who answered; of what is ticked or not, it is the share who did. It is missing
        where fewer than five answered, all gave one answer, or fewer than five ticked or did not;
        and then it is missing for everybody too, for the difference would tell it.
    """
    grouped = numbers.loc[labels.index[labels.notna()]]
    kind = labels.dropna().astype("int64")
    tellable = _tellable(grouped, kind)
    table = grouped.groupby(kind).mean().where(tellable)
    silent = ~tellable & (grouped.groupby(kind).count() > 0)
    everybody = grouped.mean().mask(silent.any())
    table = pd.concat([table, everybody.to_frame().T], ignore_index=True)
    sizes = kind.value_counts().sort_index().tolist()
    table.insert(0, "kind", [*(f"Kind {k}" for k in sorted(set(kind))), "Everybody"])
    table.insert(1, "people", [*sizes, len(kind)])
    return table


def contrasts(
    numbers: pd.DataFrame, labels: pd.Series, features: Sequence[Feature] = ()
) -> pd.DataFrame:
    """Set each kind against the rest, feature by feature.

    Parameters
    ----------
    numbers, labels
        As for `means`.
    features
        What the columns are; without them that is read from their names.

    Returns
    -------
    DataFrame
        `kind`, `measure` (level, need, style, seniority_years, wish, or the column of a choice),
        `about` (the skill, style, words or option; empty for years), `mean`, `rest`,
        `difference` and `answered` (people of the kind behind the mean). Kinds of which fewer than
        five answered, or all alike (or where fewer than five ticked or did not), have no mean and
        are in nobody's rest. Empty when there is one kind only.
    """
    grouped = numbers.loc[labels.index[labels.notna()]]
    kind = labels.dropna().astype("int64")
    rows = []
    kinds = sorted(set(kind))
    named = {name: _named(name) for name in grouped.columns}
    named |= {f.name: _meant(f) for f in features}
    tellable = _tellable(grouped, kind)
    heard = grouped.where(tellable.loc[kind].to_numpy())
    for k in kinds if len(kinds) > 1 else ():
        inside, rest = heard[kind == k], heard[kind != k]
        for name in grouped.columns:
            measure, about = named[name]
            mean, other = float(inside[name].mean()), float(rest[name].mean())
            answered = int(grouped.loc[kind == k, name].count())
            rows.append((k, measure, about, mean, other, mean - other, answered))
    columns = ["kind", "measure", "about", "mean", "rest", "difference", "answered"]
    return pd.DataFrame(rows, columns=columns)


def _tellable(grouped: pd.DataFrame, kind: pd.Series) -> pd.DataFrame:
    """Say, by kind and feature, whether a mean may be told."""
    by_kind = grouped.groupby(kind)
    enough = (by_kind.count() >= FEWEST) & (by_kind.max() > by_kind.min())
    ticks = grouped.columns[grouped.isin([0.0, 1.0]).where(grouped.notna(), True).all()]
    ticked = by_kind[list(ticks)].sum()
    few = (ticked < FEWEST) | (by_kind[list(ticks)].count() - ticked < FEWEST)
    enough[ticks] &= ~few
    return enough


def _named(column: str) -> tuple[str, str]:
    """Read from the name of a column what it measures, and about what."""
    if column == "seniority_years":
        return column, ""
    measure, _, about = column.partition("=" if "=" in column else "_")
    return measure, about


def _meant(feature: Feature) -> tuple[str, str]:
    if feature.block in _MEASURES:
        return _MEASURES[feature.block], feature.about
    return _named(feature.name)
