"""Whether the pairs are what was promised: looked at again, from the pairs themselves.

The audit starts from the table of pairs and the table of people. It asks every rule once more for
each pair, by the rule's plain version, and counts people and places by hand; nothing is taken
from the arrays with which the pairs were chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from rmkit.matching.even_groups import evenness
from rmkit.matching.problem import Problem
from rmkit.matching.reporting import lists_known, odd_lines
from rmkit.matching.rule import Rule
from rmkit.matching.ruling import broken
from rmkit.matching.sides import Chosen
from rmkit.matching.terms import Person, persons
from rmkit.matching.wording import counted, listed, number

__all__ = ["EVEN_CHECK", "audit"]

Row = tuple[str, str, str]

EVEN_CHECK = "Departments fared alike, by role: who got a partner, and mean scores."
"""The check that the audit page answers at length."""

_DEALS = 999
_ROLES = {"mentor": "mentors", "mentee": "mentees", "either": "people who could be either"}


def audit(
    problem: Problem, chosen: Chosen, pairs: pd.DataFrame, unmatched: pd.DataFrame
) -> pd.DataFrame:
    """Check pairs against every promise.

    Parameters
    ----------
    problem, chosen
        What was solved, and how: for the proof, the places and what a score means.
    pairs, unmatched
        The tables to check.

    Returns
    -------
    DataFrame
        `check`, `outcome` ("kept", "broken", "flagged", "not known", "proven", "open" or empty
        for a plain count) and `detail`. A rule is "not known" where what it asks is on record for
        no pair at all; where it is missing for some, the detail says for how many.
    """
    everybody = {str(person["person_id"]): person for person in persons(problem.people)}
    given = list(zip(pairs["mentor_id"], pairs["mentee_id"], strict=True))
    made = [pair for pair in given if set(pair) <= everybody.keys()]
    rows = [
        *(_rule(rule, made, everybody, problem) for rule in problem.rules),
        _everybody_once(given, list(unmatched["person_id"]), everybody),
        _capacity(made, everybody),
        _locks(made, problem),
        *_wishes(pairs, made, problem),
        _lines_known(problem),
        *odd_lines(problem.terms),
        *lists_known(problem.rules, problem.terms, everybody),
        _proof(problem, chosen, pairs),
        *_scores(pairs),
        _departments(
            problem, pairs.loc[np.array([set(p) <= everybody.keys() for p in given], bool)]
        ),
    ]
    return pd.DataFrame(rows, columns=["check", "outcome", "detail"]).astype("str")


def _rule(
    rule: Rule, made: list[tuple[str, str]], everybody: dict[str, Person], problem: Problem
) -> Row:
    answers = [
        broken(rule, everybody[mentor], everybody[mentee], problem.terms) for mentor, mentee in made
    ]
    found = [f"{one} with {other}" for (one, other), bad in zip(made, answers, strict=True) if bad]
    unknown = sum(bad is None for bad in answers)
    looked_at = f"{counted(len(made), 'pair')} looked at"
    if unknown and unknown == len(made):
        missing = f"; not on record for both people: {rule.facts}" if rule.facts else ""
        return rule.sentence, "not known", f"{looked_at}{missing}."
    if not found:
        gap = f"; for {number(unknown)} of them it is not known" if unknown else ""
        return rule.sentence, "kept", f"{looked_at}{gap}."
    outcome = "broken" if rule.strength == "hard" else "flagged"
    gap = f"; for {number(unknown)} more it is not known" if unknown else ""
    detail = f"{counted(len(found), 'pair')}: {listed(found, limit=10)}{gap}."
    return rule.sentence, outcome, detail


def _everybody_once(
    made: list[tuple[str, str]], left: list[str], everybody: dict[str, Person]
) -> Row:
    mentors = {mentor for mentor, _ in made}
    mentees = Counter(mentee for _, mentee in made)
    places = Counter([*mentors, *mentees, *left])
    faults = [
        *(f"{name} is missing" for name in sorted(everybody.keys() - places.keys())),
        *(f"{name} is not a participant" for name in sorted(places.keys() - everybody.keys())),
        *(f"{name} appears in two places" for name, n in sorted(places.items()) if n > 1),
        *(f"{name} has {n} mentors" for name, n in sorted(mentees.items()) if n > 1),
    ]
    check = "Everybody is a mentor, a mentee or left over with a reason, once."
    if faults:
        return check, "broken", f"{listed(faults, limit=10)}."
    return (
        check,
        "kept",
        (
            f"{counted(len(mentors), 'mentor')}, {counted(len(mentees), 'mentee')}, "
            f"{len(left)} left over: {len(everybody)} in all."
        ),
    )


def _capacity(made: list[tuple[str, str]], everybody: dict[str, Person]) -> Row:
    faults = []
    for mentor, n in sorted(Counter(mentor for mentor, _ in made).items()):
        offered = everybody[mentor]["capacity"]
        places = 1 if offered is None else int(str(offered))
        if n > places:
            faults.append(f"{mentor} has {n} mentees for {counted(places, 'place')}")
    check = "No mentor has more mentees than they offered places."
    return check, "broken" if faults else "kept", f"{listed(faults)}." if faults else ""


def _locks(made: list[tuple[str, str]], problem: Problem) -> Row:
    locked = [(problem.mentor_ids[i], problem.mentee_ids[j]) for i, j in problem.locked]
    lost = [f"{mentor} with {mentee}" for mentor, mentee in locked if (mentor, mentee) not in made]
    detail = f"Missing: {listed(lost)}." if lost else f"{counted(len(locked), 'locked pair')}."
    return "Locked pairs are there.", "broken" if lost else "kept", detail


def _lines_known(problem: Problem) -> Row:
    unknown = [n for n in problem.people["person_id"] if n not in problem.terms.managers]
    if not unknown:
        return "Everybody's manager is known.", "kept", ""
    return (
        "Everybody's manager is known.",
        "flagged",
        f"For {len(unknown)} of {len(problem.people)} no manager is on record, so their own line "
        "could be checked only from below.",
    )


def _wishes(pairs: pd.DataFrame, made: list[tuple[str, str]], problem: Problem) -> Iterator[Row]:
    """Look at the floor, at who comes first and at pairs to keep, where there are any."""
    if problem.floor_score:
        free = pairs[~pairs["locked"].astype(bool)]
        low = [f"{one} with {other}" for one, other in _pairs_below(free, problem.floor_score)]
        check = f"No pair is made under a score of {problem.floor_score:g}, unless it is locked."
        yield check, "broken" if low else "kept", f"{listed(low, limit=10)}." if low else ""
    if problem.first:
        paired = len(problem.first & {person for pair in made for person in pair})
        check = "Those who come first have a partner where that costs no pair."
        yield check, "", f"{paired} of {len(problem.first)} have one."
    if problem.keep:
        keep = {(problem.mentor_ids[i], problem.mentee_ids[j]) for i, j in problem.keep}
        check = "Pairs to keep stay where that costs no pair."
        yield check, "", f"{len(keep.intersection(made))} of {len(keep)} stay."


def _pairs_below(pairs: pd.DataFrame, floor: float) -> Iterator[tuple[str, str]]:
    low = pairs[pairs["score"] < floor - 1e-9]
    yield from zip(low["mentor_id"], low["mentee_id"], strict=True)


def _proof(problem: Problem, chosen: Chosen, pairs: pd.DataFrame) -> Row:
    check = _promise(problem)
    total = int(pairs["points"].sum())
    reached = f"{counted(len(pairs), 'pair')}, {total:,} points"
    if chosen.proven:
        return check, "proven", f"{reached}; it is proven that nothing better exists."
    more = chosen.most_pairs - len(chosen.pairs)
    points = int(chosen.most_worth // problem.unit - chosen.worth // problem.unit)
    further = f"at most {counted(more, 'further pair')} and " if more > 0 else "at most "
    what = "the search for who stands on which side" if problem.twins else "the search"
    left = f"{reached}; {what} was stopped. Possible are {further}{points} further points."
    return check, "open", left


def _of_those_first(problem: Problem) -> str:
    """Say whether somebody who comes first with several places counts once for each."""
    twins = {problem.mentor_ids[i] for i, _ in problem.twins}
    several = [
        name in problem.first and places > 1 and (problem.is_large or name in twins)
        for name, places in zip(problem.mentor_ids, problem.capacity.tolist(), strict=True)
    ]
    per_place = " (a mentor with several places counts once for each)" if any(several) else ""
    return f"as many as possible of those who come first{per_place}"


def _promise(problem: Problem) -> str:
    """Say to what end pairs were chosen, in the order in which things count."""
    ends = ["as many pairs as possible"] if problem.aim == "participation" else []
    ends += [_of_those_first(problem)] if problem.first else []
    ends += ["as many as possible of the pairs to keep"] if problem.keep else []
    if not ends:
        return "The highest total."
    told = ", then ".join(ends)
    return f"{told[0].upper()}{told[1:]}, and among those the highest total."


def _scores(pairs: pd.DataFrame) -> Iterator[Row]:
    scores = pairs["score"].to_numpy(dtype=np.float64)
    if scores.size == 0:
        return
    low, first, middle, third, high = np.percentile(scores, [0, 25, 50, 75, 100])
    spread = f"a quarter below {first:.0f}, half below {middle:.0f}, a quarter above {third:.0f}"
    yield "Scores of the pairs, 0 to 100.", "", f"lowest {low:.0f}, {spread}, highest {high:.0f}."
    yield "Spread of the scores.", "", f"{scores.std():.0f} around a mean of {scores.mean():.0f}."


def _departments(problem: Problem, pairs: pd.DataFrame) -> Row:
    """Say whether departments fared alike, without a figure from which others could be told."""
    check = EVEN_CHECK
    if problem.people["department"].isna().all():
        return check, "not known", "No departments are on record."
    tests = evenness(problem, pairs, by="department", draws=_DEALS).tests
    if tests.empty:
        return check, "", "In no role are there two departments with five people, to compare."
    if not tests["uneven"].any():
        made = f"{counted(len(tests), 'comparison')}, departments under five people joined"
        return check, "kept", f"No more apart than by chance ({made}); see the audit page."
    found = [
        f"{_ROLES[role]}: {'who got a partner' if what == 'partner' else 'mean scores'}"
        for role, what in tests.loc[tests["uneven"], ["role", "what"]].itertuples(index=False)
    ]
    return check, "flagged", f"More apart than by chance: {'; '.join(found)}. See the audit page."
