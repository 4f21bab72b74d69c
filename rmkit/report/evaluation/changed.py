"""The part of the report on what changed: what the objective names first, then both directions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.report.evaluation.claims import (
    REGRESSION,
    SECOND,
    ChangeSeen,
    Side,
    answered_said,
    change_sentence,
    claimed,
    clear_alone,
    comparison_sentence,
    needs_regression_warning,
)
from rmkit.report.evaluation.facts import EvaluationFacts
from rmkit.report.page import Block, Cell, Drawing, Heading, Note, Paragraph, Table

if TYPE_CHECKING:
    from rmkit.figures.picture import Picture

__all__ = ["changed_section", "changes_picture"]

_MOST = 14
_VERDICTS = {
    "up": "up",
    "down": "down",
    "undecided": "not told apart from no change",
    "too few": "too few to claim",
}
_NO_LEVELS = (
    "A dash stands where fewer than five answered the first time alone: both means would tell "
    "theirs. The change is that of those who answered both times."
)
_NOT_ALONE = "not claimed (by the stricter test, see below)"
_BECAUSE = {
    "chosen by the first answers": "not claimed (see the warning)",
    "too few moved": "too few moved to claim",
}


def changed_section(facts: EvaluationFacts) -> list[Block]:
    """Describe all changes: primary, mentees' others, mentors', the comparison, and the gap."""
    blocks: list[Block] = [Heading("3. What changed")]
    if not any(one.is_told for one in facts.changes):
        return [*blocks, Paragraph(_nothing(facts))]
    blocks += _warning(facts.changes)
    primary = [one for one in facts.changes if one.primary]
    blocks += [Paragraph(change_sentence(one)) for one in primary]
    for side, title in (
        ("mentee", "What mentees say of their skills and work"),
        ("mentor", "What mentors gain: the other direction"),
    ):
        blocks += _of_side(facts.changes, side, title)  # type: ignore[arg-type]
    blocks.append(Paragraph(_adjusted(facts.changes)))
    blocks.append(Heading("Beside those without a place", level=2))
    blocks.append(Paragraph(comparison_sentence(facts.compared)))
    if facts.gap:
        blocks.append(Heading("How far the two sides lie apart", level=2))
        blocks.append(Paragraph(facts.gap))
    return blocks


def _nothing(facts: EvaluationFacts) -> str:
    if facts.changes:
        return "Too few answered both times for any change to be told."
    return "Nothing was measured both at the start and at the end, so no change can be told."


def _warning(changes: Sequence[ChangeSeen]) -> list[Block]:
    if any(needs_regression_warning(one) for one in changes):
        return [Note(REGRESSION, "warning")]
    return [Note(SECOND)] if any(one.second and one.chosen for one in changes) else []


def _of_side(changes: Sequence[ChangeSeen], side: Side, title: str) -> list[Block]:
    mine = [one for one in changes if one.side == side]
    shown = [one for one in mine if one.is_told]
    if not mine:
        return []
    if not shown:
        few = f"Too few {side}s answered both times for anything to be told."
        return [Heading(title, level=2), Paragraph(few)]
    blocks: list[Block] = [Heading(title, level=2)]
    blocks.append(Drawing(changes_picture(shown[:_MOST], side=side)))
    blocks.append(
        Table(
            ("", "Both times", "Before", "After", "Change (95 % interval)", "What is claimed"),
            tuple(_row(one) for one in shown),
            widths=(2.2, 0.8, 0.7, 0.7, 1.7, 1.6),
        )
    )
    if any(one.before is None for one in shown):
        blocks.append(Paragraph(_NO_LEVELS))
    if hidden := len(mine) - len(shown):
        what = "1 more is" if hidden == 1 else f"{hidden} more are"
        blocks.append(
            Paragraph(
                f"{what} not told: fewer than five answered both times, or all, or all but one, "
                "moved alike."
            )
        )
    return blocks


def _row(one: ChangeSeen) -> tuple[Cell, ...]:
    ends = "" if one.low is None or one.high is None else f" ({_one(one.low)} to {_one(one.high)})"
    found = claimed(one)
    words = _VERDICTS[found.verdict]
    words = _NOT_ALONE if clear_alone(one) else _BECAUSE.get(found.because, words)
    return (
        f"{one.title}{' (objective)' if one.primary else ''}",
        answered_said(one.n, one.of) if one.of else one.n,
        None if one.before is None else f"{one.before:.1f}",
        None if one.after is None else f"{one.after:.1f}",
        f"{'+' if (one.change or 0) >= 0.05 else ''}{_one(one.change or 0.0)}{ends}",
        words,
    )


def _one(value: float) -> str:
    """Write with one decimal, and no sign before nothing."""
    return f"{0.0 if abs(value) < 0.05 else value:.1f}"


def changes_picture(changes: Sequence[ChangeSeen], *, side: Side) -> Picture:
    """Draw mean changes with their intervals, a row a skill, on one scale a unit."""
    from rmkit.figures.interval_dots import interval_dots

    rows = [(one.title, one.change, one.low, one.high, f"change in {one.unit}") for one in changes]
    table = pd.DataFrame(rows, columns=["title", "value", "low", "high", "unit"])
    table = table.astype(dict.fromkeys(("value", "low", "high"), "float64"))
    n = len(changes)
    said = (
        f"How far {side}s moved, on average, with 95 % intervals: {n} "
        f"{'thing' if n == 1 else 'things'} measured twice. An interval that reaches zero is no "
        "change that could be claimed."
    )
    if any(needs_regression_warning(one) for one in changes):
        said += " Chosen by their first answers, people move this way without any programme."
    return interval_dots(table, sentence=said)


def _adjusted(changes: Sequence[ChangeSeen]) -> str:
    primary = next((one.family for one in changes if one.primary), 0)
    others = next((one.family for one in changes if not one.primary), 0)
    return (
        f"A change is claimed only where its interval does not reach zero and p is below .05, "
        f"adjusted for all that was looked at together: {primary} named by the objective, and "
        f"{others} others (Holm). Intervals are Student's t; p is that of the exact signed-rank "
        "test. They speak of each alone."
    )
