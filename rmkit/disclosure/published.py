"""Group figures that may leave the house: means by the plan, with what gives people away hidden.

In comes a table of people, the plan and what was published before; out goes a `Published`, whose
hidden cells all look the same, and what to remember of it. What is promised of it is proven by
`rmkit.disclosure.attack`: no sum of what was ever published from these answers rests on fewer than
five people, and nobody's answer follows from all of a group having given the same one.

Whoever knows how cells are chosen for hiding may guess a little from which were chosen; that is
not counted. Nor is what a reader knows of people from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.attack import Crowd
from rmkit.disclosure.audiences import Released
from rmkit.disclosure.hiding import FEWEST, Screen
from rmkit.disclosure.plan import EVERYBODY, Plan

__all__ = ["HIDDEN", "Place", "Published", "Remembered", "publish"]

HIDDEN = "·"
"""How a cell looks that is not shown, whatever the reason."""


@discreet()
@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a publication.

    `owner` stands for the person, the same in every publication, and names nobody: it stays when
    the person is erased. `groups` says where they were counted, in the order of the plan's
    breakdowns; `marks` has, for each question they answered, a mark that changes with the answer.
    """

    owner: str
    groups: tuple[str, ...]
    marks: Mapping[str, str]


@discreet("places")
@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept of a publication: who was counted where, and which cells were shown.

    `shown` has, by question, the numbers of the cells of the plan.
    """

    places: tuple[Place, ...]
    shown: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class Published:
    """Means by group, as far as they may be told.

    Attributes
    ----------
    rows
        `breakdown`, `group`, `question`, `people` (who answered it there) and `mean`, the last two
        missing where the cell is hidden.
    held_back
        True where the answers have changed since, but by too few people for new figures: these
        are the earlier ones.
    as_of
        The day of the answers, in words; empty where nobody said.
    """

    rows: pd.DataFrame = field(repr=False)
    held_back: bool = False
    as_of: str = ""

    @property
    def n_hidden(self) -> int:
        """How many cells are hidden."""
        return int(self.rows["mean"].isna().sum())

    @property
    def sentence(self) -> str:
        """Say what is hidden and why, without saying which reason holds for which cell."""
        when = f" as of {self.as_of}" if self.as_of else ""
        said = f"{len(self.rows):,} figures{when}, {self.n_hidden:,} of them hidden ({HIDDEN}): "
        said += (
            f"groups of fewer than {FEWEST}, groups in which all, or all but one, gave one answer, "
            "and others that would give these away by subtraction."
            if self.n_hidden
            else f"every group has {FEWEST} people or more, and none agrees in everything."
        )
        if self.held_back:
            said += (
                " Answers have changed since, but of so few people somewhere that new figures "
                "would tell what these answered; so the earlier ones stand."
            )
        return said

    def table(self, words: Mapping[str, str] | None = None) -> pd.DataFrame:
        """Lay the means out: one row a group, one column a question, a dot where hidden.

        Parameters
        ----------
        words
            Words for questions by key; without them the key is told.
        """
        told = self.rows.assign(
            mean=[HIDDEN if pd.isna(m) else f"{m:.1f}" for m in self.rows["mean"]],
            question=[(words or {}).get(q, q) for q in self.rows["question"]],
        )
        keys = ["breakdown", "group"]
        order = pd.MultiIndex.from_frame(told[keys].drop_duplicates())
        wide = told.pivot_table(
            index=keys, columns="question", values="mean", aggfunc="first", sort=False
        )
        return wide.reindex(order).reset_index().rename_axis(columns=None)

    def released(self) -> Released[pd.DataFrame]:
        """Give the figures as they may leave: long, a row a figure, with hidden ones empty."""
        return Released(self.rows.assign(mean=self.rows["mean"].round(2)), "researcher")

    def __repr__(self) -> str:
        return f"<Published: {len(self.rows)} figures, {self.n_hidden} hidden>"


def publish(
    people: pd.DataFrame,
    plan: Plan,
    *,
    earlier: Sequence[Remembered] = (),
    mark: Callable[[str, str, object], str] = lambda owner, question, answer: str(answer),
    alike: bool = True,
    as_of: str = "",
    on_progress: Callable[[float, str], None] | None = None,
) -> tuple[Published, Remembered] | None:
    """Work out what of the plan can be published now.

    Parameters
    ----------
    people
        One row a person with `owner` (what stands for them, as in `Place`), the plan's columns
        and questions; NA missing.
    plan
        What is published.
    earlier
        What was published of these answers before, oldest first.
    mark
        Makes the mark of an answer from owner, question and answer.
    alike
        Also hide groups in which all but one gave the same answer: that one knows the others'.
    as_of
        The day of the answers, in words.
    on_progress
        Told the share of questions done.

    Returns
    -------
    Published and Remembered, or None
        None where less could be shown than what was published last, because too few people
        changed since. Then that is to stand.
    """
    now = _remembered(people, plan, mark)
    rows: list[tuple[str, str, str, int | None, float | None]] = []
    shown: dict[str, tuple[int, ...]] = {}
    screen, n_hidden = Screen(alike=alike), 0
    cells = len(plan.cells) * len(plan.questions)
    spare = cells - (sum(map(len, earlier[-1].shown.values())) if earlier else 0)
    for done, question in enumerate(plan.questions):
        crowd, answers, standing = _crowd(question, people, now, plan, earlier)
        last = np.zeros(crowd.n_sums, dtype=np.bool_)
        last[0] = True
        hidden = screen.hidden(crowd, answers, standing=standing, last=last)[: len(plan.cells)]
        n_hidden += int(hidden.sum())
        was_shown = earlier and 0 in earlier[-1].shown.get(question, ())
        if n_hidden > spare or (hidden[0] and was_shown):
            return None
        for (breakdown, group), over, no in zip(plan.cells, crowd.sums, hidden, strict=False):
            counted = int(over.sum())
            mean = None if no else float(np.nansum(answers[over > 0]) / counted)
            rows.append((breakdown, group, question, None if no else counted, mean))
        shown[question] = tuple(np.flatnonzero(~hidden).tolist())
        if on_progress:
            on_progress((done + 1) / len(plan.questions), "Looking for what would tell on people")
    frame = pd.DataFrame(rows, columns=["breakdown", "group", "question", "people", "mean"])
    frame = frame.astype({"people": "Int64", "mean": "Float64"})
    return Published(frame, as_of=as_of), Remembered(now.places, shown)


def _remembered(
    people: pd.DataFrame, plan: Plan, mark: Callable[[str, str, object], str]
) -> Remembered:
    groups = [
        [b.group_of(value) for value in people[b.column]]
        if b.column in people.columns
        else [b.group_of(None)] * len(people)
        for b in plan.breakdowns
    ]
    asked = [q for q in plan.questions if q in people.columns]
    columns = {q: _values(people, q) for q in asked}
    places = []
    for i, owner in enumerate(people["owner"].astype("str")):
        given = {q: values[i] for q, values in columns.items() if values[i] == values[i]}
        marks = {q: mark(owner, q, value) for q, value in given.items()}
        places.append(Place(owner, tuple(group[i] for group in groups), marks))
    return Remembered(tuple(places), {})


def _crowd(
    question: str,
    people: pd.DataFrame,
    now: Remembered,
    plan: Plan,
    earlier: Sequence[Remembered],
) -> tuple[Crowd, NDArray[np.float64], NDArray[np.bool_]]:
    """Lay out all sums of a question: those of now, then those that stand from before."""
    seats: dict[tuple[str, str], int] = {}
    known: list[float] = []
    for place, value in zip(now.places, _values(people, question), strict=True):
        if question in place.marks:
            seats[place.owner, place.marks[question]] = len(known)
            known.append(value)
    cells = range(len(plan.cells))
    sums = [_members(now, question, cell, plan) for cell in cells]
    sums += [
        _members(past, question, cell, plan)
        for past in earlier
        for cell in past.shown.get(question, ())
    ]
    for seat in (seat for members in sums for seat in members):
        if seat not in seats:  # an earlier answer, which is not known any more
            seats[seat] = len(known)
            known.append(np.nan)
    matrix = np.zeros((len(sums), len(known)))
    for row, members in zip(matrix, sums, strict=True):
        row[[seats[seat] for seat in members]] = 1.0
    owners: dict[str, int] = {}
    person = [owners.setdefault(owner, len(owners)) for owner, _ in seats]
    standing = np.arange(len(matrix)) >= len(plan.cells)
    return Crowd(matrix, np.array(person, dtype=np.int64)), np.array(known), standing


def _values(people: pd.DataFrame, question: str) -> list[float]:
    if question not in people.columns:
        return [np.nan] * len(people)
    return [float(v) for v in people[question].astype("Float64").astype("float64")]


def _members(kept: Remembered, question: str, cell: int, plan: Plan) -> list[tuple[str, str]]:
    """List whom a cell counts, each with the mark of the answer."""
    breakdown, group = plan.cells[cell]
    at = [b.column for b in plan.breakdowns].index(breakdown) if breakdown != EVERYBODY else -1
    return [
        (place.owner, place.marks[question])
        for place in kept.places
        if question in place.marks and (at < 0 or place.groups[at] == group)
    ]
