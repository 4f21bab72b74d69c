"""The letters of the kick-off in a notebook: read as people get them, mended once, drafted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rmkit.content import FilledLetter, edited
from rmkit.content.model import Letter
from rmkit.errors import Fault, FaultsFound, NotReady, RmkitError, UnknownName
from rmkit.exchange.addresses import Mailbox
from rmkit.forms.given import Given
from rmkit.forms.letters_shown import faults_by_place, letter_rows, need, outbox, people_by_side
from rmkit.forms.notice import Notice, notice_of
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.programme.kickoff import KickoffStep
from rmkit.programme.letters import refuse_what_fills_badly

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["LettersPanel", "letters"]

_MOST_NEEDS = 200


class _Tried(KickoffStep):
    """The kick-off with a letter in words that are not kept."""

    def __init__(self, programme: Programme, tried: Letter) -> None:
        super().__init__(programme)
        self._tried = tried

    def letter(self, name: str) -> Letter:
        """Give the words to try, or a letter as it is kept."""
        return self._tried if name == self._tried.id else super().letter(name)


class LettersPanel(Panel):
    """The letters of one programme, one person's at a time.

    Whoever leafs through them gets each letter as a reply; only the first stands in `view`.
    """

    _esm = script("letters")
    _css = style("letters")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        super().__init__(self._seen())

    @act
    def show(self, given: Given) -> Reply:
        """Show a letter as one person gets it, or (without a person) as an example."""
        return Reply(data=self._shown(given.text("letter"), given.text("person")))

    @act
    def try_out(self, given: Given) -> Reply:
        """Show a letter in words that are not kept."""
        name, person = given.text("letter"), given.text("person")
        try:
            words = edited(
                self._programme.kickoff.letter(name),
                subject=given.text("subject"),
                body=given.text("body"),
            )
            refuse_what_fills_badly(words)
        except FaultsFound as found:
            return _to_mend(found, "It cannot be shown so.")
        return Reply(data=self._shown(name, person, _Tried(self._programme, words)))

    @act
    def keep(self, given: Given) -> Reply:
        """Keep the words of a letter, for everybody who gets it."""
        name, kickoff = given.text("letter"), self._programme.kickoff
        subject, body = given.text("subject"), given.text("body")
        kept = kickoff.letter(name)
        changed = {
            part: words
            for part, words, before in (
                ("subject", subject, kept.subject),
                ("body", body, kept.body),
            )
            if words != before.strip()
        }
        if not changed:
            return Reply(Notice("note", "Nothing is changed: these words are kept already."))
        try:
            kickoff.edit(name, **changed)
        except FaultsFound as found:
            return _to_mend(found, "The words were not kept.")
        self.view = self._seen(name, given.text("person"))
        return Reply(Notice("done", "These words are kept, for everybody who gets this letter."))

    @act
    def restore(self, given: Given) -> Notice:
        """Go back to the words that come with rmkit."""
        name = given.text("letter")
        self._programme.kickoff.restore(name)
        self.view = self._seen(name, given.text("person"))
        return Notice("done", "This letter has our words again. Yours stay in the history.")

    @act
    def look_again(self, given: Given) -> None:
        """Look at what other notebooks have done meanwhile."""
        self.view = self._seen(given.text("letter"))

    @long_act
    def write(self, given: Given) -> Reply:
        """Write the drafts; what is in the folder goes to the page with the reply."""
        kickoff = self._programme.kickoff
        if missing := kickoff.missing():
            told = tuple(Fault(sentence) for sentence in missing)
            return Reply(Notice("wrong", "Nothing was written. What the letters need:", told))
        self.on_progress(0.0, "Filling the letters in")
        written = outbox(kickoff.write(on_progress=self.on_progress))
        n = written["drafts"]
        words = "One draft is written." if n == 1 else f"{n:,} drafts are written."
        return Reply(Notice("done", f"{words} Nothing was sent."), written)

    def _seen(self, name: str = "", person: str | None = None) -> dict[str, object]:
        """Give all that is shown; without a person, the letter of the first who gets it."""
        kickoff = self._programme.kickoff
        rows = letter_rows(kickoff)
        row = next((it for it in rows if it["id"] == name), rows[0])
        people, missing = self._people(), kickoff.missing()
        if person is None:
            person = next((i for i, _ in people[str(row["side"])]), "")
        return {
            "letters": rows,
            "people": people,
            "held": list(kickoff.held),
            "missing": [need(sentence) for sentence in missing[:_MOST_NEEDS]],
            "more": max(len(missing) - _MOST_NEEDS, 0),
            "shown": self._shown(str(row["id"]), person),
        }

    def _people(self) -> dict[str, list[list[str]]]:
        """List who gets letters; nobody where letters to them cannot be shown yet."""
        objective, coordinator = self._programme.objective.record, self._programme.coordinator
        try:
            everybody = self._programme.kickoff.recipients()
        except NotReady:
            everybody = ()
        return people_by_side(everybody if objective and coordinator else ())

    def _shown(
        self, name: str, person: str, kickoff: KickoffStep | None = None
    ) -> Mapping[str, object]:
        """Fill a letter in; where this person's cannot be, say why in its place."""
        step = kickoff or self._programme.kickoff
        head = {"letter": name, "person": person, "tried": kickoff is not None}
        if not person:
            who = step.letter(name).placeholders.get("name")
            to = f"{who.example if who else 'Somebody'} (made up)"
            return {**head, "to": to, **_parts(step.example(name))}
        try:
            filled = step.preview(name, person)
        except UnknownName:
            raise
        except RmkitError as error:
            return {**head, "refused": notice_of(error).for_page()}
        reader = self._programme.file.person(person)
        return {**head, "to": str(Mailbox(reader.name, reader.email or "")), **_parts(filled)}


def _parts(filled: FilledLetter) -> dict[str, object]:
    return {"subject": filled.subject, "html": filled.html, "plain": filled.plain}


def _to_mend(found: FaultsFound, consequence: str) -> Reply:
    n = len(found.faults)
    head = "One thing is to mend." if n == 1 else f"{n} things are to mend."
    notice = Notice("wrong", f"{head} {consequence} What you typed is still here.")
    return Reply(notice, {"faults": faults_by_place(found.faults)})


def letters(programme: Programme) -> LettersPanel:
    """Show the letters of the kick-off, to read, to correct and to draft.

    Parameters
    ----------
    programme
        The programme. Before its pairs are confirmed, letters are shown with examples.

    Returns
    -------
    LettersPanel
        A widget. It writes drafts into a folder beside the programme's file; nothing is sent.
    """
    return LettersPanel(programme)
