"""What follows when a pair ends: for its links and letters, and what there is to do.

No reason is asked, kept or told, and nobody is told who asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import RmkitError
from rmkit.exchange.inbox import Inbox, inbox_path
from rmkit.programme.clock import now
from rmkit.programme.invitations import invitations
from rmkit.programme.meetings_kept import meetings_of
from rmkit.programme.places import DRAFTS, places_of
from rmkit.programme.running import both, pairs_of, running_pairs
from rmkit.programme.schedule_invitations import cancellations_of
from rmkit.programme.schedule_kept import call_off, moment_of, to_come
from rmkit.programme.waiting_list import WAITS, waiting_list

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Pair
    from rmkit.records.store import ProgrammeFile

__all__ = ["Parted", "after_parting"]

_OF_PAIRS = ("kick_off", "meetings")
_NO_REASON = "No reason was asked, and none is kept."


@discreet("pair_ids", "free")
@dataclass(frozen=True, slots=True)
class Parted:
    """What a change in mid-programme did.

    `pair_ids` are the pairs that ended, `free` the ids of those who have a free place now.
    `sentences` tell all of it, and what to do next.
    """

    pair_ids: tuple[str, ...]
    free: tuple[str, ...]
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def after_parting(
    programme: Programme, pairs: Sequence[Pair], *, gone: str = "", said: Sequence[str] = ()
) -> Parted:
    """Close what belongs to pairs that just ended, and tell what follows.

    Parameters
    ----------
    programme
        Open; the pairs are kept as ended already.
    pairs
        As they were.
    gone
        Who left the programme, and is not free therefore.
    said
        What to say first.
    """
    file = programme.file
    names = programme.candidates.names
    free = tuple(dict.fromkeys(i for p in pairs for i in both(p) or () if i != gone))
    told = [*said, *(_told(pair, names) for pair in pairs)]
    if pairs:
        told.append(_NO_REASON)
        told += list(_of_the_free(programme, free, names))
        told += list(_closed(file, {pair.pair_id for pair in pairs}))
        told += list(_drafts(file, free))
        told += list(_called_off(programme, [pair.pair_id for pair in pairs]))
    return Parted(tuple(pair.pair_id for pair in pairs), free, tuple(told))


def _told(pair: Pair, names: dict[str, str]) -> str:
    mentor, mentee = (names.get(i or "") or i for i in (pair.mentor_id, pair.mentee_id))
    return f"The pair {pair.pair_id}, {mentor} with {mentee}, ended."


def _of_the_free(programme: Programme, free: Sequence[str], names: dict[str, str]) -> Iterator[str]:
    running = pairs_of(running_pairs(programme.file))
    waiting = {one.person_id: one for one in waiting_list(programme)}
    for person in free:
        name, n = names.get(person) or person, running[person]
        if n:
            yield f"{name} goes on with {n} other {'pair' if n == 1 else 'pairs'}."
        elif person in waiting and waiting[person].comes_first:
            yield f"{name} is on the waiting list, and comes first next time."
        elif person in waiting:
            because, what_helps = WAITS[waiting[person].because]
            yield f"{name} is on the waiting list. {because} {what_helps}"
        else:
            yield f"{name} is not matched anew."


def _closed(file: ProgrammeFile, pair_ids: set[str]) -> Iterator[str]:
    """Close the links to forms of the pair; what was saved through them waits on."""
    theirs = [
        one
        for one in invitations(file).values()
        if one.pair_id in pair_ids and _is_of_pairs(file, one.instrument_id)
    ]
    place = inbox_path(file.path)
    if not theirs or not place.exists():
        return
    try:
        with Inbox.open(place) as inbox:
            closed = sum(inbox.revoke(person_key=one.key) for one in theirs)
    except RmkitError as error:
        yield f"{place.name} could not be reached ({error}) Their links may still work."
        return
    if closed:
        links = (
            "link to a form of the pair does" if closed == 1 else "links to forms of the pair do"
        )
        yield f"{closed} {links} not work any more."


def _called_off(programme: Programme, pair_ids: list[str]) -> Iterator[str]:
    """Call off the meetings to come, and write it for calendars that know of them."""
    file, moment = programme.file, moment_of(programme)
    if not any(to_come(meetings_of(file, one), moment) for one in pair_ids):
        return
    action = "Called off the meetings of a pair that ended"
    with file.change(actor="coordinator", action=action, now=now()) as change:
        n = call_off(file, change, pair_ids, moment)
    meetings = "The meeting to come is" if n == 1 else f"The {n} meetings to come are"
    try:
        folder = cancellations_of(programme, pair_ids)
    except RmkitError as error:
        yield f"{meetings} called off. Calendars still show what was sent: {error}"
        return
    if folder is None:
        yield f"{meetings} called off; no invitation had been written."
    else:
        yield f"{meetings} called off. Send the cancellations, so that calendars follow: {folder}"


def _is_of_pairs(file: ProgrammeFile, instrument_id: str) -> bool:
    asked = file.instrument(instrument_id)
    return asked is not None and asked.step in _OF_PAIRS


def _drafts(file: ProgrammeFile, people: Sequence[str]) -> Iterator[str]:
    folders = {
        place.path: None
        for person in people
        for place in places_of(file, person)
        if place.what == DRAFTS and place.path.exists()
    }
    for folder in folders:
        yield (
            f"Drafts that were written before still tell of the two as a pair: {folder}. If some "
            "were not sent yet, delete the folder and write the letters again."
        )
