"""Asking about pairs: why these two, why not those, and what the two themselves are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import PAIR_FACTS, Released, release_to_pair
from rmkit.errors import NotReady
from rmkit.programme.choices import Choices, choices_of, first_choices
from rmkit.programme.explained import Explained, explained
from rmkit.programme.gap_told import LeftOver, Overriding, left_over, overriding
from rmkit.programme.naming import with_names
from rmkit.programme.proposed import work_out_again
from rmkit.records.model import KeptMatching

if TYPE_CHECKING:
    from rmkit.matching import Matching
    from rmkit.programme.programme import Programme

__all__ = ["AskingWhy"]


class AskingWhy:
    """The matching behind the pairs of one programme, and what it answers."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    @property
    def proposal(self) -> KeptMatching:
        """The proposal that stands; raise `NotReady` before there is one."""
        kept = self._file.matching()
        if kept is None:
            message = (
                "There are no pairs yet. Propose them first: `rmkit match`, or pairing.solve()."
            )
            raise NotReady(message)
        return kept

    @property
    def choices(self) -> Choices:
        """The rules, criteria, aim, locked and forbidden pairs as they are now, for a form.

        They are those of the proposal that stands, or what ships before there is one.

        Raises
        ------
        NotReady
            The proposal was made with rules or criteria of somebody's own.
        """
        kept = self._file.matching()
        if kept is not None:
            return choices_of(kept.settings)
        try:
            return first_choices(self._programme.candidates.people)
        except NotReady:
            return first_choices(None)

    def matching(self) -> Matching:
        """Work out again the matching behind the pairs that stand, from what is kept with them.

        It is remembered until people, words or the proposal change.

        Returns
        -------
        Matching
            With the very pairs that stand.

        Raises
        ------
        NotReady
            Nothing was proposed; answers or the staff list changed since; or the pairs
            were made by another version of rmkit, or with rules of somebody's own.
        """
        return work_out_again(self._programme, self.proposal)

    def explain(self, mentor_id: str, mentee_id: str) -> Explained:
        """Explain a pair that stands, with names: what counted, and what else was possible.

        Raises
        ------
        NotReady
            The pairs cannot be worked out again; see `matching`.
        UnknownName
            The two are not a pair.
        """
        return explained(self.matching().explain(mentor_id, mentee_id), self._names)

    def told_to_pair(self, mentor_id: str, mentee_id: str) -> Released[str]:
        """Say to the two themselves why they were paired: no level, rule, warning or other person.

        Raises
        ------
        NotReady
            The pairs cannot be worked out again; see `matching`.
        UnknownName
            The two are not a pair.
        """
        known = self.matching().for_partner(mentor_id, mentee_id, released=PAIR_FACTS)
        return release_to_pair(known)

    def why_not(self, person_id: str, partner_id: str | None = None) -> str:
        """Say with names why somebody has no partner, or why two people are not a pair.

        Raises
        ------
        NotReady
            The pairs cannot be worked out again; see `matching`.
        UnknownName
            Somebody does not take part.
        """
        (told,) = with_names([self.matching().why_not(person_id, partner_id)], self._names)
        return told

    def left_over(self, person_id: str) -> LeftOver:
        """Tell with names why somebody has no partner: rules as counts, and the smallest changes.

        With a thousand people a side it can take some seconds.

        Raises
        ------
        NotReady
            The pairs cannot be worked out again; see `matching`.
        UnknownName
            They do not take part.
        """
        return left_over(self.matching(), person_id, self._names)

    def override(self, mentor_id: str, mentee_id: str) -> Overriding:
        """Tell with names what insisting on a pair would mean: rules, warnings, moves and cost.

        Raises
        ------
        NotReady
            The pairs cannot be worked out again; see `matching`.
        UnknownName
            One of the two does not take part in that role.
        """
        return overriding(self.matching(), mentor_id, mentee_id, self._names)

    @property
    def _names(self) -> dict[str, str]:
        programme = self._programme
        key = self._file.head_digest()
        return programme.memory.recall("names", key=key, make=lambda: programme.candidates.names)
