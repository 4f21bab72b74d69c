"""Who waits for a partner: since when, why, and whether they come first next time.

On the list is everybody who wants to take part and is in no pair once pairs were confirmed, or who
was not drawn in the lottery for places. Nothing of it is typed in: it follows from the pairs that
were confirmed and ended, so that it goes on over any number of searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotReady
from rmkit.programme.baselines import first_days
from rmkit.programme.days import in_words
from rmkit.programme.lottery_kept import draws
from rmkit.programme.running import Confirmed, confirmed_searches, pairs_of, running_pairs
from rmkit.programme.wishes import pausing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["WAITS", "Because", "Waits", "told_waiting", "waiting_list", "waiting_table"]

Because = Literal["left over", "pair ended", "joined later", "not drawn", "pause"]

WAITS: Mapping[Because, tuple[str, str]] = {
    "left over": ("Was left over when the pairs were confirmed.", "The next search for pairs."),
    "pair ended": ("Their pair ended.", "The next search for pairs."),
    "joined later": ("Answered after the pairs were confirmed.", "The next search for pairs."),
    "not drawn": (
        "Was not drawn in the lottery for places, and is in the comparison group.",
        "The end of the comparison, which is yours to say.",
    ),
    "pause": (
        "Asked for a pause before the next partner.",
        "A word from them; then name them when you search again.",
    ),
}
"""Why somebody waits, and what would help, in words."""


@discreet("person_id", "role", "since", "because", "comes_first")
@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody on the waiting list; `since` is a day (ISO)."""

    person_id: str
    role: str
    since: str
    because: Because
    comes_first: bool


def waiting_list(programme: Programme) -> tuple[Waits, ...]:
    """List who waits, the longest first."""
    key = programme.file.head_digest()
    return programme.memory.recall("waiting", key=key, make=lambda: _listed(programme))


def _listed(programme: Programme) -> tuple[Waits, ...]:
    file = programme.file
    try:
        people = programme.candidates.people
    except NotReady:
        return ()
    seen = _Seen(file)
    paired = pairs_of(running_pairs(file))
    found = [
        one
        for person, role, places in zip(
            people["person_id"], people["role"], people["capacity"], strict=True
        )
        if person not in paired and not (role == "mentor" and not pd.isna(places) and places == 0)
        for one in [seen.waits(str(person), str(role))]
        if one is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.person_id)))


class _Seen:
    """What became of people so far."""

    def __init__(self, file: ProgrammeFile) -> None:
        self._searches: tuple[Confirmed, ...] = confirmed_searches(file)
        self._days = first_days(file)
        self._pausing = pausing(file)
        self._compared = {i: d.drawn_at[:10] for d in draws(file) for i in d.comparison}
        self._waited = {i: d.drawn_at[:10] for d in draws(file) if d.stands for i in d.waiting}
        self._ended: dict[str, str] = {}
        for pair in file.pairs("ended"):
            for person in (pair.mentor_id, pair.mentee_id):
                if person:
                    at = str(pair.ended_at)
                    self._ended[person] = max(at, self._ended.get(person, ""))

    def waits(self, person: str, role: str) -> Waits | None:
        """Say since when and why somebody waits; None where nobody was passed over yet."""
        if person in self._compared:
            return Waits(person, role, self._compared[person], "not drawn", comes_first=False)
        if not self._searches:
            return None
        ended = self._ended.get(person)
        if person in self._pausing:
            since = ended or self._pausing[person]
            return Waits(person, role, since[:10], "pause", comes_first=False)
        if ended:
            return Waits(person, role, ended[:10], "pair ended", comes_first=True)
        if person in self._waited:
            return Waits(person, role, self._waited[person], "left over", comes_first=True)
        passed = next((one.at for one in self._searches if person in one.left_over), None)
        if passed:
            return Waits(person, role, passed[:10], "left over", comes_first=True)
        return Waits(person, role, self._days.get(person, ""), "joined later", comes_first=False)


def told_waiting(one: Waits) -> str:
    """Say since when somebody waits, and whether they come first next time.

    >>> told_waiting(Waits("E01", "mentee", "2026-10-03", "left over", comes_first=True))
    'On the waiting list since 3 October 2026; comes first next time.'
    """
    since = f" since {in_words(date.fromisoformat(one.since))}" if one.since else ""
    first = "; comes first next time" if one.comes_first else ""
    return f"On the waiting list{since}{first}."


def waiting_table(programme: Programme) -> pd.DataFrame:
    """Lay the list out, with names."""
    names = programme.candidates.names
    rows = [
        (w.person_id, names.get(w.person_id), w.role, w.since, WAITS[w.because][0], w.comes_first)
        for w in waiting_list(programme)
    ]
    columns = ["person_id", "name", "role", "since", "because", "comes_first"]
    return pd.DataFrame(rows, columns=columns)
