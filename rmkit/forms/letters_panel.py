"""Letters in a notebook: by occasion, read as people get them, mended once, written as drafts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.content import FilledLetter, edited
from rmkit.content.model import OCCASIONS, Letter, Occasion
from rmkit.errors import Fault, FaultsFound, NotReady, RmkitError, UnknownName
from rmkit.exchange.addresses import Mailbox, address_problem
from rmkit.forms.given import Given
from rmkit.forms.letters_shown import (
    faults_by_place,
    letter_rows,
    need,
    outbox,
    people_by_letter,
    people_by_side,
)
from rmkit.forms.notice import Notice, notice_of
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.programme.kickoff import KickoffStep
from rmkit.programme.letter_words import LetterWords
from rmkit.programme.letters import refuse_what_fills_badly
from rmkit.programme.letters_step import LettersStep

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["LettersPanel", "letters"]

_MOST_NEEDS = 200
_KICK_OFF: Occasion = "kick_off"


class _TriedWords(LetterWords):
    """Letters of which one stands in words that are not kept."""

    def __init__(self, programme: Programme, tried: Letter) -> None:
        super().__init__(programme)
        self._tried = tried

    def letter(self, name: str) -> Letter:
        """Give the words to try, or a letter as it is kept."""
        return self._tried if name == self._tried.id else super().letter(name)


class _TriedKickoff(_TriedWords, KickoffStep):
    """The kick-off with a letter in words that are not kept."""


class _TriedLetters(_TriedWords, LettersStep):
    """All letters, with one in words that are not kept."""


class LettersPanel(Panel):
    """The letters of one programme, one person's at a time.

    Whoever leafs through them gets each letter as a reply; only the first stands in `view`.
    """

    _esm = script("letters")
    _css = style("letters")

    def __init__(self, programme: Programme, occasion: Occasion | None = None) -> None:
        self._programme = programme
        self._occasion: Occasion = occasion or _KICK_OFF
        self._choices = programme.letters.shelf(self._occasion)
        super().__init__(self._seen())

    @act
    def turn(self, given: Given) -> None:
        """Show the letters of another occasion."""
        name = given.text("occasion")
        known = [it for it in OCCASIONS if it == name]
        if not known:
            raise UnknownName(kind="occasion", name=name, known=OCCASIONS)
        self._occasion = known[0]
        self.view = self._seen()

    @act
    def show(self, given: Given) -> Reply:
        """Show a letter as one person gets it, or (without a person) as an example."""
        name, person = given.text("letter"), given.text("person")
        return Reply(data=self._shown(name, person, more=_asked(given)))

    @act
    def try_out(self, given: Given) -> Reply:
        """Show a letter in words that are not kept."""
        name, person = given.text("letter"), given.text("person")
        try:
            words = edited(
                self._programme.letters.letter(name),
                subject=given.text("subject"),
                body=given.text("body"),
            )
            refuse_what_fills_badly(words)
        except FaultsFound as found:
            return _to_mend(found, "It cannot be shown so.")
        return Reply(data=self._shown(name, person, words, more=_asked(given)))

    @act
    def keep(self, given: Given) -> Reply:
        """Keep the words of a letter, for everybody who gets it."""
        name, shelf = given.text("letter"), self._programme.letters
        subject, body = given.text("subject"), given.text("body")
        kept = shelf.letter(name)
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
            shelf.edit(name, **changed)
        except FaultsFound as found:
            return _to_mend(found, "The words were not kept.")
        self.view = self._seen(name, given.text("person"))
        return Reply(Notice("done", "These words are kept, for everybody who gets this letter."))

    @act
    def restore(self, given: Given) -> Notice:
        """Go back to the words that come with rmkit."""
        name = given.text("letter")
        self._programme.letters.restore(name)
        self.view = self._seen(name, given.text("person"))
        return Notice("done", "This letter has our words again. Yours stay in the history.")

    @act
    def look_again(self, given: Given) -> None:
        """Look at what other notebooks have done meanwhile."""
        self.view = self._seen(given.text("letter"))

    @long_act
    def write(self, given: Given) -> Reply:
        """Write the drafts; what is in the folder goes to the page with the reply."""
        if missing := self._missing():
            told = tuple(Fault(sentence) for sentence in missing)
            return Reply(Notice("wrong", "Nothing was written. What the letters need:", told))
        self.on_progress(0.0, "Filling the letters in")
        written = outbox(self._written(given))
        n = int(str(written["drafts"]))
        words = "One draft is written." if n == 1 else f"{n:,} drafts are written."
        if written["paper"]:
            words += " Who has no address is printed for."
        return Reply(Notice("done", f"{words} Nothing was sent."), written)

    def _written(self, given: Given) -> list[Path]:
        """Write all letters of the kick-off, or one letter of another occasion."""
        if self._occasion == _KICK_OFF:
            return self._programme.kickoff.write(on_progress=self.on_progress)
        person = given.text("person")
        return self._programme.letters.write(
            given.text("letter"),
            [person] if person else None,
            more=_asked(given),
            on_progress=self.on_progress,
        )

    def _seen(self, name: str = "", person: str | None = None) -> dict[str, object]:
        """Give all that is shown; without a person, the letter of the first who gets it."""
        shelf = self._programme.letters
        kick_off = self._occasion == _KICK_OFF
        self._choices = shelf.shelf(self._occasion)
        choices = self._programme.kickoff.letters if kick_off else self._choices
        rows = letter_rows(shelf, choices)
        row = next((it for it in rows if it["id"] == name), None)
        row = row or next((it for it in rows if it["people"] and not kick_off), rows[0])
        people, missing = self._people(), self._missing()
        if person is None:
            person = next((i for i, _ in people[str(row["side"])]), "")
        return {
            "occasion": self._occasion,
            "occasions": [[it, title] for it, title in OCCASIONS.items()],
            "letters": rows,
            "people": people,
            "held": self._told(),
            "missing": [need(sentence) for sentence in missing[:_MOST_NEEDS]],
            "more": max(len(missing) - _MOST_NEEDS, 0),
            "shown": self._shown(str(row["id"]), person),
        }

    def _told(self) -> list[str]:
        """Say who gets nothing, and who gets it on paper."""
        if self._occasion == _KICK_OFF:
            return [*self._programme.kickoff.held, *self._programme.kickoff.on_paper]
        found = [self._programme.letters.recipients(it.id) for it in self._choices]
        return list(dict.fromkeys(told for each in found for told in each.sentences))

    def _missing(self) -> tuple[str, ...]:
        if self._occasion == _KICK_OFF:
            return self._programme.kickoff.missing()
        if self._programme.coordinator is None:
            return (
                "Nobody is named as the coordinator, who signs the letters: notebook 01 Objective.",
            )
        return ()

    def _people(self) -> dict[str, list[list[str]]]:
        """List who gets letters; nobody where letters to them cannot be shown yet."""
        if self._occasion != _KICK_OFF:
            shelf, signed = self._programme.letters, self._programme.coordinator is not None
            return {
                it.id: people_by_letter(shelf.recipients(it.id).readers if signed else ())
                for it in self._choices
            }
        objective, coordinator = self._programme.objective.record, self._programme.coordinator
        try:
            everybody = self._programme.kickoff.recipients()
        except NotReady:
            everybody = ()
        return people_by_side(everybody if objective and coordinator else ())

    def _shown(
        self,
        name: str,
        person: str,
        tried: Letter | None = None,
        *,
        more: Mapping[str, str] | None = None,
    ) -> Mapping[str, object]:
        """Fill a letter in; where this person's cannot be, say why in its place."""
        programme = self._programme
        text = tried or programme.letters.letter(name)
        head = {"letter": name, "person": person, "tried": tried is not None}
        words: LetterWords = _TriedLetters(programme, tried) if tried else programme.letters
        if not person:
            who = text.placeholders.get("name") or text.placeholders.get("mentee")
            to = f"{who.example if who else 'Somebody'} (made up)"
            return {**head, "to": to, **_parts(words.example(name))}
        try:
            filled = self._filled(text, person, tried, more or {})
        except UnknownName:
            raise
        except RmkitError as error:
            return {**head, "refused": notice_of(error).for_page()}
        return {**head, "to": self._to(text, person), **_parts(filled)}

    def _filled(
        self, text: Letter, person: str, tried: Letter | None, more: Mapping[str, str]
    ) -> FilledLetter:
        programme = self._programme
        if text.occasion == _KICK_OFF:
            kickoff = _TriedKickoff(programme, tried) if tried else programme.kickoff
            return kickoff.preview(text.id, person)
        shelf = _TriedLetters(programme, tried) if tried else programme.letters
        return shelf.preview(text.id, person, more)

    def _to(self, text: Letter, person: str) -> str:
        """Say whom a letter goes to, as its draft does."""
        reader = self._programme.file.person(person)
        if text.sender == "mentor":
            return f"the mentee of {reader.name}, who sends it"
        if address_problem(reader.email or ""):
            return f"{reader.name}, on paper"
        return str(Mailbox(reader.name, reader.email or ""))


def _asked(given: Given) -> dict[str, str]:
    """Give what the writer filled in of what a letter asks for."""
    more = given.texts("more") if "more" in given.parts else {}
    return {name: words.strip() for name, words in more.items() if words.strip()}


def _parts(filled: FilledLetter) -> dict[str, object]:
    return {"subject": filled.subject, "html": filled.html, "plain": filled.plain}


def _to_mend(found: FaultsFound, consequence: str) -> Reply:
    n = len(found.faults)
    head = "One thing is to mend." if n == 1 else f"{n} things are to mend."
    notice = Notice("wrong", f"{head} {consequence} What you typed is still here.")
    return Reply(notice, {"faults": faults_by_place(found.faults)})


def letters(programme: Programme, occasion: Occasion | None = None) -> LettersPanel:
    """Show the letters of a programme, to read, to correct and to draft.

    Parameters
    ----------
    programme
        The programme. Where nobody gets a letter yet, it is shown with an example.
    occasion
        Which letters come first: "call", "admission", "kick_off", "training", "reminder",
        "change", "leaders", "thanks" or "session" (what mentors send themselves). None is the
        kick-off; the panel turns to any other.

    Returns
    -------
    LettersPanel
        A widget. It writes drafts into a folder beside the programme's file; nothing is sent.

    Raises
    ------
    UnknownName
        There is no such occasion.
    """
    return LettersPanel(programme, occasion)
