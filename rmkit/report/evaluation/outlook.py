"""The last parts of the report: the plan filled, and what the next cohort is to find out.

What to find out follows from what could not be told here, rule by rule, so that the next cohort
does not end with the same gaps.
"""

from __future__ import annotations

from collections.abc import Iterator

from rmkit.disclosure.hiding import FEWEST
from rmkit.report.evaluation.claims import claimed, needs_regression_warning
from rmkit.report.evaluation.facts import EvaluationFacts, PlanCell
from rmkit.report.page import Block, Bullets, Cell, Heading, Paragraph, Point, Table

__all__ = ["next_cohort", "next_cohort_section", "plan_section"]

_ANSWERED = 0.7


def plan_section(facts: EvaluationFacts) -> list[Block]:
    """Lay out the rows of the evaluation plan that are filled, and name those that are not."""
    filled = [one for one in facts.plan if one.result]
    blocks: list[Block] = [Heading("7. The evaluation plan, filled")]
    if not filled:
        return [*blocks, Paragraph("No row of the plan can be filled yet.")]
    for part in dict.fromkeys(one.part for one in filled):
        mine = [one for one in filled if one.part == part]
        blocks.append(Heading(part, level=2))
        blocks.append(_table(mine))
    empty = [one.title.partition(":")[0] for one in facts.plan if not one.result]
    if empty:
        names = "; ".join(name[:1].lower() + name[1:] for name in empty)
        blocks.append(Paragraph(f"Nothing is known of: {names}."))
    return blocks


def _table(cells: list[PlanCell]) -> Table:
    if any(one.limit for one in cells):
        rows: tuple[tuple[Cell, ...], ...] = tuple((c.title, c.result, c.limit) for c in cells)
        return Table(("Looked at", "Found", "Limit"), rows, widths=(1.4, 2.4, 1.2))
    return Table(
        ("Looked at", "Found"), tuple((c.title, c.result) for c in cells), widths=(1.2, 2.2)
    )


def next_cohort_section(facts: EvaluationFacts) -> list[Block]:
    """Describe what the next cohort needs to find out, the last thing a reader sees."""
    points = tuple(Point(f"{lead}.", text) for lead, text in next_cohort(facts))
    return [
        Heading("8. What the next cohort needs to find out"),
        Bullets(points, numbered=True),
    ]


def next_cohort(facts: EvaluationFacts) -> tuple[tuple[str, str], ...]:
    """Give what to find out next, each as a question in few words and how to go about it."""
    return tuple(_questions(facts))


def _questions(facts: EvaluationFacts) -> Iterator[tuple[str, str]]:
    if facts.compared is None or facts.compared.how != "lottery":
        yield "Why does it change", facts.pairs_needed or "Draw places by lot among those who ask."
    if facts.second is not True or any(needs_regression_warning(one) for one in facts.changes):
        yield (
            "Does it change",
            "Ask for levels once more after the pairs stand and before they meet, so that nobody "
            "is compared with the answers they were chosen by.",
        )
    verdict = facts.reached.verdict if facts.reached else ""
    if verdict in ("", "cannot be told"):
        yield (
            "Is the objective reached",
            "Write down an objective with a level, a share and a day, and ask everybody for their "
            "levels at its end.",
        )
    undecided = [one.title for one in facts.changes if one.primary and not _is_claimed(one)]
    if undecided and facts.second:
        yield (
            "Is the change too small, or the group",
            "What the objective names could not be told apart from no change. Ask more people, or "
            "for fewer skills.",
        )
    flow = facts.flow
    began = flow.paired.mentees + flow.paired.mentors
    answered = flow.answered.mentees + flow.answered.mentors
    if facts.measured and answered < _ANSWERED * began:
        yield (
            "What do the silent say",
            "Fewer than seven of ten answered at the end. Ask in the last meeting itself, and "
            "those who left as well.",
        )
    if flow.left.mentees + flow.left.mentors >= FEWEST:
        yield "Why do people leave", "Ask those who leave one question, without a name."
    if not any(one.side == "mentor" and one.unit == "points" for one in facts.changes):
        yield (
            "What do mentors gain",
            "Give mentors `mentor_growth` before the first meeting and at the end.",
        )
    yield (
        "Does it last",
        "Ask about the daily work three months after the last meeting, and a figure of the work "
        "that somebody else keeps.",
    )


def _is_claimed(one: object) -> bool:
    return claimed(one).verdict in ("up", "down")  # type: ignore[arg-type]
