"""How much of something two people share: one prepared comparison for each kind of question."""

from rmkit.matching.comparing.codes import Codes
from rmkit.matching.comparing.comparison import GRID, Comparison, parts
from rmkit.matching.comparing.levels import Levels
from rmkit.matching.comparing.listed import Listed
from rmkit.matching.comparing.numbers import Numbers
from rmkit.matching.comparing.ratings import Ratings
from rmkit.matching.comparing.sets import Sets
from rmkit.matching.comparing.words import Words, telling_words

__all__ = [
    "GRID",
    "Codes",
    "Comparison",
    "Levels",
    "Listed",
    "Numbers",
    "Ratings",
    "Sets",
    "Words",
    "parts",
    "telling_words",
]
