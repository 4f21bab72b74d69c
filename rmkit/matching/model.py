"""A finished matching: pairs, who is left over, the proof, and an answer to every "why"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.errors import UnknownName
from rmkit.matching.audit import audit
from rmkit.matching.changes import Change, changes_for
from rmkit.matching.comparing import GRID
from rmkit.matching.criterion import Criterion
from rmkit.matching.even_groups import Evenness, evenness
from rmkit.matching.exact import Aim
from rmkit.matching.explanation import Explanation, explain, for_partner
from rmkit.matching.firm_pairs import Firmness, firmness
from rmkit.matching.override import Override, override
from rmkit.matching.problem import Problem
from rmkit.matching.questions import why_no_pair, why_nobody
from rmkit.matching.removals import removals
from rmkit.matching.rule import Rule
from rmkit.matching.sides import Chosen, Progress
from rmkit.matching.yardsticks import Yardsticks, beside

__all__ = ["Matching"]


@discreet("pairs", "unmatched", "n_mentors", "n_mentees", "total", "gap")
@dataclass(frozen=True, eq=False)
class Matching:
    """Who is paired with whom, and why.

    Attributes
    ----------
    pairs
        One row a pair, by mentor and mentee: `mentor_id`, `mentee_id`, `score` (0 to 100),
        `points` (whole), `points_<criterion>` for each criterion that counts, `reason` (a
        sentence), `warnings` (sentences, empty where there is none) and `locked`.
    unmatched
        One row for everybody without a partner: `person_id`, `role`, `reason`,
        `what_would_help`.
    total
        The points of all pairs together.
    gap
        By how many points the total could be higher at most; 0.0 means that it is proven best.
        Above 0 only where people who could be either were too many for a complete search; then
        more pairs could exist as well, which `audit` says.
    n_mentors, n_mentees
        How many could be mentors, how many mentees; those who could be either count in both.
    criteria, rules, aim
        What counted, what held and to what end.
    """

    pairs: pd.DataFrame
    unmatched: pd.DataFrame
    total: int
    gap: float
    n_mentors: int
    n_mentees: int
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...]
    aim: Aim
    problem: Problem = field(repr=False)
    chosen: Chosen = field(repr=False)

    def explain(self, person_id: str, partner_id: str | None = None) -> Explanation:
        """Explain a pair to whoever decides: what counted, and what else was possible.

        Parameters
        ----------
        person_id, partner_id
            The two, in any order; one of them is enough where a person has one partner.

        Returns
        -------
        Explanation
            Its text is `str(...)`. The alternatives were each solved again for everybody.

        Raises
        ------
        UnknownName
            They are not paired, or several partners are possible.
        """
        return explain(self.problem, self.chosen, self._pair(person_id, partner_id))

    def for_partner(self, mentor_id: str, mentee_id: str, *, released: Collection[str]) -> str:
        """Tell a pair why they were paired, in one sentence made of released facts only.

        Parameters
        ----------
        mentor_id, mentee_id
            The two.
        released
            What the pair may know: any of "skills" (which skills they can work on, never
            levels), "slots", "topics", "department", "style".

        Returns
        -------
        str
            Empty where nothing released speaks for them. Never a rule, a warning, a score, or
            anything about somebody else.
        """
        known = sorted(({criterion.fact for criterion in self.criteria} | _FACTS) - {""})
        for fact in released:
            if fact not in known:
                raise UnknownName(kind="fact that can be released", name=fact, known=known)
        return for_partner(self.problem, self._pair(mentor_id, mentee_id), released)

    def why_not(self, person_id: str, partner_id: str | None = None) -> str:
        """Say why somebody has no partner, or why two people were not paired.

        Parameters
        ----------
        person_id
            Somebody who takes part.
        partner_id
            Somebody else, in either role; None asks why the person was left over.

        Returns
        -------
        str
            Sentences for whoever decides, with what would help or what it would cost; they name
            rules and other people, so they are not for participants.

        Raises
        ------
        UnknownName
            Somebody does not take part.
        """
        if partner_id is None:
            return why_nobody(self.problem, self.chosen, person_id)
        return why_no_pair(self.problem, self.chosen, person_id, partner_id)

    def changes_for(self, person_id: str) -> tuple[Change, ...]:
        """Find the smallest changes that would pair somebody who was left over, and their costs.

        Parameters
        ----------
        person_id
            Somebody who takes part.

        Returns
        -------
        tuple of Change
            At most five, the smallest first: one more half-day or language of theirs, one more
            place, a pair off a list; then what would hold for everybody: a lower floor, a milder
            rule, the other aim. With each of them the person is paired and nobody drops out. Where
            no single one does, two steps together, or none. Empty for somebody who has a partner.

        Raises
        ------
        UnknownName
            They do not take part.
        """
        return changes_for(self.problem, self.chosen, person_id)

    def removals(self, person_id: str) -> pd.DataFrame:
        """Count how many partners each rule takes away from somebody.

        Returns
        -------
        DataFrame
            `as` (the side on which the person would stand), `rule`, `about` (a few words),
            `removes` (partners that it takes away) and `alone` (those that nothing else takes
            away). Beside the rules there are "floor", "no_place" and "taken"; "left" are those who
            remain.

        Raises
        ------
        UnknownName
            They do not take part.
        """
        return removals(self.problem, self.chosen, person_id)

    def override(self, mentor_id: str, mentee_id: str) -> Override:
        """Work out what it would mean to insist on a pair.

        Returns
        -------
        Override
            Rules in the way and what would have to be lifted, warnings, who would move, and what
            all pairs together would lose. For whoever decides, not for the two.

        Raises
        ------
        UnknownName
            One of the two does not take part in that role.
        """
        sides = (
            ("mentor", mentor_id, self.problem.row),
            ("mentee", mentee_id, self.problem.column),
        )
        for role, name, known in sides:
            if name not in known:
                raise UnknownName(kind=f"{role} in this matching", name=name, known=known)
        pair = self.problem.row[mentor_id], self.problem.column[mentee_id]
        return override(self.problem, self.chosen, pair)

    def audit(self) -> pd.DataFrame:
        """Check the pairs again against every promise, independently of how they were found.

        Returns
        -------
        DataFrame
            `check` (a sentence), `outcome` ("kept", "broken", "flagged", "not known", "proven",
            "open" or empty for a plain count) and `detail`.
        """
        return audit(self.problem, self.chosen, self.pairs, self.unmatched)

    def evenness(
        self,
        by: str | Sequence[str] = "department",
        *,
        groups: Mapping[str, Mapping[str, object]] | None = None,
        seed: int = 1,
    ) -> Evenness:
        """Compare how groups fared: who got a partner, and how well their pairs fit.

        Parameters
        ----------
        by
            A column of the table of people, or several of them or of `groups`.
        groups
            Further columns, each the group of everybody by id, for this question alone: traits
            that decide nothing, such as sex.
        seed
            For what chance alone would give.

        Returns
        -------
        Evenness
            Tables with intervals, and sentences; no figure is about fewer than five people.

        Raises
        ------
        UnknownName, NotAllowed
            There is no such column, or it has too many groups.
        """
        return evenness(self.problem, self.pairs, by=by, groups=groups, seed=seed)

    def firmness(
        self, *, joint: int | None = None, seed: int = 1, on_progress: Progress | None = None
    ) -> Firmness:
        """Find the pairs again with weights a fifth lower and higher, and count which stay.

        Parameters
        ----------
        joint
            How many times all weights are moved at once by chance; None takes what is quick.
        seed
            For these.
        on_progress
            Told after each solve; raises `Stopped` to be content with those made so far.
        """
        return firmness(self.problem, self.chosen, joint=joint, seed=seed, on_progress=on_progress)

    def yardsticks(
        self, *, draws: int = 100, seed: int = 1, on_progress: Progress | None = None
    ) -> Yardsticks:
        """Pair the same people by chance, and best pair first, and count the same points.

        Parameters
        ----------
        draws, seed
            How many pairings by chance, and with what seed.
        on_progress
            Told after each draw.
        """
        return beside(self.problem, self.chosen, draws=draws, seed=seed, on_progress=on_progress)

    def settings(self) -> dict[str, object]:
        """Give everything that decided, ready for JSON, so that it can be kept and repeated."""
        terms = self.problem.terms
        locked = [
            [self.problem.mentor_ids[i], self.problem.mentee_ids[j]] for i, j in self.problem.locked
        ]
        return {
            "aim": self.aim,
            "criteria": [
                {"id": c.id, "title": c.title, "weight": c.weight} | (c.data() if c.own else {})
                for c in (*self.criteria, *self.problem.unasked)
            ],
            "unasked": [c.id for c in self.problem.unasked],
            "rules": [{"id": r.id, "sentence": r.sentence} | r.data() for r in self.rules],
            "floor": self.problem.floor_score,
            "assumed_target": terms.assumed_target,
            "locked": locked,
            "forbidden": sorted(sorted(pair) for pair in terms.forbidden),
            "former": sorted(sorted(pair) for pair in terms.former),
            "keep": sorted(
                [self.problem.mentor_ids[i], self.problem.mentee_ids[j]]
                for i, j in self.problem.keep
            ),
            "first": sorted(self.problem.first),
            "points_per_criterion": GRID,
            "most_points": self.problem.most_points,
            "unknown_counts": 0.5,
            "ties": "as many different mentors as possible, then a lot drawn from the two ids",
        }

    def _pair(self, person_id: str, partner_id: str | None) -> tuple[int, int]:
        named = [
            (self.problem.mentor_ids[i], self.problem.mentee_ids[j]) for i, j in self.chosen.pairs
        ]
        mine = [pair for pair in named if person_id in pair]
        partners = [mentee if mentor == person_id else mentor for mentor, mentee in mine]
        if partner_id is None and len(partners) == 1:
            partner_id = partners[0]
        if partner_id not in partners:
            self.problem.person(person_id)
            name = partner_id or "(nobody named)"
            raise UnknownName(kind=f"partner of {person_id}", name=name, known=partners)
        mentor, mentee = mine[partners.index(partner_id)]
        return self.problem.row[mentor], self.problem.column[mentee]


_FACTS = {"skills", "slots", "topics", "department", "style"}
