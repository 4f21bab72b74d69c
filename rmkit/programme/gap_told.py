"""Why somebody has no partner, and what insisting on a pair would mean: with names, for a board.

For whoever decides: both tell of rules and of other people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.programme.naming import with_names

if TYPE_CHECKING:
    from rmkit.matching import Matching
    from rmkit.matching.changes import Change
    from rmkit.matching.steps import Step

__all__ = ["LeftOver", "Overriding", "PossibleChange", "TakenAway", "left_over", "overriding"]

Places = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TakenAway:
    """How many partners a rule takes away from somebody, and how many it alone.

    `side` is "mentor" or "mentee", the side on which the person would stand. `rule` is an id;
    "floor", "no_place", "taken" and "left" stand beside the rules.
    """

    side: str
    rule: str
    about: str
    removes: int
    alone: int


@discreet("partner_id", "score", "kinds")
@dataclass(frozen=True, slots=True)
class PossibleChange:
    """A change that would pair somebody, and what it costs, in a sentence.

    `kinds` says what would change: "value", "place", "pair", "floor", "number", "rule" or "aim";
    `steps` are these changes themselves.
    """

    sentence: str
    cost: str
    partner_id: str
    partner: str
    score: float
    kinds: tuple[str, ...]
    steps: tuple[Step, ...]
    undone: Places
    made: Places


@discreet("person_id", "rules", "changes")
@dataclass(frozen=True, slots=True)
class LeftOver:
    """Why somebody has no partner: the reason, what rules took away, the smallest changes.

    `note` says where no single change would do.
    """

    person_id: str
    person: str
    reason: str
    rules: tuple[TakenAway, ...]
    changes: tuple[PossibleChange, ...]
    note: str


@discreet("mentor_id", "mentee_id", "score", "possible", "barred_by")
@dataclass(frozen=True, slots=True)
class Overriding:
    """What insisting on a pair would mean.

    `possible` is False where rules are in the way (`barred_by`, ids; `to_lift` says what to do), or
    locked pairs or a capacity of 0. `cost` is empty where it could not be worked out.
    """

    mentor_id: str
    mentee_id: str
    mentor: str
    mentee: str
    score: float
    sentence: str
    possible: bool
    barred_by: tuple[str, ...]
    to_lift: tuple[str, ...]
    warnings: tuple[str, ...]
    cost: str
    undone: Places
    made: Places
    left_out: tuple[str, ...]


def left_over(matching: Matching, person_id: str, names: Mapping[str, str]) -> LeftOver:
    """Tell why somebody has no partner; the reason of somebody who has one says so."""
    from rmkit.matching.changes import no_single_change

    table = matching.unmatched
    reasons = table.loc[table["person_id"] == person_id, "reason"].tolist()
    rules = matching.removals(person_id)
    changes = matching.changes_for(person_id)
    note = no_single_change(matching.problem, changes) if reasons else ""
    reason = reasons[0] if reasons else matching.why_not(person_id)
    return LeftOver(
        person_id=person_id,
        person=names.get(person_id) or person_id,
        reason=with_names([reason], names)[0],
        rules=tuple(
            TakenAway(str(side), str(rule), str(about), int(removes), int(alone))
            for side, rule, about, removes, alone in rules.itertuples(index=False, name=None)
        ),
        changes=tuple(_change(change, names) for change in changes),
        note=note,
    )


def _change(change: Change, names: Mapping[str, str]) -> PossibleChange:
    return PossibleChange(
        sentence=with_names([change.sentence], names)[0],
        cost=f"{change.cost[0].upper()}{change.cost[1:]}.",
        partner_id=change.partner_id,
        partner=names.get(change.partner_id) or change.partner_id,
        score=change.score,
        steps=change.steps,
        kinds=tuple(step.kind for step in change.steps),
        undone=change.undone,
        made=change.made,
    )


def overriding(
    matching: Matching, mentor_id: str, mentee_id: str, names: Mapping[str, str]
) -> Overriding:
    """Tell what insisting on a pair would mean."""
    found = matching.override(mentor_id, mentee_id)
    other = found.other
    return Overriding(
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        mentor=names.get(mentor_id) or mentor_id,
        mentee=names.get(mentee_id) or mentee_id,
        score=found.score,
        sentence=with_names([found.sentence], names)[0],
        possible=other is not None and not found.barred_by,
        barred_by=found.barred_by,
        to_lift=found.to_lift,
        warnings=found.warnings,
        cost=f"{other.cost[0].upper()}{other.cost[1:]}." if other is not None else "",
        undone=other.undone if other is not None else (),
        made=other.made if other is not None else (),
        left_out=other.left_out if other is not None else (),
    )
