"""Why a pair, and why nobody: the answers of the board of pairs as plain data for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmkit.matching.steps import Step
    from rmkit.programme.programme import Programme

__all__ = ["left_told", "why_told"]


def why_told(programme: Programme, mentor_id: str, mentee_id: str) -> dict[str, object]:
    """Tell what counted for a pair, what each can give, and what else was possible."""
    told = programme.pairing.explain(mentor_id, mentee_id)
    return {
        "paragraph": told.paragraph,
        "reason": told.reason,
        "in_return": told.in_return,
        "warnings": list(told.warnings),
        "points": [
            {
                "title": row.criterion,
                "points": row.points,
                "of": row.of,
                "known": row.known,
            }
            for row in told.points
        ],
        "others": [
            {
                "mentor_id": other.mentor_id,
                "mentor": other.mentor,
                "mentee_id": other.mentee_id,
                "mentee": other.mentee,
                "score": other.score,
                "cost": other.cost,
            }
            for other in told.alternatives
        ],
        "locked": told.locked,
    }


def left_told(programme: Programme, person_id: str) -> dict[str, object]:
    """Tell which rules removed the partners of somebody left over, and what would help.

    A change that can be taken on the board comes with what there is to take.
    """
    told = programme.pairing.left_over(person_id)
    names = programme.candidates.names
    return {
        "rules": [
            {"side": row.side, "about": row.about, "removes": row.removes, "alone": row.alone}
            for row in told.rules
            if row.rule != "left"  # how many remain is no rule
        ],
        "changes": [
            {"sentence": change.sentence, "take": _taken(change.steps, names)}
            for change in told.changes
        ],
        "note": told.note,
    }


def _taken(steps: Sequence[Step], names: Mapping[str, str]) -> list[dict[str, object]] | None:
    """Give what the page changes for each step; None where only somebody's answer would do."""
    taken: list[dict[str, object]] = []
    for step in steps:
        if step.kind == "value" or (step.kind == "pair" and step.about != "forbidden"):
            return None
        person, other = step.person_id, step.other_id
        taken.append(
            {
                "kind": step.kind,
                "about": step.about,
                "n": step.n,
                "person": person,
                "name": names.get(person) or person,
                "pair": {"mentor_id": person, "mentee_id": other},
            }
        )
    return taken
