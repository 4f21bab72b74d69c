"""What people answered to each item of a scale, before any score is trusted."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import NotAllowed
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.missing.tables_in import number_table
from rmkit.outcomes.result import Result
from rmkit.outcomes.scales.items_in import items_in
from rmkit.outcomes.values_in import enough

__all__ = ["item_statistics"]

Floats = NDArray[np.float64]
_CROWDED = 0.4


def item_statistics(
    answers: pd.DataFrame,
    *,
    scale: tuple[float, float],
    reverse: Collection[str] = (),
    formative: bool = False,
) -> Result:
    """Tell of each item its middle, spread, ends, gaps and how it goes with the others.

    Parameters
    ----------
    answers
        One row a person, one column an item, shape (n_people, n_items); NaN where unanswered.
    scale
        Lowest and highest answer.
    reverse
        Items that are turned round first.
    formative
        Whether the items are a list of different things (competences, topics) that need not go
        together. Then how they hang together means nothing, and this is refused.

    Returns
    -------
    Result
        A row an item: its mean (`value`), with n. `tables["items"]`: `item`, `n`, `missing`
        (share), `mean`, `sd`, `skew`, `floor` and `ceiling` (shares at the ends), `item_rest`
        (correlation with the sum of the others, of those who answered all).

    Raises
    ------
    NotAllowed
        The list is formative.
    FaultsFound
        An answer cannot be read or lies off the scale, or there are fewer than two items.
    TooFewPeople
        Fewer than three people answered all items.

    References
    ----------
    Bollen & Lennox (1991), Psychological Bulletin 110:305-314, on lists that are no scales;
    Terwee et al. (2007), Journal of Clinical Epidemiology 60:34-42, on floor and ceiling.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 2, 4, 5, 5], "b": [2, 2, 4, 5, 5]})
    >>> item_statistics(answers, scale=(1, 5)).tables["items"]["ceiling"].tolist()
    [0.4, 0.4]
    """
    if formative:
        message = (
            "These items are a list of different things, and need not go together: who knows "
            "spreadsheets need not know social media. Tell each by itself, and no score of all."
        )
        raise NotAllowed(message)
    whole = items_in(answers, reverse=reverse, scale=scale)
    values = number_table(answers, least=2)
    enough(len(whole.values), 3, what="people who answered all items")
    table = _table(values, [str(name) for name in answers.columns], reverse, scale)
    table["item_rest"] = [_with_rest(whole.values, i) for i in range(len(whole.names))]
    rows = tuple(
        Estimate(row["item"], row["item"], row["mean"], n=int(row["n"]), unit="points")
        for row in table.to_dict("records")
    )
    return Result(
        title="What people answered to each item",
        method="Means, spreads and shares of each item; correlation with the sum of the others.",
        rows=rows,
        n_used=len(values),
        warnings=_warnings(table),
        limits=("Items are told as they were answered; whether they mean what is meant is asked of "
                "people, not of numbers.",),
        reference="Terwee et al. (2007).",
        tables={"items": table},
    )  # fmt: skip


def _table(
    values: Floats, names: list[str], reverse: Collection[str], scale: tuple[float, float]
) -> pd.DataFrame:
    rows = []
    for i, name in enumerate(names):
        own = values[:, i]
        own = scale[0] + scale[1] - own if name in reverse else own
        known = own[~np.isnan(own)]
        sd = float(known.std(ddof=1)) if len(known) > 1 else float("nan")
        centred = known - known.mean()
        wide = float(np.sqrt((centred**2).mean()))
        skew = float((centred**3).mean() / wide**3) if wide > 1e-12 else float("nan")
        rows.append(
            {
                "item": name,
                "n": len(known),
                "missing": 1 - len(known) / len(own),
                "mean": float(known.mean()),
                "sd": sd,
                "skew": skew,
                "floor": float((known == scale[0]).mean()),
                "ceiling": float((known == scale[1]).mean()),
            }
        )
    return pd.DataFrame(rows)


def _with_rest(values: Floats, i: int) -> float:
    own, rest = values[:, i], np.delete(values, i, axis=1).sum(axis=1)
    if own.std() <= 1e-12 or rest.std() <= 1e-12:
        return float("nan")
    return float(np.corrcoef(own, rest)[0, 1])


def _warnings(table: pd.DataFrame) -> tuple[str, ...]:
    told = []
    for end, words in (("ceiling", "highest"), ("floor", "lowest")):
        crowded = table.loc[table[end] >= _CROWDED, "item"].tolist()
        if crowded:
            told.append(
                f"{100 * _CROWDED:.0f} of 100 or more gave the {words} answer to: "
                f"{', '.join(crowded)}. A change beyond it cannot be seen."
            )
    against = table.loc[table["item_rest"] < 0, "item"].tolist()
    if against:
        told.append(f"Goes against the others: {', '.join(against)}. Is it to be turned round?")
    fixed = table.loc[table["sd"] <= 1e-12, "item"].tolist()
    if fixed:
        told.append(f"Answered the same by all: {', '.join(fixed)}.")
    return tuple(told)
