"""Which invitations calendars still need, and the folder in which they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, NotReady
from rmkit.exchange.addresses import Mailbox, address_problem
from rmkit.exchange.invitation_file import Invitation, write_invitations
from rmkit.meetings.meeting import Meeting
from rmkit.programme.clock import now
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.meetings_kept import all_meetings, save_meetings
from rmkit.programme.places import note_invitations
from rmkit.programme.purposes import not_to_be_matched
from rmkit.programme.recipients import unreachable
from rmkit.programme.running import running_pairs
from rmkit.programme.schedule_kept import moment_of, to_come

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Pair, Person

__all__ = ["Unwritten", "cancellations_of", "unwritten", "write_for"]


@discreet("new", "changed", "cancelled")
@dataclass(frozen=True, slots=True)
class Unwritten:
    """How many meetings no file tells yet: new ones, changed ones, those that were called off."""

    new: int
    changed: int
    cancelled: int

    def __str__(self) -> str:
        return (
            f"To be written: {self.new} invitations, {self.changed} changes, "
            f"{self.cancelled} cancellations."
        )

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.cancelled)


def unwritten(programme: Programme) -> Unwritten:
    """Count what calendars do not know yet."""
    told = [one for _, one in _to_tell(programme, again=False, until=None)]
    return Unwritten(
        sum(one.is_planned and one.invited is None for one in told),
        sum(one.is_planned and one.invited is not None for one in told),
        sum(not one.is_planned for one in told),
    )


def _to_tell(
    programme: Programme, *, again: bool, until: date | None, only: Iterable[str] | None = None
) -> list[tuple[Pair, Meeting]]:
    """Give the meetings to come of which a calendar does not know how they stand."""
    file, moment = programme.file, moment_of(programme)
    pairs = {pair.pair_id: pair for pair in file.pairs() if pair.confirmed_at}
    running = {pair.pair_id for pair in running_pairs(file)}
    closed, wanted = not_to_be_matched(file), None if only is None else set(only)
    found = []
    for pair_id, meetings in sorted(all_meetings(file).items()):
        pair = pairs.get(pair_id)
        if pair is None or (wanted is not None and pair_id not in wanted):
            continue
        silent = bool(closed & {pair.mentor_id, pair.mentee_id})
        for one in meetings:
            if one.ends <= moment or (until and one.local.date() > until):
                continue
            stands = one if pair_id in running or not one.is_planned else one.cancelled()
            new = one.invited is None or stands.sequence > one.invited
            if stands.is_planned and (silent or not (new or again)):
                continue
            if not stands.is_planned and (one.invited is None or not new):
                continue
            found.append((pair, stands))
    return found


def write_for(
    programme: Programme,
    folder: str | Path | None,
    *,
    again: bool = False,
    until: date | None = None,
    only: Iterable[str] | None = None,
    on_progress: Callable[[float, str], None] | None = None,
) -> list[Path]:
    """Write what calendars do not know yet; see `ScheduleStep.invitations`."""
    told = _to_tell(programme, again=again, until=until, only=only)
    if not told:
        message = (
            "There is nothing to write: calendars know all meetings as they stand. Plan some "
            "first (schedule.propose and keep), or write them again with again=True."
        )
        raise NotReady(message)
    coordinator = programme.coordinator
    if coordinator is None:
        message = "Invitations come from the coordinator: name one in notebook 01 Objective first."
        raise NotReady(message)
    desk = _Desk(programme, coordinator)
    desk.refuse_unreachable(pair for pair, _ in told)
    made = [desk.invitation(pair, one) for pair, one in told]
    series = [
        desk.invitation(pair, one) for pair, one in desk.standing({p.pair_id for p, _ in told})
    ]
    moment, beside = now(), programme.file.path
    default = beside.with_name(f"{beside.stem}-invitations-{moment:%Y%m%d-%H%M%S}")
    target = default if folder is None else Path(folder).expanduser()
    written = write_invitations(target, made, series, at=moment, on_progress=on_progress)
    _note(programme, told, target, moment)
    return written


def _note(
    programme: Programme, told: list[tuple[Pair, Meeting]], folder: Path, moment: datetime
) -> None:
    """Keep what calendars were told, and where it was written and about whom."""
    file, people = programme.file, {i for p, _ in told for i in (p.mentor_id, p.mentee_id) if i}
    known = all_meetings(file)
    by_pair: dict[str, dict[int, Meeting]] = {}
    for pair, one in told:
        by_pair.setdefault(pair.pair_id, {})[one.number] = replace(one, invited=one.sequence)
    action = "Wrote invitations to meetings"
    with file.change(actor="coordinator", action=action, now=moment, kind="note") as change:
        for pair_id, new in by_pair.items():
            save_meetings(change, pair_id, [new.get(m.number, m) for m in known[pair_id]])
        note_invitations(change, file, folder, people)


class _Desk:
    """Addresses and texts of invitations."""

    def __init__(self, programme: Programme, coordinator: Coordinator) -> None:
        self._programme, self._coordinator = programme, coordinator
        self._people = {person.person_id: person for person in programme.file.people()}

    def standing(self, pair_ids: set[str]) -> Iterator[tuple[Pair, Meeting]]:
        """Give all meetings to come of some pairs that run."""
        kept = all_meetings(self._programme.file)
        for pair in running_pairs(self._programme.file):
            if pair.pair_id in pair_ids:
                coming = to_come(kept.get(pair.pair_id, ()), moment_of(self._programme))
                yield from ((pair, one) for one in coming)

    def _two(self, pair: Pair) -> list[Person]:
        return [self._people[i] for i in (pair.mentor_id, pair.mentee_id) if i in self._people]

    def refuse_unreachable(self, pairs: Iterable[Pair]) -> None:
        """Refuse to write while somebody has no address; all of them are told."""
        people = {p.person_id: p for pair in pairs for p in self._two(pair)}
        faults = [
            Fault(f"{person_id}: {why}", "Correct it in the staff list, and read that in again.")
            for person_id, person in sorted(people.items())
            if (why := unreachable(person))
        ]
        for person_id, person in sorted(people.items()):
            address = str(person.staff.get("delegate_email") or "")
            if address and (problem := address_problem(address)):
                fix = "Correct it in the staff list, and read that in again."
                faults.append(Fault(f"{person_id}: the delegate's address {problem}", fix))
        if faults:
            raise FaultsFound(faults, "No invitation was written.")

    def invitation(self, pair: Pair, meeting: Meeting) -> Invitation:
        """Say who meets when and where, and nothing of what is talked about."""
        two = self._two(pair)
        names = " and ".join(person.name or person.person_id for person in two)
        off = not meeting.is_planned
        delegates = dict.fromkeys(
            str(p.staff["delegate_email"]) for p in two if p.staff.get("delegate_email")
        )
        own = {person.email for person in two}
        return Invitation(
            meeting,
            "CANCEL" if off else "REQUEST",
            Mailbox(self._coordinator.name, self._coordinator.email),
            tuple(Mailbox(p.name, str(p.email)) for p in two),
            tuple(Mailbox("", one) for one in delegates if one.lower() not in own),
            f"Called off: {names}" if off else f"Meeting: {names}",
            self._says(meeting),
        )

    def _says(self, meeting: Meeting) -> str:
        name = self._coordinator.name
        if not meeting.is_planned:
            return (
                f"This meeting, {meeting.local:%A %d %B %Y at %H:%M}, is called off. Your calendar "
                f"can take it out. Questions go to {name}."
            )
        when = f"{meeting.local:%A %d %B %Y, %H:%M} ({meeting.zone}), {meeting.minutes} minutes"
        where = meeting.place or meeting.link or "as the two of you agree"
        return (
            f"When: {when}\nWhere: {where}\n\nIf it does not suit, agree on another time with "
            f"each other and tell {name}, so that the calendars follow."
        )


def cancellations_of(programme: Programme, pair_ids: Iterable[str]) -> Path | None:
    """Write the cancellations of pairs that ended; None where calendars know of no meeting."""
    ids = list(pair_ids)
    if not _to_tell(programme, again=False, until=None, only=ids):
        return None
    return write_for(programme, None, only=ids)[0].parent
