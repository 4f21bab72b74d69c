"""What both sides said at the end: scores, goals, what they want more and less of, and quotations.

Read are the answers that count. What somebody wrote is told only where they allowed the very
sentence to be quoted and the coordinator released it; of everything else themes alone are counted.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from rmkit.content.themes import themes, themes_in
from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.disclosure.hiding import FEWEST
from rmkit.instruments import definition
from rmkit.programme.evaluation.who import took_part
from rmkit.report.evaluation.facts import Goals, Quote, Rated, Returned, Score, Theme

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.outcomes.result import Result
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Response
    from rmkit.report.evaluation.claims import Side

__all__ = [
    "CODES",
    "RELEASED",
    "SIDES",
    "Quotable",
    "answered_at_the_end",
    "both_say",
    "goals_reached",
    "quotable",
    "quotes",
    "returned",
    "satisfaction",
    "theme_counts",
]

SIDES: Final[tuple[Side, ...]] = ("mentee", "mentor")
CODES = "evaluation_themes"
"""The kind of the document that holds themes sorted by hand, by response and question."""
RELEASED = "evaluation_quotes"
"""The kind of the document that names the responses whose sentence the coordinator released."""

_CLOSING = "closing_interview"
_ALLOWED = ("unnamed", "named")
_AS_EXPECTED = 3
_GOALS = ("goals_first", "goals_second", "goals_third")


def counted_at_the_end(
    programme: Programme, instrument_id: str, side: Side | None = None
) -> list[Response]:
    """List the answers of a form that count at the end, of those whose answers may be evaluated."""
    out = programme.file.objected("evaluation")
    people = took_part(programme).of(side) if side else None
    return [
        one
        for one in programme.file.counting(instrument_id, "after")
        if one.person_id not in out
        and (people is None or one.person_id is None or one.person_id in people)
    ]


def answered_at_the_end(programme: Programme) -> frozenset[str]:
    """Name those who sent back the questionnaire at the end, by id."""
    return frozenset(
        one.person_id
        for side in SIDES
        for one in counted_at_the_end(programme, f"satisfaction_{side}", side)
        if one.person_id
    )


def both_say(programme: Programme) -> tuple[Rated, ...]:
    """Count how far each side says that the objective was reached."""
    return tuple(_rated(programme, side, "objective") for side in SIDES)


def _rated(programme: Programme, side: Side, key: str) -> Rated:
    form = f"satisfaction_{side}"
    field = definition(form).field(key)
    counts = Counter(one.answers.get(key) for one in counted_at_the_end(programme, form, side))
    labels = tuple(option.label.say() for option in field.options)
    return Rated(
        key,
        field.item.text.say(),
        side,
        labels,
        tuple(counts[option.value] for option in field.options),
    )


def satisfaction(programme: Programme) -> tuple[Score, ...]:
    """Give the scores of the looks back, side by side."""
    return tuple(one for side in SIDES for one in _scores(programme, side))


def _scores(programme: Programme, side: Side) -> Iterator[Score]:
    form = f"satisfaction_{side}"
    asked = programme.file.instrument(form) or definition(form)
    ids = {one.response_id for one in counted_at_the_end(programme, form, side)}
    table = programme.questionnaires.scores(form, "after")
    table = table[table["response_id"].isin(ids)]
    for name, scale in asked.scores.items():
        values = _numbers(table, name)
        title = scale.title.say() if scale.title else name
        yield _score(Score(name, title, side, len(values)), values)


def _numbers(table: pd.DataFrame, name: str) -> NDArray[np.float64]:
    column = table[name].dropna() if name in table.columns else ()
    return np.asarray(column, dtype=np.float64)


def _score(made: Score, values: NDArray[np.float64]) -> Score:
    from scipy.stats import t

    n = len(values)
    if n < FEWEST or np.unique(values, return_counts=True)[1].max() >= n - 1:
        return made
    half = float(t.ppf(0.975, n - 1) * values.std(ddof=1) / np.sqrt(n))
    mean = float(values.mean())
    low, high = max(1.0, mean - half), min(5.0, mean + half)
    return replace(made, mean=mean, low=low, high=high)


def goals_reached(programme: Programme) -> tuple[Goals, ...]:
    """Count how far each side says it got with the goals on its own sheet."""
    return tuple(_goals(programme, side) for side in SIDES)


def _goals(programme: Programme, side: Side) -> Goals:
    counts: Counter[int] = Counter()
    people: dict[str, list[float]] = {}
    for one in counted_at_the_end(programme, f"satisfaction_{side}", side):
        got = [v for key in _GOALS if isinstance(v := one.answers.get(key), int) and 1 <= v <= 5]
        counts.update(got)
        if got:
            people[one.person_id or one.response_id] = [float(v) for v in got]
    return Goals(side, len(people), tuple(counts[n] for n in range(1, 6)), _attained(people))


def _attained(people: dict[str, list[float]]) -> Result | None:
    """Put all goals on one scale, where enough people told of theirs."""
    if len(people) < 2 * FEWEST:
        return None
    from rmkit.outcomes.change.goals import goal_attainment

    levels = np.full((len(people), len(_GOALS)), np.nan)
    for row, got in zip(levels, people.values(), strict=True):
        row[: len(got)] = got
    return goal_attainment(levels - _AS_EXPECTED)


def theme_counts(programme: Programme) -> tuple[Theme, ...]:
    """Count how many people named each theme under "more" and "less", the most named first.

    Where the coordinator sorted an answer by hand, that counts in place of its words.
    """
    titles = {one.id: one.title.say() for one in themes().themes}
    codes = programme.file.document(CODES) or {"sorted": []}
    by_hand = {(row["response_id"], row["key"]): row["themes"] for row in codes["sorted"]}
    found = {key: Counter[str]() for key in ("more", "less")}
    hand: Counter[str] = Counter()
    for one in _looked_back(programme):
        for key, count in found.items():
            text, sorted_as = str(one.answers.get(key) or ""), by_hand.get((one.response_id, key))
            named = themes_in(text) if sorted_as is None else tuple(sorted_as)
            count.update(set(named))
            hand.update(set(named) if sorted_as is not None else ())
    every = sorted(
        {*found["more"], *found["less"]},
        key=lambda name: (-found["more"][name] - found["less"][name], name),
    )
    return tuple(
        Theme(name, titles.get(name, name), found["more"][name], found["less"][name], hand[name])
        for name in every
    )


def _looked_back(programme: Programme) -> Iterator[Response]:
    for side in SIDES:
        yield from counted_at_the_end(programme, f"satisfaction_{side}", side)


@discreet("response_id", "side", "released")
@dataclass(frozen=True, slots=True)
class Quotable:
    """A sentence that its writer allows to be quoted: in which response, and whether released."""

    response_id: str
    side: Side | Literal[""]
    text: str
    released: bool

    @property
    def mark(self) -> str:
        """What is kept when it is released: another sentence has another mark."""
        return hashlib.sha256(f"{self.response_id}|{self.text}".encode()).hexdigest()[:16]


def quotable(programme: Programme) -> tuple[Quotable, ...]:
    """List every sentence that its writer allows to be quoted, and whether it was released.

    One that was changed since it was released is to be released anew.
    """
    kept = programme.file.document(RELEASED) or {"released": []}
    released = {row["response_id"]: row["mark"] for row in kept["released"]}
    found = (
        Quotable(one.response_id, side, text, released=False)
        for one, side in _allowing(programme)
        if (text := one_line(str(one.answers.get("quotable") or "")))
    )
    return tuple(replace(one, released=released.get(one.response_id) == one.mark) for one in found)


def _allowing(programme: Programme) -> Iterator[tuple[Response, Side | Literal[""]]]:
    talks = counted_at_the_end(programme, _CLOSING)
    sides: dict[object, Side] = {"mentor": "mentor", "mentee": "mentee"}
    for side in SIDES:
        for one in counted_at_the_end(programme, f"satisfaction_{side}", side):
            if one.answers.get("quote") in _ALLOWED:
                yield one, side
    for one in talks:
        if one.answers.get("quote") in _ALLOWED:
            yield one, sides.get(one.answers.get("role"), "")


def quotes(programme: Programme) -> tuple[Quote, ...]:
    """Give what may be quoted: allowed by the writer, released by the coordinator, no name."""
    said = (Quote(one.text, one.side) for one in quotable(programme) if one.released)
    return tuple({(one.text.casefold(), one.side): one for one in said}.values())


def returned(programme: Programme) -> tuple[Returned, ...]:
    """Count who sent back what is asked at the end, form by form."""
    who = took_part(programme)
    found = []
    forms: tuple[tuple[Side, tuple[str, ...]], ...] = (
        ("mentee", ("satisfaction_mentee", "learning_needs", "mini_task", "behaviour")),
        ("mentor", ("satisfaction_mentor", "learning_needs", "mini_task", "mentor_growth")),
    )
    for side, asked in forms:
        for form in asked:
            back = {one.person_id for one in counted_at_the_end(programme, form, side)}
            there = back & who.of(side)
            if there or form.startswith("satisfaction"):
                title = definition(form).title.say()
                found.append(Returned(form, title, side, len(who.of(side)), len(there)))
    return tuple(found)
