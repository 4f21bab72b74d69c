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

from rmkit.matching.problem import Problem
from rmkit.matching.reporting import odd_lines
from rmkit.matching.rule import Rule
from rmkit.matching.ruling import broken
from rmkit.matching.sides import Chosen
from rmkit.matching.terms import Person, persons
from rmkit.matching.wording import counted, listed, number

__all__ = ["audit"]

Row = tuple[str, str, str]

_FEWEST = 5


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
        _lines_known(problem),
        *odd_lines(problem.terms),
        _proof(problem, chosen, pairs),
        *_scores(pairs),
        *_departments(made, everybody),
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


def _proof(problem: Problem, chosen: Chosen, pairs: pd.DataFrame) -> Row:
    check = (
        "As many pairs as possible, and among those the highest total."
        if problem.aim == "participation"
        else "The highest total."
    )
    total = int(pairs["points"].sum())
    reached = f"{counted(len(pairs), 'pair')}, {total} points"
    if chosen.proven:
        return check, "proven", f"{reached}; prices show that nothing better exists."
    more = chosen.most_pairs - len(chosen.pairs)
    most = int(chosen.most_worth // problem.unit)
    further = f"at most {counted(more, 'further pair')} and " if more > 0 else "at most "
    return (
        check,
        "open",
        (
            f"{reached}; the search for who stands on which side was stopped. Possible are "
            f"{further}{max(most - total, 0)} further points."
        ),
    )


def _scores(pairs: pd.DataFrame) -> Iterator[Row]:
    scores = pairs["score"].to_numpy(dtype=np.float64)
    if scores.size == 0:
        return
    low, first, middle, third, high = np.percentile(scores, [0, 25, 50, 75, 100])
    spread = f"a quarter below {first:.0f}, half below {middle:.0f}, a quarter above {third:.0f}"
    yield "Scores of the pairs, 0 to 100.", "", f"lowest {low:.0f}, {spread}, highest {high:.0f}."
    at = int(scores.argmin())
    weakest = f"{pairs['mentor_id'].iloc[at]} with {pairs['mentee_id'].iloc[at]} ({low:.0f})"
    around = f"scores spread by {scores.std():.0f} around a mean of {scores.mean():.0f}"
    yield "Evenness.", "", f"The lowest pair is {weakest}; {around}."


def _departments(made: list[tuple[str, str]], everybody: dict[str, Person]) -> Iterator[Row]:
    several = len({person["organisation"] for person in everybody.values()}) > 1

    def place(name: str) -> str:
        person = everybody[name]
        if person["department"] is None:
            return "unknown"
        first = [str(person["organisation"])] if several and person["organisation"] else []
        return ", ".join([*first, str(person["department"])])

    taking_part = Counter(place(name) for name in everybody)
    mentors = Counter(place(name) for name in {mentor for mentor, _ in made})
    mentees = Counter(place(mentee) for _, mentee in made)
    for names in _large_enough(taking_part):
        title = names[0] if len(names) == 1 else counted(len(names), "smaller department")
        n, giving, taking = (
            sum(counts[name] for name in names) for counts in (taking_part, mentors, mentees)
        )
        detail = f"{n} taking part; {giving} paired as mentors, {taking} as mentees."
        yield f"Department: {title}", "", detail


def _large_enough(taking_part: Counter[str]) -> list[list[str]]:
    """Join departments with fewer than five people, so that none can be read off or worked out."""
    by_size = sorted(taking_part, key=lambda name: (taking_part[name], name))
    small: list[str] = []
    while by_size and (
        taking_part[by_size[0]] < _FEWEST or 0 < sum(taking_part[n] for n in small) < _FEWEST
    ):
        small.append(by_size.pop(0))
    return [*([name] for name in sorted(by_size)), *([sorted(small)] if small else [])]
