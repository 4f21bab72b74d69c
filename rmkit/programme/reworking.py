"""Reworking a proposal by hand: exchange partners of two pairs, take the last proposal back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed
from rmkit.programme.clock import now

if TYPE_CHECKING:
    from rmkit.matching import Matching
    from rmkit.programme.programme import Programme

__all__ = ["ReworkingPairs", "Swap"]

Place = tuple[str, str]

_PROPOSED, _OPENED = "Proposed pairs", "Opened the "


@discreet("made", "before", "after", "is_possible")
@dataclass(frozen=True, slots=True)
class Swap:
    """What it would bring if two pairs exchanged partners.

    `made` are the two pairs that would be made, as ids of mentor and mentee. `before` and `after`
    are the scores of the two pairs together, each 0 to 200. `sentences` tell it with names.
    """

    made: tuple[Place, Place]
    before: float
    after: float
    is_possible: bool
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.sentences)


class ReworkingPairs:
    """What a person can change about a proposal before it is confirmed."""

    _programme: Programme

    if TYPE_CHECKING:

        def matching(self) -> Matching: ...  # noqa: D102

    def swap(self, one: Place, other: Place) -> Swap:
        """Weigh what two pairs would be with their partners exchanged; nothing is changed.

        To take it: `solve(**{**choices, "locked": (*choices.locked, *swap.made)}, keep=...)`.

        Parameters
        ----------
        one, other
            Two pairs that stand, each (mentor_id, mentee_id).

        Raises
        ------
        NotReady
            The pairs cannot be worked out again; see `matching`.
        NotAllowed
            One of them is no pair that stands, or both have the same mentor.
        """
        from rmkit.matching.exchange import exchange

        found = self.matching()
        names = self._programme.candidates.names
        made = set(zip(found.pairs["mentor_id"], found.pairs["mentee_id"], strict=True))
        if not {one, other} <= made:
            message = "Only pairs that stand can exchange their partners."
            raise NotAllowed(message)
        if one[0] == other[0] or one[1] == other[1]:
            message = "The two pairs have the same mentor, so there is nothing to exchange."
            raise NotAllowed(message)
        row, column = found.problem.row, found.problem.column
        first, second = ((row[a], column[b]) for a, b in (one, other))
        weighed = exchange(found.problem, first, second)
        said = []
        for pair in weighed.pairs:
            both = f"{names.get(pair.mentor_id)} with {names.get(pair.mentee_id)}"
            against = pair.refused or pair.warnings
            what = "not possible" if pair.refused else f"{pair.score:.0f} of 100"
            said.append(f"{both}: {what}. {' '.join(against) or pair.reason}".strip())
        said.append(_told(weighed.before, weighed.after, possible=weighed.is_possible))
        a, b = weighed.pairs
        return Swap(
            ((a.mentor_id, a.mentee_id), (b.mentor_id, b.mentee_id)),
            weighed.before,
            weighed.after,
            weighed.is_possible,
            tuple(said),
        )

    @property
    def n_to_take_back(self) -> int:
        """How many proposals can be taken back one after the other, so that one comes back."""
        return max(len(self._proposals()) - 1, 0)

    def take_back(self) -> None:
        """Let the proposal before this one come back, as it was; the history keeps both.

        Raises
        ------
        NotAllowed
            There is no earlier proposal, or something else was changed since: then undoing is for
            `programme.keeping`, where each change stands with what it did.
        """
        later = self._proposals()
        if len(later) < 2:
            message = "There is no earlier proposal to come back to. Nothing was changed."
            raise NotAllowed(message)
        file = self._programme.file
        for number in later[-1]:
            file.undo(actor="coordinator", now=now(), change_no=number)

    def _proposals(self) -> list[list[int]]:
        """List the changes to undo for each proposal that can be taken back, the last one last.

        A proposal is one change, and those looks at it that were noted after it. What is anything
        else ends the list: it is not undone on the way.
        """
        found: list[list[int]] = []
        looks: list[int] = []
        for change in reversed(self._programme.keeping.changes):
            if change.undone_by is not None or change.undoes is not None:
                continue
            if change.action.startswith(_OPENED):
                looks.append(change.change_no)
            elif change.action.startswith(_PROPOSED):
                found.append([*looks, change.change_no])
                looks = []
            else:
                break
        return found[::-1]


def _told(before: float, after: float, *, possible: bool) -> str:
    if not possible:
        return "So the two pairs cannot exchange their partners."
    change = round(after - before)
    if change == 0:
        return "The scores of the two pairs come to the same together."
    word = "higher" if change > 0 else "lower"
    return f"The two pairs together score {abs(change)} {word} than now, of 200."
