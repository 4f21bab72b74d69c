"""What belongs to a pair: sealed on its way into the file, opened by a member, in memory only.

Without a key of the pair its own answers are not kept at all. With one, they are sealed as soon as
they are checked; the coordinator sees that there are some, when they came, and whose pair it is.
Items for the person alone (`self`) are not kept with a key either: the partner could read them.

The passphrase of a member is typed where the answers are read: whoever has that machine under
control can read along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.sealing import Label, open_sealed, seal
from rmkit.disclosure.unseen import keys_for, part
from rmkit.errors import CannotOpen, FaultsFound, NotAllowed
from rmkit.instruments.answers import Answer, check_answers
from rmkit.instruments.model import Instrument
from rmkit.programme.pair_keys import PAIR, PairKeys
from rmkit.records.model import Response, stamp

__all__ = ["OpenedAnswers", "PairsAnswer", "SealingStep"]


@discreet("response_id", "instrument_id", "answers")
@dataclass(frozen=True, slots=True)
class PairsAnswer:
    """One response of the pair, opened. What it says is in `answers` and in no `repr`."""

    response_id: str
    instrument_id: str
    wave: str
    author: str
    submitted_at: str | None
    answers: Mapping[str, Answer] = field(repr=False)


@discreet("answers", "not_opened")
@dataclass(frozen=True, slots=True)
class OpenedAnswers:
    """What a member can read now, and the ids of what did not open."""

    answers: tuple[PairsAnswer, ...]
    not_opened: tuple[str, ...]


class SealingStep(PairKeys):
    """Keys and sealed answers of the pairs of one programme."""

    def answer(
        self,
        pair_id: str,
        person_id: str,
        instrument: Instrument,
        answers: Mapping[str, object],
        *,
        wave: str = "",
        instead_of: str = "",
    ) -> str:
        """Check what a member answered, seal what is the pair's, and keep it; no passphrase needed.

        Parameters
        ----------
        pair_id, person_id
            The pair, and who of it answered.
        instrument
            What was asked.
        answers
            What was written, by key. Items for the coordinator are kept in clear, items for the
            person alone are not kept.
        wave
            Which time of asking.
        instead_of
            The response_id of an answer of theirs that this one replaces.

        Returns
        -------
        str
            The response_id.

        Raises
        ------
        FaultsFound
            An answer cannot be read, or a required one is missing. Nothing was saved.
        NotReady
            The pair has no key. Nothing was saved.
        """
        kept, faults = check_answers(instrument, answers)
        wrong = [fault for fault in faults if fault.level == "error"]
        if wrong:
            raise FaultsFound(wrong, "Nothing was saved.")
        label = self._label(pair_id, person_id, instrument, wave, instead_of or uuid4().hex)
        closed = keys_for(instrument, "pair")
        theirs = {name: value for name, value in kept.items() if name in closed}
        sealed = seal(theirs, label, self._public(pair_id)) if theirs else None
        (clear,) = part(instrument, [kept]).kept
        return self.receive(label, sealed, instrument, answers=clear)

    def receive(
        self,
        label: Label,
        sealed: bytes | None,
        instrument: Instrument,
        *,
        answers: Mapping[str, Answer] | None = None,
    ) -> str:
        """Keep what was sealed elsewhere, as it is; nothing here can look into it.

        Parameters
        ----------
        label
            Where it belongs; the programme must be this one.
        sealed
            What `rmkit.disclosure.sealing.seal` gave with this label.
        instrument
            What was asked.
        answers
            The part that is for the coordinator, in clear.
        """
        pair = self._pair_of(label.pair_id, label.author)
        there = [r for r in self._file.responses() if r.response_id == label.response_id]
        expected = self._label(
            label.pair_id, label.author, instrument, label.wave, label.response_id
        )
        same = all((r.person_id, r.pair_id) == (label.author, label.pair_id) for r in there)
        if label != expected or not same:
            message = "This answer belongs to another programme, person or pair; it was not saved."
            raise NotAllowed(message)
        now = self._now()
        response = Response(
            label.author,
            instrument.id,
            instrument.version,
            dict(answers or {}),
            wave=label.wave,
            partner_id=pair.mentee_id if label.author == pair.mentor_id else pair.mentor_id,
            pair_id=label.pair_id,
            submitted_at=stamp(now),
            source="sealed",
            sealed=sealed,
            response_id=label.response_id,
        )
        with self._file.change(actor=PAIR, action="Kept a sealed answer.", now=now) as change:
            change.save_instrument(instrument)
            return change.save_response(response)

    def open(
        self, pair_id: str, person_id: str, *, passphrase: str = "", recovery_code: str = ""
    ) -> OpenedAnswers:
        """Open what is sealed for a pair, for one of its members; nothing of it is written down.

        Raises
        ------
        CannotOpen
            The passphrase or code is another one, or what is kept of the key was altered.
        NotReady
            The pair has no key, or the person has none yet.
        """
        key = self._open_key(pair_id, person_id, passphrase=passphrase, recovery_code=recovery_code)
        opened, not_opened = [], []
        for response in self._file.responses():
            if response.pair_id != pair_id or response.sealed is None:
                continue
            try:
                answers = open_sealed(response.sealed, _label_of(self._file.info.id, response), key)
            except CannotOpen:
                not_opened.append(response.response_id)
                continue
            opened.append(
                PairsAnswer(
                    response.response_id,
                    response.instrument_id,
                    response.wave,
                    str(response.person_id),
                    response.submitted_at,
                    answers,
                )
            )
        return OpenedAnswers(tuple(opened), tuple(not_opened))

    def _label(
        self, pair_id: str, author: str, instrument: Instrument, wave: str, response_id: str
    ) -> Label:
        self._pair_of(pair_id, author)
        return Label(
            self._file.info.id,
            pair_id,
            instrument.id,
            instrument.version,
            wave,
            author,
            response_id,
        )


def _label_of(programme_id: str, response: Response) -> Label:
    """Give the place at which a response was found: it opens only if it was sealed for it."""
    return Label(
        programme_id,
        str(response.pair_id),
        response.instrument_id,
        response.instrument_version,
        response.wave,
        str(response.person_id),
        response.response_id,
    )
