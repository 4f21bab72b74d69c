"""Who breaks a rule: asked for any block of pairs at once, and for one pair in plain Python.

The matching uses the first, the audit the second, so that each checks the other. The second also
says where the answer is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.matching.comparing import Codes, Levels, Listed, Numbers, Sets
from rmkit.matching.comparing.comparison import Positions
from rmkit.matching.lessons import lessons
from rmkit.matching.rule import Rule
from rmkit.matching.terms import Person, Terms, code, codes
from rmkit.people.lines import chain
from rmkit.people.sets import parse_set

__all__ = ["Bar", "breaks", "broken", "prepared"]

Bar = Codes | Levels | Listed | Numbers | Sets
"""What a rule is checked with."""


def prepared(rule: Rule, mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Bar:
    """Prepare what a rule compares, once for all pairs."""
    column = rule.column
    if rule.kind == "codes":
        return Codes.of(codes(mentors, column, terms), codes(mentees, column, terms))
    if rule.kind == "difference":
        return Numbers.of(mentors[column], mentees[column])
    if rule.kind in ("sets", "known"):
        return Sets.of(mentors[column], mentees[column], plenty=max(int(rule.n), 1))
    if rule.kind == "needs":
        return Levels.of(mentors, mentees, assumed_target=terms.assumed_target)
    ids = mentors["person_id"], mentees["person_id"]
    return Listed.of(*ids, _listed(rule, {*ids[0], *ids[1]}, terms))


def _listed(rule: Rule, everybody: set[str], terms: Terms) -> Iterator[tuple[str, str]]:
    if rule.own:
        yield from rule.pairs
    elif rule.column == "reporting_line":
        for name in everybody:
            above = chain(name, terms.managers)[: int(rule.n) or None]
            yield from ((name, manager) for manager in above if manager in everybody)
    else:
        met = terms.forbidden if rule.column == "forbidden" else terms.former
        yield from ((min(pair), max(pair)) for pair in met)


def breaks(rule: Rule, bar: Bar, rows: Positions, columns: Positions) -> NDArray[np.bool_]:
    """Say for a block of pairs who breaks a rule; what is unknown breaks none.

    Returns
    -------
    ndarray of bool
        Shape (n_rows, n_columns).
    """
    if isinstance(bar, Listed):
        return bar.marked(rows, columns)
    if isinstance(bar, Numbers):
        return bar.too_close(rows, columns, at_least=rule.n, signed=rule.want == "above")
    amount, of = bar.amounts(rows, columns)
    if rule.kind == "known":
        unknown: NDArray[np.bool_] = of == 0
        return unknown
    if rule.want == "different":
        return amount > 0
    least = of if rule.kind in ("codes", "sets") else np.minimum(of, 1)
    return amount < least


def broken(rule: Rule, mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    """Say whether one pair breaks a rule, in plain Python; None where that is not known."""
    if rule.kind == "listed":
        return _is_listed(rule, mentor, mentee, terms)
    if rule.kind == "needs":
        return _gives_nothing(mentor, mentee, terms)
    if rule.kind == "difference":
        return _is_too_close(rule, mentor[rule.column], mentee[rule.column])
    if rule.kind == "codes":
        ours, theirs = (code(person, rule.column, terms) for person in (mentor, mentee))
        if ours is None or theirs is None:
            return None
        return (ours == theirs) == (rule.want == "different")
    ours_set, theirs_set = (parse_set(person[rule.column]) for person in (mentor, mentee))
    if rule.kind == "known":
        return ours_set is None or theirs_set is None
    if ours_set is None or theirs_set is None:
        return None
    return len(ours_set & theirs_set) < rule.n


def _is_too_close(rule: Rule, ours: object, theirs: object) -> bool | None:
    numbers = pd.to_numeric(pd.Series([ours, theirs], dtype="object"), errors="coerce")
    if numbers.isna().any():
        return None
    mentor, mentee = float(numbers.iloc[0]), float(numbers.iloc[1])
    near = mentor > mentee - rule.n
    return near if rule.want == "above" else near and mentee > mentor - rule.n


def _is_listed(rule: Rule, mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    one, other = str(mentor["person_id"]), str(mentee["person_id"])
    two = {one, other}
    if rule.own:
        return any(two == set(pair) for pair in rule.pairs)
    if rule.column != "reporting_line":
        return two in (terms.forbidden if rule.column == "forbidden" else terms.former)
    if _leads(one, other, rule, terms) or _leads(other, one, rule, terms):
        return True
    return None if any(person not in terms.managers for person in two) else False


def _leads(one: str, other: str, rule: Rule, terms: Terms) -> bool:
    """Climb from the other person as far as the rule goes; say whether the first one is met."""
    seen, current, steps = {other}, terms.managers.get(other), 1
    while current is not None and current not in seen and (not rule.n or steps <= rule.n):
        if current == one:
            return True
        seen.add(current)
        current, steps = terms.managers.get(current), steps + 1
    return False


def _gives_nothing(mentor: Person, mentee: Person, terms: Terms) -> bool | None:
    if lessons(mentor, mentee, terms):
        return False
    levels = {name: level for name, level in mentee.items() if name.startswith("level_")}
    wanted = lessons(dict.fromkeys(levels, 5), mentee, terms)
    if not wanted:
        return False if levels and None not in levels.values() else None
    known = all(mentor.get(f"level_{lesson.skill}") is not None for lesson in wanted)
    return True if known else None
