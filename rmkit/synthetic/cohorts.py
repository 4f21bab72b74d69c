"""A whole cohort whose truth is known: staff, answers, table of people, and what was planted.

Nothing comes in but a seed and a few sizes; four tables go out. Nobody in them exists. The same
arguments give the same tables on every machine. Made-up people say nothing about real ones: use
cohorts to try things out, to test and to teach, never as evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import pandas as pd

from rmkit.errors import TooFewPeople, UnknownName
from rmkit.people.joining import from_answers
from rmkit.synthetic.answering import answers_table
from rmkit.synthetic.candidates import RARE_LANGUAGES, Candidate, candidates_of
from rmkit.synthetic.employers import HARBOUR, Employer
from rmkit.synthetic.planting import Planted, planted
from rmkit.synthetic.staff import staff_of, staff_table

__all__ = ["LANGUAGES", "SKILLS", "Cohort", "cohort"]

SKILLS: Final = (
    "evaluating", "interacting", "identity", "developing_content",
    "spreadsheets", "data_dashboards", "social_media",
)  # fmt: skip
"""The skills asked about unless others are named: four competences and three tools."""

LANGUAGES: Final = ("en", "es", "de", "bg", "cs", "fr", *RARE_LANGUAGES)
"""The languages that the questionnaire offers, in its order."""

_FEWEST_PAIRS: Final = 4


@dataclass(frozen=True)
class Cohort:
    """A made-up cohort and its truth; every table is sorted by `person_id`.

    Attributes
    ----------
    staff
        Everybody on the staff list: `person_id`, `name`, `email`, `organisation`, `site`,
        `department`, `manager_id` (missing at the top), `job_title`, `started` (ISO date).
    answers
        The candidates' answers: `person_id` and the field keys of the candidate questionnaire.
        Multiple choices are lists of values; what was not answered is missing.
    people
        The validated table of people that `rmkit.people.from_answers` makes of these.
    truth
        For each candidate `person_id`, `kind` (maker, analyst, experienced, mixed), `planted`
        (a fact of `rmkit.synthetic.planting`, or missing) and `other_id` (the other person
        that the fact is about, or missing).
    """

    staff: pd.DataFrame
    answers: pd.DataFrame
    people: pd.DataFrame
    truth: pd.DataFrame


def cohort(
    *,
    n_pairs: int = 24,
    seed: int = 0,
    n_candidates: int | None = None,
    n_staff: int | None = None,
    employers: Sequence[Employer] = (HARBOUR,),
    variant: Literal["extended", "short"] = "extended",
    skills: Sequence[str] = SKILLS,
    scarce: str = "data_dashboards",
    talkative: float = 1.0,
    today: date = date(2026, 9, 1),
) -> Cohort:
    """Make up a cohort for about `n_pairs` pairs, with planted facts.

    Parameters
    ----------
    n_pairs
        How many people offer to mentor (a sixth of them would also be mentees), at least 4.
        Most would take one mentee, some two.
    seed
        Everything random follows from it.
    n_candidates
        How many people come forward; 8/3 of `n_pairs` unless said, so that some wait.
    n_staff
        How many people work there; 1.75 times `n_candidates` unless said.
    employers
        The organisations, made up as well; the staff is shared among them.
    variant
        `"extended"`, or `"short"`: no wanted levels, languages, slots, capacity or tenure.
    skills
        Ids of competences and tools that are rated.
    scarce
        The skill among them that many want and hardly anybody has.
    talkative
        How much of the usual free text people write, 0 (none) to 1.
    today
        The day on which people answer.

    Returns
    -------
    Cohort
        Staff, answers, table of people and truth.

    Raises
    ------
    TooFewPeople
        Fewer than 4 pairs, or a staff too small for so many candidates.
    UnknownName
        `scarce` is none of the skills.

    Examples
    --------
    >>> made = cohort(n_pairs=6, seed=1)
    >>> len(made.people), len(made.staff), made.people["role"].value_counts().to_dict()
    (16, 28, {'mentee': 10, 'mentor': 5, 'either': 1})
    """
    if n_pairs < _FEWEST_PAIRS:
        message = f"A cohort for {n_pairs} pairs is too small to plant anything in. Ask for 4."
        raise TooFewPeople(message)
    if scarce not in skills:
        raise UnknownName(kind="skill among those asked about", name=scarce, known=skills)
    n = n_candidates if n_candidates is not None else n_pairs * 8 // 3
    size = n_staff if n_staff is not None else n * 7 // 4
    extended = variant == "extended"
    posts = staff_of(employers, size, seed=seed, today=today)
    plain = candidates_of(posts, n=n, n_pairs=n_pairs, skills=skills, scarce=scarce, seed=seed)
    by_id = {post.person_id: post for post in posts}
    candidates, facts = planted(plain, by_id, scarce=scarce, extended=extended, seed=seed)
    answers = answers_table(
        candidates,
        extended=extended,
        languages=LANGUAGES,
        whole=facts,
        today=today,
        talkative=talkative,
        seed=seed,
    )
    staff = staff_table(posts)
    people = from_answers(answers, staff)
    return Cohort(staff, answers, people, _truth(candidates, facts))


def _truth(candidates: Sequence[Candidate], facts: dict[str, Planted]) -> pd.DataFrame:
    rows = []
    for candidate in candidates:
        person_id = candidate.post.person_id
        fact = facts.get(person_id)
        rows.append(
            {
                "person_id": person_id,
                "kind": candidate.kind,
                "planted": fact.fact if fact else None,
                "other_id": fact.other_id if fact else None,
            }
        )
    return pd.DataFrame(rows, dtype="str")
