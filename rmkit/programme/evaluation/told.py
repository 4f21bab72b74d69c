"""The facts of an evaluation as tables for a notebook, without a number that gives people away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.disclosure.hiding import told as said
from rmkit.programme.evaluation.feedback import SIDES, answered_at_the_end
from rmkit.programme.evaluation.who import took_part
from rmkit.report.evaluation.claims import answered_said, change_sentence, claimed

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.report.evaluation.facts import EvaluationFacts, Two
    from rmkit.report.evaluation.measured import Measured

__all__ = [
    "changes_table",
    "dose_table",
    "flow_table",
    "goals_table",
    "measured_table",
    "outstanding_table",
    "returned_table",
    "scores_table",
    "themes_table",
]

_CHANGES = ["side", "what", "primary", "people", "before", "after", "change", "low", "high", "p",
            "unit", "claimed", "sentence"]  # fmt: skip
_NUMBERS = ("before", "after", "change", "low", "high", "p")


def flow_table(facts: EvaluationFacts) -> pd.DataFrame:
    """Lay out who took part: `step`, `mentees`, `mentors`."""
    flow = facts.flow
    rows = [
        ("were in a pair", *_both(flow.paired)),
        ("were in a pair that met", *_both(flow.met, flow.paired)),
        ("left before the end", *_both(flow.left)),
        ("answered at the end", *_both(flow.answered, flow.paired)),
        ("rated their levels at the start and at the end", *_both(flow.twice, flow.paired)),
    ]
    return pd.DataFrame(rows, columns=["step", "mentees", "mentors"])


def _both(two: Two, of: Two | None = None) -> tuple[str, str]:
    if of is None:
        return said(two.mentees), said(two.mentors)
    return answered_said(two.mentees, of.mentees), answered_said(two.mentors, of.mentors)


def changes_table(facts: EvaluationFacts) -> pd.DataFrame:
    """Lay out every change; see `EvaluationStep.changes`."""
    rows = [
        (
            one.side, one.title, one.primary, answered_said(one.n, one.of), one.before, one.after,
            one.change, one.low, one.high, one.p, one.unit, claimed(one).verdict,
            change_sentence(one),
        )
        for one in facts.changes
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=_CHANGES)
    return table.astype(dict.fromkeys(_NUMBERS, "float64") | {"primary": bool})


def measured_table(groups: Iterable[Measured]) -> pd.DataFrame:
    """Lay out what was measured twice, a row a person and thing; see `EvaluationStep.measured`."""
    parts = []
    for group in groups:
        for name in group.before.columns:
            after = group.after[name] if name in group.after.columns else None
            part = pd.DataFrame({"before": group.before[name], "after": after})
            part = part.dropna(how="all").rename_axis("person_id").reset_index()
            parts.append(part.assign(side=group.side, what=name))
    columns = ["person_id", "side", "what", "before", "after"]
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame(columns=columns)
    return pd.concat(filled, ignore_index=True)[columns]


def scores_table(facts: EvaluationFacts) -> pd.DataFrame:
    """Lay out the scores of both sides; see `EvaluationStep.satisfaction`."""
    asked = facts.flow.paired
    rows = [
        (one.side, one.title, answered_said(one.n, asked.of(one.side)), one.mean, one.low,
         one.high, one.alpha)
        for one in facts.scores
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["side", "what", "people", "mean", "low", "high", "alpha"])
    return table.astype(dict.fromkeys(("mean", "low", "high"), "float64"))


def dose_table(facts: EvaluationFacts) -> pd.DataFrame:
    """Lay out dose and fidelity: `what`, `number`; of fewer than five pairs nothing."""
    dose, found = facts.dose, facts.fidelity
    rows: list[tuple[str, str]] = []
    if dose.met >= FEWEST:
        rows = [
            ("pairs that met", said(dose.met, dose.pairs)),
            ("meetings held", f"{dose.held:,}"),
            ("meetings planned", "not planned" if dose.expected is None else f"{dose.expected:,}"),
            ("minutes together", f"{dose.minutes:,}"),
            ("meetings of half an hour or more", f"{dose.significant:,}"),
            ("pairs that held all that was planned", said(dose.as_planned, dose.pairs)),
            ("pairs that signed before they met", said(found.signed_first, found.met)),
            ("pairs that were tools or questions alone", said(found.drifted, found.pairs)),
        ]
    return pd.DataFrame(rows, columns=["what", "number"])


def goals_table(facts: EvaluationFacts) -> pd.DataFrame:
    """Lay out goals by side; of fewer than ten people nothing."""
    rows = [
        (one.side, one.goals, said(one.as_expected, one.goals))
        for one in facts.goals
        if one.people >= 2 * FEWEST
    ]
    return pd.DataFrame(rows, columns=["side", "goals", "as expected or more"])


def themes_table(facts: EvaluationFacts) -> pd.DataFrame:
    """Lay out themes, the most named first."""
    rows = [(one.title, said(one.more), said(one.less)) for one in facts.themes]
    return pd.DataFrame(rows, columns=["theme", "more", "less"])


def returned_table(facts: EvaluationFacts) -> pd.DataFrame:
    """Lay out what came back, form by form."""
    rows = [
        (one.side, one.title, said(one.asked), answered_said(one.back, one.asked))
        for one in facts.returned
    ]
    return pd.DataFrame(rows, columns=["side", "form", "asked", "back"])


def outstanding_table(programme: Programme) -> pd.DataFrame:
    """Name those who have not sent back the look back; see `EvaluationStep.outstanding`."""
    back, who = answered_at_the_end(programme), took_part(programme)
    rows = [(i, side) for side in SIDES for i in sorted(who.of(side) - back)]
    return pd.DataFrame(rows, columns=["person_id", "side"])
