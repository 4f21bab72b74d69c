"""The lottery for places, as a programme keeps it: who was on the list, who was drawn, with what.

Places are drawn before anybody is matched, among all who are eligible. Whoever is not drawn waits
and is the comparison group: they are in no pair until the comparison is ended. What is kept is
enough to repeat the draw (`KeptDraw.is_as_drawn`); somebody who is erased leaves the list, and the
order of all others stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed, UnknownName
from rmkit.programme.days import in_words

if TYPE_CHECKING:
    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = ["KeptDraw", "Side", "draws", "ended", "keep_draw", "refuse_draw", "standing_draw"]

KIND = "lottery"
Side = Literal["mentor", "mentee"]


@discreet("number", "role", "places", "seed", "drawn_at", "listed", "drawn", "waiting")
@dataclass(frozen=True, slots=True)
class KeptDraw:
    """A lottery that was held.

    Parameters
    ----------
    number
        Which lottery of the programme it is, from 1.
    role, places, seed
        For whom, how many places there were, and what it was drawn with.
    drawn_at, drawn_by
        When (UTC) and by whom.
    listed
        How many were on the list, those who were erased since included.
    drawn, waiting
        Who has a place and who waits, in the order of their lots.
    put_away_at, put_away_by
        When and by whom it was put away before anybody was told; None while it stands.
    ended_at, ended_by
        When and by whom the comparison was ended, so that those who wait may be matched; None
        while they are compared with.
    """

    number: int
    role: Side
    places: int
    seed: str
    drawn_at: str
    drawn_by: str
    listed: int
    drawn: tuple[str, ...]
    waiting: tuple[str, ...]
    put_away_at: str | None = None
    put_away_by: str | None = None
    ended_at: str | None = None
    ended_by: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not put away."""
        return self.put_away_at is None

    @property
    def comparison(self) -> tuple[str, ...]:
        """Who is not matched, to be compared with; nobody once the comparison is ended."""
        return self.waiting if self.stands and self.ended_at is None else ()

    @property
    def is_as_drawn(self) -> bool:
        """Whether drawing again with the same seed and list gives the same order."""
        from rmkit.matching import lottery

        people = (*self.drawn, *self.waiting)
        if not people:
            return True
        again = lottery(people, len(self.drawn), self.seed)
        return (again.drawn, again.waiting) == (self.drawn, self.waiting)

    @property
    def sentence(self) -> str:
        """What was drawn, when, by whom and how to repeat it."""
        day = in_words(date.fromisoformat(self.drawn_at[:10]))
        gone = self.listed - len(self.drawn) - len(self.waiting)
        told = (
            f"On {day} {self.drawn_by or 'somebody'} drew {self.places} places among {self.listed} "
            f'{self.role}s with the seed "{self.seed}": everybody had the same chance. '
            f"{len(self.waiting)} were not drawn."
        )
        if gone:
            told += f" {gone} of the list were erased since."
        if not self.stands:
            return f"{told} It was put away before anybody was told."
        if self.ended_at:
            ended = in_words(date.fromisoformat(self.ended_at[:10]))
            return f"{told} The comparison with them was ended on {ended}."
        return f"{told} They wait and are the comparison group."

    def table(self) -> pd.DataFrame:
        """Give the list: `person_id`, `lot` (1 is the first) and whether they were `drawn`."""
        people = (*self.drawn, *self.waiting)
        rows = [(p, k, k <= len(self.drawn)) for k, p in enumerate(people, start=1)]
        return pd.DataFrame(rows, columns=["person_id", "lot", "drawn"])

    def __str__(self) -> str:
        return self.sentence


def draws(file: ProgrammeFile) -> tuple[KeptDraw, ...]:
    """Give every lottery that was held, also those that were put away, the oldest first."""
    kept = file.document(KIND) or {"draws": []}
    return tuple(_read(content) for content in kept["draws"])


def standing_draw(file: ProgrammeFile, role: str) -> KeptDraw | None:
    """Give the lottery that stands for a role; None where there is none."""
    if role not in get_args(Side):
        raise UnknownName(kind="role with places", name=role, known=get_args(Side))
    return next((one for one in draws(file) if one.stands and one.role == role), None)


def refuse_draw(file: ProgrammeFile, role: str) -> None:
    """Raise `NotAllowed` where a lottery stands for a role already."""
    there = standing_draw(file, role)
    if there is None:
        return
    day = in_words(date.fromisoformat(there.drawn_at[:10]))
    message = f"The places of {role}s were drawn already, on {day}, and a lottery is drawn once. "
    message += (
        "Pairs were confirmed since, so it stays as it was drawn."
        if _anybody_confirmed(file)
        else f'If nobody was told, put it away first: pairing.put_away_draw("{role}", by=...).'
    )
    raise NotAllowed(message)


def keep_draw(change: Change, draw: KeptDraw) -> None:
    """Keep a lottery: a new one, or what became of one that is there."""
    kept = change.document(KIND) or {"draws": []}
    others = [one for one in kept["draws"] if one["number"] != draw.number]
    inorder = sorted([*others, _content(draw)], key=lambda one: int(one["number"]))
    change.save_document(KIND, "", {"draws": inorder})


def ended(draw: KeptDraw | None, file: ProgrammeFile, role: str, *, at: str, by: str) -> KeptDraw:
    """Say what a lottery becomes that is put away, or whose comparison is ended.

    Raises
    ------
    NotAllowed
        There is none that stands, or its comparison was ended before.
    """
    if draw is None or draw.ended_at:
        message = f"No lottery for the places of {role}s stands; there is nothing to end."
        raise NotAllowed(message)
    if _anybody_confirmed(file):
        return replace(draw, ended_at=at, ended_by=by)
    return replace(draw, put_away_at=at, put_away_by=by)


def _anybody_confirmed(file: ProgrammeFile) -> bool:
    return any(pair.confirmed_at for pair in file.pairs())


def _content(draw: KeptDraw) -> dict[str, object]:
    people = draw.table().to_dict("records")
    return {
        "number": draw.number,
        "role": draw.role,
        "places": draw.places,
        "seed": draw.seed,
        "at": draw.drawn_at,
        "by": draw.drawn_by,
        "listed": draw.listed,
        "people": [{str(k): v for k, v in row.items()} for row in people],
        "put_away": [draw.put_away_at, draw.put_away_by],
        "ended": [draw.ended_at, draw.ended_by],
    }


def _read(content: Mapping[str, Any]) -> KeptDraw:
    rows = sorted(content["people"], key=lambda row: int(row["lot"]))

    put_away, ended_by = [*content["put_away"], None, None], [*content["ended"], None, None]
    return KeptDraw(
        int(content["number"]),
        content["role"],
        int(content["places"]),
        str(content["seed"]),
        str(content["at"]),
        str(content["by"] or ""),
        int(content["listed"]),
        tuple(str(row["person_id"]) for row in rows if row["drawn"]),
        tuple(str(row["person_id"]) for row in rows if not row["drawn"]),
        put_away[0],
        put_away[1],
        ended_by[0],
        ended_by[1],
    )
