"""The page on which a pilot is decided over: scale it, change it or stop it.

What speaks for each follows from the facts by rules, each with the figure behind it. Nothing is
added up and nothing is recommended: a person decides, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rmkit.disclosure.hiding import FEWEST
from rmkit.report.evaluation.claims import Compared, claimed
from rmkit.report.evaluation.facts import Choice, EvaluationFacts
from rmkit.report.page import Block, Bullets, Facts, Heading, Note, Page, Paragraph

__all__ = ["CHOICES", "Argument", "arguments", "decision_page"]

CHOICES: dict[Choice, str] = {
    "scale": "Scale it: more pairs, or more sites",
    "change": "Change it, and run it once more as a pilot",
    "stop": "Stop it",
}
_CONTENT, _HALF, _POOR = 4.0, 3.5, 2.5
_HELD, _HELD_HALF = 0.8, 0.5
_LOST = 0.2


class Argument(NamedTuple):
    """Something that speaks for one choice, with what it rests on."""

    choice: Choice
    text: str


def arguments(facts: EvaluationFacts) -> tuple[Argument, ...]:
    """List what speaks for each choice, by rule.

    >>> arguments(EvaluationFacts("Pilot", "Harbour"))
    (Argument(choice='change', text='Nothing was measured at the end, so scaling would ...'),)
    """
    if not facts.measured:
        text = "Nothing was measured at the end, so scaling would repeat what nobody knows."
        return (Argument("change", text),)
    found = [*_objective(facts), *_changes(facts), *_comparison(facts.compared)]
    return (*found, *_sides(facts), *_delivered(facts), *_people(facts))


def _objective(facts: EvaluationFacts) -> Iterator[Argument]:
    verdict = facts.reached.verdict if facts.reached else "cannot be told"
    if verdict == "reached":
        yield Argument("scale", "The objective was reached.")
    elif verdict == "not reached":
        yield Argument("stop", "The objective was not reached, nor half of it.")
        yield Argument("change", "The objective was not reached: it may have been too much.")
    elif verdict == "partly":
        yield Argument("change", "The objective was reached in part.")
    else:
        yield Argument("change", "Whether the objective was reached cannot be told.")


def _changes(facts: EvaluationFacts) -> Iterator[Argument]:
    primary = [claimed(one).verdict for one in facts.changes if one.primary and one.is_told]
    if not primary or facts.in_words:
        return
    if all(verdict == "up" for verdict in primary):
        yield Argument("scale", "What the objective names went up; why, this does not say.")
    elif any(verdict == "down" for verdict in primary):
        yield Argument("stop", "Something that the objective names went down.")
    else:
        yield Argument("change", "What the objective names cannot be told apart from no change.")


def _comparison(compared: Compared | None) -> Iterator[Argument]:
    if compared is None:
        yield Argument(
            "change", "Nobody was compared with: before much is spent, draw places by lot once."
        )
    elif compared.how == "lottery" and compared.low is not None and compared.high is not None:
        if compared.low > 0:
            yield Argument("scale", "Those drawn for a place moved further than those not drawn.")
        elif compared.high < 0:
            yield Argument("stop", "Those drawn for a place moved less than those not drawn.")
        else:
            yield Argument("change", "Those drawn for a place moved no further that could be told.")


def _sides(facts: EvaluationFacts) -> Iterator[Argument]:
    if facts.in_words:
        return
    for name, what in (("satisfaction", "content"), ("safety", "safe with each other")):
        means = {one.side: one.mean for one in facts.scores if one.id == name}
        known = {side: mean for side, mean in means.items() if mean is not None}
        if len(known) == 2 and all(mean >= _CONTENT for mean in known.values()):
            yield Argument("scale", f"Both sides are {what} (4 of 5 or more).")
        for side, mean in known.items():
            if mean < _POOR:
                yield Argument("stop", f"{side.capitalize()}s are not {what} (under 2.5 of 5).")
            elif mean < _HALF:
                yield Argument("change", f"{side.capitalize()}s are half {what} (under 3.5 of 5).")


def _delivered(facts: EvaluationFacts) -> Iterator[Argument]:
    dose = facts.dose
    if not dose.expected or dose.met < FEWEST:
        return
    share = dose.held / dose.expected
    said = f"{dose.held:,} of {dose.expected:,} planned meetings were held."
    if share >= _HELD:
        yield Argument("scale", said)
    elif share >= _HELD_HALF:
        yield Argument("change", said)
    else:
        yield Argument("stop", said)
        yield Argument("change", f"{said} Find out first what kept people from meeting.")


def _people(facts: EvaluationFacts) -> Iterator[Argument]:
    flow, found = facts.flow, facts.concerns
    began = flow.paired.mentees + flow.paired.mentors
    left = flow.left.mentees + flow.left.mentors
    if left >= FEWEST and left > _LOST * began:
        yield Argument("change", "More than one in five left before the end.")
    if found.worse_off >= FEWEST:
        yield Argument("stop", f"{FEWEST} or more may have been treated worse for speaking openly.")
    if found.still_open >= FEWEST:
        yield Argument("change", f"{FEWEST} or more are still bothered by something.")


def decision_page(facts: EvaluationFacts) -> Page:
    """Describe the page to decide on: what speaks for each choice, and what was decided."""
    found = arguments(facts)
    blocks: list[Block] = [
        Paragraph(
            "What speaks for each choice follows from the report by rules, and is not added up: "
            "one thing can outweigh all others. People decide, and say why."
        ),
        Facts((("the objective", f"{facts.reached.mark} {facts.reached.verdict}"),))
        if facts.reached
        else Paragraph("There was no objective to hold it against."),
    ]
    for choice, title in CHOICES.items():
        mine = tuple(one.text for one in found if one.choice == choice)
        blocks.append(Heading(title))
        none = Paragraph("By the rules of this page, nothing speaks for it.")
        blocks.append(Bullets(mine) if mine else none)
    blocks.append(
        Note(
            "If you know of one person who was treated badly, that weighs more than any figure "
            "here; groups under five are in none of them.",
            "warning",
        )
    )
    blocks.append(Heading("Decided"))
    blocks.append(Paragraph(_decided(facts)))
    return Page(
        f"{facts.programme}: scale, change or stop?",
        tuple(blocks),
        subtitle=" · ".join(part for part in (facts.organisation, facts.as_of) if part),
    )


def _decided(facts: EvaluationFacts) -> str:
    if facts.decision is None:
        return "Nothing was decided yet."
    one = facts.decision
    return f"{CHOICES[one.choice]}. {one.by}, {one.at[:10]}: {one.why}"
