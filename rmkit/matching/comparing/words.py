"""How many telling words two people both wrote.

It compares words, not meanings, and sees nothing across languages. Texts are read once, when the
comparison is prepared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing.comparison import Amounts, Positions

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Words", "telling_words"]

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SAYING_LITTLE: Final = """
    about also around between better could different doing from getting good have help
    interested interesting just know learn learning like look make mentee mentor mentoring more
    most much need other people person really reverse skill some someone something such talk
    than that their them there these they thing think this those time together tool topic using
    very want well what when where which wish with within work working would your alle auch aber
    eine einen einer haben mehr mein nicht oder sich sind über wird como cómo desde entre está
    hacer mejor para pero sobre también tener algo aprender cada mucho nueva nuevo poder quiero
    gustaría todo hacia first next every etwas lernen möchte jeder viel gern können neue jako
    jsem nebo také více které jejich така като
    повече също която
"""
_EMPTY_WORDS: Final = frozenset(_SAYING_LITTLE.split())


def telling_words(text: object) -> frozenset[str]:
    """Read the words of a wish: of four letters or more, without empty ones, in the singular.

    >>> sorted(telling_words("Films about PRIVACY"))
    ['film', 'privacy']
    """
    if text is None:
        return frozenset()
    found = _WORD.findall(str(text).casefold())
    singular = (word.removesuffix("s") if len(word) > 4 else word for word in found)
    return frozenset(word for word in singular if word not in _EMPTY_WORDS) - {""}


@discreet()
@dataclass(frozen=True, eq=False)
class Words:
    """The numbers of the words that everybody wrote, rising within a person.

    Those of mentor i are `ours[ours_starts[i]:ours_starts[i + 1]]`; mentees likewise. `plenty`
    words shared are as good as more.
    """

    ours_starts: NDArray[np.int64]
    ours: NDArray[np.int32]
    theirs_starts: NDArray[np.int64]
    theirs: NDArray[np.int32]
    n_words: int
    plenty: int

    @classmethod
    def of(cls, mentors: pd.Series, mentees: pd.Series, *, plenty: int) -> Words:
        """Read the texts of both sides; whoever wrote no telling word is unknown."""
        cells = pd.concat([mentors, mentees]).astype(object)
        wishes = [sorted(telling_words(cell)) for cell in cells.where(cells.notna(), None).tolist()]
        number = {word: k for k, word in enumerate(sorted({w for wish in wishes for w in wish}))}
        starts = np.cumsum([0, *map(len, wishes)], dtype=np.int64)
        words = np.array([number[word] for wish in wishes for word in wish], dtype=np.int32)
        n, cut = len(mentors), int(starts[len(mentors)])
        return cls(starts[: n + 1], words[:cut], starts[n:] - cut, words[cut:], len(number), plenty)

    def amounts(self, rows: Positions, columns: Positions) -> tuple[Amounts, Amounts]:
        """Count shared words, up to what is plenty."""
        ours, theirs = self._both
        shared = (ours[rows] @ theirs[columns].T).toarray()
        some = (np.diff(self.ours_starts) > 0)[rows][:, None]
        known = some & (np.diff(self.theirs_starts) > 0)[columns][None, :]
        return np.minimum(shared, self.plenty), known * np.int64(self.plenty)

    @cached_property
    def _both(self) -> tuple[csr_array, csr_array]:
        from scipy.sparse import csr_array

        def side(starts: NDArray[np.int64], words: NDArray[np.int32]) -> csr_array:
            ones = np.ones(len(words), dtype=np.int64)
            return csr_array((ones, words, starts), shape=(len(starts) - 1, max(self.n_words, 1)))

        return side(self.ours_starts, self.ours), side(self.theirs_starts, self.theirs)
