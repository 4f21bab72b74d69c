"""Taking in what people answered through links: nothing is lost, nothing is doubled.

A submission leaves the inbox only after the programme file holds it durably; if the machine stops
in between, the next take-in finds it in both and keeps it once. What cannot be kept waits on, with
the reason. Whoever was erased or asked not to have their data used is not taken in: what they sent
is deleted from the inbox.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import FaultsFound, RmkitError
from rmkit.exchange.inbox import NOT_PAIRED, Inbox
from rmkit.exchange.inbox_records import Submission
from rmkit.exchange.responses import Response as Found
from rmkit.instruments.model import Instrument
from rmkit.programme.clock import now
from rmkit.programme.how_answered import LINK
from rmkit.programme.importing import add_answers
from rmkit.programme.invitations import Invited, inbox_of, invitations, opened_inbox
from rmkit.programme.offered import asked_here
from rmkit.programme.one_answer import Kept, checked, save_beside
from rmkit.programme.purposes import purpose_of
from rmkit.records.model import Response, stamp

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["TakenIn", "Waiting", "take_in", "waiting"]

_FORGED = (
    "nobody of this programme was asked under this key: the inbox belongs to another programme, or "
    "the programme was restored from a backup that is older than the link"
)
_UNPAIRED = (
    "it was written by a partner whom the programme did not know when the link was made. Confirm "
    "the pair, then ask both again"
)


@discreet("id", "person_id", "instrument_id", "wave", "at")
@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits in the inbox; `person_id` is empty where the key is nobody's."""

    id: str
    person_id: str
    instrument_id: str
    title: str
    wave: str
    at: str


@discreet("kept", "again", "refused", "removed")
@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of what waited.

    `kept` are (person, form, wave); `again` counts what was in the file already; `refused` are
    (person, form, reason) of what waits on; `removed` counts what was deleted because the person
    was erased or asked for it. `notes` are sentences about single answers.
    """

    kept: tuple[tuple[str, str, str], ...] = ()
    again: int = 0
    refused: tuple[tuple[str, str, str], ...] = ()
    removed: int = 0
    notes: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words."""
        told = [f"Taken in: {_counted(len(self.kept))}."]
        if self.again:
            told.append(f"{_counted(self.again)} had been taken in before; kept once.")
        if self.removed:
            told.append(
                f"{_counted(self.removed)} of people who were erased, or asked for their data not "
                "to be used, not taken in and deleted."
            )
        told += [f"Not taken in, {who}, {what}: {why}" for who, what, why in self.refused]
        return (*told, *self.notes)

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def _counted(n: int) -> str:
    return "1 answered form" if n == 1 else f"{n} answered forms"


def waiting(programme: Programme) -> tuple[Waiting, ...]:
    """List what waits in the inbox, the oldest first; nothing where there is no inbox."""
    inbox = inbox_of(programme.file)
    if inbox is None:
        return ()
    known = invitations(programme.file)
    with inbox:
        return tuple(_told(programme, one, known.get(one.person_key)) for one in inbox.waiting())


def _told(programme: Programme, one: Submission, asked: Invited | None) -> Waiting:
    form = programme.file.instrument(one.instrument_id)
    title = form.title.say() if form else one.instrument_id
    person = (asked.person_id or "") if asked else ""
    wave = asked.wave if asked else ""
    return Waiting(one.id, person, one.instrument_id, title, wave, stamp(one.submitted_at))


@discreet("good", "closed", "refused")
@dataclass(slots=True)
class _Sorted:
    """Submissions by what becomes of them."""

    good: list[tuple[Submission, Invited, Instrument]] = field(default_factory=list)
    closed: list[Submission] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)


def take_in(programme: Programme, *, by: str) -> TakenIn:
    """Take in all that is sound; see `QuestionnairesStep.take_in`."""
    with opened_inbox(programme.file) as inbox:
        sorted_out = _sorted_out(programme, inbox.waiting())
        done = _kept(programme, sorted_out, by=by)
        _let_go(inbox, sorted_out)
    return done


def _sorted_out(programme: Programme, found: Sequence[Submission]) -> _Sorted:
    """Hold what waits against whom the programme asked, and for what."""
    file, known, into = programme.file, invitations(programme.file), _Sorted()
    people = {person.person_id for person in file.people()}
    for one in found:
        asked = known.get(one.person_key)
        if asked is None:
            why = _UNPAIRED if one.person_key.startswith(NOT_PAIRED) else _FORGED
            into.refused.append(("a key", one.instrument_id, f"{why}."))
            continue
        form = file.definition(asked.definition_id)
        objected = file.objected(purpose_of(form.step if form else None))
        if asked.person_id not in people - objected:
            into.closed.append(one)
        elif form is None or (form.id, form.version) != (one.instrument_id, one.version):
            why = "the form that came back is not the one that was asked."
            into.refused.append((asked.person_id, one.instrument_id, why))
        elif why := one.fault or _other_voice(one, asked):
            into.refused.append((asked.person_id, form.title.say(), why))
        else:
            into.good.append((one, asked, form))
    return into


def _other_voice(one: Submission, asked: Invited) -> str:
    """Say that somebody wrote in another's place; empty where they did not."""
    if one.voice == asked.voice:
        return ""
    came, wanted = (voice or "nobody in particular" for voice in (one.voice, asked.voice))
    return f"it was written as {came}, and asked of them as {wanted}. Ask them again."


def _kept(programme: Programme, sorted_out: _Sorted, *, by: str) -> TakenIn:
    """Keep what is sound; what is not moves over to what is refused."""
    sound: list[_Sound] = []
    for one, asked, form in sorted_out.good:
        voice = next((name for name in form.voices if name == one.voice), None)
        try:
            sound.append(_Sound(one, asked, form, checked(form, one.answers, voice=voice)))
        except RmkitError as error:
            why = _why(error)
            sorted_out.refused.append((str(asked.person_id), form.title.say(), why))
    sorted_out.good = [(s.submission, s.asked, s.form) for s in sound]
    new, again, notes = _saved(programme, sound, by=by)
    return TakenIn(
        tuple((str(s.asked.person_id), s.form.title.say(), s.asked.wave) for s in new),
        again,
        tuple(sorted_out.refused),
        len(sorted_out.closed),
        (*notes, *_older(programme, new)),
    )


@discreet("external_id")
@dataclass(frozen=True, slots=True)
class _Sound:
    """A submission that can be kept, with who was asked what, and its checked answers."""

    submission: Submission
    asked: Invited
    form: Instrument
    kept: Kept

    @property
    def is_candidate(self) -> bool:
        """Whether it is what somebody answers to take part."""
        return self.form.id == "candidate" and not self.asked.wave

    @property
    def external_id(self) -> str:
        """What the response is called, so that it is kept once."""
        return f"inbox {self.submission.id}"


def _saved(
    programme: Programme, sound: Sequence[_Sound], *, by: str
) -> tuple[list[_Sound], int, list[str]]:
    """Keep responses that are not here yet; give those, how many were here, and what to say."""
    file, moment = programme.file, now()
    there = {r.external_id for r in file.responses() if r.external_id}
    new = [s for s in sound if s.external_id not in there]
    others = [s for s in new if not s.is_candidate]
    pairs, notes = {pair.pair_id for pair in file.pairs()}, []
    if others:
        with file.change(actor=by, action="Took in answers from links", now=moment) as change:
            for one in others:
                _, _, said = save_beside(change, _response(one, pairs), one.form)
                notes += [f"{one.asked.person_id}, {one.form.title.say()}: {line}" for line in said]
    for one in new:
        if one.is_candidate:
            at = stamp(one.submission.submitted_at)
            found = Found(LINK, 0, one.kept.answers, at, one.external_id, one.asked.person_id)
            added = add_answers(file, [found], one.form, source=LINK, now=moment, by=by)
            again = f"{one.asked.person_id} answered again; the earlier answers stay in the history"
            notes += [f"{again}."] if added.changed else []
    return new, len(sound) - len(new), notes


def _response(one: _Sound, pairs: Collection[str]) -> Response:
    return Response(
        one.asked.person_id,
        one.form.id,
        one.form.version,
        one.kept.answers,
        wave=one.asked.wave,
        partner_id=one.asked.partner_id,
        pair_id=one.asked.pair_id if one.asked.pair_id in pairs else None,
        submitted_at=stamp(one.submission.submitted_at),
        source=LINK,
        external_id=one.external_id,
        definition_id=one.asked.definition_id,
    )


def _older(programme: Programme, new: Sequence[_Sound]) -> list[str]:
    """Say which forms were answered in another version than the one that is asked now."""
    told = []
    for one in new:
        latest = asked_here(programme, one.form.id).version
        if latest != one.form.version:
            told.append(
                f"{one.asked.person_id} answered version {one.form.version} of "
                f"{one.form.title.say()}; now it is version {latest}. It is kept with the "
                "questions that they saw."
            )
    return told


def _why(error: RmkitError) -> str:
    return " ".join(map(str, error.faults)) if isinstance(error, FaultsFound) else str(error)


def _let_go(inbox: Inbox, sorted_out: _Sorted) -> None:
    """Empty the inbox of what the programme file holds now, and of what it must not hold."""
    for one in sorted_out.closed:
        inbox.forget(one.person_key)
    inbox.taken([one.id for one, _, _ in sorted_out.good])
