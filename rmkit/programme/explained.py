"""Why two people were paired, for a board: the explanation of a matching with names.

For whoever decides, not for the two: it tells of rules and of other people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.figures.picture import Picture
from rmkit.figures.points_bars import pair_points
from rmkit.programme.naming import with_names

if TYPE_CHECKING:
    from rmkit.matching import Explanation

__all__ = ["Explained", "OtherPair", "PointsRow", "explained"]


@dataclass(frozen=True, slots=True)
class PointsRow:
    """What one criterion brought (`points`), and the most it could bring (`of`).

    `known` is False where one of the two did not answer; that counts one half.
    """

    criterion: str
    points: int
    of: int
    known: bool = True


@discreet("mentor_id", "mentee_id", "score")
@dataclass(frozen=True, slots=True)
class OtherPair:
    """Another pair that was possible, its score (0 to 100), and what it would cost everybody.

    `undone` and `made` are the pairs that would end and come for it, `left_out` who would have
    nobody any more; ids.
    """

    mentor_id: str
    mentee_id: str
    mentor: str
    mentee: str
    score: float
    cost: str
    undone: tuple[tuple[str, str], ...] = ()
    made: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()


@discreet("mentor_id", "mentee_id", "score", "warnings", "alternatives")
@dataclass(frozen=True, slots=True)
class Explained:
    """Why a pair: what counted, what each can give, and what else was possible.

    `score` is 0 to 100. `in_return` is empty where the mentee has nothing to teach on record.
    `alternatives` are empty for a locked pair, against which nothing was weighed. `paragraph` is
    all of it in plain words, to be read aloud.
    """

    mentor_id: str
    mentee_id: str
    mentor: str
    mentee: str
    score: float
    reason: str
    in_return: str
    warnings: tuple[str, ...]
    points: tuple[PointsRow, ...]
    alternatives: tuple[OtherPair, ...]
    locked: bool
    paragraph: str = ""

    def picture(self) -> Picture:
        """Draw what each criterion brings to the pair."""
        rows = [(row.criterion, row.points, row.of, row.known) for row in self.points]
        table = pd.DataFrame(rows, columns=["criterion", "points", "of", "known"])
        return pair_points(table, pair=f"{self.mentor} with {self.mentee}")

    def text(self) -> str:
        """Tell it in lines of plain words."""
        lines = [f"{self.mentor} with {self.mentee}: {self.score:.0f} of 100. {self.reason}"]
        lines += [f"In return: {self.in_return}"] if self.in_return else []
        lines += [f"Note: {warning}" for warning in self.warnings]
        lines += [f"{row.criterion}: {row.points} of {row.of} points." for row in self.points]
        if self.locked:
            lines.append("You locked this pair, so nothing else was weighed against it.")
        lines += [
            f"{other.mentor} with {other.mentee} instead ({other.score:.0f} of 100): {other.cost}"
            for other in self.alternatives
        ]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()


def explained(found: Explanation, names: Mapping[str, str]) -> Explained:
    """Put names beside the ids of an explanation; somebody without a name keeps the id."""

    def name(person_id: str) -> str:
        return names.get(person_id) or person_id

    return Explained(
        mentor_id=found.mentor_id,
        mentee_id=found.mentee_id,
        mentor=name(found.mentor_id),
        mentee=name(found.mentee_id),
        score=found.score,
        reason=found.reason,
        in_return=found.in_return,
        warnings=found.warnings,
        points=tuple(
            PointsRow(str(row["criterion"]), int(row["points"]), int(row["of"]), bool(row["known"]))
            for row in found.points.to_dict("records")
        ),
        alternatives=tuple(
            OtherPair(
                other.mentor_id,
                other.mentee_id,
                name(other.mentor_id),
                name(other.mentee_id),
                other.score,
                f"{other.cost[0].upper()}{other.cost[1:]}.",
                other.undone,
                other.made,
                other.left_out,
            )
            for other in found.alternatives
        ),
        locked=found.locked,
        paragraph=with_names([found.paragraph], names)[0],
    )
