"""Cohorts with a known truth, for samples, tests and teaching. Nobody in them exists."""

from rmkit.synthetic.cohorts import LANGUAGES, SKILLS, Cohort, cohort
from rmkit.synthetic.crowds import Crowd, crowd
from rmkit.synthetic.employers import HARBOUR, LANTERN, Employer, small_companies

__all__ = [
    "HARBOUR",
    "LANGUAGES",
    "LANTERN",
    "SKILLS",
    "Cohort",
    "Crowd",
    "Employer",
    "cohort",
    "crowd",
    "small_companies",
]
