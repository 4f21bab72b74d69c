"""Pair people with mentor-match 7.0.1: one JSON on standard input, one on standard output.

Run by `bench_mentor_match.py` in an environment that has mentor-match. Every rule is of a kind that
mentor-match ships: `Disqualify` for what is not allowed, `Generic` for what scores.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version

from matching.match import Match
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Generic, Rule


def person(kind: type, row: dict) -> Mentor | Mentee:
    """Make a participant, with what the rules look at."""
    made = kind(email=row["id"], grade=0, organisation=row["organisation"])
    made.department, made.levels, made.targets = row["department"], row["levels"], row["targets"]
    made.languages, made.slots = set(row["languages"]), set(row["slots"])
    return made


def covers(skill: str) -> Rule:
    """Score what the mentor can show the mentee in a skill."""

    def leads(match: Match) -> bool:
        own, target = match.mentee.levels[skill], match.mentee.targets[skill]
        return target > own and match.mentor.levels[skill] > own

    return Generic({True: 6, False: 0}, leads)


def together(n: int) -> Rule:
    """Score the n-th half-day that both have free."""
    return Generic(
        {True: 2, False: 0}, lambda match: len(match.mentor.slots & match.mentee.slots) >= n
    )


def rules(lines: set[tuple[str, str]], skills: list[str]) -> list[Rule]:
    """Give the rules; mentor-match looks at the last one first."""
    return [
        Generic(
            {True: 1, False: 0},
            lambda match: (
                (match.mentor.organisation, match.mentor.department)
                != (match.mentee.organisation, match.mentee.department)
            ),
        ),
        *(together(n) for n in (1, 2, 3)),
        *(covers(skill) for skill in skills),
        Disqualify(lambda match: (match.mentor.email, match.mentee.email) in lines),
        Disqualify(lambda match: not match.mentor.languages & match.mentee.languages),
    ]


def main() -> None:
    """Read people, pair them, tell the pairs and the CPU seconds from people to pairs."""
    asked = json.load(sys.stdin)
    lines = {tuple(pair) for pair in asked["lines"]}
    start = time.process_time()
    mentors = [person(Mentor, row) for row in asked["mentors"]]
    mentees = [person(Mentee, row) for row in asked["mentees"]]
    mentors, _ = process_data(mentors, mentees, [rules(lines, asked["skills"])])
    seconds = time.process_time() - start
    pairs = [[mentor.email, mentee.email] for mentor in mentors for mentee in mentor.mentees]
    versions = f"mentor-match {version('mentor-match')}, munkres {version('munkres')}"
    json.dump({"pairs": pairs, "seconds": seconds, "versions": versions}, sys.stdout)


if __name__ == "__main__":
    main()
