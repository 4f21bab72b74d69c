"""Which pairs somebody named: forbidden ones, former ones, reporting lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing.comparison import Positions

__all__ = ["Listed"]


@discreet()
@dataclass(frozen=True, eq=False)
class Listed:
    """The mentors listed with each mentee.

    Those of mentee j are `mentors[starts[j]:starts[j + 1]]`, rising.
    """

    starts: NDArray[np.int64]
    mentors: NDArray[np.int32]

    @classmethod
    def of(cls, mentors: pd.Series, mentees: pd.Series, pairs: Iterable[tuple[str, str]]) -> Listed:
        """Find the positions of pairs of ids, whichever of the two is the mentor."""
        row = {name: i for i, name in enumerate(mentors)}
        column = {name: j for j, name in enumerate(mentees)}
        found = {
            (column[mentee], row[mentor])
            for one, other in pairs
            for mentor, mentee in ((one, other), (other, one))
            if mentor in row and mentee in column
        }
        places = np.array(sorted(found), dtype=np.int64).reshape(len(found), 2)
        per_mentee = np.bincount(places[:, 0], minlength=len(mentees))
        starts = np.concatenate([[0], np.cumsum(per_mentee)]).astype(np.int64)
        return cls(starts, places[:, 1].astype(np.int32))

    def marked(self, rows: Positions, columns: Positions) -> NDArray[np.bool_]:
        """Say for a block of pairs which are listed."""
        marked = np.zeros((len(rows), len(columns)), dtype=np.bool_)
        for k, j in enumerate(np.asarray(columns).tolist()):
            here = self.mentors[self.starts[j] : self.starts[j + 1]]
            if len(here):
                marked[:, k] = np.isin(rows, here)
        return marked
