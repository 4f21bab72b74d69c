"""All letters of a programme: on the shelf, in its own words, written, and sent on request.

A person asks for each sending, by name, after a test letter to the coordinator. The password of the
mail server is handed over each time and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from rmkit.errors import UnknownName
from rmkit.programme.actors import named
from rmkit.programme.letters_out import (
    Sending,
    Sent,
    refuse_untested,
    send_test,
    settle,
    unsure,
)
from rmkit.programme.letters_written import WrittenLetters
from rmkit.programme.mailing import mailings, mailings_table
from rmkit.programme.pairs_of_letters import PairsNow

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.content.model import Letter
    from rmkit.exchange.smtp import Server
    from rmkit.programme.letter_drafts import Ready
    from rmkit.programme.letter_facts import Given
    from rmkit.programme.mailing import Noted

__all__ = ["LettersStep"]


class LettersStep(WrittenLetters):
    """The letters of one programme."""

    def send_test(
        self,
        name: str,
        people: Iterable[str] | None = None,
        *,
        server: Server,
        by: str,
        password: str = "",
        more: Given | None = None,
    ) -> str:
        """Send a letter to the coordinator, as its first reader would get it.

        Parameters
        ----------
        name, people, more
            As for `write`.
        server
            The mail server, with its user.
        by
            Who sends it, by name.
        password
            For the user of the server; it is kept nowhere.

        Returns
        -------
        str
            Where it went, and what to do next.

        Raises
        ------
        NotSent
            The server cannot be reached or trusted, or did not take it.
        """
        by = named(by)
        _, ready = self._made(name, people, more or {}, self._facts())
        text = self.letter(name)
        return send_test(self._programme, text, ready[0], server=server, password=password, by=by)

    def send(
        self,
        name: str,
        people: Iterable[str] | None = None,
        *,
        server: Server,
        by: str,
        password: str = "",
        more: Given | None = None,
        again: Collection[str] = (),
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Sent:
        """Send a letter by a mail server, each person's once.

        Each letter is claimed in the file before it goes out and marked after, so that none goes
        out twice, also after a crash. One that may have gone out is told as unsure and left alone.

        Parameters
        ----------
        name, people, more
            As for `write`.
        server
            The mail server, with its user.
        by
            Who sends them, by name.
        password
            For the user of the server; it is kept nowhere.
        again
            The ids of those who are to get it although it went out to them within the last two
            weeks, or although nobody knows whether it did.
        on_progress
            Told the share done.

        Returns
        -------
        Sent
            What became of each; `print` tells it.

        Raises
        ------
        NotAllowed
            No test letter went to the coordinator, by this server and in these words; or `by` is
            blank. Nothing was sent.
        NotSent
            The server cannot be reached or trusted, or lets the user not in. Nothing was sent.
        NotReady, FaultsFound, UnknownName
            As for `write`.
        """
        by, text = named(by), self.letter(name)
        refuse_untested(self._programme, text, server)
        found, ready = self._made(name, people, more or {}, self._facts())
        still = self._still(self._to_write(text), ready)
        sending = Sending(self._programme, ready, by, frozenset(again), still, on_progress)
        return sending.run(server, password, left_out=found.left_out)

    @property
    def unsure(self) -> tuple[Noted, ...]:
        """Letters of which nobody knows whether they went out; see `settle`."""
        return unsure(self._programme)

    def settle(self, name: str, person_id: str, *, went_out: bool, by: str) -> None:
        """Keep what you found out about an unsure letter; one that did not go out may be sent.

        Parameters
        ----------
        name, person_id
            Which letter, to whom.
        went_out
            Whether they got it.
        by
            Who found out, by name.

        Raises
        ------
        NotAllowed
            Nothing about it is unsure, or `by` is blank.
        """
        settle(self._programme, name, person_id, went_out=went_out, by=by)

    def log(self, name: str | None = None) -> pd.DataFrame:
        """List every letter that was written or sent: when, which, to whom, by whom, what became.

        Parameters
        ----------
        name
            Only this letter; None for all. What the kick-off wrote stands in the history.

        Returns
        -------
        DataFrame
            `at`, `letter`, `person_id`, `state`, `by`, `why`; the oldest first.
        """
        return mailings_table(o for o in mailings(self._file) if name in (None, o.letter))

    def _still(self, text: Letter, ready: Sequence[Ready]) -> Callable[[str], str]:
        """Give what looks, just before a letter goes out, whether it still may."""
        pairs = PairsNow(self._file)
        before = {r.person.person_id: _ids(pairs, r.person.person_id, text) for r in ready}

        def look(person_id: str) -> str:
            try:
                person = self._file.person(person_id)
            except UnknownName:
                return "they were erased meanwhile."
            said = self._file.objections(person_id)
            stopped = any(o.purpose == "participation" and o.state != "lifted" for o in said)
            if stopped or person.state == "left":
                return "they take part no longer."
            if _ids(PairsNow(self._file), person_id, text) != before[person_id]:
                return "their pair changed meanwhile; look at it, then send it anew."
            return ""

        return look


def _ids(pairs: PairsNow, person_id: str, text: Letter) -> frozenset[str]:
    """Give whom a letter tells of; nobody where it is not about pairs."""
    if "partners" not in text.placeholders:
        return frozenset()
    mine = pairs.of(person_id, text)
    return frozenset(i for p in mine for i in (p.mentor_id, p.mentee_id) if i)
