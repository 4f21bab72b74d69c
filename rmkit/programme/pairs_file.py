"""Whether pairs decided elsewhere, and sessions that were held, fit the programme's people.

Both come as tables that `rmkit.exchange` has read; here each row is held against who takes part and
who leads whom. Nothing is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rmkit.errors import Fault
from rmkit.exchange.persons import near_address
from rmkit.records.model import Person, normal_address

if TYPE_CHECKING:
    from rmkit.exchange.responses import Response

__all__ = ["pair_faults", "session_faults"]

_LONGEST_SESSION = 480
_MOST_SUGGESTIONS = 30


def pair_faults(pairs: Sequence[Response], people: Sequence[Person]) -> Iterator[Fault]:
    """Tell what is wrong with pairs, row by row.

    Parameters
    ----------
    pairs
        One for each row, with `mentor` and `mentee` by address or person id.
    people
        Everybody in the programme.

    Yields
    ------
    Fault
        Somebody who is not in the programme or has declined, a person paired with themselves, a
        pair in one direct line, a pair or an id of one that stands twice.
    """
    known = _Known(people)
    found = []
    for row in pairs:
        ids = {}
        for side in ("mentor", "mentee"):
            named = str(row.answers.get(side, ""))
            ids[side] = known.find(named)
            if named:
                yield from known.stranger(row, side, named)
        yield from _between(row, ids)
        found.append((row, ids))
    yield from _twice(found)


class _Known:
    """The people of a programme, to be found by address or id."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.by_id = {person.person_id.casefold(): person for person in people}
        self.by_address = {person.email: person for person in people if person.email}
        self.suggestions = _MOST_SUGGESTIONS

    def find(self, named: str) -> Person | None:
        address = normal_address(named)
        by_address = self.by_address.get(address) if address else None
        return by_address or self.by_id.get(named.strip().casefold())

    def stranger(self, row: Response, side: str, named: str) -> Iterator[Fault]:
        person = self.find(named)
        if person is None:
            near = near_address(named, self.by_address) if self.suggestions > 0 else ""
            self.suggestions -= 1
            fix = f"{near} Add the person first, or correct this.".strip()
            yield _fault(row, side, "is not a participant of this programme.", fix)
        elif person.is_out:
            yield _fault(row, side, "takes no part in the programme.", "Take the pair out.")


def _between(row: Response, ids: Mapping[str, Person | None]) -> Iterator[Fault]:
    mentor, mentee = ids["mentor"], ids["mentee"]
    first, second = (str(row.answers.get(side, "")).strip() for side in ("mentor", "mentee"))
    if (first and first.casefold() == second.casefold()) or (
        mentor is not None and mentor is mentee
    ):
        problem = "is on both sides: a person can't be their own mentor."
        yield _fault(row, "mentee", problem, "Correct one of the two.")
        return
    if mentor is None or mentee is None:
        return
    for one, other, side in ((mentor, mentee, "mentee"), (mentee, mentor, "mentor")):
        if one.staff.get("manager_id") == other.person_id:
            led = "mentor" if side == "mentee" else "mentee"
            problem = f"is the {led}'s manager, so this pair is refused."
            yield _fault(row, side, problem, "Nobody is paired with the own manager.")


def _twice(found: Iterable[tuple[Response, Mapping[str, Person | None]]]) -> Iterator[Fault]:
    """Tell pairs, and ids of pairs, that stand in a second row."""
    pairs: dict[frozenset[str], list[Response]] = defaultdict(list)
    names: dict[str, list[Response]] = defaultdict(list)
    for row, ids in found:
        people = [person.person_id for person in ids.values() if person is not None]
        if len(set(people)) == 2:
            pairs[frozenset(people)].append(row)
        if row.answers.get("pair_id"):
            names[str(row.answers["pair_id"]).casefold()].append(row)
    fix = "Keep one row for each pair."
    for first, *others in pairs.values():
        for other in others:
            yield _fault(other, "mentee", f"This pair stands in row {first.row} already.", fix)
    for first, *others in names.values():
        for other in others:
            yield _fault(other, "pair_id", f"stands in row {first.row} already.", fix)


def session_faults(rows: Sequence[Response], pair_ids: Sequence[str]) -> Iterator[Fault]:
    """Tell what is wrong with sessions that were held, row by row.

    Parameters
    ----------
    rows
        One for each pair, with `pair_id`, `sessions_held` and `minutes`.
    pair_ids
        The pairs of the programme; empty while there are none.
    """
    known = {name.casefold() for name in pair_ids}
    first: dict[str, Response] = {}
    for row in rows:
        name = str(row.answers.get("pair_id", "")).casefold()
        if known and name and name not in known:
            yield _fault(row, "pair_id", "is no pair of this programme.", "Correct it.")
        if name in first:
            problem = f"stands in row {first[name].row} already."
            yield _fault(row, "pair_id", problem, "Keep one row for each pair.")
        elif name:
            first[name] = row
        yield from _impossible(row)


def _impossible(row: Response) -> Iterator[Fault]:
    held, minutes = row.answers.get("sessions_held"), row.answers.get("minutes")
    if not isinstance(held, int) or not isinstance(minutes, int | float):
        return
    if minutes > held * _LONGEST_SESSION:
        sessions = "1 session" if held == 1 else f"{held} sessions"
        problem = f"is impossible for {sessions} (more than 8 hours each)."
        yield _fault(row, "minutes", problem, "Please check both numbers.")


def _fault(row: Response, key: str, problem: str, fix: str) -> Fault:
    value = row.answers.get(key)
    return Fault(
        problem,
        fix,
        file=row.file,
        row=row.row,
        column=key,
        value=None if value is None else str(value),
        key=key,
    )
