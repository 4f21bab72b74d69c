"""What a comparison of groups found, in sentences with their limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

__all__ = ["title_of", "told"]

_WHO = {"mentor": "mentors", "mentee": "mentees", "either": "people who could be either"}


def title_of(by: str) -> str:
    """Write the name of a column as words.

    >>> title_of("age_band")
    'Age band'
    """
    words = " ".join(by.replace("_", " ").split())
    return f"{words[:1].upper()}{words[1:]}"


def told(by: Sequence[str], table: pd.DataFrame, tests: pd.DataFrame) -> tuple[str, ...]:
    """Say what each comparison found.

    Parameters
    ----------
    by, table, tests
        As in `Evenness`.
    """
    return tuple(_sentences(by, table, tests))


def _sentences(columns: Sequence[str], table: pd.DataFrame, tests: pd.DataFrame) -> Iterator[str]:
    for by in columns:
        mine = tests[tests["by"] == by]
        if mine.empty:
            yield (
                f"{title_of(by)}: there are not two groups of five people or more in one role, so "
                "nothing can be compared."
            )
        for test in mine.to_dict("records"):
            rows = table[(table["by"] == by) & (table["role"] == test["role"])]
            yield f"{title_of(by)}, {_WHO[str(test['role'])]}: {_found(rows, test)}"


def _found(rows: pd.DataFrame, test: Mapping[Any, Any]) -> str:
    column, unit = ("share", 100) if test["what"] == "partner" else ("score", 1)
    known = rows.dropna(subset=[column]).sort_values([column, "group"])
    if test["what"] == "partner" and rows["with_partner"].sum() in (0, rows["people"].sum()):
        return f"{'everybody' if rows['with_partner'].any() else 'nobody'} has a partner."
    if len(known) < 2:
        return "mean scores are not told, for there are too few pairs in the groups."
    first, last = known.iloc[0], known.iloc[-1]
    ends = [f"{unit * row[column]:.0f} ({row['group']})" for row in (first, last)]
    what = "of 100 have a partner" if test["what"] == "partner" else "of 100 is the mean score"
    return f"from {ends[0]} to {ends[1]} {what}. {_chance(test)}"


def _chance(test: Mapping[Any, Any]) -> str:
    p = float(test["adjusted"])
    size = "p below 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"
    if test["uneven"]:
        return f"That is more than chance would give ({size}): find out why."
    return f"That is no more than chance would give with groups of this size ({size})."
