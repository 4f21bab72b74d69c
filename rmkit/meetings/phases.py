"""When each phase of a programme begins and ends, with estimated durations.

A month for the objective and a month for candidates and pairs are the estimates of the CVETNET
trainers' guide; the two weeks of the kick-off are those in which a mentor gets in touch. All of it
hangs on one day, the first day of the programme, and on the months of its plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rmkit.content.plans import ready_plans
from rmkit.definitions.discreet import discreet
from rmkit.meetings.plan import FIRST_WEEKS_DAYS, months_later

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Milestone", "Phase", "Timeline", "timeline"]

_USUAL_MONTHS = 6
_DECISION_DAYS = 28
_AT_WORK_MONTHS = 3
"""After so long the questionnaire about the daily work is asked again."""


@discreet("id", "begins", "ends")
@dataclass(frozen=True, slots=True)
class Phase:
    """One phase. Months count from the first day; `begins` and `ends` need that day."""

    id: str
    title: str
    text: str
    lasts: str
    from_month: float
    to_month: float
    begins: date | None = None
    ends: date | None = None


@discreet("id", "day")
@dataclass(frozen=True, slots=True)
class Milestone:
    """One day to keep in mind, `month` months after the first day."""

    id: str
    title: str
    month: float
    day: date | None = None


@discreet("start", "phases", "milestones")
@dataclass(frozen=True, slots=True)
class Timeline:
    """The phases in their order, the days to keep in mind, and what was assumed."""

    start: date | None
    phases: tuple[Phase, ...]
    milestones: tuple[Milestone, ...]
    assumed: tuple[str, ...] = ()

    def day(self, name: str) -> date | None:
        """Give the day of a milestone, or of the beginning of a phase; None where it is open."""
        days = {phase.id: phase.begins for phase in self.phases}
        return {**days, **{it.id: it.day for it in self.milestones}}.get(name)

    def table(self) -> pd.DataFrame:
        """Lay the phases out as a table: `phase`, `begins`, `ends`, `lasts`, `what`."""
        import pandas as pd

        rows = [(p.title, p.begins, p.ends, p.lasts, p.text) for p in self.phases]
        return pd.DataFrame(rows, columns=["phase", "begins", "ends", "lasts", "what"])


def timeline(
    *, start: date | None = None, months: int | None = None, decision: bool = False
) -> Timeline:
    """Lay a programme out in time.

    Parameters
    ----------
    start
        The first day: the kick-off. None gives months, counted from that day, and no dates.
    months
        From the first day to the last meetings; None takes six, and says so.
    decision
        Whether a day is to be kept for the decision about what follows, four weeks after the end.

    Examples
    --------
    >>> found = timeline(start=date(2027, 1, 11), months=6)
    >>> [(p.id, p.begins.isoformat()) for p in found.phases][:3]
    [('objective', '2026-11-11'), ('candidates', '2026-12-11'), ('kick_off', '2027-01-11')]
    """
    assumed = _assumed(start, months)
    length = float(months or _USUAL_MONTHS)
    weeks = FIRST_WEEKS_DAYS / 30
    bounds = ((-2.0, -1.0), (-1.0, 0.0), (0.0, weeks), (weeks, length), (length, length + 1))
    texts = ready_plans()
    phases = tuple(
        Phase(
            told.id, told.title.say(), told.text.say(), told.lasts.say(), low, high,
            _day(start, low), _day(start, high),
        )
        for told, (low, high) in zip(texts.phases, bounds, strict=True)
    )  # fmt: skip
    marks = [("half", length / 2), ("last", length)]
    marks += [("decision", length + _DECISION_DAYS / 30)] if decision else []
    marks.append(("at_work", length + _AT_WORK_MONTHS))
    kept = tuple(Milestone(name, texts.marks[name].say(), m, _day(start, m)) for name, m in marks)
    return Timeline(start, phases, kept, assumed)


def _assumed(start: date | None, months: int | None) -> tuple[str, ...]:
    said = []
    if start is None:
        said.append("No first day yet, so the phases are told in months from it.")
    if months is None:
        said.append(f"No length yet: {_USUAL_MONTHS} months are assumed.")
    return tuple(said)


def _day(start: date | None, month: float) -> date | None:
    """Give the day so many months after the first; a part of a month is 30 days long."""
    if start is None:
        return None
    whole = int(month // 1)
    return months_later(start, whole) + timedelta(days=round((month - whole) * 30))
