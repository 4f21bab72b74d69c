"""The report of so few pairs that figures would be those of single people: in words alone.

A mean becomes a word, a change a direction, and both only where five or more answered and not all
alike. Otherwise people speak for themselves, in the sentences that they allowed to be quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rmkit.report.evaluation.both_sides import quotes_block
from rmkit.report.evaluation.claims import (
    REGRESSION,
    ChangeSeen,
    Side,
    claimed,
    needs_regression_warning,
)
from rmkit.report.evaluation.facts import EvaluationFacts, Score
from rmkit.report.page import Block, Bullets, Heading, Note, Paragraph

__all__ = ["changed_in_words", "words_section"]

_STEPS = ((4.5, "fully"), (3.5, "mostly"), (2.5, "partly"), (1.5, "rather not"))
_ABOUT = {
    "satisfaction": "Do they think that it was worth their time",
    "safety": "Did they feel safe with their partner",
    "engagement": "Did they take a full part in it",
    "application": "Do they know what they will use",
}


def words_section(facts: EvaluationFacts) -> list[Block]:
    """Describe changes and what both sides say, without a figure."""
    blocks: list[Block] = [Heading("3. What changed, in words")]
    said = tuple(changed_in_words(facts.changes))
    blocks += [Note(REGRESSION, "warning")] if _needs_warning(facts) else []
    blocks.append(
        Bullets(said) if said else Paragraph("Nothing was measured at the start and at the end.")
    )
    blocks.append(Heading("4. What both sides say, in words"))
    heard = tuple(_scores(facts))
    few = "Too few answered, or all alike: what they say stands in their own words alone."
    blocks.append(Bullets(heard) if heard else Paragraph(few))
    quoted = quotes_block(facts)
    if not quoted:
        quoted = [
            Paragraph(
                "Nothing is quoted: nobody allowed it yet, or no sentence was released. Ask for "
                "one in the closing talk, and release those that give nobody away."
            )
        ]
    return [*blocks, *quoted]


def _needs_warning(facts: EvaluationFacts) -> bool:
    return any(needs_regression_warning(one) for one in facts.changes if one.primary)


def changed_in_words(changes: Sequence[ChangeSeen]) -> Iterator[str]:
    """Say how what the objective names and mentors' scales moved, alike ones together."""
    groups: dict[tuple[Side, str], list[str]] = {}
    for one in changes:
        if one.primary or one.unit == "points":
            title = one.title[:1].lower() + one.title[1:]
            groups.setdefault((one.side, _word_of(one)), []).append(title)
    for (side, words), titles in groups.items():
        yield f"{side.capitalize()}s, {words}: {'; '.join(titles)}."


def _word_of(one: ChangeSeen) -> str:
    if not one.is_told:
        return "not told, for too few answered both times or all moved alike"
    found = claimed(one)
    if found.verdict in ("up", "down"):
        return f"{'higher' if found.verdict == 'up' else 'lower'} at the end than at the start"
    if needs_regression_warning(one):
        return "not claimed, for they were chosen by the answers that are the start here"
    return "no change that could be told from chance"


def _scores(facts: EvaluationFacts) -> Iterator[str]:
    for name, what in _ABOUT.items():
        mine = [one for one in facts.scores if one.id == name and one.mean is not None]
        told = [f"{one.side}s {_word(one)}" for one in mine]
        if told:
            yield f"{what}? On the whole: {', '.join(told)}."


def _word(one: Score) -> str:
    mean = one.mean or 0.0
    return next((word for least, word in _STEPS if mean >= least), "not at all")
