"""What a kind of profile is like, in numbers and in words, set against everybody else.

The kinds were made from the very answers that describe them, so the differences are a
description and no test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from rmkit.disclosure.hiding import FEWEST

__all__ = ["contrasts", "kind_sentence", "means"]

_NOTABLE_LEVELS = 0.5
_NOTABLE_YEARS = 2.0
_AT_MOST = 3
_MOSTLY = 0.8


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
        over those who answered. It is missing where fewer than five did or all gave one answer,
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


def contrasts(numbers: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    """Set each kind against the rest, feature by feature.

    Parameters
    ----------
    numbers, labels
        As for `means`.

    Returns
    -------
    DataFrame
        `kind`, `measure` (level, need, style or seniority_years), `about` (the skill or
        style; empty for years), `mean`, `rest`, `difference` and `answered` (people of the kind
        behind the mean). Kinds of which fewer than five answered, or all alike, have no mean and
        are in nobody's rest. Empty when there is one kind only.
    """
    grouped = numbers.loc[labels.index[labels.notna()]]
    kind = labels.dropna().astype("int64")
    rows = []
    kinds = sorted(set(kind))
    tellable = _tellable(grouped, kind)
    heard = grouped.where(tellable.loc[kind].to_numpy())
    for k in kinds if len(kinds) > 1 else ():
        inside, rest = heard[kind == k], heard[kind != k]
        for name in grouped.columns:
            measure, _, about = name.partition("_")
            if name == "seniority_years":
                measure, about = name, ""
            mean, other = float(inside[name].mean()), float(rest[name].mean())
            answered = int(grouped.loc[kind == k, name].count())
            rows.append((k, measure, about, mean, other, mean - other, answered))
    columns = ["kind", "measure", "about", "mean", "rest", "difference", "answered"]
    return pd.DataFrame(rows, columns=columns)


def _tellable(grouped: pd.DataFrame, kind: pd.Series) -> pd.DataFrame:
    """Say, by kind and feature, whether a mean may be told."""
    by_kind = grouped.groupby(kind)
    return (by_kind.count() >= FEWEST) & (by_kind.max() > by_kind.min())


def kind_sentence(
    kind: int,
    contrast: pd.DataFrame,
    roles: Sequence[str],
    *,
    labels: Mapping[str, str] | None = None,
) -> str:
    """Describe one kind in words.

    Parameters
    ----------
    kind
        Its number.
    contrast
        What `contrasts` gives.
    roles
        The roles of its people ("" where unknown).
    labels
        Words for skills and styles by id; without them the id is told, with spaces.
    """
    own = contrast[(contrast["kind"] == kind) & (contrast["answered"] >= _enough(contrast, kind))]
    words = dict(labels or {})
    parts = [
        _listed(own, "level", 1, "stronger in", "levels above the rest", words),
        _listed(own, "level", -1, "weaker in", "levels below the rest", words),
        _listed(own, "need", 1, "wanting more of", "levels more than the rest", words),
        _listed(own, "style", 1, "higher on", "points above the rest", words),
        _listed(own, "style", -1, "lower on", "points below the rest", words),
        _years(own),
    ]
    said = "; ".join(part for part in parts if part) or "near the others in everything compared"
    crowd = f"{len(roles)} people" if len(roles) != 1 else "1 person"
    return f"Kind {kind} ({crowd}{_mostly(roles)}): {said}."


def _enough(contrast: pd.DataFrame, kind: int) -> float:
    """Half of the kind: a mean over fewer would speak for people who did not answer."""
    answered = contrast.loc[contrast["kind"] == kind, "answered"]
    return 0.5 * float(answered.max()) if len(answered) else 0.0


def _mostly(roles: Sequence[str]) -> str:
    for role, words in (("mentor", "mentors"), ("mentee", "mentees")):
        if roles and sum(r == role for r in roles) >= _MOSTLY * len(roles):
            return f", mostly {words}"
    return ""


def _listed(
    own: pd.DataFrame, measure: str, sign: int, lead: str, unit: str, words: dict[str, str]
) -> str:
    rows = own[own["measure"] == measure]
    size = (sign * rows["difference"]).round(9).sort_values(ascending=False, kind="stable")
    notable = size[size >= _NOTABLE_LEVELS].head(_AT_MOST)
    named = [
        f"{words.get(about, about.replace('_', ' '))} ({value:.1f}"
        for about, value in zip(rows.loc[notable.index, "about"], notable, strict=True)
    ]
    if not named:
        return ""
    named[0] += f" {unit}"
    told = [f"{name})" for name in named]
    together = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"{lead} {together}"


def _years(own: pd.DataFrame) -> str:
    rows = own[own["measure"] == "seniority_years"]
    years = float(rows["difference"].iloc[0]) if len(rows) else 0.0
    if np.isnan(years) or abs(years) < _NOTABLE_YEARS:
        return ""
    return f"{abs(years):.0f} years {'longer' if years > 0 else 'shorter'} with the organisation"
