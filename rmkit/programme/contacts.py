"""Whether the two of each pair are in touch: the mentor writes first, within two weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed, UnknownName
from rmkit.meetings.plan import FIRST_WEEKS_DAYS
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.pair_progress import CONTACTS, progress_now
from rmkit.programme.running import running_pairs

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["NoContact", "note_contact", "without_contact"]


@discreet("pair_id", "since", "until", "is_late")
@dataclass(frozen=True, slots=True)
class NoContact:
    """A pair of which no contact is known: since when it runs, until when the mentor writes."""

    pair_id: str
    mentor_id: str
    mentee_id: str
    since: date
    until: date
    is_late: bool


def note_contact(programme: Programme, pair_id: str, *, on: date, by: str) -> None:
    """Keep on which day the two of a pair were in touch first; see `KickoffStep.contacted`."""
    file = programme.file
    pairs = {pair.pair_id: pair for pair in file.pairs() if pair.confirmed_at}
    if pair_id not in pairs:
        raise UnknownName(kind="pair that was confirmed", name=pair_id, known=pairs)
    since = date.fromisoformat(str(pairs[pair_id].confirmed_at)[:10])
    today = max(programme.today, now().date())
    if not since <= on <= today:
        message = (
            f"{on} cannot be the day of the first contact: pair {pair_id} is confirmed since "
            f"{since}, and today is {today}. Give a day from then until today."
        )
        raise NotAllowed(message)
    action = "Noted that a pair is in touch"
    with file.change(actor=named(by), action=action, now=now()) as change:
        change.save_document(CONTACTS, pair_id, {"on": on.isoformat()})


def without_contact(programme: Programme, today: date) -> tuple[NoContact, ...]:
    """List the running pairs of which no contact is known, the one that is late longest first."""
    progress = progress_now(programme, today)
    found = []
    for pair in running_pairs(programme.file):
        one = progress.get(pair.pair_id)
        if one is None or one.contact is not None:
            continue
        until = one.pair.since + timedelta(days=FIRST_WEEKS_DAYS)
        two = (str(pair.mentor_id), str(pair.mentee_id))
        found.append(NoContact(pair.pair_id, *two, one.pair.since, until, today > until))
    return tuple(sorted(found, key=lambda one: (one.until, one.pair_id)))
