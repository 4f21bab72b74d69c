"""People who come forward when a made-up programme runs already: juniors who would mentor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal

import pandas as pd

from rmkit.errors import TooFewPeople
from rmkit.synthetic.answering import answers_table
from rmkit.synthetic.candidates import Candidate
from rmkit.synthetic.cohorts import LANGUAGES
from rmkit.synthetic.dice import Dice
from rmkit.synthetic.employers import Employer
from rmkit.synthetic.kinds import levels_of, targets_of
from rmkit.synthetic.staff import staff_of

__all__ = ["joining_answers"]

_SLOTS = tuple(f"{day}_{half}" for day in ("mon", "tue", "wed", "thu") for half in ("am", "pm"))


def joining_answers(
    taken: Collection[str],
    *,
    n: int,
    seed: int,
    n_staff: int,
    employers: Sequence[Employer],
    variant: Literal["extended", "short"],
    skills: Sequence[str],
    scarce: str,
    today: date,
    staff_on: date = date(2026, 9, 1),
) -> pd.DataFrame:
    """Let juniors of a cohort's staff answer the candidate questionnaire later than the others.

    Parameters
    ----------
    taken
        Who came forward before, by `person_id`.
    n
        How many juniors join as mentors; each takes one mentee and has much time.
    seed, n_staff, employers, variant, skills, scarce
        As for the cohort.
    today
        The day on which they answer.
    staff_on
        The `today` of the cohort, from which its staff follows.

    Returns
    -------
    DataFrame
        Their answers, as in `Cohort.answers`.

    Raises
    ------
    TooFewPeople
        Not so many juniors are left.
    """
    posts = staff_of(employers, n_staff, seed=seed, today=staff_on)
    left = [post for post in posts if post.rank == "junior" and post.person_id not in taken]
    if len(left) < n:
        message = f"{len(left)} juniors are left who could join, and {n} are wanted."
        raise TooFewPeople(message)
    dice = Dice(seed, 8)
    people = []
    for post in dice.some(left, n):
        levels = levels_of("maker", skills, scarce, dice)
        people.append(
            Candidate(
                post=post,
                role="mentor",
                kind="maker",
                levels=levels,
                targets=targets_of(levels, scarce, dice, keen=False),
                languages=tuple(sorted({"en", post.named.language})),
                slots=_SLOTS,
                capacity=1,
                communication=("in_person", "video"),
            )
        )
    return answers_table(
        people,
        extended=variant == "extended",
        languages=LANGUAGES,
        whole=(),
        today=today,
        talkative=1.0,
        seed=seed,
    )
