"""Why a pair, and why nobody: the answers of the board of pairs as plain data for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["left_told", "why_told"]


def why_told(programme: Programme, mentor_id: str, mentee_id: str) -> dict[str, object]:
    """Tell what counted for a pair, what each can give, and what else was possible."""
    told: Any = programme.pairing.explain(mentor_id, mentee_id)
    return {
        "paragraph": getattr(told, "paragraph", ""),
        "reason": told.reason,
        "in_return": told.in_return,
        "warnings": list(told.warnings),
        "points": [
            {
                "title": row.criterion,
                "points": row.points,
                "of": row.of,
                "known": getattr(row, "known", True),
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
    """Tell which rules removed the partners of somebody left over, and what would help."""
    pairing: Any = programme.pairing
    told = pairing.left_over(person_id)
    return {
        "rules": [
            {"side": row.side, "about": row.about, "removes": row.removes, "alone": row.alone}
            for row in told.rules
        ],
        "changes": [{"sentence": change.sentence} for change in told.changes],
        "note": told.note,
    }
