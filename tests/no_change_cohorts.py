"""Made-up programmes in which nobody changes: chosen, paired and measured three times over.

What a person says is what is true of them plus an error, on five levels: at first, when they are
paired by it; once the pairs stand; and at the end. Whatever change is found is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rmkit import match
from rmkit.report.evaluation.measured import Measured, changes_seen, taken_up
from rmkit.synthetic import cohort

ERROR = 0.8
"""Standard deviation of the error in an answer, in levels; reliability is then about .7."""


@dataclass(frozen=True)
class NoChange:
    """Who was paired, what they wanted, and what they said at first, at the kick-off and after."""

    mentees: list[str]
    mentors: list[str]
    wanted: pd.DataFrame
    first: pd.DataFrame
    second: pd.DataFrame
    after: pd.DataFrame


def no_change(seed, *, n_pairs=12):
    """Make a programme up, answer three times, and pair by the first answers."""
    rng = np.random.default_rng([seed, 77])
    made = cohort(n_pairs=n_pairs, seed=seed, talkative=0.0).people
    columns = [column for column in made.columns if column.startswith("level_")]
    true = made.set_index("person_id")[columns].astype("float64")
    first, second, after = (said(true, rng) for _ in range(3))
    table = made.assign(**{column: first[column].astype("Int64").array for column in columns})
    targets = table.set_index("person_id")[[f"target_{c.removeprefix('level_')}" for c in columns]]
    wanted = targets.astype("float64").to_numpy() > first.to_numpy()
    pairs = match(table).pairs
    return NoChange(
        sorted(set(pairs["mentee_id"])), sorted(set(pairs["mentor_id"])),
        pd.DataFrame(wanted, index=first.index, columns=columns), first, second, after,
    )  # fmt: skip


def said(true, rng):
    """Give what people say: the truth and an error, on levels 1 to 5; gaps stay gaps."""
    heard = true + rng.normal(scale=ERROR, size=true.shape)
    return heard.round().clip(1, 5)


def own_skills(made, before):
    """Give each mentee's mean level in the skills that they set out to learn, at both times."""
    people = made.mentees
    return taken_up(made.wanted, before.loc[people], made.after.loc[people])


def reported(made, *, second):
    """Measure every change as the report does, the mentees' own skills being the objective."""
    before = made.second if second else made.first
    own = own_skills(made, before)
    groups = [
        Measured(own[0].to_frame("own"), own[1].to_frame("own"), "mentee", primary=("own",),
                 second=second),
        *(Measured(before.loc[who], made.after.loc[who], side, second=second)
          for side, who in (("mentee", made.mentees), ("mentor", made.mentors))),
    ]  # fmt: skip
    return changes_seen(groups)
