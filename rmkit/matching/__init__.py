"""Who meets whom: criteria, rules, exact assignment, explanation."""

from rmkit.matching.assignment import Aim, Assignment, assign
from rmkit.matching.comparing import GRID
from rmkit.matching.criteria import CRITERIA, chosen_criteria
from rmkit.matching.criterion import Criterion
from rmkit.matching.draw import Draw, lottery
from rmkit.matching.even_groups import Evenness
from rmkit.matching.explanation import Explanation
from rmkit.matching.firm_pairs import Firmness
from rmkit.matching.model import Matching
from rmkit.matching.pairing import match
from rmkit.matching.rule import Rule, Strength
from rmkit.matching.rules import RULES, chosen_rules
from rmkit.matching.switching import Alternative
from rmkit.matching.terms import Person, Terms
from rmkit.matching.yardsticks import Yardsticks

__all__ = [
    "CRITERIA",
    "GRID",
    "RULES",
    "Aim",
    "Alternative",
    "Assignment",
    "Criterion",
    "Draw",
    "Evenness",
    "Explanation",
    "Firmness",
    "Matching",
    "Person",
    "Rule",
    "Strength",
    "Terms",
    "Yardsticks",
    "assign",
    "chosen_criteria",
    "chosen_rules",
    "lottery",
    "match",
]
