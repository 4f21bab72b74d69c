"""Why somebody was left over, and what would help: true for this one person, with names.

The reasons rest on the solved pairs: whom the rules exclude, who has no place, and, where all
possible partners are taken, the circle of people who compete for them. That circle is found by
following who could make room for whom; it proves that nobody more in it can be paired. All of it
is for whoever decides: it names rules and other people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.matching.circles import circle, reach
from rmkit.matching.left_many import shared_reasons
from rmkit.matching.problem import Problem
from rmkit.matching.seats import Seats, seats
from rmkit.matching.sides import Chosen
from rmkit.matching.wording import counted, listed, number
from rmkit.people.demand import ABLE

__all__ = ["Verdict", "nearest", "unmatched", "verdict"]

Both = tuple[Seats, Seats]

_SHARED = 4  # from how many people of a side on it pays to follow everybody at once


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why somebody was left over, and what would help; both in sentences."""

    reason: str
    help: str


def unmatched(problem: Problem, chosen: Chosen) -> pd.DataFrame:
    """Give everybody who was left over a reason.

    Returns
    -------
    DataFrame
        `person_id`, `role`, `reason`, `what_would_help`; one row for each person without a
        partner, by id.
    """
    used = {problem.mentor_ids[i] for i, _ in chosen.pairs}
    used |= {problem.mentee_ids[j] for _, j in chosen.pairs}
    both = seats(problem, chosen)
    names = [str(name) for name in problem.people["person_id"] if name not in used]
    found = _many(problem, both, names) if problem.is_large else _each(problem, both, names)
    roles = dict(zip(problem.people["person_id"], problem.people["role"], strict=True))
    rows = [(name, str(roles[name]), found[name].reason, found[name].help) for name in names]
    columns = ["person_id", "role", "reason", "what_would_help"]
    return pd.DataFrame(rows, columns=columns).astype("str")


def _each(problem: Problem, both: Both, names: list[str]) -> dict[str, Verdict]:
    positions = problem.row, problem.column
    asked = [sum(name in position for name in names) for position in positions]
    known = [reach(here) if n > _SHARED else None for here, n in zip(both, asked, strict=True)]
    return {name: verdict(problem, both, name, known=known) for name in names}


def _many(problem: Problem, both: Both, names: list[str]) -> dict[str, Verdict]:
    told: dict[str, dict[str, Verdict]] = {name: {} for name in names}
    for here, position in zip(both, (problem.row, problem.column), strict=True):
        people = [position[name] for name in names if name in position]
        for one, found in shared_reasons(here, people).items():
            told[here.names[one]][here.side] = Verdict(*found)
    return {name: _joined(sides) for name, sides in told.items()}


def verdict(
    problem: Problem,
    both: Both,
    person_id: str,
    *,
    known: Sequence[NDArray[np.bool_] | None] = (None, None),
) -> Verdict:
    """Say why one person without a partner was left over.

    `known` is what `rmkit.matching.circles.reach` gives for both sides, where many are asked.
    """
    found: dict[str, Verdict] = {
        here.side: _judged(problem, here, position[person_id], reached)
        for here, position, reached in zip(both, (problem.row, problem.column), known, strict=True)
        if person_id in position
    }
    return _joined(found)


def _joined(found: dict[str, Verdict]) -> Verdict:
    if len(found) == 1:
        return next(iter(found.values()))
    reasons = [f"As a {side}: {one.reason}" for side, one in found.items()]
    helps = dict.fromkeys(one.help for one in found.values() if one.help)
    return Verdict(" ".join(reasons), " ".join(helps))


def _judged(problem: Problem, here: Seats, me: int, known: NDArray[np.bool_] | None) -> Verdict:
    if not here.others(me).any():
        nobody = f"Nobody takes part who could be a {here.across}."
        return Verdict(nobody, f"Somebody who could be a {here.across}.")
    if here.side == "mentor" and problem.capacity[me] == 0:
        return Verdict("They offer no place (capacity 0).", "A capacity of one or more.")
    if not np.asarray(here.allowed[me]).any():
        return _ruled_out(problem, here, me)
    if not np.asarray(here.open[me]).any():
        return _without_places(here, me)
    if problem.is_large:
        return _taken(problem, here, me)
    found = circle(here, me, known)
    if found is None:
        return _not_worth_it(problem)
    return _crowded(problem, here, me, *found)


def _taken(problem: Problem, here: Seats, me: int) -> Verdict:
    """Say that all whom the rules leave have their places taken, where people are many."""
    left = int(np.asarray(here.open[me]).sum())
    best = nearest(here, me)
    reason = f"The rules leave {counted(left, here.across)} with a place, and others have them."
    return Verdict(f"{reason} {_miss(problem, here, me, best)}", _room(problem, here, me, best))


def _ruled_out(problem: Problem, here: Seats, me: int) -> Verdict:
    """Count by which rules everybody is excluded, and whom each rule alone keeps away."""
    others = here.others(me)
    n = int(others.sum())
    rules = [rule for rule in problem.hard if rule.id != "same_person"]
    bars = [(rule.short, here.broken[rule.id][me] & others) for rule in rules]
    bars.append(("a score under the floor", (here.points[me] < problem.floor) & others))
    broken = np.array([bar for _, bar in bars])
    by_rule = broken.sum(axis=1).tolist()
    hit = [(short, k) for (short, _), k in zip(bars, by_rule, strict=True) if k]
    simple = n == 1 or len(hit) == 1
    why = listed([short if simple else f"{number(k)} by {short}" for short, k in hit])
    everybody = {1: f"The only {here.across} is", 2: f"Both {here.across}s are"}.get(
        n, f"All {number(n)} {here.across}s are"
    )
    several = " (some by several)" if sum(by_rule) > n > 1 else ""
    helps = []
    only = (broken & (broken.sum(axis=0) == 1)).sum(axis=1).tolist()
    for rule, alone in zip(rules, only[:-1], strict=True):
        freed = counted(alone, here.across)
        if alone and rule.fixed:
            helps.append(f"Lifting your forbidden pairs would allow {freed}.")
        elif alone:
            helps.append(f"Without the rule on {rule.short}, {freed} would be possible.")
    if only[-1]:
        helps.append(f"Without the floor, {counted(only[-1], here.across)} would be possible.")
    return Verdict(
        f"{everybody} excluded: {why}{several}.",
        " ".join(helps) or f"Another {here.across}; dropping a single rule would not do.",
    )


def _without_places(here: Seats, me: int) -> Verdict:
    left = np.flatnonzero(here.allowed[me]).tolist()
    names = listed([here.names_across[k] for k in left], limit=4)
    best = max(left, key=lambda k: int(here.points[me, k]))
    return Verdict(
        f"The rules leave {counted(len(left), here.across)} ({names}), without a free place.",
        f"One more place with {here.names_across[best]}.",
    )


def _not_worth_it(problem: Problem) -> Verdict:
    if problem.aim == "score":
        reason = "A pair for them would cost the others more points than it adds."
        return Verdict(reason, 'The aim "participation", which makes as many pairs as possible.')
    reason = "The search for who stands on which side stopped before everybody was placed."
    return Verdict(reason, "A fixed role for some of those who could be either.")


def _crowded(problem: Problem, here: Seats, me: int, rivals: set[int], across: set[int]) -> Verdict:
    best = nearest(here, me)
    reason = f"{_crowd(here, me, rivals, across)} {_miss(problem, here, me, best)}"
    return Verdict(reason, _room(problem, here, me, best))


def _crowd(here: Seats, me: int, rivals: set[int], across: set[int]) -> str:
    """Say who competes for whom."""
    places = int(here.places[sorted(across)].sum())
    seeking = int((here.own_places > 0).sum())
    if me in here.myself and here.open[sorted(rivals), here.myself[me]].any():
        return "Room could be made only if they were mentor and mentee at once."
    if across == set(np.flatnonzero(here.wanted).tolist()):
        closed = across != set(np.flatnonzero((here.places > 0) & here.others(me)).tolist())
        left = " that the rules leave" if closed else ""
        if here.side == "mentee":
            return f"More people want a mentor than there are places{left}: {seeking} for {places}."
        if seeking > places:
            return f"There are more mentors than mentees{left}: {seeking} for {places}."
        return (
            f"There are more places than mentees{left}: {here.own_places.sum()} for {places} "
            f"({counted(seeking, 'mentor')})."
        )
    return _same_few(here, rivals, across)


def _same_few(here: Seats, rivals: set[int], across: set[int]) -> str:
    """Say who can only be paired with the same few people across, with places where they count."""
    places = int(here.places[sorted(across)].sum())
    offered = int(here.own_places[sorted(rivals)].sum())
    several = f" with {counted(offered, 'place')} in all" if offered > len(rivals) else ""
    names = listed([here.names_across[k] for k in sorted(across)], limit=4)
    one = len(across) == 1
    same = here.across if one else counted(len(across), here.across)
    if here.side == "mentee":
        state = f"who {'has' if one else 'have'} {counted(places, 'place')}"
    else:
        state = f"who {'is' if one else 'are all'} paired already"
    return (
        f"{number(len(rivals)).capitalize()} {here.side}s{several}, this one among them, can only "
        f"be paired with the same {same} ({names}), {state}."
    )


def nearest(here: Seats, me: int) -> int:
    """Find the best partner across whom the rules allow and who has places."""
    return int(np.where(here.open[me], here.points[me], -1).argmax())


def _miss(problem: Problem, here: Seats, me: int, best: int) -> str:
    def score(one: int) -> str:
        return f"{problem.score(int(here.points[one, best])):.0f}"

    rivals = [f"{here.names[one]} ({score(one)})" for one in here.partners[best]]
    return (
        f"The nearest miss is {here.names_across[best]} ({score(me)} of 100), paired with "
        f"{listed(rivals, limit=3)}."
    )


def _room(problem: Problem, here: Seats, me: int, best: int) -> str:
    if here.side == "mentee":
        return f"One more place with {here.names_across[best]} would make room for one more pair."
    strengths = sorted(
        (-int(str(level)), name.removeprefix("level_"))
        for name, level in problem.mentor_persons[me].items()
        if name.startswith("level_") and level is not None and int(str(level)) >= ABLE
    )
    words = [problem.terms.skill(name) for _, name in strengths[:3]]
    wish = f", best one who wants to learn {listed(words)}" if words else ""
    return f"One more mentee whom the rules allow{wish}."
