"""The parts of the report on what people say: satisfaction, goals, more and less, quotations."""

from __future__ import annotations

from collections.abc import Sequence

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.report.evaluation.claims import answered_said
from rmkit.report.evaluation.facts import EvaluationFacts, Goals, Score, Theme
from rmkit.report.page import (
    Block,
    Bullets,
    Cell,
    Drawing,
    Heading,
    Paragraph,
    Point,
    Table,
)

__all__ = ["both_say", "feedback_section", "objective_section", "quotes_block"]

_MOST_THEMES = 10


def objective_section(facts: EvaluationFacts) -> list[Block]:
    """Describe the verdict on the objective, its rule, and what both sides say of it."""
    blocks: list[Block] = [Heading("2. The objective")]
    if facts.reached is None:
        said = "There was no objective in the charter, so there is no verdict."
        return [*blocks, Paragraph(said)]
    blocks.append(Paragraph(f"{facts.reached.mark} {facts.reached.sentence}"))
    blocks.append(Paragraph(facts.reached.rule))
    said = both_say(facts)
    if said:
        blocks.append(Paragraph(f"Asked how far it was reached, {said}."))
    return blocks


def both_say(facts: EvaluationFacts) -> str:
    """Say how many on each side find it mostly or fully reached; empty where too few answered."""
    parts = [
        f"{told(sum(one.counts[3:]), one.n)} of "
        f"{answered_said(one.n, facts.flow.paired.of(one.side))} {one.side}s say mostly or fully"
        for one in facts.both_say
        if one.n >= 2 * FEWEST and not facts.in_words
    ]
    return " and ".join(parts)


def feedback_section(facts: EvaluationFacts) -> list[Block]:
    """Describe what both sides say of the programme."""
    blocks: list[Block] = [Heading("4. What both sides say")]
    known = [one for one in facts.scores if one.mean is not None]
    if not known:
        blocks.append(Paragraph("Too few have answered for means to be told."))
    else:
        from rmkit.figures.side_dots import side_dots

        rows = [(one.title, f"{one.side}s", one.mean, one.low, one.high) for one in known]
        blocks.append(Drawing(side_dots(rows)))
        blocks.append(_scores_table(facts, known))
        blocks.append(
            Paragraph(
                "Scores are means of two statements each, and are not validated. Alpha says how "
                "far the statements go together, with its interval; it says nothing of whether "
                "they measure the right thing."
                if any(one.alpha for one in known)
                else "Scores are means of two statements each, and are not validated."
            )
        )
    blocks += _goals(facts.goals)
    blocks += _themes(facts.themes)
    return [*blocks, *quotes_block(facts)]


def _scores_table(facts: EvaluationFacts, scores: Sequence[Score]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            one.title.removesuffix(", from 1 to 5"),
            f"{one.side.capitalize()}s",
            answered_said(one.n, facts.flow.paired.of(one.side)),
            f"{one.mean:.1f} ({one.low:.1f} to {one.high:.1f})",
            one.alpha or None,
        )
        for one in scores
    ]
    heads = ("From 1 to 5", "Side", "People", "Mean (95 % interval)", "Alpha")
    shown = 5 if any(one.alpha for one in scores) else 4
    kept = tuple(row[:shown] for row in rows)
    return Table(heads[:shown], kept, widths=(1.6, 0.9, 0.9, 1.5, 1.4)[:shown])


def _goals(goals: Sequence[Goals]) -> list[Block]:
    said = []
    for one in goals:
        if one.people < 2 * FEWEST:
            continue
        line = (
            f"{told(one.as_expected, one.goals)} of {one.goals} goals that {one.side}s told of "
            "were reached as expected, or more"
        )
        score = one.result["mean_t"] if one.result is not None else None
        if score is not None and score.low is not None and score.high is not None:
            ends = f"95 % interval {score.low:.0f} to {score.high:.0f}"
            line += (
                f"; on one scale for all goals, {score.value:.0f} ({ends}), 50 being as expected"
            )
        said.append(f"{line}.")
    if not said:
        return []
    limit = (
        "Goals stay with the pair: how far they got is what each says, and how hard they were "
        "nobody knows."
    )
    return [Heading("Goals on their own sheets", level=2), Bullets(tuple(said)), Paragraph(limit)]


def _themes(themes: Sequence[Theme]) -> list[Block]:
    shown = [one for one in themes if max(one.more, one.less) >= FEWEST][:_MOST_THEMES]
    if not shown:
        return []
    rows = tuple((one.title, told(one.more), told(one.less)) for one in shown)
    how = (
        "Counted are answers in which a word of the theme stands, or that were sorted by hand. "
        "Words are counted, and not understood."
    )
    table = Table(("Theme", "People who want more", "People who want less"), rows)
    return [Heading("More of, less of", level=2), table, Paragraph(how)]


def quotes_block(facts: EvaluationFacts) -> list[Block]:
    """Give the sentences that may be quoted, each with the side that says it."""
    if not facts.quotes:
        return []
    sides = {"mentor": "A mentor", "mentee": "A mentee", "": "Somebody"}
    points = tuple(Point(f"{sides[one.side]}:", f"“{one.text}”") for one in facts.quotes)
    how = (
        "Each allowed this very sentence to be quoted, without a name. They stand for themselves, "
        "and not for all."
    )
    return [Heading("In their own words", level=2), Bullets(points), Paragraph(how)]
