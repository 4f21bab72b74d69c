"""Pair people with mentormatch 1.1: one JSON on standard input, one on standard output.

Run by `bench_mentor_match.py` in an environment that has mentormatch. Its rules are its own and
cannot be changed: a mentor has seven years and a level more than the mentee, and neither is at a
place that the other refused.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version

from mentormatch.api.app.app_main import Context
from mentormatch.utils import ApplicantType, PairType


def applicant(row: dict) -> dict:
    """Write a person as mentormatch reads people; open to any mentor."""
    return {
        "wwid": row["id"],
        "first_name": "",
        "last_name": "",
        "gender": "",
        "function": "",
        "location": row["place"],
        "years_total": row["years"],
        "position_level": row["level"],
        "preference_yes": ["a", "b", "c", "d"],
        "preference_maybe": [],
        "preference_no": row["refused"],
        "skills": [],
        "max_mentee_count": row.get("places", 1),
        "favor": 0,
        "preferred_wwids": [],
        "preferred_functions": [],
    }


def main() -> None:
    """Read people, pair them, tell the pairs and the CPU seconds from people to pairs."""
    asked = json.load(sys.stdin)
    start = time.process_time()
    context = Context(*([applicant(row) for row in asked[side]] for side in ("mentors", "mentees")))
    for kind in (ApplicantType.MENTOR, ApplicantType.MENTEE):
        context.get_applicants(kind).assemble_applicant_objects()
    for step in (PairType.PREFERRED, PairType.RANDOM):
        context.get_matcher(step).execute()
    seconds = time.process_time() - start
    mentors = context.get_applicants(ApplicantType.MENTOR)
    pairs = [[pair.mentor.wwid, pair.mentee.wwid] for one in mentors for pair in one.yield_pairs]
    versions = f"mentormatch {version('mentormatch')}"
    json.dump({"pairs": pairs, "seconds": seconds, "versions": versions}, sys.stdout)


if __name__ == "__main__":
    main()
