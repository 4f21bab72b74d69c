"""Who took part on which side, who left before the end, and what is known of those who did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.programme.pair_progress import plan_of, progress_now
from rmkit.report.evaluation.facts import Two

if TYPE_CHECKING:
    from rmkit.meetings.plan import Plan
    from rmkit.meetings.progress import PairProgress
    from rmkit.programme.programme import Programme
    from rmkit.report.evaluation.claims import Side

__all__ = ["TookPart", "ended_early", "took_part"]

_GRACE = timedelta(days=14)


@discreet("mentors", "mentees", "left", "met")
@dataclass(frozen=True)
class TookPart:
    """Who was ever in a confirmed pair, by id, without those who serve no evaluation.

    `met` were in a pair that met at least once, `left` are in no pair any more that went on to its
    end. `left_out` counts those who asked that their answers serve no evaluation.
    """

    mentors: frozenset[str]
    mentees: frozenset[str]
    met: frozenset[str]
    left: frozenset[str]
    left_out: int
    pairs: int
    ended: int

    def of(self, side: Side) -> frozenset[str]:
        """Give those of a side."""
        return self.mentors if side == "mentor" else self.mentees

    def two(self, within: frozenset[str] | None = None) -> Two:
        """Count those of each side, or of each side within a group."""
        mentors, mentees = self.mentors, self.mentees
        if within is not None:
            mentors, mentees = mentors & within, mentees & within
        return Two(len(mentors), len(mentees))


def took_part(programme: Programme) -> TookPart:
    """Read who took part; remembered until the file changes."""
    key = (programme.file.head_digest(), programme.today)
    return programme.memory.recall("took part", key=key, make=lambda: _read(programme))


def _read(programme: Programme) -> TookPart:
    plan = plan_of(programme)
    progress = progress_now(programme, programme.today).values()
    out = programme.file.objected("evaluation")
    mentors = {one.pair.mentor_id for one in progress if one.pair.mentor_id}
    mentees = {one.pair.mentee_id for one in progress if one.pair.mentee_id}
    stayed = {i for one in progress if not ended_early(one, plan) for i in _two(one)}
    met = {i for one in progress if one.held for i in _two(one)}
    everybody = mentors | mentees
    return TookPart(
        frozenset(mentors - out),
        frozenset(mentees - out),
        frozenset(met - out),
        frozenset(everybody - stayed - out),
        len(everybody & out),
        len(progress),
        sum(ended_early(one, plan) for one in progress),
    )


def ended_early(one: PairProgress, plan: Plan) -> bool:
    """Whether a pair ended before its last day and before all of its meetings were held."""
    if one.standing == "one gone":
        return True
    if one.pair.until is None:
        return False
    if plan.sessions is not None and one.held >= plan.sessions:
        return False
    last = plan.ends(one.pair.since)
    return last is None or one.pair.until < last - _GRACE


def _two(one: PairProgress) -> tuple[str, ...]:
    return tuple(i for i in (one.pair.mentor_id, one.pair.mentee_id) if i)
