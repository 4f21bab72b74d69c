"""The pairs that a letter may be about, and whom of a pair it tells of.

A letter is about pairs that run, but for the one that says that a pair has ended. A pair of which
somebody asked not to be matched is talked about first and gets no letters.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from rmkit.content.model import Letter
from rmkit.programme.purposes import not_to_be_matched
from rmkit.programme.running import both, running_pairs

if TYPE_CHECKING:
    from rmkit.programme.letter_values import Side
    from rmkit.records.model import Pair
    from rmkit.records.store import ProgrammeFile

__all__ = ["PairsNow", "about_of"]

About = Literal["running", "ended", "new"]


def about_of(letter: Letter) -> About:
    """Say which pairs of a person a letter is about.

    >>> from rmkit.content import letter
    >>> about_of(letter("pair_ended")), about_of(letter("welcome_mentor"))
    ('ended', 'running')
    """
    about: dict[str, About] = {"pair_ended": "ended", "new_partner": "new"}
    return about.get(letter.id, "running")


class PairsNow:
    """The pairs of a programme's file, each person with theirs."""

    def __init__(self, file: ProgrammeFile) -> None:
        self._file = file

    @cached_property
    def running(self) -> list[Pair]:
        """The pairs that run and may be written to."""
        return [p for p in self._all_running if not self._shut & set(both(p) or ())]

    def of(self, person_id: str, letter: Letter) -> list[Pair]:
        """Give the pairs of a person that a letter is about."""
        about = about_of(letter)
        if about == "ended":
            return self._ended.get(person_id, [])
        sides = ("mentor", "mentee") if letter.audience == "both" else (letter.audience,)
        mine = [
            pair
            for pair in self._mine.get(person_id, [])
            if ("mentor" if pair.mentor_id == person_id else "mentee") in sides
        ]
        if about == "new":
            since = self._last_end(person_id)
            return [p for p in mine if since and p.confirmed_at and p.confirmed_at >= since]
        return mine

    def about(self, person_id: str) -> list[Pair]:
        """Give every pair of a person of which a letter could tell."""
        return [*self._mine.get(person_id, []), *self._ended.get(person_id, [])]

    def sides(self) -> dict[str, tuple[Side, ...]]:
        """Give everybody in a pair that runs, with what they are in it: one or both."""
        found: dict[str, tuple[Side, ...]] = {}
        for person_id, pairs in sorted(self._mine.items()):
            mentor = any(p.mentor_id == person_id for p in pairs)
            mentee = any(p.mentee_id == person_id for p in pairs)
            sides: tuple[tuple[Side, bool], ...] = (("mentor", mentor), ("mentee", mentee))
            found[person_id] = tuple(side for side, is_one in sides if is_one)
        return found

    def ended_on(self) -> dict[str, date]:
        """Give everybody who was in a pair that ended, with the day on which the last one did."""
        return {
            person_id: date.fromisoformat(last[:10])
            for person_id in self._ended
            for last in (self._last_end(person_id),)
            if last
        }

    def new_partners(self) -> list[str]:
        """Name those who were given a partner after a pair of theirs had ended."""
        return [
            person_id
            for person_id, pairs in sorted(self._mine.items())
            for since in (self._last_end(person_id),)
            if since and any(p.confirmed_at and p.confirmed_at >= since for p in pairs)
        ]

    def closed(self, person_id: str, letter: Letter) -> str:
        """Say why a letter about pairs does not go to somebody; empty where it does."""
        if self.of(person_id, letter):
            return ""
        about = about_of(letter)
        if about == "ended":
            return "no pair of theirs ended."
        if about == "new":
            return "they have no new partner since their last pair ended."
        held = [p for p in self._all_running if person_id in (both(p) or ())]
        if held and self._shut & {i for p in held for i in both(p) or ()}:
            return "in their pair somebody asked not to be matched; talk with both first."
        side = "" if letter.audience == "both" else f" as a {letter.audience}"
        return f"they are in no pair that runs{side}."

    @cached_property
    def _all_running(self) -> list[Pair]:
        return running_pairs(self._file)

    @cached_property
    def _shut(self) -> frozenset[str]:
        return not_to_be_matched(self._file)

    @cached_property
    def _mine(self) -> dict[str, list[Pair]]:
        return _by_person(self.running)

    @cached_property
    def _ended(self) -> dict[str, list[Pair]]:
        """Give of everybody those pairs that ended on the last day on which one did."""
        ended = _by_person([p for p in self._file.pairs("ended") if p.ended_at])
        return {
            person_id: [p for p in pairs if str(p.ended_at)[:10] == str(last)[:10]]
            for person_id, pairs in ended.items()
            for last in (max(str(p.ended_at) for p in pairs),)
        }

    def _last_end(self, person_id: str) -> str | None:
        return max((str(p.ended_at) for p in self._ended.get(person_id, ())), default=None)


def _by_person(pairs: list[Pair]) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    for pair in pairs:
        for person_id in (pair.mentor_id, pair.mentee_id):
            if person_id:
                found.setdefault(person_id, []).append(pair)
    return found
