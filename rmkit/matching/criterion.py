"""What one criterion counts, as data: its kind, what it looks at, how much it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing import Codes, Comparison, Levels, Ratings, Sets, Words
from rmkit.matching.terms import Terms, codes

__all__ = ["CRITERION_KINDS", "Criterion", "CriterionKind"]

CriterionKind = Literal["levels", "sets", "words", "codes", "ratings"]

CRITERION_KINDS: Final = ("sets", "words", "codes")
"""The kinds of criteria that somebody can add."""


@discreet("id", "kind", "column", "want", "plenty", "weight")
@dataclass(frozen=True)
class Criterion:
    """One thing that can speak for a pair.

    Parameters
    ----------
    id
        Its short name.
    title
        What it is about, for people.
    weight
        How much it counts, a whole number from 0 to 100; 0 is off.
    why
        One sentence: what is measured, and what it cannot tell.
    kind
        "levels": needs that the other covers. "sets": values that both have. "words": telling
        words that both wrote. "codes": the same code, or different ones. "ratings": how alike
        they rate themselves.
    column
        The column of the table of people that it looks at; how the columns begin, for ratings.
    want
        For codes "same" or "different"; for levels "given" (the mentor leads the mentee) or
        "returned" (the other way round).
    plenty
        How many shared values or words are as good as more.
    fact
        What must have been released to a pair before it may be told to them; empty: it never is.
    """

    id: str
    title: str
    weight: int
    why: str
    kind: CriterionKind
    column: str = ""
    want: str = ""
    plenty: int = 1
    fact: str = ""
    own: bool = False

    def prepared(self, mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Comparison:
        """Prepare the comparison, once for all pairs."""
        column = self.column
        if self.kind == "levels":
            return Levels.of(
                mentors,
                mentees,
                assumed_target=terms.assumed_target,
                mentors_give=self.want != "returned",
            )
        if self.kind == "ratings":
            return Ratings.of(mentors, mentees, column)
        if self.kind == "sets":
            return Sets.of(mentors[column], mentees[column], plenty=self.plenty)
        if self.kind == "words":
            return Words.of(mentors[column], mentees[column], plenty=self.plenty)
        both = codes(mentors, column, terms), codes(mentees, column, terms)
        return Codes.of(*both, differ=self.want == "different")

    def compare(
        self, mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms
    ) -> NDArray[np.float64]:
        """Compare all mentors with all mentees.

        Returns
        -------
        ndarray
            Shape (n_mentors, n_mentees): 0 (nothing speaks for it) to 1 (all that could be
            wished), NaN where it is unknown.
        """
        comparison = self.prepared(mentors, mentees, terms)
        amount, of = comparison.amounts(np.arange(len(mentors)), np.arange(len(mentees)))
        values: NDArray[np.float64] = np.full(amount.shape, np.nan)
        return np.divide(amount, of, out=values, where=of > 0)

    def data(self) -> dict[str, object]:
        """Give a criterion of somebody's own as plain data, to be read by `chosen_criteria`."""
        told: dict[str, object] = {"kind": self.kind, "column": self.column, "weight": self.weight}
        told |= {"title": self.title}
        told |= {"want": self.want} if self.kind == "codes" else {"plenty": self.plenty}
        return told
