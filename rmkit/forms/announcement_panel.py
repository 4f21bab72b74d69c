"""The announcement in a notebook: read, put into one's own words, copied, and written to print."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import Fault, FaultsFound
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, Reply, act, script, style

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["AnnouncementPanel", "announcement"]

_POSTER = "poster"


class AnnouncementPanel(Panel):
    """The announcement of one programme: each part with its words, and what can be written."""

    _esm = script("announcement")
    _css = style("announcement")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._answer_by: date | None = None
        self._where = ""
        super().__init__(self._seen())

    @act
    def look(self, given: Given) -> None:
        """Show it with the day and the place to answer that are typed in the page."""
        self._take(given)
        self.view = self._seen()

    @act
    def words(self, given: Given) -> Reply:
        """Give the words of a part with their placeholders, to be changed."""
        part = given.text("part")
        return Reply(data={"words": self._programme.candidates.announcement_words(part)})

    @act
    def keep(self, given: Given) -> Notice:
        """Keep a part in the organisation's own words."""
        self._take(given)
        part, by = given.text("part"), given.text("by")
        self._programme.candidates.keep_announcement(part, given.text("words"), by=by)
        self.view = self._seen()
        return Notice("done", "Your words are kept.")

    @act
    def restore(self, given: Given) -> Notice:
        """Go back to the words that come with rmkit."""
        self._take(given)
        self._programme.candidates.keep_announcement(given.text("part"), None, by=given.text("by"))
        self.view = self._seen()
        return Notice("done", "Our words stand there again. Yours stay in the history.")

    @act
    def write(self, given: Given) -> Notice:
        """Write the call with its poster beside the programme's file."""
        self._take(given)
        self.view = self._seen()
        files = self._programme.candidates.write_announcement(
            self._place("call"), answer_by=self._answer_by, where=self._where
        )
        return _written(files, "The call and the poster are")

    @act
    def kit(self, given: Given) -> Notice:
        """Write the kit for a whole organisation beside the programme's file."""
        self._take(given)
        files = self._programme.candidates.write_rollout_kit(
            self._place("kit"), answer_by=self._answer_by, where=self._where
        )
        return _written(files, "The kit for the whole organisation is")

    @act
    def guides(self, given: Given) -> Notice:
        """Write the guides of the talks beside the programme's file."""
        files = self._programme.candidates.write_interview_guides(self._place("talks"))
        return _written(files[:3], f"{len(files):,} files for the talks are", more=len(files) > 3)

    def _take(self, given: Given) -> None:
        """Take the day and the place to answer from the page."""
        typed, self._where = given.text("answer_by"), given.text("where")
        try:
            self._answer_by = date.fromisoformat(typed) if typed else None
        except ValueError:
            fault = Fault("is no day.", "Choose it in the calendar.", column="Answer by")
            raise FaultsFound([fault], "Nothing was changed.") from None

    def _place(self, what: str) -> Path:
        beside = self._programme.file.path
        return beside.with_name(f"{beside.stem}-{what}")

    def _seen(self) -> dict[str, object]:
        step = self._programme.candidates
        made = step.announcement(answer_by=self._answer_by, where=self._where)
        parts = [{"id": name, "title": title, "text": text} for name, title, text in made.parts]
        poster = [made.poster.head, made.poster.lead, *made.poster.lines]
        rest = (made.poster.plan, made.poster.answer, made.poster.where, made.poster.ask)
        words = "\n".join([*poster, *rest])
        parts.append({"id": _POSTER, "title": "The poster", "text": words})
        return {"parts": parts, "missing": list(made.missing)}


def _written(files: list[Path], what: str, *, more: bool = False) -> Notice:
    names = ", ".join(path.name for path in files)
    return Notice("done", f"{what} in {files[0].parent}: {names}{' and more' if more else ''}.")


def announcement(programme: Programme) -> AnnouncementPanel:
    """Show the call, the key messages for each audience and the poster, with buttons to write them.

    Parameters
    ----------
    programme
        The programme, whose objective, plan and coordinator fill the words.

    Returns
    -------
    AnnouncementPanel
        A widget. It writes folders beside the programme's file; nothing is sent.
    """
    return AnnouncementPanel(programme)
