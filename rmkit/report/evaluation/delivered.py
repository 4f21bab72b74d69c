"""The parts of the report on how much there was of it, how far as meant, and what was not right."""

from __future__ import annotations

from collections.abc import Iterator

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.report.evaluation.facts import Concerns, Dose, EvaluationFacts, Fidelity
from rmkit.report.page import Block, Bullets, Cell, Facts, Heading, Note, Paragraph, Table

__all__ = ["concerns_section", "delivered_section"]

SIGNIFICANT = "of half an hour or more"


def delivered_section(facts: EvaluationFacts) -> list[Block]:
    """Describe dose and fidelity, over all pairs."""
    dose = facts.dose
    blocks: list[Block] = [Heading("5. How much of it there was")]
    if dose.met < FEWEST:
        few = "Fewer than five pairs told of a meeting, so how much there was is not told."
        return [*blocks, Paragraph(few)]
    blocks.append(Facts(tuple(_dose(dose))))
    blocks.append(Paragraph(_as_planned(dose)))
    rows = tuple(_fidelity(facts.fidelity))
    if rows:
        blocks.append(Heading("Was it done as it was meant to be?", level=2))
        blocks.append(Table(("", "How many", "Of"), rows, widths=(3.0, 1.0, 1.0)))
    blocks.append(
        Paragraph(
            "A meeting counts when one of the two sent a receipt. Receipts that were never sent "
            "look like meetings that were never held."
        )
    )
    return blocks


def _dose(dose: Dose) -> Iterator[tuple[str, Cell]]:
    expected = f" of {dose.expected:,} planned" if dose.expected else ""
    yield "meetings held", f"{dose.held:,}{expected}"
    yield "hours together", f"{dose.minutes / 60:,.0f}"
    yield f"meetings {SIGNIFICANT}", f"{dose.significant:,}"
    yield "meetings a pair", f"{dose.held / max(1, dose.pairs):.1f}"


def _as_planned(dose: Dose) -> str:
    if dose.planned is None:
        return "How many meetings there should be was not planned, so nothing is held against it."
    return (
        f"Of {told(dose.pairs)} pairs, {told(dose.as_planned, dose.pairs)} held the {dose.planned} "
        "meetings that were planned; pairs that ended early or were made later are counted too."
    )


def _fidelity(found: Fidelity) -> Iterator[tuple[Cell, ...]]:
    if found.pairs:
        pairs, met = told(found.pairs), told(found.met)
        yield "Pairs that signed the agreement", told(found.signed, found.pairs), pairs
        yield "Signed it before their first meeting", told(found.signed_first, found.met), met
        yield (
            "Pairs whose last meetings were tools or questions alone",
            told(found.drifted, found.pairs),
            pairs,
        )
    if found.training_known:
        for side, there, all_of in (
            ("Mentees", found.prepared.mentees, found.people.mentees),
            ("Mentors", found.prepared.mentors, found.people.mentors),
        ):
            yield f"{side} who were at the training", told(there, all_of), told(all_of)


def concerns_section(facts: EvaluationFacts) -> list[Block]:
    """Describe concerns and experiences, in counts that give nobody away."""
    found = facts.concerns
    blocks: list[Block] = [Heading("6. What was not right")]
    blocks.append(Bullets(tuple(_concerns(found))))
    blocks.append(
        Note(
            "Few reports do not show that all was well: whoever has most to lose speaks last. A "
            "single case weighs more than any mean on these pages, and belongs to the people it "
            "concerns, not here."
        )
    )
    return blocks


def _concerns(found: Concerns) -> Iterator[str]:
    none = f"Nobody, or fewer than {FEWEST}"
    if found.raised < FEWEST:
        yield f"{none}, asked the coordinator for a talk about something that was not right."
    else:
        settled = told(found.settled, found.raised)
        yield f"{found.raised} asked the coordinator for a talk; {settled} of these are settled."
        known = {name: n for name, n in found.outcomes.items() if n >= FEWEST}
        if known:
            ends = "; ".join(f"{name[:1].lower()}{name[1:]}: {n}" for name, n in known.items())
            yield f"What came of them, where it holds for {FEWEST} or more: {ends}."
    wished = told(found.wishes) if found.wishes >= FEWEST else none
    yield f"{wished}, asked for another partner or to stop."
    if found.asked < FEWEST:
        yield "How the meetings were experienced was asked of fewer than five, or not at all."
        return
    for n, what in (
        (found.unpleasant, "found something unpleasant"),
        (found.still_open, "are still bothered by it"),
        (found.worse_off, "were, or may have been, treated worse for speaking openly"),
    ):
        who = f"{told(n, found.asked)} of those asked" if n >= FEWEST else f"{none} of those asked,"
        yield f"{who} {what}."
