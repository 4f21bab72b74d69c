"""The evaluation plan of a programme: what is looked at, when, by whom, and cells for the results.

The cells are empty until the programme's own data fill them. Nothing here computes a result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from rmkit.content.evaluation import RowText, evaluation_text
from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, nearest
from rmkit.instruments import definition
from rmkit.report.page import Cell, cell_text

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.meetings.phases import Timeline
    from rmkit.programme.aim import Objective

__all__ = [
    "EvaluationPlan",
    "EvaluationRow",
    "Outcome",
    "instruments_said",
    "level_titles",
    "planned_evaluation",
    "time_said",
]


@discreet("id", "level", "days")
@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One thing that is looked at. `days` are those its data are there on, as far as known."""

    id: str
    level: str
    indicator: str
    instruments: tuple[str, ...]
    when: str
    days: tuple[date, ...]
    owner: str
    result: str = ""


@discreet("id", "group")
@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome for the organisation, the mentors or the mentees, and how it is measured."""

    id: str
    group: str
    title: str
    indicator: str
    how: str
    instruments: tuple[str, ...]
    limit: str
    result: str = ""


@discreet("rows", "outcomes")
@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """All rows over the levels of Kirkpatrick and Phillips, and the outcomes of the guide."""

    rows: tuple[EvaluationRow, ...]
    outcomes: tuple[Outcome, ...]
    limits: str

    def filled(self, results: Mapping[str, Cell]) -> EvaluationPlan:
        """Fill cells with results; the plan itself stays as it is.

        Parameters
        ----------
        results
            What was found, by the id of a row or an outcome: words, a number, or None for a cell
            that stays empty. What is not named keeps what it has.

        Returns
        -------
        EvaluationPlan
            A new plan.

        Raises
        ------
        FaultsFound
            There is no such row or outcome. Every unknown id is told, and nothing was filled.

        Examples
        --------
        >>> from rmkit.meetings.phases import timeline
        >>> plan = planned_evaluation(None, timeline())
        >>> plan.filled({"satisfaction": "4.3 of 5 (38 people)"}).rows[0].result
        '4.3 of 5 (38 people)'
        """
        known = [row.id for row in self.rows] + [it.id for it in self.outcomes]
        if odd := [name for name in results if name not in known]:
            faults = [Fault(f"is no row of the evaluation plan.{nearest(name, known)}", value=name)
                      for name in odd]  # fmt: skip
            raise FaultsFound(faults, "Nothing was filled in.")
        told = {name: "" if value is None else cell_text(value) for name, value in results.items()}
        rows = tuple(replace(row, result=told.get(row.id, row.result)) for row in self.rows)
        outcomes = tuple(replace(it, result=told.get(it.id, it.result)) for it in self.outcomes)
        return replace(self, rows=rows, outcomes=outcomes)

    @property
    def empty(self) -> tuple[str, ...]:
        """The ids of rows without a result."""
        return tuple(row.id for row in self.rows if not row.result)

    def table(self) -> pd.DataFrame:
        """Lay the rows out: `level`, `indicator`, `instrument`, `time`, `owner`, `result`."""
        import pandas as pd

        titles = level_titles()
        rows = [
            (
                titles[row.level], row.indicator, instruments_said(row.instruments), time_said(row),
                row.owner, row.result,
            )
            for row in self.rows
        ]  # fmt: skip
        columns = ["level", "indicator", "instrument", "time", "owner", "result"]
        return pd.DataFrame(rows, columns=columns)


def planned_evaluation(objective: Objective | None, timeline: Timeline) -> EvaluationPlan:
    """Plan the evaluation of a programme: with the days of its timeline, and every cell empty.

    The figure of the mentees' own work that the objective names stands in the row about it.
    """
    text = evaluation_text()
    figure = objective.indicator.strip() if objective else ""
    rows = tuple(_row(row, timeline, figure) for row in text.rows)
    outcomes = tuple(
        Outcome(
            it.id, it.group, it.title.say(), it.indicator.say(), it.how.say(), it.instruments,
            it.limit.say(),
        )
        for it in text.outcomes
    )  # fmt: skip
    return EvaluationPlan(rows, outcomes, text.limits.say())


def _row(row: RowText, timeline: Timeline, figure: str) -> EvaluationRow:
    indicator = row.indicator.say()
    if row.id == "job_figure" and figure:
        indicator = f"{figure}: {indicator[:1].lower()}{indicator[1:]}"
    days = tuple(day for name in row.at if (day := timeline.day(name)) is not None)
    return EvaluationRow(
        row.id, row.level, indicator, row.instruments, row.when.say(), days, row.owner.say()
    )


def level_titles() -> dict[str, str]:
    """Give the levels' titles by id."""
    return {level.id: level.title.say() for level in evaluation_text().levels}


def instruments_said(instruments: tuple[str, ...]) -> str:
    """Name instruments by their titles."""
    return "; ".join(definition(name).title.say() for name in instruments)


def time_said(row: EvaluationRow) -> str:
    """Say when a row is looked at, with the days that are known."""
    from rmkit.programme.days import in_words

    days = ", ".join(in_words(day) for day in row.days)
    return f"{row.when} ({days})" if days else row.when
