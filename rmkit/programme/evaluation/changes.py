"""Everything that was measured twice: levels of both sides, scales of mentors and of daily work.

What the charter's objective names is primary: its skills by name, or, where mentees choose their
own, their mean level in the skills that they set out to learn. Everything else is secondary.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.instruments import definition
from rmkit.programme.evaluation.levels import (
    chosen_by_levels,
    levels_at,
    scores_at,
    skill_groups,
    start_of,
    targets_at_start,
)
from rmkit.programme.evaluation.who import took_part
from rmkit.report.evaluation.measured import Measured, changes_seen, taken_up
from rmkit.report.evaluation.objective import Reached, reached, reached_by

if TYPE_CHECKING:
    from rmkit.programme.aim import Objective
    from rmkit.programme.programme import Programme
    from rmkit.report.evaluation.claims import ChangeSeen, Side

__all__ = [
    "TAKEN_UP",
    "gap_said",
    "measured_groups",
    "measured_twice",
    "objective_reached",
    "second_before",
]

TAKEN_UP = "taken_up"
"""The id of the mean level in the skills that a mentee set out to learn."""

_OWN = "Skills that mentees set out to learn, mean of each mentee's own"
_SIDES: Final[tuple[Side, ...]] = ("mentee", "mentor")
_SCALES: Final[tuple[tuple[Side, str, str], ...]] = (
    ("mentor", "mentor_growth", "points"),
    ("mentee", "mini_task", "right answers"),
    ("mentor", "mini_task", "right answers"),
    ("mentee", "behaviour", "points"),
)
_NOT_TWICE = ("observed",)
_MOSTLY = 4


def measured_twice(programme: Programme) -> tuple[ChangeSeen, ...]:
    """Measure every change, the primary ones first; remembered until the file changes."""
    key = (programme.file.head_digest(), programme.today)

    def make() -> tuple[ChangeSeen, ...]:
        found = changes_seen(measured_groups(programme))
        return tuple(one for one in found if one.n)

    return programme.memory.recall("changes seen", key=key, make=make)


def second_before(programme: Programme) -> bool | None:
    """Whether mentees' "before" is a second measurement; None where nothing was measured twice."""
    mentees = took_part(programme).mentees
    if not levels_at(programme, "after", mentees).notna().any(axis=None):
        return None
    return start_of(programme, mentees).second


def measured_groups(programme: Programme) -> tuple[Measured, ...]:
    """Give what was measured twice, as tables: for the report, and for analyses of one's own."""
    return (*_level_groups(programme), *_scale_groups(programme))


def _level_groups(programme: Programme) -> Iterator[Measured]:
    who, words = took_part(programme), programme.objective.words
    chosen = chosen_by_levels(programme)
    for side in _SIDES:
        start = start_of(programme, who.of(side))
        after = levels_at(programme, "after", who.of(side))
        if side == "mentee":
            yield _taken_up(programme, start.table, after, second=start.second)
        columns = [c for c in start.table.columns if c in after.columns]
        yield Measured(
            start.table[columns],
            after[columns],
            side,
            titles=words,
            primary=_named(programme) if side == "mentee" else (),
            second=start.second,
            chosen=chosen,
        )


def _taken_up(
    programme: Programme, before: pd.DataFrame, after: pd.DataFrame, *, second: bool
) -> Measured:
    first, then = taken_up(_wanted(programme), before, after)
    return Measured(
        first.to_frame(TAKEN_UP),
        then.to_frame(TAKEN_UP),
        "mentee",
        titles={TAKEN_UP: _OWN},
        primary=() if _named(programme) else (TAKEN_UP,),
        second=second,
        chosen=True,
    )


def _wanted(programme: Programme) -> pd.DataFrame:
    """Say who wanted more of which skill before anybody was chosen."""
    levels, targets = levels_at(programme, "first"), targets_at_start(programme)
    return targets.reindex(index=levels.index, columns=levels.columns) > levels


def _named(programme: Programme) -> tuple[str, ...]:
    record = programme.objective.record
    return (*record.named_competences, *record.named_tools) if record else ()


def _scale_groups(programme: Programme) -> Iterator[Measured]:
    who, waves = took_part(programme), ("kick_off", "before")
    for side, form, unit in _SCALES:
        after = scores_at(programme, form, "after").reindex(sorted(who.of(side)))
        before = pd.DataFrame(index=after.index, columns=after.columns, dtype="float64")
        for wave in waves:
            before = before.combine_first(scores_at(programme, form, wave)).reindex(after.index)
        scales = definition(form).scores
        kept = [c for c in after.columns if c in scales and c not in _NOT_TWICE]
        titles = {name: scale.title.say() for name, scale in scales.items() if scale.title}
        yield Measured(
            before.reindex(columns=kept), after[kept], side, unit, titles, second=True, chosen=False
        )


def objective_reached(programme: Programme) -> Reached | None:
    """Decide by the rule whether the charter's objective was reached; None without an objective."""
    record = programme.objective.record
    if record is None:
        return None
    mentees = took_part(programme).mentees
    if record.to_level is None:
        return _as_mentees_say(programme)
    before = start_of(programme, mentees).table
    named = _named(programme)
    found = reached_by(
        before,
        levels_at(programme, "after", mentees),
        to_level=record.to_level,
        wanted=_counts(record),
        groups=skill_groups(programme),
        named=named,
    )
    asked = found[~found["already"]]
    return reached(asked["reached"], basis="levels", already=int(found["already"].sum()))


def _counts(record: Objective) -> dict[str, int]:
    counts = {"competence": record.competences or 0, "tool": record.tools or 0}
    kept = {name: count for name, count in counts.items() if count}
    return kept or {"": 1}


def _as_mentees_say(programme: Programme) -> Reached:
    """Where no level is named: whether mentees say that it was mostly or fully reached."""
    from rmkit.programme.evaluation.feedback import counted_at_the_end

    mentees = took_part(programme).mentees
    said = {
        one.person_id: float(one.answers["objective"])  # type: ignore[arg-type]
        for one in counted_at_the_end(programme, "satisfaction_mentee", "mentee")
        if one.person_id and "objective" in one.answers
    }
    found = pd.Series(said, dtype="float64").reindex(sorted(mentees))
    return reached((found >= _MOSTLY).astype("float64").where(found.notna()), basis="ratings")


def gap_said(programme: Programme) -> str:
    """Say how far mentors' and mentees' levels lay apart, before and after; empty where unknown.

    A gap can narrow without anybody having learned: it never stands first.
    """
    who = took_part(programme)
    means: dict[str, tuple[float, float]] = {}
    for side in _SIDES:
        before, after = start_of(programme, who.of(side)).table, levels_at(programme, "after")
        first, then = taken_up(before.notna(), before, after)
        both = first.notna() & then.notna()
        if both.sum() < FEWEST or 0 < first.notna().sum() - both.sum() < FEWEST:
            return ""
        means[side] = float(first[both].mean()), float(then[both].mean())
    was, is_now = (_apart(means["mentor"][k] - means["mentee"][k]) for k in (0, 1))
    return (
        f"Over all skills, mentors rated themselves {was} mentees before, and {is_now} mentees "
        "after, of those who answered both times. "
        "A gap also narrows when mentors rate themselves lower, or when both were chosen by their "
        "first answers: read what each side says of itself first."
    )


def _apart(levels: float) -> str:
    size = f"{abs(levels):.1f}"
    if size == "0.0":
        return "level with"
    return f"{size} levels {'above' if levels > 0 else 'below'}"
