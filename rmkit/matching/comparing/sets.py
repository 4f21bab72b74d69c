"""How many values two people share: half-days, languages, ways to keep in touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing.comparison import Amounts, Positions
from rmkit.people.sets import set_matrix

__all__ = ["Sets"]

_BITS = 64


@discreet()
@dataclass(frozen=True, eq=False)
class Sets:
    """Sets as bits, shape (n, words); `plenty` values shared are as good as more."""

    ours: NDArray[np.uint64]
    theirs: NDArray[np.uint64]
    ours_known: NDArray[np.bool_]
    theirs_known: NDArray[np.bool_]
    plenty: int

    @classmethod
    def of(cls, mentors: pd.Series, mentees: pd.Series, *, plenty: int) -> Sets:
        """Read the sets of both sides; a missing one is unknown, an empty one is not."""
        has, known, _ = set_matrix(pd.concat([mentors, mentees], ignore_index=True))
        bits, n = _packed(has), len(mentors)
        return cls(bits[:n], bits[n:], known[:n], known[n:], plenty)

    def amounts(self, rows: Positions, columns: Positions) -> tuple[Amounts, Amounts]:
        """Count shared values, up to what is plenty."""
        shared = np.zeros((len(rows), len(columns)), dtype=np.int64)
        for word in range(self.ours.shape[1]):
            both = self.ours[rows, word][:, None] & self.theirs[columns, word][None, :]
            shared += np.bitwise_count(both)
        known = self.ours_known[rows][:, None] & self.theirs_known[columns][None, :]
        return np.where(known, np.minimum(shared, self.plenty), 0), known * np.int64(self.plenty)


def _packed(has: NDArray[np.bool_]) -> NDArray[np.uint64]:
    words = max(-(-has.shape[1] // _BITS), 1)
    padded = np.zeros((len(has), words * _BITS), dtype=np.bool_)
    padded[:, : has.shape[1]] = has
    packed = np.packbits(padded, axis=1, bitorder="little")
    return np.ascontiguousarray(packed).view("<u8").astype(np.uint64)
