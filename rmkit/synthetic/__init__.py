"""Cohorts with a known truth, for samples, tests and teaching. Nobody in them exists."""

from rmkit.synthetic.cohorts import LANGUAGES, SKILLS, Cohort, cohort
from rmkit.synthetic.employers import HARBOUR, LANTERN, Employer, small_companies

__all__ = [
    "HARBOUR",
    "LANGUAGES",
    "LANTERN",
    "SKILLS",
    "Cohort",
    "Employer",
    "cohort",
    "small_companies",
]
