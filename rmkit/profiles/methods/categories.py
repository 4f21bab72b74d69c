"""Answers as categories: which there are to each feature, and who gave which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.people.measures import Kind
from rmkit.profiles.compared import Points

__all__ = ["Categories"]

_QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, eq=False, repr=False)
class Categories:
    """The categories of each feature.

    Attributes
    ----------
    marks
        Of each feature, its answers, lowest first; of one that is cut, where it is cut: up to and
        with the first mark, up to and with the second, and so on, and above the last.
    is_cut
        Of each feature, whether it is a number that is cut.
    """

    marks: tuple[Points, ...]
    is_cut: tuple[bool, ...]

    @classmethod
    def of(cls, values: Points, kinds: Sequence[Kind]) -> Categories:
        """Take every answer as a category of its own; cut numbers at their quartiles.

        Parameters
        ----------
        values
            Shape (n_people, n_features), NaN missing.
        kinds
            Of each feature. One that is "numeric" is cut where more than four numbers were given.
        """
        marks, is_cut = [], []
        for column, kind in zip(values.T, kinds, strict=True):
            known = column[~np.isnan(column)]
            distinct = np.unique(known)
            cut = kind == "numeric" and len(distinct) > len(_QUARTILES) + 1
            marks.append(np.unique(np.quantile(known, _QUARTILES)) if cut else distinct)
            if cut and marks[-1][-1] == distinct[-1]:
                marks[-1] = marks[-1][:-1]
            is_cut.append(cut)
        return cls(tuple(marks), tuple(is_cut))

    @property
    def sizes(self) -> NDArray[np.intp]:
        """How many categories each feature has, shape (n_features,)."""
        return np.array(
            [len(mark) + cut for mark, cut in zip(self.marks, self.is_cut, strict=True)],
            dtype=np.intp,
        )

    @property
    def starts(self) -> NDArray[np.intp]:
        """Where the categories of each feature begin, shape (n_features,)."""
        ends: NDArray[np.intp] = np.cumsum(self.sizes)
        return ends - self.sizes

    def given(self, values: Points) -> Points:
        """Tell who gave which answer.

        Parameters
        ----------
        values
            Shape (n_people, n_features), NaN missing.

        Returns
        -------
        array
            Shape (n_people, n_categories): 1 where somebody gave this answer. All 0 in a feature
            that was left out, or where the answer is none of the categories.
        """
        found = np.zeros((len(values), int(self.sizes.sum())))
        rows = np.arange(len(values))
        columns = zip(values.T, self.marks, self.is_cut, self.starts, strict=True)
        for column, marks, cut, start in columns:
            at = np.searchsorted(marks, column)
            known = ~np.isnan(column)
            if not cut:
                known &= np.isin(column, marks)
            found[rows[known], start + at[known]] = 1.0
        return found
