"""Scores from answers: means and sums of items, reversed items turned round, missing ones counted.

Input is one row a person with the kept answers by field key; output has one column a score. A
missing answer is never a zero, and nobody is left out: who answered too little has no score.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.definitions.formula import Formula
from rmkit.errors import FaultsFound
from rmkit.instruments.answers import fault, read_answer
from rmkit.instruments.fields import Field
from rmkit.instruments.model import Instrument
from rmkit.instruments.scores import Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmkit.errors import Fault

__all__ = ["score"]


def score(instrument: Instrument, answers: pd.DataFrame) -> pd.DataFrame:
    """Make the scores of an instrument.

    Parameters
    ----------
    instrument
        Its `scores` say how: `items` joined by `mean` or `sum`, or a `formula`. Items named in
        `reverse`, and rows marked `reverse`, count as lowest + highest - answer on their scale.
    answers
        One row a person, shape (n_people, any). Columns are field keys; a column that is not there
        is unanswered by everybody, other columns are left alone. Missing is NA, NaN or None.

    Returns
    -------
    DataFrame
        Shape (n_people, n_scores), float64, with the index of `answers`. NaN where fewer than
        `min_answered` of the items were answered; without `min_answered`, where one is missing.
        A sum with missing answers is the mean of those there are, times the number of items; a
        count of right answers takes a missing one as not right.

    Raises
    ------
    FaultsFound
        An answer is none that the question allows (a level of 6 on a scale to 5); rows count from
        2, as in a sheet with its heading in row 1.
    """
    needed = {key for made in instrument.scores.values() for key in _keys(instrument, made)}
    values = _values([field for field in instrument.fields if field.key in needed], answers)
    columns = {name: _column(instrument, s, values) for name, s in instrument.scores.items()}
    return pd.DataFrame(columns, index=answers.index, dtype="float64")


def _keys(instrument: Instrument, made: Score) -> list[str]:
    """Give the field keys that count; a matrix, or one ask of it, stands for all of its rows."""
    if made.formula is not None:
        return sorted(made.named)
    return list(
        dict.fromkeys(
            field.key
            for name in made.items
            for field in instrument.fields
            if name in (field.key, field.item.id, field.ask.id if field.ask else None)
        )
    )


def _values(fields: Sequence[Field], answers: pd.DataFrame) -> pd.DataFrame:
    """Read the answers as they are kept; a value that is no answer is a fault."""
    faults: list[Fault] = []
    columns: dict[str, list[object]] = {}
    for field in fields:
        given = answers[field.key] if field.key in answers else [None] * len(answers)
        read = [read_answer(field, raw) for raw in given]
        for row, (reading, raw) in enumerate(zip(read, given, strict=True), start=2):
            if reading.problem and (found := fault(field, reading, raw, row=row)):
                faults.append(found)
        columns[field.key] = [reading.value for reading in read]
    if faults:
        raise FaultsFound(faults, "No score was made.")
    return pd.DataFrame(columns, index=answers.index, dtype="object")


def _column(instrument: Instrument, made: Score, values: pd.DataFrame) -> pd.Series:
    keys = _keys(instrument, made)
    if made.method == "right":
        numbers = values[keys].apply(lambda given: _is_right(instrument.field(given.name), given))
        answered = numbers.notna().sum(axis="columns")
        return numbers.sum(axis="columns").where(answered >= _needed(made, keys))
    numbers = values[keys].astype("float64")
    bounds = {key: _bounds(instrument.field(key)) for key in keys}
    if made.formula is not None:
        return _by_formula(Formula.parse(made.formula, names=keys), numbers[keys], bounds)
    counted = numbers[keys].copy()
    for key in keys:
        row = instrument.field(key).row
        if key in made.turned or (row is not None and row.reverse):
            low, high = bounds[key]
            counted[key] = low + high - counted[key]
    enough = counted.notna().sum(axis="columns") >= _needed(made, keys)
    mean = counted.mean(axis="columns").where(enough)
    return mean * len(keys) if made.method == "sum" else mean


def _needed(made: Score, keys: Sequence[str]) -> int:
    return min(made.min_answered or len(keys), len(keys))


def _is_right(field: Field, given: pd.Series) -> pd.Series:
    """Give 1 for the right option, 0 for another, NaN for no answer."""
    right = next(option.value for option in field.options if option.right)
    return (given == right).astype("float64").where(given.notna())


def _by_formula(
    formula: Formula, numbers: pd.DataFrame, bounds: Mapping[str, tuple[float, float]]
) -> pd.Series:
    people = numbers.to_dict("records")
    values = [formula.value({str(k): v for k, v in p.items()}, bounds=bounds) for p in people]
    return pd.Series(values, index=numbers.index, dtype="float64")


def _bounds(field: Field) -> tuple[float, float]:
    """Give the ends of the scale; without any, nothing is reversed (the model sees to that)."""
    return field.bounds or (0.0, 0.0)
