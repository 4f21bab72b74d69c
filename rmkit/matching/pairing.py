"""Who meets whom: from a table of people to pairs with their reasons.

People come in as the table that `rmkit.people` describes, pairs go out as a `Matching`. The order
of the rows changes nothing: people are sorted by their ids. Between equal totals the one in which
more different mentors take part is chosen; what is still equal is decided by a lot drawn from the
two ids. Nothing here reads a file or confirms a pair; a human does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast, get_args

import numpy as np
import pandas as pd

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.matching.criteria import chosen_criteria
from rmkit.matching.criterion import Criterion
from rmkit.matching.exact import Aim
from rmkit.matching.explanation import reason
from rmkit.matching.given import check_kinds, pairs_given
from rmkit.matching.leftovers import unmatched
from rmkit.matching.locks import forbidden_pairs, former_pairs, kept_pairs, locked_pairs
from rmkit.matching.model import Matching
from rmkit.matching.problem import Problem
from rmkit.matching.rule import Rule
from rmkit.matching.rules import chosen_rules
from rmkit.matching.scoring import weigh
from rmkit.matching.sides import Chosen, Progress
from rmkit.matching.terms import Terms, managers_known, strangers
from rmkit.people.table import validate

__all__ = ["match", "posed"]


def match(
    people: pd.DataFrame,
    *,
    criteria: Mapping[str, object] | Sequence[Criterion] | None = None,
    rules: Mapping[str, object] | Sequence[Rule] | None = None,
    locked: Iterable[tuple[str, str]] = (),
    forbidden: Iterable[tuple[str, str]] = (),
    former: Iterable[tuple[str, str]] = (),
    keep: Iterable[tuple[str, str]] = (),
    first: Iterable[str] = (),
    floor: float = 0.0,
    aim: Aim = "participation",
    managers: Mapping[str, object] | pd.Series | None = None,
    assumed_target: int = 4,
    labels: Mapping[str, str] | None = None,
    on_progress: Progress | None = None,
) -> Matching:
    """Pair mentors and mentees in the best way that the rules allow.

    Parameters
    ----------
    people
        The table of people: `person_id`, `role` and whatever else is known. What is missing is
        neutral: it counts as one half where it would count, and breaks no hard rule. A mentor
        whose capacity is missing takes one mentee.
    criteria
        Weights by id, to change some (0 turns one off) or to add your own, as
        `rmkit.matching.chosen_criteria` reads them; None for `rmkit.matching.CRITERIA`. Those
        about which nobody said anything don't count.
    rules
        Strengths by id ("hard", "warning", "off"), to change some or to add your own, as
        `rmkit.matching.chosen_rules` reads them; None for `rmkit.matching.RULES`.
    locked
        Pairs (mentor_id, mentee_id) that are part of every solution.
    forbidden
        Pairs of ids that must not meet, whoever would be the mentor.
    former
        Pairs of ids that met before, whoever was the mentor; the rule "former_pair" keeps them
        apart. People who are gone may be among them.
    keep
        Pairs (mentor_id, mentee_id) to keep: as many of them as possible where that costs no
        pair, before the total. One that is not possible any more is let go.
    first
        Ids of people who come first where that costs no pair: as many of them as possible are
        paired, before `keep` and the total. Above 2,000 people a side, and for people who could
        be either, a mentor with several places counts once for each of them.
    floor
        The score (0 to 100) under which no pair is made, unless it is locked.
    aim
        "participation": as many pairs as possible, and among those the highest total. "score":
        the highest total, even if more people are left over. Between equals, as many different
        mentors as possible, then a lot. Where people could be either, this holds for the sides
        on which they stand, which points alone decide.
    managers
        The manager's id by person id for everybody on the staff list, candidates or not; missing
        at the top. Where somebody is not in it, the table's own `manager_id` counts.
    assumed_target
        The level (1 to 5) taken as wanted where somebody gave none; reasons say so.
    labels
        Words for skills by id, for reasons and explanations.
    on_progress
        Told the share done, 0 to 1, and what is being done. To stop, it raises `Stopped`.

    Returns
    -------
    Matching
        Pairs, everybody left over, the proof and the answers to every why.

    Raises
    ------
    FaultsFound
        The table of people, the weights or the assumed level have faults.
    NotAllowed
        A lock breaks a hard rule, a role or a capacity, or a forbidden pair names nobody: all
        of these at once. Or a rule that always holds would be weakened.
    UnknownName
        A criterion, rule, strength or aim that does not exist.

    Examples
    --------
    >>> people = pd.DataFrame({
    ...     "person_id": ["ann", "bo", "cy"],
    ...     "role": ["mentor", "mentor", "mentee"],
    ...     "level_chat": [5, 2, 1],
    ...     "target_chat": [None, None, 4],
    ... })
    >>> result = match(people)
    >>> result.pairs[["mentor_id", "mentee_id", "reason"]].to_dict("records")
    [{'mentor_id': 'ann', 'mentee_id': 'cy', 'reason': 'Can lead from 1 to 4 in chat.'}]
    >>> result.unmatched["reason"].tolist()
    ['There are more mentors than mentees: 2 for 1. The nearest miss is cy (33 of 100), paired
    with ann (100).']
    """
    problem = posed(
        people,
        criteria=criteria,
        rules=rules,
        locked=locked,
        keep=keep,
        forbidden=forbidden,
        former=former,
        first=first,
        floor=floor,
        aim=aim,
        managers=managers,
        assumed_target=assumed_target,
        labels=labels,
        on_progress=_within(on_progress, 0.0, 0.3),
    )
    if on_progress is not None:
        on_progress(0.3, "choosing the pairs")
    chosen = problem.solve(on_progress=_within(on_progress, 0.3, 0.8))
    if on_progress is not None:
        on_progress(0.8, "writing the reasons")
    result = _matching(problem, chosen)
    if on_progress is not None:
        on_progress(1.0, "pairs and reasons are ready")
    return result


def posed(
    people: pd.DataFrame,
    *,
    criteria: Mapping[str, object] | Sequence[Criterion] | None = None,
    rules: Mapping[str, object] | Sequence[Rule] | None = None,
    locked: Iterable[tuple[str, str]] = (),
    forbidden: Iterable[tuple[str, str]] = (),
    former: Iterable[tuple[str, str]] = (),
    keep: Iterable[tuple[str, str]] = (),
    first: Iterable[str] = (),
    floor: float = 0.0,
    aim: Aim = "participation",
    managers: Mapping[str, object] | pd.Series | None = None,
    assumed_target: int = 4,
    labels: Mapping[str, str] | None = None,
    on_progress: Progress | None = None,
) -> Problem:
    """Pose the problem that `match` solves; it takes what `match` takes."""
    _refuse(aim, assumed_target, floor)
    wrong = check_kinds(
        people, managers=managers, criteria=criteria, rules=rules, labels=labels, first=first
    )
    locked, forbidden, former, keep = pairs_given(
        wrong, locked=locked, forbidden=forbidden, former=former, keep=keep
    )
    table = validate(people)
    lines = managers_known(table, managers)
    listed = {} if managers is None else dict(managers.items())
    known = {*table["person_id"], *map(str, listed), *lines, *lines.values()}
    terms = Terms(
        assumed_target=int(assumed_target),
        labels=dict(labels or {}),
        managers=lines,
        strangers=frozenset() if managers is None else strangers(lines, listed, table),
        forbidden=forbidden_pairs(forbidden, known=known),
        former=former_pairs(former),
    )
    problem = weigh(
        table,
        criteria=chosen_criteria(criteria),
        rules=chosen_rules(rules),
        terms=terms,
        aim=aim,
        on_progress=on_progress,
    )
    problem = replace(problem, floor_score=float(floor), first=_known_first(first, table))
    return replace(problem, locked=locked_pairs(problem, locked), keep=kept_pairs(problem, keep))


def _refuse(aim: object, assumed_target: object, floor: object) -> None:
    if aim not in get_args(Aim):
        raise UnknownName(kind="aim", name=str(aim), known=get_args(Aim))
    faults = []
    if isinstance(assumed_target, bool) or assumed_target not in range(1, 6):
        fault = Fault("is not a level from 1 to 5.", column="assumed_target")
        faults.append(replace(fault, value=str(assumed_target)))
    usable = isinstance(floor, int | float) and not isinstance(floor, bool)
    if not usable or not 0 <= cast("float", floor) <= 100:
        fault = Fault("is not a score from 0 to 100.", "0 is no floor.", column="floor")
        faults.append(replace(fault, value=str(floor)))
    if faults:
        raise FaultsFound(faults, "Nobody was paired.")


def _known_first(first: Iterable[str], people: pd.DataFrame) -> frozenset[str]:
    """Name who comes first; somebody who takes no part any more is passed over."""
    wanted = set(map(str, first))
    return frozenset(name for name in people["person_id"] if name in wanted)


def _within(on_progress: Progress | None, start: float, end: float) -> Progress | None:
    if on_progress is None:
        return None
    return lambda share, doing: on_progress(start + (end - start) * min(share, 1.0), doing)


def _matching(problem: Problem, chosen: Chosen) -> Matching:
    pairs = _pairs_table(problem, chosen)
    total = int(pairs["points"].sum())
    unit = problem.unit
    further = chosen.most_worth // unit - chosen.worth // unit
    missing = 0.0 if chosen.proven else max(further, 1.0)
    return Matching(
        pairs=pairs,
        unmatched=unmatched(problem, chosen),
        total=total,
        gap=float(missing),
        n_mentors=len(problem.mentors),
        n_mentees=len(problem.mentees),
        criteria=problem.criteria,
        rules=problem.rules,
        aim=problem.aim,
        problem=problem,
        chosen=chosen,
    )


def _pairs_table(problem: Problem, chosen: Chosen) -> pd.DataFrame:
    rows = [i for i, _ in chosen.pairs]
    columns = [j for _, j in chosen.pairs]
    points = problem.points[rows, columns]
    table = pd.DataFrame(
        {
            "mentor_id": pd.Series([problem.mentor_ids[i] for i in rows], dtype="str"),
            "mentee_id": pd.Series([problem.mentee_ids[j] for j in columns], dtype="str"),
            "score": problem.score(1) * points,
            "points": points,
        }
    )
    for criterion in problem.criteria:
        part = problem.parts[criterion.id][rows, columns].astype("int64")
        table[f"points_{criterion.id}"] = part * criterion.weight
    table["reason"] = pd.Series([reason(problem, pair) for pair in chosen.pairs], dtype="str")
    told = [""] * len(rows)
    for rule in problem.rules:
        if rule.strength == "warning":
            for k in np.flatnonzero(problem.broken[rule.id][rows, columns]).tolist():
                told[k] = f"{told[k]} {rule.warning}".strip()
    table["warnings"] = pd.Series(told, dtype="str")
    locked = set(problem.locked)
    table["locked"] = [pair in locked for pair in chosen.pairs]
    return table
