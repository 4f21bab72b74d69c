"""The kinds of profile that were found, with the evidence for them and their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.profiles.choosing import FEWEST_PEOPLE
from rmkit.profiles.describing import contrasts, kind_sentence, means
from rmkit.profiles.evidence import DRAWS
from rmkit.profiles.finding import cautions, finding
from rmkit.profiles.stability import STABLE, USABLE

__all__ = ["Clustering", "verdict"]


@discreet("k", "labels", "left_out")
@dataclass(frozen=True, eq=False)
class Clustering:
    """Kinds of profile, or one continuum, with how sure that is.

    Attributes
    ----------
    k
        How many kinds; 1 is a continuum without kinds.
    labels
        The kind by `person_id`, 1 to k, the largest kind first, `Int64`; NA for who was left out.
    stability
        One row for each kind: `kind`, `people`, `jaccard` (how surely it comes back when people
        are drawn anew, 0 to 1; missing when there is one kind) and `verdict`.
    evidence
        One row for each number of kinds: `k`, `silhouette`, `reference` (the same in a single
        kind), `margin`, `standardised`, `p`, `smallest` (people in the smallest kind), `jaccard`
        (of the least stable kind; missing where it was not needed) and `chosen`.
    left_out
        Ids of the people who answered too little.
    notes
        What was noticed while preparing the answers.
    asked
        The number of kinds that was asked for; None when the evidence chose.
    numbers
        The features that were compared, by person, in levels and years, NaN missing.
    roles
        The role by person.
    """

    k: int
    labels: pd.Series
    stability: pd.DataFrame
    evidence: pd.DataFrame
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    asked: int | None
    numbers: pd.DataFrame
    roles: pd.Series

    method: ClassVar[str] = (
        "Levels, wanted levels, styles and years, each on its own scale; Ward's hierarchy mended "
        f"by k-means; average silhouette against {DRAWS} samples of a single kind with the same "
        "correlations and spreads; 100 bootstrap samples for stability."
    )
    reference: ClassVar[str] = (
        "Hennig & Lin (2015), Statistics and Computing 25:821-833; Hennig (2007), Computational "
        "Statistics & Data Analysis 52:258-271; Rousseeuw (1987), Journal of Computational and "
        "Applied Mathematics 20:53-65; Milligan (1980), Psychometrika 45:325-342."
    )

    @property
    def n_used(self) -> int:
        """How many people were grouped."""
        return int(self.labels.count())

    @property
    def warnings(self) -> tuple[str, ...]:
        """What stands against taking the result at its word."""
        return self.notes + cautions(self.k, self.stability, self.evidence, asked=self.asked)

    def table(self) -> pd.DataFrame:
        """Give the mean of every feature in each kind: `kind`, `people`, then the features.

        The last row is everybody who was grouped. Units are levels (1 to 5) and years; a mean is
        over those who answered.
        """
        return means(self.numbers, self.labels)

    def contrasts(self) -> pd.DataFrame:
        """Set each kind against the rest, feature by feature.

        Columns: `kind`, `measure` (level, target, need, style or seniority_years), `about` (the
        skill or style), `mean`, `rest`, `difference`, `answered`. Empty when there is one kind.
        """
        return contrasts(self.numbers, self.labels)

    def sentences(self, labels: Mapping[str, str] | None = None) -> list[str]:
        """Say in plain words what was found, how sure it is and what each kind is like.

        Parameters
        ----------
        labels
            Words for skills and styles, by id; without them the id is told.

        Returns
        -------
        list of str
            The finding, a sentence for each kind, then the warnings.
        """
        contrast = self.contrasts()
        kinds = [
            kind_sentence(kind, contrast, self._roles_of(kind), labels=labels)
            for kind in (range(1, self.k + 1) if self.k > 1 else ())
        ]
        weighed = self.n_used >= FEWEST_PEOPLE
        found = finding(
            self.n_used, self.stability, self.evidence, weighed=weighed, asked=self.asked
        )
        return [found, *kinds, *self.warnings]

    def _roles_of(self, kind: int) -> list[str]:
        members = self.labels.index[(self.labels == kind).fillna(value=False)]
        return [role if isinstance(role, str) else "" for role in self.roles.loc[members]]


def verdict(jaccard: float) -> str:
    """Put a stability into a word.

    >>> verdict(0.81), verdict(0.64), verdict(0.4)
    ('stable', 'a pattern', 'doubtful')
    """
    if pd.isna(jaccard):
        return "one kind"
    if jaccard >= STABLE:
        return "stable"
    return "a pattern" if jaccard >= USABLE else "doubtful"
