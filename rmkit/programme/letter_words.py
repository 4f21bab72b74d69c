"""The words of letters: as they ship, or a programme's own, which are kept in its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rmkit.content import FilledLetter, edited, letter
from rmkit.content.model import Letter
from rmkit.programme.clock import now
from rmkit.programme.letters import example, refuse_what_fills_badly

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["LetterWords"]


class LetterWords:
    """The letters of one programme: read, edited, restored, tried on their examples."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    def letter(self, name: str) -> Letter:
        """Give a letter in the programme's own words, or as it ships."""
        shipped = letter(name)
        own = self._file.document("letter", name)
        return edited(shipped, subject=own["subject"], body=own["body"]) if own else shipped

    def edit(self, name: str, *, subject: str | None = None, body: str | None = None) -> Letter:
        """Keep a letter in the programme's own words, after trying them on its examples.

        Raises
        ------
        UnknownName
            There is no such letter.
        FaultsFound
            The words cannot be filled in, or nothing would be left of them; every fault is told,
            and the letter stays as it was.
        """
        changed = edited(self.letter(name), subject=subject, body=body)
        refuse_what_fills_badly(changed)
        content = {"subject": changed.subject, "body": changed.body}
        self._keep(name, content, action="Edited a letter")
        return changed

    def restore(self, name: str) -> Letter:
        """Go back to the words that ship; the programme's own stay in the history.

        Raises
        ------
        UnknownName
            There is no such letter.
        """
        shipped = letter(name)
        if self._file.document("letter", name):
            self._keep(name, {}, action="Restored a letter")
        return shipped

    def is_edited(self, name: str) -> bool:
        """Whether a letter has words of the programme's own; raise `UnknownName` without one."""
        own, shipped = self.letter(name), letter(name)
        return (own.subject, own.body) != (shipped.subject, shipped.body)

    def _keep(self, name: str, content: Mapping[str, object], *, action: str) -> None:
        with self._file.change(actor="coordinator", action=action, now=now()) as change:
            change.save_document("letter", name, content)

    def example(self, name: str) -> FilledLetter:
        """Show a letter with made-up people, and what the programme already knows.

        Raises
        ------
        UnknownName
            There is no such letter.
        """
        return example(self.letter(name), self._programme, today=self._programme.today)
