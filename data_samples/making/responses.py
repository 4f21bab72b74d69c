"""The answers as a survey tool holds them: who sent them when, in the order they came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pandas as pd

from rmkit.instruments.model import Field, Instrument
from rmkit.synthetic.cohorts import Cohort
from rmkit.synthetic.dice import Dice

__all__ = ["Response", "answered", "label", "labels", "responses_of"]

_FIRST_DAY = date(2026, 9, 14)
_WORKING_DAYS = 10


@dataclass(frozen=True)
class Response:
    """One filled-in questionnaire; times are local, in Central Europe.

    `email` is the address that the tool notes, of a form that is open to known people alone.
    """

    number: int
    started: datetime
    sent: datetime
    answers: dict[str, object]
    email: str = ""

    def answer(self, field: Field) -> object:
        """Give what was answered, None where nothing was."""
        return self.answers.get(field.key)


def responses_of(cohort: Cohort, instrument: Instrument, *, seed: int) -> tuple[Response, ...]:
    """Let everybody send their answers within ten working days."""
    dice = Dice(seed, 7)
    keys = {field.key for field in instrument.fields}
    left_out = sorted(set(cohort.answers.columns) - keys - {"person_id"})
    if left_out:
        message = f"the questionnaire does not ask {', '.join(left_out)}"
        raise ValueError(message)
    people = [dict(answered(row)) for row in cohort.answers.to_dict("records")]
    moments = sorted(_moment(dice) for _ in people)
    return tuple(
        Response(i + 1, sent - timedelta(seconds=dice.whole(240, 2_400)), sent, answers)
        for i, (sent, answers) in enumerate(zip(moments, dice.shuffled(people), strict=True))
    )


def answered(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Give what was answered of a row of a table; what is missing is left out."""
    for key, value in row.items():
        if isinstance(value, list):
            yield key, value
        elif not pd.isna(value):
            whole = isinstance(value, float) and value.is_integer()
            yield key, int(value) if whole else value


def _moment(dice: Dice) -> datetime:
    day = dice.whole(0, _WORKING_DAYS - 1)
    at = time(dice.whole(7, 18), dice.whole(0, 59), dice.whole(0, 59))
    return datetime.combine(_FIRST_DAY + timedelta(days=day + day // 5 * 2), at)


def label(field: Field, value: object) -> str:
    """Give the words of one choice."""
    return next(option.label.say() for option in field.options if option.value == value)


def labels(field: Field, values: object) -> list[str]:
    """Give the words of several choices."""
    return [label(field, value) for value in values] if isinstance(values, list) else []
