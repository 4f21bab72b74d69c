"""The first page: the objective with its sign, who took part, three sentences, the limits.

A board reads this and may stop here; so every limit that the figures have stands on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.report.evaluation.claims import (
    REGRESSION,
    ChangeSeen,
    answered_said,
    change_sentence,
    claimed,
    comparison_sentence,
    needs_regression_warning,
)
from rmkit.report.evaluation.facts import EvaluationFacts, Flow
from rmkit.report.page import Block, Bullets, Cell, Facts, Heading, Note, Paragraph

__all__ = ["headline", "left_said", "limits", "opening"]

_SAID = {
    "Reached": "The objective was reached",
    "Partly": "The objective was reached in part",
    "Not reached": "The objective was not reached",
    "Cannot be told": "Whether the objective was reached cannot be told",
}
_NO_OBJECTIVE = "There was no objective, so nothing can be held against one."


def opening(facts: EvaluationFacts) -> list[Block]:
    """Describe the first page."""
    blocks: list[Block] = []
    if facts.objective:
        by = f" (by {facts.by})" if facts.by else ""
        blocks.append(Paragraph(f"The objective{by}: {facts.objective}"))
    else:
        blocks.append(Paragraph(_NO_OBJECTIVE))
    blocks.append(Facts(tuple(_figures(facts))))
    blocks.append(Heading("In three sentences"))
    blocks.append(Bullets(headline(facts), numbered=True))
    blocks.append(Heading("How far this can be trusted"))
    blocks += [Note(text, "warning" if text == REGRESSION else "note") for text in limits(facts)]
    return blocks


def _figures(facts: EvaluationFacts) -> Iterator[tuple[str, Cell]]:
    flow, found = facts.flow, facts.reached
    if found is not None:
        yield "the objective", f"{found.mark} {found.verdict}"
    yield "took part", _sides(flow.paired.mentees, flow.paired.mentors)
    yield "left before the end", left_said(flow)
    if facts.measured:
        mentees = answered_said(flow.answered.mentees, flow.paired.mentees)
        mentors = answered_said(flow.answered.mentors, flow.paired.mentors)
        yield "answered at the end", f"{mentees} mentees, {mentors} mentors"


def left_said(flow: Flow) -> str:
    """Write how many left, so that no side's number under five follows from the other's.

    >>> from rmkit.report.evaluation.facts import Two
    >>> left_said(Flow(left=Two(6, 9))), left_said(Flow(left=Two(2, 9)))
    ('15', '9 mentees, under 5 mentors')
    """
    mentors, mentees = flow.left.mentors, flow.left.mentees
    if min(mentors, mentees) >= FEWEST:
        return f"{mentors + mentees:,}"
    if max(mentors, mentees) < FEWEST:
        return f"under {FEWEST} on each side"
    return f"{told(mentees)} mentees, {told(mentors)} mentors"


def _sides(mentees: int, mentors: int) -> str:
    return f"{told(mentees)} mentees, {told(mentors)} mentors"


def headline(facts: EvaluationFacts) -> tuple[str, str, str]:
    """Say in three sentences who is spoken of, what of the objective, and what changed.

    Those who left stand first; how far two groups lie apart never stands here.
    """
    return _who(facts), _objective(facts), _changed(facts)


def _who(facts: EvaluationFacts) -> str:
    flow = facts.flow
    if not flow.pairs:
        return "Nobody has taken part yet."
    left = max(flow.left.mentees, flow.left.mentors)
    leavers = (
        f"Nobody, or fewer than {FEWEST} people on either side, left before the end"
        if left < FEWEST
        else f"{left_said(flow)} left before the end"
    )
    mentees = answered_said(flow.answered.mentees, flow.paired.mentees)
    mentors = answered_said(flow.answered.mentors, flow.paired.mentors)
    return (
        f"{leavers}; {mentees} of {flow.paired.mentees} mentees and {mentors} of "
        f"{flow.paired.mentors} mentors answered at the end, and what follows is what they say."
    )


def _objective(facts: EvaluationFacts) -> str:
    if facts.reached is None:
        return _NO_OBJECTIVE
    verdict, _, rests = facts.reached.sentence.partition(": ")
    said = _SAID.get(verdict)
    return f"{said}: {rests}" if said else facts.reached.sentence


def _changed(facts: EvaluationFacts) -> str:
    if facts.in_words and facts.measured:
        return "With so few pairs no change is told in figures; what people say stands below."
    primary = [one for one in facts.changes if one.primary and one.is_told]
    if not primary:
        return "No change in what the objective names can be told yet."
    if len(primary) == 1:
        return change_sentence(primary[0])
    return _counted(primary)


def _counted(changes: list[ChangeSeen]) -> str:
    """Say of several skills how many went up, down or are undecided."""
    verdicts = [claimed(one).verdict for one in changes]
    up, down = verdicts.count("up"), verdicts.count("down")
    open_ = len(verdicts) - up - down
    return (
        f"Of {len(changes)} skills that the objective names, mentees went up in {up} and down in "
        f"{down}; {open_} cannot be told apart from no change."
    )


def limits(facts: EvaluationFacts) -> tuple[str, ...]:
    """Give every limit that must be known before a figure is read."""
    said = []
    if any(needs_regression_warning(one) for one in facts.changes):
        said.append(REGRESSION)
    said.append(comparison_sentence(facts.compared))
    said.append(
        "People rated themselves. Whoever learns more about a skill may rate it lower than before, "
        "and whoever liked the programme higher."
    )
    if facts.in_words:
        said.append(
            f"There were fewer than {10} pairs: what so few people answered is not told in figures."
        )
    return tuple(said)
