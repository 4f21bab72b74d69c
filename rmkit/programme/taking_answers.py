"""One person's answers from a form on the screen: what is asked, and keeping what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rmkit.errors import NotAllowed
from rmkit.exchange.responses import Response as Found
from rmkit.instruments.model import Instrument, Voice
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.importing import add_answers
from rmkit.programme.offered import Offered, asked_here, for_the_coordinator, offered
from rmkit.programme.one_answer import (
    BY_COORDINATOR,
    Answered,
    Kept,
    checked,
    refuse_objecting,
    save_beside,
    together,
    wave_of,
)
from rmkit.records.model import TALK, Response, stamp

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["TakingAnswers"]


class TakingAnswers:
    """What is asked in one programme, and one answer at a time."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    # What is asked

    def catalogue(self) -> tuple[Offered, ...]:
        """List the forms step by step: who fills them in and when, how many answers are here."""
        return offered(self._programme)

    def instrument(self, instrument_id: str, variant: str | None = None) -> Instrument:
        """Give a form as this programme asks it: with the rows that its candidates were asked.

        Parameters
        ----------
        instrument_id
            An id of `catalogue()`, or of a questionnaire of your own that was answered here.
        variant
            One of its variants; None takes the programme's, or the first.

        Raises
        ------
        UnknownName
            There is no such form or variant.
        """
        return asked_here(self._programme, instrument_id, variant)

    def for_a_talk(self, instrument_id: str, variant: str | None = None) -> Instrument:
        """Give the part of a form that can be filled in for somebody, in a talk with them.

        Raises
        ------
        NotAllowed
            All of it stays with the pair or the person.
        UnknownName
            There is no such form or variant.
        """
        whole = self.instrument(instrument_id, variant)
        part = for_the_coordinator(whole)
        if part is None:
            message = (
                f"{whole.title.say()} stays with those who fill it in: nothing of it is for you "
                "to read or to enter."
            )
            raise NotAllowed(message)
        return part

    # What was answered

    def answer(
        self,
        instrument_id: str,
        answers: Mapping[str, object],
        *,
        person: str | None = None,
        wave: str | None = None,
        partner: str | None = None,
        pair: str | None = None,
        by: str = "coordinator",
        talk: bool = False,
        voice: Voice | None = None,
        variant: str | None = None,
    ) -> Answered:
        """Keep what one person answered.

        Nothing takes the place of an earlier answer: it is kept beside it, and what comes back
        says which of the two counts. What somebody answered themselves counts before what was
        entered for them.

        Parameters
        ----------
        instrument_id
            Which form.
        answers
            What was written, by the keys of `instrument`. What is for the pair or the person alone
            is counted, and not kept.
        person
            Who answered, or whom a coordinator's own record is about; None where it is nobody's.
        wave
            `before`, `kick_off`, `during` or `after`, where the form has several.
        partner, pair
            Whom it is about. Left out, it is about the one confirmed pair of the person, if there
            is one.
        by
            Who enters it, by name.
        talk
            Whether the coordinator writes it down in a talk with the person.
        voice
            In whose place it is written, in a sheet of two; None takes the answers of both.
        variant
            As for `instrument`.

        Raises
        ------
        FaultsFound
            An answer is off its scale or cannot be read, or a required one is missing. Every fault
            is told with the `key` of its question, and nothing was saved.
        NotAllowed
            The person asked for their data not to be used for this, nothing of the form is for the
            coordinator, the wave does not fit, or `by` is blank.
        UnknownName
            The form, person, pair or partner is not there.
        """
        by, asked = named(by), self.instrument(instrument_id, variant)
        person = self._who(asked, person)
        if asked.id == "candidate" and person and not wave:
            given = self._named(person, asked) | dict(answers)
            return self._as_candidate(checked(asked, given), asked, person, by=by, talk=talk)
        which = wave_of(asked, wave)
        kept = checked(asked, answers, voice=voice)
        if not kept.answers:
            message = f"{kept.left_out or 'Nothing is answered yet.'} Nothing was saved."
            raise NotAllowed(message)
        other, of_pair = together(self._file, asked, person, partner=partner, pair=pair)
        return self._keep(kept, asked, person, which, (other, of_pair), by=by, talk=talk)

    def _who(self, asked: Instrument, person: str | None) -> str | None:
        if asked.kind == "list":
            message = f"{asked.title.say()} is a table from elsewhere: import it as a file."
            raise NotAllowed(message)
        if asked.id == "objective":
            message = "The objective is the programme's: keep it with objective.keep."
            raise NotAllowed(message)
        if person is None:
            return None
        found = self._file.person(person).person_id
        refuse_objecting(self._file, asked, found)
        return found

    def _named(self, person_id: str, asked: Instrument) -> dict[str, object]:
        """Give what is known of somebody anyway, so that a talk need not begin with it."""
        person = self._file.person(person_id)
        keys = {field.key for field in asked.fields}
        known = {"name": person.name, "email": person.email}
        return {key: value for key, value in known.items() if key in keys and value}

    def _as_candidate(
        self, kept: Kept, asked: Instrument, person: str, *, by: str, talk: bool
    ) -> Answered:
        """Keep what somebody answered to take part, as an import would."""
        source, moment = TALK if talk else "form", now()
        found = Found(source, 0, kept.answers, stamp(moment), person_id=person)
        if not self._programme.candidates.is_chosen:
            self._programme.candidates.settle(asked)
        added = add_answers(self._file, [found], asked, source=source, now=moment, by=by)
        mine = self._file.responses("candidate", "", person_id=person)
        (response,) = [r for r in mine if (r.source == TALK) == talk][-1:]
        told = [_acknowledged(asked, response, by, len(kept.answers)), kept.left_out]
        if added.changed:
            told.append("It counts instead of the earlier one, which stays in the history.")
        if len({r.source == TALK for r in mine}) > 1:
            told.append("Their own answer counts before what was entered in a talk; both are kept.")
        sentences = tuple(filter(None, told))
        is_new = not added.same
        return Answered(
            asked.id, person, "", response.response_id, len(kept.answers), is_new, sentences
        )

    def _keep(
        self,
        kept: Kept,
        asked: Instrument,
        person: str | None,
        wave: str,
        about: tuple[str | None, str | None],
        *,
        by: str,
        talk: bool,
    ) -> Answered:
        moment = now()
        theirs = "form" if asked.filled_by != ("coordinator",) else BY_COORDINATOR
        made = Response(
            person,
            asked.id,
            asked.version,
            kept.answers,
            wave=wave,
            partner_id=about[0],
            pair_id=about[1],
            submitted_at=stamp(moment),
            source=TALK if talk else theirs,
        )
        action = f"Kept an answer to {asked.id}{' from a talk' if talk else ''}"
        with self._file.change(actor=by, action=action, now=moment) as change:
            change.save_instrument(asked)
            response_id, is_new, said = save_beside(change, made, asked)
        told = (_acknowledged(asked, made, by, len(kept.answers)), kept.left_out, *said)
        sentences = tuple(filter(None, told if is_new else (*said, kept.left_out)))
        return Answered(asked.id, person, wave, response_id, len(kept.answers), is_new, sentences)


def _acknowledged(asked: Instrument, made: Response, by: str, n: int) -> str:
    answers = "1 answer" if n == 1 else f"{n} answers"
    whose = f" of {made.person_id}" if made.person_id else ""
    wave = f", {made.wave}" if made.wave else ""
    how = f", in a talk, entered by {by}" if made.source == TALK else ""
    return f"Kept {answers}{whose} to {asked.title.say()}{wave}{how}."
