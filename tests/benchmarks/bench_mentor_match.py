"""CPU, pairs and totals of mentor-match 7.0.1 and mentormatch 1.1 beside ours: the same people.

Run it with `python start.py bench mentor_match`; it takes some minutes. Both tools are installed in
a virtual environment in a temporary folder, and left out with a sentence where that cannot be done.

mentor-match is asked at 1,000 + 1,000 people with two rules that disqualify and eleven that score.
`assign` takes the very same score, worked out with numpy; `rmkit.match` weighs the same people with
rules and weights like these, and with all it has. mentormatch has no score: its pairs are counted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rival import answer, environment

from rmkit.matching import CRITERIA, RULES, Assignment, assign, match
from rmkit.people import managers_of
from rmkit.people.lines import chain
from rmkit.people.sets import parse_set
from rmkit.synthetic import cohort, small_companies

Row = dict[str, Any]
MOST_SHARED = 3
WEIGHTS: dict[str, int] = {criterion.id: 0 for criterion in CRITERIA}
WEIGHTS |= {"needs_covered": 6, "shared_slots": 2, "different_department": 1}
STRENGTHS: dict[str, str] = {rule.id: "off" for rule in RULES if not rule.fixed}
STRENGTHS |= {"reporting_line": "hard", "no_shared_language": "hard"}


def cpu(work: Callable[[], Any], *, runs: int = 3) -> tuple[float, Any]:
    """Give the fewest CPU seconds of some runs, and the result."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
    return min(seconds), result


def line(*cells: object) -> None:
    tool, seconds, ratio, pairs, alone, total = cells
    print(f"{tool!s:<44} {seconds!s:>8} {ratio!s:>7} {pairs!s:>7} {alone!s:>7} {total!s:>8}")


def rows(people: pd.DataFrame, skills: list[str]) -> list[Row]:
    """Write people for mentor-match; a level or target that is missing counts as 0."""
    return [
        {
            "id": row["person_id"],
            "organisation": row["organisation"],
            "department": row["department"],
            "languages": sorted(parse_set(row["languages"]) or ()),
            "slots": sorted(parse_set(row["slots"]) or ()),
            "levels": {s: int(row[f"level_{s}"] or 0) for s in skills},
            "targets": {s: int(row[f"target_{s}"] or 0) for s in skills},
        }
        for row in people.astype(object).where(people.notna(), None).to_dict("records")
    ]


def bits(people: list[Row], what: str) -> np.ndarray:
    names = sorted({name for row in people for name in row[what]})
    return np.array([[name in row[what] for name in names] for row in people], dtype=np.float32)


def its_score(mentors: list[Row], mentees: list[Row], question: Row) -> np.ndarray:
    """Work out mentor-match's score for every pair; NaN where it is disqualified."""
    n, both = len(mentors), mentors + mentees
    has, speaks = bits(both, "slots"), bits(both, "languages")
    scores = 2.0 * np.minimum(has[:n] @ has[n:].T, MOST_SHARED)
    place = pd.factorize(pd.Series([(row["organisation"], row["department"]) for row in both]))[0]
    scores += place[:n, None] != place[None, n:]
    for skill in question["skills"]:
        known = np.array([row["levels"][skill] for row in both])
        wanted = np.array([row["targets"][skill] for row in mentees]) > known[n:]
        scores += 6.0 * (wanted & (known[:n, None] > known[n:]))
    scores[speaks[:n] @ speaks[n:].T == 0] = np.nan
    row = {one["id"]: i for i, one in enumerate(mentors)}
    column = {one["id"]: j for j, one in enumerate(mentees)}
    for one, other in question["lines"]:
        if one in row and other in column:
            scores[row[one], column[other]] = np.nan
    return scores


def mentor_match(python: Path, n: int) -> None:
    """Ask mentor-match and ours for the same people, and print a table."""
    whole = cohort(n_pairs=n, n_candidates=2 * n, seed=1, employers=small_companies(30))
    people = whole.people.assign(capacity=1, role=whole.people["role"].replace("either", "mentor"))
    managers = managers_of(whole.staff)
    above = {str(k): str(v) for k, v in managers.items() if isinstance(v, str)}
    skills = [name.removeprefix("level_") for name in people if str(name).startswith("level_")]
    up = [(name, boss) for name in people["person_id"] for boss in chain(name, above)]
    question = {"skills": skills, "lines": [*up, *((boss, name) for name, boss in up)]}
    mentors = rows(people[people["role"] == "mentor"], skills)
    mentees = rows(people[people["role"] == "mentee"], skills)
    print(f"\n{len(mentors):,} mentors, {len(mentees):,} mentees")
    line("", "CPU s", "ratio", "pairs", "alone", "total")
    whole_match, made = cpu(lambda: match(people, managers=managers))
    alike, same = cpu(lambda: match(people, managers=managers, criteria=WEIGHTS, rules=STRENGTHS))
    plain, best = cpu(lambda: assign(its_score(mentors, mentees, question)))
    theirs = answer(python, "mentor_match", {**question, "mentors": mentors, "mentees": mentees})
    scores = its_score(mentors, mentees, question)
    row = {one["id"]: i for i, one in enumerate(mentors)}
    column = {one["id"]: j for j, one in enumerate(mentees)}

    def told(tool: str, seconds: float, pairs: list[tuple[str, str]]) -> None:
        found = [scores[row[one], column[other]] for one, other in pairs]
        ratio, alone = theirs["seconds"] / seconds, len(best.pairs) - len(found)
        line(tool, f"{seconds:.2f}", f"{ratio:.0f}", len(found), alone, f"{np.sum(found):.0f}")

    told(theirs["versions"], theirs["seconds"], theirs["pairs"])
    named = [(mentors[i]["id"], mentees[j]["id"]) for i, j in best.pairs]
    told("rmkit assign, on mentor-match's score", plain, named)
    for tool, seconds, found in (
        ("rmkit match, rules and weights like these", alike, same),
        ("rmkit match, all it has", whole_match, made),
    ):
        pairs = zip(found.pairs["mentor_id"], found.pairs["mentee_id"], strict=True)
        told(tool, seconds, list(pairs))
    print(
        "ratio: mentor-match's CPU over this one's; alone: people a side whom the rules would let "
        "be paired;\ntotal: on mentor-match's score; match has another one, which counts levels, "
        "not skills alone.\nmatch reads and checks the table and writes a reason for everybody."
    )


def applicants(n: int, seed: int) -> tuple[list[Row], list[Row]]:
    """Draw people for mentormatch: years, a level, a place, and places refused."""
    rng = np.random.default_rng(seed)
    places = [f"place {k}" for k in range(5)]

    def one(number: int, years: tuple[int, int], levels: tuple[int, int]) -> Row:
        return {
            "id": number,
            "place": places[rng.integers(5)],
            "years": int(rng.integers(*years)),
            "level": int(rng.integers(*levels)),
            "refused": [place for place in places if rng.random() < 0.4],
        }

    mentors = [{**one(k, (5, 40), (2, 7)), "places": int(rng.integers(1, 3))} for k in range(n)]
    return mentors, [one(n + k, (1, 30), (2, 7)) for k in range(2 * n)]


def suits(mentors: list[Row], mentees: list[Row]) -> np.ndarray:
    """Apply mentormatch's own rules to every pair: 0 where it may be made, NaN where not."""
    level, years = (np.array([[row[k] for row in mentors]]).T for k in ("level", "years"))
    levels, their_years = (np.array([row[k] for row in mentees]) for k in ("level", "years"))
    allowed = (level > levels) | ((level == 2) & (levels == 2))
    allowed &= years >= their_years + 7
    no = [[other["place"] in one["refused"] for other in mentees] for one in mentors]
    nor = [[one["place"] in other["refused"] for other in mentees] for one in mentors]
    return np.where(allowed & ~np.array(no) & ~np.array(nor), 0.0, np.nan)


def mentormatch(python: Path, n: int) -> None:
    """Ask mentormatch and ours for the same people, and print a table."""
    mentors, mentees = applicants(n, seed=0)
    places = [row["places"] for row in mentors]
    print(f"\n{len(mentors):,} mentors with {sum(places):,} places, {len(mentees):,} mentees")
    line("", "CPU s", "ratio", "pairs", "alone", "")
    seconds, best = cpu(lambda: assign(suits(mentors, mentees), places))
    theirs = answer(python, "mentormatch", {"mentors": mentors, "mentees": mentees})
    broken = np.isnan(suits(mentors, mentees))
    assert not any(broken[one, other - n] for one, other in theirs["pairs"])
    _beside(theirs, seconds, best)


def _beside(theirs: dict[str, Any], seconds: float, best: Assignment) -> None:
    missing = len(best.pairs) - len(theirs["pairs"])
    line(theirs["versions"], f"{theirs['seconds']:.2f}", 1, len(theirs["pairs"]), missing, "")
    ratio = theirs["seconds"] / seconds
    line("rmkit assign, on its rules", f"{seconds:.2f}", f"{ratio:.0f}", len(best.pairs), 0, "")


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as name:
        if python := environment(Path(name) / "a", "mentor-match==7.0.1"):
            mentor_match(python, n)
        if python := environment(Path(name) / "b", "mentormatch==1.1"):
            mentormatch(python, min(n, 600))


if __name__ == "__main__":
    main()
