"""What one of the two is told when their pair ends: the same for both, whoever asked.

Nobody learns who asked, or why: nothing here reads a wish. What stands in it beside names and days
is about the reader alone.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import Released, release_own
from rmkit.errors import NotAllowed, NotReady
from rmkit.programme.days import in_words
from rmkit.programme.running import pairs_of, running_pairs
from rmkit.programme.waiting_list import waiting_list

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["words_at_parting"]

_NEXT = {
    True: "We look for a new partner for you; you come first when pairs are made next.",
    False: "If you would like a new partner, tell us when it suits you.",
}


def words_at_parting(programme: Programme, pair_id: str, person_id: str) -> Released[str]:
    """Write to one of the two that their pair has ended.

    Raises
    ------
    UnknownName
        There is no such pair.
    NotReady
        The pair has not ended.
    NotAllowed
        The person is not in it, or their partner was erased.
    """
    file = programme.file
    pair = file.pair(pair_id)
    if pair.state != "ended":
        message = f"The pair {pair_id} has not ended, so there is nothing to tell."
        raise NotReady(message)
    two = {pair.mentor_id: pair.mentee_id, pair.mentee_id: pair.mentor_id}
    other = two.get(person_id)
    if other is None:
        message = f"{person_id} is not in the pair {pair_id} with somebody who is still on record."
        raise NotAllowed(message)
    me, partner = file.person(person_id), file.person(other)
    coordinator = programme.coordinator
    ask = (
        f"For any question, write to {coordinator.name}, {coordinator.email}."
        if coordinator
        else ""
    )
    lines = (
        f"Dear {me.name or person_id},",
        f"your pair with {partner.name or other} in {programme.name} ended on "
        f"{in_words(date.fromisoformat(str(pair.ended_at)[:10]))}. No reason was asked of anybody, "
        "none is kept, and it counts against neither of you. What you said to each other stays "
        "between the two of you.",
        _what_next(programme, person_id),
        "Thank you for the time you gave each other.",
        ask,
    )
    return release_own("\n\n".join(line for line in lines if line))


def _what_next(programme: Programme, person_id: str) -> str:
    n = pairs_of(running_pairs(programme.file))[person_id]
    if n:
        return f"You go on with your other {'pair' if n == 1 else 'pairs'} as before."
    if programme.file.person(person_id).is_out:
        return "You take part no longer; the door stays open if you would like to come back."
    mine = [one for one in waiting_list(programme) if one.person_id == person_id]
    return _NEXT[bool(mine) and mine[0].comes_first]
