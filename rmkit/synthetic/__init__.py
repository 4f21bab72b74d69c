"""Cohorts with a known truth, for samples, tests and teaching. Nobody in them exists."""

from rmkit.synthetic.cohorts import LANGUAGES, SKILLS, Cohort, cohort
from rmkit.synthetic.crowds import Crowd, crowd
from rmkit.synthetic.employers import HARBOUR, LANTERN, Employer, small_companies
from rmkit.synthetic.evaluations import (
    EVALUATION_TABLES,
    Evaluation,
    EvaluationDays,
    Gains,
    evaluation,
)
from rmkit.synthetic.half_years import PAIR_FACTS, HalfYear, MadePair, Rhythm, half_year
from rmkit.synthetic.joiners import joining_answers
from rmkit.synthetic.twin import Twin, twin_of

__all__ = [
    "EVALUATION_TABLES",
    "HARBOUR",
    "LANGUAGES",
    "LANTERN",
    "PAIR_FACTS",
    "SKILLS",
    "Cohort",
    "Crowd",
    "Employer",
    "Evaluation",
    "EvaluationDays",
    "Gains",
    "HalfYear",
    "MadePair",
    "Rhythm",
    "Twin",
    "cohort",
    "crowd",
    "evaluation",
    "half_year",
    "joining_answers",
    "small_companies",
    "twin_of",
]
