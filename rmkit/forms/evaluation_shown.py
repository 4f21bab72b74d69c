"""What changed on both sides, and what it cost beside what it may be worth: sentences, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rmkit.figures import Picture
from rmkit.forms.pictures import no_pairs
from rmkit.forms.shown import Shown
from rmkit.report.evaluation.changed import changes_picture
from rmkit.report.evaluation.claims import (
    REGRESSION,
    change_sentence,
    comparison_sentence,
    needs_regression_warning,
)
from rmkit.report.evaluation.in_words import changed_in_words

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.report.evaluation.claims import Side
    from rmkit.report.evaluation.facts import EvaluationFacts

__all__ = ["before_and_after", "worth"]

_MOST = 14
_SIDES: tuple[Side, ...] = ("mentee", "mentor")
_NOTHING = (
    "Nothing was measured both at the start and at the end, so no change can be told. Ask for "
    "levels before the first meeting, and again at the end."
)


def before_and_after(programme: Programme) -> Shown:
    """Show how far mentees and mentors moved between start and end, with what stands beside it."""
    missing = no_pairs(programme)
    if missing is not None:
        return missing
    facts = programme.evaluation.facts()
    if not facts.changes:
        return Shown((_NOTHING,))
    return Shown(tuple(_moved(facts)))


def _moved(facts: EvaluationFacts) -> Iterator[str | tuple[str, ...] | Picture]:
    if any(needs_regression_warning(one) for one in facts.changes):
        yield REGRESSION
    if facts.in_words:
        yield "There are fewer than ten pairs, so what changed is told in words."
        yield tuple(changed_in_words(facts.changes))
    else:
        primary = tuple(change_sentence(one) for one in facts.changes if one.primary)
        if primary:
            yield primary
        for side in _SIDES:
            told = [one for one in facts.changes if one.side == side and one.is_told][:_MOST]
            if told:
                yield changes_picture(told, side=side)
            else:
                yield f"Too few {side}s answered both times for anything to be told."
    yield comparison_sentence(facts.compared)


def worth(programme: Programme) -> Shown:
    """Say what it cost, and what it may be worth where there is something to compare with."""
    missing = no_pairs(programme)
    if missing is not None:
        return missing
    facts = programme.evaluation.facts()
    cost = next((one.result for one in facts.plan if one.id == "cost" and one.result), "")
    return Shown(
        (
            cost or "Hours and cost were not noted, so they are not told.",
            facts.worth
            or "No return is told: what it may be worth was not noted, or nothing shows what the "
            "programme itself added.",
        )
    )
