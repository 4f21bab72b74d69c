"""What every column of the clean tables means, with unit, allowed values and missing code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from rmkit.instruments.model import Field, Instrument

__all__ = ["Described", "answers_described", "described"]

_EMPTY: Final = "an empty cell"
_NEVER: Final = "never missing"


@dataclass(frozen=True)
class Described:
    """One column as the card tells it."""

    name: str
    meaning: str
    unit: str = "–"
    allowed: str = "text"
    missing: str = _EMPTY


_PERSON: Final = Described(
    "person_id", "the person, the same in all files", allowed="`P` and digits", missing=_NEVER
)
_SET: Final = "codes with `;` between them, `none` for an empty set"

_STAFF: Final = (
    _PERSON,
    Described("name", "full name, made up", missing=_NEVER),
    Described("email", "address at work", allowed="an address at example.org", missing=_NEVER),
    Described("organisation", "employer, made up", missing=_NEVER),
    Described("site", "place of work", missing=_NEVER),
    Described("department", "department", missing=_NEVER),
    Described(
        "manager_id", "`person_id` of the manager", allowed="an id", missing=f"{_EMPTY}: at the top"
    ),
    Described("job_title", "job title", missing=_NEVER),
    Described("started", "first day there", "date", "year-month-day", _NEVER),
)
_PEOPLE: Final = (
    _PERSON,
    Described("role", "role wished for", allowed="mentor, mentee, either", missing=_NEVER),
    *(column for column in _STAFF if column.name in {"organisation", "site", "department"}),
    next(column for column in _STAFF if column.name == "manager_id"),
    Described("languages", "languages of conversation", allowed=_SET),
    Described("slots", "usual free half-days", allowed=f"`mon_am` to `fri_pm`: {_SET}"),
    Described("communication", "ways to keep in touch that they like", allowed=_SET),
    Described("capacity", "people they could mentor at once", "people", "1 to 5"),
    Described("topics", "topics they would enjoy", allowed="text, separated by commas"),
    Described("expectations", "what they want to get out of it first of all", allowed="text"),
    Described("seniority_years", "years with the organisation", "years", "0 to 60, halves"),
    Described(
        "cluster",
        "kind found by `rmkit.cluster`",
        allowed="a whole number",
        missing=f"{_EMPTY}: not computed here",
    ),
)
_TRUTH: Final = (
    _PERSON,
    Described(
        "kind",
        "the kind they were made as",
        allowed="maker, analyst, experienced, mixed",
        missing=_NEVER,
    ),
    Described("planted", "the fact planted about them", allowed="see planted facts"),
    Described("other_id", "`person_id` of the other person it is about", allowed="an id"),
)


def described(name: str, table: pd.DataFrame, instrument: Instrument) -> Iterator[Described]:
    """Describe every column of a clean table (`staff`, `people`, `truth`), in its order."""
    known = {
        column.name: column for column in {"staff": _STAFF, "people": _PEOPLE}.get(name, _TRUTH)
    }
    rated = {field.key: field for field in instrument.fields if field.is_rating}
    for column in table.columns:
        if column in known:
            empty = table[column].isna().all() and column != "cluster"
            yield _not_asked(known[column]) if empty else known[column]
        else:
            yield _rating(column, rated[column])


def _not_asked(column: Described) -> Described:
    return Described(column.name, column.meaning, column.unit, column.allowed, "not asked: empty")


def _rating(name: str, field: Field) -> Described:
    row = field.row.text.say() if field.row else ""
    when = "now" if name.startswith("level_") else "wanted in a year"
    scale = ", ".join(f"{option.value} {option.label.say()}" for option in field.options)
    return Described(name, f"own rating, {when}: {row}", "level", scale)


def answers_described(instrument: Instrument) -> Sequence[Described]:
    """Describe every question of the raw files by its key."""
    return [
        Described(field.key, field.heading(), allowed=_allowed(field), missing=_missing(field))
        for field in instrument.fields
    ]


def _allowed(field: Field) -> str:
    several = "one or several of: " if field.kind == "multiple_choice" else ""
    if field.options:
        return several + ", ".join(option.label.say() for option in field.options)
    low, high = field.item.minimum, field.item.maximum
    if field.kind == "number" and low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return {"date": "a date", "number": "a number"}.get(field.kind, "text")


def _missing(field: Field) -> str:
    return _NEVER if field.required else _EMPTY
