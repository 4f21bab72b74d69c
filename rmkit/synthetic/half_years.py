"""A made-up half-year of pairs: what was agreed, planned, held and told, with known facts.

Pairs and a rhythm come in, six tables go out. People are named by id, and so are pairs: by their
mentee, or by their mentor where they begin later. Nobody in it exists, and what
these pairs do says nothing about real ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import pandas as pd

from rmkit.errors import TooFewPeople
from rmkit.synthetic.dice import Dice
from rmkit.synthetic.half_year_facts import PAIR_FACTS, Story, stories

__all__ = ["PAIR_FACTS", "HalfYear", "MadePair", "Rhythm", "half_year"]

_ROOMS: Final = ("Room 1", "Room 2", "Library", "Canteen, quiet corner", "Training room")
_LINK: Final = "https://example.org/call/{}"
_KINDS: Final = {"exchange": 4.0, "trying": 2.0, "tools": 1.5, "goals": 1.5, "questions": 1.0,
                 "shadowing": 0.5}  # fmt: skip
_FEWEST: Final = 4
_WEEK: Final = timedelta(days=7)
_STATEMENTS: Final = ("respect", "trust", "authenticity", "listening", "candour")
_MIDWAY: Final = ("regular", "prepared", "beyond_tools", "both_ways", "supported")
_USUAL: Final = {5: 3.0, 4: 5.0, 3: 1.0}
_FALLING: Final = {1: 3, 2: 2, 3: 3}
"""The pulses of somebody who is better again once somebody called; later ones are 4."""


@dataclass(frozen=True)
class MadePair:
    """Two who meet; `joined` tells a pair that begins later."""

    mentor_id: str
    mentee_id: str
    mentor_has_one: bool = True
    slots: tuple[str, ...] = ()
    joined: bool = False

    @property
    def of(self) -> str:
        """The one of the two by whom the pair is found: its mentor where it begins later.

        So the pair of somebody whose first pair ended is told from that one.
        """
        return self.mentor_id if self.joined else self.mentee_id


@dataclass(frozen=True)
class Rhythm:
    """When a programme's pairs meet.

    `kick_off` is the day of the letters, `first_week` the Monday of the first meetings; `rematched`
    and `rejoins` are the same for pairs that are made later. Mondays of `closed` have no meetings.
    Pairs that take turns (`alternating`) begin in different weeks. At half-time between `starts`
    and `ends` everybody is asked how far they are.
    """

    starts: date
    ends: date

    kick_off: date
    first_week: date
    rematched: date
    rejoins: date
    sessions: int
    weeks_between: int = 2
    minutes: int = 60
    closed: tuple[date, ...] = ()
    alternating: bool = True

    def mondays(self, *, first: date, n: int) -> Iterator[date]:
        """Give the weeks in which a pair meets."""
        week = first
        for _ in range(n):
            while week in self.closed:
                week += _WEEK
            yield week
            week += _WEEK * self.weeks_between

    @property
    def last_day(self) -> date:
        """The day by which all of it was told: a Wednesday."""
        later = _WEEK * (self.weeks_between - 1 if self.alternating else 0)
        last = max(self.mondays(first=self.first_week + later, n=self.sessions))
        return last + timedelta(days=9)


@dataclass(frozen=True)
class HalfYear:
    """What happened, as tables; times are local and without a zone.

    Attributes
    ----------
    pairs
        The truth: `of` (who names the pair), `mentor_id`, `mentee_id`, `planted`, `held`,
        `minutes`, `last_held`.
    meetings
        What was planned: `of`, `number`, `date`, `at`, `minutes`, `place`, `link`.
    contacts
        `of`, `on`: when the two were in touch first.
    agreements, receipts, pulses, midway, concerns, wishes
        `person_id` (who sends it), `sent`, then answers by the keys of rmkit's instruments.
    """

    pairs: pd.DataFrame
    meetings: pd.DataFrame
    contacts: pd.DataFrame
    agreements: pd.DataFrame
    receipts: pd.DataFrame
    pulses: pd.DataFrame
    midway: pd.DataFrame
    concerns: pd.DataFrame
    wishes: pd.DataFrame


def half_year(pairs: Sequence[MadePair], rhythm: Rhythm, *, seed: int = 0) -> HalfYear:
    """Make up what pairs do between kick-off and their last meeting.

    Parameters
    ----------
    pairs
        At least 4; facts are planted about those that do not join later.
    rhythm
        When they meet.
    seed
        Everything random follows from it.

    Returns
    -------
    HalfYear
        Its tables, in the order in which things were sent.

    Raises
    ------
    TooFewPeople
        Fewer than 4 pairs.
    """
    if len(pairs) < _FEWEST:
        message = f"{len(pairs)} pairs are too few to plant anything about. Give 4 at least."
        raise TooFewPeople(message)
    told = stories([pair.of for pair in pairs if not pair.joined], Dice(seed, 20))
    made = [
        _Lived(pair, told.get(pair.of, Story()), rhythm, Dice(seed, 21 + i), i)
        for i, pair in enumerate(pairs)
    ]
    for one in made:
        one.live()
    return HalfYear(
        pairs=pd.DataFrame([one.truth() for one in made]),
        **{name: _table(name, made) for name in _COLUMNS},
    )


_COLUMNS: Final = {
    "meetings": ("of", "number", "date", "at", "minutes", "place", "link"),
    "contacts": ("of", "on"),
    "agreements": ("person_id", "sent", "signed_on_mentor", "signed_on_mentee", "mentor_id",
                   "mentee_id"),
    "receipts": ("person_id", "sent", "date", "held", "new_date", "minutes", "kind"),
    "pulses": ("person_id", "sent", *(f"pulse_{name}" for name in _STATEMENTS), "call", "again"),
    "midway": ("person_id", "sent", "progress", "goals", *(f"agree_{name}" for name in _MIDWAY),
               "next"),
    "concerns": ("person_id", "sent", "about", "what", "wish", "partner_knows"),
    "wishes": ("person_id", "sent", "wish", "until_then", "telling"),
}  # fmt: skip


def _table(name: str, made: Sequence[_Lived]) -> pd.DataFrame:
    rows = [row for one in made for row in one.rows[name]]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS[name]), dtype=object)
    if "sent" not in frame:
        return frame
    return frame.sort_values(["sent", "person_id"], kind="stable", ignore_index=True)


class _Lived:
    """One pair through the half-year."""

    def __init__(
        self, pair: MadePair, story: Story, rhythm: Rhythm, dice: Dice, place: int
    ) -> None:
        self.pair, self.story, self.rhythm, self.dice, self.place = pair, story, rhythm, dice, place
        self.rows: dict[str, list[Mapping[str, Any]]] = {name: [] for name in _COLUMNS}
        self.held: list[tuple[date, int]] = []
        self.began = rhythm.rematched if pair.joined else rhythm.kick_off

    def live(self) -> None:
        """Let it all happen, in its order."""
        dice, story = self.dice, self.story
        contact = self.began + timedelta(days=max(dice.whole(1, 9), story.contact_after))
        self.rows["contacts"].append({"of": self.pair.of, "on": _workday(contact)})
        planned = list(self._planned())
        self._sign(planned[0])
        for number, day in enumerate(planned, start=1):
            if story.ends_after and number > story.ends_after:
                break
            self._meet(number, day)
            if number % 2 == 0 and self.held:
                self._pulse(number // 2)
        self._half_time()
        self._say()

    def truth(self) -> Mapping[str, object]:
        """Tell what was planted and what it came to."""
        return {
            "of": self.pair.of,
            "mentor_id": self.pair.mentor_id,
            "mentee_id": self.pair.mentee_id,
            "planted": "joined_later" if self.pair.joined else self.story.fact,
            "held": len(self.held),
            "minutes": sum(minutes for _, minutes in self.held),
            "last_held": self.held[-1][0].isoformat() if self.held else None,
        }

    def _planned(self) -> Iterator[date]:
        """Plan the meetings: the same half-day in every second week, one pair after another."""
        dice, rhythm = self.dice, self.rhythm
        slots = self.pair.slots or tuple(f"{d}_{h}" for d in _DAYS for h in ("am", "pm"))
        day, half = dice.pick(slots).split("_")
        at = time(dice.pick((9, 10, 11) if half == "am" else (13, 14, 15)))
        apart = self.place % rhythm.weeks_between if rhythm.alternating else 0
        first = rhythm.rejoins if self.pair.joined else rhythm.first_week + apart * _WEEK
        mondays = list(rhythm.mondays(first=first, n=rhythm.sessions))
        if self.pair.joined:
            mondays = [monday for monday in mondays if monday <= rhythm.last_day - _WEEK]
        call = dice.chance(0.3)
        for number, monday in enumerate(mondays, start=1):
            on = monday + timedelta(days=_DAYS.index(day))
            self.rows["meetings"].append(
                {
                    "of": self.pair.of,
                    "number": number,
                    "date": on,
                    "at": at,
                    "minutes": rhythm.minutes,
                    "place": None if call else _ROOMS[self.place % len(_ROOMS)],
                    "link": _LINK.format(self.pair.of.lower()) if call else None,
                }
            )
            yield on

    def _sign(self, first: date) -> None:
        """Sign the agreement, the later of the two a day or some after the other."""
        one = min(_workday(self.began + timedelta(days=self.dice.whole(2, 4))), first)
        other = min(_workday(one + timedelta(days=self.dice.whole(0, 2))), first)
        if self.story.signs_after:
            other = _workday(first + timedelta(days=self.story.signs_after))
        by_mentee = self.dice.chance(0.5)
        self.rows["agreements"].append(
            {
                "person_id": self.pair.of,
                "sent": _moment(other, self.dice),
                "signed_on_mentor": one if by_mentee else other,
                "signed_on_mentee": other if by_mentee else one,
                "mentor_id": self.pair.mentor_id,
                "mentee_id": self.pair.mentee_id,
            }
        )

    def _meet(self, number: int, day: date) -> None:
        dice, story = self.dice, self.story
        if number in story.silent:
            return
        outcome = dice.weighted({"held": 0.88, "moved": 0.07, "cancelled": 0.05})
        if number in story.called_off:
            outcome = "cancelled"
        elif story.fact:
            outcome = "held"
        if outcome == "moved":
            later = _workday(day + timedelta(days=dice.whole(1, 3)))
            self._receipt(day, outcome, new_date=later)
            day = later
        if outcome == "cancelled":
            self._receipt(day, outcome)
            return
        least, most = story.minutes or (self.rhythm.minutes - 15, self.rhythm.minutes + 15)
        minutes = dice.whole(least // 5, most // 5) * 5
        kind = dice.pick(story.kinds) if story.kinds else dice.weighted(_KINDS)
        self.held.append((day, minutes))
        self._receipt(day, "held", minutes=minutes, kind=kind, number=number)

    def _receipt(self, day: date, held: str, *, number: int = 0, **more: object) -> None:
        senders = [self.pair.of]
        if self.pair.mentor_has_one and not self.pair.joined:
            if self.story.both_send:
                senders.append(self.pair.mentor_id)
            elif self.dice.chance(0.25):
                senders = [self.pair.mentor_id]
        wait = self.story.receipt_waits * (-number % 3) if number else 0
        for sender in senders:
            told = min(day + timedelta(days=self.dice.whole(0, 2) + wait), self.rhythm.last_day)
            sent = _moment(max(told, day), self.dice)
            row = {"person_id": sender, "sent": sent, "date": day, "held": held, **more}
            self.rows["receipts"].append(row)

    def _both(self) -> Iterator[str]:
        """Give those who are asked each for themselves and are in no other pair."""
        yield self.pair.of
        if self.pair.mentor_has_one and not self.pair.joined:
            yield self.pair.mentor_id

    def _pulse(self, which: int) -> None:
        for sender in self._both():
            falls = self.story.falls and sender == self.pair.of
            if not falls and not self.dice.chance(0.7):
                continue
            low = _FALLING.get(which, 4)
            levels = [low if falls else self.dice.weighted(_USUAL) for _ in _STATEMENTS]
            sent = _moment(self.held[-1][0] + timedelta(days=self.dice.whole(1, 3)), self.dice)
            answers = dict(zip((f"pulse_{name}" for name in _STATEMENTS), levels, strict=True))
            call = "alone" if falls and which == _CALL else "no"
            self.rows["pulses"].append(
                {"person_id": sender, "sent": sent, **answers, "call": call, "again": "yes"}
            )

    def _half_time(self) -> None:
        """Say at half-time how far they are; most do, and nobody of a pair that ended."""
        begun = max(self.rhythm.starts, self.began)
        half = begun + (self.rhythm.ends - begun) / 2
        for sender in self._both():
            if self.story.ends_after or not self.dice.chance(0.85):
                continue
            sent = _moment(_workday(half + timedelta(days=self.dice.whole(0, 11))), self.dice)
            levels = {f"agree_{name}": self.dice.weighted(_USUAL) for name in _MIDWAY}
            goals = self.dice.weighted({"same": 4.0, "adjusted": 2.0, "unclear": 1.0})
            far = self.dice.weighted({3: 3.0, 4: 3.0, 2: 1.0})
            self.rows["midway"].append(
                {"person_id": sender, "sent": sent, "progress": far, "goals": goals, **levels,
                 "next": "on"}
            )  # fmt: skip

    def _say(self) -> None:
        """Say what only a few say: a concern, or a wish to part."""
        about = {"person_id": self.pair.of}
        if self.story.concern_on:
            sent = _moment(self._week(self.story.concern_on), self.dice)
            self.rows["concerns"].append(about | {"sent": sent, **_CONCERN})
        if self.story.ends_after:
            sent = _moment(self._week(self.story.ends_after), self.dice)
            self.rows["wishes"].append(about | {"sent": sent, **_WISH})

    def _week(self, number: int) -> date:
        """Give the Thursday of the week in which some meeting is planned for everybody."""
        (*_, monday) = self.rhythm.mondays(first=self.rhythm.first_week, n=number)
        return monday + timedelta(days=3)


_CALL: Final = 2
"""With which pulse somebody asks for a call."""
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri")
_CONCERN: Final = {
    "about": ["meetings"],
    "what": "We have not met for weeks, and I do not know how to ask again.",
    "wish": "talk",
    "partner_knows": "later",
}
_WISH: Final = {"wish": "partner", "until_then": "stop", "telling": "coordinator"}


def _workday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _moment(day: date, dice: Dice) -> datetime:
    at = time(dice.whole(16, 20), dice.whole(0, 59), dice.whole(0, 59))
    return datetime.combine(day, at)
