"""Who: the table of people, validated once, and what is read from it.

Tables hold what people typed, and pandas lets a notebook set what stands between two `$` as a
formula. Loading this room turns that off for the session, so that text stays text.
"""

import pandas as pd

from rmkit.people.demand import needs, skills, supply_and_demand
from rmkit.people.joining import from_answers
from rmkit.people.lines import chain
from rmkit.people.measures import BLOCKS, Feature, Measured, features, measured
from rmkit.people.sets import parse_set, set_matrix, write_set
from rmkit.people.shortage import Shortages, shortages
from rmkit.people.staff import check_staff, managers_of
from rmkit.people.table import validate
from rmkit.people.wishes import WishTopics, wish_topics

pd.set_option("display.html.use_mathjax", False)

__all__ = [
    "BLOCKS",
    "Feature",
    "Measured",
    "Shortages",
    "WishTopics",
    "chain",
    "check_staff",
    "features",
    "from_answers",
    "managers_of",
    "measured",
    "needs",
    "parse_set",
    "set_matrix",
    "shortages",
    "skills",
    "supply_and_demand",
    "validate",
    "wish_topics",
    "write_set",
]
