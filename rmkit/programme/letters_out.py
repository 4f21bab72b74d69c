"""Sending letters by a mail server: on request, first to oneself, and to nobody twice.

Each letter stands in the programme's file before it goes out (claimed) and after (sent). If the
machine stops in between, the claimed one may have gone out or not: it is told as unsure and stays
where it is until a person says what to do. A letter that somebody got within the last two weeks is
not sent again either, unless they are named for it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed, NotSent
from rmkit.exchange.mail import draft
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.letter_drafts import Ready, as_mail
from rmkit.programme.mailing import MAILING, Noted, mailings
from rmkit.programme.readers import LeftOut
from rmkit.records.model import stamp

if TYPE_CHECKING:
    from rmkit.content.model import Letter
    from rmkit.exchange.smtp import MailServer, Outcome, Server
    from rmkit.programme.coordinator import Coordinator
    from rmkit.programme.programme import Programme
    from rmkit.records.change import Change

__all__ = ["Sending", "Sent", "refuse_untested", "send_test", "settle", "unsure"]

_TEST = "mail_test"
_AGAIN_AFTER = timedelta(days=14)


@discreet("letter", "sent", "refused", "unsure", "before", "not_tried", "on_paper", "left_out")
@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a sending, by the ids of people.

    `refused` has the server's words for each; `unsure` are those of whom nobody knows whether their
    letter went out, `before` those who got it lately already; `not_tried` were not reached any
    more. `on_paper` have no address: write their letter, and print it.
    """

    letter: str
    sent: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    unsure: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    not_tried: tuple[str, ...] = ()
    on_paper: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    broke: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words."""
        n = len(self.sent)
        told = [f"{n:,} {'letter was' if n == 1 else 'letters were'} sent."]
        told += [f"{i} was refused by the mail server: {why}" for i, why in self.refused]
        told += [
            f"{i}: whether it went out is not known. Ask them or look into your mail server, then "
            "settle it; it is not sent again by itself."
            for i in self.unsure
        ]
        told += [f"{i} got it within the last two weeks, and not again." for i in self.before]
        if self.not_tried:
            told.append(f"Not tried any more: {', '.join(self.not_tried)}. {self.broke}".strip())
        told += [f"{i} has no address: write the letter and print it." for i in self.on_paper]
        told += [f"{one.person_id} gets no letter: {one.why}" for one in self.left_out]
        return tuple(told)

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def send_test(
    programme: Programme, text: Letter, ready: Ready, *, server: Server, password: str, by: str
) -> str:
    """Send a letter to the coordinator, as its first reader would get it; note that it went out.

    Raises
    ------
    NotSent
        The server did not take it.
    """
    from rmkit.exchange.smtp import MailServer

    coordinator = _coordinator(programme)
    person = replace(ready.person, name=coordinator.name, email=coordinator.email)
    filled = replace(ready.filled, subject=f"Test: {ready.filled.subject}")
    with MailServer(server, password) as out:
        outcome = _given_out(out, replace(ready, person=person, filled=filled), coordinator, now())
    if outcome.state != "sent":
        message = f"{server} did not take the test letter: {outcome.why}. Nothing else was sent."
        raise NotSent(message)
    content = {"server": _where(server), "words": _words(text), "at": stamp(now()), "by": by}
    with programme.file.change(
        actor=by, action="Sent a test letter to the coordinator", now=now(), kind="note"
    ) as change:
        change.save_document(_TEST, text.id, content)
    return f"A test letter went to {coordinator.email}. Read it there; then send the others."


def refuse_untested(programme: Programme, text: Letter, server: Server) -> None:
    """Refuse to send a letter that was not tried with the same words and the same server.

    Raises
    ------
    NotAllowed
        There was no such test.
    """
    kept = programme.file.document(_TEST, text.id) or {}
    if (kept.get("server"), kept.get("words")) != (_where(server), _words(text)):
        message = (
            f"Send {text.id} to yourself first, by this server and in these words: "
            "letters.send_test(...). Nothing was sent."
        )
        raise NotAllowed(message)


def unsure(programme: Programme) -> tuple[Noted, ...]:
    """Give the letters of which nobody knows whether they went out."""
    return tuple(one for one in mailings(programme.file) if one.state == "claimed")


def settle(programme: Programme, letter: str, person_id: str, *, went_out: bool, by: str) -> None:
    """Keep what a person found out about a letter that was unsure.

    Raises
    ------
    NotAllowed
        Nothing about this letter to this person is unsure, or `by` is blank.
    """
    by = named(by)
    mine = [o for o in unsure(programme) if (o.letter, o.person_id) == (letter, person_id)]
    if not mine:
        message = f"Nothing is unsure about {letter} to {person_id}. Nothing was changed."
        raise NotAllowed(message)
    with programme.file.change(
        actor=by, action="Settled whether a letter went out", now=now(), kind="note"
    ) as change:
        for one in mine:
            kept = change.document(MAILING, one.key) or {}
            state = "sent" if went_out else "settled"
            change.save_document(MAILING, one.key, kept | {"state": state, "settled_by": by})


@discreet()
@dataclass
class Sending:
    """One sending, letter by letter; `run` does it.

    `still` says, just before a letter goes out, why it must not any more (empty where it may).
    """

    programme: Programme
    letters: Sequence[Ready]
    by: str
    again: Collection[str]
    still: Callable[[str], str]
    on_progress: Callable[[float, str], None] | None = None
    _sent: list[str] = field(default_factory=list)
    _refused: list[tuple[str, str]] = field(default_factory=list)
    _unsure: list[str] = field(default_factory=list)
    _left_out: list[LeftOut] = field(default_factory=list)

    def run(self, server: Server, password: str, *, left_out: Sequence[LeftOut] = ()) -> Sent:
        """Send what may go out; who was left out before is told with the others."""
        from rmkit.exchange.smtp import MailServer

        letter = self.letters[0].letter_id
        mailed = [one for one in self.letters if not one.on_paper]
        before, doubtful = self._lately(letter)
        to_send = [one for one in mailed if one.person.person_id not in {*before, *doubtful}]
        tried, broke = 0, ""
        if to_send:
            keys = self._queue(to_send)
            with MailServer(server, password) as out:
                for tried, (one, key) in enumerate(zip(to_send, keys, strict=True), start=1):
                    try:
                        self._one(out, one, key)
                    except NotSent as error:
                        tried, broke = tried - 1, str(error)
                        break
                    if self.on_progress:
                        self.on_progress(tried / len(to_send), "sending letters")
                    if self._unsure:
                        broke = "The connection to the mail server broke."
                        break
        return Sent(
            letter,
            tuple(self._sent),
            tuple(self._refused),
            (*doubtful, *self._unsure),
            before,
            tuple(one.person.person_id for one in to_send[tried:]),
            tuple(one.person.person_id for one in self.letters if one.on_paper),
            (*left_out, *self._left_out),
            broke,
        )

    def _lately(self, letter: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give those who got the letter lately, and those of whom it is not known."""
        since = stamp(now() - _AGAIN_AFTER)
        got: dict[str, None] = {}
        doubtful: dict[str, None] = {}
        wanted = {one.person.person_id for one in self.letters} - {*self.again}
        for one in mailings(self.programme.file):
            if one.letter == letter and one.person_id in wanted:
                if one.state == "claimed":
                    doubtful[one.person_id] = None
                elif one.state == "sent" and one.at >= since:
                    got[one.person_id] = None
        return tuple(got), tuple(doubtful)

    def _queue(self, letters: Sequence[Ready]) -> list[str]:
        """Note in the file that each letter waits to go out, and give where."""
        keys = [secrets.token_hex(8) for _ in letters]
        at = stamp(now())
        rows = {
            key: {
                "letter": one.letter_id,
                "person_id": one.person.person_id,
                "state": "waiting",
                "at": at,
                "by": self.by,
            }
            for key, one in zip(keys, letters, strict=True)
        }
        with self._change("Prepared letters to be sent") as change:
            for key, kept in change.documents(MAILING).items():
                mine = kept["letter"] == letters[0].letter_id and kept["person_id"] in self.again
                if mine and kept["state"] == "claimed":
                    change.save_document(MAILING, key, kept | {"state": "settled"})
            change.add_documents(MAILING, rows)
        return keys

    def _one(self, out: MailServer, one: Ready, key: str) -> None:
        person_id = one.person.person_id
        why_not = self.still(person_id) or self._claim(key, one)
        if why_not:
            self._left_out.append(LeftOut(person_id, why_not))
            self._mark(key, "settled", why_not)
            return
        try:
            outcome = _given_out(out, one, _coordinator(self.programme), now())
        except NotSent:
            self._mark(key, "waiting", "")
            raise
        if outcome.state == "unsure":
            self._unsure.append(person_id)
            return
        self._mark(key, outcome.state, outcome.why)
        if outcome.state == "sent":
            self._sent.append(person_id)
        else:
            self._refused.append((person_id, outcome.why))

    def _claim(self, key: str, one: Ready) -> str:
        """Claim a letter, unless another sending did or its reader is gone."""
        with self._change("Claimed a letter to be sent") as change:
            kept = change.document(MAILING, key) or {}
            if kept.get("person_id") != one.person.person_id:
                return "they were erased meanwhile."
            if one.person.person_id not in self.again and self._is_out(change, kept):
                return "another sending has this letter."
            change.save_document(MAILING, key, kept | {"state": "claimed", "at": stamp(now())})
        return ""

    def _is_out(self, change: Change, mine: dict[str, Any]) -> bool:
        """Whether the same letter was claimed, or went out lately, in another sending."""
        since = stamp(now() - _AGAIN_AFTER)
        return any(
            _is_same(other, mine)
            and (other["state"] == "claimed" or (other["state"] == "sent" and other["at"] >= since))
            for other in change.documents(MAILING).values()
        )

    def _mark(self, key: str, state: str, why: str) -> None:
        with self._change("Noted what became of a letter") as change:
            kept = change.document(MAILING, key)
            if kept is not None:
                told = {"why": why} if why else {}
                change.save_document(
                    MAILING, key, kept | {"state": state, "at": stamp(now())} | told
                )

    def _change(self, action: str) -> Any:  # noqa: ANN401 - a context of the file
        return self.programme.file.change(actor=self.by, action=action, now=now(), kind="note")


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (one["letter"], one["person_id"]) == (other["letter"], other["person_id"])


def _given_out(out: MailServer, one: Ready, coordinator: Coordinator, moment: datetime) -> Outcome:
    mail = as_mail(one, coordinator)
    content = draft(mail, date=moment, unsent=False)
    return out.send(content, sender=mail.sender.in_ascii, to=mail.to.in_ascii)


def _coordinator(programme: Programme) -> Coordinator:
    found = programme.coordinator
    if found is None:  # pragma: no cover - nothing was filled in without one
        message = "Nobody is named as the coordinator."
        raise NotAllowed(message)
    return found


def _where(server: Server) -> str:
    return f"{server.host}:{server.port} {server.security} {server.user}"


def _words(text: Letter) -> str:
    return hashlib.sha256(f"{text.subject}\n{text.body}".encode()).hexdigest()
