"""What is asked: the questionnaires and lists, as data.

`catalogue` lists the instruments that come with rmkit and `load` makes one ready to use;
`read_instrument` reads a facilitator's own. `read_answer` and `check_answers` say what an answer
means. Scores are made by `rmkit.instruments.scoring`.
"""

from rmkit.instruments.answers import check_answers, read_answer
from rmkit.instruments.files import read_instrument, read_library
from rmkit.instruments.shelf import catalogue, definition, libraries, library, load

__all__ = [
    "catalogue",
    "check_answers",
    "definition",
    "libraries",
    "library",
    "load",
    "read_answer",
    "read_instrument",
    "read_library",
]
