"""The kinds of profile that were found, with the evidence for them and their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.people.measures import Feature
from rmkit.profiles.choosing import EXPLORING_BELOW, FEWEST_PEOPLE, FIRM_KIND
from rmkit.profiles.compared import Groups, Points
from rmkit.profiles.describing import contrasts, means
from rmkit.profiles.finding import cautions, finding, grounds
from rmkit.profiles.kind_told import KindTold, nameable, told_kinds
from rmkit.profiles.methods.method import Method
from rmkit.profiles.portrait import portrait_sentences, portraits
from rmkit.profiles.preparing import Prepared
from rmkit.profiles.scaling import Plane, plane
from rmkit.profiles.sensitivity import in_a_sentence, other_settings
from rmkit.profiles.stability import STABLE, USABLE
from rmkit.profiles.widths import belonging

__all__ = ["Clustering", "verdict"]


@discreet("k", "labels")
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
    asked
        The number of kinds that was asked for; None when the evidence chose.
    method, reason
        How people were divided, and why in this way.
    seed
        Of the made-up people and the samples.
    basis
        What was compared, of whom and with which weights.
    returned
        How much of each kind came back in each sample of people, shape (n_samples, k).
    roles
        The role by person.
    """

    k: int
    labels: pd.Series
    stability: pd.DataFrame
    evidence: pd.DataFrame
    asked: int | None
    method: Method
    reason: str
    seed: int
    basis: Prepared
    returned: Points
    roles: pd.Series

    reference: ClassVar[str] = (
        "Hennig & Lin (2015), Statistics and Computing 25:821-833; Hennig (2007), Computational "
        "Statistics & Data Analysis 52:258-271; Rousseeuw (1987), Journal of Computational and "
        "Applied Mathematics 20:53-65; Tibshirani, Walther & Hastie (2001), Journal of the Royal "
        "Statistical Society B 63:411-423."
    )

    @property
    def left_out(self) -> tuple[str, ...]:
        """Ids of the people who answered too little."""
        return self.basis.left_out

    @property
    def numbers(self) -> pd.DataFrame:
        """What is told of people, by person and in levels and years, NaN missing."""
        return self.basis.measured.values

    @property
    def exploratory(self) -> bool:
        """Whether there are so few people, or so few in a kind, that this is a first look."""
        few = self.k > 1 and int(self.stability["people"].min()) < FIRM_KIND
        return few or self.n_used < EXPLORING_BELOW

    @property
    def n_used(self) -> int:
        """How many people were grouped."""
        return int(self.labels.count())

    @property
    def warnings(self) -> tuple[str, ...]:
        """What stands against taking the result at its word."""
        return self.basis.warnings + cautions(
            self.k, self.stability, self.evidence, asked=self.asked
        )

    def table(self) -> pd.DataFrame:
        """Give the mean of every feature in each kind: `kind`, `people`, then the features.

        The last row is everybody who was grouped. Units are levels (1 to 5), years and shares; a
        mean is over those who answered. Names without an order have none.
        """
        return means(self._ordered, self.labels)

    def contrasts(self) -> pd.DataFrame:
        """Set each kind against the rest, feature by feature.

        Columns: `kind`, `measure` (level, need, style, seniority_years, wish, or the column of a
        choice), `about` (the skill, style, words or option), `mean`, `rest`, `difference`,
        `answered`. Empty when there is one kind.
        """
        return contrasts(self._ordered, self.labels, self._with_order)

    def told(self, labels: Mapping[str, str] | None = None) -> tuple[KindTold, ...]:
        """Tell each kind in words: what they have, want and can give. One kind is everybody.

        Parameters
        ----------
        labels
            Words for skills, styles and options, by id; without them the id is told.
        """
        return told_kinds(
            self._ordered,
            self.labels,
            features=self._with_order,
            stability=self.stability,
            roles=self.roles,
            words=labels,
        )

    def portraits(self) -> pd.DataFrame:
        """Give the median and the middle half of levels, needs and years in each kind.

        Columns: `kind`, `measure`, `about`, `median`, `low`, `high` (the quartiles), `people`. At
        least ten people are behind each number; see `rmkit.profiles.portrait.portraits`.
        """
        return portraits(self._ordered, self.labels, self._with_order, nameable(self.stability))

    def portrait_sentences(self, labels: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Tell each portrait in a sentence, or why there is none.

        Parameters
        ----------
        labels
            Words for skills, by id; without them the id is told.
        """
        return portrait_sentences(
            self.portraits(), self.stability, nameable(self.stability), labels
        )

    @property
    def finding(self) -> str:
        """What was found and how sure it is."""
        weighed = self.n_used >= FEWEST_PEOPLE
        return finding(
            self.n_used, self.stability, self.evidence, weighed=weighed, asked=self.asked
        )

    @property
    def how(self) -> tuple[str, ...]:
        """How people were divided and why so, and what counted."""
        if self.n_used < FEWEST_PEOPLE and self.asked is None:
            return (f"Nobody was put into groups: there are fewer than {FEWEST_PEOPLE} people.",)
        return grounds(self.method, self.reason, self.basis.weights)

    def sentences(self, labels: Mapping[str, str] | None = None) -> list[str]:
        """Say in plain words what was found, how sure it is and what each kind is like.

        Parameters
        ----------
        labels
            Words for skills, styles and options, by id; without them the id is told.

        Returns
        -------
        list of str
            The finding; for each kind three sentences (what they have, want and can give), or
            one where nothing is told; how people were divided; the warnings.
        """
        kinds = [line for kind in self.told(labels) for line in kind.lines]
        return [self.finding, *kinds, *self.how, *self.warnings]

    @property
    def _with_order(self) -> tuple[Feature, ...]:
        return tuple(f for f in self.basis.measured.features if f.kind != "nominal")

    @property
    def _ordered(self) -> pd.DataFrame:
        return self.numbers[[feature.name for feature in self._with_order]]

    def widths(self) -> pd.Series:
        """Measure how much nearer each person is to the own kind than to the next one.

        Returns
        -------
        Series
            Silhouette widths by `person_id`, -1 to 1: below 0 another kind is nearer. NaN for
            who was left out, and for everybody where there is one kind.

        References
        ----------
        Rousseeuw (1987), Journal of Computational and Applied Mathematics 20:53-65.
        """
        found = pd.Series(np.nan, index=self.labels.index, name="width")
        if self.k > 1:
            width = belonging(self.basis.compared, self.method, self._groups)
            found.loc[list(self.basis.used)] = width
        return found

    def plane(self) -> Plane:
        """Put people on a plane by the distances that divided them, with the map's distortion."""
        return plane(self.basis.compared, self.method, self.basis.used)

    def sensitivity(self) -> pd.DataFrame:
        """Divide the same people again with one setting changed at a time, and see who moves.

        Returns
        -------
        DataFrame
            One row for each setting (other starts, every other method, each block left out and
            counting double), as `rmkit.profiles.sensitivity.other_settings` tells it. Of more
            than 300 people 300 are drawn. Empty when there is one kind.
        """
        return self._settings.copy()

    def sensitivity_sentence(self) -> str:
        """Say in one sentence how far the kinds hang on how they were made."""
        return in_a_sentence(self._settings, self.n_used)

    @cached_property
    def _settings(self) -> pd.DataFrame:
        return other_settings(self.basis, self.method, self._groups, seed=self.seed)

    @property
    def _groups(self) -> Groups:
        """The group of each person in `basis.used`, from 0."""
        return self.labels.loc[list(self.basis.used)].to_numpy(dtype=np.intp) - 1


def verdict(jaccard: float) -> str:
    """Put a stability into a word.

    >>> verdict(0.81), verdict(0.64), verdict(0.4)
    ('stable', 'a pattern', 'do not name')
    """
    if pd.isna(jaccard):
        return "one kind"
    if jaccard >= STABLE:
        return "stable"
    return "a pattern" if jaccard >= USABLE else "do not name"
