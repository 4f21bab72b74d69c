"""Who meets whom: criteria, rules, exact assignment, explanation."""

from rmkit.matching.assignment import Aim, Assignment, assign
from rmkit.matching.comparing import GRID
from rmkit.matching.criteria import CRITERIA
from rmkit.matching.criterion import Criterion
from rmkit.matching.draw import Draw, lottery
from rmkit.matching.explanation import Explanation
from rmkit.matching.model import Matching
from rmkit.matching.pairing import match
from rmkit.matching.rule import Rule, Strength
from rmkit.matching.rules import RULES
from rmkit.matching.switching import Alternative
from rmkit.matching.terms import Person, Terms

__all__ = [
    "CRITERIA",
    "GRID",
    "RULES",
    "Aim",
    "Alternative",
    "Assignment",
    "Criterion",
    "Draw",
    "Explanation",
    "Matching",
    "Person",
    "Rule",
    "Strength",
    "Terms",
    "assign",
    "lottery",
    "match",
]
