"""Drawing who gets a place, where there are more candidates than places: once, kept, repeatable."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from rmkit.errors import NotAllowed
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.lottery_kept import (
    KeptDraw,
    Side,
    draws,
    ended,
    keep_draw,
    refuse_draw,
    standing_draw,
)
from rmkit.programme.running import pairs_of, running_pairs
from rmkit.records.model import Kind, stamp

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["DrawingPlaces"]


class DrawingPlaces:
    """The lotteries of one programme."""

    _programme: Programme

    def draw_places(
        self, places: int, role: Side = "mentee", *, by: str, seed: str | int | None = None
    ) -> KeptDraw:
        """Draw who gets a place among all who are eligible; the list, the seed and the time stay.

        Eligible are those with this role who may be matched and are in no pair. Only who is drawn
        is matched from then on; the others wait and are the comparison group. Who could be mentor
        or mentee is not drawn: they take the other role. It cannot be undone, only put away.

        Parameters
        ----------
        places
            How many places there are.
        role
            Whose places: "mentee" or "mentor".
        by
            Who draws, by name.
        seed
            What to draw with, best something that others know and nobody chose; None makes one.

        Raises
        ------
        NotReady
            Nobody answered yet.
        NotAllowed
            There is a place for everybody, a lottery was held already, or `by` is blank.
        FaultsFound
            The number of places or the seed cannot be used.
        UnknownName
            There is no such role.
        """
        from rmkit.matching import lottery

        by, file = named(by), self._programme.file
        refuse_draw(file, role)
        people = self._programme.candidates.people
        paired = pairs_of(running_pairs(file))
        eligible = [i for i in people.loc[people["role"] == role, "person_id"] if i not in paired]
        if isinstance(places, int) and len(eligible) <= places:
            message = (
                f"There are {len(eligible)} {role}s for {places} places: everybody has one, and "
                "nothing is to be drawn."
            )
            raise NotAllowed(message)
        found = lottery(eligible, places, secrets.randbelow(10**9) if seed is None else seed)
        moment = now()
        kept = KeptDraw(
            len(draws(file)) + 1, role, found.places, found.seed, stamp(moment), by,
            len(found.listed), found.drawn, found.waiting,
        )  # fmt: skip
        action = f"Drew the places of {role}s"
        with file.change(actor=by, action=action, now=moment, kind="note") as change:
            keep_draw(change, kept)
        return kept

    def lottery(self, role: Side = "mentee") -> KeptDraw | None:
        """Give the lottery that stands for a role, with its comparison group; None without one."""
        return standing_draw(self._programme.file, role)

    @property
    def lotteries(self) -> tuple[KeptDraw, ...]:
        """Every lottery that was held, those that were put away included."""
        return draws(self._programme.file)

    def put_away_draw(self, role: Side = "mentee", *, by: str) -> KeptDraw:
        """Put a lottery away, before any pair was confirmed; that it was held stays on record.

        Raises
        ------
        NotAllowed
            None stands, pairs were confirmed since, or `by` is blank.
        """
        return self._end(role, by=by, compared=False)

    def end_comparison(self, role: Side = "mentee", *, by: str) -> KeptDraw:
        """End the comparison with those who were not drawn: from now on they are matched first.

        Raises
        ------
        NotAllowed
            No lottery stands, no pair was confirmed yet, or `by` is blank.
        """
        return self._end(role, by=by, compared=True)

    def _end(self, role: Side, *, by: str, compared: bool) -> KeptDraw:
        by, file, moment = named(by), self._programme.file, now()
        done = ended(standing_draw(file, role), file, role, at=stamp(moment), by=by)
        if compared != bool(done.ended_at):
            message = (
                "No pair was confirmed yet, so nothing was compared: put_away_draw puts it away."
                if compared
                else "Pairs were confirmed since, so it stays: end_comparison lets the others in."
            )
            raise NotAllowed(message)
        action = f"Ended the comparison of {role}s" if compared else f"Put away a draw of {role}s"
        kind: Kind = "change" if compared else "note"
        with file.change(actor=by, action=action, now=moment, kind=kind) as change:
            keep_draw(change, done)
        return done
