"""The part of the report on who took part: those who left first, then who answered."""

from __future__ import annotations

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.outcomes.numbers_said import number_said
from rmkit.report.evaluation.claims import answered_said
from rmkit.report.evaluation.facts import EvaluationFacts, Flow, Two
from rmkit.report.page import Block, Cell, Heading, Paragraph, Table

__all__ = ["took_part_section"]

_APART = 0.25
"""From such a difference on two groups are no longer alike (standard deviations)."""


def took_part_section(facts: EvaluationFacts) -> list[Block]:
    """Describe who took part and who left, and how those who did not answer differ."""
    flow = facts.flow
    blocks: list[Block] = [Heading("1. Who left, and who took part"), Paragraph(_left(flow))]
    blocks.append(
        Table(
            ("", "Mentees", "Mentors"),
            (
                _row("Were in a pair", flow.paired),
                _row("Were in a pair that met", flow.met, flow.paired),
                _row("Left before the end", flow.left),
                _row("Answered at the end", flow.answered, flow.paired),
                _row("Rated their levels at the start and at the end", flow.twice, flow.paired),
            ),
            caption=f"Of {told(flow.candidates)} candidates, in {told(flow.pairs)} pairs",
            widths=(2.4, 1.0, 1.0),
        )
    )
    blocks.append(Paragraph(_beside(flow)))
    return blocks


def _row(what: str, two: Two, of: Two | None = None) -> tuple[Cell, ...]:
    if of is None:
        return what, told(two.mentees), told(two.mentors)
    mentees = answered_said(two.mentees, of.mentees)
    return what, mentees, answered_said(two.mentors, of.mentors)


def _left(flow: Flow) -> str:
    ended = f"{told(flow.ended)} pairs" if flow.ended >= FEWEST else f"No pair, or under {FEWEST},"
    said = (
        f"{ended} ended before the last day. Nobody is asked why; whoever left counts wherever it "
        "is said how many there were, and is not in what people say below."
    )
    if flow.left_out:
        said += " Some asked that their answers serve no evaluation; they are in no figure."
    return said


def _beside(flow: Flow) -> str:
    if flow.leavers is None:
        return (
            "Whether those who did not answer at the end differ from those who did cannot be told: "
            "on one side there are too few. They may have been the least content."
        )
    found = next((row for row in flow.leavers if row.id.startswith("smd:") and row.known), None)
    if found is None:
        return "Whether those who did not answer differ from those who did cannot be told."
    where = "higher" if found.value > 0 else "lower"
    size = number_said(abs(found.value))
    ends = ""
    if found.low is not None and found.high is not None:
        ends = f" (95 % interval {number_said(found.low)} to {number_said(found.high)})"
    said = (
        f"Those who did not answer at the end had rated themselves {size} standard deviations "
        f"{where} at the start than those who did{ends}."
    )
    if abs(found.value) >= _APART:
        said += " What people say below is said by other people than those who began."
    return said
