"""Answers to "why not": for somebody without a partner, and for two people who were not paired."""

from __future__ import annotations

from rmkit.matching.changes import Change, changes_for, no_single_change
from rmkit.matching.leftovers import nearest, verdict
from rmkit.matching.override import override
from rmkit.matching.problem import Problem
from rmkit.matching.seats import Seats, seats
from rmkit.matching.sides import Chosen
from rmkit.matching.switching import switch
from rmkit.matching.wording import listed

__all__ = ["why_no_pair", "why_nobody"]

Pair = tuple[int, int]


def why_nobody(problem: Problem, chosen: Chosen, person_id: str) -> str:
    """Say why somebody has no partner, what would help, and what a place would cost others."""
    problem.person(person_id)
    partners = [
        problem.mentee_ids[j] if problem.mentor_ids[i] == person_id else problem.mentor_ids[i]
        for i, j in chosen.pairs
        if person_id in (problem.mentor_ids[i], problem.mentee_ids[j])
    ]
    if partners:
        return f"{person_id} is paired with {listed(partners)}."
    both = seats(problem, chosen)
    found = verdict(problem, both, person_id)
    parts = [found.reason, f"What would help: {found.help}"]
    for here, position in zip(both, (problem.row, problem.column), strict=True):
        if person_id in position:
            parts.append(_price(problem, chosen, here, position[person_id]))
    parts.append(_change(problem, changes_for(problem, chosen, person_id)))
    return " ".join(part for part in parts if part)


def _change(problem: Problem, found: tuple[Change, ...]) -> str:
    """Tell the smallest change that would do."""
    none = no_single_change(problem, found)
    if none or not found:
        return " ".join([none, *(change.sentence for change in found[:1])])
    return f"The smallest change: {found[0].sentence[0].lower()}{found[0].sentence[1:]}"


def _price(problem: Problem, chosen: Chosen, here: Seats, me: int) -> str:
    """Say what it would cost to insist on the nearest miss."""
    if not here.open[me].any():
        return ""
    best = nearest(here, me)
    other = switch(problem, chosen, (me, best) if here.side == "mentor" else (best, me))
    if other is None:
        return ""
    return f"If you lock {other.mentor_id} with {other.mentee_id}, {other.cost}."


def why_no_pair(problem: Problem, chosen: Chosen, one: str, other: str) -> str:
    """Say why two people were not paired: the rules they break, or what it would cost."""
    problem.person(one)
    problem.person(other)
    ways = [
        (problem.row[mentor], problem.column[mentee])
        for mentor, mentee in ((one, other), (other, one))
        if mentor in problem.row and mentee in problem.column
    ]
    if not ways:
        role = "mentors" if one in problem.row else "mentees"
        return f"{one} and {other} are both {role}; a pair needs one of each."
    for pair in ways:
        if pair in chosen.pairs:
            return f"{one} and {other} are paired."
    return " ".join(override(problem, chosen, pair).sentence for pair in ways)
