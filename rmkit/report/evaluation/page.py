"""The report on a programme as a page: five minutes for a board, and everything behind it.

In come facts, out goes a `Page`; `rmkit.exchange` renders it as HTML, PDF or Word. Of fewer than
ten pairs the same report is in words, with the sentences that people allowed to be quoted.
"""

from __future__ import annotations

from rmkit.report.evaluation.both_sides import feedback_section, objective_section
from rmkit.report.evaluation.changed import changed_section
from rmkit.report.evaluation.delivered import concerns_section, delivered_section
from rmkit.report.evaluation.facts import EvaluationFacts
from rmkit.report.evaluation.in_words import words_section
from rmkit.report.evaluation.opening import opening
from rmkit.report.evaluation.outlook import next_cohort_section, plan_section
from rmkit.report.evaluation.took_part import took_part_section
from rmkit.report.page import Block, Bullets, Heading, Note, Page, Paragraph

__all__ = ["report_page"]

_NOT_FOR = (
    "This report is about a programme. It says nothing of any person, and none of it may be used "
    "for appraisal, promotion, pay or dismissal."
)


def report_page(facts: EvaluationFacts) -> Page:
    """Describe the report.

    Parameters
    ----------
    facts
        Everything that was found; what there is not is left out, and said to be missing.

    Returns
    -------
    Page
        First the objective with its sign, who took part and who left, three sentences and the
        limits; last what the next cohort needs to find out.
    """
    blocks: list[Block] = [] if facts.flow.pairs else _nothing_yet(facts)
    if facts.flow.pairs:
        blocks += opening(facts)
        blocks += took_part_section(facts) + objective_section(facts)
        if facts.in_words:
            blocks += words_section(facts)
        else:
            blocks += changed_section(facts) + feedback_section(facts)
        blocks += delivered_section(facts) + concerns_section(facts) + plan_section(facts)
        if facts.missing:
            blocks += [Heading("What is missing", level=2), Bullets(facts.missing)]
        blocks += next_cohort_section(facts)
    return Page(
        f"What came of {facts.programme}",
        (*blocks, Note(_NOT_FOR)),
        subtitle=" · ".join(part for part in (facts.organisation, facts.as_of) if part),
    )


def _nothing_yet(facts: EvaluationFacts) -> list[Block]:
    return [
        Paragraph("There is nothing to report yet."),
        *([Bullets(facts.missing)] if facts.missing else []),
    ]
