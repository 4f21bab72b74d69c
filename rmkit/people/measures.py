"""What of a person can be compared with others: the features that profiles are made of.

Out of a table of people come numbers, block by block, each feature with its unit and with what
a higher number means. Role, organisation and department are never taken: a kind of profile is
about what people can do and want, not about where they sit. What is missing stays missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.errors import UnknownName
from rmkit.people.columns import described
from rmkit.people.demand import skills
from rmkit.people.protected import refuse_protected
from rmkit.people.sets import parse_set

__all__ = ["BLOCKS", "Block", "Feature", "Measured", "features", "measured"]

Kind = Literal["ordinal", "numeric", "option", "nominal"]


@dataclass(frozen=True, slots=True)
class Block:
    """Features that say the same sort of thing and count together.

    `weight` is what the whole block counts unless said otherwise, shared by its features; 0
    leaves it out.
    """

    title: str
    question: str
    weight: float


BLOCKS: Final[dict[str, Block]] = {
    "levels": Block("Levels", "What can people do now?", 1.0),
    "needs": Block("Needs", "How much more do they want?", 1.0),
    "styles": Block("Styles", "How do they like to work?", 0.5),
    "seniority": Block("Seniority", "How long have they been with the organisation?", 0.25),
    "wishes": Block("Wishes", "What do they write that they would like to talk about?", 0.0),
    "choices": Block("Choices", "What do they tick: languages, ways to meet?", 0.0),
}
"""What people can be compared by. Wishes and choices wait to be asked for: words are a noisy
measure, and a language or a way to meet is about a pair, not about a kind of person."""

CHOICES: Final = ("languages", "communication")
"""The columns behind the block `choices`, unless others are named."""

_WORKING_LIFE_YEARS = 40.0


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that people are compared by.

    Attributes
    ----------
    name
        Its column, such as `level_ai`, `need_ai`, `style_calm`, `seniority_years`,
        `wish_1`, `languages=en`.
    block
        One of `BLOCKS`.
    about
        The skill, the trait, the option, or the words of a topic.
    kind
        "ordinal" (steps in order), "numeric", "option" (1 ticked, 0 not; that neither of two
        people ticked it does not make them alike) or "nominal" (names without an order, as codes).
    unit
        In what it is counted.
    span
        The difference that counts as wholly apart, in that unit.
    higher
        What a higher number means; empty where there is no order.
    """

    name: str
    block: str
    about: str
    kind: Kind
    unit: str
    span: float
    higher: str


@discreet("features")
@dataclass(frozen=True, eq=False)
class Measured:
    """People as numbers: `values` has one row a person and one column a feature, NaN missing.

    `notes` says what could not be measured and why.
    """

    values: pd.DataFrame
    features: tuple[Feature, ...]
    notes: tuple[str, ...] = ()

    def of(self, names: Collection[str]) -> Measured:
        """Keep the features of these names, in the order that they have."""
        kept = tuple(feature for feature in self.features if feature.name in names)
        return Measured(self.values[[feature.name for feature in kept]], kept, self.notes)


def features(people: pd.DataFrame) -> pd.DataFrame:
    """Take the numbers that describe people's profiles: levels, needs, styles and years.

    Parameters
    ----------
    people
        A validated table of people.

    Returns
    -------
    DataFrame
        Indexed by `person_id`, as `measured` gives it: levels and styles from 1 to 5, needs in
        levels to go (0 to 4), years; floats, NaN being missing. A column in which everybody is
        missing is left out. Nothing is standardised.

    Examples
    --------
    >>> people = pd.DataFrame({"person_id": ["a", "b"], "level_chat": [2, None], "site": "x"})
    >>> features(people)["level_chat"].tolist()
    [2.0, nan]
    """
    return measured(people).values


def measured(
    people: pd.DataFrame,
    blocks: Collection[str] = ("levels", "needs", "styles", "seniority"),
    *,
    choices: Sequence[str] = CHOICES,
) -> Measured:
    """Measure people by the blocks that are asked for.

    Parameters
    ----------
    people
        A validated table of people.
    blocks
        Names out of `BLOCKS`.
    choices
        Columns of names or of sets for the block `choices`.

    Returns
    -------
    Measured
        Features in the order of `BLOCKS`, by name within a block. One in which everybody is
        missing is left out.

    Raises
    ------
    UnknownName
        There is no such block, or no such column of choices.
    NotAllowed
        A column of choices is a protected trait.
    """
    for block in blocks:
        if block not in BLOCKS:
            raise UnknownName(kind="block of features", name=block, known=list(BLOCKS))
    found: list[tuple[Feature, pd.Series]] = []
    notes: tuple[str, ...] = ()
    for block in (name for name in BLOCKS if name in blocks):
        if block == "wishes":
            part, said = _wishes(people)
            found += part
            notes += said
        elif block == "choices":
            found += _choices(people, choices)
        else:
            found += _FROM[block](people)
    index = pd.Index(people["person_id"], name="person_id")
    heard = [(feature, column) for feature, column in found if column.notna().any()]
    values = {f.name: column.astype("Float64").to_numpy(np.float64, na_value=np.nan)
              for f, column in heard}  # fmt: skip
    table = pd.DataFrame(values, index=index, dtype="float64")
    return Measured(table, tuple(feature for feature, _ in heard), notes)


_Found = Iterator[tuple[Feature, pd.Series]]


def _levels(people: pd.DataFrame) -> _Found:
    for skill in skills(people):
        name = f"level_{skill}"
        if name in people.columns:
            yield (
                Feature(name, "levels", skill, "ordinal", "level", 4.0, "can do more"),
                people[name],
            )


def _needs(people: pd.DataFrame) -> _Found:
    for skill in skills(people):
        level, target = f"level_{skill}", f"target_{skill}"
        if level in people.columns and target in people.columns:
            way = people[target].astype("Float64") - people[level].astype("Float64")
            named = f"need_{skill}"
            yield (
                Feature(named, "needs", skill, "ordinal", "levels to go", 4.0, "wants more"),
                way.clip(lower=0),
            )


def _styles(people: pd.DataFrame) -> _Found:
    for name in sorted(str(c) for c in people.columns if str(c).startswith("style_")):
        about = name.removeprefix("style_")
        yield Feature(name, "styles", about, "ordinal", "point", 4.0, "agrees more"), people[name]


def _seniority(people: pd.DataFrame) -> _Found:
    name = "seniority_years"
    if name in people.columns:
        feature = Feature(
            name, "seniority", "", "numeric", "years", _WORKING_LIFE_YEARS, "there for longer"
        )
        yield feature, people[name]


_FROM: Final = {
    "levels": _levels,
    "needs": _needs,
    "styles": _styles,
    "seniority": _seniority,
}


def _wishes(people: pd.DataFrame) -> tuple[list[tuple[Feature, pd.Series]], tuple[str, ...]]:
    from rmkit.people.wishes import wish_topics

    if "topics" not in people.columns:
        return [], ("Nobody was asked what they would like to talk about.",)
    topics = wish_topics(people["topics"])
    found = [
        (
            Feature(
                f"wish_{i}", "wishes", ", ".join(words), "numeric", "share", 1.0, "writes more"
            ),
            topics.shares.iloc[:, i - 1],
        )
        for i, words in enumerate(topics.words, start=1)
    ]
    return found, topics.notes


def _choices(people: pd.DataFrame, columns: Sequence[str]) -> _Found:
    for column in dict.fromkeys([columns] if isinstance(columns, str) else map(str, columns)):
        if column not in people.columns:
            if column in CHOICES:
                continue
            raise UnknownName(kind="column", name=column, known=list(map(str, people.columns)))
        refuse_protected("The comparison of people", column, decide="who is alike")
        holds = described(column)
        if holds is not None and holds.holds == "set":
            yield from _options(column, people[column])
        else:
            cells = people[column].map(str, na_action="ignore")
            codes = cells.astype("category").cat.codes.astype("Float64")
            named = column.replace("_", " ")
            feature = Feature(column, "choices", named, "nominal", "answer", 1.0, "")
            yield feature, codes.mask(codes < 0)


def _options(column: str, cells: pd.Series) -> _Found:
    ticked = cells.map(parse_set, na_action="ignore")
    for option in sorted({option for cell in ticked.dropna() for option in cell}):
        has = ticked.map(lambda cell, option=option: float(option in cell), na_action="ignore")
        feature = Feature(
            f"{column}={option}", "choices", option, "option", "ticked", 1.0, "ticked"
        )
        yield feature, has
